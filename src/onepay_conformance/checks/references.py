"""Ids: of new objects, of nested objects, and in bodies that refer to other objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.fixtures import id_sources, items
from onepay_conformance.history import History, Interaction, creates, everywhere, new_id
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_array, is_object

_ALIKE: Final = "source"
"""What a thing was made of may be what it is: an intent of a charge has its id."""
_NOBODY: Final = "6f1d0f0e-0000-4000-8000-00000000dead"
_NUMBER: Final = 987_654
_SAME_IDS: Final = {"charge_id", "payment_intent_id"}
"""What is a charge to one operation is an intent to another."""
_CLOSED: Final = frozenset(("provider_id", "template_id", "wallet_id"))
"""What is only looked up, and from lists that are whole; no page has all banks or cities."""
_OWN: Final = frozenset(("invoices_create", "invoices_update"))
"""To these, `provider_id` is any word of the merchant's own."""
_ID: Final = "_id"


@history_check
def nested_objects_have_ids_of_their_own(history: History) -> Iterable[Finding]:
    """What stands within a thing has another id than the thing, and within two new things there are not the same."""
    owners: dict[str, Json] = {}
    for interaction in history.successes:
        for pointer, item in interaction.parts:
            if any(
                is_object(part) and part.get("id", 0) == item.get("id") for name, part in item.items() if name != _ALIKE
            ):
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
    for operation, kind, body in _naming(session, [*support.kinds(session), *sorted(_CLOSED)]):
        if kind in _CLOSED and operation.id in _OWN:
            continue
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
    for operation, kind, body in _naming(session, ended):
        sent = support.attempt(session, operation, body={**body, kind: ended[kind]})
        if sent and support.taken(sent):
            expected = f"a refusal of a {kind} that was deleted"
            yield support.finding_about(
                session, Kind.DELETED_STILL_THERE, sent, f"request:/{kind}", expected, "a success"
            )


@active_check
def reference_to_unselectable_object_is_refused(session: Session) -> Iterable[Finding]:
    """A body that names what the list calls not selectable is refused."""
    barred = {kind: name for kind in sorted(_CLOSED) if (name := _barred(session, kind)) is not None}
    for operation, kind, body in _naming(session, barred):
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
            if reader and name not in session.fixtures.all.get(kind, []) and {kind, other} != _SAME_IDS:
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
        if owners.setdefault((interaction.operation.id, new_id(interaction) or ""), request) != request:
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
        owner = new_id(interaction)
        for place, value in _own(interaction, history.contract_index.marks.unique(interaction.operation)):
            if owners.setdefault((place, value), owner) != owner:
                yield interaction.finding(Kind.ID_REUSED, place, "one of its own", "that of another")


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
    for operation in id_sources(session.contract_index, kind):
        for item in items(support.reply_of(support.attempt(session, operation))):
            if is_object(item) and item.get("selectable") is False:
                return item.get("id")
    return None


def _naming(session: Session, kinds: Iterable[str]) -> Iterator[tuple[Operation, str, dict[str, Json]]]:
    """The operations whose bodies name things of these kinds, with a good body that names one."""
    wanted = list(kinds)
    for operation in session.operations():
        if operation.method in {"POST", "PUT"} and operation.body:
            for number in range(len(session.contract_index.examples(operation))):
                body = support.body_of(session, operation, number)
                for kind in wanted if is_object(body) else ():
                    if isinstance(body.get(kind), str | int):
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
