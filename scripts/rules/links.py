"""Rule D8: a link says what names cannot, and leads somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rules.description import Description, Finding, Node
from values import items, mapping, unescape

if TYPE_CHECKING:
    from collections.abc import Iterator

_BODY: Final = re.compile(r"\$response\.body#(/.*)")
_REQUEST: Final = re.compile(r"\$request\.(path|query|header)\.(.+)")


def links_lead_somewhere(description: Description) -> Iterator[Finding]:
    """D8: a link names an operation, its parameters, and values that the reply or the request holds."""
    operations = {str(node.value.get("operationId")): node for node in description.operations}
    for operation, response, link in _links(description):
        target = operations.get(str(link.value.get("operationId")))
        if target is None:
            sentence = f"There is no operation `{link.value.get('operationId')}`; name one that exists."
            yield Finding("D8", link.pointer, sentence)
            continue
        known = {str(node.value.get("name")) for node in description.parameters(target)}
        for name, expression in link.child("parameters").value.items():
            if name.partition(".")[2] not in known and name not in known:
                yield Finding("D8", link.at("parameters"), f"`{name}` is no parameter of the operation; use its name.")
            if not _is_there(description, operation, response, str(expression)):
                sentence = f"`{expression}` leads to nothing that the contract describes; mend the expression."
                yield Finding("D8", f"{link.at('parameters')}/{name}", sentence)


def creations_lead_to_what_they_made(description: Description) -> Iterator[Finding]:
    """D8: a create whose reply has an `id` links to the get of the same tag."""
    operations = {str(node.value.get("operationId")): node for node in description.operations}
    for name, operation in operations.items():
        tag, _, rest = name.partition("_create")
        target = f"{tag}_get"
        linked = {link.value.get("operationId") for origin, _, link in _links(description) if origin == operation}
        if rest == "" and tag != name and target in operations and target not in linked:
            sentence = f"Nothing leads from the reply to `{target}`; add a link that passes the id on."
            yield Finding("D8", operation.at("responses"), sentence)


def _links(description: Description) -> Iterator[tuple[Node, Node, Node]]:
    for operation in description.operations:
        for response in operation.children("responses"):
            resolved = Node(response.pointer, description.resolve(response.value))
            for link in resolved.children("links"):
                yield operation, resolved, link


def _is_there(description: Description, operation: Node, response: Node, expression: str) -> bool:
    in_body = _BODY.fullmatch(expression)
    if in_body:
        bodies = [mapping(body.value.get("schema")) for body in response.children("content")]
        return bool(bodies) and all(_has(description, body, in_body[1].split("/")[1:]) for body in bodies)
    in_request = _REQUEST.fullmatch(expression)
    parameters = [node.value for node in description.parameters(operation)]
    return in_request is not None and (in_request[1], in_request[2]) in {
        (p.get("in"), p.get("name")) for p in parameters
    }


def _has(description: Description, schema: object, steps: list[str]) -> bool:
    """Say whether some form of `schema` has a value at `steps`."""
    value = description.resolve(schema)
    if not steps:
        return bool(value)
    if any(_has(description, member, steps) for member in items(value.get("anyOf"))):
        return True
    if steps[0].isdigit() and "items" in value:
        return _has(description, value["items"], steps[1:])
    inner = mapping(value.get("properties")).get(unescape(steps[0]))
    return inner is not None and _has(description, inner, steps[1:])
