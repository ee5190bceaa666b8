"""Rule D4: money is a whole number, and says of what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rules.description import COMPONENTS, Description, Finding, Schema

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONEY: Final = re.compile(r"(^|_)(amount|balance|price|commission|fee|paid|pending)(_in_cents)?$|_in_cents$")
"""A rule about names: what a new field must be called to be looked at, whatever the contract says of it."""
_KINDS: Final = frozenset({"moved", "stated", "unit-unknown"})


def money_is_a_whole_number(description: Description) -> Iterator[Finding]:
    """D4: money is an int64 (or the digits that the wire sends as a string), never a float."""
    for schema in _sums(description):
        types = {*schema.types} - {"null"}
        if types == {"integer"} and schema.value.get("format") != "int64":
            yield Finding("D4", schema.pointer, "Sums outgrow 32 bits; write `format: int64`.")
        elif not types <= {"integer", "string"}:
            sentence = f"`{schema.name}` is money, and a float loses pesos; write `type: integer`, `format: int64`."
            yield Finding("D4", schema.pointer, sentence)


def money_names_its_unit(description: Description) -> Iterator[Finding]:
    """D4: the description says pesos or, for `_in_cents`, cents."""
    for schema in _sums(description):
        unit = "cents" if schema.name.endswith("_in_cents") else "peso"
        if unit not in str(schema.value.get("description", "")).lower():
            sentence = f"The description of `{schema.name}` does not name its unit; say `{unit}`, or what it counts."
            yield Finding("D4", schema.pointer, sentence)


def money_in_requests_is_marked(description: Description) -> Iterator[Finding]:
    """D4: what holds 64 bits in a request is a sum, and `x-money` says which kind of sum."""
    for schema in description.components:
        is_sent = schema.pointer.removeprefix(COMPONENTS) in description.request_components
        for node in schema.properties if is_sent else ():
            if node.value.get("format") == "int64" and node.value.get("x-money") not in _KINDS:
                sentence = f"Say what kind of sum `{node.name}` is: `x-money` is one of {', '.join(sorted(_KINDS))}."
                yield Finding("D4", node.pointer, sentence)


def _sums(description: Description) -> Iterator[Schema]:
    for schema in description.schemas:
        known = {*schema.types} - {"null", "boolean"}
        if schema.place == "property" and known and _MONEY.search(schema.name):
            yield schema
