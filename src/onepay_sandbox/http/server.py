"""The sandbox's own server, as `onepay sandbox start` runs it on an address of this machine.

It is uvicorn, with connections that give up on slow clients and can be broken on demand.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import struct
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import h11
import msgspec
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from onepay_contract.document import ContractError
from onepay_core.loopback import is_loopback
from onepay_sandbox.core.clock import LATEST, START, Clock, frozen, parse_datetime, running
from onepay_sandbox.http.application import BREAKER, LONGEST_HEADERS, Application, create_app
from onepay_sandbox.monitoring import AccessLogForm, write_access_log
from onepay_sandbox.network import Network
from onepay_sandbox.sandbox import Sandbox
from onepay_sandbox.storage.database import StorageError


class CannotServe(Exception):
    """The server cannot start with these options; the message says why, and what to give instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerOptions:
    """What a server is told; `create_app` and `Network` say what the options of its sandbox mean."""

    host: str
    port: int
    public_url: str | None
    trust_proxy_headers: bool
    allow_host: Sequence[str]
    allow_webhook_host: Sequence[str]
    remote_webhooks: bool
    control_token: str | None = field(repr=False)
    access_log: AccessLogForm
    workers: int
    database: str | None = field(repr=False)
    seed: int | None
    frozen: bool
    at: datetime | None
    fake_live: bool
    unchecked: bool


@dataclass(frozen=True, slots=True)
class Started:
    """A server that listens: at which address, where its links lead, and whether other machines reach it.

    `new_token` is a control token that the server has made, since it needs one and was given none.
    """

    listens: str
    base: str
    is_open: bool
    new_token: str | None = field(default=None, repr=False)


def serve(options: ServerOptions, announce: Callable[[Started], object]) -> None:
    """Serve until interrupted; `announce` is called once it listens. Raises `CannotServe`."""
    try:
        listener = _listener(options.host, options.port)
    except OSError as error:
        raise CannotServe(
            f"Cannot listen on {options.host}:{options.port}: {error.strerror}. "
            "Choose another --port, or 0 for a free one; --host names an address of this machine."
        ) from None
    with listener:
        host, port = listener.getsockname()[:2]
        network = _network(options, _url(_reachable(host), port))
        is_open, new_token = not is_loopback(host), None
        if is_open and network.control_token is None:
            new_token = secrets.token_urlsafe(24)
            network = replace(network, control_token=new_token)
        try:
            app = _app(options, network)
        except (ContractError, StorageError, ValueError) as error:
            raise CannotServe(str(error)) from None
        with closing(app.sandbox) as sandbox:
            _check_workers(options, sandbox)
            base = sandbox.public_url or network.local_url or ""
            announce(Started(_url(host, port), base, is_open, new_token))
            raise_open_file_limit()
            write_access_log(options.access_log, sys.stderr)
            if options.workers == 1:
                server(app, options.host, options.port).run([listener])
        if options.workers > 1:
            _run_workers(options, network, listener)


def _check_workers(options: ServerOptions, sandbox: Sandbox) -> None:
    """Raise `CannotServe` where several processes could not share what the sandbox keeps."""
    if options.workers == 1:
        return
    if not sandbox.is_kept:
        raise CannotServe("--workers needs a --database: what stands in memory belongs to one process.")
    if not hasattr(os, "fork"):
        raise CannotServe("--workers needs an operating system that can fork. Start one sandbox for each port instead.")


def _run_workers(options: ServerOptions, network: Network, listener: socket.socket) -> None:
    from onepay_sandbox.http.workers import Workers, WorkersFailed  # noqa: PLC0415 - not for Windows

    def work(number: int) -> None:
        app = _app(options, network)
        app.sandbox.serve_as(number)
        server(app, options.host, options.port).run([listener])

    try:
        Workers(options.workers, work).run()
    except WorkersFailed as error:
        raise CannotServe(str(error)) from None


def moment(text: str) -> datetime:
    """A moment as the clock takes it. Raises `ValueError` with what to write instead."""
    try:
        parsed = parse_datetime(text)
    except ValueError:
        raise ValueError(f"{text!r} is no moment; write one such as 2026-02-02T08:00:00-05:00") from None
    if parsed > LATEST:
        raise ValueError(f"{text!r} is too far away; no clock goes further than the year 3000")
    return parsed


def _listener(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    if sys.platform != "win32":  # where the option lets two processes share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.listen()
    return listener


def _network(options: ServerOptions, local_url: str) -> Network:
    return Network(
        public_url=options.public_url,
        local_url=local_url,
        trusts_proxy=options.trust_proxy_headers,
        hosts=(options.host, *options.allow_host),
        webhook_hosts=options.allow_webhook_host,
        remote_webhooks=options.remote_webhooks,
        control_token=options.control_token,
    )


def _app(options: ServerOptions, network: Network) -> Application:
    return create_app(
        clock=_clock(options),
        seed=_chosen_seed(options),
        database=options.database,
        live=options.fake_live,
        check_replies=not options.unchecked,
        network=network,
    )


def _chosen_seed(options: ServerOptions) -> int | None:
    """The seed; without one, ids in memory come by chance, so that none is given again after a restart."""
    return secrets.randbelow(2**63) if options.seed is None and options.database is None else options.seed


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _reachable(host: str) -> str:
    """An address under which this machine reaches a listener, which may listen on all of its addresses."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - an address to compare with


def _clock(options: ServerOptions) -> Clock:
    return frozen(options.at or START) if options.frozen else running(options.at)


SLOWEST_HEADERS: Final = 20.0
LONGEST_STOP: Final = 5
"""Seconds that a server which stops waits for responses that have begun."""
_AT_ONCE: Final = struct.pack("ii", 1, 0)
_OPEN_FILES: Final = 65_536


class HttpMessages(h11.Connection):
    """Reads and writes HTTP. The head of a response leaves with the first part of its body, in one packet."""

    _head: bytes = b""

    def send(self, event: h11.Event) -> Any:
        """The bytes of an event; those of a head come with the next event."""
        data = super().send(event) or b""
        if isinstance(event, h11.Response):
            self._head = data
            return b""
        head, self._head = self._head, b""
        return head + data


class Connection(H11Protocol):
    """A connection whose client has `patience` seconds for the head of each request.

    uvicorn itself waits for ever for a first request, and for the end of one that has begun.
    """

    patience: float = SLOWEST_HEADERS
    app_state: dict[str, Any]
    _closing: asyncio.TimerHandle | None = None

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Take what uvicorn gives."""
        super().__init__(*arguments, **named)
        self.conn: h11.Connection = HttpMessages(h11.SERVER, LONGEST_HEADERS)

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
            proxy_headers=False,  # the module `network` reads them, where it was told to
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
