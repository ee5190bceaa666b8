"""Verification holds for whatever bytes and headers anybody may send."""

from __future__ import annotations

import contextlib
from typing import Any, Final

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onepay_client.errors import OnePayError
from onepay_client.webhooks import ClaimResult, Delivery, RefusalReason, Tolerance, WebhookRefused, sign
from onepay_client.webhooks.verification import is_well_formed, matching_secret
from support.deliveries import AWKWARD, NOTICE, SECRET, TOKEN, envelope, headers_for, receiver
from support.effort import examples

SECRETS: Final = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="\"',"), min_size=1)
BODIES: Final = st.sampled_from([AWKWARD, NOTICE, envelope(id="evt_1")])
RECEIVER: Final = receiver()
"""Receives without remembering: it has no state that one example could leave to the next."""

JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
NAMES: Final = st.sampled_from(["payment.approved", "charge.paid", "cashout.completed", "refund.paid", "payment", "."])
HEADERS: Final = st.fixed_dictionaries(
    {}, optional={"type": NAMES | JSON, "timestamp": JSON, "id": JSON, "environment": JSON}
)
EVENTS: Final = st.fixed_dictionaries(
    {"event": NAMES | HEADERS | JSON}, optional={"payment": JSON, "charge": JSON, "data": JSON}
)


@st.composite
def altered(draw: st.DrawFn, original: bytes) -> bytes:
    """``original`` with one byte of it changed into another."""
    place = draw(st.integers(0, len(original) - 1))
    other = draw(st.integers(1, 255))
    return original[:place] + bytes([original[place] ^ other]) + original[place + 1 :]


def reason_to_refused(body: bytes, signature: bytes, token: bytes) -> RefusalReason | None:
    try:
        RECEIVER.receive(body, [(b"Signature", signature), (b"x-webhook-token", token)])
    except WebhookRefused as refused:
        return refused.reason
    return None


@examples(60)
@given(st.data(), BODIES)
def test_no_byte_of_a_body_can_be_altered(data: st.DataObject, body: bytes) -> None:
    signature = sign(body, SECRET).encode()

    assert reason_to_refused(body, signature, TOKEN.encode()) is None
    assert reason_to_refused(data.draw(altered(body)), signature, TOKEN.encode()) is RefusalReason.WRONG_SIGNATURE


@examples(60)
@given(st.data(), BODIES)
def test_no_byte_of_a_signature_can_be_altered(data: st.DataObject, body: bytes) -> None:
    signature = data.draw(altered(sign(body, SECRET).encode()))

    assert reason_to_refused(body, signature, TOKEN.encode()) in {
        RefusalReason.WRONG_SIGNATURE,
        RefusalReason.MALFORMED_SIGNATURE,
        RefusalReason.REPEATED_HEADER,
    }


@examples(60)
@given(altered(TOKEN.encode()))
def test_no_byte_of_a_token_can_be_altered(token: bytes) -> None:
    refused = reason_to_refused(AWKWARD, sign(AWKWARD, SECRET).encode(), token)

    assert refused in {RefusalReason.WRONG_TOKEN, RefusalReason.REPEATED_HEADER}


def test_no_bit_of_the_awkward_body_can_be_altered() -> None:
    signature = sign(AWKWARD, SECRET)
    for place in range(len(AWKWARD)):
        for bit in range(8):
            body = AWKWARD[:place] + bytes([AWKWARD[place] ^ 1 << bit]) + AWKWARD[place + 1 :]
            assert matching_secret(body, signature, [SECRET]) is None, (place, bit)


@examples(60)
@given(st.binary(), st.lists(SECRETS, min_size=1, unique=True), st.data())
def test_secret_verifies_what_it_signed(body: bytes, secrets: list[str], data: st.DataObject) -> None:
    signer = data.draw(st.sampled_from(secrets))
    signature = sign(body, signer)

    assert is_well_formed(signature)
    assert matching_secret(body, signature, secrets) == secrets.index(signer)
    assert matching_secret(body, signature, [secret for secret in secrets if secret != signer]) is None


@examples(80)
@given(st.binary() | BODIES, st.sampled_from([SECRET, "another"]))
@example(b'{"event":{"type":"payment.approved","timestamp":1e308}}', SECRET)
@example(b'{"event":{"type":"payment.approved","timestamp":-0.0},"event":"payment.approved"}', SECRET)
def test_any_body_raises_only_our_errors(body: bytes, secret: str) -> None:
    with contextlib.suppress(OnePayError):
        assert isinstance(RECEIVER.receive(body, headers_for(body, secret)), Delivery)


ANYTHING: Final = st.none() | st.integers() | st.text() | st.binary() | st.lists(st.text())
PAIRS: Final = st.tuples(st.sampled_from(["Signature", b"x-signature", "x-webhook-token"]) | ANYTHING, ANYTHING)


@examples(80)
@given(st.dictionaries(st.text() | st.binary(), ANYTHING) | st.lists(PAIRS | ANYTHING) | ANYTHING, ANYTHING)
def test_any_headers_raise_only_our_errors(headers: Any, body: Any) -> None:
    for sent in (AWKWARD, body):
        with pytest.raises(OnePayError):
            RECEIVER.receive(sent, headers)


@examples(80)
@given(EVENTS | JSON)
def test_any_genuine_event_is_handled_once(event: Any) -> None:
    body = msgspec.json.encode(event)
    timeless = receiver(tolerance=Tolerance(max_age=None, max_ahead=None))
    delivery = timeless.receive(body, headers_for(body))

    results: list[ClaimResult] = []
    for _ in range(2):
        with timeless.once(delivery) as result:
            results.append(result)
    assert results == [ClaimResult.CLAIMED, ClaimResult.DUPLICATE]
    assert repr(delivery)
