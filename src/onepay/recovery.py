"""Settling what a crash left open: every entry of a journal whose outcome nobody heard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, structs

from onepay_api.errors import OnePayError
from onepay_api.operation import Call
from onepay_api.operations import OPERATIONS
from onepay_api.requests import IDEMPOTENCY_HEADER, Request

from ._advice import places_to_look
from ._engine import Exchange
from ._outcomes_unknown import OutcomeUnknown
from .client import AsyncOnePay, OnePay
from .journal import Entry, Journal
from .settings import Settings

__all__ = ("MAX_AGE", "Recovered", "recover", "recover_async")

MAX_AGE = 24 * 3600.0
"""Seconds after which an entry is only listed: no document says for how long OnePay remembers a key."""


class Recovered(Struct, frozen=True, kw_only=True):
    """What became of one open entry.

    Attributes:
        entry: what the journal held.
        settled: whether its outcome is known now, and written into the journal.
        value: the typed value, if it was carried out and its reply could be fetched.
        error: what asking again ended in, otherwise; a refusal settles it, ``OutcomeUnknown`` does not.
        advice: how to go on where it is not settled; empty where it is.
    """

    entry: Entry
    settled: bool
    value: Any = None
    error: OnePayError | None = None
    advice: str = ""


def recover(journal: Journal, client: OnePay, *, max_age: float = MAX_AGE) -> list[Recovered]:
    """Ask again, with its own key, for every entry whose outcome is not known, oldest first.

    Run it when no call of yours is under way. An entry is only listed, with advice, if it has no key, if its
    request may hold a secret, if it belongs to the other environment, or if it is older than ``max_age`` seconds:
    a server that has forgotten a key would do it again.
    """
    return [
        _listed(entry, why) if why else _settle(entry, journal, client)
        for entry, why in _plan(journal, client.settings, max_age)
    ]


async def recover_async(journal: Journal, client: AsyncOnePay, *, max_age: float = MAX_AGE) -> list[Recovered]:
    """``recover`` for an ``AsyncOnePay``."""
    plan = _plan(journal, client.settings, max_age)
    return [_listed(entry, why) if why else await _settle_async(entry, journal, client) for entry, why in plan]


def _plan(journal: Journal, settings: Settings, max_age: float) -> Iterator[tuple[Entry, str]]:
    """Each open entry, and why it must not be sent again, if so."""
    oldest = settings.surroundings.now() - max_age
    for entry in list(journal.unsettled()):
        yield entry, _why_not(entry, settings, oldest)


def _why_not(entry: Entry, settings: Settings, oldest: float) -> str:
    if entry.environment != settings.keys.environment:
        return f"It was sent with a {entry.environment} key; recover it with a client for that environment."
    look = f"Look whether it happened ({places_to_look(entry.operation)}), and settle it by hand with journal.end."
    if not entry.resumable or entry.operation not in OPERATIONS:
        return f"It has no idempotency key, or its request held a secret that was not kept. {look}"
    return (
        f"It is too old to be sent again: the server may have forgotten its key. {look}"
        if entry.created_at < oldest
        else ""
    )


def _listed(entry: Entry, why: str) -> Recovered:
    return Recovered(entry=entry, settled=False, advice=why)


def _settle(entry: Entry, journal: Journal, client: OnePay) -> Recovered:
    try:
        return Recovered(entry=entry, settled=True, value=client.carry_out(_exchange(entry, journal, client.settings)))
    except OnePayError as error:
        return _failed(entry, error)


async def _settle_async(entry: Entry, journal: Journal, client: AsyncOnePay) -> Recovered:
    try:
        value = await client.carry_out(_exchange(entry, journal, client.settings))
    except OnePayError as error:
        return _failed(entry, error)
    return Recovered(entry=entry, settled=True, value=value)


def _failed(entry: Entry, error: OnePayError) -> Recovered:
    settled = not isinstance(error, OutcomeUnknown)
    return Recovered(entry=entry, settled=settled, error=error, advice="" if settled else getattr(error, "how", ""))


def _exchange(entry: Entry, journal: Journal, settings: Settings) -> Exchange[Any]:
    operation = OPERATIONS[entry.operation]
    headers = {
        "Accept": "application/json",
        "Authorization": f"Bearer {settings.keys.of(operation)}",
        IDEMPOTENCY_HEADER: entry.id,
    }
    if entry.body is not None:
        headers["Content-Type"] = "application/json"
    server = settings.servers.get(entry.server, entry.server).rstrip("/")
    request = Request(entry.method, server + entry.path, headers, entry.body)
    call: Call[Any] = Call(operation=operation, arguments={}, idempotency_key=entry.id)
    own = structs.replace(settings, journal=journal, long_keys=True)
    return Exchange(call, own, open_before=True, request=request)
