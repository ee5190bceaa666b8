"""Hold the description against the rules of the style guide, and name each breach with its file and line.

    python scripts/lint.py

The rules are functions in `scripts/rules/`. Known exceptions stand in a file, one line each (rule,
JSON pointer in the bundled description, reason); an exception that is no longer needed is a breach too.
"""

from __future__ import annotations

import argparse
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import jsonschema_rs
from openapi_spec_validator import OpenAPIV31SpecValidator

import exceptions
from onepay_contract.bundling import Bundle, read_bundle
from onepay_contract.bundling.references import BundleError
from onepay_contract.bundling.sources import Position, Problem
from rules import RULES, Description, Finding
from values import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_EXCEPTIONS: Final = Path("contract_tests/exceptions/lint.txt")
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_OUTERMOST: Final = frozenset({"component", "body", "parameter", "header"})


def findings(description: Description) -> Iterator[Finding]:
    """Yield every breach of a rule, exceptions included; the other rules wait until the description is valid."""
    invalid = list(invalidities(description))
    yield from invalid
    if not invalid:
        for rule in RULES:
            yield from rule(description)


def invalidities(description: Description) -> Iterator[Finding]:
    """spec: the description is valid OpenAPI 3.1, and its schemas are valid JSON Schema 2020-12."""
    validator = OpenAPIV31SpecValidator(description.document)
    # Whatever else the validator looks for, it looks for in descriptions of the right shape.
    errors = list(validator.schema_validator.iter_errors(description.document)) or list(validator.iter_errors())
    for error in errors:
        yield Finding("spec", _pointer(error.absolute_path), f"This is not OpenAPI 3.1: {_first_line(error.message)}.")
    dialect = jsonschema_rs.validator_for({"$ref": _DIALECT}, validate_formats=True)
    for schema in description.schemas:
        if schema.place in _OUTERMOST:
            found = {(_pointer(error.instance_path), error.message) for error in dialect.iter_errors(schema.value)}
            for pointer, message in sorted(found):
                yield Finding("spec", schema.pointer + pointer, f"This is not JSON Schema: {message}.")


def lint(bundle: Bundle, known: Path = _EXCEPTIONS) -> list[Problem]:
    """Return what is wrong with a bundled description and not a known exception, sorted by place."""
    found = list(findings(Description(bundle.document, bundle.positions)))
    rows = exceptions.read(known, columns=3)
    excused = {(rule, pointer) for rule, pointer, _ in rows}
    problems = [_problem(bundle, finding) for finding in found if (finding.rule, finding.pointer) not in excused]
    met = {(finding.rule, finding.pointer) for finding in found}
    if "spec" not in {finding.rule for finding in found}:
        problems += [_unused(known, row) for row in rows if row[:2] not in met]
    return sorted(set(problems))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python scripts/lint.py", description="Lint the description.")
    parser.add_argument("--root", type=Path, default=Path("openapi"), help="the description (default: openapi)")
    parser.add_argument("--exceptions", type=Path, default=_EXCEPTIONS, help="the known exceptions")
    options = parser.parse_args(arguments)
    try:
        problems = lint(read_bundle(options.root), options.exceptions)
    except BundleError as error:
        problems = list(error.problems)
    sys.stdout.write(report(problems))
    return int(bool(problems))


def report(problems: Sequence[Problem]) -> str:
    """Return the problems one to a line, grouped by file, and their number."""
    groups = groupby(problems, key=lambda problem: problem.position.file)
    blocks = ["".join(f"{problem}\n" for problem in group) for _, group in groups]
    return "\n".join([*blocks, f"{len(problems)} finding(s)\n"])


def _pointer(steps: Iterable[object]) -> str:
    return "".join(f"/{escape(str(step))}" for step in steps)


def _first_line(message: str) -> str:
    return message.partition("\n")[0].rstrip(".")


def _problem(bundle: Bundle, finding: Finding) -> Problem:
    return Problem(bundle.locate(finding.pointer), f"{finding.rule}: {finding.sentence} ({finding.pointer})")


def _unused(known: Path, row: tuple[str, ...]) -> Problem:
    sentence = f"exceptions: Nothing breaks {row[0]} at `{row[1]}` any more; delete the line."
    return Problem(Position(str(known), 1, 1), sentence)


if __name__ == "__main__":
    raise SystemExit(main())
