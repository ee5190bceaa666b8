"""One list of what is wrong with fields, whichever shape the server chose."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from .errors import FieldProblem


def field_problems(error: Any) -> tuple[FieldProblem, ...]:
    """The problems in an ``ErrorReply``: ``errors`` as a list or a map, or ``erros``, as one documented page spells it."""
    found: list[FieldProblem] = []
    for listing in (getattr(error, "errors", None), getattr(error, "erros", None)):
        if isinstance(listing, Mapping):
            found += _of_map(cast("Mapping[str, Any]", listing))
        elif isinstance(listing, list):
            found += _of_list(cast("list[Any]", listing))
    return tuple(found)


def _of_map(listing: Mapping[str, Any]) -> Iterable[FieldProblem]:
    for field, messages in listing.items():
        for message in cast("list[Any]", messages) if isinstance(messages, list) else [messages]:
            yield FieldProblem(str(field), str(message))


def _of_list(listing: list[Any]) -> Iterable[FieldProblem]:
    for item in listing:
        if isinstance(item, Mapping):
            fields = cast("Mapping[str, Any]", item)
            yield FieldProblem(str(fields.get("key", "")), str(fields.get("description", "")))
        else:
            yield FieldProblem(str(getattr(item, "key", "")), str(getattr(item, "description", item)))
