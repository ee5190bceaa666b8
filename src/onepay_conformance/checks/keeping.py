"""Is what was written what is read?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.checks.moments import moment_of
from onepay_conformance.fixtures import items
from onepay_conformance.history import History, creates, family_of
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind, Severity
from onepay_core.json_values import Json, is_array, is_object

_WRITTEN_OTHERWISE: Final = frozenset(("expiration_date", "header", "due_date"))
"""Fields that are shown in several forms: a card's end, a webhook's token, which is cut after the first time, and the
day on which an invoice is due, which the documented reply shows as null though it was sent.
"""
MEANT_OTHERWISE: Final = frozenset(("type", "source", "trial"))
"""Fields that mean something else in a request than in a reply, or are derived: a trial of no days is none."""
_METADATA: Final = "/metadata"
_MOST_PAGES: Final = 4
_NOTHING: Final = (None, "")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two values differ, and whether only their capitals do, as in e-mail addresses that a server normalises."""

    pointer: str
    is_of_capitals: bool = False

    @property
    def seen(self) -> str:
        """How the second value differs."""
        return "the same in other capitals" if self.is_of_capitals else "something else"

    def rated(self, finding: Finding) -> Finding:
        """The finding with the severity of this difference."""
        return finding.rated(Severity.DRIFT) if self.is_of_capitals else finding


@active_check
def what_is_written_is_read(session: Session) -> Iterable[Finding]:
    """What a creation was told stands in its reply, in the reading that follows, and in the list."""
    for maker in session.contract_index.operations.values():
        if creates(maker) and maker.id not in session.scope.skipped and _is_wanted(session, maker):
            if maker.id in support.SPENDING:
                support.fund(session)
            body = support.new_body(session, maker)
            made = support.attempt(session, maker, body=body)
            if made and support.taken(made):
                yield from _compared(session, made, _asked(session, maker, body), support.object_in(made))
                yield from read_back(session, maker, support.object_in(made))


@history_check
def replies_say_what_was_written(history: History) -> Iterable[Finding]:
    """The reply to a creation or a change says what it was told, whoever sent it."""
    for seen in history.successes:
        if seen.operation.method in {"POST", "PUT"} and is_object(seen.asked) and seen.objects:
            changing = history.contract_index.marks.changing(seen.operation)
            for name, value in seen.asked.items():
                if name in seen.objects[0] and name not in changing | _WRITTEN_OTHERWISE | MEANT_OTHERWISE:
                    for one in differences(value, seen.objects[0][name], f"/{name}", changing):
                        yield one.rated(seen.finding(Kind.VALUE_NOT_KEPT, one.pointer, "what was written", one.seen))


@active_check
def what_is_changed_is_read(session: Session) -> Iterable[Finding]:
    """What a change was told is read afterwards, and what it was not told is as it was."""
    for kind in support.kinds(session):
        for changer in support.at_one(session, kind):
            reader = support.reader_of(session, kind)
            if changer.method == "PUT":
                yield from _changed(session, kind, changer, reader)


def _is_wanted(session: Session, maker: Operation) -> bool:
    """Whether the maker is tested now, or something that reads what it makes."""
    family = family_of(maker.id)
    is_near = any(family_of(one.id) == family for one in session.operations())
    return is_near or bool(support.readers_of(session, maker))


def read_back(session: Session, maker: Operation, made: dict[str, Json]) -> Iterator[Finding]:
    """Read twice what was made, look for it in the list, and compare."""
    for kind, reader in support.readers_of(session, maker) if isinstance(made.get("id"), str) else ():
        for _ in range(2):
            read = support.attempt(session, reader, ids={kind: made["id"]})
            if read and support.taken(read):
                yield from _compared(session, read, made, support.object_in(read))
            elif read:
                expected = f"what {maker.id} has just made"
                yield support.told(session, Kind.VALID_REQUEST_REFUSED, read, "", expected, "a refusal")
    for lister in _listers(session, maker) if isinstance(made.get("id"), str) else ():
        yield from _listed(session, lister, made)


def _listers(session: Session, maker: Operation) -> list[Operation]:
    """The operations that list what another makes: under its own name, and under that by which it is read."""
    read = [family_of(reader.id) for _, reader in support.readers_of(session, maker)]
    found = [support.lister_of(session, family) for family in dict.fromkeys([family_of(maker.id), *read])]
    return [one for one in found if one]


def _listed(session: Session, lister: Operation, made: dict[str, Json]) -> Iterator[Finding]:
    """Whether the new thing stands in the list, and what the list says of it."""
    has_pages = any(one.name == "page" for one in lister.parameters)
    for number in range(1, _MOST_PAGES + 1 if has_pages else 2):
        page = support.attempt(session, lister, query={"page": number} if has_pages else {})
        found = [one for one in items(support.reply_of(page)) if is_object(one) and one.get("id") == made["id"]]
        if page is None or not support.taken(page) or found:
            yield from _compared(session, page, made, found[0]) if page and found else ()
            return
        if not has_pages or not items(support.reply_of(page)):
            yield support.told(session, Kind.PAGE_SKIPS, page, "/data", "what was just made", "nothing of it")
            return


def _changed(session: Session, kind: str, changer: Operation, reader: Operation | None) -> Iterator[Finding]:
    try:
        ids = {kind: session.new_id(kind)}
    except support.TROUBLE:
        return
    before = support.object_in(support.attempt(session, reader, ids=ids)) if reader else {}
    body = support.body_of(session, changer)
    bodies = [*support.others_than(session, changer, body), *_parts(session, changer, body), body]
    for one in bodies:
        changed = support.attempt(session, changer, ids=ids, body=one)
        if not changed or not support.taken(changed):
            continue
        written = _asked(session, changer, one)
        kept = {name: item for name, item in before.items() if name not in written and not is_object(item)}
        yield from _compared(session, changed, {**kept, **written}, support.object_in(changed))
        read = support.attempt(session, reader, ids=ids) if reader else None
        if read and support.taken(read):
            yield from _compared(session, read, {**kept, **written}, support.object_in(read))
            yield from _same_form(session, read, kept, support.object_in(read))
            before = support.object_in(read)


def _same_form(
    session: Session, exchange: Exchange, kept: Mapping[str, Json], read: Mapping[str, Json]
) -> Iterator[Finding]:
    """What is written otherwise elsewhere is read again as it was read before, where nobody has changed it."""
    for name in sorted(_WRITTEN_OTHERWISE & kept.keys() & read.keys()):
        if kept[name] != read[name]:
            yield support.told(
                session, Kind.VALUE_NOT_KEPT, exchange, f"/{name}", "what was read before", "something else"
            )


def _parts(session: Session, changer: Operation, body: Json) -> Iterator[dict[str, Json]]:
    """Changes of one field, where that may be: of its value alone, of half of its list, and to null."""
    for name, value in body.items() if is_object(body) else ():
        for part in (value, value[:1]) if is_array(value) else (value,):
            if session.contract_index.takes(changer, {name: part}):
                yield {name: part}
    yield from (
        {name: None}
        for name in session.contract_index.fields(changer)
        if session.contract_index.takes(changer, {name: None})
    )


def _asked(session: Session, operation: Operation, body: Json) -> dict[str, Json]:
    """What a body says, of the fields that a reply shows in the same form."""
    body = session.contract_index.meaning(operation, body)
    return {name: item for name, item in body.items() if name not in MEANT_OTHERWISE} if is_object(body) else {}


def _compared(
    session: Session, exchange: Exchange, written: Mapping[str, Json], read: Mapping[str, Json]
) -> Iterator[Finding]:
    """The fields that both have and that say something else."""
    changing = session.contract_index.marks.changing(session.contract_index.operations[exchange.operation or ""])
    for name in sorted(written.keys() & read.keys() - changing - _WRITTEN_OTHERWISE):
        for one in differences(written[name], read[name], f"/{name}", changing):
            expected = "what was written"
            yield one.rated(support.told(session, Kind.VALUE_NOT_KEPT, exchange, one.pointer, expected, one.seen))


def differences(
    written: Json, read: Json, pointer: str, changing: AbstractSet[str] = frozenset()
) -> Iterator[Difference]:
    """Where two values differ, of what both have and what is not `changing` by itself.

    A value of another type may be the same in another form.
    """
    if is_object(written) and is_object(read):
        for name in sorted(written.keys() & read.keys() - changing - _WRITTEN_OTHERWISE):
            yield from differences(written[name], read[name], f"{pointer}/{name}", changing)
        if _is_emptied(written, read, pointer):
            yield Difference(pointer)
    elif is_object(written) and read is None:
        yield from [Difference(pointer)] if written else ()
    elif is_array(written) and is_array(read):
        for pair in zip(written, read, strict=False):
            yield from differences(*pair, f"{pointer}/*", changing)
        if len(written) != len(read):
            yield Difference(pointer)
    elif not (is_array(written) or is_object(written)) and not _is_same(written, read):
        yield Difference(pointer, is_of_capitals=str(written).casefold() == str(read).casefold())


def _is_emptied(written: Mapping[str, Json], read: Mapping[str, Json], pointer: str) -> bool:
    """Whether nothing is left of an object, or, where its names are the writer's own, not all of them."""
    is_own = pointer.endswith(_METADATA)
    return bool(written) and (not read or (is_own and not written.keys() <= read.keys()))


def _is_same(written: Json, read: Json) -> bool:
    """Whether two values say the same; a moment may be written in several ways or as its day, a number as a text."""
    if isinstance(written, str) and isinstance(read, str) and _DAY.fullmatch(read) and written.startswith(f"{read}T"):
        return True
    if written in _NOTHING or read in _NOTHING:
        return not written and not read
    numbers, moments = ([turn(one) for one in (written, read)] for turn in (_number, moment_of))
    if None not in numbers or None not in moments:
        return numbers[0] == numbers[1] and moments[0] == moments[1]
    return written == read or type(written) is not type(read)


def _number(value: Json) -> Decimal | None:
    is_number = type(value) in {int, float} or (isinstance(value, str) and _NUMBER.fullmatch(value))
    return Decimal(str(value)) if is_number else None
