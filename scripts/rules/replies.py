"""Rule D6: an operation answers with what is known; and the headers that make repeating safe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rules.description import Description, Finding, Node
from rules.names import verb_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATUS: Final = re.compile(r"[1-5]([0-9]{2}|XX)")
_CREATES_OR_MOVES: Final = frozenset({"create", "pay", "cashout", "withdraw", "top_up"})


def statuses_are_named(description: Description) -> Iterator[Finding]:
    """D6: statuses are codes or ranges, one of them a success, none of them `default`."""
    for operation in description.all_operations:
        statuses = [node.name for node in operation.children("responses")]
        for status in statuses:
            if not _STATUS.fullmatch(status):
                sentence = f"`{status}` covers what nobody has seen; list the statuses that are documented or observed."
                yield Finding("D6", f"{operation.at('responses')}/{status}", sentence)
        if not any(status.startswith("2") for status in statuses):
            sentence = "No success is described; write the status that is known, or '2XX' if none is."
            yield Finding("D6", operation.at("responses"), sentence)


def errors_are_shared(description: Description) -> Iterator[Finding]:
    """D6: each error is a reference to a component."""
    for operation in description.all_operations:
        for response in operation.children("responses"):
            if response.name.startswith(("4", "5")) and "$ref" not in response.value:
                sentence = "This error is written inline; give it a file in components/responses/ and refer to it."
                yield Finding("D6", response.pointer, sentence)


def statuses_carry_evidence(description: Description) -> Iterator[Finding]:
    """D6: `x-status-evidence` has exactly the statuses of `responses`."""
    for operation in description.operations:
        claimed = operation.child("x-status-evidence")
        statuses = {node.name for node in operation.children("responses")}
        for status in sorted(statuses - claimed.value.keys()):
            sentence = f"Nothing says how the status {status} is known; add it to `x-status-evidence`."
            yield Finding("D6", f"{operation.at('responses')}/{status}", sentence)
        for status in sorted(claimed.value.keys() - statuses):
            yield Finding("D6", claimed.at(status), f"There is no response {status}; describe it or drop its evidence.")


def expected_errors_are_listed(description: Description) -> Iterator[Finding]:
    """errors: 401 always; 404 with an id, 409 on a POST with an idempotency key, 422 with a body or a filter."""
    for operation in description.operations:
        statuses = operation.child("responses").value
        for status, cause in _expected(description, operation):
            if status not in statuses:
                sentence = f"The operation {cause} but does not list {status}; refer to its shared response."
                yield Finding("errors", operation.at("responses"), sentence)


def creations_need_a_key(description: Description) -> Iterator[Finding]:
    """idempotency: a POST that creates something or moves money requires `x-idempotency`."""
    for operation in description.operations:
        is_post = operation.name == "post"
        key = _headers(description, operation).get("x-idempotency")
        if is_post and verb_of(operation) in _CREATES_OR_MOVES and not (key and key.value.get("required") is True):
            sentence = (
                "The operation creates or moves something without a required `x-idempotency`; add IdempotencyKey."
            )
            yield Finding("idempotency", operation.pointer, sentence)


def _expected(description: Description, operation: Node) -> Iterator[tuple[str, str]]:
    places = {str(node.value.get("in")): node for node in description.parameters(operation)}
    filters = [node for node in description.parameters(operation) if node.value.get("in") == "query"]
    yield "401", "needs a key"
    if "path" in places:
        yield "404", "names one thing by its id"
    if operation.name == "post" and _headers(description, operation).get("x-idempotency"):
        yield "409", "takes an idempotency key"
    if "requestBody" in operation.value or any(_is_filter(node) for node in filters):
        yield "422", "takes a body or a filter"


def _is_filter(parameter: Node) -> bool:
    return str(parameter.value.get("name")) not in {"page", "per_page", "limit"}


def _headers(description: Description, operation: Node) -> dict[str, Node]:
    parameters = description.parameters(operation)
    return {str(node.value.get("name")).lower(): node for node in parameters if node.value.get("in") == "header"}
