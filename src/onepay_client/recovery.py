"""Settling what a crash left open: every entry of a journal whose outcome nobody heard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct, structs

from onepay_api.operations import OPERATIONS
from onepay_core.errors import OnePayError
from onepay_core.operation import Call, Operation
from onepay_core.requests import IDEMPOTENCY_HEADER, Request
from onepay_core.tracebacks import private_locals

from .client import AsyncOnePay, OnePay
from .errors import AlreadyDone, ConfigurationError
from .idempotency import KEY_LIFETIME, may_be_forgotten
from .journal import Entry, Journal
from .sending.classification import places_to_look, too_old_to_send
from .sending.engine import Exchange
from .settings import Settings, checked_journal

__all__ = (
    "Recovered",
    "recover",
    "recover_async",
)


MAX_AGE = KEY_LIFETIME
"""Seconds after which an entry is only listed, unless ``recover`` or the client's ``key_lifetime`` says otherwise."""


class Recovered(Struct, frozen=True, kw_only=True):
    """What became of one open entry.

    Attributes:
        entry: what the journal held.
        settled: whether it is known now that it was carried out, and written into the journal.
        value: the typed value, if its reply could be fetched.
        error: what asking again ended in, otherwise. After an attempt that may have arrived, no refusal settles it.
        advice: how to go on where it is not settled; empty where it is.
    """

    entry: Entry
    settled: bool
    value: Any = None
    error: OnePayError | None = None
    advice: str = ""


@private_locals
def recover(journal: Journal, client: OnePay, *, max_age: float | None = None) -> list[Recovered]:
    """Ask again, with its own key, for every entry whose outcome is not known, oldest first.

    Run it when no call of yours is under way. An entry is only listed, with advice, if it has no key, if no
    document says that the server heeds the key (as for a refund), if its
    request may hold a secret, if it belongs to the other environment or another server, or if it is older than
    ``max_age`` seconds (the client's ``key_lifetime``): a server that has forgotten a key would do it again. Where
    the journal shows that a clock is or was wrong, an entry counts as too old; ``math.inf`` sends it all the same.

    Raises:
        ConfigurationError: the client is an ``AsyncOnePay``; use ``recover_async``.
        JournalError: the journal cannot be read.
    """
    if not isinstance(client, OnePay):  # pyright: ignore[reportUnnecessaryIsInstance] - not every caller checks types
        raise ConfigurationError("recover takes an OnePay; for an AsyncOnePay there is recover_async.")
    settings = _settings(journal, client.settings, max_age)
    return [
        _listed(entry, why) if why else _settle(entry, client, settings)
        for entry, why in _plan(journal.unsettled(), settings)
    ]


@private_locals
async def recover_async(journal: Journal, client: AsyncOnePay, *, max_age: float | None = None) -> list[Recovered]:
    """``recover`` for an ``AsyncOnePay``; what it raises is the same."""
    from .sending.async_transport import in_a_thread  # noqa: PLC0415 - who blocks needs no asyncio

    if not isinstance(client, AsyncOnePay):  # pyright: ignore[reportUnnecessaryIsInstance] - the same
        raise ConfigurationError("recover_async takes an AsyncOnePay; for an OnePay there is recover.")
    settings = _settings(journal, client.settings, max_age)
    entries = await in_a_thread(lambda: list(journal.unsettled()))
    return [
        _listed(entry, why) if why else await _settle_async(entry, client, settings)
        for entry, why in _plan(entries, settings)
    ]


def _settings(journal: Journal, settings: Settings, max_age: float | None) -> Settings:
    if checked_journal(journal) is None:
        raise ConfigurationError("recover needs a journal; give the one that the client was made with.")
    lifetime = settings.key_lifetime if max_age is None else max_age
    return structs.replace(settings, journal=journal, long_keys=True, key_lifetime=lifetime)


def _plan(entries: Iterable[Entry], settings: Settings) -> Iterator[tuple[Entry, str]]:
    """Each open entry, and why it must not be sent again, if so."""
    for entry in list(entries):
        yield entry, _why_not(entry, settings)


def _why_not(entry: Entry, settings: Settings) -> str:
    if entry.environment != settings.keys.environment:
        return f"It was sent with a {entry.environment} key; recover it with a client for that environment."
    look = f"Look whether it happened ({places_to_look(entry.operation)}), and settle it by hand with journal.settle."
    operation = _operation(entry)
    if operation is not None and operation.idempotency == "unproved":
        return f"No document says that the server heeds a key here, so it is not sent again by itself. {look}"
    if not entry.resumable or operation is None:
        return f"It has no idempotency key, or its request held a secret that was not kept. {look}"
    if entry.server not in settings.servers:
        return f"It was sent to {entry.server}, which this client does not know. {look}"
    now, lifetime = settings.runtime.now(), settings.key_lifetime
    is_too_old = may_be_forgotten(entry.created_at, now, latest_at=entry.latest_at, lifetime=lifetime)
    return too_old_to_send(entry.operation) if is_too_old else ""


def _operation(entry: Entry) -> Operation[Any] | None:
    """The operation of an entry, also of one that was written when it had another name."""
    if entry.operation in OPERATIONS:
        return OPERATIONS[entry.operation]
    if " " in entry.operation:  # a call of client.request, of which the contract knows nothing
        return None
    path = entry.path.partition("?")[0]
    for operation in OPERATIONS.values():
        pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(operation.path))
        if operation.method == entry.method and operation.server == entry.server and re.fullmatch(pattern, path):
            return operation
    return None


def _listed(entry: Entry, why: str) -> Recovered:
    return Recovered(entry=entry, settled=False, advice=why)


def _settle(entry: Entry, client: OnePay, settings: Settings) -> Recovered:
    try:
        return Recovered(entry=entry, settled=True, value=client._execute(_exchange(entry, settings)))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - of this package
    except OnePayError as error:
        return _failed(entry, error)


async def _settle_async(entry: Entry, client: AsyncOnePay, settings: Settings) -> Recovered:
    try:
        value = await client._execute(_exchange(entry, settings))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - the same
    except OnePayError as error:
        return _failed(entry, error)
    return Recovered(entry=entry, settled=True, value=value)


def _failed(entry: Entry, error: OnePayError) -> Recovered:
    if isinstance(error, AlreadyDone):  # somebody else has just settled it
        return Recovered(entry=entry, settled=True, error=error)
    return Recovered(entry=entry, settled=False, error=error, advice=getattr(error, "how", "") or str(error))


def _exchange(entry: Entry, settings: Settings) -> Exchange[Any]:
    operation = _operation(entry)
    if operation is None:
        raise ConfigurationError(f"{entry.operation}: the contract has no such operation.")
    headers = {
        "Accept": "application/json",
        "Authorization": f"Bearer {settings.keys.of(operation)}",
        IDEMPOTENCY_HEADER: entry.id,
    }
    if entry.body is not None:
        headers["Content-Type"] = "application/json"
    request = Request(entry.method, settings.servers[entry.server].rstrip("/") + entry.path, headers, entry.body)
    call: Call[Any] = Call(operation=operation, arguments={}, idempotency_key=entry.id)
    return Exchange(call, settings, open_before=True, open_since=entry.created_at, request=request)
