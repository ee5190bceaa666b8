"""A crowd that calls a server over loopback: raw sockets, so that the crowd costs less than any server."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final

HOST: Final = "127.0.0.1"
PEOPLE: Final = 16
_PATIENCE: Final = 60.0


class Person(asyncio.Protocol):
    """One connection: sends a request, reads the reply, and goes on until the crowd has had enough."""

    def __init__(self, ask: Callable[[], bytes | None], seconds: list[float]) -> None:
        """Ask for each request; note in `seconds` how long each reply took."""
        self.done: Final[asyncio.Future[None]] = asyncio.get_running_loop().create_future()
        self._ask: Final = ask
        self._seconds: Final = seconds
        self._received = b""
        self._begun = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport
            self._go_on()

    def data_received(self, data: bytes) -> None:
        """Go on when the reply is whole."""
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if end and len(body) >= _length(head):
            self._seconds.append(time.perf_counter() - self._begun)
            if not head.startswith(b"HTTP/1.1 20") and not self.done.done():
                self.done.set_exception(RuntimeError(f"The server answered {self._received[:300]!r}."))
            self._go_on()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio chose the arguments
        """Say that it is over."""
        if not self.done.done():
            self.done.set_result(None)

    def _go_on(self) -> None:
        request = self._ask()
        if self._transport is None or request is None:
            self._leave()
            return
        self._received = b""
        self._begun = time.perf_counter()
        self._transport.write(request)

    def _leave(self) -> None:
        if self._transport is not None:
            self._transport.close()


def call(port: int, requests: Sequence[bytes]) -> list[float]:
    """Send all requests, spread over the crowd; how long each reply took."""
    return asyncio.run(_call(port, requests))


async def _call(port: int, requests: Sequence[bytes]) -> list[float]:
    waiting, seconds = iter(requests), list[float]()
    loop = asyncio.get_running_loop()
    crowd = [Person(lambda: next(waiting, None), seconds) for _ in range(PEOPLE)]
    for person in crowd:
        await loop.create_connection(partial(_itself, person), HOST, port)
    await asyncio.gather(*(person.done for person in crowd))
    return seconds


def _itself(person: Person) -> Person:
    return person


@contextmanager
def served(command: Sequence[str], port: int, words: bytes = b"") -> Generator[subprocess.Popen[bytes]]:
    """A server in a process of its own, once it can be called; `words` go to its standard input."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(  # noqa: S603 - our own words
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as server:
        try:
            if server.stdin:
                server.stdin.write(words)
                server.stdin.close()
            await_port(port, server)
            yield server
        finally:
            server.kill()


def sandbox_command(port: int, *database: str) -> list[str]:
    """What starts a sandbox, in memory or on a database."""
    command = [sys.executable, "-m", "onepay_cli", "sandbox", "start", "--frozen", "--port", str(port)]
    return [*command, "--database", *database] if database else command


def await_port(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens. Raises `SystemExit` where the process ends first, or takes a minute."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection((HOST, port)).close()
        except OSError:
            time.sleep(0.002)
        else:
            return
    raise SystemExit(f"{server.args!r} did not come to listen on {port}; run it by hand to see why.")


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _length(head: bytes) -> int:
    lines = (line.partition(b":") for line in head.lower().split(b"\r\n"))
    return next((int(value) for name, _, value in lines if name == b"content-length"), 0)
