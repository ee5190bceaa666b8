"""What is written is read again, by itself, in lists and within other objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.checks.time import moment_of
from onepay_conformance.checks.variants import (
    ODD,
    UNEVEN,
    donor_fields,
    fuller_bodies,
    longest_body,
    with_odd_texts,
    with_other_words,
    with_rarer_fields,
)
from onepay_conformance.contract_index import ContractIndex
from onepay_conformance.fixtures import items
from onepay_conformance.history import History, Interaction, creates
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind, Severity
from onepay_core.json_values import Json, is_array, is_object

Fields: TypeAlias = dict[str, Json]
_MOST_PAGES: Final = 4
_NOTHING: Final = (None, "")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d+)?")
_ENOUGH: Final = 300
"""So many requests this takes at most, with a contract of this size."""
_INVALID: Final = 422
_ENOUGH_FOR_FULL_BODIES: Final = 200
"""So many requests this takes at most, with a contract of this size."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two values differ, and whether only their capitals do, as in e-mail addresses that a server normalises."""

    pointer: str
    is_of_capitals: bool = False

    @property
    def actual(self) -> str:
        """How the second value differs."""
        return "the same in other capitals" if self.is_of_capitals else "something else"

    def rated(self, finding: Finding) -> Finding:
        """The finding with the severity of this difference."""
        return finding.rated(Severity.DRIFT) if self.is_of_capitals else finding


@active_check
def created_object_is_persisted(session: Session) -> Iterable[Finding]:
    """What a creation was told stands in its reply, in the reading that follows, and in the list."""
    for maker in session.contract_index.operations.values():
        if creates(maker) and maker.id not in session.scope.skipped and _is_wanted(session, maker):
            if session.contract_index.takes_from_balance(maker):
                support.fund(session)
            body = support.new_body(session, maker)
            made = support.attempt(session, maker, body=body)
            if made and support.taken(made):
                written, left_out = _written_fields(session, maker, body), _changing(session.contract_index, maker)
                yield from _compared(session, made, written, support.object_in(made), left_out)
                yield from read_back(session, maker, support.object_in(made))


@history_check
def reply_echoes_what_was_written(history: History) -> Iterable[Finding]:
    """The reply to a creation or a change says what it was told, whoever sent it."""
    for interaction in history.successes:
        if interaction.operation.method in {"POST", "PUT"} and is_object(interaction.body) and interaction.objects:
            left_out, metadata = (
                _changing(history.contract_index, interaction.operation),
                history.contract_index.name("metadata"),
            )
            for name, value in interaction.body.items():
                if name in interaction.objects[0] and name not in left_out:
                    for difference in differences(value, interaction.objects[0][name], f"/{name}", metadata, left_out):
                        yield difference.rated(
                            interaction.finding(
                                Kind.VALUE_NOT_KEPT, difference.pointer, "what was written", difference.actual
                            )
                        )


@history_check
def reply_is_of_the_kind_in_its_path(history: History) -> Iterable[Finding]:
    """What was made at a path that ends with a kind, as `/request-to-pay/nequi`, is not called by a kind beside it."""
    index = history.contract_index
    others = {name: _kinds_beside(index, operation) for name, operation in index.operations.items()}
    for interaction in history.creations:
        fields, beside = index.reply_objects(interaction.operation), others[interaction.operation.id]
        for name, value in interaction.objects[0].items() if beside else ():
            words = {word.casefold() for word in index.words(fields.get(name, {}))}
            if isinstance(value, str) and value.casefold() in beside & words:
                own = interaction.operation.path.rpartition("/")[2]
                yield interaction.finding(Kind.VALUE_NOT_KEPT, f"/{name}", f"{own}, as the path says", "another kind")


def _kinds_beside(index: ContractIndex, operation: Operation) -> frozenset[str]:
    """The last steps of the paths of other creations that differ in the last step alone."""
    start = operation.path.rpartition("/")[0]
    paths = (other.path.rpartition("/") for other in index.operations.values() if creates(other))
    steps = frozenset(step.casefold() for before, _, step in paths if start and before == start)
    return steps - {operation.path.rpartition("/")[2].casefold()} if creates(operation) else frozenset()


@active_check
def changed_object_is_persisted(session: Session) -> Iterable[Finding]:
    """What a change was told is read afterwards, and what it was not told is as it was."""
    for kind in support.kinds(session):
        for changer in support.at_one(session, kind):
            reader = support.reader_of(session, kind)
            if changer.method == "PUT":
                yield from change_findings(session, kind, changer, reader)


@history_check
def same_object_same_fields_everywhere(history: History) -> Iterable[Finding]:
    """What nobody has changed says the same of itself in each reply, within other things too."""
    known: dict[str, Fields] = {}
    mentions = _Mentions()
    compared: dict[tuple[str, str, str], tuple[Fields, Fields]] = {}  # what each view showed last, and what was known
    for interaction in history.actions:
        if not creates(interaction.operation) and interaction.operation.method != "GET":
            _forget(known, mentions, interaction, history.contract_index.own_id)
        views = _view_dependent(history.contract_index, interaction.operation)
        for pointer, item in interaction.parts:
            if name := history.contract_index.own_id(item):
                before, view = known.get(name, {}), (interaction.operation.id, pointer, name)
                last = compared.get(view)
                if last and last[1] is before and last[0] == item:
                    continue  # as the same view has shown it, and nothing was learnt since
                shown = _lasting(item, views)
                yield from _different(history, interaction, before, shown, pointer, "what was shown elsewhere")
                merged = {**before, **shown}
                if merged != before:
                    mentions.note(name, shown)
                known[name] = before if merged == before else merged
                compared[view] = item, known[name]


@history_check
def object_shows_what_was_requested(history: History) -> Iterable[Finding]:
    """What a creation was told is shown by whatever reads or lists the thing later, though its own reply may not."""
    requested: dict[tuple[str, str], Fields] = {}
    hanging: dict[str, set[tuple[str, str]]] = {}  # the places that an id belongs to, or that were made with it
    for interaction in history.actions:
        if creates(interaction.operation) and is_object(interaction.body):
            otherwise = history.contract_index.marks.differing(interaction.operation, "request")
            place = (interaction.family, interaction.new_id or "")
            body = requested.setdefault(place, _lasting(interaction.body, otherwise))
            for name in (place[1], *map(str, body.values())):
                hanging.setdefault(name, set()).add(place)
        elif interaction.operation.method != "GET":
            for name in interaction.ids.values():
                for place in hanging.pop(name, ()):
                    requested.pop(place, None)
        else:
            otherwise = _otherwise(history.contract_index, interaction.operation)
            for entry in interaction.objects:
                before = requested.get((interaction.family, history.contract_index.own_id(entry) or ""), {})
                shown = _lasting(entry, otherwise)
                yield from _different(history, interaction, before, shown, "", "what was asked for")


@history_check
def same_schema_same_fields(history: History) -> Iterable[Finding]:
    """What the reply to a creation tells is told by each reading that the contract gives the same shape."""
    shown: dict[tuple[str, str], set[str]] = {}
    for interaction in history.actions:
        shape, name = _shape(interaction), interaction.new_id
        if shape and name:
            fields = {field for field, value in interaction.objects[0].items() if value is not None}
            for field in sorted(shown.setdefault((shape, name), fields) - interaction.objects[0].keys()):
                yield interaction.finding(
                    Kind.VALUE_NOT_KEPT, f"/{field}", f"{field}, as was told before", "nothing of it"
                )


@history_check
def unique_value_is_stable(history: History) -> Iterable[Finding]:
    """What an object alone has, as the address where it is paid, is what was told first, while anything is told."""
    first: dict[tuple[str, str], Json] = {}
    for interaction in history.actions:
        for entry in interaction.objects:
            name = history.contract_index.own_id(entry)
            for field in history.contract_index.marks.unique(interaction.operation) & entry.keys() if name else ():
                value = entry[field]
                if value and isinstance(value, str) and first.setdefault((name or "", field), value) != value:
                    yield interaction.finding(Kind.VALUE_NOT_KEPT, f"/{field}", "what was told first", "another one")


@active_check
def repeated_read_is_equal(session: Session) -> Iterable[Finding]:
    """What is read twice, with nothing in between, is the same, in the same order, for who takes JSON alone too."""
    for operation in session.operations():
        if operation.method == "GET":
            ids = support.good_ids(session, operation)
            first = support.attempt(session, operation, ids=ids)
            second = support.attempt(session, operation, ids=ids, headers={"accept": "application/json"})
            if first and second and support.taken(first) and support.taken(second):
                yield from _alike(session, first, second)


@active_check
def text_is_persisted_verbatim(session: Session) -> Iterable[Finding]:
    """All texts of a body, with odd letters, and zeros before digits, are read and listed as they were written."""
    for operation in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        if creates(operation) and operation.body:
            body = support.body_of(session, operation)
            if is_object(body):
                yield from _shown(session, operation, with_odd_texts(session, operation, body))


@active_check
def enum_values_are_persisted(session: Session) -> Iterable[Finding]:
    """Each enum value and flag of a creation is read afterwards; history checks see the reply."""
    for maker in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        body = support.new_body(session, maker) if creates(maker) else None
        variants = [*with_other_words(session, maker, body)] if is_object(body) else []
        for number, (name, varied) in enumerate(variants, 1):
            made = support.attempt(session, maker, body=session.bodies.named(maker, varied))
            if support.taken(made):
                is_last = number == len(variants)
                yield from read_back(session, maker, support.object_in(made), is_listed=is_last)
            else:
                yield from _refused(session, made, name)


@active_check
def optional_fields_are_persisted(session: Session) -> Iterable[Finding]:
    """What no example of an operation tells, but one of another under the same name, is read as it was written."""
    donors = donor_fields(session)
    for maker in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        body = support.new_body(session, maker) if creates(maker) else None
        variants = [*with_rarer_fields(session, maker, body, donors)] if is_object(body) else []
        for number, rarer in enumerate(variants, 1):
            made = support.attempt(session, maker, body=session.bodies.filled(maker, rarer))
            if support.taken(made):
                is_last = number == len(variants)
                yield from read_back(session, maker, support.object_in(made), is_listed=is_last)


@active_check
def every_item_and_name_is_persisted(session: Session) -> Iterable[Finding]:
    """Of a list every item is kept, of a map every name, and of an address every letter; history checks see replies."""
    for maker in session.operations() if support.is_affordable(session, _ENOUGH_FOR_FULL_BODIES) else ():
        body = longest_body(session, maker) if creates(maker) else {}
        for fuller in fuller_bodies(session, maker, body):
            made = support.attempt(session, maker, body=session.bodies.named(maker, fuller))
            if made and support.taken(made):
                yield from granted_findings(session, made, fuller)
                yield from read_back(session, maker, support.object_in(made))


@history_check
def unchanged_object_keeps_its_fields(history: History) -> Iterable[Finding]:
    """What nobody has changed is shown with the same amount, currency, owner and so on, wherever it is shown."""
    shown: dict[str, dict[str, Fields]] = {}  # by id, then by family; what is true in all families under ""
    mentions = _Mentions()
    compared: dict[str, dict[str, Fields]] = {}  # by id, then by operation: what was looked at last
    for interaction in history.actions:
        if interaction.operation.method != "GET":
            for name in _forget_object(shown, mentions, interaction):
                compared.pop(name, None)
        moving = _moving(history.contract_index, interaction.operation)
        money = _money(history.contract_index, interaction.operation) - moving
        for entry in interaction.objects:
            name = str(entry.get("id"))
            if compared.get(name, {}).get(interaction.operation.id) == entry:
                continue
            compared.setdefault(name, {})[interaction.operation.id] = entry
            plain = _plain(entry)
            mentions.note(name, plain)
            views = shown.setdefault(name, {})
            own, common = views.setdefault(interaction.family, {}), views.setdefault("", {})
            yield from _changed_fields(own, interaction, entry, sorted(plain.keys() - moving))
            yield from _changed_fields(common, interaction, entry, sorted(money & plain.keys()))


def _is_wanted(session: Session, maker: Operation) -> bool:
    """Whether the maker is tested now, or something that reads what it makes."""
    family = session.contract_index.family(maker)
    is_near = any(session.contract_index.family(operation) == family for operation in session.operations())
    return is_near or bool(support.readers_of(session, maker))


def read_back(
    session: Session, maker: Operation, made: dict[str, Json], *, is_listed: bool = True
) -> Iterator[Finding]:
    """Read twice what was made, look for it in the list, and compare.

    Of many that are made alike the last is looked for, beside which a page of the list shows the others.
    """
    for kind, reader in support.readers_of(session, maker) if isinstance(made.get("id"), str) else ():
        left_out = _incomparable_fields(session.contract_index, maker, reader)
        for _ in range(2):
            read = support.attempt(session, reader, ids={kind: made["id"]})
            if read and support.taken(read):
                yield from _compared(session, read, made, support.object_in(read), left_out)
            elif read:
                expected = f"what {maker.id} has just made"
                yield support.finding_about(session, Kind.VALID_REQUEST_REFUSED, read, "", expected, "a refusal")
    for lister in _listers(session, maker) if is_listed and isinstance(made.get("id"), str) else ():
        yield from _listed(session, lister, made, _incomparable_fields(session.contract_index, maker, lister))


def _listers(session: Session, maker: Operation) -> list[Operation]:
    """The operations that list what another makes: under its own name, and under that by which it is read."""
    read = [session.contract_index.family(reader) for _, reader in support.readers_of(session, maker)]
    found = [
        support.lister_of(session, family) for family in dict.fromkeys([session.contract_index.family(maker), *read])
    ]
    return [found_item for found_item in found if found_item]


def _listed(
    session: Session, lister: Operation, made: dict[str, Json], left_out: AbstractSet[str]
) -> Iterator[Finding]:
    """Whether the new thing stands in the list, and what the list says of it."""
    has_pages = any(parameter.name == "page" for parameter in lister.parameters)
    for number in range(1, _MOST_PAGES + 1 if has_pages else 2):
        page = support.attempt(session, lister, query={"page": number} if has_pages else {})
        found = [item for item in items(support.reply_of(page)) if is_object(item) and item.get("id") == made["id"]]
        if page is None or not support.taken(page) or found:
            yield from _compared(session, page, made, found[0], left_out) if page and found else ()
            return
        if not has_pages or not items(support.reply_of(page)):
            yield support.finding_about(session, Kind.PAGE_SKIPS, page, "/data", "what was just made", "nothing of it")
            return


def change_findings(
    session: Session, kind: str, changer: Operation, reader: Operation | None, *, is_brief: bool = False
) -> Iterator[Finding]:
    """Change a new thing in all ways that tell something, read it after each, and compare.

    Where it is brief, the thing is changed twice: to other values, and to null wherever that may be.
    """
    try:
        ids = {kind: session.new_id(kind)}
    except support.TROUBLE:
        return
    before = support.object_in(support.attempt(session, reader, ids=ids)) if reader else {}
    body = support.body_of(session, changer)
    others = [*support.others_than(session, changer, body)]
    cleared = _cleared(session, changer)
    bodies = (
        [*(others or [body])[:1], *cleared[-1:]]
        if is_brief
        else [*others, *_parts(session, changer, body), *cleared, body]
    )
    for entry in bodies:
        changed = support.attempt(session, changer, ids=ids, body=entry)
        if not changed or not support.taken(changed):
            continue
        written = _written_fields(session, changer, entry)
        kept = {name: item for name, item in before.items() if name not in written and not is_object(item)}
        yield from _compared_change(session, reader or changer, changed, written, kept)
        read = support.attempt(session, reader, ids=ids) if reader else None
        if reader and read and support.taken(read):
            yield from _compared_change(session, reader, read, written, kept)
            yield from _same_form(session, read, kept, support.object_in(read))
            before = support.object_in(read)


def _compared_change(
    session: Session, first: Operation, exchange: Exchange, written: Fields, kept: Fields
) -> Iterator[Finding]:
    """What was written as a reply shows it, and what was kept of what `first` has shown."""
    index, operation = session.contract_index, session.contract_index.operations[exchange.operation or ""]
    shown = support.object_in(exchange)
    yield from _compared(session, exchange, written, shown, _changing(index, operation))
    yield from _compared(session, exchange, kept, shown, _incomparable_fields(index, first, operation))


def _same_form(
    session: Session, exchange: Exchange, kept: Mapping[str, Json], read: Mapping[str, Json]
) -> Iterator[Finding]:
    """What is written otherwise elsewhere is read again as it was read before, where nobody has changed it."""
    operation = session.contract_index.operations[exchange.operation or ""]
    otherwise = session.contract_index.marks.differing(operation, "request")
    for name in sorted(otherwise & kept.keys() & read.keys()):
        if kept[name] != read[name]:
            yield support.finding_about(
                session, Kind.VALUE_NOT_KEPT, exchange, f"/{name}", "what was read before", "something else"
            )


def _parts(session: Session, changer: Operation, body: Json) -> Iterator[dict[str, Json]]:
    """Changes of one field, where that may be: of its value alone, of half of its list, and to null."""
    for name, value in body.items() if is_object(body) else ():
        for part in (value, value[:1]) if is_array(value) else (value,):
            if session.contract_index.takes(changer, {name: part}):
                yield {name: part}


def _cleared(session: Session, changer: Operation) -> list[dict[str, Json]]:
    """Changes of each field to null, where that may be, and of all these fields at once."""
    index = session.contract_index
    alone: list[dict[str, Json]] = [
        {name: None} for name in index.fields(changer) if index.takes(changer, {name: None})
    ]
    whole = {name: None for body in alone for name in body}
    return [*alone, *([whole] if len(alone) > 1 and index.takes(changer, whole) else [])]


def _written_fields(session: Session, operation: Operation, body: Json) -> dict[str, Json]:
    """What a body says, of the fields that a reply shows in the same form."""
    body = session.contract_index.meaning(operation, body)
    otherwise = session.contract_index.marks.differing(operation, "request")
    return {name: item for name, item in body.items() if name not in otherwise} if is_object(body) else {}


def _compared(
    session: Session,
    exchange: Exchange,
    written: Mapping[str, Json],
    read: Mapping[str, Json],
    left_out: AbstractSet[str],
) -> Iterator[Finding]:
    """The fields that both have and that say something else."""
    metadata = session.contract_index.name("metadata")
    for name in sorted(written.keys() & read.keys() - left_out):
        for difference in differences(written[name], read[name], f"/{name}", metadata, left_out):
            expected = "what was written"
            yield difference.rated(
                support.finding_about(
                    session, Kind.VALUE_NOT_KEPT, exchange, difference.pointer, expected, difference.actual
                )
            )


def differences(
    written: Json, read: Json, pointer: str, metadata: str, changing: AbstractSet[str] = frozenset()
) -> Iterator[Difference]:
    """Where two values differ, of what both have and what is not `changing` by itself.

    The names below the field called `metadata` are the writer's own, so that none of them may be missing.

    A value of another type may be the same in another form.
    """
    if is_object(written) and is_object(read):
        for name in sorted(written.keys() & read.keys() - changing):
            yield from differences(written[name], read[name], f"{pointer}/{name}", metadata, changing)
        if _is_emptied(written, read, is_own=pointer.endswith(f"/{metadata}")):
            yield Difference(pointer)
    elif is_object(written) and read is None:
        yield from [Difference(pointer)] if written else ()
    elif is_array(written) and is_array(read):
        for pair in zip(written, read, strict=False):
            yield from differences(*pair, f"{pointer}/*", metadata, changing)
        if len(written) != len(read):
            yield Difference(pointer)
    elif not (is_array(written) or is_object(written)) and not _is_same(written, read):
        yield Difference(pointer, is_of_capitals=str(written).casefold() == str(read).casefold())


def _is_emptied(written: Mapping[str, Json], read: Mapping[str, Json], *, is_own: bool) -> bool:
    """Whether nothing is left of an object, or, where its names are the writer's own, not all of them."""
    return bool(written) and (not read or (is_own and not written.keys() <= read.keys()))


def _is_same(written: Json, read: Json) -> bool:
    """Whether two values say the same; a moment may be written in several ways or as its day, a number as a text."""
    if isinstance(written, str) and isinstance(read, str) and _DAY.fullmatch(read) and written.startswith(f"{read}T"):
        return True
    if written in _NOTHING or read in _NOTHING:
        return not written and not read
    numbers, moments = ([turn(item) for item in (written, read)] for turn in (_number, moment_of))
    if None not in numbers or None not in moments:
        return numbers[0] == numbers[1] and moments[0] == moments[1]
    return written == read or type(written) is not type(read)


def _number(value: Json) -> Decimal | None:
    is_number = type(value) in {int, float} or (isinstance(value, str) and _NUMBER.fullmatch(value))
    return Decimal(str(value)) if is_number else None


def _different(  # noqa: PLR0913, PLR0917 - what is compared, and what a finding says
    history: History, interaction: Interaction, before: Fields, shown: Fields, pointer: str, expected: str
) -> Iterator[Finding]:
    index = history.contract_index
    changing = index.marks.changing(interaction.operation) | index.marks.differing(interaction.operation, "views")
    other = {name: value for name, value in shown.items() if name in before and before[name] != value}
    for difference in differences(before, other, pointer, index.name("metadata"), changing) if other else ():
        yield difference.rated(
            interaction.finding(Kind.VALUE_NOT_KEPT, difference.pointer, expected, difference.actual)
        )


class _Mentions:
    """Which objects have shown a value, such as the id of another, in one of their fields."""

    def __init__(self) -> None:
        self._by_value: Final[dict[str, set[str]]] = {}

    def note(self, name: str, item: Fields) -> None:
        """An object shows these fields."""
        for value in item.values():
            if type(value) in {str, int}:
                self._by_value.setdefault(str(value), set()).add(name)

    def of(self, ids: AbstractSet[str]) -> set[str]:
        """The objects that have shown one of these ids at some time."""
        return {name for entry in ids for name in self._by_value.get(entry, ())}


def _forget(
    known: dict[str, Fields],
    mentions: _Mentions,
    interaction: Interaction,
    own_id: Callable[[Fields], str | None],
) -> None:
    """Of what a call may have changed nothing is known any more, nor of what hangs on a thing that was changed."""
    named = {*interaction.ids.values(), *(name for entry in interaction.objects if (name := own_id(entry)))}
    if interaction.operation.method == "PUT":
        named |= {name for _, item in interaction.parts if (name := own_id(item))}
        named |= {name for name in mentions.of(named) if _names_one_of(known.get(name, {}), named)}
    for name in named:
        known.pop(name, None)


def _names_one_of(item: Fields, ids: AbstractSet[str]) -> bool:
    """Whether a field holds one of the ids."""
    return any(str(value) in ids for value in item.values() if type(value) in {str, int})


def _lasting(item: Fields, left_out: AbstractSet[str]) -> Fields:
    """What stays; of the parts that have ids only these, since they are looked at by themselves."""
    kept = {name: value for name, value in item.items() if name not in left_out}
    return {name: {"id": entry["id"]} if is_object(entry) and "id" in entry else entry for name, entry in kept.items()}


def _otherwise(index: ContractIndex, operation: Operation) -> frozenset[str]:
    """The fields of a reply that may say another thing than a request, or than another view of the same object."""
    return index.marks.differing(operation, "request") | index.marks.differing(operation, "views")


def _changing(index: ContractIndex, operation: Operation) -> frozenset[str]:
    """The fields of a reply that say nothing about what was written: they move, or mean something else."""
    return index.marks.changing(operation) | index.marks.differing(operation, "request")


def _incomparable_fields(index: ContractIndex, first: Operation, second: Operation) -> frozenset[str]:
    """The fields of a second reply that say nothing about a first one: they move, or belong to another view."""
    is_same = index.shape(first) == index.shape(second)
    return index.marks.changing(second) | (frozenset[str]() if is_same else index.marks.differing(second, "views"))


def _moving(index: ContractIndex, operation: Operation) -> frozenset[str]:
    """The fields of a reply that move by themselves, or that another view of the same object shows otherwise."""
    return index.marks.changing(operation) | _view_dependent(index, operation)


def _view_dependent(index: ContractIndex, operation: Operation) -> frozenset[str]:
    """The fields that views show otherwise; the precision of a creation's moment is that of each view."""
    return index.marks.differing(operation, "views") | {index.name("made")}


def _money(index: ContractIndex, operation: Operation) -> frozenset[str]:
    """The fields of a reply that hold money, and its currency: the same in all views of an object."""
    fields = index.reply_objects(operation)
    return frozenset(
        name for name, field in fields.items() if field.get("format") == "int64" or name == index.name("currency")
    )


def _plain(item: Fields) -> Fields:
    return {name: value for name, value in item.items() if not is_object(value) and not is_array(value)}


def _shape(interaction: Interaction) -> str | None:
    """What the contract calls the object of a reply; None for a list."""
    reply = interaction.operation.reply(interaction.exchange.status)
    fact = reply.media.get("application/json") if reply else None
    return (
        str(fact.schema["$ref"])
        if fact and "$ref" in fact.schema and is_object(interaction.reply) and "id" in interaction.reply
        else None
    )


def _alike(session: Session, first: Exchange, second: Exchange) -> Iterator[Finding]:
    before, after = support.reply_of(first), support.reply_of(second)
    if before == after:
        return
    is_order = bool(items(before)) and _sorted(items(before)) == _sorted(items(after))
    kind = Kind.SORT_IGNORED if is_order else Kind.VALUE_NOT_KEPT
    yield support.finding_about(session, kind, second, "", "the same as a moment before", "something else")


def _sorted(listed: list[Json]) -> list[str]:
    return sorted(map(str, listed))


def _shown(session: Session, maker: Operation, body: dict[str, Json]) -> Iterator[Finding]:
    sent = support.attempt(session, maker, body=session.bodies.named(maker, body))
    made = support.object_in(sent)
    if sent and support.taken(sent):
        yield from _compared_texts(session, sent, body, made)
    for kind in support.kinds(session) if isinstance(made.get("id"), str) else ():
        reader = support.reader_of(session, kind)
        if reader and maker.id in session.contract_index.makers[kind]:
            read = support.attempt(session, reader, ids={kind: str(made["id"])})
            yield from _compared_texts(session, read, body, support.object_in(read)) if read else ()
    lister = support.lister_of(session, session.contract_index.family(maker))
    page = support.attempt(session, lister) if lister else None
    for item in items(support.reply_of(page)) if page else ():
        if page and is_object(item) and "id" in item and item["id"] == made.get("id"):
            yield from _compared_texts(session, page, body, item)


def _compared_texts(
    session: Session, shown: Exchange, body: dict[str, Json], read: dict[str, Json]
) -> Iterator[Finding]:
    for name, value in body.items():
        if type(read.get(name)) is type(value) and _is_odd(value) and read[name] != value:
            expected = "the letters that were written"
            yield support.finding_about(session, Kind.VALUE_NOT_KEPT, shown, f"/{name}", expected, "others")


def _is_odd(value: Json) -> bool:
    if not isinstance(value, str):
        return type(value) is int and value % 100 == UNEVEN
    return value.endswith(ODD) or (value.isdigit() and value.startswith("0"))


def _refused(session: Session, made: Exchange | None, name: str) -> Iterator[Finding]:
    """A finding where a refusal names the one field that was varied, which holds a word that the contract lists."""
    if made is None or made.status != _INVALID:
        return
    if session.contract_index.may_refuse(session.contract_index.operations[made.operation or ""], name):
        return
    if f'"{name}"'.encode() in made.reply_body:
        expected, observed = "each listed word taken", "a refusal of one"
        yield support.finding_about(session, Kind.VALID_REQUEST_REFUSED, made, f"request:/{name}", expected, observed)


def granted_findings(session: Session, made: Exchange, fields: dict[str, Json]) -> Iterator[Finding]:
    """Whether what was asked to be granted, as a trial, is shown."""
    operation = session.contract_index.operations[made.operation or ""]
    for name in session.contract_index.marks.differing(operation, "request") & fields.keys():
        shown, written = support.object_in(made).get(name), fields[name]
        if is_object(shown) and is_object(written):
            for difference in differences(written, shown, f"/{name}", session.contract_index.name("metadata")):
                yield support.finding_about(
                    session, Kind.VALUE_NOT_KEPT, made, difference.pointer, "what was written", difference.actual
                )


def _changed_fields(
    before: dict[str, Json], interaction: Interaction, fields: dict[str, Json], names: Iterable[str]
) -> Iterator[Finding]:
    for name in names if isinstance(fields.get("id"), str) else ():
        if name in fields and before.setdefault(name, fields[name]) != fields[name]:
            yield interaction.finding(Kind.VALUE_NOT_KEPT, f"/{name}", "what was shown before", "something else")


def _forget_object(shown: dict[str, dict[str, Fields]], mentions: _Mentions, interaction: Interaction) -> set[str]:
    """Forget what a call was about; after a change, also what hangs on that, as a subscription on its plan.

    Returns the ids of what was forgotten.
    """
    named = {*interaction.ids.values()}
    if interaction.operation.method == "PUT":
        named |= {
            name
            for name in mentions.of(named)
            if any(_names_one_of(item, named) for item in shown.get(name, {}).values())
        }
        for name in named:
            shown.pop(name, None)
        return named
    for name in named & shown.keys():
        for family in ("", interaction.family):
            shown[name].pop(family, None)
    return named
