"""What checks of lists share: lists, their filters and orders, and the ids on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from onepay_conformance.checks import support
from onepay_conformance.fixtures import items
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_core.json_values import Json, is_object

_NOBODY: Final = "onepay-contract-nothing"
_NUMBER_OF_NOBODY: Final = 987_654
_USUAL: Final = 20
"""The size of a page, where none is told."""
SIZES: Final = ("per_page", "limit")
PAGING: Final = ("page", "sort", *SIZES)
_LARGEST: Final = 100
_MOST_PAGES: Final = 6


class Bound(StrEnum):
    """The two ends of a span of time that a filter may name, with what its name ends with."""

    FROM = "_from"
    TO = "_to"


_IMPOSSIBLE: Final[Mapping[Bound, str]] = MappingProxyType({Bound.FROM: "2999-01-01", Bound.TO: "1999-01-01"})


def list_operations(session: Session, parameter: str) -> Iterator[Operation]:
    """The list operations that have a parameter."""
    for operation in session.operations():
        if operation.method == "GET" and any(item.name == parameter for item in operation.parameters):
            yield operation


def ids_made(session: Session, kind: str, number: int) -> list[str]:
    """The ids of new things; of fewer where no more can be made."""
    made: list[str] = []
    for _ in range(number):
        try:
            made.append(session.new_id(kind))
        except support.TROUBLE:
            break
    return made


def values_of(name: str, listed: list[dict[str, Json]]) -> list[str]:
    """Two values that things in the list have: those of the first and of the last that has another."""
    shown = [text for entry in listed if (text := text_of(entry, name))]
    return list(dict.fromkeys(shown[:1] + shown[-1:]))


def foreign(session: Session, operation: Operation, name: str) -> list[str]:
    """A value that nothing has, where there is one, for a filter."""
    bound, schema = bound_of(name), parameter_schema(session, operation, name)
    if bound:
        return [_IMPOSSIBLE[bound]]
    if schema.get("type") == "boolean" or words_of(session, operation, name):
        return []
    return [str(_NUMBER_OF_NOBODY) if schema.get("type") == "integer" else _NOBODY]


def filters(operation: Operation) -> list[str]:
    """The parameters by which a list is filtered."""
    return [
        parameter.name
        for parameter in operation.parameters
        if parameter.place == "query" and parameter.name not in PAGING
    ]


def text_of(fields: dict[str, Json], name: str) -> str | None:
    """The value by which a filter of that name would find a thing; None where the thing does not tell it."""
    value = field_of(fields, filtered_by(name))
    return None if value in (None, "") else str(int(value)) if isinstance(value, bool) else str(value)


def words_of(session: Session, operation: Operation, name: str) -> list[str]:
    """The words that the contract lists for a parameter."""
    return session.contract_index.words(parameter_schema(session, operation, name))


def sorts(session: Session, operation: Operation) -> list[str]:
    """The orders that the contract lists for an operation."""
    has_order = any(parameter.name == "sort" for parameter in operation.parameters)
    return words_of(session, operation, "sort") if has_order else []


def is_number(session: Session, operation: Operation, name: str) -> bool:
    """Whether a parameter is a number."""
    return bool(parameter_schema(session, operation, name).get("type") == "integer")


def parameter_schema(session: Session, operation: Operation, name: str) -> Any:
    """The schema of a query parameter."""
    parameter = next(item for item in operation.parameters if item.name == name)
    return session.contract_index.contract.followed(parameter.fact).schema


def reported_size(page: Exchange) -> int | None:
    """The page size that a page reports."""
    reply = support.reply_of(page)
    size = reply.get("per_page") if is_object(reply) else None
    return size if type(size) is int and 0 < size <= _USUAL else None


def ids_on_page(page: Exchange | None) -> list[str]:
    """The ids of the objects on a page."""
    return [str(item.get("id")) for item in items(support.reply_of(page)) if is_object(item) and "id" in item]


def filtered_by(name: str) -> str:
    """The field that a parameter filters by, which some lists write as `filter[...]`, and bounds as `created_from`."""
    field, bound = name.removeprefix("filter[").removesuffix("]"), bound_of(name)
    return f"{field.removesuffix(bound)}_at" if bound else field


def bound_of(name: str) -> Bound | None:
    """Which end of a span of time a filter names; None for a filter by a value."""
    return next((bound for bound in Bound if name.endswith(bound)), None)


def usual_order(operation: Operation) -> str:
    """The order in which a page says that a list stands when none is asked for; nothing where no page does."""
    found = (item.fact.schema.get("x-documented-default") for item in operation.parameters if item.name == "sort")
    return str(next(found, None) or "")


def whole_list(
    session: Session, operation: Operation, query: Mapping[str, str | int]
) -> tuple[list[dict[str, Json]], Exchange | None]:
    """All objects of a list, in pages as large as may be asked for, and its first page where it was answered."""
    known = {parameter.name for parameter in operation.parameters}
    size: dict[str, str | int] = {name: _LARGEST for name in SIZES[::-1] if name in known}
    found: list[dict[str, Json]] = []
    first: Exchange | None = None
    for number in range(1, _MOST_PAGES + 1 if "page" in known else 2):
        wanted = {**size, **query, **({"page": number} if number > 1 else {})}
        page = support.attempt(session, operation, query=wanted)
        first = first or page
        shown = [item for item in items(support.reply_of(page)) if is_object(item)]
        if not shown or any(item in found for item in shown[:1]):
            break
        found += shown
        if not has_next(page):
            break
    return found, first if first and support.taken(first) else None


def has_next(page: Exchange | None) -> bool:
    """Whether a page says that another follows; a list that says nothing of the kind is whole."""
    reply = support.reply_of(page)
    return is_object(reply) and bool(reply.get("next_page_url"))


def field_of(fields: dict[str, Json], name: str) -> Json:
    """A field, also where it is the id of an object within."""
    if name in fields:
        return fields[name]
    inner = fields.get(name.removesuffix("_id"))
    return inner.get("id") if is_object(inner) else None
