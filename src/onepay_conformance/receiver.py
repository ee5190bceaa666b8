"""A receiver of webhook deliveries: an HTTP server on this machine that keeps what it is sent and answers 200."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Final, Protocol, Self

_LARGEST: Final = 1_000_000
_SECONDS: Final = 10
"""A sender that has not sent its delivery after so long is cut off (ours)."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request to the receiver. Header names are in lower case; the repr shows no token and no body."""

    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Receiver(Protocol):
    """Where deliveries arrive."""

    @property
    def url(self) -> str:
        """The address to register with the server."""
        ...

    def taken(self) -> list[Delivery]:
        """All deliveries so far, in the order of their arrival."""
        ...


class LoopbackReceiver:
    """Listens on 127.0.0.1. `public` is an address that leads there, such as a tunnel's, where the API is elsewhere."""

    def __init__(self, port: int = 0, public: str = "") -> None:
        self._deliveries: Final[list[Delivery]] = []
        self._server: Final = ThreadingHTTPServer(("127.0.0.1", port), _handler(self._deliveries.append))
        self._public: Final = public
        self._thread: Final = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """The address to register with the server."""
        return self._public or f"http://127.0.0.1:{self._server.server_port}/onepay-contract"

    def taken(self) -> list[Delivery]:
        """All deliveries so far, in the order of their arrival."""
        return [*self._deliveries]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(keep: Callable[[Delivery], object]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = _SECONDS

        def do_POST(self) -> None:
            length = self.headers.get("content-length", "")
            size = int(length) if length.isascii() and length.isdigit() else 0
            body = self.rfile.read(min(size, _LARGEST))
            keep(Delivery({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name of the base class
            """Write nothing: an address may hold what belongs in no log."""

    return Handler
