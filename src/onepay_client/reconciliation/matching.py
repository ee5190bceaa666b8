"""Which records are about the same money, and what is wrong between them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from onepay_client.money import label
from onepay_client.statuses import MoneyState

from .discrepancies import Discrepancy, DiscrepancyKind
from .records import Direction, Period, Record, Source

Kind = DiscrepancyKind

_OVER: Final = frozenset({MoneyState.DECLINED, MoneyState.CANCELLED, MoneyState.EXPIRED})
_MOVED: Final = frozenset({MoneyState.PAID, MoneyState.PARTLY_PAID, MoneyState.REFUNDED, MoneyState.DISPUTED})
_INSTEAD_OF_PAID: Final[Mapping[MoneyState, Kind]] = {
    MoneyState.OPEN: Kind.STILL_OPEN,
    MoneyState.DECLINED: Kind.DECLINED,
    MoneyState.CANCELLED: Kind.CANCELLED,
    MoneyState.EXPIRED: Kind.EXPIRED,
    MoneyState.REFUNDED: Kind.REFUNDED,
    MoneyState.DISPUTED: Kind.REVERSED,
    MoneyState.UNKNOWN: Kind.UNKNOWN_STATE,
    MoneyState.PARTLY_PAID: Kind.PARTLY_PAID,
}
_PAYOUTS: Final[Mapping[str, Kind]] = {
    "returned": Kind.PAYOUT_RETURNED,
    "failed": Kind.PAYOUT_FAILED,
    "not_sent": Kind.PAYOUT_NOT_SENT,
    "pending": Kind.PAYOUT_OPEN,
    "processing": Kind.PAYOUT_OPEN,
    "sending": Kind.OUTCOME_UNKNOWN,
    "unknown": Kind.OUTCOME_UNKNOWN,
}
_CENTS: Final = 100


class Group:
    """The records that are about the same money."""

    def __init__(self, records: Iterable[Record]) -> None:
        """Sort the records by who says it."""
        self.records: Final = tuple(records)
        self.booked: Final = self._of(Source.BOOKS)
        self.events: Final = self._of(Source.EVENTS)
        self.unsettled: Final = self._of(Source.JOURNAL)
        self.payouts: Final = self._of(Source.RUNS)
        listed = self._of(Source.API)
        # Earlier attempts that moved nothing are no discrepancy beside one that did.
        moved = tuple(record for record in listed if record.state not in _OVER)
        self.listed: Final = moved or listed[-1:]
        self.every_listed: Final = listed

    def _of(self, source: Source) -> tuple[Record, ...]:
        return tuple(record for record in self.records if record.source is source)


def grouped(records: Iterable[Record]) -> list[Group]:
    """The records by what they are about: those that share an identifier of the same sort belong together.

    A reference joins only where neither side has a better identifier, because payers and programs repeat references.
    """
    everything = list(records)
    counts = Counter(identifier for record in everything for identifier in set(_strong(record)))
    parents = list(range(len(everything)))
    holders: dict[tuple[str, str], int] = {}
    for number, record in enumerate(everything):
        joined = list(_strong(record))
        alone = all(counts[identifier] == 1 for identifier in joined)
        if record.reference and alone:
            joined.append(("reference", record.reference))
        for identifier in joined:
            if identifier in holders:
                _join(parents, holders[identifier], number)
            else:
                holders[identifier] = number
    groups: defaultdict[int, list[Record]] = defaultdict(list)
    for number, record in enumerate(everything):
        groups[_root(parents, number)].append(record)
    return [Group(found) for found in groups.values()]


def _strong(record: Record) -> Iterator[tuple[str, str]]:
    yield from (("id", value) for value in record.id)
    yield from (("external_id", value) for value in record.external_id)
    if record.key:
        yield ("key", record.key)


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def _join(parents: list[int], first: int, second: int) -> None:
    parents[_root(parents, second)] = _root(parents, first)


class Comparison:
    """What is wrong in each group, for one period."""

    def __init__(self, period: Period, sources: frozenset[Source], environment: str) -> None:
        """``sources`` are those that were given; what a source does not have is wrong only where it was given."""
        self._period = period
        self._sources = sources
        self._environment = environment

    def of(self, group: Group) -> Iterator[Discrepancy]:
        """The discrepancies of a group."""
        if not any(record.day is None or record.day in self._period for record in group.records):
            return
        yield from self._unsettled(group)
        yield from self._environments(group)
        yield from self._events(group)
        if group.payouts:
            yield from self._payouts(group)
        elif group.booked and group.listed:
            yield from self._compared(group)
        elif group.booked:
            yield from self._only_booked(group)
        elif Source.BOOKS in self._sources:
            yield from self._only_listed(group)

    def _unsettled(self, group: Group) -> Iterator[Discrepancy]:
        for record in group.unsettled:
            yield Discrepancy(
                kind=Kind.OUTCOME_UNKNOWN,
                records=(*group.booked, record),
                detail="The client sent it, and no reply said what became of it.",
            )

    def _environments(self, group: Group) -> Iterator[Discrepancy]:
        wrong = [record for record in group.records if record.environment not in ("", self._environment)]
        if wrong:
            detail = f"{self._environment} was reconciled, and this is {wrong[0].environment}."
            yield Discrepancy(kind=Kind.ENVIRONMENT, records=(*group.booked, *wrong), detail=detail)

    def _events(self, group: Group) -> Iterator[Discrepancy]:
        ids = {identifier for record in group.listed for identifier in record.id}
        for event in group.events:
            objects = [record for record in group.listed if set(record.id) & set(event.id)]
            if not objects and not group.payouts and event.kind in ("payment", "charge") and self._lists():
                yield Discrepancy(kind=Kind.EVENT_WITHOUT_OBJECT, records=(*group.booked, event))
            elif objects and _contradict(event.state, objects[0].state):
                yield Discrepancy(
                    kind=Kind.EVENT_DISAGREES,
                    records=(objects[0], event),
                    detail=f"The event says {event.state}, the object {objects[0].state}.",
                )
        ids_of_events = {identifier for event in group.events for identifier in event.id}
        if Source.EVENTS in self._sources and ids - ids_of_events:
            for record in group.listed:
                if record.state in _MOVED and not set(record.id) & ids_of_events and self._within(record):
                    yield Discrepancy(kind=Kind.OBJECT_WITHOUT_EVENT, records=(record,))

    def _lists(self) -> bool:
        return Source.API in self._sources

    def _within(self, record: Record) -> bool:
        return record.day is None or record.day in self._period

    def _payouts(self, group: Group) -> Iterator[Discrepancy]:
        paid = [row for row in group.payouts if row.state is MoneyState.PAID]
        latest = paid[-1] if paid else group.payouts[-1]
        if len({row.key for row in paid}) > 1:
            yield Discrepancy(kind=Kind.PAYOUT_TWICE, records=tuple(paid), difference=-_sum(paid[1:]))
        if latest.code in ("unknown", "sending"):
            yield Discrepancy(kind=Kind.OUTCOME_UNKNOWN, records=(*group.booked, latest))
        elif not group.booked:
            if paid and Source.BOOKS in self._sources:
                yield Discrepancy(kind=Kind.MISSING_IN_BOOKS, records=(latest,), difference=-(latest.amount or 0))
        elif not paid:
            if any(record.state is MoneyState.PAID for record in group.booked):
                kind = _PAYOUTS.get(latest.code, Kind.PAYOUT_OPEN)
                yield Discrepancy(kind=kind, records=(*group.booked, latest), difference=_sum(group.booked))
        else:
            yield from self._sums(group.booked, (latest,))

    def _only_booked(self, group: Group) -> Iterator[Discrepancy]:
        first = group.booked[0]
        final = next((event for event in group.events if first.direction is Direction.OUT), None)
        if final is not None and first.state is MoneyState.PAID:
            if final.state is not MoneyState.PAID:
                kind = Kind.PAYOUT_FAILED if final.state in _OVER else Kind.PAYOUT_OPEN
                yield Discrepancy(kind=kind, records=(*group.booked, final), difference=_sum(group.booked))
        elif not group.unsettled and not group.events and self._lists() and _says_paid(group.booked):
            yield Discrepancy(
                kind=Kind.MISSING_IN_ONEPAY,
                records=group.booked,
                difference=_sum(group.booked),
                detail="OnePay has no list of payouts; give their run or their events."
                if first.direction is Direction.OUT
                else "",
            )

    def _only_listed(self, group: Group) -> Iterator[Discrepancy]:
        for record in group.listed:
            if record.state in _MOVED and record.state is not MoneyState.REFUNDED and self._within(record):
                yield Discrepancy(kind=Kind.MISSING_IN_BOOKS, records=(record,), difference=-(record.amount or 0))

    def _compared(self, group: Group) -> Iterator[Discrepancy]:
        booked, listed = group.booked, group.listed
        if conflict := _conflict(booked, group.every_listed):
            yield Discrepancy(kind=Kind.IDENTIFIERS_DISAGREE, records=(*booked, *conflict))
            return
        if _says_paid(booked):
            paid = [record for record in listed if record.state is MoneyState.PAID]
            if paid and _sum(paid) == _sum(booked):  # whatever else was tried, or given back
                yield from self._sums(booked, paid)
                return
            unpaid = [record for record in listed if record.state is not MoneyState.PAID]
            for record in unpaid:
                yield Discrepancy(
                    kind=_INSTEAD_OF_PAID[record.state],
                    records=(*booked, record),
                    difference=_sum(booked) if len(listed) == len(unpaid) == 1 else 0,
                    detail=f"OnePay says {record.state}{f' ({record.code})' if record.code else ''}.",
                )
            if unpaid:
                return
            yield from self._sums(booked, listed)
        elif any(record.state is MoneyState.PAID for record in listed):
            kind = Kind.REFUND_NOT_FOUND if booked[0].state is MoneyState.REFUNDED else Kind.NOT_BOOKED_AS_PAID
            yield Discrepancy(kind=kind, records=(*booked, *listed), difference=-_sum(listed))

    def _sums(self, booked: Sequence[Record], moved: Sequence[Record]) -> Iterator[Discrepancy]:
        """Compare what was paid on both sides: one with one, one with several, or several with several."""
        records = (*booked, *moved)
        if any(record.direction is not moved[0].direction for record in booked):
            yield Discrepancy(kind=Kind.DIRECTION, records=records)
        if len({record.currency for record in records if record.currency}) > 1:
            yield Discrepancy(kind=Kind.CURRENCY, records=records)
        yield from self._amounts(booked, moved)
        yield from _fees(booked, moved)
        yield from self._days(booked, moved)

    def _amounts(self, booked: Sequence[Record], moved: Sequence[Record]) -> Iterator[Discrepancy]:
        ours, theirs = _sum(booked), _sum(moved)
        difference = ours - theirs
        if difference == 0 or any(record.amount is None for record in (*booked, *moved)):
            return
        fee = sum(record.fee or 0 for record in moved)
        kind = Kind.AMOUNT
        if _repeated(moved, ours):
            kind = Kind.DOUBLE_IN_ONEPAY
        elif _repeated(booked, theirs):
            kind = Kind.DOUBLE_IN_BOOKS
        elif _CENTS * ours == theirs or ours == _CENTS * theirs:
            kind = Kind.AMOUNT_IN_CENTS
        elif fee and difference == -fee:
            kind = Kind.FEE_DEDUCTED
        detail = f"The books have {label(ours)}, OnePay {label(theirs)}."
        yield Discrepancy(kind=kind, records=(*booked, *moved), difference=difference, detail=detail)

    def _days(self, booked: Sequence[Record], moved: Sequence[Record]) -> Iterator[Discrepancy]:
        days = {record.day for record in moved if record.day is not None}
        wrong = [record for record in booked if record.day is not None and days and record.day not in days]
        if wrong:
            outside = not any(day in self._period for day in days) or wrong[0].day not in self._period
            detail = f"The books have {wrong[0].day}, OnePay {min(days)}."
            kind = Kind.OUTSIDE_PERIOD if outside else Kind.DAY
            yield Discrepancy(kind=kind, records=(*wrong, *moved), detail=detail)


def _sum(records: Iterable[Record]) -> int:
    return sum(record.amount or 0 for record in records)


def _says_paid(booked: Iterable[Record]) -> bool:
    return any(record.state in (MoneyState.PAID, MoneyState.PARTLY_PAID) for record in booked)


def _repeated(records: Sequence[Record], amount: int) -> bool:
    return len(records) > 1 and all(record.amount == amount for record in records)


def _fees(booked: Sequence[Record], moved: Sequence[Record]) -> Iterator[Discrepancy]:
    ours = [record.fee for record in booked if record.fee is not None]
    theirs = [record.fee for record in moved if record.fee is not None]
    if ours and theirs and sum(ours) != sum(theirs):
        detail = f"The books have {label(sum(ours))}, OnePay {label(sum(theirs))}."
        records = (*booked, *moved)
        yield Discrepancy(kind=Kind.FEE, records=records, difference=sum(ours) - sum(theirs), detail=detail)


def _contradict(event: MoneyState, listed: MoneyState) -> bool:
    """Whether both cannot be true: an event may be older than the object, so that only an end contradicts."""
    ended = {MoneyState.PAID, *_OVER}
    later = {MoneyState.REFUNDED, MoneyState.DISPUTED}
    return event in ended and listed != event and not (event is MoneyState.PAID and listed in later)


def _conflict(booked: Sequence[Record], listed: Sequence[Record]) -> tuple[Record, ...]:
    """The objects to which the identifiers of one booking lead, where its id and its external id disagree."""
    for booking in booked:
        by_id = [record for record in listed if set(record.id) & set(booking.id)]
        by_external_id = [record for record in listed if set(record.external_id) & set(booking.external_id)]
        if by_id and by_external_id and not {r.id for r in by_id} & {r.id for r in by_external_id}:
            return (*by_id, *by_external_id)
    return ()
