"""What is wrong between the records that are about the same money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from onepay_client.money import label
from onepay_client.outcomes import MoneyState

from .discrepancies import Discrepancy, DiscrepancyKind
from .grouping import OVER, Group, identifiers
from .records import Direction, Period, Record, Source

Kind = DiscrepancyKind

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
_NOT_OUT: Final = OVER | {MoneyState.REFUNDED}
_CENTS: Final = 100


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
        else:
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
        known = set[str]().union(*map(identifiers, group.every_listed))
        for event in group.events:
            objects = [record for record in (*group.listed, *group.every_listed) if set(record.id) & set(event.id)]
            lists_it = event.kind in ("payment", "charge") and Source.API in self._sources
            if lists_it and not group.payouts and not identifiers(event) & known:
                yield Discrepancy(kind=Kind.EVENT_WITHOUT_OBJECT, records=(*group.booked, event))
            elif objects and _contradict(event.state, objects[0].state):
                yield Discrepancy(
                    kind=Kind.EVENT_DISAGREES,
                    records=(objects[0], event),
                    detail=f"The event says {event.state}, the object {objects[0].state}.",
                )
        mentioned = set[str]().union(*map(identifiers, group.events))
        if Source.EVENTS in self._sources:
            for record in group.listed:
                moved = record.state in _MOVED and record.source is not Source.WALLETS and self._within(record)
                if moved and not identifiers(record) & mentioned:
                    yield Discrepancy(kind=Kind.OBJECT_WITHOUT_EVENT, records=(record,))

    def _within(self, record: Record) -> bool:
        return record.day is None or record.day in self._period

    def _payouts(self, group: Group) -> Iterator[Discrepancy]:
        """Compare the payouts of runs with the books, which may have one entry for several of them."""
        latest: list[Record] = []
        for attempts in _attempts_of_rows(group.payouts):
            paid = [attempt for attempt in attempts if attempt.state is MoneyState.PAID]
            moving = [attempt for attempt in attempts if attempt.state not in _NOT_OUT]
            if paid and len({attempt.key for attempt in moving}) > 1:
                yield Discrepancy(kind=Kind.PAYOUT_TWICE, records=tuple(moving), difference=-_sum(moving[1:]))
            latest.append(paid[-1] if paid else attempts[-1])
        reported = {record.key for record in group.unsettled}
        for row in latest:
            if _PAYOUTS.get(row.code) is Kind.OUTCOME_UNKNOWN and row.key not in reported:
                yield Discrepancy(kind=Kind.OUTCOME_UNKNOWN, records=(*group.booked, row))
        paid = [row for row in latest if row.state is MoneyState.PAID]
        if not group.booked:
            yield from self._not_booked(paid)
        elif not _says_paid(group.booked):
            if paid:
                records = (*group.booked, *paid)
                yield Discrepancy(kind=Kind.NOT_BOOKED_AS_PAID, records=records, difference=-_sum(paid))
        elif paid and (_sum(paid) == _sum(group.booked) or len(paid) == len(latest)):
            yield from self._sums(group.booked, paid)
        else:
            yield from self._unpaid(group.booked, paid, [row for row in latest if row not in paid])

    def _not_booked(self, moved: Iterable[Record]) -> Iterator[Discrepancy]:
        for record in moved if Source.BOOKS in self._sources else ():
            yield Discrepancy(kind=Kind.MISSING_IN_BOOKS, records=(record,), difference=-(record.amount or 0))

    def _unpaid(
        self, booked: Sequence[Record], paid: Sequence[Record], unpaid: Sequence[Record]
    ) -> Iterator[Discrepancy]:
        """The payouts that are booked as paid and were not; and what they do not explain of the difference."""
        for row in unpaid:
            kind = _PAYOUTS.get(row.code, Kind.PAYOUT_OPEN)
            if kind is not Kind.OUTCOME_UNKNOWN:
                difference = (row.amount or 0) if paid or len(unpaid) > 1 else _sum(booked)
                yield Discrepancy(kind=kind, records=(*booked, row), difference=difference)
        if paid and _sum(booked) != _sum(paid) + _sum(unpaid):
            yield from self._amounts(booked, [*paid, *unpaid])

    def _only_booked(self, group: Group) -> Iterator[Discrepancy]:
        first = group.booked[0]
        final = next((event for event in group.events if first.direction is Direction.OUT), None)
        if final is not None and first.state is MoneyState.PAID:
            if final.state is not MoneyState.PAID:
                kind = Kind.PAYOUT_FAILED if final.state in OVER else Kind.PAYOUT_OPEN
                yield Discrepancy(kind=kind, records=(*group.booked, final), difference=_sum(group.booked))
        elif not group.unsettled and not group.events and Source.API in self._sources and _says_paid(group.booked):
            yield Discrepancy(
                kind=Kind.MISSING_IN_ONEPAY,
                records=group.booked,
                difference=_sum(group.booked),
                detail="OnePay has no list of payouts; give their run or their events."
                if first.direction is Direction.OUT
                else "",
            )

    def _only_listed(self, group: Group) -> Iterator[Discrepancy]:
        kept = _MOVED - {MoneyState.REFUNDED}
        yield from self._not_booked(record for record in group.listed if record.state in kept and self._within(record))

    def _compared(self, group: Group) -> Iterator[Discrepancy]:
        booked, listed = group.booked, group.listed
        if conflict := _conflict(booked, group.every_listed):
            yield Discrepancy(kind=Kind.IDENTIFIERS_DISAGREE, records=(*booked, *conflict))
            return
        back = [record for record in booked if record.direction is not listed[0].direction]
        if back and (len(back) < len(booked) or any(record.state is MoneyState.REFUNDED for record in listed)):
            yield from self._given_back(booked, back, listed)
        elif _says_paid(booked):
            paid = [record for record in listed if record.state is MoneyState.PAID]
            if paid and _sum(paid) == _sum(booked):  # whatever else was tried, or given back
                yield from self._sums(booked, paid)
                return
            if group.partly_paid:
                difference = _sum(booked) - _sum(paid)
                detail = f"The books have {label(_sum(booked))}, and {label(_sum(paid))} of it was paid."
                records = (*booked, *group.partly_paid, *paid)
                yield Discrepancy(kind=Kind.PARTLY_PAID, records=records, difference=difference, detail=detail)
                return
            unpaid = [record for record in listed if record.state is not MoneyState.PAID]
            for record in unpaid:
                yield Discrepancy(
                    kind=_INSTEAD_OF_PAID[record.state],
                    records=(*booked, record),
                    difference=_sum(booked) - _sum(paid) if record is unpaid[0] else 0,
                    detail=f"OnePay says {record.state}{f' ({record.code})' if record.code else ''}.",
                )
            if unpaid:
                return
            yield from self._sums(booked, listed)
        elif any(record.state is MoneyState.PAID for record in listed):
            kind = Kind.REFUND_NOT_FOUND if booked[0].state is MoneyState.REFUNDED else Kind.NOT_BOOKED_AS_PAID
            yield Discrepancy(kind=kind, records=(*booked, *listed), difference=-_sum(listed))

    def _given_back(
        self, booked: Sequence[Record], back: Sequence[Record], listed: Sequence[Record]
    ) -> Iterator[Discrepancy]:
        """Compare what the books have as given back, in entries of their own, apart from what was paid before."""
        refunded = [record for record in listed if record.state is MoneyState.REFUNDED]
        if not refunded:
            yield Discrepancy(kind=Kind.REFUND_NOT_FOUND, records=(*booked, *listed), difference=-_sum(back))
            return
        forth = [record for record in booked if record not in back]
        moved = [record for record in listed if record.state in (MoneyState.PAID, MoneyState.REFUNDED)]
        if forth:
            yield from self._sums(forth, moved)
        yield from self._amounts(back, refunded)

    def _sums(self, booked: Sequence[Record], moved: Sequence[Record]) -> Iterator[Discrepancy]:
        """Compare what was paid on both sides: one with one, one with several, or several with several."""
        records = (*booked, *moved)
        if any(record.direction is not moved[0].direction for record in booked):
            yield Discrepancy(kind=Kind.DIRECTION, records=records)
        if len({record.currency for record in records if record.currency}) > 1:
            yield Discrepancy(kind=Kind.CURRENCY, records=records)  # dollars and pesos make no sum
        else:
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


def _attempts_of_rows(payouts: Iterable[Record]) -> Iterable[list[Record]]:
    """The attempts to pay each row, in their order."""
    rows: defaultdict[str, list[Record]] = defaultdict(list)
    for record in payouts:
        rows[record.where].append(record)
    return rows.values()


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
    ended = {MoneyState.PAID, *OVER}
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
