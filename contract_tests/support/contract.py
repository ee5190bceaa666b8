"""What tests need of the contract beside its one reader: validators, examples, and the bodies that it promises."""

from __future__ import annotations

import copy
import json
import keyword
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, Self, TypeAlias

from jsonschema_rs import Draft202012Validator, Registry

from onepay_contract import document as reader
from onepay_contract.document import SCHEMA_BASE, Operation, portable
from onepay_core.json_values import Document, Json

Schema: TypeAlias = Mapping[str, Any]

DOCUMENT: Final = Path(__file__).parents[2] / "generated/openapi.json"


class PromisedBody(NamedTuple):
    """A status, and the schema of the body that comes with it."""

    status: int
    schema: Schema


class Contract(reader.Contract):
    """The bundled document, with a validator of another hand."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._registry: Final = Registry([(SCHEMA_BASE, {"components": {"schemas": portable({**self.schemas})}})])
        self._validators: Final[dict[str, Draft202012Validator]] = {}

    @classmethod
    def load(cls) -> Self:
        """The contract from which the client was generated."""
        return cls(json.loads(DOCUMENT.read_text(encoding="utf-8")))

    def example(self, name: str) -> dict[str, Json]:
        """The value of an example; it may be changed."""
        value: dict[str, Json] = copy.deepcopy(self.document["components"]["examples"][name]["value"])
        return value

    def validator(self, schema: Schema) -> Draft202012Validator:
        """The validator of a schema, which asserts formats; each is compiled once."""
        text = json.dumps(portable({**schema}))
        if text not in self._validators:
            compiled = Draft202012Validator(json.loads(text), registry=self._registry, validate_formats=True)
            self._validators[text] = compiled
        return self._validators[text]

    def allows(self, schema: Schema, value: Json) -> bool:
        """Whether a value keeps to a schema."""
        return self.validator(schema).is_valid(value)

    def complaints(self, schema: Schema, value: Json) -> list[str]:
        """The messages of a validator about a value."""
        return [error.message for error in self.validator(schema).iter_errors(value)]

    def bodies(self) -> Iterator[tuple[Schema, Mapping[str, Any]]]:
        """The schema of every body that is sent, answered or delivered, with what else the contract says of it."""
        items = [*self.document["paths"].values(), *self.document["webhooks"].values()]
        for raw in (raw for item in items for raw in item.values()):
            for holder in (raw.get("requestBody", {}), *raw["responses"].values()):
                for media in self.dereferenced(holder).get("content", {}).values():
                    yield media["schema"], media


def promised_body(operation: Operation) -> PromisedBody:
    """The body of its success; raises `StopIteration` where the contract promises none."""
    found = ((status, reply.schema) for status, reply in operation.replies.items() if status[0] == "2")
    return next(PromisedBody(int(status.replace("XX", "00")), schema) for status, schema in found if schema)


def attribute_of(wire_name: str) -> str:
    """The Python name of a wire name: `filter[status]` is `filter_status`, `re-enrollment` is `re_enrollment`."""
    name = "_".join(re.findall(r"[a-z0-9_]+", wire_name.lower()))
    return name + "_" * keyword.iskeyword(name)
