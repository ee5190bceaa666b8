"""A sandbox behind a real socket, served as the command serves it, and raw clients that keep no rule."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onepay_sandbox.http.application import Application
from onepay_sandbox.http.server import server
from onepay_sandbox.sandbox import Sandbox

HOST: Final = "127.0.0.1"
HEAD: Final = b"Host: x\r\nAuthorization: Bearer sk_test_alborada\r\n"


@contextmanager
def served(sandbox: Sandbox, *, patience: float = 20.0, tick: float = 1.0) -> Generator[int]:
    """The port on which `sandbox` is served; slow clients have `patience` seconds, clocks are seen to every `tick`."""
    with socket.create_server((HOST, 0)) as listener:
        port: int = listener.getsockname()[1]
        serving = server(Application(sandbox, patience=patience, tick=tick), HOST, port, patience)
        thread = threading.Thread(target=serving.run, args=([listener],))
        thread.start()
        try:
            yield port
        finally:
            serving.should_exit = True
            thread.join()


def reply_to(port: int, *chunks: bytes) -> bytes:
    """Everything that comes back for what is sent, until the server closes the connection; empty if it is reset."""
    with socket.create_connection((HOST, port), timeout=30) as client:
        try:
            for chunk in chunks:
                client.sendall(chunk)
            return received_by(client)
        except (ConnectionResetError, BrokenPipeError):
            return b""


def received_by(client: socket.socket) -> bytes:
    """Everything that comes until the server closes the connection."""
    received = b""
    while chunk := client.recv(65_536):
        received += chunk
    return received


def status_of(reply: bytes) -> int | None:
    """The status of a reply, None where the connection was closed without one."""
    return int(reply.split(b" ", 2)[1]) if reply else None


def request(method: str, path: str, body: bytes = b"", *headers: bytes) -> bytes:
    """The bytes of a request that asks for the connection to be closed after the reply."""
    length = b"content-length: %d" % len(body)
    lines = b"\r\n".join([HEAD.rstrip(), *headers, length, b"connection: close"])
    return f"{method} {path} HTTP/1.1\r\n".encode() + lines + b"\r\n\r\n" + body


@dataclass(frozen=True, slots=True)
class Process:
    """A sandbox in a process of its own, as its command starts it."""

    url: str
    popen: subprocess.Popen[str]

    def kill(self) -> None:
        """End it at once, without a word to it."""
        self.popen.kill()
        self.popen.wait()
        for stream in (self.popen.stdout, self.popen.stderr):
            if stream:
                stream.close()

    @property
    def memory(self) -> int:
        """The bytes that it holds; 0 where the system does not say."""
        status = Path(f"/proc/{self.popen.pid}/status")
        lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)


@contextmanager
def started(*options: str, stderr: int | None = None) -> Generator[Process]:
    """A sandbox that listens, and is killed in the end if it still runs; `stderr` is a file or `subprocess.PIPE`."""
    command = [sys.executable, "-m", "onepay_cli", "sandbox", "start", "--frozen", "--port", "0", *options]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    popen = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=stderr, text=True)  # noqa: S603 - our own words
    assert popen.stdout
    process = Process(popen.stdout.readline().split()[-1], popen)
    try:
        yield process
    finally:
        process.kill()
