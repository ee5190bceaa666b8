"""Enums take a value that nobody has documented, and give it back as it came."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any, Final

import pytest

from onepay_api import OpenEnum, models, read, to_json
from onepay_api.models import PaymentStatus
from support.contract import Contract

STRANGERS: Final = ["brand_new", "", "APPROVED ", "☕", "mro", "is_known", "__class__"]

CONTRACT: Final = Contract.load()

every_enum = pytest.mark.parametrize(
    "name", [name for name, schema in CONTRACT.schemas.items() if {"enum", "x-extensible-enum"} & schema.keys()]
)


def values_of(name: str) -> list[str]:
    schema = CONTRACT.schemas[name]
    values: list[str] = schema.get("enum") or schema["x-extensible-enum"]
    return values


def enum(name: str) -> Any:
    return getattr(models, name)


@every_enum
def test_a_listed_value_is_one_member_and_equals_its_text(name: str) -> None:
    for value in values_of(name):
        member = enum(name)(value)
        assert member.is_known
        assert member is enum(name)(value)
        assert (member, hash(member), str(member)) == (value, hash(value), value)


@every_enum
def test_an_unknown_value_is_a_member_that_says_so(name: str) -> None:
    for value in STRANGERS:
        member = enum(name)(value)
        assert isinstance(member, enum(name))
        assert not member.is_known
        assert (member, hash(member), str(member), f"{member}") == (value, hash(value), value, value)
        assert member == enum(name)(value)
        assert "unknown" in repr(member)


@every_enum
def test_a_member_survives_copy_and_pickle(name: str) -> None:
    for value in [*values_of(name), *STRANGERS]:
        member = enum(name)(value)
        for other in (copy.copy(member), copy.deepcopy(member), pickle.loads(pickle.dumps(member))):  # noqa: S301 - ours
            assert (other, type(other), other.is_known) == (value, type(member), member.is_known)


@every_enum
def test_an_unknown_value_is_kept_and_reported_unless_open(name: str) -> None:
    for value in STRANGERS:
        reading = read(json.dumps(value).encode(), enum(name))
        assert json.loads(to_json(reading.value)) == value
        reported = [(deviation.pointer, deviation.got) for deviation in reading.deviations]
        assert reported == ([("", value)] if "enum" in CONTRACT.schemas[name] else [])


def test_reading_unknown_values_leaves_the_known_values_alone() -> None:
    before = list(PaymentStatus)
    read(b'"brand_new"', PaymentStatus)
    assert list(PaymentStatus) == before
    assert "brand_new" not in PaymentStatus.__members__


def test_a_member_compares_by_text_and_is_in_one_enum_only() -> None:
    class Other(OpenEnum):
        APPROVED = "approved"

    assert PaymentStatus("approved") == Other.APPROVED
    assert PaymentStatus("approved") != 1


@pytest.mark.parametrize(("value", "arm"), [("approved", "known"), ("brand_new", "unknown"), ("pending", "another")])
def test_match_tells_members_and_unknown_values_apart(value: str, arm: str) -> None:
    match PaymentStatus(value):
        case PaymentStatus.APPROVED:
            found = "known"
        case status if not status.is_known:
            found = "unknown"
        case _:
            found = "another"
    assert found == arm


@pytest.mark.parametrize("value", [1, None, 1.5, b"approved"])
def test_only_a_text_can_be_a_member(value: object) -> None:
    with pytest.raises(ValueError, match="is not a valid PaymentStatus"):
        PaymentStatus(value)  # type: ignore[arg-type]
