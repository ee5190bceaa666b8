"""Words of lists that nobody called complete: we send only those that are known.

A server takes any other too, and shows it again in its lists; then a word that is new could not be told from our own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from onepay_contract.document import Contract, Fact, Operation
from onepay_core.json_values import Json, is_array, is_object

Path = tuple[str, ...]
ITEM: Final = "*"
_DEEPEST: Final = 8


def open_lists(contract: Contract, operation: Operation) -> dict[Path, Sequence[str]]:
    """Where in a request body a word of an open list stands, with the words that are known."""
    if operation.body is None:
        return {}
    reported = {path: words for fact in _successes(operation) for path, words in _below(contract, fact, ())}
    fields = contract.followed(operation.body).schema.get("properties", {})
    shown = {path: words for path, words in reported.items() if len(path) == 1 and path[0] in fields}
    return shown | dict(_below(contract, operation.body, ()))


def _successes(operation: Operation) -> Iterator[Fact]:
    """The replies that may show again what was sent; their words count where the request names none."""
    for status, reply in operation.replies.items():
        if status.startswith("2"):
            yield from reply.media.values()


def known(body: Json, lists: Mapping[Path, Sequence[str]]) -> Any:
    """A copy of a body in which each text at these places is a known word."""
    for path, words in lists.items():
        body = _replaced(body, path, words)
    return body


def _below(contract: Contract, fact: Fact, path: Path) -> Iterator[tuple[Path, Sequence[str]]]:
    fact = contract.followed(fact)
    schema = fact.schema
    if "x-extensible-enum" in schema:
        yield path, schema["x-extensible-enum"]
    parts = [(path, entry) for word in ("anyOf", "oneOf") for entry in schema.get(word, ())]
    parts += [((*path, name), entry) for name, entry in schema.get("properties", {}).items()]
    parts += [((*path, ITEM), schema["items"])] if "items" in schema else []
    for place, item in parts if len(path) < _DEEPEST else ():
        yield from _below(contract, contract.below(fact, item, ""), place)


def _replaced(value: Json, path: Path, words: Sequence[str]) -> Any:
    if not path:
        is_foreign = isinstance(value, str) and value not in words
        return words[len(value) % len(words)] if is_foreign else value
    if path[0] == ITEM and is_array(value):
        return [_replaced(item, path[1:], words) for item in value]
    if is_object(value) and path[0] in value:
        return {**value, path[0]: _replaced(value[path[0]], path[1:], words)}
    return value
