"""The checks that may notice a planted mistake in the contract: rules, facts, documented bodies, the generator.

That the bundle is no longer the committed one is noticed of every mistake, so it does not count. Each
check is a function of a description, and most are the tests of `contract_tests/description` themselves,
called without pytest: a fact that is added there is a check here.
"""

from __future__ import annotations

import inspect
import itertools
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NamedTuple

import exceptions
import lint
from codegen.package import write_package
from codegen.views import GenerationError
from mutation.edits import Edit
from mutation.operation_edits import operation_edits
from mutation.schema_edits import schema_edits
from onepay_contract.bundling import read_bundle
from rules import RULES, Description, Rule
from values import Document

_MODULES: Final = ("test_contract", "test_unshown", "test_documented", "test_known_bodies")
_HELPERS: Final = {
    "documented": ("description.documented", "DocumentedBodies"),
    "known": ("description.known_bodies", "KnownBodies"),
}


class Case:
    """One description before its checks, and what the tests ask for by name, made when it is first asked for."""

    def __init__(self, description: Description) -> None:
        self.description: Final = description
        self._fixtures: Final[dict[str, Any]] = {"contract": description}

    def fixture(self, name: str) -> Any:
        """What a test calls by this name."""
        if name not in self._fixtures:
            module, helper = _HELPERS[name]
            self._fixtures[name] = getattr(import_module(module), helper)(self.description)
        return self._fixtures[name]


class Check(NamedTuple):
    """One who says whether a description has a mistake in it."""

    name: str
    notices: Callable[[Case], bool]


def checks(known_breaches: Path) -> list[Check]:
    """All checks, those first that are quick; `known_breaches` holds the breaches of rules that are known."""
    known = {(rule, pointer) for rule, pointer, _ in exceptions.read(known_breaches, columns=3)}
    return [
        *(Check(rule.__name__, _breaks(rule, known)) for rule in RULES),
        *(check for name in _MODULES for check in checks_of(import_module(f"description.{name}"))),
        Check("openapi-spec-validator", _is_invalid),
        Check("the generator", _cannot_be_generated),
    ]


class ContractSuite:
    """Judges the mistakes in the contract under `root`."""

    area = "contract"

    def __init__(self, root: Path) -> None:
        """Bundle the contract, and collect the checks."""
        self._right: Final = read_bundle(root / "openapi")
        self._checks: Final = checks(root / "contract_tests/exceptions/lint.txt")

    def mutants(self) -> list[Edit]:
        """Every mistake that we know to make in the contract."""
        whole = self._description(self._right.document)
        return [*schema_edits(whole), *operation_edits(whole)]

    def group(self, mutant: Edit) -> str:
        """The kind of the mistake."""
        return mutant.kind

    def killed_by(self, mutant: Edit | None) -> str | None:
        """The name of the first check that notices a mistake; None when all are content."""
        document = mutant.applied(self._right.document) if mutant else self._right.document
        case = Case(self._description(document))
        return next((check.name for check in self._checks if check.notices(case)), None)

    def _description(self, document: Document) -> Description:
        return Description(document, self._right.positions)


def checks_of(module: ModuleType) -> Iterator[Check]:
    """The tests of a module that are about the contract, and about nothing else but their own parameters."""
    for name, test in vars(module).items():
        if name.startswith("test_") and (fixtures := _fixtures_of(test)):
            yield Check(name, _fails(test, fixtures))


def _breaks(rule: Rule, known: set[tuple[str, str]]) -> Callable[[Case], bool]:
    return lambda case: any((finding.rule, finding.pointer) not in known for finding in rule(case.description))


def _fails(test: Any, fixtures: set[str]) -> Callable[[Case], bool]:
    def notices(case: Case) -> bool:
        try:
            made = {name: case.fixture(name) for name in fixtures}
            for arguments in _cases(test):
                test(**made, **arguments)
        except Exception:  # noqa: BLE001 - whatever a test raises, it has noticed
            return True
        return False

    return notices


def _fixtures_of(test: Any) -> set[str]:
    """The fixtures of a test, when all of them can be made of a description."""
    wanted = set(inspect.signature(test).parameters) - {name for case in _cases(test) for name in case}
    return wanted if wanted <= {"contract", *_HELPERS} else set()


def _cases(test: Any) -> Iterator[dict[str, Any]]:
    """The arguments of each case of a parametrized test."""
    marks = [mark.args for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    for chosen in itertools.product(*(_rows(*arguments) for arguments in marks)):
        yield {name: value for row in chosen for name, value in row.items()}


def _rows(names: str | tuple[str, ...], values: Any) -> list[dict[str, Any]]:
    if isinstance(names, str):
        return [{names: value} for value in values]
    return [dict(zip(names, row, strict=True)) for row in values]


def _is_invalid(case: Case) -> bool:
    return any(lint.invalidities(case.description))


def _cannot_be_generated(case: Case) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            write_package(case.description.document, Path(folder) / "package")
        except GenerationError:
            return True
    return False
