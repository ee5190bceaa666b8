"""Planted mistakes in Python code: one small change of its syntax tree at a time.

Left alone is what no run can show: annotations, docstrings, the words of messages, and what only type
checkers read.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from values import items

_SWAPS: Final[dict[type[ast.AST], type[ast.AST]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Continue: ast.Break,
}
_UNSEEN_FIELDS: Final = frozenset({"annotation", "returns", "decorator_list", "type_params", "bases", "format_spec"})
_UNSEEN_NODES: Final = (ast.Import, ast.ImportFrom, ast.JoinedStr)
_UNSEEN_CALLS: Final = frozenset({"TypeVar", "cast"})
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class CodeMutant:
    """One mistake in a module; `place` and `change` name it whatever lines it stands in, `number` finds it."""

    module: str
    place: str
    change: str
    number: int

    def __str__(self) -> str:
        return f"{self.place}  {self.change}"

    def mutated(self, source: str) -> str:
        """The source of its module with the mistake in it."""
        tree = ast.parse(source)
        site, other = next(islice(_mutations(tree), self.number, None))
        site.put(other)
        return ast.unparse(tree)


@dataclass(slots=True)
class _Site:
    """A child of a node that can be replaced, and put back."""

    parent: ast.AST
    field: str
    index: int | None
    child: ast.AST
    scope: tuple[str, ...]

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def code_mutants(source: str, module: str) -> Iterator[CodeMutant]:
    """Every single mistake that we know to make in a module."""
    occurrences: Counter[tuple[str, str]] = Counter()
    for number, (site, other) in enumerate(_mutations(ast.parse(source))):
        place, change = ".".join((module, *site.scope)), _change(site, other)
        occurrences[place, change] += 1
        nth = occurrences[place, change]
        yield CodeMutant(module, place, change + (f" (no. {nth})" if nth > 1 else ""), number)


def _mutations(tree: ast.AST) -> Iterator[tuple[_Site, ast.AST]]:
    return ((site, other) for site in _sites(tree, ()) for other in _others(site))


def _sites(node: ast.AST, scope: tuple[str, ...]) -> Iterator[_Site]:
    for field, number, child in _children(node):
        if not _unseen(child, scope):
            yield _Site(node, field, number, child, scope)
            yield from _sites(child, _inner_scope(child, scope))


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if field in _UNSEEN_FIELDS:
            continue
        if isinstance(value, ast.AST):
            yield field, None, value
        for number, child in enumerate(items(value)):
            if isinstance(child, ast.AST):
                yield field, number, child


def _unseen(node: ast.AST, scope: tuple[str, ...]) -> bool:
    """Whether no run can show what is inside: words for people, and types."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in _UNSEEN_CALLS
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) in ("__all__", "__slots__")
    return isinstance(node, _UNSEEN_NODES) or (isinstance(node, ast.Subscript) and not scope)


def _inner_scope(node: ast.AST, scope: tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return (*scope, node.name)
    return scope


def _others(site: _Site) -> Iterator[ast.AST]:
    """What may stand in the place of a child."""
    child = site.child
    if type(child) in _SWAPS:
        yield _SWAPS[type(child)]()
    elif isinstance(child, ast.Constant):
        yield from _other_constants(child.value)
    elif isinstance(child, ast.UnaryOp) and isinstance(child.op, ast.Not):
        yield child.operand
    elif isinstance(child, ast.expr) and _is_plain_condition(site):
        yield ast.UnaryOp(ast.Not(), child)
    elif isinstance(child, ast.stmt):
        yield from _other_statements(child)


def _other_constants(value: object) -> Iterator[ast.Constant]:
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
    elif isinstance(value, str) and " " not in value:
        yield ast.Constant(f"{value}!")


def _other_statements(statement: ast.stmt) -> Iterator[ast.stmt]:
    if isinstance(statement, ast.Raise) or _is_call(statement):
        yield ast.Pass()
    elif isinstance(statement, ast.Return) and ast.unparse(statement) not in ("return", "return None"):
        yield ast.Return(ast.Constant(None))


def _is_call(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)


def _is_plain_condition(site: _Site) -> bool:
    """A condition without an operator of its own to be turned round."""
    holds = site.field == "test" or (site.field == "ifs" and isinstance(site.parent, ast.comprehension))
    return holds and not isinstance(site.child, ast.Compare | ast.BoolOp | ast.UnaryOp)


def _change(site: _Site, other: ast.AST) -> str:
    """The mistake in words."""
    if isinstance(other, ast.operator | ast.boolop | ast.cmpop):
        return f"{type(site.child).__name__} to {type(other).__name__} in {_short(site.parent)}"
    return f"{_short(site.child)} to {_short(other)}"


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
