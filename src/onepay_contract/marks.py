"""What the contract marks about fields: which change by themselves or with others, and which are unique."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from onepay_contract.document import Contract, Fact, Operation

CHANGES: Final = "x-changes"
UNIQUE: Final = "x-unique"


class FieldMarks:
    """Reads the marks on the fields of one contract's replies."""

    def __init__(self, contract: Contract) -> None:
        self._contract: Final = contract
        self._known: Final[dict[tuple[str, str], frozenset[str]]] = {}

    def changing(self, operation: Operation) -> frozenset[str]:
        """The names of fields, anywhere in the successes of an operation, that change though nobody changes them."""
        return self._marked(operation, CHANGES)

    def unique(self, operation: Operation) -> frozenset[str]:
        """The names of fields of which no two objects have the same value."""
        return self._marked(operation, UNIQUE)

    def _marked(self, operation: Operation, mark: str) -> frozenset[str]:
        key = (operation.id, mark)
        if key not in self._known:
            successes = (one for status, one in operation.replies.items() if status.startswith("2"))
            facts = [fact for one in successes for fact in one.media.values()]
            names = (name for fact in facts for name in self._below(fact, mark, frozenset()))
            self._known[key] = frozenset(names)
        return self._known[key]

    def _below(self, fact: Fact, mark: str, above: frozenset[str]) -> Iterator[str]:
        """The names of marked fields within a schema; `above` are the places that lead to it."""
        fact = self._contract.followed(fact)
        schema = fact.schema
        if fact.place and fact.place in above:
            return
        parts = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *([schema["items"]] if "items" in schema else [])]
        for name, field in schema.get("properties", {}).items():
            if mark in field:
                yield name
            parts.append(field)
        for part in parts:
            yield from self._below(self._contract.below(fact, part, ""), mark, above | {fact.place})
