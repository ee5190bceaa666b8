"""Lays the files of a description together into one document.

A reference to `components/<kind>/<Name>.yaml` becomes `#/components/<kind>/<Name>`; paths stand where
`openapi.yaml` refers to them; the events of each webhook file are laid side by side. Only what is
reached is taken along, and a file that is not reached is a mistake. The same input gives the same bytes.
A folder of `openapi/` with an `openapi.yaml` of its own, such as `sandbox/`, is another description: it becomes
`generated/sandbox.json`. `openapi/released/` holds the bundles of released versions, and is no part of the description.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onepay_contract.bundling.references import BundleError, Collector, descriptions_within, operations
from onepay_contract.bundling.sources import Position, Problem
from onepay_core.json_values import JsonObject, mapping, unescape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "Bundle",
    "BundleError",
    "Position",
    "Problem",
    "bundle",
    "method_list",
    "operations_index",
    "read_bundle",
    "texts",
]


@dataclass(frozen=True, slots=True)
class Bundle:
    """The description in one document; `positions` leads from its JSON pointers to the files."""

    document: JsonObject
    positions: dict[str, Position]

    def locate(self, pointer: str) -> Position:
        """Return where `pointer`, or the nearest thing around it, is written."""
        while pointer and pointer not in self.positions:
            pointer = pointer.rpartition("/")[0]
        return self.positions[pointer]


def bundle(root: Path) -> JsonObject:
    """Return the description under `root` as one OpenAPI document.

    Raises `BundleError`, which carries every problem that was found.
    """
    return read_bundle(root).document


def read_bundle(root: Path) -> Bundle:
    """Return the same document as `bundle`, with the position of everything in it."""
    collector = Collector(root)
    document = collector.collect()
    problems = [*collector.problems, *_id_problems(document, collector.positions)]
    if problems:
        raise BundleError(problems)
    return Bundle(document, collector.positions)


def operations_index(document: JsonObject) -> str:
    """Return one sorted line per operation: operationId, method, path, evidence, in columns."""
    rows = sorted(
        (str(operation["operationId"]), method.upper(), path, str(operation.get("x-evidence", "unknown")))
        for path, method, operation in _requests(document)
    )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join("  ".join(map(str.ljust, row, widths)).rstrip() + "\n" for row in rows)


def method_list(document: JsonObject) -> str:
    """Return the text of `generated/api.md`: every method of the client with its path, by tag."""
    lines = ["# Every method", "", "`client` is an `OnePay`, or an `AsyncOnePay`, whose methods are awaited."]
    tags: dict[str, list[str]] = {}
    for path, method, operation in _requests(document):
        (tag,) = operation["tags"]
        name = f"client.{tag}.{operation['operationId'].removeprefix(f'{tag}_')}"
        source = f"../openapi/paths/{path.strip('/').replace('/', '_')}.yaml"
        request, evidence = f"`{method.upper()} {path}`", operation.get("x-evidence", "unknown")
        tags.setdefault(tag, []).append(f"- [`{name}`]({source}): {request}, {evidence}")
    for tag, methods in sorted(tags.items()):
        lines += ["", f"## {tag}", "", *sorted(methods)]
    return "\n".join([*lines, ""])


def to_json(document: JsonObject) -> str:
    """Return the text of `generated/openapi.json`."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def texts(root: Path, document: JsonObject) -> dict[str, str]:
    """Return the files that the description at `root`, which is `document`, and those within it become, by name."""
    within = {f"{folder.name}.json": to_json(bundle(folder)) for folder in descriptions_within(root)}
    bundled = to_json(document)
    return {
        "openapi.json": bundled,
        "operations.txt": operations_index(document),
        "api.md": method_list(document),
        "OPENAPI_VERSION": version_text(document, bundled),
        **within,
    }


def version_text(document: JsonObject, bundled: str) -> str:
    """Return the text of `generated/OPENAPI_VERSION`: the contract's version, and the digest of its bundle."""
    version = mapping(document.get("info")).get("version", "unknown")
    return f"version: {version}\nsha256: {hashlib.sha256(bundled.encode()).hexdigest()}\n"


def _requests(document: JsonObject) -> Iterator[tuple[str, str, JsonObject]]:
    for pointer, operation in operations(document):
        _, section, path, method = pointer.split("/")
        if section == "paths":
            yield unescape(path), method, operation


def _id_problems(document: JsonObject, positions: dict[str, Position]) -> Iterator[Problem]:
    first: dict[str, Position] = {}
    for pointer, operation in operations(document):
        operation_id = operation.get("operationId")
        if not isinstance(operation_id, str):
            yield Problem(positions[pointer], "This operation has no operationId; name it `<tag>_<verb>`.")
            continue
        position = positions[f"{pointer}/operationId"]
        if operation_id in first:
            sentence = f"The operationId `{operation_id}` stands already at {first[operation_id]}; rename one of them."
            yield Problem(position, sentence)
        first.setdefault(operation_id, position)
