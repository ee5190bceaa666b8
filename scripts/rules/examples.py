"""Rule D7: every body has a named example, and examples are true, ours and different."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import jsonschema_rs

from rules.description import Description, Finding, Node
from values import Json, is_mapping, items, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAST: Final = re.compile(r"[0-9a-f]{2}0{6}-0000-4000-8000-[0-9]{12}")
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_HERE: Final = "urn:onepay:description"


def bodies_have_examples(description: Description) -> Iterator[Finding]:
    """D7: every body has a named example, in a file of its own."""
    for body in description.bodies:
        named = list(body.children("examples"))
        if "schema" in body.value and not named:
            yield Finding("D7", body.pointer, "This body has no named example; write one that tells our story.")
        for example in named:
            if "$ref" not in example.value:
                sentence = "This example is written inline; give it a file in components/examples/."
                yield Finding("D7", example.pointer, sentence)


def examples_validate(description: Description) -> Iterator[Finding]:
    """D7: an example fits the schema of each body that shows it, formats included."""
    validator = Validator(description.document)
    for body in description.bodies:
        for example in body.children("examples"):
            for complaint in validator.complaints(body.child("schema").value, _value(description, example)):
                yield Finding("D7", _home(example), f"The example does not fit {_name(body)}: {complaint}.")


def examples_differ(description: Description) -> Iterator[Finding]:
    """D7: no two examples say the same; one of them would be forgotten when the other is mended."""
    names_by_text: dict[str, str] = {}
    for example in description.root.child("components").children("examples"):
        text = json.dumps(example.value.get("value"), sort_keys=True)
        other = names_by_text.setdefault(text, example.name)
        if other != example.name:
            yield Finding("D7", example.pointer, f"The example equals `{other}`; refer to that one and delete this.")


def examples_share_one_cast(description: Description) -> Iterator[Finding]:
    """D7: ids are those of the cast, such as 50000000-0000-4000-8000-000000000001, so none is a vendor's."""
    for example in description.root.child("components").children("examples"):
        for text in _texts(example.value.get("value")):
            for found in _UUID.finditer(text):
                if not _CAST.fullmatch(found[0]):
                    sentence = (
                        f"`{found[0]}` is nobody of our cast; use an id such as {'5' + '0' * 7}-0000-4000-8000-…1."
                    )
                    yield Finding("D7", example.pointer, sentence)


class Validator:
    """Checks values against schemas of one document."""

    def __init__(self, document: dict[str, Json]) -> None:
        """Index the document once for all schemas."""
        resource = {"$schema": "https://json-schema.org/draft/2020-12/schema", **document}
        self._registry = jsonschema_rs.Registry([(_HERE, resource)])
        self._known: dict[str, jsonschema_rs.Validator] = {}

    def complaints(self, schema: dict[str, Json], value: Json) -> Iterator[str]:
        """Yield a sentence for each thing in `value` that breaks `schema`."""
        for error in self._validator(schema).iter_errors(value):
            path = "".join(f"/{step}" for step in error.instance_path)
            yield f"at `{path or '/'}`, {error.message}"

    def _validator(self, schema: dict[str, Json]) -> jsonschema_rs.Validator:
        text = json.dumps(schema).replace('"#/', f'"{_HERE}#/')
        if text not in self._known:
            self._known[text] = jsonschema_rs.Draft202012Validator(
                json.loads(text), registry=self._registry, validate_formats=True
            )
        return self._known[text]


def _value(description: Description, example: Node) -> Json:
    return description.resolve(example.value).get("value")


def _home(example: Node) -> str:
    return str(example.value.get("$ref", f"#{example.pointer}")).removeprefix("#")


def _name(body: Node) -> str:
    return str(body.child("schema").value.get("$ref", "its schema")).rpartition("/")[2]


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in mapping(value).values() if is_mapping(value) else items(value):
        yield from _texts(inner)
