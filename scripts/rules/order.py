"""key-order: keys stand in the order in which people read them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rules.description import Description, Finding, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPERATION: Final = {
    key: rank
    for rank, keys in enumerate(
        (
            *("operationId", "summary", "description", "tags", "x-idempotent", "x-moves-money", "x-empty-list"),
            *("x-role x-balance x-complete x-renews",),
            *("x-evidence", "externalDocs x-source"),
            *("x-status-evidence", "security", "servers", "parameters", "requestBody", "responses"),
        )
    )
    for key in keys.split()
}
_SCHEMA: Final = {
    key: rank for rank, key in enumerate(("description", "type", "additionalProperties", "required", "properties"))
}


def operations_keep_their_order(description: Description) -> Iterator[Finding]:
    """key-order: operations begin with their name and end with their responses."""
    for operation in description.all_operations:
        yield from _disorder(operation, _OPERATION)


def schemas_keep_their_order(description: Description) -> Iterator[Finding]:
    """key-order: schemas go from what they are to what they hold; a map ends with what it maps to."""
    for schema in description.components:
        is_map = isinstance(schema.value.get("additionalProperties"), dict)
        order = {key: rank for key, rank in _SCHEMA.items() if not (is_map and key == "additionalProperties")}
        yield from _disorder(schema, order)


def _disorder(node: Node, order: dict[str, int]) -> Iterator[Finding]:
    known = [key for key in node.value if key in order]
    for former, latter in pairwise(known):
        if order[former] > order[latter]:
            yield Finding("key-order", node.at(latter), f"`{latter}` stands after `{former}`; swap them.")
