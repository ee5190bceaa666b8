"""Check the words of the code: no vague names, no docstring that asks, no test name too long to read.

    python scripts/code_names.py

`VAGUE` are names that say nothing of what they hold. A name is looked at where it is defined: functions, classes,
parameters, variables, attributes and modules.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
WRITTEN_BY_PEOPLE: Final = ("noxfile.py", "src", "scripts", "contract_tests")
VAGUE: Final = frozenset({"told", "seen", "asked", "heard", "say", "meant", "one", "thing"})
LONGEST_TEST_NAME: Final = 60
_QUESTION: Final = re.compile(r"\w\?(\s|$)")


def main(root: Path = ROOT) -> int:
    """Print each problem of a tree with its place.

    Returns:
        1 when there is one, 0 otherwise.
    """
    found = [
        f"{path.relative_to(root)}:{problem}"
        for name in WRITTEN_BY_PEOPLE
        for path in _modules(root / name)
        for problem in problems(path.stem, path.read_text("utf-8"))
    ]
    print(*found, sep="\n", end="\n" if found else "", file=sys.stderr)
    return 1 if found else 0


def _modules(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def problems(module: str, source: str) -> Iterator[str]:
    """A line for each name or docstring of a module that breaks a rule: its line number, and what is wrong."""
    tree = ast.parse(source)
    if module.strip("_") in VAGUE:
        yield f"1: the module is called {module}; name it for its subject"
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            summary = (ast.get_docstring(node) or "").partition("\n\n")[0]
            if _QUESTION.search(summary):
                yield f"{getattr(node, 'lineno', 1)}: the docstring asks; state what it is or does: {summary[:60]!r}"
    for line, name in _defined(tree):
        if name.strip("_") in VAGUE:
            yield f"{line}: {name} says nothing; name it for what it holds or returns"
        if name.startswith("test_") and len(name) > LONGEST_TEST_NAME:
            yield f"{line}: {name} has {len(name)} characters; at most {LONGEST_TEST_NAME}"


def _defined(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr
            case ast.alias(asname=str(name)):
                yield node.lineno, name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.ExceptHandler(name=str(name)):
                yield node.lineno, name
            case _:
                pass


if __name__ == "__main__":
    sys.exit(main())
