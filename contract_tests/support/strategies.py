"""Draw JSON values from the schemas of the contract.

Written by hand, because our dialect is small and this is some four times faster than what
schemathesis builds; `test_replies.py` says why schemathesis draws some of the replies all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from onepay_contract.document import component_name
from onepay_core.json_values import Json, is_array
from support.contract import Contract, Schema

TEXTS: Final[SearchStrategy[str]] = st.one_of(
    st.sampled_from(
        [
            "",
            "0",
            "null",
            "Café ☕ 咖啡",
            'quote " and \\ backslash',
            "line\nbreak\x00\x7f",
            "2026-02-03t15:04:05.50z",
            "2026-02-03 15:04:05Z",
            "(undocumented)",
            "x" * 300,
        ]
    ),
    st.text(max_size=8),
)
"""Texts that a careless reader would trip over; among them some that look like dates, and must stay as they are."""

HOSTILE_IDS: Final = (
    "../balances",
    "..%2Fbalances",
    "a/b?x#y",
    "%2F",
    "%",
    "100%25",
    "a b",
    "+57",
    "a;b=c,d&e",
    "ñandú ☕",
    "https://example.com/",
    "//example.com",
    "...",
    "{payment_id}",
    "line\r\nbreak",
)
"""Ids that try to leave their place in the path."""

IDS: Final[SearchStrategy[str]] = st.one_of(
    st.sampled_from(["50000000-0000-4000-8000-000000000001", *HOSTILE_IDS]),
    st.text(min_size=1, max_size=6).filter(lambda text: text not in (".", "..")),
)
"""Ids as they are, and as they could be."""

PLAIN_MOMENTS: Final[SearchStrategy[str]] = st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat)
"""Date-times as Python writes them."""


@st.composite
def spelled_moments(draw: st.DrawFn) -> str:
    """Date-times in the spellings that RFC 3339 allows: fractions, offsets, small letters.

    The last second of year 9999 is left out, since a fraction can be rounded up out of the calendar.
    """
    moment = draw(st.datetimes(max_value=datetime(9999, 12, 31, 23, 59, 58)))  # noqa: DTZ001 - the zone is spelled below
    fraction = draw(st.sampled_from(["", ".0", ".5", ".000000", ".123456", ".999999999", ".1234565"]))
    zone = draw(st.sampled_from(["Z", "+00:00", "-00:00", "-05:00", "+23:59"]))
    text = f"{moment.replace(microsecond=0).isoformat()}{fraction}{zone}"
    return text.lower() if draw(st.booleans()) else text


class Strategies:
    """Strategies for the schemas of one contract; that of each component is built once."""

    def __init__(self, contract: Contract, moments: SearchStrategy[str]) -> None:
        self._contract = contract
        self.moments = moments
        self._named: dict[str, SearchStrategy[Json]] = {}

    def of(self, schema: Schema) -> SearchStrategy[Json]:
        """Values that a schema allows."""
        if "$ref" in schema:
            return self._component(component_name(schema))
        if "properties" in schema:
            return self._object(schema)
        if "anyOf" in schema:
            return st.one_of([self.of(option) for option in schema["anyOf"]])
        if is_array(schema["type"]):
            return st.one_of([self.of({**schema, "type": kind}) for kind in schema["type"]])
        return self._value(schema)

    def _component(self, name: str) -> SearchStrategy[Json]:
        if name not in self._named:
            self._named[name] = self.of(self._contract.schemas[name])
        return self._named[name]

    def _object(self, schema: Schema) -> SearchStrategy[Json]:
        chosen = {name for word in ("oneOf", "anyOf") for option in schema.get(word, ()) for name in option["required"]}
        fields = {name: self.of(field) for name, field in schema["properties"].items()}
        fields |= {name: fields[name].filter(lambda value: value is not None) for name in chosen}
        return st.one_of(
            [
                st.fixed_dictionaries(
                    {name: strategy for name, strategy in fields.items() if name in required},
                    optional={name: s for name, s in fields.items() if name not in required | forbidden},
                )
                for required, forbidden in _forms(schema)
            ]
        )

    def _value(self, schema: Schema) -> SearchStrategy[Json]:
        kind = schema["type"]
        if kind == "array":
            return st.lists(self.of(schema["items"]), min_size=schema.get("minItems", 0), max_size=3)
        if kind == "object":
            return st.dictionaries(TEXTS, self.of(schema["additionalProperties"]), max_size=3)
        if kind == "string":
            return self._text(schema)
        if kind == "integer":
            return st.integers(schema.get("minimum", -(2**63)), schema.get("maximum", 2**63 - 1))
        return _SIMPLE[kind]

    def _text(self, schema: Schema) -> SearchStrategy[str]:
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        if "x-extensible-enum" in schema:
            return st.one_of(st.sampled_from(schema["x-extensible-enum"]), TEXTS)
        if schema.get("format") == "date-time":
            return self.moments
        if schema.get("format") == "date":
            return st.dates().map(str)
        if "minLength" in schema or "maxLength" in schema:
            return st.text(min_size=schema.get("minLength", 0), max_size=schema.get("maxLength"))
        return TEXTS


_SIMPLE: Final[dict[str, SearchStrategy[Json]]] = {
    "boolean": st.booleans(),
    "null": st.none(),
    "number": st.one_of(st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False)),
}


def _forms(schema: Schema) -> Iterator[tuple[set[str], set[str]]]:
    """Names that an object must have, and names that it must not have, for each of its forms."""
    required = set(schema["required"])
    exclusive = [set(option["required"]) for option in schema.get("oneOf", ())]
    for own in exclusive:
        yield required | own, set().union(*exclusive) - own
    for option in schema.get("anyOf", ()):
        yield required | set(option["required"]), set()
    if not exclusive and "anyOf" not in schema:
        yield required, set()
