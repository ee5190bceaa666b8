"""The judge validates by itself, to name each place; a validator that we did not write agrees with it."""

from __future__ import annotations

from typing import Final

import jsonschema_rs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onepay_contract.document import Fact, load
from onepay_contract.judging.validation import LIMITS, Validator, invalidating, is_date, is_moment
from onepay_core.json_values import Json
from support.contract import Contract
from support.malformed_replies import DATES, bent
from support.strategies import Strategies, spelled_moments

THEIRS: Final = Contract.load()
OURS: Final = Validator(load())
NAMES: Final = sorted(THEIRS.schemas)
STRATEGIES: Final = Strategies(THEIRS, spelled_moments())


def _departs(name: str, value: Json) -> bool:
    """Whether the judge's validator finds a violation that makes the value invalid."""
    fact = Fact({"$ref": f"#/components/schemas/{name}"}, "", "documented", "")
    found = OURS.violations(value, fact)
    return bool(invalidating(found))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=3)
@given(data=st.data())
def test_a_value_that_fits_has_no_departure(name: str, data: st.DataObject) -> None:
    value = data.draw(STRATEGIES.of({"$ref": f"#/components/schemas/{name}"}))

    assert not _departs(name, value)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=10)
@given(data=st.data())
def test_both_validators_refuse_the_same_bent_values(name: str, data: st.DataObject) -> None:
    schema = {"$ref": f"#/components/schemas/{name}"}
    value = data.draw(bent(data.draw(STRATEGIES.of(schema))))

    assert _departs(name, value) is not THEIRS.allows(schema, value)


KEYWORDS: Final[list[tuple[Json, list[Json]]]] = [
    ({"maxLength": 2}, ["", "ab", "abc", "ñ☕", "ñ☕x", 5, None]),
    ({"minLength": 2}, ["", "ab", "a", "☕", []]),
    ({"pattern": "^a+$"}, ["aa", "b", "ba", 5]),
    ({"maximum": 5}, [5, 5.0, 6, 5.1, "6", True, -(2**70)]),
    ({"minimum": 5}, [5, 4, 4.9, False]),
    ({"exclusiveMaximum": 5}, [5, 4, 4.9]),
    ({"exclusiveMinimum": 5}, [5, 6, 5.1]),
    ({"multipleOf": 5}, [0, 5, 6, -10]),
    ({"maxItems": 1}, [[], [1], [1, 2], {}]),
    ({"minItems": 1}, [[], [1], "x"]),
    ({"maxProperties": 1}, [{}, {"a": 1}, {"a": 1, "b": 2}, []]),
    ({"minProperties": 1}, [{}, {"a": 1}]),
    ({"enum": ["a", 1, None, [True]]}, ["a", 1, True, None, [True], [1], "b", 0]),
    ({"enum": ["a"]}, ["a", "b", 5, None, []]),
    ({"const": 1}, [1, True, "1", 2]),
    ({"const": {"a": [1]}}, [{"a": [1]}, {"a": [True]}, {}]),
    ({"type": ["integer", "null"]}, [1, 1.0, 1.5, None, True, "1", 2**70]),
    ({"type": "number"}, [1, 1.5, False, "1"]),
    ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, [{}, {"a": 1}, {"b": 1}, {"a": 1, "b": 1}, 5]),
    ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, [{}, {"a": 1}, {"a": 1, "b": 1}]),
    ({"items": {"type": "string"}}, [[], ["a"], ["a", 1], "a"]),
    ({"additionalProperties": {"type": "string"}}, [{}, {"a": "b"}, {"a": 1}]),
    ({"properties": {"a": {"type": "string"}}}, [{}, {"a": 1}, {"b": 1}]),
    ({"properties": {"a": {}}, "additionalProperties": False}, [{}, {"a": 1}, {"b": 1}, [5]]),
]


@pytest.mark.parametrize(("schema", "values"), KEYWORDS, ids=[str(schema) for schema, _ in KEYWORDS])
def test_a_keyword_means_what_the_validator_means(schema: Json, values: list[Json]) -> None:
    validator = jsonschema_rs.Draft202012Validator(schema)
    fact = Fact(schema, "", "documented", "")

    for value in values:
        assert (invalidating(OURS.violations(value, fact)) == []) is validator.is_valid(value), value


def test_no_keyword_goes_without_a_sample() -> None:
    assert LIMITS.keys() <= {word for schema, _ in KEYWORDS for word in schema}


@settings(max_examples=300)
@example("2016-12-31T23:59:60Z")
@example("2016-12-31T23:59:61Z")
@example("2016-12-31T22:59:60Z")
@example("2016-12-31T18:59:60-05:00")
@example("2016-12-31T23:59:60-05:00")
@example("0000-02-29")
@example("2026-02-28T24:00:00Z")
@given(
    text=st.one_of(
        spelled_moments(),
        st.sampled_from(DATES).map(str),
        st.from_regex(
            r"\A[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ]"
            r"[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]+)?([Zz]|[+-][0-2][0-9]:[0-6][0-9])?\Z"
        ),
        st.from_regex(r"\A[0-9]{4}-[01][0-9]-[0-3][0-9]\Z"),
        st.text(max_size=12),
    )
)
def test_formats_mean_what_the_validator_means(text: str) -> None:
    assert is_moment(text) is _has_format("date-time", text)
    assert is_date(text) is _has_format("date", text)


def _has_format(name: str, text: str) -> bool:
    return jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True).is_valid(text)
