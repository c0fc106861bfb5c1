"""Reads /large slowly on several connections: slow_readers.py PORT TOKEN READERS SECONDS."""

import socket
import sys
import time

BYTES_A_SECOND = 16384


def open_reader(port: int, token: str) -> socket.socket:
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.connect(("127.0.0.1", port))
    reader.settimeout(2)
    request = f"GET /large HTTP/1.1\r\nHost: app.example\r\nAuthorization: Bearer {token}\r\n\r\n"
    reader.sendall(request.encode())
    return reader


def main(port: int, token: str, count: int, seconds: int) -> None:
    readers = [open_reader(port, token) for _ in range(count)]
    total = 0
    ended = set()
    for _ in range(seconds * 4):
        for reader in readers:
            if reader in ended:
                continue
            try:
                piece = reader.recv(BYTES_A_SECOND // 4)
            except OSError:
                piece = b""
            total += len(piece)
            if not piece:
                ended.add(reader)
        time.sleep(0.25)
    print(f"{count} readers took {total / 1048576:.1f} MiB in {seconds} s; {len(ended)} were cut off")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
