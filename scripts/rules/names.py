"""Names: of operations, tags, schemas, parameters and files."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rules.description import Description, Finding, Node
from values import escape, items

if TYPE_CHECKING:
    from collections.abc import Iterator

VERBS: Final = (
    *("create", "list", "get", "update", "delete", "cancel", "refund", "resolve", "resend", "validate"),
    *("confirm", "request", "verify", "withdraw", "cashout", "pay", "top_up"),
)
_SNAKE: Final = re.compile(r"[a-z]+(_[a-z]+)*")
_SCHEMA: Final = re.compile(r"([A-Z][a-z0-9]+|BreB)+")
_SUFFIXES: Final = ("Object", "Dto", "Response", "Model", "Schema")
_TEMPLATE: Final = re.compile(r"\{([^}]*)\}")


def operation_ids_follow_the_grammar(description: Description) -> Iterator[Finding]:
    """operation-id: `<tag>_<verb>[_<object>]`, the verb from a closed list."""
    for operation in description.operations:
        name, tag = str(operation.value.get("operationId")), _tag(operation)
        if not name.startswith(f"{tag}_") or not _SNAKE.fullmatch(name):
            sentence = f"`{name}` does not begin with its tag `{tag}_`; name it `<tag>_<verb>[_<object>]`."
            yield Finding("operation-id", operation.at("operationId"), sentence)
        elif verb_of(operation) is None:
            sentence = f"`{name}` has none of our verbs after its tag; use one of {', '.join(VERBS)}."
            yield Finding("operation-id", operation.at("operationId"), sentence)


def verb_of(operation: Node) -> str | None:
    """Return the verb in an operation's id, if it is one that we use."""
    rest = str(operation.value.get("operationId")).removeprefix(f"{_tag(operation)}_")
    return next((verb for verb in VERBS if f"{rest}_".startswith(f"{verb}_")), None)


def each_operation_has_one_tag(description: Description) -> Iterator[Finding]:
    """tag: exactly one per operation, from the list of `openapi.yaml`, which describes each and has no spare."""
    listed = {str(node.value.get("name")): node for node in description.root.children("tags")}
    used: set[str] = set()
    for operation in description.all_operations:
        tags = [str(tag) for tag in items(operation.value.get("tags"))]
        used.update(tags)
        if len(tags) != 1 or tags[0] not in listed:
            sentence = f"The tags are {tags}; write exactly one, from the list in openapi.yaml."
            yield Finding("tag", operation.pointer, sentence)
    for name, node in listed.items():
        if not _SNAKE.fullmatch(name) or not node.value.get("description") or name not in used:
            sentence = f"The tag `{name}` is not in snake_case, not described or not used; mend or delete it."
            yield Finding("tag", node.pointer, sentence)


def schema_names_are_nouns(description: Description) -> Iterator[Finding]:
    """schema-name: PascalCase, acronyms as words, singular, and no suffix that only says 'schema'."""
    for schema in description.components:
        complaint = _name_complaint(schema.name)
        if complaint:
            yield Finding("schema-name", schema.pointer, complaint)


def path_parameters_are_ids(description: Description) -> Iterator[Finding]:
    """parameter-name: what stands in a path is called `<noun>_id`."""
    for operation in description.operations:
        for node in description.parameters(operation):
            name = str(node.value.get("name"))
            if node.value.get("in") == "path" and not (_SNAKE.fullmatch(name) and name.endswith("_id")):
                yield Finding(
                    "parameter-name", node.pointer, f"`{name}` does not say whose id it is; call it `<noun>_id`."
                )


def ids_keep_their_name(description: Description) -> Iterator[Finding]:
    """D8: the id after the same path has the same name in every longer path."""
    names: dict[str, str] = {}
    for path in description.root.children("paths"):
        for before, step in _steps(path.name):
            known = names.setdefault(before, step)
            if known != step:
                sentence = f"The id after `{before}` is `{known}` in another path and `{step}` here; use one name."
                yield Finding("D8", path.pointer, sentence)


def templates_match_parameters(description: Description) -> Iterator[Finding]:
    """D8: each name in a path's braces is a parameter of its operations, and the other way round."""
    for operation in description.operations:
        path = Node(operation.pointer.rpartition("/")[0], {}).name
        parameters = [node.value for node in description.parameters(operation)]
        named = {str(value.get("name")) for value in parameters if value.get("in") == "path"}
        for name in sorted(named ^ set(_TEMPLATE.findall(path))):
            sentence = f"`{name}` stands in only one of the path and its parameters; write it in both."
            yield Finding("D8", operation.pointer, sentence)


def files_are_named_after_what_they_hold(description: Description) -> Iterator[Finding]:
    """layout: `/payments/{payment_id}` is in paths/payments_{payment_id}.yaml, an event in its family's file."""
    for section in ("paths", "webhooks"):
        for node in description.root.children(section):
            stem = node.name.strip("/").replace("/", "_") if section == "paths" else node.name.partition(".")[0]
            position = description.positions.get(node.pointer)
            if position and not position.file.endswith(f"/{section}/{stem}.yaml"):
                sentence = f"`{node.name}` belongs into {section}/{stem}.yaml, where readers will look for it."
                yield Finding("layout", f"/{section}/{escape(node.name)}", sentence)


def _tag(operation: Node) -> str:
    return str(next(iter(items(operation.value.get("tags"))), ""))


def _name_complaint(name: str) -> str | None:
    if not _SCHEMA.fullmatch(name):
        return f"`{name}` is not PascalCase with acronyms as words; write `PseCharge`, not `PSECharge` or `pse_charge`."
    if name.endswith(_SUFFIXES):
        return f"`{name}` ends with a word that every schema could end with; name the thing itself."
    if name.endswith("s") and not name.endswith(("ss", "us")):
        return f"`{name}` is a plural; name one of the things, and write a list where it is used."
    return None


def _steps(path: str) -> Iterator[tuple[str, str]]:
    before = ""
    for segment, following in pairwise(path.split("/")):
        before += f"{segment}/"
        if following.startswith("{"):
            yield before, following
