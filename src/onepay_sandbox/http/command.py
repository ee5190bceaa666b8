"""What `onepay sandbox start` does: serve a sandbox on an address of this machine."""

from __future__ import annotations

import secrets
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from onepay_contract.document import ContractError
from onepay_sandbox.core.clock import LATEST, START, Clock, frozen, parse_datetime, running
from onepay_sandbox.http.application import Application, create_app
from onepay_sandbox.http.server import raise_open_file_limit, server
from onepay_sandbox.storage.database import StorageError


class CannotServe(Exception):
    """The server cannot start with these options; the message says why, and what to give instead."""


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """What a server was told; `create_app` says what the options of its sandbox mean."""

    host: str = "127.0.0.1"
    port: int = 8700
    database: str | None = None
    seed: int | None = None
    is_frozen: bool = False
    at: datetime | None = None
    fake_live: bool = False
    remote_webhooks: bool = False
    allowed_hosts: tuple[str, ...] = ()
    is_unchecked: bool = False


def serve(options: ServerOptions, announce: Callable[[str], object]) -> None:
    """Serve until interrupted; `announce` is called with the address once it listens. Raises `CannotServe`."""
    try:
        listener = _listener(options.host, options.port)
    except OSError as error:
        raise CannotServe(
            f"Cannot listen on {options.host}:{options.port}: {error.strerror}. "
            "Choose another --port, or 0 for a free one; --host names an address of this machine."
        ) from None
    with listener:
        base = _base(listener)
        try:
            app = _app(options, base)
        except (ContractError, StorageError) as error:
            raise CannotServe(str(error)) from None
        raise_open_file_limit()
        announce(base)
        server(app, options.host, options.port).run([listener])


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


def _app(options: ServerOptions, base: str) -> Application:
    return create_app(
        clock=_clock(options),
        seed=_chosen_seed(options),
        database=options.database,
        live=options.fake_live,
        remote_webhooks=options.remote_webhooks,
        pages=base,
        check_replies=not options.is_unchecked,
        hosts=(options.host, *options.allowed_hosts),
    )


def _chosen_seed(options: ServerOptions) -> int | None:
    """The seed; without one, ids in memory come by chance, so that none is given again after a restart."""
    return secrets.randbelow(2**63) if options.seed is None and options.database is None else options.seed


def _base(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _clock(options: ServerOptions) -> Clock:
    return frozen(options.at or START) if options.is_frozen else running(options.at)
