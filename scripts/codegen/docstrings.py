"""Descriptions of the contract as docstrings."""

from __future__ import annotations

import re
import textwrap
from typing import Final

from codegen.views import Argument, Model, Operation

_WIDTH: Final = 110
_FORMS: Final = {
    "Date": "A `date`.",
    "DateText": "A `date`, or text.",
    "DateTime": "A `datetime` with its time zone, whichever it is; one without is refused.",
    "DateTimeText": "A `datetime` with its time zone, whichever it is, or text.",
}
"""What an argument takes, by the name of its type."""


def docstring(text: str, indent: int = 0) -> str:
    """`text` as a docstring that is wrapped and stands `indent` columns in; its first sentence stands alone."""
    escaped = text.replace("\\", "\\\\").replace('"""', "'''").strip()
    escaped = escaped + " " if escaped.endswith('"') else escaped
    first, _, rest = escaped.partition(". ")
    if len(escaped) + indent + 6 <= _WIDTH:
        return f'"""{escaped}"""'
    paragraphs = [f"{first}.", rest] if rest else [escaped]
    body = "\n\n".join(
        textwrap.fill(paragraph, _WIDTH - indent, break_on_hyphens=False, break_long_words=False)
        for paragraph in paragraphs
    )
    return textwrap.indent(f'"""{body}\n"""', " " * indent).lstrip()


def class_docstring(model: Model) -> str:
    """What `help()` shows of a class: its description, and that of each field, which editors find under the field."""
    described = [f"{field.name}: {field.text}" for field in model.fields if field.text]
    return _sections(_first_apart(model.text), {"Attributes": described} if described else {}, indent=4)


def method_docstring(operation: Operation) -> str:
    """What a method says: summary, description, arguments, errors, and the page that describes it."""
    parts = [f"{operation.raw['summary']}.", operation.raw.get("description", "").strip()]
    described = [f"{argument.name}: {argument.field.text} {_form(argument)}" for argument in operation.arguments]
    if operation.needs_customer_token:
        described.append("customer_token: Token of the customer's session.")
    if operation.idempotency:
        described.append("idempotency_key: Names this one intention; a repeat with it creates nothing new.")
    described.append("options: What this call does differently: time limit, checks, more headers.")
    statuses = ", ".join(status for status in operation.replies if not status.startswith("2"))
    raised = [
        "InvalidRequest: The documents forbid the request; nothing was sent.",
        f"StatusError: The reply is not a success; the contract lists {statuses}.",
        "OnePayError: Any other failure; `onepay_core.errors` draws the tree.",
    ]
    return _sections(parts, {"Args": described, "Raises": raised, "Source": [operation.source]})


def _form(argument: Argument) -> str:
    """What the argument takes, where its type has a form of its own."""
    words = set(re.findall(r"\w+", argument.type))
    texts = re.search(r"Literal\[(.*?)\]", argument.type)
    if texts:
        return f"A member of the enum, or one of {texts[1]}."
    return next((sentence for name, sentence in _FORMS.items() if name in words), "")


def from_docstring(operation: Operation) -> str:
    """What the method says that takes a ready-made body."""
    return _sections([f"{operation.raw['summary']}, from a ready-made body; see `{operation.name}`."], {})


def _sections(paragraphs: list[str], lists: dict[str, list[str]], indent: int = 8) -> str:
    blocks = [_wrapped(paragraph, 0) for paragraph in paragraphs if paragraph]
    for title, items in lists.items():
        blocks.append("\n".join([f"{title}:", *(_wrapped(item, 4) for item in items)]))
    text = "\n\n".join(blocks).replace("\\", "\\\\").replace('"""', "'''")
    closing = "\n" if "\n" in text else ""
    return textwrap.indent(f'"""{text}{closing}"""', " " * indent).lstrip()


def _first_apart(text: str) -> list[str]:
    """`text` with its first sentence as a paragraph of its own, where it is too long for a line."""
    first, _, rest = text.partition(". ")
    return [f"{first}.", rest] if rest and len(text) > _WIDTH - 14 else [text]


def _wrapped(text: str, indent: int) -> str:
    pad = " " * indent
    return textwrap.fill(
        " ".join(text.split()),
        _WIDTH - 8,
        initial_indent=pad,
        subsequent_indent=pad * 2,
        break_on_hyphens=False,
        break_long_words=False,
    )
