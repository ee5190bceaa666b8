"""The depth of a JSON text is measured before any parser, and on every Python alike."""

from __future__ import annotations

import json
from typing import Any, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_api import UnreadableBody, models, read
from onepay_core.json_values import MAX_DEPTH, TooDeep, is_array, is_object, limit_depth
from onepay_core.model import Model
from onepay_core.model_types import is_unbounded

DEEPEST = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH


def is_deep(body: bytes) -> bool:
    try:
        return limit_depth(body) is not body
    except TooDeep:
        return True


@pytest.mark.parametrize(
    "body",
    [
        DEEPEST,
        b'{"a":' * MAX_DEPTH + b"1" + b"}" * MAX_DEPTH,
        b"[" + b"[{}]," * 1_000 + b"[]]",
        b'["' + b"[" * 1_000 + b'"]',
        b'["\\"' + b"[" * 1_000 + b'"]',
        b'["\\\\", "' + b"{" * 1_000 + b'"]',
        b'["' + b'\\"[' * 1_000 + b'"]',
        b'{"' + b"[" * 1_000 + b'": 1}',
        '["é[ñ[", "'.encode() + b"[" * 1_000 + b'"]',
    ],
)
def test_brackets_count_by_depth_and_outside_strings(body: bytes) -> None:
    json.loads(body)
    assert not is_deep(body)


@pytest.mark.parametrize(
    "body",
    [
        b"[" + DEEPEST + b"]",
        b"[1, " + DEEPEST + b", 2]",
        b'{"a": "]]]", "b": ' + DEEPEST + b"}",
        b'["\\\\", ' + DEEPEST + b"]",
        b"[{" * MAX_DEPTH,
        b"[" * 100_000,
        b"[]," * 500 + b"[" + DEEPEST + b"]",
        b"]" * 500 + b"[" + DEEPEST + b"]",
    ],
)
def test_a_level_too_many_is_refused_wherever_it_stands(body: bytes) -> None:
    with pytest.raises(TooDeep, match="more than 100 levels"):
        limit_depth(body)


WORDS = st.text(alphabet='[]{}"\\é ', max_size=8)
VALUES = st.recursive(
    WORDS | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)


def depth_of(value: Any) -> int:
    if is_object(value):
        return 1 + max(map(depth_of, value.values()), default=0)
    return 1 + max(map(depth_of, value), default=0) if is_array(value) else 0


@given(value=VALUES, wrapped=st.integers(MAX_DEPTH - 6, MAX_DEPTH + 1), ascii_only=st.booleans())
def test_the_measured_depth_is_that_of_the_value(value: Any, wrapped: int, *, ascii_only: bool) -> None:
    body = b"[" * wrapped + json.dumps(value, ensure_ascii=ascii_only).encode() + b"]" * wrapped
    padded = b"[" + b"[]," * MAX_DEPTH + body + b"]"
    assert is_deep(padded) == (wrapped + depth_of(value) + 1 > MAX_DEPTH)


@pytest.mark.parametrize("levels", [MAX_DEPTH, 100_000])
@pytest.mark.parametrize("as_type", [models.Payment, list[models.Payment], models.InvoiceCreate])
def test_a_level_too_many_is_refused_by_every_model(as_type: Any, levels: int) -> None:
    body = b'[{"metadata": {"a": ' + b"[" * levels + b"]" * levels + b"}}]"
    with pytest.raises(UnreadableBody, match="more than 100 levels"):
        read(body if get_origin(as_type) is list else body[1:-1], as_type)


def test_only_types_without_a_limit_are_measured_before() -> None:
    assert is_unbounded(dict[str, Any])
    assert is_unbounded(list[Holder])
    assert not is_unbounded(list[models.Payment])


class Holder(Model):
    """An object that may hold its own kind."""

    inner: list[Holder]
