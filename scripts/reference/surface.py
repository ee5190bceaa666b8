"""The public Python names of the hand-written packages, read from their docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from griffe import Docstring, DocstringSection, DocstringSectionKind

MODULES: Final = (
    "onepay_client",
    "onepay_client.webhooks",
    "onepay_client.payouts",
    "onepay_client.reconciliation",
    "onepay_client.money",
    "onepay_sandbox.local",
)
"""The modules whose names people use. The methods of operations have pages of their own."""

_LITERAL_NEXT: Final = re.compile(r"::$", re.MULTILINE)
"""The sign of reStructuredText that a block of code follows; Markdown needs none."""
_FORWARD: Final = re.compile(r"ForwardRef\(([^()]*)\)")
_LONG_DEFAULT: Final = re.compile(r" = (?:CallOptions|<[^>]+>)(?:\([^()]*\))?")


@dataclass(frozen=True, slots=True)
class Name:
    """One public name: what it is called, how it is written, its docstring as Markdown, and its own public names."""

    name: str
    signature: str
    text: str
    members: tuple[Name, ...] = ()


def page_name(module: str) -> str:
    """What the page of a module is called."""
    return f"python_{module.replace('.', '_')}"


def public_names(module: str) -> Iterator[Name]:
    """The public names of a module, in its own order; modules below it have pages of their own."""
    loaded = import_module(module)
    for name in _listed(loaded):
        value = getattr(loaded, name)
        if inspect.isclass(value):
            yield Name(name, _signature(value, name), _markdown(value), tuple(_members(value)))
        elif inspect.isroutine(value):
            yield Name(name, _signature(value, name), _markdown(value))


def _listed(module: ModuleType) -> list[str]:
    names: list[str] = list(getattr(module, "__all__", ()))
    values: dict[str, Any] = vars(module)
    return names or [
        name
        for name, value in values.items()
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
    ]


def _members(owner: type[Any]) -> Iterator[Name]:
    if issubclass(owner, Enum):
        return
    values: dict[str, Any] = dict(vars(owner))
    for name, value in values.items():
        if name.startswith("_"):
            continue
        if isinstance(value, property):
            yield Name(name, name, _markdown(value))
        elif isinstance(value, classmethod | staticmethod) or inspect.isfunction(value):
            yield Name(name, _signature(getattr(owner, name), name), _markdown(getattr(owner, name)))


def _signature(value: Any, name: str) -> str:
    """The signature as Python writes it; an exception or an enum is its name alone."""
    if inspect.isclass(value) and issubclass(value, BaseException | Enum):
        return f"class {name}"
    try:
        text = str(inspect.signature(value))
    except ValueError:  # a class of C without a signature of its own
        text = ""
    prefix = "class " if inspect.isclass(value) else ""
    text = _FORWARD.sub(r"\1", _LONG_DEFAULT.sub(" = …", text))
    return f"{prefix}{name}{text.replace(chr(39), '')}"


def _markdown(value: Any) -> str:
    """A docstring: its text, and a list for each of its sections."""
    parsed = Docstring(inspect.getdoc(value) or "").parse("google", warnings=False)
    text = "\n\n".join(part for section in parsed for part in _section(section))
    if inspect.isclass(value) and issubclass(value, Enum):
        text += "\n\n" + ", ".join(f"`{member.value}`" for member in value)
    return _LITERAL_NEXT.sub(":", text).replace("``", "`")


def _section(section: DocstringSection) -> Iterator[str]:
    match section.kind:
        case DocstringSectionKind.text:
            yield str(section.value)
        case DocstringSectionKind.parameters | DocstringSectionKind.attributes:
            yield "\n".join(f"- `{item.name}`: {_line(item.description)}" for item in section.value)
        case DocstringSectionKind.raises:
            yield "\n".join(f"- raises `{item.annotation}`: {_line(item.description)}" for item in section.value)
        case DocstringSectionKind.returns:
            yield "\n".join(f"- returns {_line(item.description)}" for item in section.value)
        case kind:
            raise ValueError(f"A docstring has a section of the kind {kind}, which is shown nowhere yet.")


def _line(text: str) -> str:
    return " ".join(text.split())
