"""Planted mistakes in operations, webhooks, parameters, replies, servers and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mutation.edits import ABSENT, Edit, edit, put, renamed, step
from values import Document, items, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutation.edits import Change
    from rules import Description
    from rules.description import Node

_OTHER_METHOD: Final = {"get": "post", "post": "put", "put": "patch", "patch": "put", "delete": "post"}
_OTHER_STATUS: Final = {"2XX": "201", "200": "201", "204": "200"}
_OTHER_PLACE: Final = {"path": "query", "query": "header", "header": "query"}
_OTHER_EVIDENCE: Final = {"documented": "inferred", "observed": "documented", "inferred": "documented"}
_OTHER_KEYS: Final[list[dict[str, list[str]]]] = [{"PublicKey": []}]
_OTHER_SERVER: Final = [{"url": "https://cards.onepay.la/v1", "description": "Where cards are created."}]


def operation_edits(description: Description) -> Iterator[Edit]:
    """Every single mistake that we know to make outside of schemas."""
    yield from _document_edits()
    yield from _path_edits(description)
    for operation in description.all_operations:
        yield from _identity_edits(operation)
        yield from _parameter_uses(operation, description)
        yield from _body_edits(operation)
        yield from _reply_edits(operation, description)
    for operation in description.operations:
        yield from _security_edits(operation)
    for parameter in description.root.child("components").children("parameters"):
        yield from _parameter_edits(parameter)


def _document_edits() -> Iterator[Edit]:
    yield edit("change a server", "/servers/0", "url", put("url", "https://api.onepay.la/v2"))
    yield edit("change the keys", "", "security", put("security", _OTHER_KEYS))
    yield edit("change the keys", "/components/securitySchemes/CustomerToken", "name", put("name", "X-Customer"))
    yield edit("change the keys", "/components/securitySchemes/SecretKey", "scheme", put("scheme", "basic"))


def _path_edits(description: Description) -> Iterator[Edit]:
    for path in mapping(description.document["paths"]):
        yield edit("respell a path", "/paths", step(path), renamed(path, _respelt(path)))
    for event in mapping(description.document["webhooks"]):
        yield edit("respell an event", "/webhooks", step(event), renamed(event, f"{event}ed"))


def _identity_edits(operation: Node) -> Iterator[Edit]:
    holder, _, method = operation.pointer.rpartition("/")
    if method in _OTHER_METHOD:
        yield edit("change a method", holder, method, renamed(method, _OTHER_METHOD[method]))
    name = operation.value["operationId"]
    yield edit("rename an operation", operation.pointer, "operationId", put("operationId", f"{name}_again"))
    yield edit("drop an operation", holder, method, put(method, ABSENT))
    other = _OTHER_EVIDENCE[operation.value["x-evidence"]]
    yield edit("change the evidence", operation.pointer, "x-evidence", put("x-evidence", other))


def _parameter_uses(operation: Node, description: Description) -> Iterator[Edit]:
    names = sorted(mapping(description.document["components"]["parameters"]))
    following = dict(zip(names, names[1:] + names[:1], strict=True))
    for number, use in enumerate(items(operation.value.get("parameters"))):
        name = str(mapping(use).get("$ref")).rpartition("/")[2]
        pointer = f"{operation.pointer}/parameters"
        yield edit("drop a parameter", operation.pointer, step("parameters", name), _without_item("parameters", number))
        other = {"$ref": f"#/components/parameters/{following[name]}"}
        yield edit("take another parameter", pointer, name, _with_item(number, other))


def _parameter_edits(parameter: Node) -> Iterator[Edit]:
    name, place = parameter.value["name"], parameter.value["in"]
    needed = not parameter.value.get("required", False)
    yield edit("rename a parameter", parameter.pointer, "name", put("name", f"{name}s"))
    yield edit("move a parameter", parameter.pointer, "in", put("in", _OTHER_PLACE[place]))
    yield edit("change whether it is required", parameter.pointer, "required", put("required", needed))


def _body_edits(operation: Node) -> Iterator[Edit]:
    if "requestBody" in operation.value:
        pointer = f"{operation.pointer}/requestBody"
        needed = not operation.value["requestBody"].get("required", False)
        yield edit("drop a body", operation.pointer, "requestBody", put("requestBody", ABSENT))
        yield edit("change whether it is required", pointer, "required", put("required", needed))


def _reply_edits(operation: Node, description: Description) -> Iterator[Edit]:
    names = sorted(mapping(description.document["components"]["responses"]))
    following = dict(zip(names, names[1:] + names[:1], strict=True))
    for status, reply in mapping(operation.value["responses"]).items():
        pointer = f"{operation.pointer}/responses"
        yield edit("drop a reply", pointer, status, put(status, ABSENT))
        other = _OTHER_STATUS.get(status) or str(int(status) + 1)
        yield edit("change a status", pointer, status, renamed(status, other))
        name = str(mapping(reply).get("$ref")).rpartition("/")[2]
        if name in following:
            reference = {"$ref": f"#/components/responses/{following[name]}"}
            yield edit("give another reply", pointer, status, put(status, reference))
        elif "content" in mapping(reply):
            yield edit("drop the body of a reply", f"{pointer}/{status}", "content", put("content", ABSENT))
        for link in mapping(mapping(reply).get("links")):
            yield edit("drop a link", f"{pointer}/{status}/links", link, put(link, ABSENT))


def _security_edits(operation: Node) -> Iterator[Edit]:
    keys: Any = ABSENT if "security" in operation.value else _OTHER_KEYS
    yield edit("change the keys", operation.pointer, "security", put("security", keys))
    servers: Any = ABSENT if "servers" in operation.value else _OTHER_SERVER
    yield edit("change a server", operation.pointer, "servers", put("servers", servers))


def _respelt(path: str) -> str:
    first, _, rest = path.removeprefix("/").partition("/")
    return f"/{first}-all" + (f"/{rest}" if rest else "")


def _without_item(key: str, number: int) -> Change:
    def change(holder: Document) -> None:
        del holder[key][number]

    return change


def _with_item(number: int, item: object) -> Change:
    def change(holder: list[object]) -> None:
        holder[number] = item

    return change
