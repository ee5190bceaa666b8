"""Every public name of `onepay_client` is there, documented, and used in a test."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

import onepay_client

TREE: Final = Path(__file__).parents[2]
MODULES: Final = (
    "onepay_client",
    "onepay_client.errors",
    "onepay_client.money",
    "onepay_client.outcomes",
    "onepay_client.webhooks",
)
NAMES: Final = [(module, name) for module in MODULES for name in importlib.import_module(module).__all__]
PACKAGE: Final = importlib.import_module("onepay_client")
every_name: Final = pytest.mark.parametrize(("module", "name"), NAMES, ids=[f"{m}.{n}" for m, n in NAMES])

_WORD: Final = re.compile(r"\w+")


def sources_with(name: str, value: Any) -> list[str]:
    """The texts of the modules in which a name may be assigned."""
    owner = inspect.getmodule(value)
    files = [Path(str(owner.__file__))] if owner is not None and owner.__file__ else []
    files += [*(TREE / "src/onepay_client").rglob("*.py"), *(TREE / "generated/onepay_api").glob("*.py")]
    return [
        text
        for text in (file.read_text(encoding="utf-8") for file in files)
        if re.search(rf"^{name}\b", text, re.MULTILINE)
    ]


def documented_constant(name: str, text: str) -> bool:
    """Whether a string stands below the assignment of a name, as editors show it."""
    body = ast.parse(text).body
    for statement, following in pairwise(body):
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        named = any(isinstance(target, ast.Name) and target.id == name for target in targets)
        if named and isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            return isinstance(following.value.value, str)
    return False


@every_name
def test_every_public_name_is_there_and_documented(module: str, name: str) -> None:
    value = getattr(importlib.import_module(module), name)
    if value is onepay_client.UNSET:
        value = onepay_client.Unset
    if inspect.isclass(value) or inspect.isfunction(value) or isinstance(value, ModuleType):
        assert (value.__doc__ or "").strip(), f"{module}.{name} has no docstring"
        return
    assert any(documented_constant(name, text) for text in sources_with(name, value)), f"{module}.{name} says nothing"


@every_name
def test_every_public_method_is_documented(module: str, name: str) -> None:
    value = getattr(importlib.import_module(module), name)
    members: dict[str, Any] = (
        dict(vars(value)) if inspect.isclass(value) and value.__module__.startswith("onepay") else {}
    )
    bare = [
        member
        for member, found in members.items()
        if not member.startswith("_") and (inspect.isfunction(found) or isinstance(found, property | classmethod))
        if not (inspect.getdoc(getattr(value, member)) or "").strip()
    ]
    assert bare == []


@pytest.fixture(scope="module")
def words_of_tests() -> frozenset[str]:
    this = Path(__file__)
    files = [file for file in (TREE / "contract_tests").rglob("*.py") if file != this]
    return frozenset(word for file in files for word in _WORD.findall(file.read_text(encoding="utf-8")))


@every_name
def test_every_public_name_is_used_in_a_test(module: str, name: str, words_of_tests: frozenset[str]) -> None:
    assert name in words_of_tests, f"no test uses {module}.{name}"


def test_the_package_shows_exactly_what_it_exports() -> None:
    assert set(PACKAGE.__all__) <= set(dir(onepay_client))
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = PACKAGE.no_such_name


@pytest.mark.parametrize(
    "package",
    ["onepay_client", "onepay_client.payouts", "onepay_client.reconciliation", "onepay_client.webhooks"],
)
def test_the_table_names_what_each_module_exports(package: str) -> None:
    for module, names in vars(importlib.import_module(package))["_NAMES"].items():
        exported = importlib.import_module(module, package).__all__
        if module.startswith("."):  # of modules elsewhere, a package shows a part
            assert sorted(names) == sorted(exported), module


def test_importing_the_package_loads_no_late_module() -> None:
    lazy = (
        "httpx",
        "onepay_client.client",
        "onepay_client.webhooks",
        "onepay_client.storage.journals",
        "onepay_api.models",
        "sqlite3",
    )
    code = f"import sys, onepay_client; print([name for name in {lazy} if name in sys.modules])"
    path = f"{TREE / 'src'}:{TREE / 'generated'}"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env={"PYTHONPATH": path}, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert done.stdout.strip() == "[]"
