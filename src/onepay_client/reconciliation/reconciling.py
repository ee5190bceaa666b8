"""Reconcile the sources of one period, and say what was found and how far each source can be trusted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal

from msgspec import Struct

from onepay_client.errors import ConfigurationError
from onepay_client.money import label
from onepay_client.outcomes import MoneyState
from onepay_core.arguments import checked_kind
from onepay_core.tracebacks import private_locals

from .bookkeeping import Books
from .discrepancies import Discrepancy, DiscrepancyKind
from .grouping import LISTS, Group, grouped
from .matching import Comparison
from .records import Direction, Period, Record, Records, Source, SourceTrust

__all__ = ("DayTotals", "Reconciliation", "reconcile")

_LIMITS: Final[Mapping[Source, tuple[str, ...]]] = {
    Source.BOOKS: ("A row without a status is taken as paid.",),
    Source.API: (
        "The lists have no documented filter by day and no promised order; pages are read well beyond the margin.",
        "A list says how much of a payment in parts was paid only through its payment intents.",
        "There is no list of payouts: their end comes by event, or not at all.",
        "Every documented reply shows a fee of null, so fees are compared only where OnePay names one.",
    ),
    Source.INVOICES: (
        "The status of an invoice is always CREATED; whether it was paid is read from its payment.",
        "An invoice that was changed has a new payment, and what was paid of the former one stands there.",
    ),
    Source.WALLETS: (
        "Only the wallets that were named were read; there is no list of all wallets.",
        "Deposits alone are documented; that other movements are payouts is inferred, and no event tells of a wallet.",
    ),
    Source.EVENTS: (
        "Whether an amount in an event is in pesos or in cents is not settled, so amounts of events are not compared.",
        "A webhook that was switched off has missed events, and nothing lists what it missed.",
    ),
    Source.JOURNAL: ("It names only requests whose outcome is unknown; it keeps no amounts.",),
    Source.RUNS: ("A payout is paid only when an event or a person said so.",),
}


class DayTotals(Struct, frozen=True):
    """One day in whole pesos, by what OnePay and the runs say.

    Attributes:
        collected: money in that was paid.
        paid_out: money out that was paid.
        fees: what OnePay kept, as far as it says.
        open: what still waits, in and out.
    """

    collected: int
    paid_out: int
    fees: int
    open: int


class Reconciliation(Struct, frozen=True, kw_only=True):
    """What was found in one period.

    Attributes:
        period: its days.
        environment: ``test`` or ``live``.
        discrepancies: what is wrong, by kind and place.
        matched: how many bookings agree with what OnePay says.
        sources: how far each source can be trusted.
        days: the sums of each day on which something moved.
    """

    period: Period
    environment: str
    discrepancies: tuple[Discrepancy, ...]
    matched: int
    sources: tuple[SourceTrust, ...]
    days: Mapping[date, DayTotals]

    @property
    def agrees(self) -> bool:
        """Whether nothing is wrong."""
        return not self.discrepancies

    @property
    def counts(self) -> dict[DiscrepancyKind, int]:
        """How many discrepancies there are of each kind that occurs."""
        return dict(sorted(Counter(found.kind for found in self.discrepancies).items()))

    def __str__(self) -> str:
        lines = [f"{self.period} ({self.environment}): {self.matched} matched, {len(self.discrepancies)} discrepancies"]
        lines += [f"  {kind}: {count}" for kind, count in self.counts.items()]
        if difference := sum(found.difference for found in self.discrepancies):
            lines.append(f"  the books differ by {label(difference)}")
        return "\n".join(lines)


@private_locals
def reconcile(
    period: Period, books: Books, *others: Records, environment: Literal["live", "test"] = "live"
) -> Reconciliation:
    """Hold your books against what the other sources say.

    Records are matched by OnePay's id, your ``external_id`` and the idempotency key, and by the reference where
    nothing better joins them; one with one, one with several, several with one, and in parts.

    Args:
        period: the days, in the zone America/Bogota.
        books: your books, as ``books()`` reads them.
        others: what ``from_api``, ``from_invoices``, ``from_wallets``, ``from_events``, ``from_journal`` and
            ``from_run`` return. A source that is not given is not missed.
        environment: the environment whose money the books hold.

    Raises:
        ConfigurationError: an argument is of the wrong kind.
    """
    checked_kind("The period", period, Period)
    checked_kind("What books() reads", books, Books)
    if environment not in ("live", "test"):
        raise ConfigurationError("The environment is live or test.")
    given = [checked_kind("Each further source", source, Records) for source in others]
    records = _once(record for source in given for record in source.items)
    present = frozenset({Source.BOOKS, *(source.source for source in given)})
    comparison = Comparison(period, present, environment)
    discrepancies = [_unreadable(row.where, row.reason) for row in books.unreadable]
    matched = 0
    groups = grouped([*books.records, *records])
    for group in groups:
        found = list(comparison.of(group))
        discrepancies += found
        joined = group.listed or group.payouts or group.events
        matched += len(group.booked) if joined and not found else 0
    discrepancies.sort(key=lambda found: (found.kind, found.records[0].where))
    counts = Counter(record.source for record in (*books.records, *records))
    return Reconciliation(
        period=period,
        environment=environment,
        discrepancies=tuple(discrepancies),
        matched=matched,
        sources=tuple(SourceTrust(source, counts[source], _LIMITS[source]) for source in Source if source in present),
        days=_days(groups, period),
    )


def _once(records: Iterable[Record]) -> list[Record]:
    """The records without those that a source gave twice, as a list does whose pages shift while they are read."""
    kept: dict[object, Record] = {}
    for number, record in enumerate(records):
        is_listed = record.id and record.source in LISTS
        kept[(record.source, record.kind, record.id) if is_listed else number] = record
    return list(kept.values())


def _unreadable(where: str, reason: str) -> Discrepancy:
    record = Record(source=Source.BOOKS, where=where, direction=Direction.IN, state=MoneyState.UNKNOWN)
    return Discrepancy(kind=DiscrepancyKind.UNREADABLE, records=(record,), detail=reason)


def _days(groups: Iterable[Group], period: Period) -> dict[date, DayTotals]:
    sums: defaultdict[date, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for record in (record for group in groups for record in (*group.listed, *group.payouts)):
        if record.day is None or record.day not in period:
            continue
        day = sums[record.day]
        if record.state is MoneyState.PAID:
            day[0 if record.direction is Direction.IN else 1] += record.amount or 0
            day[2] += record.fee or 0
        elif record.state in (MoneyState.OPEN, MoneyState.PARTLY_PAID):  # how much of it was paid, no list says
            day[3] += record.amount or 0
    return {day: DayTotals(*sums[day]) for day in sorted(sums)}
