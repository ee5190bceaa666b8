"""Ids: of new objects, of nested objects, and in bodies that refer to other objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.fixtures import items
from onepay_conformance.history import History, Interaction, creates, everywhere
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_array, is_object

_NOBODY: Final = "6f1d0f0e-0000-4000-8000-00000000dead"
_NUMBER: Final = 987_654
_LONG_START: Final = 32
"""No two keys of a run begin alike for so long, but for those that are to be mistaken for each other."""
_ID: Final = "_id"


@history_check
def nested_objects_have_ids_of_their_own(history: History) -> Iterable[Finding]:
    """What stands within a thing has another id than the thing, and within two new things there are not the same."""
    owners: dict[str, Json] = {}
    for interaction in history.successes:
        for pointer, item in interaction.parts:
            mirrors = history.contract_index.marks.mirrors(interaction.operation)
            parts = (part for name, part in item.items() if is_object(part) and "id" not in mirrors.get(name, ()))
            if any(part.get("id", 0) == item.get("id") for part in parts):
                yield interaction.finding(
                    Kind.ID_REUSED, f"{pointer}/id", "an id that no part of it has", "that of a part"
                )
    for interaction in history.creations:
        for place, part in _parts(interaction):
            owner = (interaction.key, interaction.idempotency_key)
            if owners.setdefault(part, owner) != owner:
                yield interaction.finding(Kind.ID_REUSED, place, "an id that is new", "that of a part of another thing")


@active_check
def reference_to_unknown_object_is_refused(session: Session) -> Iterable[Finding]:
    """A body that names what nobody has made is refused."""
    for operation, kind, body in naming(session, [*support.kinds(session), *session.contract_index.closed]):
        nobody = _NOBODY if isinstance(body[kind], str) else _NUMBER
        sent = support.attempt(session, operation, body={**body, kind: nobody})
        if sent and support.taken(sent):
            expected = f"a refusal of a {kind} that nothing has"
            found = Kind.INVALID_REQUEST_ACCEPTED
            yield support.finding_about(session, found, sent, f"request:/{kind}", expected, "a success")


@active_check
def reference_to_deleted_object_is_refused(session: Session) -> Iterable[Finding]:
    """A body that names what was deleted is refused."""
    ended = {kind: name for kind in support.kinds(session) if (name := _ended(session, kind))}
    for operation, kind, body in naming(session, ended):
        yield from deleted_reference_findings(session, operation, {**body, kind: ended[kind]}, kind)


def deleted_reference_findings(
    session: Session, operation: Operation, body: dict[str, Json], kind: str
) -> Iterator[Finding]:
    """Whether a body is refused that names, as `kind`, what was deleted."""
    sent = support.attempt(session, operation, body=body)
    if sent and support.taken(sent):
        expected = f"a refusal of a {kind} that was deleted"
        yield support.finding_about(session, Kind.DELETED_STILL_THERE, sent, f"request:/{kind}", expected, "a success")


@active_check
def reference_to_unselectable_object_is_refused(session: Session) -> Iterable[Finding]:
    """A body that names what the list calls not selectable is refused."""
    barred = {kind: name for kind in session.contract_index.closed if (name := _barred(session, kind)) is not None}
    for operation, kind, body in naming(session, barred):
        sent = support.attempt(session, operation, body={**body, kind: barred[kind]})
        if sent and support.taken(sent):
            expected, found = f"a refusal of a {kind} that is not selectable", Kind.INVALID_REQUEST_ACCEPTED
            yield support.finding_about(session, found, sent, f"request:/{kind}", expected, "a success")


@active_check
def id_of_another_kind_is_not_found(session: Session) -> Iterable[Finding]:
    """Nothing is read by the id of something else."""
    known = {kind: name for kind in support.kinds(session) if (name := _known(session, kind))}
    for kind in known:
        reader = support.reader_of(session, kind)
        for other, name in known.items() if reader else ():
            if (
                reader
                and name not in session.fixtures.all.get(kind, [])
                and frozenset((kind, other)) not in session.contract_index.same_ids
            ):
                read = support.attempt(session, reader, ids={kind: name})
                if read and support.taken(read):
                    expected = f"nothing, since this is a {other}"
                    yield support.finding_about(
                        session, Kind.INVALID_REQUEST_ACCEPTED, read, f"path:{kind}", expected, "a success"
                    )


@history_check
def new_object_has_a_new_id(history: History) -> Iterable[Finding]:
    """Two requests that made something made two things, with two ids."""
    owners: dict[tuple[str, str], tuple[Json, ...]] = {}
    for interaction in history.creations:
        request = (interaction.key, interaction.idempotency_key)
        owner = owners.setdefault((interaction.operation.id, interaction.new_id or ""), request)
        if owner != request and is_confused(owner[1], request[1]):
            expected, observed = "no mistaking of a key for another", "the object of a key that is nearly the same"
            yield interaction.finding(Kind.IDEMPOTENCY_KEYS_CONFUSED, "/id", expected, observed)
        elif owner != request:
            yield interaction.finding(Kind.ID_REUSED, "/id", "an id that is new", "that of another object")


@history_check
def nested_object_has_the_id_that_names_it(history: History) -> Iterable[Finding]:
    """What is shown within an object has the id by which the object names it."""
    for interaction in history.successes:
        for pointer, item in interaction.parts:
            for name, value in item.items():
                part = item.get(name.removesuffix(_ID)) if name.endswith(_ID) else None
                if is_object(part) and isinstance(value, str) and part.get("id", value) != value:
                    place = f"{pointer}/{name.removesuffix(_ID)}/id"
                    yield interaction.finding(Kind.VALUE_NOT_KEPT, place, f"the id that {name} names", "another one")


@history_check
def reply_has_the_requested_id(history: History) -> Iterable[Finding]:
    """What is read, changed or confirmed by an id has that id."""
    for interaction in history.successes:
        steps = interaction.operation.path.split("/")
        is_alone = len(interaction.ids) == 1 and (steps[-1].startswith("{") or interaction.operation.method != "GET")
        shown = (
            interaction.objects[0].get("id")
            if interaction.objects and is_alone and not creates(interaction.operation)
            else None
        )
        if isinstance(shown, str) and shown not in interaction.ids.values():
            yield interaction.finding(Kind.VALUE_NOT_KEPT, "/id", "the id that was asked for", "another one")


@history_check
def referenced_object_is_shown(history: History) -> Iterable[Finding]:
    """What was made for a customer, or by a method, shows that one within."""
    for interaction in history.creations:
        for name, value in interaction.body.items() if is_object(interaction.body) else ():
            part = interaction.objects[0].get(name.removesuffix(_ID)) if name.endswith(_ID) else None
            if is_object(part) and part.get("id", value) != value:
                place = f"/{name.removesuffix(_ID)}/id"
                yield interaction.finding(Kind.VALUE_NOT_KEPT, place, f"the {name} that was sent", "another one")


@history_check
def unique_fields_are_unique(history: History) -> Iterable[Finding]:
    """Secrets and addresses that belong to one thing are not those of another."""
    owners: dict[tuple[str, str], Json] = {}
    for interaction in history.creations:
        owner = interaction.new_id
        for place, value in _own(interaction, history.contract_index.marks.unique(interaction.operation)):
            if owners.setdefault((place, value), owner) != owner:
                yield interaction.finding(Kind.ID_REUSED, place, "one of its own", "that of another")


def is_confused(first: Json, second: Json) -> bool:
    """Whether two keys are one in other letters, or begin alike for as long as servers have cut keys."""
    if not isinstance(first, str) or not isinstance(second, str):
        return False
    return first.casefold() == second.casefold() or (
        len(first) > _LONG_START and first[:_LONG_START] == second[:_LONG_START]
    )


def _parts(interaction: Interaction) -> Iterator[tuple[str, str]]:
    """The ids of what stands in lists within a thing."""
    for name, values in interaction.objects[0].items():
        for value in values if is_array(values) else ():
            if is_object(value) and isinstance(value.get("id"), str):
                yield f"/{name}/*/id", value["id"]


def _known(session: Session, kind: str) -> str | None:
    try:
        return session.id_of(kind)
    except support.TROUBLE:
        return None


def _barred(session: Session, kind: str) -> Json:
    """The id of something that its list shows and calls not selectable."""
    for operation in session.contract_index.id_sources(kind):
        for item in items(support.reply_of(support.attempt(session, operation))):
            if is_object(item) and item.get(session.contract_index.name("may_be_chosen")) is False:
                return item.get("id")
    return None


def naming(session: Session, kinds: Iterable[str]) -> Iterator[tuple[Operation, str, dict[str, Json]]]:
    """The operations whose bodies name things of these kinds, with a good body that names one."""
    wanted = list(kinds)
    for operation in session.operations():
        if operation.method in {"POST", "PUT"} and operation.body:
            for number in range(len(session.contract_index.examples(operation))):
                body = support.body_of(session, operation, number)
                words = session.contract_index.free_texts(operation)
                for kind in wanted if is_object(body) else ():
                    if kind not in words and isinstance(body.get(kind), str | int):
                        yield operation, kind, body


def _ended(session: Session, kind: str) -> str | None:
    """The id of something that was made and deleted; None where nothing deletes it."""
    undoer = next((item for item in support.at_one(session, kind) if item.method == "DELETE"), None)
    if undoer is None:
        return None
    try:
        made = session.new_id(kind)
    except support.TROUBLE:
        return None
    body = support.body_of(session, undoer)
    return made if support.taken(support.attempt(session, undoer, ids={kind: made}, body=body)) else None


def _own(interaction: Interaction, unique: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """What a new thing, or a part without an id, has that nothing else has, with its place."""
    for pointer, item in everywhere(interaction.objects[0]):
        for name in unique & item.keys() if not pointer or "id" not in item else ():
            value = item[name]
            if isinstance(value, str) and not contains_value(interaction.body, value):
                yield f"{pointer}/{name}", value


def contains_value(requested: Json, value: str) -> bool:
    """Whether a request holds a value, at whatever depth."""
    return any(item == value for _, entry in everywhere(requested) for item in entry.values())
