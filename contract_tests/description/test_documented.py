"""Do the bodies that official pages print, with every value that names somebody replaced, fit the contract?"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import bundle
import ledgers
from rules import Description
from rules.examples import Validator
from values import mapping

if TYPE_CHECKING:
    from rules.description import Node

TREE: Final = Path(bundle.__file__).parents[1]
FOLDER: Final = TREE / "contract_tests/documented"
LEDGER: Final = TREE / "contract_tests/ledgers/documented_bodies.txt"
INDEX: Final[dict[str, dict[str, Any]]] = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))


@cache
def contract() -> Description:
    return Description(bundle.bundle(TREE / "openapi"))


@cache
def validator() -> Validator:
    return Validator(contract().document)


def shape(path: str) -> str:
    """Return a path without the names of its ids, which pages spell as they like."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def operation_of(entry: dict[str, Any]) -> Node:
    wanted = f"{entry['method'].lower()} {shape(entry['path'])}"
    for path in contract().root.children("paths"):
        for method in path.value:
            if f"{method} {shape(path.name)}" == wanted:
                return path.child(method)
    raise LookupError(wanted)


def schemas_of(file: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the schemas of which the body must fit one."""
    entry = INDEX[file]
    if entry["path"] == "(any)":
        return [{"$ref": "#/components/schemas/ErrorReply"}]
    if entry["kind"] == "webhook":
        event = contract().root.child("webhooks").child(body["event"]["type"]).child("post")
        return schemas_in(event.child("requestBody"))
    operation = operation_of(entry)
    if entry["kind"] == "request":
        return schemas_in(operation.child("requestBody"))
    replies = [reply for reply in operation.children("responses") if reply.name.startswith("2")]
    return [found for reply in replies for found in schemas_in(reply)]


def schemas_in(holder: Node) -> list[dict[str, Any]]:
    return [mapping(body.value["schema"]) for body in holder.children("content")]


def complaints(file: str) -> list[str]:
    """Return what the best fitting schema has to say against the body."""
    body = json.loads((FOLDER / file).read_text(encoding="utf-8"))
    attempts = [list(validator().complaints(schema, body)) for schema in schemas_of(file, body)]
    return min(attempts, key=len) if attempts else ["no schema describes this body"]


def excused() -> set[str]:
    return {row[0] for row in ledgers.read(LEDGER, columns=2)}


@pytest.mark.parametrize("file", sorted(INDEX))
def test_a_documented_body_fits_the_contract_or_stands_in_the_ledger(file: str) -> None:
    found = complaints(file)
    assert bool(found) is (file in excused()), found or f"{file} fits now; delete its line from the ledger."


def test_every_documented_body_is_listed_and_every_listed_one_is_there() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} - {"index.json"} == set(INDEX)


def test_the_ledger_of_documented_bodies_names_only_bodies() -> None:
    assert excused() <= set(INDEX)


def test_a_body_that_is_bent_no_longer_fits() -> None:
    body = json.loads((FOLDER / "payments.get.response.200.json").read_text(encoding="utf-8"))
    schema = schemas_of("payments.get.response.200.json", body)[0]
    assert list(validator().complaints(schema, body)) == []
    for name in body:
        assert list(validator().complaints(schema, {key: value for key, value in body.items() if key != name})), name
    assert list(validator().complaints(schema, {**body, "surprise": 1}))
    assert list(validator().complaints(schema, {**body, "created_at": "yesterday"}))
