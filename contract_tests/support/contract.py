"""The contract as the tests of the client read it: `generated/openapi.json`, and nothing that was made from it."""

from __future__ import annotations

import copy
import json
import keyword
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, Self, TypeAlias

from jsonschema_rs import Draft202012Validator, Registry

from support.json_values import Json

Schema: TypeAlias = Mapping[str, Any]

DOCUMENT: Final = Path(__file__).parents[2] / "generated/openapi.json"
_ADDRESS: Final = "urn:contract"


@dataclass(frozen=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    location: Literal["path", "query", "header"]
    required: bool
    schema: Schema


class PromisedBody(NamedTuple):
    """A status, and the schema of the body that comes with it."""

    status: int
    schema: Schema


@dataclass(frozen=True)
class Operation:
    """One operation, with every reference but those of schemas resolved."""

    id: str
    tag: str
    method: str
    path: str
    server: str
    security: frozenset[str]
    parameters: tuple[Parameter, ...]
    body: Schema | None
    body_required: bool
    replies: Mapping[str, Schema | None]
    is_idempotent: bool = True
    """Whether sending it twice does what sending it once does: by its method, unless it is marked otherwise."""

    @property
    def method_name(self) -> str:
        """The name of its Python method."""
        return self.id.removeprefix(f"{self.tag}_")

    @property
    def promised_body(self) -> PromisedBody:
        """The body of its success; raises `StopIteration` where the contract promises none."""
        found = ((status, schema) for status, schema in self.replies.items() if status[0] == "2" and schema)
        return next(PromisedBody(int(status.replace("XX", "00")), schema) for status, schema in found)

    def parameters_in(self, location: str) -> tuple[Parameter, ...]:
        """Those of its parameters that stand in the path, the query or the headers."""
        return tuple(parameter for parameter in self.parameters if parameter.location == location)


class Contract:
    """The bundled document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document: Final = document
        self.schemas: Final[dict[str, Schema]] = document["components"]["schemas"]
        self.operations: Final = {operation.id: operation for operation in self._operations()}
        self._registry: Final = Registry([(_ADDRESS, {"components": {"schemas": self.schemas}})])
        self._validators: Final[dict[str, Draft202012Validator]] = {}

    @classmethod
    def load(cls) -> Self:
        """The contract from which the client was generated."""
        return cls(json.loads(DOCUMENT.read_text(encoding="utf-8")))

    def resolve(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a reference refers to; anything else is itself."""
        if "$ref" not in value:
            return value
        kind, name = str(value["$ref"]).removeprefix("#/components/").split("/")
        found: Mapping[str, Any] = self.document["components"][kind][name]
        return found

    def example(self, name: str) -> dict[str, Json]:
        """The value of an example; it may be changed."""
        value: dict[str, Json] = copy.deepcopy(self.document["components"]["examples"][name]["value"])
        return value

    def validator(self, schema: Schema) -> Draft202012Validator:
        """The validator of a schema, which asserts formats; each is compiled once."""
        text = json.dumps(schema).replace('"#/components', f'"{_ADDRESS}#/components')
        if text not in self._validators:
            compiled = Draft202012Validator(json.loads(text), registry=self._registry, validate_formats=True)
            self._validators[text] = compiled
        return self._validators[text]

    def allows(self, schema: Schema, value: Json) -> bool:
        """Whether a value keeps to a schema."""
        return self.validator(schema).is_valid(value)

    def complaints(self, schema: Schema, value: Json) -> list[str]:
        """What a schema has to say against a value."""
        return [error.message for error in self.validator(schema).iter_errors(value)]

    @property
    def deliveries(self) -> dict[str, Schema]:
        """The schema of what is delivered, by the name of the event."""
        events = {name: item["post"]["requestBody"] for name, item in self.document["webhooks"].items()}
        return {name: schema for name, body in events.items() if (schema := _schema_of(body))}

    def bodies(self) -> Iterator[tuple[Schema, Mapping[str, Any]]]:
        """The schema of every body that is sent, answered or delivered, with what else the contract says of it."""
        items = [*self.document["paths"].values(), *self.document["webhooks"].values()]
        for raw in (raw for item in items for raw in item.values()):
            for holder in (raw.get("requestBody", {}), *raw["responses"].values()):
                for media in self.resolve(holder).get("content", {}).values():
                    yield media["schema"], media

    def _operations(self) -> Iterator[Operation]:
        for path, item in self.document["paths"].items():
            for method, raw in item.items():
                yield self._operation(path, method.upper(), raw)

    def _operation(self, path: str, method: str, raw: Mapping[str, Any]) -> Operation:
        [security] = raw.get("security", self.document["security"])
        body = raw.get("requestBody", {})
        return Operation(
            id=raw["operationId"],
            tag=raw["tags"][0],
            method=method,
            path=path,
            server=raw.get("servers", self.document["servers"])[0]["url"],
            security=frozenset(security),
            parameters=tuple(self._parameter(parameter) for parameter in raw.get("parameters", ())),
            body=_schema_of(body),
            body_required=body.get("required", False),
            replies={status: _schema_of(self.resolve(reply)) for status, reply in raw["responses"].items()},
            is_idempotent=method != "POST" and raw.get("x-idempotent", True),
        )

    def _parameter(self, raw: Mapping[str, Any]) -> Parameter:
        found = self.resolve(raw)
        return Parameter(found["name"], found["in"], found.get("required", False), found["schema"])


def attribute_of(wire_name: str) -> str:
    """The Python name of a wire name: `filter[status]` is `filter_status`, `re-enrollment` is `re_enrollment`."""
    name = "_".join(re.findall(r"[a-z0-9_]+", wire_name.lower()))
    return name + "_" * keyword.iskeyword(name)


def component_of(reference: Schema) -> str:
    """The name of the component to which a reference refers."""
    return str(reference["$ref"]).rpartition("/")[2]


def _schema_of(holder: Mapping[str, Any]) -> Schema | None:
    found: Schema | None = holder.get("content", {}).get("application/json", {}).get("schema")
    return found
