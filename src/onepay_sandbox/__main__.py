"""`onepay-sandbox`: serve a sandbox on loopback."""

from __future__ import annotations

import argparse
import secrets
import socket
import sys
from collections.abc import Sequence
from datetime import datetime

from onepay_contract.document import ContractError
from onepay_sandbox.core.clock import LATEST, START, Clock, frozen, parse_datetime, running
from onepay_sandbox.http.application import Application, create_app
from onepay_sandbox.http.server import raise_open_file_limit, server
from onepay_sandbox.storage.database import StorageError

_GREETING = """The OnePay sandbox listens on {base}
  API        {base}/v1           any key that begins with sk_test_
  cards      {base}/cards/v1     any key that begins with pk_test_
  control    {base}/_sandbox/    open it in a browser
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        listener = _listener(options.host, options.port)
    except OSError as error:
        sys.stderr.write(f"Cannot listen on {options.host}:{options.port}: {error.strerror}. ")
        sys.stderr.write("Choose another --port, or 0 for a free one; --host names an address of this machine.\n")
        return 1
    with listener:
        return _serve(options, listener)


def _serve(options: argparse.Namespace, listener: socket.socket) -> int:
    base = _base(listener)
    try:
        app = _app(options, base)
    except (ContractError, StorageError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    raise_open_file_limit()
    sys.stdout.write(_GREETING.format(base=base))
    sys.stdout.flush()
    server(app, options.host, options.port).run([listener])
    return 0


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


def _app(options: argparse.Namespace, base: str) -> Application:
    return create_app(
        clock=_clock(options),
        seed=_chosen_seed(options),
        database=options.database,
        live=options.fake_live,
        remote_webhooks=options.remote_webhooks,
        pages=base,
        check_replies=not options.unchecked,
        hosts=(options.host, *options.allow_host),
    )


def _chosen_seed(options: argparse.Namespace) -> int | None:
    """The seed; without one, ids in memory come by chance, so that none is given again after a restart."""
    return secrets.randbelow(2**63) if options.seed is None and options.database is None else options.seed


def _base(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _clock(options: argparse.Namespace) -> Clock:
    start: datetime | None = options.at
    return frozen(start or START) if options.frozen else running(start)


def _port(text: str) -> int:
    return _whole(text, 0, 65_535)


def _seed(text: str) -> int:
    return _whole(text, 0, 2**63 - 1)


def _whole(text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number between {least} and {most}")
    return int(text)


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no moment; write one such as 2026-02-02T08:00:00-05:00"
        ) from None
    if moment > LATEST:
        raise argparse.ArgumentTypeError(f"{text!r} is too far away; no clock goes further than the year 3000")
    return moment


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="onepay-sandbox", description="A stateful stand-in for OnePay's API.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument(
        "--port", type=_port, default=8700, help="the port to listen on; 0 takes a free one (default: 8700)"
    )
    parser.add_argument("--database", help="the path of a file, or a URL (default: memory)")
    parser.add_argument("--seed", type=_seed, help="decides every id and code (default: by chance)")
    parser.add_argument("--frozen", action="store_true", help="let time stand until it is advanced")
    parser.add_argument("--at", type=_moment, help="where the clock starts, such as 2026-02-02T08:00:00-05:00")
    parser.add_argument("--fake-live", action="store_true", help="take live keys too, which open false accounts")
    parser.add_argument("--remote-webhooks", action="store_true", help="let deliveries leave this machine")
    parser.add_argument(
        "--allow-host", action="append", default=[], metavar="NAME", help="answer under this name, too; can be repeated"
    )
    parser.add_argument("--unchecked", action="store_true", help="let replies leave that would break the contract")
    return parser


if __name__ == "__main__":
    sys.exit(main())
