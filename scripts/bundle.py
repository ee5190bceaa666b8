"""Bundle `openapi/` into `generated/openapi.json`, and name every mistake with its file and line.

A reference to `components/<kind>/<Name>.yaml` becomes `#/components/<kind>/<Name>`; paths stand where
`openapi.yaml` refers to them; the events of each webhook file are laid side by side. Only what is
reached is taken along, and a file that is not reached is a mistake. The same input gives the same bytes.
A folder of `openapi/` with an `openapi.yaml` of its own, such as `sandbox/`, is another description: it becomes
`generated/sandbox.json`.

    python scripts/bundle.py            writes generated/openapi.json, operations.txt and sandbox.json
    python scripts/bundle.py --check    says whether they are current, and writes nothing
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import files
from references import BundleError, Collector, descriptions_within, operations
from sources import Position, Problem
from values import Document, unescape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMMAND: Final = "python scripts/bundle.py"

__all__ = ["Bundle", "BundleError", "Position", "Problem", "bundle", "operations_index", "read_bundle"]


@dataclass(frozen=True, slots=True)
class Bundle:
    """The description in one document; `positions` leads from its JSON pointers to the files."""

    document: Document
    positions: dict[str, Position]

    def locate(self, pointer: str) -> Position:
        """Return where `pointer`, or the nearest thing around it, is written."""
        while pointer and pointer not in self.positions:
            pointer = pointer.rpartition("/")[0]
        return self.positions[pointer]


def bundle(root: Path) -> Document:
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


def operations_index(document: Document) -> str:
    """Return one sorted line per operation: operationId, method, path, evidence, in columns."""
    rows = sorted(
        (str(operation["operationId"]), method.upper(), path, str(operation.get("x-evidence", "unknown")))
        for path, method, operation in _requests(document)
    )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join("  ".join(map(str.ljust, row, widths)).rstrip() + "\n" for row in rows)


def to_json(document: Document) -> str:
    """Return the text of `generated/openapi.json`."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def texts(root: Path, document: Document) -> dict[str, str]:
    """Return the files that the description at `root`, which is `document`, and those within it become, by name."""
    within = {f"{folder.name}.json": to_json(bundle(folder)) for folder in descriptions_within(root)}
    return {"openapi.json": to_json(document), "operations.txt": operations_index(document), **within}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        written = texts(options.root, bundle(options.root))
    except BundleError as error:
        sys.stderr.write(f"{error}\n{len(error.problems)} problem(s) in {options.root}; nothing was written.\n")
        return 1
    output: Path = options.output
    paths = {output if name == "openapi.json" else output.with_name(name): text for name, text in written.items()}
    return _check(paths) if options.check else _write(paths)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=COMMAND, description="Bundle the description into one document.")
    parser.add_argument("--check", action="store_true", help="only say whether the bundle is current")
    parser.add_argument("--root", type=Path, default=Path("openapi"), help="the description (default: openapi)")
    parser.add_argument("--output", type=Path, default=Path("generated/openapi.json"), help="the file to write")
    return parser


def _check(texts: dict[Path, str]) -> int:
    mismatches = {path: files.mismatch(path, text) for path, text in texts.items()}
    for path, state in mismatches.items():
        if state:
            sys.stderr.write(f"{path} is {state}. Run `{COMMAND}` and commit the result.\n")
    return int(any(mismatches.values()))


def _write(texts: dict[Path, str]) -> int:
    for path, text in texts.items():
        files.write(path, text)
    return 0


def _requests(document: Document) -> Iterator[tuple[str, str, Document]]:
    for pointer, operation in operations(document):
        _, section, path, method = pointer.split("/")
        if section == "paths":
            yield unescape(path), method, operation


def _id_problems(document: Document, positions: dict[str, Position]) -> Iterator[Problem]:
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


if __name__ == "__main__":
    raise SystemExit(main())
