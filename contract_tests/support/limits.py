"""The limits that the contract sets to requests, each with a value on either side of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from onepay_contract.document import Operation
from onepay_core.json_values import Json, is_array
from support.contract import Contract, Schema


@dataclass(frozen=True)
class Limit:
    """One keyword on one field of a body or on one query parameter."""

    operation: Operation
    location: str
    name: str
    keyword: str
    value: Any
    sensitive: bool

    @property
    def pointer(self) -> str:
        """Where a breach of it is reported."""
        return f"/{self.name}" if self.location == "body" else f"/query/{self.name}"

    @property
    def outside(self) -> Json:
        """The nearest value that breaks it."""
        return _OUTSIDE[self.keyword](self.value)

    @property
    def inside(self) -> Json:
        """The last value that keeps it."""
        return _INSIDE[self.keyword](self.value)

    @property
    def rule(self) -> list[Json]:
        """What a person must be told of it."""
        return self.value if is_array(self.value) else [self.value]

    def __str__(self) -> str:
        return f"{self.operation.id}{self.pointer}-{self.keyword}"


def limits_of(contract: Contract) -> Iterator[Limit]:
    """Every limit of every request, the listed values of enums among them."""
    for operation, location, name, schema in fields_of(contract):
        found = contract.dereferenced(schema)
        for keyword in _INSIDE.keys() & found.keys():
            yield Limit(operation, location, name, keyword, found[keyword], "x-sensitive" in schema)


def fields_of(contract: Contract) -> Iterator[tuple[Operation, str, str, Schema]]:
    """Every field of a body, and every query parameter, with its schema."""
    for operation in contract.operations.values():
        for parameter in operation.parameters_in("query"):
            yield operation, "query", parameter.name, parameter.schema
        if operation.body_schema:
            for name, schema in contract.dereferenced(operation.body_schema)["properties"].items():
                yield operation, "body", name, schema


_OUTSIDE: Final[Mapping[str, Callable[[Any], Json]]] = {
    "minimum": lambda limit: limit - 1,
    "maximum": lambda limit: limit + 1,
    "minLength": lambda limit: "ñ" * (limit - 1),
    "maxLength": lambda limit: "ñ" * (limit + 1),
    "minItems": lambda limit: ["payment.approved"] * (limit - 1),
    "enum": lambda _: "brand_new",
    "pattern": lambda _: "no such form",  # every pattern is of telephone numbers and e-mail addresses
}
_INSIDE: Final[Mapping[str, Callable[[Any], Json]]] = {
    "minimum": lambda limit: limit,
    "maximum": lambda limit: limit,
    "minLength": lambda limit: "ñ" * limit,
    "maxLength": lambda limit: "ñ" * limit,
    "minItems": lambda limit: ["payment.approved"] * limit,
    "enum": lambda values: values[-1],
}
