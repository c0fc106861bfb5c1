"""A stack that closes connections after IDLE seconds without a request, at the worst moment: one that
comes in the last milliseconds is read and then answered by the close.
idle_stack.py PORT IDLE FILE, where FILE gets a line for each request with an id."""

import asyncio
import sys
import time

WORST_MOMENT_SECONDS = 0.01
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Stack:
    def __init__(self, idle: float, record) -> None:
        self.idle = idle
        self.record = record

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fresh = True
        try:
            while True:
                since = time.monotonic()
                head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), self.idle)).decode("latin-1")
                closes = not fresh and time.monotonic() - since > self.idle - WORST_MOMENT_SECONDS
                fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line)
                await reader.readexactly(int(fields.get("content-length", "0")))
                if "x-bench-id" in fields:
                    word = "closed" if closes else "answered"
                    self.record.write(f"{head.split(' ')[0]} {fields['x-bench-id']} {word}\n")
                if closes:
                    return
                writer.write(ANSWER)
                fresh = False
        except (asyncio.TimeoutError, asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


async def main(port: int, idle: float, path: str) -> None:
    with open(path, "w", buffering=1) as record:
        server = await asyncio.start_server(Stack(idle, record).serve, "127.0.0.1", port, backlog=1024)
        async with server:
            await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3]))
