"""No two modules of a package import each other, directly or through others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import pytest

SOURCES: Final = Path(__file__).resolve().parents[2] / "src"
PACKAGES: Final = sorted(path.name for path in SOURCES.iterdir() if (path / "__init__.py").exists())


@pytest.mark.parametrize("package", PACKAGES)
def test_package_has_no_import_cycle(package: str) -> None:
    modules = _modules(SOURCES / package)
    TopologicalSorter({name: set(_imported(name, path, modules)) for name, path in modules.items()}).prepare()


def test_cycle_is_found(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    sources = {"__init__": "", "a": "from p import b", "b": "from p.c import x", "c": "from .a import y"}
    for name, text in sources.items():
        (tmp_path / "p" / f"{name}.py").write_text(text, encoding="utf-8")
    modules = _modules(tmp_path / "p")
    with pytest.raises(CycleError):
        TopologicalSorter({name: set(_imported(name, path, modules)) for name, path in modules.items()}).prepare()


def _modules(folder: Path) -> dict[str, Path]:
    """The modules of a package by their dotted names."""
    paths = {".".join(path.relative_to(folder.parent).with_suffix("").parts): path for path in folder.rglob("*.py")}
    return {name.removesuffix(".__init__"): path for name, path in paths.items()}


def _imported(name: str, path: Path, modules: dict[str, Path]) -> Iterator[str]:
    """The other modules that a module imports when it is loaded, and not those of a function or for type checkers."""
    home = name if path.stem == "__init__" else name.rpartition(".")[0]
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            above = home.split(".")[: len(home.split(".")) + 1 - node.level] if node.level else []
            module = ".".join([*above, *(node.module or "").split(".")]).rstrip(".")
            for alias in node.names:
                imported = f"{module}.{alias.name}"
                found = imported if imported in modules else module
                if found in modules and found != name:
                    yield found
