"""Rule D11: every fact says how it is known, and a rule that stops requests was read in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.description import Description, Finding, Node, Schema, walk
from rules.marks import extensions
from rules.shapes import CONSTRAINTS
from values import items, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

_EVIDENCE: Final = ("documented", "observed", "inferred")


def operations_carry_evidence(description: Description) -> Iterator[Finding]:
    """D11: an operation says how it is known, and where from: a page, or a sentence."""
    for operation in description.all_operations:
        evidence = operation.value.get("x-evidence")
        if evidence not in _EVIDENCE:
            sentence = f"`x-evidence` is {evidence!r}; write one of {', '.join(_EVIDENCE)}."
            yield Finding("D11", operation.pointer, sentence)
        has_page = str(operation.child("externalDocs").value.get("url", "")).startswith("https://")
        if not has_page and not operation.value.get("x-source"):
            sentence = "The source is missing; name the page in `externalDocs`, or say in `x-source` who shows this."
            yield Finding("D11", operation.pointer, sentence)


def evidence_is_one_of_three(description: Description) -> Iterator[Finding]:
    """D11: wherever evidence is given, it is documented, observed or inferred."""
    for pointer, key, value in extensions(description.document, ""):
        claims = mapping(value) if key == "x-status-evidence" else {"": value}
        if key.endswith("evidence"):
            for claim in claims.values():
                if claim not in _EVIDENCE:
                    yield Finding("D11", pointer, f"`{claim}` is no evidence; write one of {', '.join(_EVIDENCE)}.")


def required_carries_evidence(description: Description) -> Iterator[Finding]:
    """required-evidence: a request that requires fields says how that is known."""
    for pointer, holder in _sent(description).items():
        schema, _ = holder
        if items(schema.value.get("required")) and "x-required-evidence" not in schema.value:
            sentence = "Nothing says how it is known that these fields are required; add `x-required-evidence`."
            yield Finding("required-evidence", pointer, sentence)


def only_documents_constrain(description: Description) -> Iterator[Finding]:
    """constraint: a rule that was not read in a document must not stop a request."""
    for pointer, holder in _sent(description).items():
        schema, evidence = holder
        for inner in walk(schema):
            known = inner.value.get("x-evidence", schema.value.get("x-evidence", evidence))
            for key in sorted((CONSTRAINTS | {"enum"}) & inner.value.keys()):
                if known != "documented":
                    sentence = f"`{key}` would stop requests but is only {known}; move it into `x-observed`."
                    yield Finding("constraint", f"{inner.pointer or pointer}/{key}", sentence)


def _sent(description: Description) -> dict[str, tuple[Schema, str]]:
    """Return the components that requests hold, each with the best evidence of an operation that sends it."""
    sent: dict[str, tuple[Schema, str]] = {}
    components = {schema.pointer: schema for schema in description.components}
    for operation in sorted(description.operations, key=_rank):
        for body in operation.child("requestBody").children("content"):
            queue = [mapping(body.value.get("schema")).get("$ref")]
            while queue:
                pointer = str(queue.pop()).removeprefix("#")
                if pointer in components and pointer not in sent:
                    sent[pointer] = (components[pointer], str(operation.value.get("x-evidence")))
                    queue += [inner.value.get("$ref") for inner in walk(components[pointer])]
    return sent


def _rank(operation: Node) -> int:
    evidence = operation.value.get("x-evidence")
    return _EVIDENCE.index(evidence) if evidence in _EVIDENCE else len(_EVIDENCE)
