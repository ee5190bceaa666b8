"""A delivery is accepted exactly when OnePay sent these bytes, and not too long ago."""

from __future__ import annotations

import base64
import copy
import hashlib
import hmac
import json
import pickle
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

import pytest

from onepay_client.errors import ConfigurationError, OnePayError
from onepay_client.webhooks import InMemoryDedupStore, Receiver, RefusalReason, Tolerance, WebhookRefused, sign
from support.deliveries import (
    AWKWARD,
    NOTICE,
    NOW,
    OLD_SECRET,
    OLD_TOKEN,
    SECRET,
    TOKEN,
    Clock,
    envelope,
    headers_for,
    receiver,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Why: TypeAlias = RefusalReason
SIGNATURE = sign(AWKWARD, SECRET)
SIGNED = headers_for(AWKWARD)
BOTH_SECRETS = {"secret": [SECRET, OLD_SECRET]}
BOTH_TOKENS = {"token": (OLD_TOKEN, TOKEN)}


class Row(NamedTuple):
    """One line of the webhook table: what comes, by default signed as it should be, to which receiver."""

    title: str
    body: bytes = AWKWARD
    headers: Any = None
    settings: Mapping[str, Any] = {}


def signed(signature: str, name: str = "Signature", token: str = TOKEN) -> dict[str, str]:
    return {name: signature, "x-webhook-token": token}


def twice(name: str, first: str, second: str) -> list[tuple[str, str]]:
    others = [pair for pair in headers_for(AWKWARD).items() if pair[0] != name]
    return [*others, (name, first), (name, second)]


LIVE = {"environment": "live"}
ONE_SECRET = {"secret": [SECRET]}
UNSIGNED = {"secret": None, "unsigned": True}

TAKEN = [
    Row("a body that no serialiser makes again"),
    Row("the other envelope", NOTICE),
    Row("the older header's name", headers=signed(SIGNATURE, "x-signature")),
    Row("names in upper case", headers={name.upper(): text for name, text in headers_for(AWKWARD).items()}),
    Row(
        "headers as pairs of bytes", headers=[(b"signature", SIGNATURE.encode()), (b"x-webhook-token", TOKEN.encode())]
    ),
    Row("blanks around the values", headers=signed(f" {SIGNATURE}\t", token=f" {TOKEN} ")),
    Row("the newer header right, the older wrong", headers=signed(SIGNATURE) | {"x-signature": "0" * 64}),
    Row("the second secret", headers=headers_for(AWKWARD, OLD_SECRET), settings=BOTH_SECRETS),
    Row("the second token", settings=BOTH_TOKENS),
    Row("no token asked for", headers={"Signature": SIGNATURE}, settings={"token": None}),
    Row("the token alone, on request", headers={"x-webhook-token": TOKEN}, settings=UNSIGNED),
    Row("a body that just fits", settings={"max_bytes": len(AWKWARD)}),
    Row("as old as may be", envelope(timestamp=NOW - 3600)),
    Row("as far ahead as may be", envelope(timestamp=NOW + 300)),
    Row("a moment that is none", envelope(timestamp=True)),
    Row("old, where age does not matter", envelope(timestamp=0), settings={"tolerance": Tolerance(max_age=None)}),
    Row(
        "ahead, where it does not matter",
        envelope(timestamp=NOW * 2),
        settings={"tolerance": Tolerance(max_ahead=None)},
    ),
    Row("production for a live receiver", envelope(environment="production"), settings=LIVE),
    Row("an environment that tells nothing", envelope(environment="live|test"), settings=LIVE),
]

REFUSED = {
    Why.WRONG_SIGNATURE: [
        Row("another secret", headers=headers_for(AWKWARD, OLD_SECRET)),
        Row("a former secret, taken away", headers=headers_for(AWKWARD, OLD_SECRET), settings=ONE_SECRET),
        Row("one byte altered", AWKWARD.replace(b"150000", b"150001"), SIGNED),
        Row("the last newline gone", AWKWARD.rstrip(), SIGNED),
        Row("parsed and serialised again", json.dumps(json.loads(AWKWARD)).encode(), SIGNED),
        Row("escapes spelled out", AWKWARD.replace(b"\\u00e9", "é".encode()), SIGNED),
        Row("slashes spelled out", AWKWARD.replace(b"\\/", b"/"), SIGNED),
        Row("the older header wrong", headers=signed("0" * 64, "x-signature")),
        Row("the newer header wrong, the older right", headers=signed("0" * 64) | {"x-signature": SIGNATURE}),
        Row("stale besides", envelope(timestamp=0), SIGNED),
    ],
    Why.MISSING_SIGNATURE: [
        Row("no signature", headers={"x-webhook-token": TOKEN}),
        Row("under a name that only programs tried", headers=signed(SIGNATURE, "x-onepay-signature")),
    ],
    Why.MALFORMED_SIGNATURE: [
        Row("nothing in it", headers=signed("")),
        Row("upper-case digits", headers=signed(SIGNATURE.upper())),
        Row("truncated digits", headers=signed(SIGNATURE[:-1])),
        Row("a digit too many", headers=signed(SIGNATURE + "0")),
        Row("digits of another script", headers=signed("\N{ARABIC-INDIC DIGIT ZERO}" * 64)),
        Row("a prefix", headers=signed(f"sha256={SIGNATURE}")),
        Row("base64", headers=signed(base64.b64encode(bytes.fromhex(SIGNATURE)).decode())),
    ],
    Why.REPEATED_HEADER: [
        Row("the signature twice, once wrong", headers=twice("Signature", SIGNATURE, "0" * 64)),
        Row("the signature twice, the same", headers=twice("Signature", SIGNATURE, SIGNATURE)),
        Row("the signature twice, in one", headers=signed(f"{SIGNATURE},{SIGNATURE}")),
        Row("the token twice", headers=twice("x-webhook-token", TOKEN, OLD_TOKEN)),
    ],
    Why.MISSING_TOKEN: [
        Row("no header at all", headers={}),
        Row("no token", headers={"Signature": SIGNATURE}),
        Row("no token, though it is all", headers={"Signature": SIGNATURE}, settings=UNSIGNED),
    ],
    Why.WRONG_TOKEN: [
        Row("another token", headers=signed(SIGNATURE, token=OLD_TOKEN)),
        Row("a token beyond ASCII", headers=signed(SIGNATURE, token=f"{TOKEN}ñ\udc80")),
        Row("nothing in the token", headers=signed(SIGNATURE, token="")),
    ],
    Why.EMPTY_BODY: [Row("no body", b""), Row("no body, and no headers", b"", {})],
    Why.BODY_TOO_LARGE: [Row("a byte too many", settings={"max_bytes": len(AWKWARD) - 1})],
    Why.STALE: [
        Row("older than may be", envelope(timestamp=NOW - 3601)),
        Row("a moment as text", envelope(timestamp=str(NOW - 3601))),
        Row("a moment with a fraction", envelope(timestamp=NOW - 3602.5)),
    ],
    Why.FROM_THE_FUTURE: [
        Row("farther ahead than may be", envelope(timestamp=NOW + 301)),
        Row("a moment in milliseconds", envelope(timestamp=NOW * 1000)),
        Row("a moment beyond 64 bits", envelope(timestamp=10**40)),
    ],
    Why.WRONG_ENVIRONMENT: [
        Row("a test event for a live receiver", envelope(environment="test"), settings=LIVE),
        Row("a live event for a test receiver", envelope(), settings={"environment": "test"}),
        Row("a test payment", b'{"event":"payment.created","data":{"is_test":true}}', settings=LIVE),
    ],
}

TABLE = [(row, None) for row in TAKEN] + [(row, reason) for reason, rows in REFUSED.items() for row in rows]


def verdict_on(row: Row) -> RefusalReason | None:
    try:
        receiver(**row.settings).receive(row.body, headers_for(row.body) if row.headers is None else row.headers)
    except WebhookRefused as refused:
        return refused.reason
    return None


@pytest.mark.parametrize(("row", "reason"), TABLE, ids=[f"{row.title}: {reason or 'taken'}" for row, reason in TABLE])
def test_a_delivery_is_refused_for_exactly_this_reason(row: Row, reason: RefusalReason | None) -> None:
    assert verdict_on(row) == reason


def test_table_covers_every_reason() -> None:
    assert set(REFUSED) == set(RefusalReason)


def test_the_signature_is_what_php_computes() -> None:
    # hash_hmac('sha256', '{"a":1}', 'secret'), with the definition of RFC 2104 spelled out.
    key = b"secret".ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in key) + b'{"a":1}').digest()

    assert sign(b'{"a":1}', "secret") == hashlib.sha256(bytes(b ^ 0x5C for b in key) + inner).hexdigest()


def test_every_secret_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(first: bytes, other: bytes) -> bool:
        compared.append((first, other))
        return first == other

    monkeypatch.setattr(hmac, "compare_digest", compare)
    receiver(secret=[SECRET, OLD_SECRET], token=[TOKEN, OLD_TOKEN]).receive(AWKWARD, headers_for(AWKWARD))

    assert [other for _, other in compared] == [
        TOKEN.encode(),
        OLD_TOKEN.encode(),
        SIGNATURE.encode(),
        sign(AWKWARD, OLD_SECRET).encode(),
    ]


def test_delivery_has_the_index_of_its_secret() -> None:
    both = receiver(secret=[SECRET, OLD_SECRET])

    assert both.receive(AWKWARD, headers_for(AWKWARD)).secret_index == 0
    assert both.receive(AWKWARD, headers_for(AWKWARD, OLD_SECRET)).secret_index == 1


def test_nothing_is_read_before_the_signature_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("onepay_client.webhooks.receiver.build_delivery")

    with pytest.raises(WebhookRefused):
        receiver().receive(AWKWARD, headers_for(AWKWARD, OLD_SECRET))


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_bytes_of_any_kind_are_taken(kind: type[bytearray | memoryview]) -> None:
    body = cast(bytes, kind(AWKWARD))

    assert receiver().receive(body, headers_for(AWKWARD)).body == AWKWARD


@pytest.mark.parametrize("body", [AWKWARD.decode(), json.loads(AWKWARD), None, [1, 2], 12])
def test_decoded_body_is_a_configuration_error(body: Any) -> None:
    with pytest.raises(ConfigurationError, match=f"not over a {type(body).__name__}"):
        receiver().receive(body, headers_for(AWKWARD))


def test_body_whose_memory_is_gone_is_our_error() -> None:
    body = memoryview(AWKWARD)
    body.release()

    with pytest.raises(ConfigurationError, match="released already"):
        receiver().receive(cast(bytes, body), headers_for(AWKWARD))


@pytest.mark.parametrize("made_of", [(AWKWARD.decode(), SECRET), ({}, SECRET), (AWKWARD, SECRET.encode()), (b"", None)])
def test_signature_of_no_bytes_is_our_error(made_of: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"raw bytes|must be text"):
        sign(*made_of)


def test_every_second_byte_can_be_signed() -> None:
    body = memoryview(AWKWARD)[::2]

    assert receiver().receive(cast(bytes, body), headers_for(bytes(body))).body == AWKWARD[::2]
    assert sign(cast(bytes, body), "\ud83d") == sign(AWKWARD[::2], "\ud83d")


@pytest.mark.parametrize("time", [None, "now", float("nan"), -(10**400), datetime(2026, 2, 3, tzinfo=UTC)])
def test_clock_that_returns_no_seconds_is_our_error(time: Any) -> None:
    with pytest.raises(ConfigurationError, match="Unix seconds"):
        receiver(clock=lambda: time).receive(AWKWARD, headers_for(AWKWARD))


MISTAKES: list[tuple[str, dict[str, Any], str]] = [
    ("nothing to verify with", {}, "No secret is given"),
    ("a token alone, without asking for it", {"token": TOKEN}, "unsigned=True"),
    ("a secret that the environment lacks", {"secret": None, "token": TOKEN}, "No secret is given"),
    ("no secrets", {"secret": []}, "No secret is given"),
    ("unsigned without a token", {"unsigned": True}, "token is all there is"),
    ("unsigned with a secret", {"unsigned": True, "secret": SECRET, "token": TOKEN}, "Leave out unsigned"),
    ("an empty secret", {"secret": ""}, "is empty"),
    ("an empty secret among others", {"secret": [SECRET, ""]}, "is empty"),
    ("a secret as bytes", {"secret": b"whsec_fake"}, "no text"),
    ("a secret with a line break", {"secret": f"{SECRET}\n"}, "line breaks"),
    ("a secret in quotes", {"secret": f'"{SECRET}"'}, "quotes"),
    ("two secrets in one text", {"secret": f"{SECRET},{OLD_SECRET}"}, "commas"),
    ("an empty token", {"secret": SECRET, "token": ""}, "is empty"),
    ("the token given as the secret", {"secret": TOKEN}, "begins with wh_hdr_"),
    ("the secret given as the token", {"secret": SECRET, "token": OLD_SECRET}, "begins with wh_tok_"),
    ("an API key as the secret", {"secret": "sk_test_fake"}, "begins with sk_"),
    ("an unknown environment", {"secret": SECRET, "environment": "production"}, '"test", "live"'),
    ("a store shorter than the tolerance", {"secret": SECRET, "remember": 3899.0}, "could be replayed"),
    ("a lease of no time", {"secret": SECRET, "lease": 0.0}, "lease must be a number above zero"),
    ("a lease as text", {"secret": SECRET, "lease": "60"}, "lease must be a number above zero"),
    ("to remember for ever", {"secret": SECRET, "remember": float("inf")}, "remember must be a number above zero"),
    ("part of a byte", {"secret": SECRET, "max_bytes": 0.5}, "max_bytes must be an int"),
    ("a lease beyond all floats", {"secret": SECRET, "lease": 10**400}, "lease must be a number above zero"),
    ("no byte of a body", {"secret": SECRET, "max_bytes": 0}, "max_bytes must be a number above zero"),
    ("a path for a store", {"secret": SECRET, "store": "webhooks.sqlite"}, "claim, finish and release"),
    (
        "a class for a store",
        {"secret": SECRET, "store": InMemoryDedupStore},
        "not the class InMemoryDedupStore",
    ),
    ("a time for a clock", {"secret": SECRET, "clock": 1770132001.0}, "clock must be a function"),
    ("seconds for a tolerance", {"secret": SECRET, "tolerance": 3600}, "tolerance must be a Tolerance"),
    ("a list for a counter", {"secret": SECRET, "deviations": []}, "deviations must be a DeviationCounter"),
    ("a secret in a dict", {"secret": {"secret": SECRET}}, "no text"),
    ("a number as the token", {"secret": SECRET, "token": 7}, "no text"),
    ("a lease that outlasts the last delivery", {"secret": SECRET, "lease": 521.0}, "and lost"),
    (
        "a retention shorter than the deliveries",
        {"secret": SECRET, "remember": 519.0, "tolerance": Tolerance(max_age=None)},
        "again, after 519",
    ),
    ("a lease beyond store", {"secret": SECRET, "lease": 9e9}, "no longer than it is remembered"),
]


@pytest.mark.parametrize(("settings", "message"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_unsafe_settings_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as mistake:
        Receiver(**settings)

    assert not any(text in str(mistake.value) for text in (SECRET, OLD_SECRET, TOKEN, "sk_test_fake"))


@pytest.mark.parametrize("bound", [-1.0, float("nan"), "3600", True, 10**400])
def test_a_window_has_no_negative_bounds(bound: Any) -> None:
    with pytest.raises(ConfigurationError, match="zero or more"):
        Tolerance(max_age=bound)


def test_a_refusal_is_one_of_our_errors_and_survives_pickle() -> None:
    with pytest.raises(OnePayError) as caught:
        receiver().receive(AWKWARD, headers_for(AWKWARD, OLD_SECRET))

    again = copy.deepcopy(caught.value)
    assert isinstance(again, WebhookRefused)
    assert pickle.dumps(again) == pickle.dumps(caught.value)
    assert (str(again), again.reason) == (str(caught.value), RefusalReason.WRONG_SIGNATURE)


@pytest.mark.parametrize("duplicate", [pickle.dumps, copy.deepcopy])
def test_the_secrets_of_a_receiver_cannot_be_pickled(duplicate: Any) -> None:
    with pytest.raises(ConfigurationError, match="never pickled"):
        duplicate(receiver())


def test_the_clock_is_read_for_every_delivery() -> None:
    clock = Clock()
    at_the_edge = receiver(clock=clock)
    at_the_edge.receive(AWKWARD, headers_for(AWKWARD))
    clock.now += 3601

    with pytest.raises(WebhookRefused, match="stale"):
        at_the_edge.receive(AWKWARD, headers_for(AWKWARD))
