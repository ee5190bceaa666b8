"""Requests reach nobody: addresses and phone numbers are reserved ones, whatever is drawn."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_conformance.reserved import MAIL, PHONE, WEB, json_or_text, made_safe, reaches_somebody, safe_bytes

ALPHABET = st.sampled_from("+0123456789 -().@abcABC/:wexample.comtsinvl\uff13")
FIELDS = st.sampled_from(["phone", "email", "url", "title", "account_number", "metadata"])
TEXTS = st.text(ALPHABET, max_size=40) | st.from_regex(r"\A\+?(57)?3\d{9}\Z") | st.emails() | st.text(max_size=20)
BODIES = st.recursive(
    TEXTS | st.integers() | st.floats(allow_nan=False) | st.none() | st.booleans(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(FIELDS | TEXTS, below, max_size=3),
    max_leaves=8,
)


@given(BODIES)
def test_a_body_that_was_made_safe_reaches_nobody(body: Any) -> None:
    assert list(reaches_somebody(made_safe(body))) == []


@given(BODIES)
def test_a_body_that_reaches_nobody_is_left_as_it_is(body: Any) -> None:
    if not list(reaches_somebody(body)):
        assert made_safe(body) == body


@given(TEXTS.map(str.encode) | BODIES.map(json.dumps).map(str.encode) | st.binary(max_size=40))
def test_bytes_that_were_made_safe_reach_nobody_and_others_stay(body: bytes) -> None:
    safe = safe_bytes(body)
    assert list(reaches_somebody(json_or_text(safe))) == []
    assert safe in (body, b"{")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"phone": "+573158884412"}, "/phone"),
        ({"phone": "315 888 44 12"}, "/phone"),
        ({"phone": "+1 (202) 555-0143"}, "/phone"),
        ({"phone": 3158884412}, "/phone"),
        ({"phone": "\uff13\uff11\uff15\uff18\uff18\uff18\uff14\uff14\uff11\uff12"}, "/phone"),
        ({"account_number": "3158884412"}, "/account_number"),
        ({"customer": {"phone": "3158884412"}}, "/customer/phone"),
        ({"email": "ana@gmail.com"}, "/email"),
        ({"email": "Ana <ana@gmail.com>"}, "/email"),
        ({"email": "ana\uff20gmail.com"}, "/email"),
        ({"email": "contract@example.com, ana@gmail.com"}, "/email"),
        ({"title": "write to ana@gmail.com"}, "/title"),
        ({"url": "https://shop.co/hook"}, "/url"),
        ({"url": "https://example.com@shop.co/"}, "/url"),
        ({"url": "//shop.co"}, "/url"),
        ({"website": "www.shop.co"}, "/website"),
        ({"ana@gmail.com": 1}, "/ana@gmail.com"),
        ([{"phone": "+573158884412"}], "/phone"),
    ],
)
def test_what_belongs_to_somebody_is_seen(body: Any, field: str) -> None:
    assert list(reaches_somebody(body)) == [field]


@pytest.mark.parametrize("text", [PHONE, "3000000099", "57 300 000 00 05", MAIL, WEB, "a@b.example.com", "x@sub.test"])
def test_what_is_reserved_may_leave(text: str) -> None:
    assert list(reaches_somebody({"phone": text, "email": text, "title": text})) == []
