"""One list of what is wrong with fields, whichever shape the server chose."""

from collections.abc import Iterable
from typing import Any

from onepay_core.json_values import is_array, is_object

from ._refusals import FieldProblem


def field_problems(error: Any) -> tuple[FieldProblem, ...]:
    """The problems in an ``ErrorReply``: ``errors`` as list or map, or ``erros``, as a documented page spells it."""
    found: list[FieldProblem] = []
    for listing in (getattr(error, "errors", None), getattr(error, "erros", None)):
        if is_object(listing):
            found += _of_map(listing)
        elif is_array(listing):
            found += [_of_item(item) for item in listing]
    return tuple(found)


def _of_map(listing: dict[str, Any]) -> Iterable[FieldProblem]:
    for field, messages in listing.items():
        for message in messages if is_array(messages) else [messages]:
            yield FieldProblem(field, str(message))


def _of_item(item: Any) -> FieldProblem:
    if is_object(item):
        return FieldProblem(str(item.get("key", "")), str(item.get("description", "")))
    return FieldProblem(str(getattr(item, "key", "")), str(getattr(item, "description", item)))
