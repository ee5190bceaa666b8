"""Which records are about the same money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from onepay_client.outcomes import MoneyState

from .records import Record, Source

ATTEMPT: Final = "payment_intent"
"""The kind of a record that is one attempt to collect what another one asks for."""

OVER: Final = frozenset({MoneyState.DECLINED, MoneyState.CANCELLED, MoneyState.EXPIRED})
LISTS: Final = (Source.API, Source.INVOICES, Source.WALLETS)


class Group:
    """The records that are about the same money.

    ``listed`` has each movement once: an object, or the attempts that paid it in parts; ``partly_paid`` are the objects
    in whose place parts stand, and of which something is still to be paid.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        """Sort the records by who says it."""
        self.records: Final = tuple(records)
        self.booked: Final = self._of(Source.BOOKS)
        self.events: Final = self._of(Source.EVENTS)
        self.unsettled: Final = self._of(Source.JOURNAL)
        self.payouts: Final = self._of(Source.RUNS)
        self.every_listed: Final = self._of(*LISTS)
        moving, partly_paid = _movements(self.every_listed, {i for row in self.payouts for i in row.id})
        # Earlier attempts that moved nothing are no discrepancy beside one that did.
        moved = tuple(record for record in moving if record.state not in OVER)
        self.listed: Final = moved or tuple(moving[-1:])
        self.partly_paid: Final = tuple(partly_paid)

    def _of(self, *sources: Source) -> tuple[Record, ...]:
        return tuple(record for record in self.records if record.source in sources)


def _movements(listed: Sequence[Record], elsewhere: set[str]) -> tuple[list[Record], list[Record]]:
    """Each movement among what is listed once, and the objects in whose place their paid parts stand.

    ``elsewhere`` are the ids of objects that another source has.
    """
    own = {record.id[0] for record in listed if record.id and not record.belongs_to and record.kind != ATTEMPT}
    objects: defaultdict[str, list[Record]] = defaultdict(list)
    for number, record in enumerate(listed):
        first = record.id[0] if record.id else f"without an id {number}"
        objects[first if first in own else record.belongs_to or first].append(record)
    moving: list[Record] = []
    partly_paid: list[Record] = []
    for identifier, records in objects.items():
        if identifier in elsewhere:
            continue
        attempts = [record for record in records if record.kind == ATTEMPT]
        others = [record for record in records if record.kind != ATTEMPT]
        whole = [record for record in others if not record.belongs_to] or ([] if attempts else others)
        paid = [attempt for attempt in attempts if attempt.state is MoneyState.PAID]
        unfinished = [record for record in whole if record.state is MoneyState.PARTLY_PAID] if paid else []
        partly_paid += unfinished
        moving += attempts if not whole else paid if unfinished or len(paid) > 1 else whole
    return moving, partly_paid


def grouped(records: Iterable[Record]) -> list[Group]:
    """The records by what they are about: those that share an identifier of the same sort belong together.

    A reference joins only what no better identifier has joined with the other side, because payers and programs repeat
    references. An entry that names a payout run stands for all of its payouts.
    """
    everything = list(records)
    parents = list(range(len(everything)))
    _join_equal(parents, ((number, each) for number, record in enumerate(everything) for each in _strong(record)))
    _join_equal(parents, _batches(everything))
    _join_equal(parents, _references(parents, everything))
    groups: defaultdict[int, list[Record]] = defaultdict(list)
    for number, record in enumerate(everything):
        groups[_root(parents, number)].append(record)
    return [Group(found) for found in groups.values()]


def identifiers(record: Record) -> set[str]:
    """OnePay's ids of a record, and of what it belongs to."""
    return {*record.id, record.belongs_to} - {""}


def _strong(record: Record) -> Iterator[tuple[str, str]]:
    yield from (("id", value) for value in record.id)
    yield from (("external_id", value) for value in record.external_id)
    if record.belongs_to:
        yield ("id", record.belongs_to)
    if record.key:
        yield ("key", record.key)


def _batches(everything: Sequence[Record]) -> Iterator[tuple[int, str]]:
    """The entries of the books that name a payout run, and the payouts of these runs."""
    batches = {record.batch for record in everything if record.batch}
    named = {
        number: batches & {*record.external_id, record.reference}
        for number, record in enumerate(everything)
        if record.source is Source.BOOKS
    }
    wanted = set[str]().union(*named.values())
    for number, record in enumerate(everything):
        yield from ((number, batch) for batch in named.get(number, wanted & {record.batch}))


def _references(parents: list[int], everything: Sequence[Record]) -> Iterator[tuple[int, object]]:
    """The references of the records that have no counterpart yet.

    Where a reference comes several times, such as the document of a payer, entries and objects of one amount and day
    are paired first, then those of one amount.
    """
    units: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(len(everything)):
        units[_root(parents, number)].append(number)
    sides: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for root, numbers in units.items():
        booked = {everything[number].source is Source.BOOKS for number in numbers}
        if len(booked) == 1:
            for reference in dict.fromkeys(everything[number].reference for number in numbers):
                sides[reference][0 if True in booked else 1].append(root)
    for reference, (ours, theirs) in sides.items():
        if reference:
            pairs = _paired(reference, ours, theirs, lambda root: [everything[number] for number in units[root]])
            yield from ((root, pairs.get(root, reference)) for root in (*ours, *theirs))


def _paired(
    reference: str, ours: Sequence[int], theirs: Sequence[int], records: Callable[[int], list[Record]]
) -> dict[int, object]:
    """What joins each entry with one object of its amount, on its day if there is one."""
    pairs: dict[int, object] = {}
    if min(len(ours), len(theirs)) == 0 or max(len(ours), len(theirs)) == 1:
        return pairs
    for names in (("amount", "day"), ("amount",)):
        waiting: defaultdict[object, list[int]] = defaultdict(list)
        for root in reversed(theirs):
            if root not in pairs and any(record.state not in OVER for record in records(root)):
                waiting[_values(records(root), names)].append(root)
        for root in ours:
            if root not in pairs and (found := waiting[_values(records(root), names)]):
                pairs[root] = pairs[found.pop()] = (reference, root)
    return pairs


def _values(records: Iterable[Record], names: Iterable[str]) -> tuple[object, ...]:
    """What the first record with an amount says of it."""
    first = next((record for record in records if record.amount is not None), None)
    return tuple(getattr(first, name, None) for name in names)


def _join_equal(parents: list[int], identified: Iterable[tuple[int, object]]) -> None:
    holders: dict[object, int] = {}
    for number, identifier in identified:
        holder = holders.setdefault(identifier, number)
        parents[_root(parents, number)] = _root(parents, holder)


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number
