"""A server that answers every request alike, as fast as asyncio can, in a process of its own.

    python scripts/benches/canned.py < body.json

It reads the body of its replies from standard input, prints its port, and ends when its standard input is closed.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Final, cast

END_OF_HEAD: Final = b"\r\n\r\n"


class Canned(asyncio.Protocol):
    """Answers each head that ends; requests are expected to have no body."""

    def __init__(self, reply: bytes) -> None:
        self._reply = reply
        self._head = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer once for each head that is whole."""
        self._head += data
        while END_OF_HEAD in self._head and self._transport is not None:
            self._head = self._head.partition(END_OF_HEAD)[2]
            self._transport.write(self._reply)


async def serve(body: bytes) -> None:
    """Print the port, and answer until standard input is closed."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Canned(head + body), "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.buffer.readline)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(sys.stdin.buffer.readline().rstrip(b"\n")))
