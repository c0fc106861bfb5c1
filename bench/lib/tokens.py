"""Prints signed tokens, one a line: tokens.py COUNT SECRET."""

import base64
import hashlib
import hmac
import json
import sys


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(user_id: int, secret: str) -> str:
    claims = {"user_id": user_id, "exp": 4102444800}
    parts = [json.dumps(part, separators=(",", ":")).encode() for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
    signed = ".".join(encoded(part) for part in parts)
    return signed + "." + encoded(hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest())


if __name__ == "__main__":
    for user in range(1, int(sys.argv[1]) + 1):
        print(token(user, sys.argv[2]))
