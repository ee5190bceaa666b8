"""Rules D9 and D10: what people read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rules.description import Description, Finding
from values import Json, escape, is_mapping, items

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERBS: Final = frozenset(
    {
        *("Ask", "Cancel", "Charge", "Confirm", "Create", "Delete", "Get", "Hear", "Issue", "List", "Pay"),
        *("Refund", "Request", "Resend", "Resolve", "Send", "Settle", "Top", "Update", "Validate", "Verify"),
        "Withdraw",
    }
)
_PROPER: Final = frozenset(
    {
        *("API", "Bre-B", "COP", "Colombia", "Colombian", "Daviplata", "ID", "NIT", "Nequi", "OnePay"),
        *("PSE", "Spanish", "Transfiya", "URL", "UUID", "WhatsApp"),
    }
)
_FILLERS: Final = ("please", "simply", "note that", "easily", "obviously", "basically", "of course", "in order to")
_FILLER: Final = re.compile(rf"\b({'|'.join(_FILLERS)})\b", re.IGNORECASE)
_TAGS: Final = "a|b|br|code|div|em|h[1-6]|hr|i|img|li|ol|p|pre|span|strong|sub|sup|table|td|th|tr|ul"
_HTML: Final = re.compile(rf"</?({_TAGS})(\s[^<>]*)?/?>|&[a-z]+;|&#[0-9]+;", re.IGNORECASE)
_NOT_PROSE: Final = frozenset({"value", "example", "externalDocs", "enum", "x-extensible-enum", "x-observed"})
_NAMES: Final = frozenset({"properties", "schemas", "parameters", "paths", "webhooks", "responses", "headers"})
_FEWEST_WORDS: Final = 3


def summaries_are_imperative(description: Description) -> Iterator[Finding]:
    """D9: an operation's summary begins with a verb of the list and goes on in lower case."""
    for operation in description.all_operations:
        words = str(operation.value.get("summary", "")).split()
        if not words or words[0] not in _VERBS:
            sentence = f"The summary does not say what to do; begin it with one of {', '.join(sorted(_VERBS))}."
            yield Finding("D9", operation.at("summary"), sentence)
        for word in words[1:]:
            if word[0].isupper() and word.strip(",;:()") not in _PROPER:
                yield Finding(
                    "D9", operation.at("summary"), f"`{word}` is no proper noun that we know; write it small."
                )


def summaries_have_no_full_stop(description: Description) -> Iterator[Finding]:
    """D9: any summary begins with a capital and ends without a full stop."""
    for pointer, text in _prose(description.document, ""):
        if pointer.endswith("/summary") and (text.endswith(".") or not _begins_well(text)):
            yield Finding("D9", pointer, "A summary is a title: begin it with a capital, end it without a full stop.")


def descriptions_are_sentences(description: Description) -> Iterator[Finding]:
    """D9: a description is made of whole sentences."""
    for pointer, text in _prose(description.document, ""):
        if pointer.endswith("/summary"):
            continue
        if not _begins_well(text) or not text.rstrip().endswith("."):
            sentence = "A description is made of whole sentences: a capital first, a full stop last."
            yield Finding("D9", pointer, sentence)
        elif len(text.split()) < _FEWEST_WORDS:
            yield Finding("D9", pointer, "This says too little to stand alone; say what the thing is for.")


def everything_is_described(description: Description) -> Iterator[Finding]:
    """D9: components, properties, parameters and operations have a description."""
    for schema in description.schemas:
        if schema.place in {"component", "property"} and not schema.value.get("description"):
            yield Finding(
                "D9", schema.pointer, f"`{schema.name}` has no description; say in a sentence what it is for."
            )
    parameters = description.root.child("components").children("parameters")
    for node in (*parameters, *description.all_operations):
        if not node.value.get("description"):
            yield Finding("D9", node.pointer, "There is no description here; say in a sentence what this is for.")


def nothing_is_filler(description: Description) -> Iterator[Finding]:
    """D10: no filler words."""
    for pointer, text in _prose(description.document, ""):
        found = _FILLER.search(text)
        if found:
            yield Finding("D10", pointer, f"`{found[0]}` adds nothing; leave it out.")


def nothing_is_html(description: Description) -> Iterator[Finding]:
    """D10: no HTML."""
    for pointer, text in _prose(description.document, ""):
        found = _HTML.search(text)
        if found:
            yield Finding("D10", pointer, f"`{found[0]}` is HTML, which some readers print as it is; write plain text.")


def _begins_well(text: str) -> bool:
    return bool(text) and (text[0].isupper() or not (text[0].isalpha() or text[0].isspace()))


def _prose(value: Json, pointer: str) -> Iterator[tuple[str, str]]:
    """Yield every text that is written for people, leaving out examples and names."""
    if not is_mapping(value):
        for index, item in enumerate(items(value)):
            yield from _prose(item, f"{pointer}/{index}")
        return
    holds_names = pointer.rpartition("/")[2] in _NAMES and not isinstance(value.get("description"), str)
    for key, inner in value.items():
        here = f"{pointer}/{escape(key)}"
        if key in {"summary", "description", "x-source"} and isinstance(inner, str):
            yield here, inner
        elif holds_names or key not in _NOT_PROSE:
            yield from _prose(inner, here)
