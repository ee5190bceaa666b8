"""The bodies that official pages print, with every value that names somebody replaced, against the contract."""

from __future__ import annotations

import json
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import exceptions
from onepay_contract import bundling
from rules.examples import Validator
from values import mapping

if TYPE_CHECKING:
    from rules import Description
    from rules.description import Node

TREE: Final = Path(bundling.__file__).parents[3]
FOLDER: Final = TREE / "contract_tests/documented"
LEDGER: Final = TREE / "contract_tests/exceptions/documented_bodies.txt"
INDEX: Final[dict[str, dict[str, Any]]] = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))


def excused() -> set[str]:
    """The bodies that are known not to fit."""
    return {row[0] for row in exceptions.read(LEDGER, columns=2)}


def shape(path: str) -> str:
    """Return a path without the names of its ids, which pages spell as they like."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def schemas_in(holder: Node) -> list[dict[str, Any]]:
    """Return the schemas of a request body or a reply."""
    return [mapping(body.value["schema"]) for body in holder.children("content")]


class DocumentedBodies:
    """The bodies of `contract_tests/documented/`, and what one contract has to say against each."""

    def __init__(self, contract: Description) -> None:
        """Take the contract that they are held against."""
        self.contract: Final = contract

    @cached_property
    def validator(self) -> Validator:
        """The validator of the contract's schemas."""
        return Validator(self.contract.document)

    def body(self, file: str) -> dict[str, Any]:
        """Read one body."""
        found: dict[str, Any] = json.loads((FOLDER / file).read_text(encoding="utf-8"))
        return found

    def complaints(self, file: str) -> list[str]:
        """Return what the best fitting schema has to say against the body."""
        body = self.body(file)
        attempts = [list(self.validator.complaints(schema, body)) for schema in self.schemas_of(file)]
        return min(attempts, key=len) if attempts else ["no schema describes this body"]

    def schemas_of(self, file: str) -> list[dict[str, Any]]:
        """Return the schemas of which the body must fit one."""
        entry = INDEX[file]
        if entry["path"] == "(any)":
            return [{"$ref": "#/components/schemas/ErrorReply"}]
        if entry["kind"] == "webhook":
            events = self.contract.root.child("webhooks")
            return schemas_in(events.child(self.body(file)["event"]["type"]).child("post").child("requestBody"))
        operation = self._operation(entry)
        if entry["kind"] == "request":
            return schemas_in(operation.child("requestBody"))
        replies = [reply for reply in operation.children("responses") if reply.name.startswith("2")]
        return [found for reply in replies for found in schemas_in(reply)]

    def _operation(self, entry: dict[str, Any]) -> Node:
        wanted = f"{entry['method'].lower()} {shape(entry['path'])}"
        for path in self.contract.root.children("paths"):
            for method in path.value:
                if f"{method} {shape(path.name)}" == wanted:
                    return path.child(method)
        raise LookupError(wanted)
