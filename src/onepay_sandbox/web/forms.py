"""Forms of the dashboard: each stands for one call, and its fields for the body of that call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

import msgspec

from onepay_core.json_values import Document, Json
from onepay_sandbox.web.checkout import read_pesos
from onepay_sandbox.web.languages import message

FieldKind: TypeAlias = Literal["text", "pesos", "whole", "choice", "json", "list"]
_LONGEST: Final = 9


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `options` are values with their words; `source` names a kind of objects to choose from.

    A `json` field is a choice whose values are JSON; a `list` holds texts parted by commas. What is left empty is not
    sent.
    """

    name: str
    label: str
    kind: FieldKind = "text"
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A call that a person can make: `path` may hold `{id}`; it is offered in `statuses`, or in all without them."""

    name: str
    label: str
    method: str
    path: str
    fields: tuple[Field, ...] = ()
    fixed: Document | None = None
    statuses: tuple[str, ...] = ()
    tone: str = "secondary"
    then: str | None = None
    """The path that is shown afterwards, with the `{id}` of what the call made."""

    def offered(self, status: str) -> bool:
        """Whether an object in that state has the form."""
        return not self.statuses or status in self.statuses

    def call(self, identifier: str) -> tuple[str, str]:
        """The method and the path for an object."""
        return self.method, self.path.replace("{id}", identifier)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a form: the body that it means, None where the call has none, and what is wrong with it."""

    body: Document | None
    problems: Mapping[str, str] = field(default_factory=dict[str, str])


def read_form(form: Form, typed: Mapping[str, str]) -> Typed:
    """The body that a form means."""
    body: dict[str, Json] = dict(form.fixed or {})
    problems: dict[str, str] = {}
    for item in form.fields:
        text = typed.get(item.name, "").strip()
        if text:
            value = _read(item, text)
            body[item.name] = value
            if value is None:
                problems[item.name] = message("This is not a whole number.")
    return Typed(body if form.fields or form.fixed is not None else None, problems)


def _read(item: Field, text: str) -> Json:
    """The value that the text of a field means; None where it means none."""
    if item.kind == "pesos":
        return read_pesos(text)
    if item.kind == "whole":
        return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None
    if item.kind == "json":
        return msgspec.json.decode(text) if text in dict(item.options) else None
    if item.kind == "list":
        return [part.strip() for part in text.split(",") if part.strip()]
    return text
