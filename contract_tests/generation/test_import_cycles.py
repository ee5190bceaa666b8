"""No module of ours imports another one that imports it in turn, however far around."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
FOLDERS: Final = ("src", "generated")


def modules(folders: tuple[Path, ...]) -> dict[str, Path]:
    """Every module below these folders, by its dotted name."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in folder.rglob("*.py"):
            parts = path.relative_to(folder).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(name: str, path: Path, known: Mapping[str, Path]) -> set[str]:
    """The modules that a module imports, also inside its functions, but not for type checkers alone."""
    package = name if path.stem == "__init__" else name.rpartition(".")[0]
    found: set[str] = set()
    for node in run_nodes(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = resolve_name("." * node.level + (node.module or ""), package).rstrip(".")
            full = {f"{module}.{alias.name}" for alias in node.names}
            found |= {each if each in known else module for each in full}
    return found & known.keys() - {name}


def run_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree, without those below ``if TYPE_CHECKING:``."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        is_for_checkers = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        waiting += node.orelse if is_for_checkers and isinstance(node, ast.If) else ast.iter_child_nodes(node)


def cycle(*folders: Path) -> list[str]:
    """The modules of one cycle of imports; none where there is no cycle."""
    known = modules(folders)
    try:
        TopologicalSorter({name: imports(name, path, known) for name, path in known.items()}).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_module_imports_itself_in_a_circle() -> None:
    assert len(modules(tuple(ROOT / folder for folder in FOLDERS))) > 300
    assert cycle(*(ROOT / folder for folder in FOLDERS)) == []


@pytest.mark.parametrize(
    "source",
    ["from .second import x", "from . import second", "import package.second", "def f():\n    from .second import x"],
)
def test_a_circle_is_found_wherever_the_import_stands(source: str, tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package/__init__.py").touch()
    (tmp_path / "package/first.py").write_text(source, encoding="utf-8")
    (tmp_path / "package/second.py").write_text("from package import first", encoding="utf-8")

    assert set(cycle(tmp_path)) == {"package.first", "package.second"}


def test_an_import_for_type_checkers_makes_no_circle(tmp_path: Path) -> None:
    (tmp_path / "first.py").write_text("if TYPE_CHECKING:\n    import second", encoding="utf-8")
    (tmp_path / "second.py").write_text("import first", encoding="utf-8")

    assert cycle(tmp_path) == []
