"""The client reads what official pages print, and what the contract's own examples show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import exceptions
from onepay_api import Shape, read
from onepay_contract.document import component_name
from support.contract import Contract, Schema, promised_body
from support.sameness import losses

HERE: Final = Path(__file__).parents[1]
FOLDER: Final = HERE / "documented"
LEDGER: Final = HERE / "exceptions/deviations.txt"
INDEX: Final[dict[str, dict[str, Any]]] = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
CONTRACT: Final = Contract.load()
COLUMNS: Final = 4


def without_names(path: str) -> str:
    """A path without the names of its ids, which pages spell as they like."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def schema_of(file: str) -> Schema | None:
    """The schema of a documented body."""
    entry = INDEX[file]
    if entry["path"] == "(any)":
        return {"$ref": "#/components/schemas/ErrorReply"}
    if entry["kind"] == "webhook":
        event = json.loads((FOLDER / file).read_bytes())["event"]["type"]
        return CONTRACT.events[event]
    place = (entry["method"], without_names(entry["path"]))
    operation = next(o for o in CONTRACT.operations.values() if (o.method, without_names(o.path)) == place)
    return operation.body_schema if entry["kind"] == "request" else promised_body(operation).schema


def type_of(schema: Schema | None) -> Any:
    """The class that the client has for a schema."""
    assert schema is not None
    return Shape(component_name(schema.get("items", schema)), many="items" in schema).type


def excused(file: str) -> set[tuple[str, str]]:
    return {(pointer, kind) for name, pointer, kind, _ in exceptions.read(LEDGER, COLUMNS) if name == file}


def examples() -> Iterator[Any]:
    """Every example of a body in the contract, with the class that reads it."""
    for schema, holder in CONTRACT.bodies():
        for name, example in holder.get("examples", {}).items():
            body = CONTRACT.dereferenced(example)["value"]
            yield pytest.param(schema, body, id=f"{component_name(schema.get('items', schema))}-{name}")


@pytest.mark.parametrize("file", sorted(INDEX))
def test_a_documented_body_is_read_whole_without_deviations(file: str) -> None:
    content = (FOLDER / file).read_bytes()
    reading = read(content, type_of(schema_of(file)))
    assert {(deviation.pointer, deviation.kind.value) for deviation in reading.deviations} == excused(file)
    assert losses(reading.value, json.loads(content)) == []


def test_the_ledger_of_deviations_names_only_documented_bodies() -> None:
    assert {row[0] for row in exceptions.read(LEDGER, COLUMNS)} <= set(INDEX)


@pytest.mark.parametrize(("schema", "body"), list(examples()))
def test_an_example_is_read_whole_without_deviations(schema: Schema, body: Any) -> None:
    reading = read(json.dumps(body).encode(), type_of(schema))
    assert reading.deviations == ()
    assert losses(reading.value, body) == []
