"""Which parts of the contract a value touches: the fields that it fills, and the words of lists that it uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from onepay_contract.departures import departs
from onepay_contract.document import Contract, Fact
from onepay_contract.walking import Walk
from onepay_core.json_values import Json, is_array, is_object

_LISTS: Final = ("enum", "x-extensible-enum")


class Touch(NamedTuple):
    """A field of a body by its pointer, or a word of the list that stands at a place of the contract."""

    where: str
    word: str | None = None


class Tracer:
    """Follows values along the schemas of one contract."""

    def __init__(self, contract: Contract) -> None:
        self._contract: Final = contract
        self._walk: Final = Walk(contract)

    def touched(self, value: Json, fact: Fact, pointer: str = "") -> Iterator[Touch]:
        """What a value touches; where it fits no form of a union, it touches the union and nothing below."""
        target = self._contract.followed(fact)
        schema = target.schema
        if is_object(value):
            for name in value.keys() & schema.get("properties", {}).keys():
                yield Touch(f"{pointer}/{name}")
                below = self._contract.below(target, schema["properties"][name], f"{target.place}/properties/{name}")
                yield from self.touched(value[name], below, f"{pointer}/{name}")
        if is_array(value) and "items" in schema:
            items = self._contract.below(target, schema["items"], f"{target.place}/items")
            for item in value:
                yield from self.touched(item, items, f"{pointer}/*")
        if isinstance(value, str) and any(value in schema.get(word, ()) for word in _LISTS):
            yield Touch(target.place, value)
        yield from self._union(value, target, pointer)

    def _union(self, value: Json, target: Fact, pointer: str) -> Iterator[Touch]:
        for branch in branches(self._contract, target):
            if not departs(self._walk.departures(value, branch)):
                yield from self.touched(value, branch, pointer)
                return

    def reachable(self, fact: Fact, pointer: str = "", above: frozenset[str] = frozenset()) -> Iterator[Touch]:
        """All that values of a schema could touch; a schema within itself is followed once."""
        target = self._contract.followed(fact)
        if target.place in above:
            return
        inside, schema = above | {target.place}, target.schema
        yield from (Touch(target.place, str(one)) for word in _LISTS for one in schema.get(word, ()))
        for name, one in schema.get("properties", {}).items():
            yield Touch(f"{pointer}/{name}")
            below = self._contract.below(target, one, f"{target.place}/properties/{name}")
            yield from self.reachable(below, f"{pointer}/{name}", inside)
        if "items" in schema:
            items = self._contract.below(target, schema["items"], f"{target.place}/items")
            yield from self.reachable(items, f"{pointer}/*", inside)
        for branch in branches(self._contract, target):
            yield from self.reachable(branch, pointer, inside)


def branches(contract: Contract, fact: Fact) -> list[Fact]:
    """The forms of a union."""
    return [
        contract.below(fact, schema, f"{fact.place}/{word}/{number}")
        for word in ("anyOf", "oneOf")
        for number, schema in enumerate(fact.schema.get(word, ()))
    ]
