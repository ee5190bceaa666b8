"""What the templates show: the objects of openapi-python-client, and what it has no place for.

From its objects come the names of classes, modules, attributes, arguments and enum members, what is required, the order
of fields, the structure of types, and which parameters, bodies and replies an operation has. From the contract itself
come descriptions, constraints, marks, servers and keys. No other module imports `openapi_python_client.parser`.
"""

from __future__ import annotations

import builtins
import json
import keyword
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import urlsplit

from openapi_python_client.config import Config
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.date import DateProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.enum_property import EnumProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.model_property import ModelProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property
from openapi_python_client.parser.properties.schemas import Class
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.strings import ClassName

from codegen.constraints import rules_of
from codegen.lowering import HOLDS_MAP, lower, parameter_name
from onepay_contract.bundling.references import operations
from values import Document, escape, is_list, is_mapping, items, mapping

Schema: TypeAlias = Mapping[str, Any]
Kind: TypeAlias = Literal["model", "variant", "alias"]
Place: TypeAlias = Literal["reply", "request", "argument", "result"]
"""Where a type stands: in a class of replies, in one that only requests hold, or in the signature of a method."""

_SCHEMAS: Final = "/components/schemas/"
_JSON: Final = "application/json"
_IDEMPOTENCY: Final = "x-idempotency"
_OF_TEXTS: Final = ("minLength", "maxLength", "pattern")
_SCALARS: Final[dict[type[Property], tuple[str, str]]] = {
    StringProperty: ("str", "string"),
    IntProperty: ("int", "integer"),
    FloatProperty: ("float", "number"),
    BooleanProperty: ("bool", "boolean"),
    DateProperty: ("Date", "date"),
    DateTimeProperty: ("DateTime", "date-time"),
    NoneProperty: ("None", "null"),
}
"""How a property of openapi-python-client is written in Python, and what the constraints on it are called after."""

_TEXTS: Final = {"date": "DateText", "date-time": "DateTimeText"}
"""What a request takes for a text that is written as a day or a moment, by its mark."""

_LISTS: Final[dict[Place, str]] = {
    "reply": "list",
    "request": "Array",
    "argument": "Sequence",
    "result": "builtins.list",  # since a resource has a method `list`
}
"""What a list is called."""

LIKE: Final = "Like"
"""With what the name ends that stands for an enum or one of its texts."""

_IN_ANNOTATIONS: Final = frozenset({"bool", "dict", "float", "int", "list", "str"})
OF_MODELS: Final = frozenset({"msgspec", "to_dict", "to_json", "undocumented"})
OF_PAGES: Final = frozenset({"has_next", "last_number", "next_number", "number", "pages", "total_items"})
_OF_METHODS: Final = frozenset({"body", "customer_token", "idempotency_key", "options", "present", "self"})

_HELPERS: Final = {
    "builtins": "import builtins",
    "Date": "from onepay_core.types import Date",
    "DateTime": "from onepay_core.types import DateTime",
    "DateText": "from onepay_core.types import DateText",
    "DateTimeText": "from onepay_core.types import DateTimeText",
    "Literal": "from typing import Literal",
    "Sequence": "from collections.abc import Sequence",
}
"""What a signature names that is no component."""

_NO_BODY: Final = (
    "A request body is one object of components/schemas/, sent as application/json; nothing else has arguments."
)
_NO_MAP: Final = "An object without properties is a map; say in `additionalProperties` what its values are."
_NO_PAGE: Final = "The field `data` of a page is a list; write `type: array`, or give the schema another name."
_NO_SHAPE: Final = "The body of a reply is a component, or a list of one; give it a file in components/schemas/."


@dataclass(frozen=True, slots=True)
class Complaint:
    """A part of the contract of which no package can be made: where it is (a JSON pointer), and what is wrong."""

    pointer: str
    sentence: str


class GenerationError(Exception):
    """The contract cannot become a package without losing something; `complaints` are all reasons that were found."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints: Final = tuple(complaints)
        listed = "\n".join(f"  {complaint.pointer or '/'}: {complaint.sentence}" for complaint in self.complaints)
        super().__init__(f"The contract cannot be generated as it is:\n{listed}")


@dataclass(frozen=True, slots=True)
class Field:
    """One property of an object, or one parameter of an operation."""

    name: str
    wire_name: str
    parsed: Property
    schema: Schema
    text: str
    is_everywhere: bool = True
    """False where another form of its object, which extends the class of this one, has no such field."""
    is_narrowed: bool = False
    """Whether the class that its class extends has it with a wider type."""
    place: Place = "reply"

    @property
    def required(self) -> bool:
        """Whether it is always there."""
        return self.parsed.required

    @property
    def options(self) -> list[str]:
        """The types that it may have, with the constraints on them."""
        return _options(self.parsed, self.schema, self.place)

    @property
    def type(self) -> str:
        """Its type, with the constraints on it; an optional field may be unset."""
        always = self.is_everywhere or "None" in self.options
        return _type(self.parsed, self.schema, self.place, required=self.required and always)

    @property
    def absence(self) -> str:
        """What it is in a form that has no such field."""
        return "None" if self.required and "None" in self.options else "UNSET"

    @property
    def declaration(self) -> str:
        """The line that declares it in a class."""
        comment = "  # pyright: ignore[reportIncompatibleVariableOverride]" if self.is_narrowed else ""
        return self._declaration + comment

    @property
    def absent_declaration(self) -> str:
        """The line that declares it in a form that has no such field."""
        name = literal(f"(absent) {self.wire_name}")
        return f"{self.name}: {self.type} = msgspec.field(default={self.absence}, name={name})"

    @property
    def _declaration(self) -> str:
        annotation = f"{self.name}: {self.type}"
        if self.wire_name == self.name:
            return annotation if self.required else f"{annotation} = UNSET"
        default = "" if self.required else "default=UNSET, "
        return f"{annotation} = msgspec.field({default}name={literal(self.wire_name)})"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a method, and the field of a body or the parameter that it fills."""

    name: str
    field: Field

    @property
    def required(self) -> bool:
        """Whether it has no default."""
        return self.field.required

    @property
    def type(self) -> str:
        """Its type, without the constraints on it."""
        return _type(self.field.parsed, self.field.schema, "argument", required=self.required)

    @property
    def declaration(self) -> str:
        """How it stands in the signature."""
        return f"{self.name}: {self.type}" + ("" if self.required else " = UNSET")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One path, query or header parameter."""

    location: str
    argument: Argument

    @property
    def record(self) -> str:
        """Its line in the operation's record."""
        field = self.argument.field
        type_ = _type(field.parsed, field.schema)
        kind = f"Shape({literal(type_)})" if "$ref" in field.schema else type_
        required = ", required=True" if field.required else ""
        return (
            f"Parameter({literal(field.wire_name)}, {literal(self.location)}, {literal(field.name)}, {kind}{required})"
        )


@dataclass(eq=False)
class Model:
    """A component that is an object, a map, or a variant, which `lowering` has made an object of its options."""

    parsed: ModelProperty
    schema: Schema
    main: Model | None = None
    """The class that stands for all forms: of a variant, or of an object that is another form of it."""
    forms: tuple[Model, ...] = ()
    """The classes that extend this one, each for another form of the same object."""
    place: Place = "reply"

    @property
    def name(self) -> str:
        """Its class."""
        return self.parsed.class_info.name

    @property
    def kind(self) -> Kind:
        """Which part of the template writes it."""
        if "anyOf" in self.schema and "properties" not in self.schema:
            return "variant"
        return "model" if "properties" in self.schema else "alias"

    @property
    def text(self) -> str:
        """Its description, as the docstring of the class."""
        return _text(self.schema)

    @cached_property
    def fields(self) -> list[Field]:
        """Its properties, those that are required first, each group in the order of the contract."""
        wider = {field.wire_name: field.type for field in self.main.fields} if self.main else {}
        found = [
            replace(field, is_everywhere=all(form.requires(field.wire_name) for form in self.forms))
            for field in self._plain_fields
        ]
        return [replace(field, is_narrowed=wider.get(field.wire_name, field.type) != field.type) for field in found]

    @property
    def _plain_fields(self) -> list[Field]:
        """Its properties, without regard to its other forms."""
        properties = self._properties
        wire_names = [parsed.name.get_untrusted_value() for parsed in properties]
        names = _unique(map(_attribute, properties), OF_MODELS | OF_PAGES if self._is_page else OF_MODELS)
        schemas = [self.schema["properties"][name] for name in wire_names]
        parts = zip(names, wire_names, properties, schemas, map(_text, schemas), strict=True)
        return [Field(*part, place=self.place) for part in parts]

    @property
    def absent_fields(self) -> list[Field]:
        """The properties that the class has which it extends, and this form of the object has not."""
        main = self.main.fields if self.main and self.kind == "model" else []
        return [field for field in main if field.wire_name not in self.schema["properties"]]

    def requires(self, wire_name: str) -> bool:
        """Whether it has this property in every case."""
        return wire_name in self.schema.get("required", ()) and wire_name in self.schema["properties"]

    @property
    def sensitive(self) -> list[str]:
        """Attributes that are masked when the object is shown."""
        return sorted(field.name for field in self.fields if "x-sensitive" in field.schema)

    @property
    def observed(self) -> dict[str, dict[str, Any]]:
        """The limits of texts that programs keep to, by attribute; whoever exceeds them is warned."""
        marks = {field.name: field.schema.get("x-observed", {}) for field in self.fields}
        kept = {name: {key: mark[key] for key in _OF_TEXTS if key in mark} for name, mark in marks.items()}
        return {name: limits for name, limits in kept.items() if limits}

    @property
    def exactly_one(self) -> list[tuple[str, ...]]:
        """Groups of attributes of which a request carries exactly one."""
        return self._group("oneOf")

    @property
    def at_least_one(self) -> list[tuple[str, ...]]:
        """Groups of attributes of which a request carries at least one."""
        return self._group("anyOf")

    @property
    def required_is_documented(self) -> bool:
        """Whether the list of required fields stands on a page of OnePay's."""
        return bool(self.schema.get("x-required-evidence", "documented") == "documented")

    @property
    def base(self) -> str:
        """The class that it extends: its main form, `Page` of its items for a page of a list, else `Model`."""
        if self.main:
            return self.main.name
        if not self._is_page:
            return "Model"
        [data] = [field for field in self.fields if field.wire_name == "data"]
        item = _items(data.parsed, data.schema)
        # As text, since the class of the items may hold a page of its own.
        return f"Page[{literal(_type(*item))}]"

    @property
    def alias(self) -> str:
        """The type that a map stands for."""
        parsed = self.parsed.additional_properties
        if parsed is None or "additionalProperties" not in self.schema:
            raise GenerationError([Complaint("", _NO_MAP)])
        return f"dict[str, {_type(parsed, self.schema['additionalProperties'])}]"

    @property
    def options(self) -> list[str]:
        """The shapes of a variant."""
        pairs = zip(self._properties, self.schema["anyOf"], strict=True)
        return [_type(parsed, schema) for parsed, schema in pairs]

    @property
    def decision(self) -> dict[str, str]:
        """Which value of the sibling field names which shape of a variant."""
        return dict(mapping(self.schema.get("x-decision")))

    @property
    def imports(self) -> list[str]:
        """The components that its annotations name."""
        inner = self.parsed.additional_properties
        held = [*self._properties, *([inner] if inner and self.kind == "alias" else [])]
        held += [field.parsed for field in self.absent_fields]
        named = _sorted(found for parsed in held for found in _classes(parsed))
        above = {self.name, self.main.name if self.main and self.kind == "model" else ""}
        code = "\n".join(field.declaration for field in self.fields) if self.place == "request" else ""
        return [
            f"from .{found.module_name} import {name}"
            for found in named
            for name in (found.name, *_likes(found, code))
            if found.name not in above
        ]

    @property
    def like(self) -> str:
        """What requests take for it: any mapping for a map; nothing special for an object."""
        if self.kind == "alias":
            return self.alias.replace("dict[", "Mapping[", 1)
        options = [f"{option}{LIKE}" if _holds_map(part) else option for option, part in self._shapes]
        return " | ".join(options) if any(_holds_map(part) for _, part in self._shapes) else ""

    @property
    def like_imports(self) -> list[str]:
        """What `like` names beside the components themselves."""
        maps = [part.class_info for _, part in self._shapes if isinstance(part, ModelProperty) and _holds_map(part)]
        return [f"from .{found.module_name} import {found.name}{LIKE}" for found in maps]

    @property
    def _shapes(self) -> list[tuple[str, Property]]:
        return list(zip(self.options, self._properties, strict=True)) if self.kind == "variant" else []

    def code(self) -> list[str]:
        """The code of each of its parts, in one list."""
        if self.kind == "variant":
            return self.options
        if self.kind == "alias":
            return [self.alias]
        groups = [name for group in (*self.exactly_one, *self.at_least_one) for name in group]
        return [self.base, *groups, *(field.declaration for field in self.fields)]

    def unite(self, models: Mapping[str, Model]) -> None:
        """Let one class stand for all forms of this variant, where a caller need not choose.

        Of objects the first one does, and the others extend it; a bare list becomes the page beside it.
        """
        objects = [models[parsed.class_info.name] for parsed in self._properties if isinstance(parsed, ModelProperty)]
        lists = [parsed.inner_property for parsed in self._properties if isinstance(parsed, ListProperty)]
        main, *others = objects or [self]
        if main.kind != "model" or len(objects) + len(lists) != len(self._properties):
            return
        if lists and not others and main._is_page_of(lists):  # noqa: SLF001 - of the same class
            self.main = main
        elif not lists and others and all(form._extends(main) for form in others):  # noqa: SLF001 - the same
            self.main, main.forms = main, tuple(others)
            for form in others:
                form.main = main

    def _extends(self, main: Model) -> bool:
        """Whether its fields have types that those of `main` may have."""
        if self.kind != "model" or self.main or self.forms or main.main or self._is_page is not main._is_page:
            return False
        wider = {field.wire_name: {*field.options} for field in main._plain_fields}
        return all({*field.options} <= wider.get(field.wire_name, {*field.options}) for field in self._plain_fields)

    def _is_page_of(self, lists: list[Property]) -> bool:
        """Whether it is a page of the items of these lists that need not say more than they do."""
        if not self._is_page or self.schema.get("required") != ["data"]:
            return False
        [data] = [field for field in self._plain_fields if field.wire_name == "data"]
        item, _ = _items(data.parsed, data.schema)
        return [*map(_class, lists)] == [_class(item)]

    @property
    def _properties(self) -> Sequence[Property]:
        return [*(self.parsed.required_properties or ()), *(self.parsed.optional_properties or ())]

    @property
    def _is_page(self) -> bool:
        return self.name.endswith("Page") and "items" in self.schema.get("properties", {}).get("data", {})

    def _group(self, word: str) -> list[tuple[str, ...]]:
        names = {field.wire_name: field.name for field in self.fields}
        conditions = [items(mapping(option).get("required")) for option in self.schema.get(word, ())]
        if not all(len(condition) == 1 and condition[0] in names for condition in conditions):
            raise GenerationError([Complaint("", f"Each option of `{word}` requires one property of this object.")])
        return [tuple(names[condition[0]] for condition in conditions)] if conditions else []


@dataclass(frozen=True)
class Enum:
    """A component that is a list of texts."""

    parsed: EnumProperty
    schema: Schema

    @property
    def name(self) -> str:
        """Its class."""
        return self.parsed.class_info.name

    @property
    def text(self) -> str:
        """Its description, as the docstring of the class."""
        return _text(self.schema)

    @property
    def members(self) -> list[tuple[str, str]]:
        """The names of its values, and the values as Python writes them between quotes."""
        return [(name, str(value)) for name, value in self.parsed.values.items()]

    @property
    def values(self) -> list[str]:
        """Its values as Python writes them."""
        return literal_values(self.parsed)

    @property
    def extensible(self) -> bool:
        """Whether the contract itself says that its list of values is not complete."""
        return "x-extensible-enum" in self.schema


@dataclass(frozen=True)
class Operation:
    """One operation: what openapi-python-client made of it, beside the contract's own words."""

    parsed: Endpoint
    contract: Document
    path: str
    raw: Schema
    models: Mapping[str, Model]

    @property
    def id(self) -> str:
        """The operationId."""
        return str(self.raw["operationId"])

    @property
    def verb(self) -> str:
        """The HTTP method."""
        return self.parsed.method.upper()

    @property
    def tag(self) -> str:
        """Its one tag."""
        return self.parsed.tags[0]

    @property
    def name(self) -> str:
        """The method's name: the id without its tag."""
        return self.id.removeprefix(f"{self.raw['tags'][0]}_")

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
        requirements = self.raw.get("security", self.contract.get("security"))
        return tuple(sorted(requirements[0])) if requirements else ()

    @property
    def source(self) -> str:
        """The page that describes it, or how else it is known."""
        return " ".join(str(self.raw.get("externalDocs", {}).get("url") or self.raw.get("x-source", "")).split())

    @property
    def needs_customer_token(self) -> bool:
        """Whether it acts for a customer who has logged in."""
        return "CustomerToken" in self.security

    @property
    def idempotency(self) -> str | None:
        """Whether it takes an idempotency key: required, optional, unproved (programs send it), or not at all."""
        for raw in self._raw_parameters:
            if raw["name"] == _IDEMPOTENCY:
                optional = "optional" if raw.get("x-evidence", "documented") == "documented" else "unproved"
                return "required" if raw.get("required") else optional
        return None

    @cached_property
    def parameters(self) -> list[Parameter]:
        """Its parameters but for the idempotency key, in the order of the contract."""
        every = self.parsed.iter_all_parameters()
        parsed = {(place.value, parsed.name.get_untrusted_value()): parsed for place, parsed in every}
        given = [raw for raw in self._raw_parameters if raw["name"] != _IDEMPOTENCY]
        found = [parsed[raw["in"], parameter_name(raw["name"])] for raw in given]
        names = _unique(map(_attribute, found), _OF_METHODS)
        parts = zip(names, given, found, strict=True)
        fields = [Field(name, raw["name"], parsed, raw["schema"], _text(raw)) for name, raw, parsed in parts]
        return [Parameter(raw["in"], Argument(field.name, field)) for raw, field in zip(given, fields, strict=True)]

    @property
    def path_arguments(self) -> list[Argument]:
        """What stands in the path."""
        return [parameter.argument for parameter in self.parameters if parameter.location == "path"]

    @property
    def other_arguments(self) -> list[Argument]:
        """What stands in the query and in headers, required first."""
        arguments = [parameter.argument for parameter in self.parameters if parameter.location != "path"]
        return sorted(arguments, key=lambda argument: not argument.required)

    @cached_property
    def body_arguments(self) -> list[Argument]:
        """The properties of its body as arguments."""
        fields = self.body.fields if self.body else []
        taken = {parameter.argument.name for parameter in self.parameters} | _OF_METHODS
        names = _unique((field.name for field in fields), taken)
        return [Argument(name, field) for name, field in zip(names, fields, strict=True)]

    @property
    def arguments(self) -> list[Argument]:
        """Everything that its method takes from the contract."""
        return [*self.path_arguments, *self.body_arguments, *self.other_arguments]

    @cached_property
    def body(self) -> Model | None:
        """The object that is its request body."""
        bodies = [body.prop for body in self.parsed.bodies]
        if not bodies:
            return None
        model = self.models.get(bodies[0].class_info.name) if isinstance(bodies[0], ModelProperty) else None
        if len(bodies) != 1 or model is None or model.kind != "model":
            raise GenerationError([Complaint(f"{self.pointer}/requestBody", _NO_BODY)])
        return model

    @property
    def body_required(self) -> bool:
        """Whether a request without a body is refused."""
        return bool(_resolved(self.contract, self.raw.get("requestBody", {})).get("required", False))

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
    def replies(self) -> dict[str, str]:
        """The code of the shape of each documented status, in the order of the contract."""
        return {status: self._shape(status) for status in self.raw["responses"]}

    @property
    def result(self) -> str:
        """What a caller gets back."""
        parsed, schema = self._reply(self._success)
        one_class = self._one_class
        return one_class.name if one_class else _type(parsed, schema, "result") if schema else "None"

    @property
    def result_classes(self) -> list[Class]:
        """The components that the result names."""
        return [self._one_class] if self._one_class else _sorted(_classes(self._reply(self._success)[0]))

    @property
    def _one_class(self) -> Class | None:
        """The class that stands for all forms of the reply, where it has several."""
        parsed, _ = self._reply(self._success)
        variant = self.models.get(parsed.class_info.name) if isinstance(parsed, ModelProperty) else None
        is_united = variant is not None and variant.kind == "variant" and variant.main is not None
        return variant.main.parsed.class_info if is_united and variant and variant.main else None

    @property
    def argument_classes(self) -> list[Class]:
        """The components that the arguments name."""
        return _sorted(found for argument in self.arguments for found in _classes(argument.field.parsed))

    @property
    def pointer(self) -> str:
        """Where the contract has it."""
        return f"/paths/{escape(self.path)}/{self.parsed.method}"

    def code(self) -> list[str]:
        """The code of each of its parts, in one list."""
        missing = [key for key in ("summary", "x-evidence") if key not in self.raw]
        if missing:
            raise GenerationError([Complaint("", f"The operation has no `{missing[0]}`; its documentation needs one.")])
        records = [parameter.record for parameter in self.parameters]
        return [*records, *(argument.declaration for argument in self.arguments), *self.replies.values(), self.result]

    @property
    def _success(self) -> str:
        for status in self.raw["responses"]:
            if status.startswith("2"):
                return str(status)
        raise GenerationError([Complaint(f"{self.pointer}/responses", "No reply is a success; add one.")])

    def _reply(self, status: str) -> tuple[Property, Schema]:
        [parsed] = [reply.prop for reply in self.parsed.responses if reply.status_code.pattern == status]
        reply = _resolved(self.contract, self.raw["responses"][status])
        return parsed, reply.get("content", {}).get(_JSON, {}).get("schema", {})

    def _shape(self, status: str) -> str:
        parsed, schema = self._reply(status)
        if not schema:
            return "None"
        many = isinstance(parsed, ListProperty)
        item, _ = _items(parsed, schema) if many else (parsed, schema)
        if not isinstance(item, ModelProperty | EnumProperty):
            raise GenerationError([Complaint(f"{self.pointer}/responses/{status}", _NO_SHAPE)])
        return f"Shape({literal(item.class_info.name)}{', many=True' if many else ''})"

    @property
    def _raw_parameters(self) -> Iterator[Schema]:
        item = self.contract["paths"][self.path]
        own = [_resolved(self.contract, raw) for raw in self.raw.get("parameters", ())]
        shared = [_resolved(self.contract, raw) for raw in item.get("parameters", ())]
        yield from own
        yield from (raw for raw in shared if (raw["in"], raw["name"]) not in {(r["in"], r["name"]) for r in own})


@dataclass(frozen=True, slots=True)
class Server:
    """A server of the contract: its address, its constant, and the argument of a client that replaces it."""

    url: str
    name: str
    argument: str


@dataclass(frozen=True)
class Package:
    """Everything that the templates show, and `parsed`, of which openapi-python-client's own loop makes the files."""

    parsed: GeneratorData
    contract: Document

    @cached_property
    def models(self) -> dict[str, Model]:
        """The objects, maps and variants by class."""
        found = filter(self._is_component, self.parsed.models)
        models = {str(parsed.class_info.name): Model(parsed, self._schema(parsed)) for parsed in found}
        for name in self._replied():
            if name in models and models[name].kind == "variant":
                models[name].unite(models)
        for name in self._only_sent():
            if name in models and models[name].kind == "model":
                models[name].place = "request"
        return models

    @cached_property
    def enums(self) -> dict[str, Enum]:
        """The enums by class."""
        found = [
            parsed for parsed in self.parsed.enums if isinstance(parsed, EnumProperty) and self._is_component(parsed)
        ]
        return {parsed.class_info.name: Enum(parsed, self._schema(parsed)) for parsed in found}

    @property
    def components(self) -> list[Class]:
        """The class of each component, by name."""
        found = [*self.parsed.models, *self.parsed.enums]
        return sorted((parsed.class_info for parsed in found), key=lambda class_info: class_info.name)

    @cached_property
    def operations(self) -> dict[str, Operation]:
        """The operations by id."""
        endpoints = [
            endpoint
            for collection in self.parsed.endpoint_collections_by_tag.values()
            for endpoint in collection.endpoints
        ]
        by_name: dict[str, Endpoint] = {endpoint.name: endpoint for endpoint in endpoints}
        return {
            id_: Operation(by_name[id_], self.contract, path, raw, self.models)
            for path, item in self.contract["paths"].items()
            for raw in item.values()
            if is_mapping(raw) and (id_ := str(raw.get("operationId"))) in by_name
        }

    def operations_of(self, tag: str) -> list[Operation]:
        """The operations of one tag, in the order of the contract."""
        return [operation for operation in self.operations.values() if operation.tag == tag]

    @property
    def servers(self) -> list[Server]:
        """The servers that operations go to; the first one of the contract is replaced by `base_url`."""
        used = sorted({operation.server for operation in self.operations.values()})
        hosts = [str(urlsplit(url).hostname).partition(".")[0] for url in used]
        plain = (re.sub(r"\W", "_", host) for host in hosts)
        names = _unique((host if host.isidentifier() else f"host_{host}" for host in plain), ())
        main = str(self.contract["servers"][0]["url"])
        servers = [
            Server(url, f"{name.upper()}_SERVER", "base_url" if url == main else f"{name}_url")
            for url, name in zip(used, names, strict=True)
        ]
        return sorted(servers, key=lambda server: server.url != main)

    def imports_of(self, tag: str) -> list[str]:
        """What the module of a tag imports to run."""
        operations = self.operations_of(tag)
        names = ["UNSET", "Unset"] if any(not argument.required for o in operations for argument in o.arguments) else []
        names += ["present"] if any(o.body and not o.body_required for o in operations) else []
        return [*_imports(self._bodies(tag)), *([f"from onepay_core.types import {', '.join(names)}"] if names else [])]

    def type_imports_of(self, tag: str) -> list[str]:
        """What it imports only for type checkers."""
        operations = self.operations_of(tag)
        codes = [operation.result for operation in operations]
        codes += [argument.type for operation in operations for argument in operation.arguments]
        helpers = [line for word, line in _HELPERS.items() if any(re.search(rf"\b{word}\b", code) for code in codes)]
        bodies = {body.name for body in self._bodies(tag)}
        named = _sorted(found for o in operations for found in (*o.result_classes, *o.argument_classes))
        code = "\n".join(codes)
        lines = [
            f"from ...models.{found.module_name} import {name}"
            for found in named
            for name in (found.name, f"{found.name}{LIKE}")
            if name not in bodies and re.search(rf"\b{name}\b", code)
        ]
        return [*helpers, *lines]

    def _replied(self) -> list[str]:
        """The classes of what operations answer with a success, each once."""
        found = [
            class_name(schema["$ref"].rpartition("/")[2])
            for _, raw in operations(self.contract)
            for status, reply in mapping(raw.get("responses")).items()
            for schema in [_resolved(self.contract, reply).get("content", {}).get(_JSON, {}).get("schema", {})]
            if status.startswith("2") and "$ref" in schema
        ]
        return [*dict.fromkeys(found)]

    @cached_property
    def sent(self) -> set[str]:
        """The classes that request bodies hold."""
        return self._named_in(raw.get("requestBody") for pointer, raw in self._operations if pointer[:7] == "/paths/")

    def _only_sent(self) -> set[str]:
        """The classes that requests hold, and neither a reply nor an event."""
        replies = [reply for _, raw in self._operations for reply in mapping(raw.get("responses")).values()]
        events = [raw.get("requestBody") for pointer, raw in self._operations if pointer[:7] != "/paths/"]
        return self.sent - self._named_in([*replies, *events])

    @property
    def _operations(self) -> list[tuple[str, Schema]]:
        return list(operations(self.contract))

    def _named_in(self, holders: Iterable[Schema | None]) -> set[str]:
        names: set[str] = set()
        for holder in holders:
            schema = _resolved(self.contract, holder or {}).get("content", {}).get(_JSON, {}).get("schema", {})
            for _ in _within(self.contract, schema, names):
                pass  # it notes the names of the components that it meets
        return {class_name(name) for name in names}

    def _bodies(self, tag: str) -> list[Class]:
        return _sorted(operation.body.parsed.class_info for operation in self.operations_of(tag) if operation.body)

    def tag_text(self, tag: str) -> str:
        """The description of a tag."""
        wire_name = self.operations_of(tag)[0].raw["tags"][0]
        return next(str(each["description"]).strip() for each in self.contract["tags"] if each["name"] == wire_name)

    @property
    def fields(self) -> list[Field]:
        """Every field of every object."""
        return [field for model in self.models.values() if model.kind == "model" for field in model.fields]

    @property
    def sent_fields(self) -> list[Field]:
        """Every field of every object that request bodies hold."""
        sent = (model for name, model in self.models.items() if name in self.sent and model.kind == "model")
        return [field for model in sent for field in model.fields]

    def complaints(self) -> Iterator[Complaint]:
        """What a package of it would lose, or could not hold."""
        yield from self._lost_components()
        yield from self._lost_operations()
        for pointer, part in self._parts():
            try:
                part.code()
            except GenerationError as error:
                yield from (Complaint(found.pointer or pointer, found.sentence) for found in error.complaints)

    def _lost_components(self) -> Iterator[Complaint]:
        for parsed in (*self.parsed.models, *self.parsed.enums):
            if not self._is_component(parsed):
                name = parsed.class_info.name
                yield Complaint("", f"`{name}` is written inline; give it a file in components/schemas/.")
        for name in self.contract["components"]["schemas"]:
            if class_name(name) not in {*self.models, *self.enums}:
                yield Complaint(f"{_SCHEMAS}{name}", "This schema has no class; openapi/README.md lists what has one.")
        for enum in self.enums.values():
            values = enum.schema.get("x-extensible-enum") or enum.schema["enum"]
            if [json.loads(f'"{value}"') for _, value in enum.members] != values:
                yield Complaint(f"{_SCHEMAS}{enum.name}", "A value of this enum would be lost; write texts that print.")

    def _lost_operations(self) -> Iterator[Complaint]:
        described = {tag["name"] for tag in self.contract.get("tags", ()) if tag.get("description")}
        for pointer, raw in operations(self.contract):
            if not pointer.startswith("/paths/"):
                continue
            if str(raw.get("operationId")) not in self.operations:
                yield Complaint(f"{pointer}/operationId", "This is no name in snake_case, of which a method is made.")
            elif not described & {*items(raw.get("tags"))[:1]}:
                yield Complaint(f"{pointer}/tags", "The tag is not described in openapi.yaml.")
        if not self.contract.get("servers"):
            yield Complaint("", "There is no server that the client could send to; add `servers`.")

    def _parts(self) -> Iterator[tuple[str, Model | Operation]]:
        yield from ((f"{_SCHEMAS}{model.name}", model) for model in self.models.values())
        yield from ((operation.pointer, operation) for operation in self.operations.values())

    def _is_component(self, parsed: Property) -> bool:
        prefix, _, name = parsed.name.get_untrusted_value().rpartition("/")
        return f"{prefix}/" == _SCHEMAS and name in self.contract["components"]["schemas"]

    def _schema(self, parsed: ModelProperty | EnumProperty) -> Schema:
        schema: Schema = self.contract["components"]["schemas"][
            parsed.name.get_untrusted_value().removeprefix(_SCHEMAS)
        ]
        return schema


def read(contract: Document, config: Config) -> Package:
    """Let openapi-python-client read the contract.

    Raises `GenerationError` where it refuses a part, or where the package could not hold one.
    """
    contract = {"paths": {}, **contract, "components": {"schemas": {}, **contract.get("components", {})}}
    parsed = GeneratorData.from_dict(lower(contract), config=config)
    if isinstance(parsed, GeneratorError):
        raise GenerationError([_complaint(parsed)])
    package = Package(parsed, contract)
    collections = parsed.endpoint_collections_by_tag.values()
    errors = [*parsed.errors, *(error for collection in collections for error in collection.parse_errors)]
    # What was refused is missing from everything else.
    complaints = [*map(_complaint, errors)] or [*package.complaints()]
    if complaints:
        raise GenerationError(complaints)
    return package


def class_name(schema_name: str) -> str:
    """The class that openapi-python-client makes of a schema of this name."""
    return str(ClassName(schema_name, ""))


def literal(text: str) -> str:
    """`text` as Python writes it in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def _complaint(error: GeneratorError) -> Complaint:
    """The error with the place that its heading names."""
    sentence = " ".join(f"{error.header}: {error.detail or ''}".split())
    schema = re.search(rf"{_SCHEMAS}([\w.-]+)", error.header)
    endpoint = re.search(r"parsing ([A-Z]+) (\S+) within", error.header)
    pointer = schema[0] if schema else f"/paths/{escape(endpoint[2])}/{endpoint[1].lower()}" if endpoint else ""
    return Complaint(pointer, f"openapi-python-client does not take this: {sentence}")


def _type(parsed: Property, schema: Schema, place: Place = "reply", *, required: bool = True) -> str:
    """`parsed`, which the contract writes as `schema`, as a Python type.

    In a signature it stands without the constraints on it, which models and records carry, and says
    `builtins.list`, since a resource has a method `list`.
    """
    options = _options(parsed, schema, place) + ([] if required else ["Unset"])
    return " | ".join(sorted(options, key=lambda option: option == "None"))


def _options(parsed: Property, schema: Schema, place: Place) -> list[str]:
    if isinstance(parsed, UnionProperty):
        kinds = schema["type"] if is_list(schema.get("type")) else ()
        schemas = schema.get("anyOf") or [{**schema, "type": kind} for kind in kinds]
        if len(schemas) != len(parsed.inner_properties):
            raise GenerationError([Complaint("", "Two options of this union are one type; write it once.")])
        pairs = zip(parsed.inner_properties, schemas, strict=True)
        return [code for inner, option in pairs for code in _options(inner, option, place)]
    if isinstance(parsed, EnumProperty):
        return _of_enum(parsed, place)
    if isinstance(parsed, ModelProperty):
        is_sent = place in ("request", "argument") and _holds_map(parsed)
        return [f"{parsed.class_info.name}{LIKE}" if is_sent else str(parsed.class_info.name)]
    if isinstance(parsed, ListProperty):
        name, kind = f"list[{_type(parsed.inner_property, schema['items'], place)}]", "array"
        name = name.replace("list", _LISTS[place], 1)
    elif type(parsed) in _SCALARS:
        name, kind = _SCALARS[type(parsed)]
        if place in ("request", "argument") and isinstance(parsed, StringProperty):
            name = _TEXTS.get(schema.get("x-written-as", ""), name)
    else:
        raise GenerationError(
            [Complaint("", f"`{dict(schema)}` has no Python type; openapi/README.md lists what has.")]
        )
    rules = {} if place in ("argument", "result") else rules_of(kind, schema)
    return [f"Annotated[{name}, msgspec.Meta({_arguments(rules)})]" if rules else name]


def _of_enum(parsed: EnumProperty, place: Place) -> list[str]:
    """An enum, which a request also takes as one of its texts; its module has both by one name."""
    name = str(parsed.class_info.name)
    if place == "argument":
        return [name, f"Literal[{', '.join(literal_values(parsed))}]"]
    return [f"{name}{LIKE}" if place == "request" else name]


def _holds_map(parsed: Property) -> bool:
    """Whether it is a map, or a variant that may be one, for which a request takes any mapping."""
    return isinstance(parsed, ModelProperty) and HOLDS_MAP in (parsed.data.model_extra or {})


def literal_values(parsed: EnumProperty) -> list[str]:
    """The values of an enum as Python writes them."""
    return [f'"{value}"' for value in parsed.values.values()]


def _arguments(rules: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={literal(value) if isinstance(value, str) else value}" for name, value in rules.items())


def _classes(parsed: Property) -> Iterator[Class]:
    """The components that the type of `parsed` names."""
    if isinstance(parsed, ModelProperty | EnumProperty):
        yield parsed.class_info
    inner = parsed.inner_properties if isinstance(parsed, UnionProperty) else ()
    for held in (parsed.inner_property,) if isinstance(parsed, ListProperty) else inner:
        yield from _classes(held)


def _likes(found: Class, code: str) -> list[str]:
    """The name for what requests take for a component, if `code` has it."""
    name = f"{found.name}{LIKE}"
    return [name] if re.search(rf"\b{name}\b", code) else []


def _class(parsed: Property) -> str:
    return parsed.class_info.name if isinstance(parsed, ModelProperty | EnumProperty) else ""


def _sorted(classes: Iterable[Class]) -> list[Class]:
    """Each class once, by name."""
    return [found for _, found in sorted({found.name: found for found in classes}.items())]


def _imports(classes: Iterable[Class]) -> list[str]:
    """Import lines for components, as they stand in a module of `api/<tag>/`."""
    return [f"from ...models.{found.module_name} import {found.name}" for found in classes]


def _attribute(parsed: Property) -> str:
    """The name of `parsed` in Python, without the underscore that it was given for a builtin that we do not need."""
    plain = parsed.python_name.removesuffix("_")
    needed = keyword.iskeyword(plain) or plain in _IN_ANNOTATIONS or not hasattr(builtins, plain)
    return parsed.python_name if needed else plain


def _unique(names: Iterable[str], taken: Collection[str]) -> list[str]:
    """The names in lower case, each with as many underscores as set it apart from those before it and from `taken`."""
    found: list[str] = []
    for name in map(str.lower, names):
        while name in found or name in taken:
            name += "_"  # noqa: PLW2901 - until it is free
        found.append(name)
    return found


def _items(parsed: Property, schema: Schema) -> tuple[Property, Schema]:
    if not isinstance(parsed, ListProperty):
        raise GenerationError([Complaint("", _NO_PAGE)])
    return parsed.inner_property, schema["items"]


def _text(schema: Schema) -> str:
    return str(schema.get("description", "")).strip()


def _resolved(contract: Document, value: Schema) -> Schema:
    if "$ref" not in value:
        return value
    *_, kind, name = str(value["$ref"]).split("/")
    resolved: Schema = contract["components"][kind][name]
    return resolved


def _within(contract: Document, node: object, visited: set[str]) -> Iterator[Schema]:
    """Every object in `node` and in what it refers to."""
    if is_list(node):
        for item in node:
            yield from _within(contract, item, visited)
    if not is_mapping(node):
        return
    yield node
    name = str(node.get("$ref", "")).rpartition("/")[2]
    if name and name not in visited:
        visited.add(name)
        yield from _within(contract, contract["components"]["schemas"][name], visited)
    yield from _within(contract, list(node.values()), visited)
