"""The sandbox's own server: uvicorn, with connections that give up on slow clients and can be broken on demand."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from typing import Any, Final

import h11
import msgspec
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from onepay_sandbox.http.application import BREAKER, LONGEST_HEADERS, Application

SLOWEST_HEADERS: Final = 20.0
LONGEST_STOP: Final = 5
"""Seconds that a server which stops waits for responses that have begun."""
_AT_ONCE: Final = struct.pack("ii", 1, 0)
_OPEN_FILES: Final = 65_536


class Connection(H11Protocol):
    """A connection whose client has `patience` seconds for the head of each request.

    uvicorn itself waits for ever for a first request, and for the end of one that has begun.
    """

    patience: float = SLOWEST_HEADERS
    app_state: dict[str, Any]
    _closing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait, and lend the application what breaks this connection.

        Small replies leave at once. asyncio sees to that only where the listener says that it speaks TCP, and a reply
        in two parts takes 40 ms elsewhere.
        """
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.app_state = {**self.app_state, BREAKER: self.sever}
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on, unless a request has come whole."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._closing is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP in the API's own form."""
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        body = msgspec.json.encode({"message": f"La solicitud no es HTTP válido: {msg}"})
        head = h11.Response(
            status_code=400, headers=[*headers, (b"content-length", b"%d" % len(body))], reason=b"Bad Request"
        )
        for event in (head, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event))
        self.transport.close()

    def shutdown(self) -> None:
        """Finish what has begun, as the server stops; but wait for nobody who has not sent the whole of a request."""
        super().shutdown()
        if self.conn.their_state is h11.SEND_BODY:
            self.transport.close()

    def sever(self, kind: str) -> None:
        """End the connection without a response; a `reset` sends RST, a `cut` closes it in the usual way."""
        if kind == "reset":
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            self.transport.abort()
        else:
            self.transport.close()

    def _wait(self) -> None:
        self._closing = self.loop.call_later(self.patience, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None


def server(app: Application, host: str, port: int, patience: float = SLOWEST_HEADERS) -> uvicorn.Server:
    """A server for `app`, which is run by its `run`."""
    protocol = type("PatientConnection", (Connection,), {"patience": patience})
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            http=protocol,
            ws="none",
            lifespan="on",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,  # onepay_sandbox.addresses reads them, where it was told to
            timeout_graceful_shutdown=LONGEST_STOP,
            h11_max_incomplete_event_size=LONGEST_HEADERS,
        )
    )


def raise_open_file_limit() -> None:
    """Let the process hold as many connections as its system allows."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Windows has none, and needs none

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _OPEN_FILES if most == resource.RLIM_INFINITY else most
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
