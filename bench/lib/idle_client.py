"""Bursts of requests about two seconds apart on keep-alive connections, each request with an id of
its own: idle_client.py PORT TOKEN METHOD REQUESTS."""

import http.client
import random
import sys
import threading
import time

WORKERS = 100
PAUSE_SECONDS = 2.0


class Tally:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.served = 0
        self.failed: dict[str, int] = {}

    def add(self, outcome: str) -> None:
        with self.lock:
            if outcome == "200":
                self.served += 1
            else:
                self.failed[outcome] = self.failed.get(outcome, 0) + 1


def ask(connection: http.client.HTTPConnection, method: str, token: str, request_id: str) -> str:
    fields = {"Authorization": "Bearer " + token, "X-Bench-Id": request_id}
    try:
        connection.request(method, "/", body=b"content" if method == "POST" else None, headers=fields)
        response = connection.getresponse()
        response.read()
        return str(response.status)
    except (OSError, http.client.HTTPException) as failure:
        connection.close()
        return type(failure).__name__


def work(port: int, token: str, method: str, ids: list[int], tally: Tally, begin: float) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    for turn, each in enumerate(ids):
        due = begin + turn * PAUSE_SECONDS + random.uniform(-0.02, 0.01)
        time.sleep(max(0.0, due - time.monotonic()))
        tally.add(ask(connection, method, token, str(each)))
    connection.close()


def main(port: int, token: str, method: str, requests: int) -> None:
    tally = Tally()
    begin = time.monotonic() + 0.5
    workers = [
        threading.Thread(target=work, args=(port, token, method, list(range(i, requests, WORKERS)), tally, begin))
        for i in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(f"{method}: {tally.served} of {requests} served; failed: {tally.failed or 'none'}")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
