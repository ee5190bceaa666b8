"""Fields and parameters as rows of a table: name, type, whether it must be there, and what it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from onepay_contract.document import Contract, Operation, component_name
from onepay_core.json_values import Document, Json, is_array

Translate = Callable[[str], str]

_WORDS: Final = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
    "array": "list",
    "date": "day (`2026-03-17`)",
    "date-time": "moment (ISO 8601)",
    "binary": "file",
    "uri": "address",
}
_BOUNDS: Final = (("maxLength", "at most {} characters"), ("minimum", "at least {}"), ("maximum", "at most {}"))
_NUMBER: Final = re.compile(r"\d[\d,]*")
_LONGEST_LIST: Final = 12

# The words of the tables, so that they are collected for translation.
_LABELS: Final = (
    *_WORDS.values(),
    "or null",
    "one of",
    "or a value that is not known yet",
    "list of",
    "personal datum",
    "secret",
    "observed",
    "inferred",
    "documented",
    "yes",
    "no",
    *(words for _, words in _BOUNDS),
)


def labels() -> tuple[str, ...]:
    """Every word of the tables that wants a translation."""
    return _LABELS


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, in one language."""

    name: str
    type: str
    required: bool
    text: str


class Tables:
    """The tables of one contract in one language; `objects` collects the schemas that they link to."""

    def __init__(self, contract: Contract, translate: Translate) -> None:
        """`translate` gives the text of the language for an English one."""
        self._contract: Final = contract
        self._translate: Final = translate
        self.objects: Final[dict[str, Document]] = {}

    def parameters(self, operation: Operation, place: str) -> list[Row]:
        """The parameters of an operation that stand in the path, the query or the headers."""
        return [
            self._row(p.name, p.schema, p.required, p.description, p.fact.evidence)
            for p in operation.parameters_in(place)
        ]

    def forms(self, schema: Document) -> list[str]:
        """Links to the objects that a body can be."""
        return [self._type(form) for form in self._alternatives(schema)]

    def body(self, schema: Document) -> list[Row]:
        """The fields of an object; none where the body is a list or has several forms."""
        schema = self._contract.dereferenced(schema)
        if "properties" not in schema:
            return []
        required = frozenset(schema.get("required", ()))
        return [
            self._row(name, field, name in required, field.get("description", ""), field.get("x-evidence", ""))
            for name, field in schema["properties"].items()
        ]

    def _row(self, name: str, schema: Document, required: bool, text: str, evidence: str) -> Row:  # noqa: FBT001
        meaning = text or self._contract.dereferenced(schema).get("description", "")
        words = [self._translate(meaning) if meaning else "", *self._notes(schema, meaning)]
        if evidence in {"observed", "inferred"}:
            words.append(f"*{self._translate(evidence).capitalize()}.*")
        return Row(f"`{name}`", self._type(schema), required, " ".join(word for word in words if word))

    def _notes(self, schema: Document, meaning: str) -> Iterator[str]:
        stated = {number.replace(",", "") for number in _NUMBER.findall(meaning)}
        for bound, words in _BOUNDS:
            if bound in schema and str(schema[bound]) not in stated:
                yield f"{self._translate(words).format(schema[bound]).capitalize()}."
        if "x-sensitive" in schema:
            secret = schema["x-sensitive"] != "personal"
            yield f"*{self._translate('secret' if secret else 'personal datum').capitalize()}.*"

    def _type(self, schema: Document) -> str:
        if "$ref" in schema:
            return self._of_component(component_name(schema), self._contract.dereferenced(schema))
        alternatives = schema.get("anyOf")
        if alternatives:
            return self._joined(list(dict.fromkeys(map(self._type, alternatives))))
        kinds: Json = schema.get("type", "object")
        named = [str(kind) for kind in kinds] if is_array(kinds) else [str(kinds)]
        return self._joined([self._simple(kind, schema) for kind in named])

    def _joined(self, words: list[str]) -> str:
        null = self._translate("or null")
        text = " / ".join(word for word in words if word != null)
        if null not in words:
            return text
        return f"{text}, {null}" if "," in text else f"{text} {null}".lstrip()

    def _of_component(self, name: str, target: Document) -> str:
        if "properties" in target or "anyOf" in target:
            self.objects.setdefault(name, target)
            return f"[{name}](#object-{name.lower()})"
        return self._type(target)

    def _simple(self, kind: str, schema: Document) -> str:
        if kind == "null":
            return self._translate("or null")
        values = schema.get("enum") or schema.get("x-extensible-enum")
        if values and kind != "array":
            shown = ", ".join(f"`{value}`" for value in values[:_LONGEST_LIST])
            more = " …" if len(values) > _LONGEST_LIST else ""
            unknown = "" if "enum" in schema else f", {self._translate('or a value that is not known yet')}"
            return f"{self._translate('one of')} {shown}{more}{unknown}"
        if kind == "array":
            return f"{self._translate('list of')} {self._type(schema.get('items', {}))}"
        return self._translate(_WORDS.get(schema.get("format", ""), _WORDS[kind]))

    def _alternatives(self, schema: Document) -> list[Document]:
        target = self._contract.dereferenced(schema)
        return list(target["anyOf"]) if "anyOf" in target and "properties" not in target else [schema]
