"""The command that judges tests by planted mistakes judges them rightly."""

from __future__ import annotations

import ast
import copy
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import pytest

import exceptions
import mutants
from mutation.code_edits import code_mutants
from mutation.code_suite import SELECTIONS, CodeSuite, mistakes
from mutation.contract_suite import Case, ContractSuite, checks_of
from mutation.edits import Edit, put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from generation.contract import Contract
    from rules import Description

CLIP: Final = '''
"""A module."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LIMIT = 3


def clip(number: int, words: "Sequence[str]") -> int:
    """Cut a number."""
    if number > LIMIT and words:
        raise ValueError(f"{number} is too much")
    words.clear()
    return number + 1
'''
MISTAKES_IN_CLIP: Final = [
    "clip  3 to 4",
    "clip.clip  And to Or in number > LIMIT and words",
    "clip.clip  Gt to GtE in number > LIMIT",
    "clip.clip  raise ValueError(f'{number} is too much') to pass",
    "clip.clip  words.clear() to pass",
    "clip.clip  return number + 1 to return None",
    "clip.clip  Add to Sub in number + 1",
    "clip.clip  1 to 2",
]
ALONE: Final = ["--disable-plugin-autoload", "contract_tests/test_clip.py"]
NOTICED: Final = {
    "drop a property  /components/schemas/Payment/properties/amount",
    "release a field  /components/schemas/Charge/required/status",
    "change a type  /components/schemas/Payment/properties/amount/type/integer",
    "allow null  /components/schemas/Payment/properties/title",
    "drop an enum value  /components/schemas/CashoutStatus/enum/processed",
    "close an enum  /components/schemas/DeclineCode",
    "drop a constraint  /components/schemas/InvoiceUpdate/properties/amount/minimum",
    "open an object  /components/schemas/Cashout",
    "drop a mark  /components/schemas/CardCreate/properties/card_number/x-sensitive",
    "respell a path  /paths/~1cashouts",
    "change a method  /paths/~1cashouts/post",
    "rename an operation  /paths/~1cashouts/post/operationId",
    "change the keys  /paths/~1cards/post/security",
    "change a server  /paths/~1cards/post/servers",
    "drop a parameter  /paths/~1cashouts/post/parameters/IdempotencyKey",
    "change a status  /paths/~1cashouts/post/responses/422",
    "respell an event  /webhooks/payment.approved",
}


@pytest.fixture(scope="module")
def suite() -> ContractSuite:
    return ContractSuite(mutants.ROOT)


@pytest.fixture(scope="module")
def edits(suite: ContractSuite) -> dict[str, Edit]:
    return {str(edit): edit for edit in suite.mutants()}


def test_every_mistake_in_the_contract_has_a_name_of_its_own(suite: ContractSuite, edits: dict[str, Edit]) -> None:
    assert len(suite.mutants()) == len(edits) > 5000


def test_each_kind_of_mistake_changes_only_a_copy(contract: Contract, edits: dict[str, Edit]) -> None:
    document, original = dict(contract.document), copy.deepcopy(contract.document)
    one_of_each = {edit.kind: edit for edit in edits.values()}

    assert len(one_of_each) > 35
    assert all(edit.applied(document) != original for edit in one_of_each.values())
    assert document == original


def test_nobody_objects_to_the_contract_as_it_is(suite: ContractSuite) -> None:
    assert suite.killed_by(None) is None


@pytest.mark.parametrize("name", sorted(NOTICED))
def test_a_mistake_that_must_be_noticed_is_noticed(suite: ContractSuite, edits: dict[str, Edit], name: str) -> None:
    assert suite.killed_by(edits[name])


def test_a_change_without_meaning_survives(suite: ContractSuite) -> None:
    reworded = Edit("reword", "/info/title", "/info", put("title", "Payments, as OnePay documents them"))

    assert suite.killed_by(reworded) is None


def test_only_tests_of_the_contract_are_checks() -> None:
    def test_the_title_is_short(contract: Description) -> None:
        assert len(contract.document["title"]) < 10

    @pytest.mark.parametrize("letter", ["a", "b"])
    def test_the_title_has_no_such_letter(contract: Description, letter: str) -> None:
        assert letter not in contract.document["title"]

    def test_something_on_disk(tmp_path: Path, contract: Description) -> None:
        raise AssertionError((tmp_path, contract))

    module = _module(test_the_title_is_short, test_the_title_has_no_such_letter, test_something_on_disk)
    checks = {check.name: check.notices for check in checks_of(module)}

    assert set(checks) == {"test_the_title_is_short", "test_the_title_has_no_such_letter"}
    assert [notices(_case("short")) for notices in checks.values()] == [False, False]
    assert [notices(_case("b is there")) for notices in checks.values()] == [True, True]


def test_a_module_is_mutated_in_each_way_once() -> None:
    assert [str(mutant) for mutant in code_mutants(CLIP, "clip")] == MISTAKES_IN_CLIP


def test_every_mistake_in_code_parses_and_differs() -> None:
    sources = {mutant.mutated(CLIP) for mutant in code_mutants(CLIP, "clip")}

    assert len(sources | {ast.unparse(ast.parse(CLIP))}) == len(MISTAKES_IN_CLIP) + 1
    assert all(ast.parse(source) for source in sources)


def test_the_name_of_a_mistake_does_not_depend_on_lines() -> None:
    moved = CLIP.replace("LIMIT = 3", "# A limit.\n\n\nLIMIT = 3")

    assert [str(mutant) for mutant in code_mutants(moved, "clip")] == MISTAKES_IN_CLIP


def test_the_same_mistake_twice_in_one_function_has_two_names() -> None:
    names = [str(mutant) for mutant in code_mutants("def f(a):\n    g(a, 1)\n    h(a, 1)\n", "m")]

    assert names == ["m.f  g(a, 1) to pass", "m.f  1 to 2", "m.f  h(a, 1) to pass", "m.f  1 to 2 (no. 2)"]


def test_every_mistake_in_the_package_has_a_name_of_its_own() -> None:
    found = mistakes(mutants.ROOT)

    assert len({str(mutant) for mutant in found}) == len(found) > 500
    assert {mutant.module for mutant in found} >= {"requests", "decode", "model", "arguments"}


@pytest.fixture
def tiny(tmp_path: Path) -> CodeSuite:
    """A suite over a package of one module, with one test of it."""
    root = tmp_path / "root"
    _write(root / "src/onepay_core/__init__.py", "")
    _write(root / "src/onepay_core/clip.py", CLIP)
    _write(root / "pyproject.toml", '[tool.pytest.ini_options]\npythonpath = ["src"]\n')
    _write(
        root / "contract_tests/test_clip.py",
        "from onepay_core.clip import clip\n\ndef test_it_adds_one():\n    assert clip(1, ['a']) == 2\n",
    )
    (tmp_path / "copy").mkdir()
    return CodeSuite(root, tmp_path / "copy", [ALONE], ["pytest"])


def test_every_selected_test_is_there() -> None:
    files = [name for selection in SELECTIONS for name in selection if name.endswith(".py")]
    assert [name for name in files if not (mutants.ROOT / name).is_file()] == []


def test_only_a_covered_mistake_is_noticed(tiny: CodeSuite) -> None:
    found = {str(mutant): mutant for mutant in tiny.mutants()}

    assert list(found) == MISTAKES_IN_CLIP
    assert tiny.killed_by(None) is None
    assert tiny.killed_by(found["clip.clip  Add to Sub in number + 1"]) == "test_clip.py::test_it_adds_one"
    assert tiny.killed_by(found["clip.clip  words.clear() to pass"]) is None
    assert tiny.killed_by(None) is None, "the module stands in the copy again as it was"


def test_the_list_names_only_mistakes_that_there_are(edits: dict[str, Edit]) -> None:
    known = {"contract": set(edits), "code": {str(mutant) for mutant in mistakes(mutants.ROOT)}}

    for area, place, change, _ in exceptions.read(mutants.KNOWN_SURVIVORS, columns=4):
        assert f"{place}  {change}" in known[area]


def _case(title: str) -> Case:
    description: Any = type("Description", (), {"document": {"title": title}})()
    return Case(description)


def _module(*tests: Callable[..., None]) -> ModuleType:
    module = ModuleType("tests_of_a_title")
    vars(module).update({test.__name__: test for test in tests})
    return module


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
