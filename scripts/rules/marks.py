"""The `x-` marks of our dialect, which no other tool checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.description import Description, Finding, Schema
from rules.shapes import CONSTRAINTS
from values import Json, escape, is_mapping, items, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXTENSIONS: Final = frozenset(
    {"x-evidence", "x-source", "x-status-evidence", "x-required-evidence", "x-sensitive", "x-extensible-enum"}
    | {"x-observed", "x-enum-varnames", "x-decided-by", "x-decision", "x-idempotent", "x-moves-money"}
    | {"x-changes", "x-unique", "x-null", "x-documented-default", "x-may-refuse", "x-empty-list"}
    | {"x-role", "x-balance", "x-complete", "x-renews", "x-login", "x-states", "x-outcome"}
    | {"x-differs", "x-mirrors", "x-id", "x-free-text", "x-test-value", "x-written-as", "x-names", "x-money"}
)
_ROLES: Final = frozenset({"undoes", "confirms", "settles", "attempts"})
_BALANCE: Final = frozenset({"adds", "shows", "takes", "takes-what-is-there"})
_STATES: Final = frozenset({"open", "paid", "unpaid", "after-paid", "final"})
_DIFFERS: Final = frozenset({"request", "views", "state"})
_CHANGES: Final = frozenset({"by-itself", "with-others"})
_SECRET: Final = frozenset({"card_number", "ccv", "cvv", "card_token", "cavv", "otp", "secret"})
_PERSONAL: Final = frozenset(
    {"document_number", "document", "dni", "phone", "email", "account_number", "first_name", "last_name"}
    | {"birthdate", "holder_name", "card_name"}
)
"""Names that say what a field holds, in any contract: a new field so called must not be printed by mistake."""


def extensions_are_known(description: Description) -> Iterator[Finding]:
    """extension: a misspelled `x-` key would be ignored, so only those of our dialect pass."""
    for pointer, key, _ in extensions(description.document, ""):
        if key not in _EXTENSIONS:
            yield Finding(
                "extension", pointer, f"`{key}` is none of ours; use one of {', '.join(sorted(_EXTENSIONS))}."
            )


def repetition_is_marked(description: Description) -> Iterator[Finding]:
    """idempotent: `x-idempotent: false` marks a PUT or DELETE that does something anew each time."""
    for operation in description.all_operations:
        if "x-idempotent" not in operation.value:
            continue
        if operation.name not in {"put", "delete"} or operation.value["x-idempotent"] is not False:
            sentence = "Only a PUT or DELETE needs `x-idempotent`, and only `false`; remove it."
            yield Finding("idempotent", operation.at("x-idempotent"), sentence)


def harmless_writes_are_marked(description: Description) -> Iterator[Finding]:
    """moves-money: `x-moves-money: false` marks a write that moves no money and asks nobody for any."""
    for operation in description.all_operations:
        if "x-moves-money" not in operation.value:
            continue
        is_write = operation.pointer.startswith("/paths/") and operation.name != "get"
        if not is_write or operation.value["x-moves-money"] is not False:
            sentence = "Only a write needs `x-moves-money`, and only `false`, since the others may; remove it."
            yield Finding("moves-money", operation.at("x-moves-money"), sentence)


def empty_lists_are_marked(description: Description) -> Iterator[Finding]:
    """empty-list: `x-empty-list: true` marks an operation whose body may be left out, and comes as `[]` as well."""
    for operation in description.all_operations:
        if "x-empty-list" not in operation.value:
            continue
        body = mapping(operation.value.get("requestBody"))
        if not body or body.get("required", False) or operation.value["x-empty-list"] is not True:
            sentence = "Only `true`, and only where the body may be left out; remove it."
            yield Finding("empty-list", operation.at("x-empty-list"), sentence)


def observations_do_not_constrain(description: Description) -> Iterator[Finding]:
    """observed: `x-observed` holds constraint keywords that the schema itself does not use."""
    for schema in description.schemas:
        observed = schema.value.get("x-observed")
        unknown = sorted(mapping(observed).keys() - (CONSTRAINTS | {"enum"}))
        doubled = sorted(mapping(observed).keys() & schema.value.keys())
        if observed is not None and (not mapping(observed) or unknown or doubled):
            sentence = "`x-observed` holds constraints such as `maxLength` that do not stand beside it; mend it."
            yield Finding("observed", schema.at("x-observed"), sentence)


def secrets_are_marked(description: Description) -> Iterator[Finding]:
    """sensitive: what must not be printed is marked, and the mark is `secret` or `personal`."""
    for schema in description.schemas:
        for node in schema.properties:
            mark, wanted = node.value.get("x-sensitive"), _wanted_mark(node)
            if mark not in {None, "secret", "personal"}:
                sentence = f"`{mark}` is no mark; write `secret` (never shown) or `personal` (masked)."
                yield Finding("sensitive", node.at("x-sensitive"), sentence)
            elif wanted and mark != wanted:
                sentence = f"`{node.name}` would be printed in logs; mark it `x-sensitive: {wanted}`."
                yield Finding("sensitive", node.pointer, sentence)


def changes_are_named(description: Description) -> Iterator[Finding]:
    """changes: `x-changes` says how a field changes by itself, and `x-unique` is `true`; both stand on fields."""
    for schema in description.schemas:
        for node in schema.properties:
            if node.value.get("x-changes", "by-itself") not in _CHANGES:
                sentence = "`by-itself` (time, a payer or a bank changes it) or `with-others`; write one of these."
                yield Finding("changes", node.at("x-changes"), sentence)
            if node.value.get("x-unique", True) is not True:
                sentence = "Write `x-unique: true`, or leave it out where two objects may have the same value."
                yield Finding("changes", node.at("x-unique"), sentence)


def roles_are_known(description: Description) -> Iterator[Finding]:
    """role: `x-role`, `x-balance`, `x-complete` and `x-renews` say what an operation does beyond its method."""
    fields = _field_names(description)
    for operation in description.operations:
        for mark, known in (("x-role", _ROLES), ("x-balance", _BALANCE), ("x-renews", fields)):
            value = operation.value.get(mark)
            if value is not None and value not in known:
                allowed = "the name of a field" if known is fields else f"one of {', '.join(sorted(known))}"
                yield Finding("role", operation.at(mark), f"`{value}` is no value of `{mark}`; write {allowed}.")
        if operation.value.get("x-complete", True) is not True or (
            "x-complete" in operation.value and operation.name != "get"
        ):
            sentence = "Only a GET that lists everything there is needs `x-complete`, and only `true`; remove it."
            yield Finding("role", operation.at("x-complete"), sentence)


def logins_name_operations(description: Description) -> Iterator[Finding]:
    """login: `x-login` of a security scheme names the operations that send a code and take it."""
    known = {operation.value.get("operationId") for operation in description.operations}
    for scheme in description.root.child("components").children("securitySchemes"):
        login = mapping(scheme.value.get("x-login"))
        if "x-login" in scheme.value and (login.keys() != {"request", "verify"} or not {*login.values()} <= known):
            sentence = "Write `{request: <operationId>, verify: <operationId>}`, with operations that there are."
            yield Finding("login", scheme.at("x-login"), sentence)


def common_names_are_names(description: Description) -> Iterator[Finding]:
    """common-names: each of `x-names` is the name of a field or a parameter."""
    fields = _field_names(description)
    for meaning, name in mapping(description.document.get("x-names")).items():
        if name not in fields:
            sentence = f"No field and no parameter is called `{name}`; write the name that they have, or remove it."
            yield Finding("common-names", f"/x-names/{escape(meaning)}", sentence)


def states_are_listed(description: Description) -> Iterator[Finding]:
    """states: `x-states` sorts words of its own list into known classes."""
    for schema in description.schemas:
        words = {*items(schema.value.get("enum")), *items(schema.value.get("x-extensible-enum"))}
        for name, listed in mapping(schema.value.get("x-states")).items():
            if name not in _STATES:
                sentence = f"`{name}` is no class of states; use {', '.join(sorted(_STATES))}."
                yield Finding("states", schema.at("x-states"), sentence)
            for word in items(listed):
                if word not in words:
                    yield Finding("states", schema.at("x-states"), f"`{word}` is not in this list; name one that is.")


def field_marks_name_fields(description: Description) -> Iterator[Finding]:
    """field-marks: `x-differs`, `x-mirrors`, `x-id`, `x-free-text`, `x-test-value` and `x-outcome` stand on fields."""
    fields, states = _field_names(description), _state_words(description)
    for schema in description.schemas:
        for node in schema.properties:
            yield from _unknown_names(node, fields, states)


def _unknown_names(node: Schema, fields: frozenset[str], states: frozenset[str]) -> Iterator[Finding]:
    for mark, known in (("x-differs", _DIFFERS), ("x-mirrors", fields)):
        named = items(node.value.get(mark))
        for name in named:
            if name not in known:
                allowed = "a field" if known is fields else f"one of {', '.join(sorted(known))}"
                yield Finding("field-marks", node.at(mark), f"`{name}` is unknown; name {allowed}.")
        if mark in node.value and not named:
            yield Finding("field-marks", node.at(mark), f"`{mark}` is a list; name at least one.")
    if "x-id" in node.value and node.value["x-id"] not in fields:
        sentence = f"No path or body has a `{node.value['x-id']}`; write the name that the id has elsewhere."
        yield Finding("field-marks", node.at("x-id"), sentence)
    if node.value.get("x-free-text", True) is not True or ("x-free-text" in node.value and "string" not in node.types):
        sentence = "Only a text may hold any words; write `x-free-text: true` on a string, or remove it."
        yield Finding("field-marks", node.at("x-free-text"), sentence)
    for value, state in mapping(node.value.get("x-outcome")).items():
        if state not in states:
            sentence = f"`{value}` leads to `{state}`, which no `x-states` has; name a state."
            yield Finding("field-marks", node.at("x-outcome"), sentence)
    if "x-test-value" in node.value and mapping(node.value["x-test-value"]):
        yield Finding("field-marks", node.at("x-test-value"), "A test value is one value; write a text or a number.")


def _field_names(description: Description) -> frozenset[str]:
    """The names of all fields and parameters."""
    parameters = description.root.child("components").children("parameters")
    fields = (node.name for schema in description.schemas for node in schema.properties)
    return frozenset([*fields, *(str(parameter.value.get("name")) for parameter in parameters)])


def _state_words(description: Description) -> frozenset[str]:
    """The words of all `x-states`."""
    marked = (mapping(schema.value.get("x-states")).values() for schema in description.schemas)
    return frozenset(str(word) for classes in marked for listed in classes for word in items(listed))


def decisions_name_members(description: Description) -> Iterator[Finding]:
    """decision: `x-decision` leads from values of the field `x-decided-by` to members of the variant."""
    for schema in description.schemas:
        members = {str(mapping(member).get("$ref")).rpartition("/")[2] for member in items(schema.value.get("anyOf"))}
        decision = mapping(schema.value.get("x-decision"))
        if ("x-decided-by" in schema.value) != bool(decision):
            sentence = (
                "`x-decided-by` (a field) and `x-decision` (a member for each value) need each other; write both."
            )
            yield Finding("decision", schema.pointer, sentence)
        for value, member in decision.items():
            if member not in members:
                sentence = f"`{value}` leads to `{member}`, which is no member of this variant; name one."
                yield Finding("decision", schema.at("x-decision"), sentence)


def enum_names_match_values(description: Description) -> Iterator[Finding]:
    """enum-names: `x-enum-varnames` has one name for each value."""
    for schema in description.schemas:
        names = items(schema.value.get("x-enum-varnames"))
        values = items(schema.value.get("enum")) or items(schema.value.get("x-extensible-enum"))
        if "x-enum-varnames" in schema.value and len({*names}) != len(values):
            sentence = "There must be one name for each value; name them in the order of the values."
            yield Finding("enum-names", schema.at("x-enum-varnames"), sentence)


def extensions(value: Json, pointer: str) -> Iterator[tuple[str, str, Json]]:
    """Yield every `x-` key, leaving out examples and the names of properties and headers."""
    if not is_mapping(value):
        for index, item in enumerate(items(value)):
            yield from extensions(item, f"{pointer}/{index}")
        return
    holds_names = pointer.rpartition("/")[2] in {"properties", "headers", "parameters"}
    for key, inner in value.items():
        here = f"{pointer}/{escape(key)}"
        if key.startswith("x-") and not holds_names:
            yield here, key, inner
        elif key not in {"value", "example"} or holds_names:
            yield from extensions(inner, here)


def _wanted_mark(node: Schema) -> str | None:
    if not {"string", "integer"} & set(node.types):
        return None
    if node.name in _SECRET:
        return "secret"
    return "personal" if node.name in _PERSONAL else None
