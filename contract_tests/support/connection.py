"""One accepted connection, as a server that misbehaves uses it."""

from __future__ import annotations

import socket
import struct
from typing import Final, Self

from support.ledger import Arrival

_RESET: Final = struct.pack("ii", 1, 0)
_PATIENCE: Final = 400
"""Blanks after which a drip ends, so that a client that would wait for ever fails its test instead."""


class Connection:
    """Reads requests, and writes what it is told to. Every wait ends when the client hangs up or the server closes."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket: Final = sock
        self._unread = b""
        self.outlasted = False
        """Whether the client was still there when a drip ended."""

    def fileno(self) -> int:
        """The number by which the system knows it; -1 when it is closed."""
        return self._socket.fileno()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def wait(self) -> bool:
        """Wait until the client has sent something; false when it hung up."""
        return bool(self._unread) or self._received(1, socket.MSG_PEEK) != b""

    def read(self) -> Arrival | None:
        """The next request; None when the client hung up before it was whole."""
        while b"\r\n\r\n" not in self._unread:
            if not self._more():
                return None
        head, _, self._unread = self._unread.partition(b"\r\n\r\n")
        line, *fields = head.decode("latin-1").split("\r\n")
        method, target, _version = line.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
        body = self._body(int(headers.get("content-length", "0")))
        return None if body is None else Arrival(method, target, headers, body)

    def _body(self, length: int) -> bytes | None:
        while len(self._unread) < length:
            if not self._more():
                return None
        body, self._unread = self._unread[:length], self._unread[length:]
        return body

    def _more(self) -> bool:
        received = self._received(65536)
        self._unread += received
        return bool(received)

    def _received(self, size: int, flags: int = 0) -> bytes:
        try:
            return self._socket.recv(size, flags)
        except OSError:
            return b""

    def send(self, data: bytes) -> bool:
        """Write; false when the client hung up meanwhile."""
        try:
            self._socket.sendall(data)
        except OSError:
            return False
        return True

    def hold(self) -> None:
        """Say no more until the client hangs up."""
        while self._received(65536):
            pass

    def drip(self, beginning: bytes) -> None:
        """Send a beginning, and then a blank every hundredth of a second, until the client hangs up or a limit."""
        self._socket.settimeout(0.01)
        blanks = iter(range(_PATIENCE))
        going_on = self.send(beginning)
        while going_on and next(blanks, None) is not None:
            try:
                going_on = bool(self._socket.recv(1))
            except TimeoutError:
                going_on = self.send(b" ")
            except OSError:
                going_on = False
        self.outlasted = going_on
        self.cut()

    def flood(self, block: bytes) -> None:
        """Send the block again and again until the client hangs up."""
        while self.send(block):
            pass

    def end(self) -> None:
        """Close in good order."""
        self._socket.close()

    def cut(self) -> None:
        """Reset the connection, as a crash does."""
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        except OSError:
            return
        self._socket.close()

    def shut(self) -> None:
        """End every wait on this connection, from any thread."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
