"""What a generated client can hold, send and read; everything else would be missing from it without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openapi_python_client.strings import pascal_case

from codegen.constraints import unchecked
from codegen.package import complaints
from rules.description import Description, Finding, Schema, walk
from values import items

if TYPE_CHECKING:
    from collections.abc import Iterator

_JSON: Final = "application/json"
_PLACES: Final = frozenset({"path", "query", "header"})
_SENT: Final = frozenset({"string", "integer", "number", "boolean"})
_STYLES: Final = ("style", "explode", "allowReserved", "allowEmptyValue", "content")
_CLASSES: Final = frozenset(
    {"Annotated", "AsyncCaller", "Call", "CallOptions", "Caller", "ClassVar", "Date", "DateTime", "Model", "OpenEnum"}
    | {"Operation", "Page", "Parameter", "Shape", "TypeAlias", "Unset", "VariantBase"}
)
UNDOCUMENTED: Final = "(undocumented)"
"""The key under which models keep what the contract does not know."""

_METHODS: Final = frozenset({"aclose", "call", "close"})


def constraints_can_be_checked(description: Description) -> Iterator[Finding]:
    """client-constraint: the client checks every constraint, by Python's regular expressions and 64-bit numbers."""
    for schema in description.schemas:
        for kind in schema.types:
            for keyword in unchecked(kind, schema.value):
                sentence = (
                    f"The client cannot check `{keyword}: {schema.value[keyword]}` of this {kind}; write it otherwise,"
                    " or say it in the description."
                )
                yield Finding("client-constraint", schema.at(keyword), sentence)


def bodies_are_json(description: Description) -> Iterator[Finding]:
    """client-body: bodies are JSON, which is all that the client writes and reads."""
    for body in description.bodies:
        if body.name != _JSON:
            sentence = f"The client neither writes nor reads `{body.name}`; describe the body as {_JSON}."
            yield Finding("client-body", body.pointer, sentence)


def parameters_can_be_sent(description: Description) -> Iterator[Finding]:
    """client-parameter: a parameter is one text or number in the path, the query or a header."""
    for operation in description.operations:
        for node in description.parameters(operation):
            schema = description.resolve(node.value.get("schema"))
            styles = [key for key in _STYLES if key in node.value]
            if node.value.get("in") not in _PLACES:
                sentence = f"The client sends nothing in `{node.value.get('in')}`; use {', '.join(sorted(_PLACES))}."
                yield Finding("client-parameter", node.pointer, sentence)
            elif styles or schema.get("type") not in _SENT:
                wrong = f"`{styles[0]}`" if styles else "lists, objects and null"
                sentence = f"The client does not know how to send {wrong} here; describe one text or number."
                yield Finding("client-parameter", node.pointer, sentence)


def keys_and_servers_are_single(description: Description) -> Iterator[Finding]:
    """client-security: an operation has one way to authorize it, and one server."""
    for node in (description.root, *description.operations):
        for key in ("security", "servers"):
            if key in node.value and len(items(node.value[key])) != 1:
                yield Finding("client-security", node.at(key), f"The client uses one of the `{key}` alone; write one.")
        for server in node.children("servers"):
            if "variables" in server.value:
                yield Finding("client-security", server.pointer, "The client fills in no variables; write the address.")


def names_are_free(description: Description) -> Iterator[Finding]:
    """client-name: no schema, tag, operation or property takes a name that the client uses, or could not hold."""
    tags = [str(node.value.get("name")) for node in description.root.children("tags")]
    resources = {f"{prefix}{pascal_case(tag)}" for tag in tags for prefix in ("", "Async")}
    for schema in description.components:
        if schema.name in _CLASSES | resources:
            yield Finding(
                "client-name", schema.pointer, f"`{schema.name}` is a class of the client; name it otherwise."
            )
        for field in schema.properties:
            if not field.name.isprintable() or {'"', "\\"} & {*field.name} or field.name == UNDOCUMENTED:
                sentence = "The client can read no field of this name; msgspec takes neither quotes nor backslashes."
                yield Finding("client-name", field.pointer, sentence)
    for node in description.root.children("tags"):
        if node.value.get("name") in _METHODS:
            sentence = f"`{node.value['name']}` is a method of the client; choose another tag."
            yield Finding("client-name", node.pointer, sentence)
    for operation in description.operations:
        if str(operation.value.get("operationId")).endswith("_from"):
            sentence = "`_from` ends the methods that take a ready-made body; choose another object."
            yield Finding("client-name", operation.at("operationId"), sentence)


def cycles_pass_through_objects(description: Description) -> Iterator[Finding]:
    """client-cycle: a map never leads back to itself, and a variant only through an object, which has a class."""
    held = {schema.name: set(_references(schema)) for schema in description.components}
    objects = {schema.name for schema in description.components if "properties" in schema.value}
    for schema in description.components:
        is_map = "additionalProperties" in schema.value
        beyond = held if is_map else {name: names for name, names in held.items() if name not in objects}
        if schema.name not in objects and schema.name in _reached(schema.name, beyond):
            kind = "map" if is_map else "variant"
            sentence = f"This {kind} leads back to itself, and has no class to name; let an object hold the {kind}."
            yield Finding("client-cycle", schema.pointer, sentence)


def nothing_is_lost(description: Description) -> Iterator[Finding]:
    """client: the generator can make a package of the description in which nothing is missing."""
    for complaint in complaints(description.document):
        yield Finding("client", complaint.pointer, complaint.sentence)


def _references(schema: Schema) -> Iterator[str]:
    for inner in walk(schema):
        if "$ref" in inner.value:
            yield str(inner.value["$ref"]).rpartition("/")[2]


def _reached(start: str, held: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [*held[start]]
    while waiting:
        name = waiting.pop()
        waiting += held.get(name, set()) - reached
        reached.add(name)
    return reached
