"""Sends heads or bodies a byte every quarter of a second on many connections, while a good client goes on:
slow_clients.py PORT TOKEN headers|body ATTACKERS LIMIT_SECONDS."""

import http.client
import selectors
import socket
import sys
import threading
import time

GET = "GET /api/v1/items HTTP/1.1\r\nHost: app.example\r\n"
POST = "POST /upload HTTP/1.1\r\nHost: app.example\r\nContent-Length: 1000000\r\n"


class GoodClient(threading.Thread):
    """A client of one short request after another, each on a connection of its own."""

    def __init__(self, port: int, token: str) -> None:
        super().__init__(daemon=True)
        self.port = port
        self.token = token
        self.stopped = threading.Event()
        self.served = self.failed = 0
        self.slowest = 0.0

    def run(self) -> None:
        while not self.stopped.wait(0.02):
            began = time.monotonic()
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                connection.request("GET", "/api/v1/items", headers={"Authorization": "Bearer " + self.token})
                response = connection.getresponse()
                response.read()
                connection.close()
                good = response.status == 200
            except OSError:
                good = False
            self.served += good
            self.failed += not good
            self.slowest = max(self.slowest, time.monotonic() - began)


def attack(port: int, begin: str, attackers: int, limit: int) -> tuple[list[float], int]:
    """Seconds that each attacker held its connection, and how many still do.

    An attacker does not go when it is told to: its connection is gone when the proxy has let go of
    it, so that a byte more is answered with a reset."""
    selector = selectors.DefaultSelector()
    born = {}
    for _ in range(attackers):
        attacker = socket.create_connection(("127.0.0.1", port), timeout=10)
        attacker.sendall(begin.encode())
        attacker.setblocking(False)
        born[attacker] = time.monotonic()
        selector.register(attacker, selectors.EVENT_READ)
    lived = []
    end = time.monotonic() + limit
    next_byte = time.monotonic() + 0.25
    while born and time.monotonic() < end:
        for key, _ in selector.select(max(0, min(next_byte, end) - time.monotonic())):
            listen(key.fileobj, selector)
        if time.monotonic() >= next_byte:
            next_byte += 0.25
            for attacker in list(born):
                try:
                    attacker.send(b"x")
                except BlockingIOError:
                    pass
                except OSError:
                    lived.append(bury(attacker, selector, born))
    return lived, len(born)


def listen(attacker: socket.socket, selector: selectors.BaseSelector) -> None:
    """Takes what the proxy says, and listens no more when it has said its last."""
    try:
        over = attacker.recv(4096) == b""
    except BlockingIOError:
        over = False
    except OSError:
        over = True
    if over:
        selector.unregister(attacker)


def bury(attacker: socket.socket, selector: selectors.BaseSelector, born: dict) -> float:
    if attacker in selector.get_map():
        selector.unregister(attacker)
    attacker.close()
    return time.monotonic() - born.pop(attacker)


def main(port: int, token: str, kind: str, attackers: int, limit: int) -> None:
    authorization = f"Authorization: Bearer {token}\r\n"
    begin = GET + authorization + "X-Slow: " if kind == "headers" else POST + authorization + "\r\n"
    good = GoodClient(port, token)
    good.start()
    lived, left = attack(port, begin, attackers, limit)
    good.stopped.set()
    good.join(15)
    last = f"the last was gone after {max(lived):.1f} s" if lived else "none was ever cut off"
    print(
        f"slow {kind}: {attackers} attackers, {last}, {left} still there after {limit} s; "
        f"others: {good.served} served, {good.failed} failed, slowest {good.slowest:.2f} s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
