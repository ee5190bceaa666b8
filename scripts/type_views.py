"""How a schema of the contract is written as a Python type."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

from openapi_python_client.strings import snake_case

from values import is_list

Schema = Mapping[str, Any]

_PREFIX: Final = "#/components/schemas/"
_FORMATS: Final[dict[tuple[str, str | None], str]] = {("string", "date-time"): "DateTime", ("string", "date"): "Date"}
_PRIMITIVES: Final = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_RULES: Final = {
    "minimum": "ge",
    "exclusiveMinimum": "gt",
    "maximum": "le",
    "exclusiveMaximum": "lt",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_length",
    "maxItems": "max_length",
    "pattern": "pattern",
}


class UnsupportedSchemaError(ValueError):
    """A schema in a shape that the dialect of `openapi/README.md` does not have."""

    def __init__(self, schema: Schema) -> None:
        super().__init__(
            f"cannot write {dict(schema)!r} as a Python type; "
            "bring it into one of the shapes that openapi/README.md lists, or teach scripts/type_views.py the new one"
        )


@dataclass(frozen=True, slots=True)
class PythonType:
    """A union of types as code, the component classes that it names, and the helpers that it needs."""

    options: tuple[str, ...]
    classes: frozenset[str] = frozenset()
    helpers: frozenset[str] = frozenset()

    @property
    def code(self) -> str:
        """The union as Python writes it, with None last."""
        return " | ".join(sorted(self.options, key=lambda option: option == "None"))

    def __or__(self, other: PythonType) -> PythonType:
        return PythonType(self.options + other.options, self.classes | other.classes, self.helpers | other.helpers)

    def inside(self, outer: str, *helpers: str) -> PythonType:
        """This type as the argument of a generic one, such as `list[{}]`, which may need helpers itself."""
        return PythonType((outer.format(self.code),), self.classes, self.helpers | frozenset(helpers))


NONE: Final = PythonType(("None",))
UNSET: Final = PythonType(("Unset",), helpers=frozenset({"Unset"}))


def python_type(schema: Schema, *, in_signature: bool = False) -> PythonType:
    """The Python type of a schema that stands at a place of use, not of a component itself.

    In a signature it stands without the constraints on the value, which models and records carry, and
    says `builtins.list`, since a resource has a method `list`.
    """
    if "$ref" in schema:
        name = class_of(schema)
        return PythonType((name,), classes=frozenset({name}))
    if "anyOf" in schema:
        return union(python_type(option, in_signature=in_signature) for option in schema["anyOf"])
    kind = schema.get("type")
    if is_list(kind):
        return union(python_type({**schema, "type": one}, in_signature=in_signature) for one in kind)
    type_ = _unruled(kind, schema, in_signature=in_signature)
    return type_ if in_signature else _with_rules(schema, type_)


def _unruled(kind: object, schema: Schema, *, in_signature: bool) -> PythonType:
    if kind == "array":
        item = python_type(schema["items"], in_signature=in_signature)
        return item.inside("builtins.list[{}]", "builtins") if in_signature else item.inside("list[{}]")
    if kind == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return python_type(schema["additionalProperties"], in_signature=in_signature).inside("dict[str, {}]")
    if isinstance(kind, str) and kind in _PRIMITIVES:
        return _primitive(kind, schema.get("format"))
    raise UnsupportedSchemaError(schema)


def union(types: Iterable[PythonType]) -> PythonType:
    """One type out of several."""
    return reduce(PythonType.__or__, types)


def class_of(reference: Schema) -> str:
    """The component that a reference names."""
    return str(reference["$ref"]).removeprefix(_PREFIX)


def module_of(class_name: str) -> str:
    """The module of a class, as openapi-python-client names it."""
    return snake_case(class_name)


def attribute_of(wire_name: str) -> str:
    """The Python name of a wire name: `re-enrollment` is `re_enrollment`, `filter[status]` is `filter_status`."""
    name = re.sub(r"\W+", "_", wire_name).strip("_").lower()
    return f"{name}_" if keyword.iskeyword(name) or not name.isidentifier() else name


def rules_of(schema: Schema) -> dict[str, Any]:
    """The constraints on a value, by msgspec's names."""
    return {ours: schema[theirs] for theirs, ours in _RULES.items() if theirs in schema}


def _primitive(kind: str, format_: str | None) -> PythonType:
    special = _FORMATS.get((kind, format_))
    return PythonType((special,), helpers=frozenset({special})) if special else PythonType((_PRIMITIVES[kind],))


def _with_rules(schema: Schema, type_: PythonType) -> PythonType:
    rules = ", ".join(f"{name}={value!r}" for name, value in rules_of(schema).items())
    if not rules or type_ == NONE:
        return type_
    return type_.inside(f"Annotated[{{}}, Meta({rules})]", "Annotated", "Meta")
