"""Rule D4: money is a whole number, and says of what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rules.description import Description, Finding, Schema

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONEY: Final = re.compile(r"(^|_)(amount|balance|price|commission|fee|paid|pending)(_in_cents)?$|_in_cents$")


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


def _sums(description: Description) -> Iterator[Schema]:
    for schema in description.schemas:
        known = {*schema.types} - {"null", "boolean"}
        if schema.place == "property" and known and _MONEY.search(schema.name):
            yield schema
