"""What the templates of models, enums and variants show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from type_views import UNSET, PythonType, Schema, attribute_of, module_of, python_type, union

Kind = Literal["model", "enum", "variant", "alias"]

_HELPER_IMPORTS: Final = {
    "Annotated": "from typing import Annotated",
    "Meta": "from msgspec import Meta",
    "Date": "from ..types import Date",
    "DateTime": "from ..types import DateTime",
    "Unset": "from ..types import UNSET, Unset",
    "Model": "from ..model import Model",
    "Page": "from ..pages import Page",
}
_MODEL: Final = PythonType(("Model",), helpers=frozenset({"Model"}))


@dataclass(frozen=True, slots=True)
class Field:
    """One property of an object."""

    wire_name: str
    schema: Schema
    required: bool

    @property
    def attribute(self) -> str:
        """Its Python name."""
        return attribute_of(self.wire_name)

    @property
    def type(self) -> PythonType:
        """Its type, with the rules on it; an optional field may be unset."""
        type_ = python_type(self.schema)
        return type_ if self.required else type_ | UNSET

    @property
    def description(self) -> str:
        """What it holds."""
        return str(self.schema.get("description", "")).strip()

    @property
    def sensitive(self) -> bool:
        """Whether it is masked when the object is shown."""
        return "x-sensitive" in self.schema

    @property
    def declaration(self) -> str:
        """The line that declares it in the class."""
        annotation = f"{self.attribute}: {self.type.code}"
        if self.wire_name == self.attribute:
            return annotation if self.required else f"{annotation} = UNSET"
        default = "" if self.required else "default=UNSET, "
        return f'{annotation} = field({default}name="{self.wire_name}")'


@dataclass(frozen=True, slots=True)
class Member:
    """One value of an enum."""

    name: str
    value: str


@dataclass(frozen=True)
class Component:
    """One schema of the contract."""

    name: str
    schema: Schema

    @property
    def module(self) -> str:
        """The module that holds it."""
        return module_of(self.name)

    @property
    def description(self) -> str:
        """Its description, as the docstring of the class."""
        return str(self.schema.get("description", "")).strip()

    @property
    def kind(self) -> Kind:
        """Which template writes it."""
        if "anyOf" in self.schema and "properties" not in self.schema:
            return "variant"
        if "enum" in self.schema or "x-extensible-enum" in self.schema:
            return "enum"
        return "model" if "properties" in self.schema else "alias"

    @cached_property
    def fields(self) -> list[Field]:
        """The properties, those that are required first, each group in the order of the contract."""
        required = set(self.schema.get("required", ()))
        fields = [Field(name, schema, name in required) for name, schema in self.schema["properties"].items()]
        return sorted(fields, key=lambda field: not field.required)

    @property
    def sensitive(self) -> list[str]:
        """Attributes that are masked when the object is shown."""
        return sorted(field.attribute for field in self.fields if field.sensitive)

    @property
    def exactly_one(self) -> list[tuple[str, ...]]:
        """Groups of attributes of which a request carries exactly one."""
        return self._group("oneOf")

    @property
    def at_least_one(self) -> list[tuple[str, ...]]:
        """Groups of attributes of which a request carries at least one."""
        return self._group("anyOf")

    def _group(self, word: str) -> list[tuple[str, ...]]:
        options = self.schema.get(word, ())
        return [tuple(attribute_of(name) for option in options for name in option["required"])] if options else []

    @property
    def required_is_documented(self) -> bool:
        """Whether the list of required fields stands on a page of OnePay's."""
        return bool(self.schema.get("x-required-evidence", "documented") == "documented")

    @property
    def base(self) -> PythonType:
        """The class that a model extends: `Page` of its items for a page of a list, else `Model`."""
        items: Schema | None = self.schema["properties"].get("data", {}).get("items")
        if items is None or not self.name.endswith("Page"):
            return _MODEL
        return python_type(items).inside("Page[{}]", "Page")

    @property
    def members(self) -> list[Member]:
        """The values of an enum."""
        values = self.schema.get("enum") or self.schema["x-extensible-enum"]
        return [Member(name, value) for name, value in zip(member_names(values), values, strict=True)]

    @property
    def extensible(self) -> bool:
        """Whether the contract itself says that its list of values is not complete."""
        return "x-extensible-enum" in self.schema

    @property
    def type(self) -> PythonType:
        """The type that an alias stands for, or the union that a variant is."""
        if self.kind == "variant":
            return union(self.options)
        return python_type({key: value for key, value in self.schema.items() if key != "required"})

    @property
    def options(self) -> list[PythonType]:
        """The shapes of a variant."""
        return [python_type(option) for option in self.schema["anyOf"]]

    @property
    def decision(self) -> Mapping[str, str]:
        """Which value of the sibling field names which shape."""
        return dict(self.schema.get("x-decision", {}))

    @property
    def imports(self) -> list[str]:
        """What the module of a model imports."""
        types = [self.base, *(field.type for field in self.fields)]
        lines = {f"from .{module_of(name)} import {name}" for type_ in types for name in type_.classes}
        lines |= {_HELPER_IMPORTS[helper] for type_ in types for helper in type_.helpers}
        if any(field.wire_name != field.attribute for field in self.fields):
            lines.add("from msgspec import field")
        return sorted(lines)

    @property
    def type_imports(self) -> list[str]:
        """What the module of an alias or a variant imports."""
        lines = {f"from .{module_of(name)} import {name}" for name in self.type.classes}
        return sorted(lines | {_HELPER_IMPORTS[helper] for helper in self.type.helpers})


def components(contract: Schema) -> Iterator[Component]:
    """Every schema of the contract."""
    for name, schema in contract["components"]["schemas"].items():
        yield Component(name, schema)


def member_names(values: list[str]) -> list[str]:
    """Python names for the values of an enum; two values that differ only in case keep their spelling."""
    names = [_member_name(value) for value in values]
    return [
        re.sub(r"\W", "_", value) if names.count(name) > 1 else name for name, value in zip(names, values, strict=True)
    ]


def _member_name(value: str) -> str:
    suffix = "_DESCENDING" if value.startswith("-") else ""
    name = re.sub(r"\W+", "_", value).strip("_").upper() + suffix
    return name if name.isidentifier() else f"VALUE_{name}"
