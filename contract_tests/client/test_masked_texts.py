"""Masked bodies and texts hold nothing that may be a secret or a personal datum."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from onepay_client.observability.masking import masked_body, masked_text, masked_value

HIDDEN: Final = {
    "Ana a1b2c3 paga": "Ana *** paga",
    "cédula 1020304050.": "cédula ***",
    "tel 30 12 34": "tel ***",
    "tel (300)123-4567": "tel ***",
    "cc 10.203.040": "cc ***",
    "clave 4-8-3": "clave ***",
    "de ana@x.co hoy": "de *** hoy",
    "ñandú@ñ.co": "***",
    "con sk_ab hoy": "con *** hoy",
    "con PK_AB hoy": "con *** hoy",
    "con Bearer ab hoy": "con *** hoy",
    "con wh_hdr_ab hoy": "con *** hoy",
    "con whsec_ab hoy": "con *** hoy",
    "abcdefghijklmnoP": "***",
    "x" * 1001: "***",
}
SHOWN: Final = ("Pago de un café, 2 tazas", "insufficient_funds", "en 12 cuotas", "abcdefghijklmnop")


@pytest.mark.parametrize(("text", "shown"), HIDDEN.items(), ids=lambda text: text[:20])
def test_what_may_be_a_secret_or_personal_is_hidden_in_free_text(text: str, shown: str) -> None:
    assert masked_text(text) == shown


@pytest.mark.parametrize("text", SHOWN)
def test_plain_words_are_shown(text: str) -> None:
    assert masked_text(text) == text


VALUES: Final[dict[str, tuple[Any, Any]]] = {
    "a sensitive field": ({"email": "x", "phone": 3, "otp": "4"}, {"email": "***", "phone": "***", "otp": "***"}),
    "a field that nobody knows": ({"novelty": "plain"}, {"novelty": "***"}),
    "what is below it": ({"novelty": {"amount": 5, "is_test": True}}, {"novelty": {"amount": "***", "is_test": True}}),
    "whatever people put into metadata": ({"metadata": {"a1": "b"}}, {"metadata": {"***": "***"}}),
    "data that is used as a key": ({"metadata": {"1": "a", "2": "b"}}, {"metadata": {"***": "***", "***1": "***"}}),
    "an image": ({"image": "iVBORw0KGgoAAAANSUhEUg=="}, {"image": "***"}),
    "a Bre-B key that is a phone": ({"alias": "3001234567"}, {"alias": "***"}),
    "a moment as a number": ({"timestamp": 1_775_487_845}, {"timestamp": 1_775_487_845}),
    "an amount": ({"amount": 150_000, "tax": 123_456}, {"amount": 150_000, "tax": 123_456}),
    "a label": ({"label": "$150.000"}, {"label": "$150.000"}),
    "a number that may be a document": ({"status": 1_020_304_050}, {"status": "***"}),
    "a state": ({"status": "paid", "is_test": True}, {"status": "paid", "is_test": True}),
    "a moment": ({"created_at": "2026-04-06T15:04:05.000000Z"}, {"created_at": "2026-04-06T15:04:05.000000Z"}),
    "an id": (
        {"id": "50000000-0000-4000-8000-000000000001"},
        {"id": "50000000-0000-4000-8000-000000000001"},
    ),
    "nothing": ({"email": None, "phone": ""}, {"email": None, "phone": ""}),
}


@pytest.mark.parametrize("case", VALUES)
def test_only_what_is_known_to_be_harmless_is_shown(case: str) -> None:
    value, shown = VALUES[case]
    assert masked_value(value) == shown
    assert json.loads(masked_body(json.dumps(value).encode())) == shown


def test_nothing_is_shown_of_what_lies_too_deep() -> None:
    value: Any = {"status": "paid"}
    for _ in range(20):
        value = {"data": value}
    assert "paid" not in masked_body(json.dumps(value).encode())


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (None, "(no body)"),
        (b"", "(no body)"),
        (b"secret", "(6 bytes that are not JSON)"),
        (b'"' + b"a" * 300_000 + b'"', "(300002 bytes, too many to show)"),
        (b"[" * 2000, "(2000 bytes that are not JSON)"),
    ],
)
def test_a_body_that_cannot_be_masked_is_shown_as_its_size(body: bytes | None, shown: str) -> None:
    assert masked_body(body) == shown


def test_no_more_of_a_long_body_is_shown_than_people_read() -> None:
    shown = masked_body(json.dumps([{"status": "paid"}] * 1000).encode())
    assert shown.endswith("… (20000 bytes)")
    assert len(shown) < 5000
