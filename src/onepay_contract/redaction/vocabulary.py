"""The words of the contract: which names and values are its own, so that everything else may be somebody's data."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from onepay_contract.document import Contract
from onepay_contract.judging.describe import types_of
from onepay_core.json_values import Document, Json, is_array, is_object

_MOMENT: Final = re.compile("_at$|_date$")
_ID: Final = re.compile("(^|_)id$")


@dataclass(frozen=True)
class Vocabulary:
    """What is known of names and values without regard to where they stand; a name is sensitive everywhere or nowhere.

    `names` are those of fields, `numbers` those that hold numbers, `sums` those of them that hold 64 bits, `moments`
    those that hold dates, `sensitive` those that somewhere hold a secret or personal data; below the `opaque` ones
    people choose the names. `words` are the values of enums, `steps` the fixed parts of paths, `parameters` the names
    in queries, and `counts` those of them that are whole numbers.
    """

    names: frozenset[str]
    numbers: frozenset[str]
    sums: frozenset[str]
    moments: frozenset[str]
    sensitive: frozenset[str]
    opaque: frozenset[str]
    words: frozenset[str]
    steps: frozenset[str]
    parameters: frozenset[str]
    counts: frozenset[str]

    def is_opaque(self, name: str) -> bool:
        """Whether the names below this one are data."""
        return name not in self.names or name in self.opaque

    def is_map(self, name: str) -> bool:
        """Whether the names below this field of the contract are data."""
        return name in self.names and name in self.opaque

    def is_id(self, name: str) -> bool:
        """Whether the field names an object."""
        return _ID.search(name) is not None

    def holds_number(self, name: str) -> bool:
        """Whether numbers of this field are nobody's personal data."""
        return name in self.numbers and name not in self.sensitive and not self.is_id(name)

    def holds_moment(self, name: str) -> bool:
        """Whether dates of this field are those of events, and not dates of birth."""
        return (
            name in self.moments or bool(_MOMENT.search(name) and name in self.names)
        ) and name not in self.sensitive


@functools.cache
def vocabulary(contract: Contract) -> Vocabulary:
    """The vocabulary of a contract, made once."""
    schemas = list(_schemas(contract.document["components"]["schemas"]))
    fields = [(name, schema) for holder in schemas for name, schema in holder.get("properties", {}).items()]
    parameters = [parameter for operation in contract.operations.values() for parameter in operation.parameters]
    steps = {
        step
        for operation in contract.operations.values()
        for step in operation.path.split("/")
        if not step.startswith("{")
    }
    return Vocabulary(
        names=frozenset(name for name, _ in fields),
        numbers=frozenset(name for name, schema in fields if {"integer", "number"} & set(types_of(schema))),
        sums=frozenset(name for name, schema in fields if schema.get("format") == "int64"),
        moments=frozenset(name for name, schema in fields if schema.get("format") in ("date", "date-time")),
        sensitive=frozenset(name for name, schema in fields if "x-sensitive" in schema),
        opaque=frozenset({contract.name("metadata"), contract.name("errors"), contract.name("older_errors")}),
        words=frozenset(_words(schemas)),
        steps=frozenset({*steps, "v1"}),
        parameters=frozenset(parameter.name for parameter in parameters),
        counts=frozenset(
            parameter.name
            for parameter in parameters
            if "integer" in types_of(contract.followed(parameter.fact).schema)
        ),
    )


def _words(schemas: list[Document]) -> Iterator[str]:
    for schema in schemas:
        yield from (str(word) for word in (*schema.get("enum", ()), *schema.get("x-extensible-enum", ())))


def _schemas(value: Json) -> Iterator[Document]:
    """Every object below a value, schemas among them."""
    if is_object(value):
        yield value
        for item in value.values():
            yield from _schemas(item)
    elif is_array(value):
        for item in value:
            yield from _schemas(item)
