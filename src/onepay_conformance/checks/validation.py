"""Requests that the contract forbids, and extreme ones that it allows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.breaches import Mistake, breach_findings
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.checks.lists import is_number, words_of
from onepay_conformance.history import History
from onepay_conformance.reserved import made_safe
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Document, Json, is_array, is_object

_UNREADABLE: Final = (b"{", b"[1]", b"[{}]", b'"x"', b"\xff")
_ENOUGH: Final = 300
"""So many requests this takes at most, with a contract of this size."""
_ODD: Final = " Ñandú 東京 🎉 ' \" \\ </b>"
_ODD_IDS: Final = ("%00%27", "../" * 5, "ñ東京🎉", "7" * 300)
_UNKNOWN: Final = "onepay_contract_unknown"
_TIMES: Final = 80
_NO_WORD: Final = "onepay-contract"
_EVENTUAL: Final = 600
"""So many requests this takes at most, with a contract of this size."""
_ENOUGH_FOR_EXTREMES: Final = 500
"""So many requests this takes at most, with a contract of this size."""
_SOUGHT: Final = ("", "'", "Ñandú 🎉", "7" * 300)
_COUNTED: Final = (0, -1, 2**31, 2**64)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_NO_WORDS: Final = re.compile(r"[\d\s+:./-]*$")
"""Digits and dates, which are no words."""
_ENDINGS: Final = ((" 🎉", _NO_WORDS), ("x" * 300, _NO_WORDS), ("\0", _NO_WORDS), ("\0", _DATE))
"""What all texts end with, but for those that are left as they are."""
_NUMBERS: Final = (0, -1, 2**31, 2**53 + 1)
_NO_DAY: Final = "2027-02-30"


@active_check
def unreadable_body_is_refused(session: Session) -> Iterable[Finding]:
    """A body that is no JSON, or no object, is refused, and breaks nothing."""
    for operation in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        for body in _UNREADABLE if operation.body else ():
            sent = support.attempt(session, operation, ids=support.good_ids(session, operation), body=body)
            if sent and support.taken(sent) and operation.body_required:
                expected = "a refusal of a body that is no JSON object"
                yield support.finding_about(
                    session, Kind.INVALID_REQUEST_ACCEPTED, sent, "request:", expected, "a success"
                )


@active_check
def unicode_text_is_persisted(session: Session) -> Iterable[Finding]:
    """A text with letters of other alphabets is refused or taken, and what is taken is read again as it was."""
    for operation in _writers(session):
        body = support.body_of(session, operation)
        for name, value in body.items() if is_object(body) else ():
            odd = {**body, name: f"{value}{_ODD}"}
            if isinstance(value, str) and _is_free(session, operation, name) and _may_send(session, operation, odd):
                yield from _kept(session, operation, odd, name)


@active_check
def invalid_field_is_refused(session: Session) -> Iterable[Finding]:
    """Each field is left out, or sent as programs get it wrong: it is refused, or taken where that is allowed.

    One body holds a mistake in each field; what its refusal does not name is tried alone.
    """
    for operation in _writers(session):
        body = support.body_of(session, operation)
        for mistakes in _rounds(session, operation, body) if is_object(body) else ():
            yield from breach_findings(session, operation, body, mistakes)


@active_check
def malformed_id_is_not_found(session: Session) -> Iterable[Finding]:
    """Ids with letters that ids do not have find nothing, and break nothing."""
    for operation in session.operations():
        names = [parameter.name for parameter in operation.parameters if parameter.place == "path"]
        for odd in _ODD_IDS if names and operation.method == "GET" else ():
            found = support.attempt(session, operation, ids=dict.fromkeys(names, odd))
            if found and support.taken(found):
                expected = "nothing under an id that nothing has"
                yield support.finding_about(
                    session, Kind.INVALID_REQUEST_ACCEPTED, found, "path:", expected, "a success"
                )


@active_check
def extreme_parameters_cause_no_error(session: Session) -> Iterable[Finding]:
    """A list that is asked for odd words and numbers answers or refuses; others judge the reply."""
    for operation in session.operations() if support.is_affordable(session, _ENOUGH_FOR_EXTREMES) else ():
        for parameter in operation.parameters if operation.method == "GET" else ():
            if parameter.place == "query" and not words_of(session, operation, parameter.name):
                for odd in _COUNTED if is_number(session, operation, parameter.name) else _SOUGHT:
                    support.attempt(session, operation, query={parameter.name: odd})
    return ()


@active_check
def extreme_values_cause_no_error(session: Session) -> Iterable[Finding]:
    """A body with odd texts, numbers or days is taken or refused; others judge whether rightly."""
    for operation in session.operations() if support.is_affordable(session, _ENOUGH_FOR_EXTREMES) else ():
        body = support.body_of(session, operation) if operation.method in {"POST", "PUT"} else None
        for odd in _extreme_bodies(session, operation, body) if is_object(body) else ():
            if made_safe(odd) == odd:
                support.attempt(session, operation, body=session.bodies.named(operation, odd))
    return ()


@history_check
def forbidden_request_is_refused(history: History) -> Iterable[Finding]:
    """No body and no id is taken that the contract forbids, whoever sent it and why."""
    for interaction in history.successes:
        for parameter in interaction.operation.parameters:
            kind = history.contract_index.contract.followed(parameter.fact).schema.get("type")
            if (
                parameter.place == "path"
                and kind == "integer"
                and not interaction.ids.get(parameter.name, "0").isdigit()
            ):
                yield interaction.finding(Kind.INVALID_REQUEST_ACCEPTED, f"path:{parameter.name}", "a number", "a text")
        if (
            interaction.operation.body
            and interaction.exchange.request_body
            and not history.contract_index.takes(interaction.operation, interaction.body)
        ):
            expected = "a refusal of what the contract forbids"
            yield interaction.finding(Kind.INVALID_REQUEST_ACCEPTED, "request:", expected, "a success")


def _writers(session: Session) -> Iterator[Operation]:
    if support.is_affordable(session, _EVENTUAL):
        yield from (
            operation for operation in session.operations() if operation.method in ("POST", "PUT") and operation.body
        )


def _is_free(session: Session, operation: Operation, name: str) -> bool:
    """Whether any text may stand in a field: it names nothing, and is chosen from no list."""
    schema = session.contract_index.followed(session.contract_index.fields(operation).get(name, {}))
    return not name.endswith("_id") and "enum" not in schema and "x-extensible-enum" not in schema


def _may_send(session: Session, operation: Operation, body: Json) -> bool:
    return made_safe(body) == body and session.contract_index.takes(operation, body)


def _kept(session: Session, operation: Operation, odd: dict[str, Json], name: str) -> Iterator[Finding]:
    sent = support.attempt(session, operation, body=session.bodies.named(operation, odd))
    read = support.object_in(sent).get(name, odd[name])
    if sent and isinstance(read, str) and name != session.contract_index.name("own_name") and read != odd[name]:
        yield support.finding_about(
            session, Kind.VALUE_NOT_KEPT, sent, f"/{name}", "the letters that were written", "others"
        )


def _rounds(session: Session, operation: Operation, body: dict[str, Json]) -> Iterator[dict[str, Mistake]]:
    """The first mistake of each field, then the second of each, and so on."""
    by_field: dict[str, list[Mistake]] = {}
    for name, odd, why in _oddities(session, operation, body):
        by_field.setdefault(name, []).append(Mistake(odd, why))
    for row in zip_longest(*by_field.values()):
        yield {
            name: item for name, item in zip(by_field, row, strict=True) if item and made_safe(item.body) == item.body
        }


def _oddities(
    session: Session, operation: Operation, body: dict[str, Json]
) -> Iterator[tuple[str, dict[str, Json], str]]:
    """Bodies in which one field is odd, with the field and what is odd."""
    yield _UNKNOWN, {**body, _UNKNOWN: 1}, "a field that the contract does not have"
    for name in sorted(body):
        yield name, {key: item for key, item in body.items() if key != name}, "a body without it"
    for name, value in excluded_fields(session, operation, body):
        yield name, {**body, name: value}, "it beside what excludes it"
    for name in session.contract_index.free_texts(operation):
        yield name, {**body, name: f"{body.get(name, name)}" * _TIMES}, "a long text"
    for name, schema in session.contract_index.fields(operation).items():
        for value, why in _odd(session, schema, body.get(name)):
            yield name, {**body, name: value}, why


def excluded_fields(session: Session, operation: Operation, body: dict[str, Json]) -> Iterator[tuple[str, Json]]:
    """The fields that another documented body of the operation has, and that may not stand beside those of this one."""
    for number in range(len(session.contract_index.examples(operation))):
        other = support.body_of(session, operation, number)
        for name in sorted(other.keys() - body.keys()) if is_object(other) else ():
            if not session.contract_index.takes(operation, {**body, name: other[name]}):
                yield name, other[name]


def _odd(session: Session, schema: Document, usual: Json) -> Iterator[tuple[Json, str]]:
    """Values that programs send by mistake, with what they are."""
    yield None, "null"
    if isinstance(usual, bool):
        yield "true", "a text"
        yield 1, "a number"
    elif isinstance(usual, int):
        yield str(usual), "a text"
        yield usual + 0.5, "a fraction"
    elif isinstance(usual, str):
        yield 7, "a number"
        longest = session.contract_index.followed(schema).get("maxLength")
        if longest and usual.startswith("https://"):
            yield f"{usual}?paso=".ljust(longest + 1, "a"), "an address that is too long"
    if "enum" in session.contract_index.followed(schema):
        yield _NO_WORD, "a word that is not listed"


def _extreme_bodies(session: Session, operation: Operation, body: dict[str, Json]) -> Iterator[Json]:
    """The body with all its texts odd in one way; and with one of its numbers or days odd."""
    for ending, left in _ENDINGS:
        yield _spelt(session, operation, body, ending, left)
    for path, value in leaves(body):
        if type(value) is int:
            yield from (replaced(body, path, number) for number in _NUMBERS)
        if isinstance(value, str) and _DATE.match(value):
            yield replaced(body, path, _DATE.sub(_NO_DAY, value))


def _spelt(session: Session, operation: Operation, body: Json, ending: str, left: re.Pattern[str]) -> Json:
    """The body with every text changed that the contract lets anybody choose."""
    for path, value in leaves(body):
        if isinstance(value, str) and not path[-1].endswith("_id") and not left.match(value):
            changed = replaced(body, path, f"{value}{ending}")
            body = (
                changed if session.contract_index.takes(operation, changed) and made_safe(changed) == changed else body
            )
    return body


def leaves(value: Json, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Every value within a body that holds no other, with the way to it."""
    if is_object(value):
        for name, item in value.items():
            yield from leaves(item, (*path, name))
    elif is_array(value):
        for number, item in enumerate(value):
            yield from leaves(item, (*path, str(number)))
    else:
        yield path, value


def replaced(value: Json, path: tuple[str, ...], item: Json) -> Json:
    """A copy with another value at the end of the way."""
    if not path:
        return item
    if is_array(value):
        return [replaced(entry, path[1:], item) if str(n) == path[0] else entry for n, entry in enumerate(value)]
    return {name: replaced(entry, path[1:], item) if name == path[0] else entry for name, entry in value.items()}
