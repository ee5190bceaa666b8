"""Good bodies that differ from the documented ones: fuller, with odd texts, rarer fields and other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, TypeAlias

from onepay_conformance.checks import support
from onepay_conformance.reserved import PHONE_FIELDS, made_safe
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_core.json_values import Json, is_array, is_object

Fields: TypeAlias = dict[str, Json]
ODD: Final = " Ñandú 東京 🎉 <b> & ' \" X"
UNEVEN: Final = 37
"""No multiple of anything that a server may round to."""
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d+)?")
_ENTRIES: Final = ({"key": "Pedido", "value": "118"}, {"key": "Nota Interna", "value": "sí"})
_CENTS: Final = 100
_MORE: Final = 5


def with_odd_texts(session: Session, operation: Operation, body: dict[str, Json]) -> dict[str, Json]:
    """The body with as many odd texts as the contract allows."""
    for name, value in list(body.items()):
        for odd in _odd(session, operation, name, value):
            changed = {**body, name: odd}
            if made_safe(changed) == changed and session.contract_index.takes(operation, changed):
                body = changed
                break
    return body


def _odd(session: Session, operation: Operation, name: str, value: Json) -> Iterator[str | int]:
    index = session.contract_index
    if name in index.sums(operation) and type(value) is int:
        yield value + UNEVEN
    is_secret = index.fields(operation).get(name, {}).get("x-sensitive") == "secret"
    if isinstance(value, str) and value.isdigit() and not is_secret and name not in PHONE_FIELDS:
        yield f"0{value[1:]}"  # of other digits a check digit or a network knows what they are
    elif isinstance(value, str) and name in index.free_texts(operation) and name != index.name("own_name"):
        yield f"{value}{ODD}"


def donor_fields(session: Session) -> dict[str, Json]:
    """The fields of all documented bodies."""
    bodies = [
        body
        for operation in session.contract_index.operations.values()
        for body in session.contract_index.examples(operation)
    ]
    return {name: value for body in reversed(bodies) if is_object(body) for name, value in body.items()}


def with_rarer_fields(
    session: Session, maker: Operation, body: dict[str, Json], donors: dict[str, Json]
) -> Iterator[dict[str, Json]]:
    """The body with each field that it lacks and another body has, where the contract allows that value."""
    for name in sorted(donors.keys() & session.contract_index.fields(maker).keys() - body.keys()):
        rarer = {**body, name: donors[name]}
        if session.contract_index.takes(maker, rarer):
            yield rarer


def with_other_words(
    session: Session, maker: Operation, body: dict[str, Json]
) -> Iterator[tuple[str, dict[str, Json]]]:
    """Each field with a list of words, or a flag, and the body with each other word there, or the flag turned round."""
    for name, schema in session.contract_index.fields(maker).items():
        usual, words = body.get(name), session.contract_index.words(schema)
        other = [not usual] if isinstance(usual, bool) else [word for word in words if word != usual]
        for value in other:
            varied = {**body, name: value}
            if session.contract_index.takes(maker, varied):
                yield name, varied


def longest_body(session: Session, maker: Operation) -> dict[str, Json]:
    """The documented body with the most fields, and with the shares of another where it may have some."""
    index = session.contract_index
    bodies = [support.body_of(session, maker, number) for number in range(len(index.examples(maker)))]
    longest = max((body for body in bodies if is_object(body)), key=len, default=dict[str, Json]())
    for name, value in _lists(session).items() if longest else ():
        whole = {**longest, name: longest.get(name) or value}
        longest = whole if name in index.fields(maker) and index.takes(maker, whole) else longest
    return longest


def _lists(session: Session) -> dict[str, Json]:
    """The lists of objects that documented bodies hold, with things that exist, such as the shares of a payment."""
    index = session.contract_index
    found: dict[str, Json] = {}
    for maker in index.operations.values():
        for number, example in enumerate(index.examples(maker)):
            for name, value in example.items() if is_object(example) else ():
                if name not in found and is_array(value) and value and is_object(value[0]) and _has_ids(value[0]):
                    body = support.body_of(session, maker, number)
                    found |= {name: body[name]} if is_object(body) and body.get(name) else {}
    return found


def _has_ids(item: Fields) -> bool:
    return any(name.endswith("_id") for name in item)


def fuller_bodies(session: Session, maker: Operation, body: dict[str, Json]) -> Iterator[dict[str, Json]]:
    """The body with everything fuller, and with metadata as a list of entries."""
    fuller = dict(body)
    for name, value in body.items():
        more = {**fuller, name: _more(session, maker, name, value)}
        fuller = more if session.contract_index.takes(maker, more) else fuller
    metadata = session.contract_index.name("metadata")
    listed = {**body, metadata: [*_ENTRIES]}
    yield from [fuller] if fuller != body else ()
    yield from [listed] if metadata in body and session.contract_index.takes(maker, listed) else ()


def _more(session: Session, maker: Operation, name: str, value: Json) -> Json:
    """A fuller value of a field: a longer list, a further name, more of what is counted, what may be granted."""
    is_metadata = name == session.contract_index.name("metadata")
    if is_object(value):
        return (
            {**value, "Nota Interna": "sí", "Cajas": _MORE} if is_metadata else _granting(session, maker, name) or value
        )
    if is_array(value) and value:
        is_open = is_object(value[-1]) or is_metadata
        return [*value, _another(value[-1])] if is_open else value
    if isinstance(value, str):
        return f"{value}?Pedido=118&paso=2" if value.startswith("https://") else value
    schema = session.contract_index.fields(maker).get(name, {})
    is_count = schema.get("type") == "integer" and "format" not in schema
    return (value if type(value) is int else 0) + _MORE if is_count and not isinstance(value, float) else value


def _granting(session: Session, maker: Operation, name: str) -> Fields:
    """An object whose flags are all true and whose counts are some, as a trial of some days is; else an empty one."""
    index = session.contract_index
    part = index.followed(index.fields(maker).get(name, {})).get("properties", {})
    kinds = {field: index.kinds(schema) for field, schema in part.items()}
    counts: Fields = {field: _MORE for field, kind in kinds.items() if "integer" in kind}
    return {**{field: True for field, kind in kinds.items() if "boolean" in kind}, **counts} if counts else {}


def _another(item: Json) -> Json:
    """An item that is told from the one before it."""
    if is_object(item):
        return {name: _other(name, value) for name, value in item.items()}
    return f"{item} Norte" if isinstance(item, str) else item


def _other(name: str, value: Json) -> Json:
    if type(value) is int:
        return value + (_CENTS if name.endswith("_in_cents") else 1)
    if isinstance(value, str) and _NUMBER.fullmatch(value) and not name.endswith("_id"):
        return f"{Decimal(value) / 2}"
    return f"{value} bis" if isinstance(value, str) and " " in value else value
