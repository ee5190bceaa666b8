"""One movement of money as one source knows it, in the same form for all sources."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from onepay_client.errors import ConfigurationError
from onepay_client.outcomes import MoneyState

__all__ = ("Direction", "Period", "Record", "Records", "Source", "SourceTrust")

BOGOTA: Final = ZoneInfo("America/Bogota")


class Source(StrEnum):
    """Who says it."""

    BOOKS = "books"
    """Your own books."""
    API = "api"
    """What OnePay lists: payments, charges and payment intents."""
    INVOICES = "invoices"
    """The invoices that OnePay lists, each with its payment."""
    WALLETS = "wallets"
    """The movements in the wallets of customers."""
    EVENTS = "events"
    """The webhook events that you received."""
    JOURNAL = "journal"
    """What the client could not settle."""
    RUNS = "runs"
    """The rows of payout runs."""


class Direction(StrEnum):
    """Which way the money goes, as your company sees it."""

    IN = "in"
    OUT = "out"


class Period(Struct, frozen=True):
    """The days that are reconciled, both included, in the zone America/Bogota.

    Attributes:
        first: the first day.
        last: the last day.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if type(self.first) is not date or type(self.last) is not date:
            raise ConfigurationError("A period has two days, as Period(date(2026, 11, 1), date(2026, 11, 30)).")
        if self.first > self.last:
            raise ConfigurationError("The first day of the period comes after its last.")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


class Record(Struct, frozen=True, kw_only=True):
    """A movement of money as one source knows it. ``repr`` shows no reference, since it may be personal.

    Attributes:
        source: who says it.
        where: where it stands there, such as ``line 12`` or ``payments.list``.
        kind: what it is: ``payment``, ``charge``, ``cashout``, ``invoice`` …; empty where the source does not say.
        direction: which way the money goes.
        state: what has become of it.
        amount: whole pesos; None where the source cannot be trusted with it.
        fee: what OnePay keeps, in whole pesos; None where the source does not say.
        currency: three letters; empty where the source does not say.
        day: the day on which it was paid, else on which it was made, in Bogotá; None where nobody says.
        environment: ``test`` or ``live``; empty where the source does not say.
        id: OnePay's ids of it, the books may give several.
        belongs_to: OnePay's id of the object that it is a part or another view of, such as the payment of an invoice;
            empty where it stands alone.
        batch: the payout run that it is in; empty for all else.
        external_id: your own id of it.
        reference: the reference under which the payer knows it.
        key: the idempotency key with which it was sent.
        code: the code of a decline.
    """

    source: Source
    where: str
    direction: Direction
    state: MoneyState = MoneyState.PAID
    kind: str = ""
    amount: int | None = None
    fee: int | None = None
    currency: str = ""
    day: date | None = None
    environment: str = ""
    id: tuple[str, ...] = ()
    belongs_to: str = ""
    batch: str = ""
    external_id: tuple[str, ...] = ()
    reference: str = ""
    key: str = ""
    code: str = ""

    def __repr__(self) -> str:
        return f"Record({self.source}, {self.where}, {self.state})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("source", str(self.source)), ("where", self.where), ("state", str(self.state))]


class Records(Struct, frozen=True):
    """What one source says, also where it says nothing.

    Attributes:
        source: who says it.
        items: the records.
    """

    source: Source
    items: tuple[Record, ...] = ()

    def __repr__(self) -> str:
        return f"Records({self.source}, {len(self.items)})"


class SourceTrust(Struct, frozen=True):
    """How far one source can be trusted.

    Attributes:
        source: the source.
        records: how many records it gave.
        limits: what it cannot tell, one sentence each.
    """

    source: Source
    records: int
    limits: tuple[str, ...]
