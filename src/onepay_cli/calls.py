"""One call of the API from the terminal: keys, the question before money moves, the request as curl, and errors."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias
from uuid import uuid4

import typer

from onepay_cli.exits import CommandError, ExitStatus
from onepay_cli.output import write

if TYPE_CHECKING:
    from onepay_client import Environment, Journal, OnePay, PostgresJournal, SqliteJournal
    from onepay_core.errors import OnePayError
    from onepay_core.operation import Call, Operation

__all__ = (
    "CallSettings",
    "Sandbox",
    "client_errors",
    "confirm",
    "make_client",
    "open_journal",
    "prompt_secret",
    "send",
)

SECRET_KEY: Final = "ONEPAY_API_KEY"  # noqa: S105 - a variable's name, not a key
PUBLIC_KEY: Final = "ONEPAY_PUBLIC_KEY"
CUSTOMER_TOKEN: Final = "ONEPAY_CUSTOMER_TOKEN"  # noqa: S105 - the same

Sandbox: TypeAlias = Annotated[
    bool, typer.Option("--sandbox", help="Call the sandbox: at ONEPAY_BASE_URL, else on this machine.")
]


@dataclass(frozen=True, slots=True)
class CallSettings:
    """What a call may be told beside its arguments."""

    dry_run: bool = False
    yes: bool = False
    sandbox: bool = False
    idempotency_key: str | None = None


def make_client(
    *, sandbox: bool = False, operation: Operation[Any] | None = None, journal: Journal | None = None
) -> OnePay:
    """A client with the keys and addresses of the environment; a missing key is asked for, on a terminal.

    Raises:
        CommandError: there is no key, or it cannot be right.
    """
    from onepay_client import OnePay  # noqa: PLC0415 - see onepay_cli.app
    from onepay_client.settings import SANDBOX_KEY  # noqa: PLC0415 - the same

    needs_public = operation is not None and "PublicKey" in operation.security
    secret, public = os.environ.get(SECRET_KEY), os.environ.get(PUBLIC_KEY)
    if sandbox:
        secret = secret or SANDBOX_KEY
        public = public or f"p{secret[1:]}"
    elif needs_public:
        public = public or prompt_secret("Public key", PUBLIC_KEY)
    else:
        secret = secret or prompt_secret("Secret key", SECRET_KEY)
    return OnePay(secret, public_key=public, environment=_environment(sandbox=sandbox), journal=journal)


def _environment(*, sandbox: bool) -> Environment:
    from onepay_client import Environment  # noqa: PLC0415 - see onepay_cli.app

    given = Environment.from_variables(os.environ)
    return given or (Environment.sandbox() if sandbox else Environment())


def prompt_secret(name: str, variable: str) -> str:
    """A secret that somebody types, unseen; `variable` is where a script puts it.

    Raises:
        CommandError: there is no terminal to ask on.
    """
    if not sys.stdin.isatty():
        raise CommandError(f"{name} is missing: set {variable}. Nothing was sent.")
    return str(typer.prompt(name, hide_input=True, err=True))


def confirm(question: str, *, yes: bool) -> None:
    """Go on only if somebody agrees.

    Raises:
        CommandError: nobody did; nothing was sent.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise CommandError(f"{question} Nobody is there to be asked: add --yes. Nothing was sent.")
    if not typer.confirm(question, err=True):
        raise CommandError("Nothing was sent.", ExitStatus.UNFINISHED)


def send(client: OnePay, call: Call[Any], settings: CallSettings) -> Any:
    """Send `call`: with its idempotency key on standard error, and after a question where live money moves."""
    from onepay_core.operation import DEFAULTS, Call  # noqa: PLC0415 - see onepay_cli.app

    operation, key = call.operation, settings.idempotency_key
    if operation.idempotency is not None:
        key = key or str(uuid4())
        sys.stderr.write(f"idempotency key: {key}\n")
    elif key:
        raise CommandError(f"{operation.id} takes no idempotency key; leave --idempotency-key out. Nothing was sent.")
    is_write = operation.method != "GET"
    if is_write and operation.moves_money and client.settings.keys.environment != "test":
        confirm(f"{operation.id} with a live key: money may move. Go on?", yes=settings.yes)
    return client.call(
        Call(
            operation=operation,
            arguments=call.arguments,
            body=call.body,
            idempotency_key=key,
            customer_token=call.customer_token,
            options=DEFAULTS,
        )
    )


def show_curl(call: Call[Any], settings: CallSettings) -> None:
    """Print the request as a command for curl, with keys as variables of the shell."""
    from onepay_api.servers import API_SERVER, CARDS_SERVER  # noqa: PLC0415 - see onepay_cli.app
    from onepay_core.requests import Credentials, build  # noqa: PLC0415 - the same

    servers = _environment(sandbox=settings.sandbox).servers(API_SERVER, CARDS_SERVER)
    request = build(call, Credentials("sk", "pk"), servers, check=True)
    variable = PUBLIC_KEY if "PublicKey" in call.operation.security else SECRET_KEY
    shown = {
        "Authorization": f'"Authorization: Bearer ${variable}"',
        "X-Customer-Token": f'"X-Customer-Token: ${CUSTOMER_TOKEN}"',
    }
    words = ["curl", "-X", request.method, shlex.quote(request.url)]
    for name, value in request.headers.items():
        words += ["\\\n  -H", shown.get(name) or shlex.quote(f"{name}: {value}")]
    if request.content is not None:
        words += ["\\\n  --data-raw", shlex.quote(request.content.decode())]
    write(f"{' '.join(words)}\n")


@contextlib.contextmanager
def client_errors() -> Generator[None]:
    """Turn the errors of the client into messages with an exit status."""
    from onepay_client import OnePayError  # noqa: PLC0415 - see onepay_cli.app

    try:
        yield
    except OnePayError as error:
        raise CommandError(_message(error), _status(error)) from None


def _status(error: OnePayError) -> ExitStatus:
    from onepay_client import errors  # noqa: PLC0415 - see onepay_cli.app

    if isinstance(error, errors.OutcomeUnknown):
        return ExitStatus.OUTCOME_UNKNOWN
    if isinstance(error, errors.NoResponse):
        return ExitStatus.NOT_REACHED
    if isinstance(error, (errors.StatusError, errors.UnreadableBody, errors.PaginationError)):
        return ExitStatus.REFUSED
    return ExitStatus.WRONG_USE


def _message(error: OnePayError) -> str:
    key = getattr(error, "idempotency_key", None)
    if _status(error) is ExitStatus.OUTCOME_UNKNOWN and key:
        return f"{error}\nHere: look first, or run the same command again with --idempotency-key {key}."
    return str(error)


_SERVERS = ("postgresql://", "postgres://")


@contextmanager
def open_journal(address: str, *, may_be_new: bool = False) -> Generator[SqliteJournal | PostgresJournal]:
    """The journal at an address; a misspelt file is no new, empty journal, but where it may be the first of all.

    Raises:
        CommandError: there is no such file.
    """
    from onepay_client import PostgresJournal, SqliteJournal  # noqa: PLC0415 - see onepay_cli.app

    is_server = address.startswith(_SERVERS)
    if not (is_server or may_be_new or Path(address).exists()):
        raise CommandError(f"There is no journal {address} in this folder. Name it with --journal or ONEPAY_JOURNAL.")
    with closing(PostgresJournal(address) if is_server else SqliteJournal(address)) as journal:
        yield journal
