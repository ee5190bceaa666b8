"""What the templates of operations and resources show."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast

from model_views import Component, Field
from type_views import NONE, UNSET, PythonType, Schema, attribute_of, class_of, module_of, python_type

METHODS: Final = ("get", "post", "put", "patch", "delete")
_JSON: Final = "application/json"
_TYPE_IMPORTS: Final = {
    "builtins": "import builtins",
    "Date": "from ...types import Date",
    "DateTime": "from ...types import DateTime",
}
_IDEMPOTENCY: Final = "x-idempotency"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a method."""

    name: str
    schema: Schema
    required: bool
    description: str

    @property
    def type(self) -> PythonType:
        """Its type, without the rules on it."""
        plain = python_type(self.schema, in_signature=True)
        return plain if self.required else plain | UNSET

    @property
    def declaration(self) -> str:
        """How it stands in the signature."""
        return f"{self.name}: {self.type.code}" + ("" if self.required else " = UNSET")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One path, query or header parameter."""

    wire_name: str
    location: str
    required: bool
    schema: Schema
    description: str

    @property
    def argument(self) -> Argument:
        """The argument that carries it."""
        return Argument(attribute_of(self.wire_name), self.schema, self.required, self.description)

    @property
    def type(self) -> PythonType:
        """Its type, with the rules on it."""
        return python_type(self.schema)

    @property
    def record(self) -> str:
        """Its line in the operation's record."""
        kind = f'Shape("{class_of(self.schema)}")' if "$ref" in self.schema else self.type.code
        required = ", required=True" if self.required else ""
        name = attribute_of(self.wire_name)
        return f'Parameter("{self.wire_name}", "{self.location}", "{name}", {kind}{required})'


@dataclass(frozen=True)
class Operation:
    """One operation, seen from Python."""

    contract: Schema
    path: str
    verb: str
    raw: Schema

    @property
    def id(self) -> str:
        """The operationId."""
        return str(self.raw["operationId"])

    @property
    def tag(self) -> str:
        """Its one tag."""
        return str(self.raw["tags"][0])

    @property
    def name(self) -> str:
        """The method's name: the id without its tag."""
        return self.id.removeprefix(f"{self.tag}_")

    @property
    def constant(self) -> str:
        """The name of its record."""
        return self.id.upper()

    @property
    def server(self) -> str:
        """The server that it goes to."""
        return str((self.raw.get("servers") or self.contract["servers"])[0]["url"])

    @property
    def security(self) -> tuple[str, ...]:
        """The schemes that it needs together."""
        requirements = self.raw.get("security", self.contract.get("security", [{}]))
        return tuple(sorted(requirements[0]))

    @property
    def source(self) -> str:
        """The page that describes it, or how else it is known."""
        return str(self.raw.get("externalDocs", {}).get("url") or self.raw.get("x-source", ""))

    @property
    def page(self) -> str:
        """The address of its page, empty when no page is known."""
        return str(self.raw.get("externalDocs", {}).get("url", ""))

    @cached_property
    def parameters(self) -> list[Parameter]:
        """Its parameters but for the idempotency key, in the order of the contract."""
        return [parameter for parameter in self._all_parameters if parameter.wire_name != _IDEMPOTENCY]

    @property
    def path_arguments(self) -> list[Argument]:
        """What stands in the path."""
        return [parameter.argument for parameter in self.parameters if parameter.location == "path"]

    @property
    def other_arguments(self) -> list[Argument]:
        """What stands in the query and in headers, required first."""
        arguments = [parameter.argument for parameter in self.parameters if parameter.location != "path"]
        return sorted(arguments, key=lambda argument: not argument.required)

    @property
    def idempotency(self) -> str | None:
        """Whether it takes an idempotency key: required, optional, or not at all."""
        for parameter in self._all_parameters:
            if parameter.wire_name == _IDEMPOTENCY:
                return "required" if parameter.required else "optional"
        return None

    @property
    def needs_customer_token(self) -> bool:
        """Whether it acts for a customer who has logged in."""
        return "CustomerToken" in self.security

    @cached_property
    def body(self) -> Component | None:
        """The schema of its request body."""
        schema = self.raw.get("requestBody", {}).get("content", {}).get(_JSON, {}).get("schema")
        if schema is None:
            return None
        name = class_of(schema)
        return Component(name, self.contract["components"]["schemas"][name])

    @property
    def body_required(self) -> bool:
        """Whether a request without a body is refused."""
        return bool(self.raw.get("requestBody", {}).get("required", False))

    @property
    def secret_body(self) -> bool:
        """Whether something in its request body is a secret, and no copy of it may be kept."""
        return self.body is not None and any(
            node.get("x-sensitive") == "secret" for node in _within(self.contract, self.body.schema, set())
        )

    @property
    def idempotent(self) -> bool:
        """Whether sending it twice does what sending it once does, as far as its method allows that."""
        return self.raw.get("x-idempotent") is not False

    @property
    def moves_money(self) -> bool:
        """Whether it may move money, or ask somebody for some."""
        return self.raw.get("x-moves-money") is not False

    @property
    def body_arguments(self) -> list[Argument]:
        """The properties of its body as arguments."""
        return [_body_argument(field) for field in self.body.fields] if self.body else []

    @property
    def replies(self) -> dict[str, str]:
        """The code of the shape of each documented status."""
        return {status: _shape(_content(self._resolve(reply))) for status, reply in self.raw["responses"].items()}

    @property
    def result(self) -> PythonType:
        """What a caller gets back."""
        for status, reply in self.raw["responses"].items():
            if status.startswith("2"):
                schema = _content(self._resolve(reply))
                return python_type(schema, in_signature=True) if schema else NONE
        raise ValueError(f"{self.id} has no reply that is a success; add one to the contract")

    @property
    def arguments(self) -> list[Argument]:
        """Everything that its method takes from the contract."""
        return [*self.path_arguments, *self.body_arguments, *self.other_arguments]

    @property
    def classes(self) -> set[str]:
        """The models that its signature names."""
        names = {name for argument in self.arguments for name in argument.type.classes} | self.result.classes
        return names | ({self.body.name} if self.body else set())

    @property
    def helpers(self) -> set[str]:
        """The helpers that its signature names."""
        return {helper for argument in self.arguments for helper in argument.type.helpers} | self.result.helpers

    @cached_property
    def _all_parameters(self) -> list[Parameter]:
        return [_parameter(self._resolve(raw)) for raw in self.raw.get("parameters", ())]

    def _resolve(self, value: Schema) -> Schema:
        if "$ref" not in value:
            return value
        *_, kind, name = str(value["$ref"]).split("/")
        resolved: Schema = self.contract["components"][kind][name]
        return resolved


def operations(contract: Schema) -> Iterator[Operation]:
    """Every operation of the contract, by path."""
    for path, item in contract["paths"].items():
        for verb in METHODS:
            if verb in item:
                yield Operation(contract, path, verb.upper(), item[verb])


def model_imports(names: Collection[str]) -> list[str]:
    """Import lines for models, as they stand in a module of `api/<tag>/`."""
    return [f"from ...models.{module_of(name)} import {name}" for name in sorted(names)]


def resource_imports(operations: Sequence[Operation]) -> list[str]:
    """What the module of a tag imports to run."""
    bodies = {operation.body.name: operation for operation in operations if operation.body}
    lines = [f"from .{operation.id} import {operation.constant}" for operation in operations]
    unset = any(not argument.required for operation in operations for argument in operation.arguments)
    present = any(not operation.body_required for operation in bodies.values())
    names = ["UNSET"] * unset + ["Unset"] * unset + ["present"] * present
    return [*model_imports(bodies), *([f"from ...types import {', '.join(names)}"] if names else []), *lines]


def resource_type_imports(operations: Sequence[Operation]) -> list[str]:
    """What it imports only for type checkers."""
    bodies = {operation.body.name for operation in operations if operation.body}
    helpers = {helper for operation in operations for helper in operation.helpers}
    classes = {name for operation in operations for name in operation.classes}
    return sorted(_TYPE_IMPORTS[helper] for helper in helpers if helper in _TYPE_IMPORTS) + model_imports(
        classes - bodies
    )


def _parameter(raw: Schema) -> Parameter:
    return Parameter(
        wire_name=raw["name"],
        location=raw["in"],
        required=bool(raw.get("required", False)),
        schema=raw["schema"],
        description=str(raw.get("description", "")).strip(),
    )


def _body_argument(field: Field) -> Argument:
    return Argument(field.attribute, field.schema, field.required, field.description)


def _within(contract: Schema, node: object, seen: set[str]) -> Iterator[Schema]:
    """Every object in `node` and in what it refers to."""
    if isinstance(node, list):
        for item in cast("list[object]", node):
            yield from _within(contract, item, seen)
    if not isinstance(node, dict):
        return
    schema = cast("dict[str, Any]", node)
    yield schema
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if name and name not in seen:
        seen.add(name)
        yield from _within(contract, contract["components"]["schemas"][name], seen)
    yield from _within(contract, list(schema.values()), seen)


def _content(reply: Schema) -> Mapping[str, Any]:
    schema: Mapping[str, Any] = reply.get("content", {}).get(_JSON, {}).get("schema", {})
    return schema


def _shape(schema: Schema) -> str:
    if not schema:
        return "None"
    if schema.get("type") == "array":
        return f'Shape("{class_of(schema["items"])}", many=True)'
    return f'Shape("{class_of(schema)}")'
