"""Every kind of headers that a server hands over is read, or refused with an error of ours."""

from __future__ import annotations

import email
import email.message
import http.client
import io
import wsgiref.headers
from typing import TYPE_CHECKING, Any, Final

import httpx
import pytest
import starlette.datastructures
import werkzeug.datastructures
from django.http.request import HttpHeaders

from onepay_client.errors import ConfigurationError
from onepay_client.webhooks import RefusalReason, WebhookRefused, sign
from support.deliveries import AWKWARD, SECRET, TOKEN, headers_for, receiver

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SIGNATURE: Final = sign(AWKWARD, SECRET)
PAIRS: Final = [("Host", "shop.example"), ("Signature", SIGNATURE), ("X-Webhook-Token", TOKEN)]
BYTES: Final = [(name.lower().encode(), value.encode()) for name, value in PAIRS]
ENVIRON: Final[dict[str, Any]] = {
    "REQUEST_METHOD": "POST",
    "wsgi.version": (1, 0),
    "wsgi.input": io.BytesIO(),
    "HTTP_SIGNATURE": SIGNATURE,
    "HTTP_X_WEBHOOK_TOKEN": TOKEN,
}


def message(kind: type[email.message.Message]) -> email.message.Message:
    made = kind()
    for name, value in PAIRS:
        made[name] = value
    return made


class OnlyItems:
    """A multidict of no known kind, such as aiohttp's."""

    def items(self) -> list[tuple[str, str]]:
        return PAIRS


KINDS: Final[Mapping[str, Callable[[], Any]]] = {
    "dict": lambda: dict(PAIRS),
    "dict with bytes": lambda: dict(BYTES),
    "pairs": lambda: PAIRS,
    "pairs that can be read once": lambda: iter(PAIRS),
    "lists of two": lambda: [list(pair) for pair in PAIRS],
    "ASGI scope": lambda: BYTES,
    "http.server": lambda: message(http.client.HTTPMessage),
    "email.message.Message": lambda: message(email.message.Message),
    "email.message.EmailMessage": lambda: message(email.message.EmailMessage),
    "wsgiref": lambda: wsgiref.headers.Headers([*PAIRS]),
    "WSGI environment": lambda: ENVIRON,
    "Django": lambda: HttpHeaders(ENVIRON),
    "Starlette": lambda: starlette.datastructures.Headers(dict(PAIRS)),
    "Werkzeug": lambda: werkzeug.datastructures.Headers([*PAIRS]),
    "Flask": lambda: werkzeug.datastructures.EnvironHeaders(ENVIRON),
    "httpx": lambda: httpx.Headers(PAIRS),
    "an object with items()": OnlyItems,
    "AWS Lambda, multi-value": lambda: {name: [value] for name, value in PAIRS},
    "Twisted": lambda: [(name, [value]) for name, value in BYTES],
    "header that a program found missing": lambda: dict(PAIRS) | {"x-signature": None},
}


@pytest.mark.parametrize("kind", KINDS)
def test_headers_of_every_kind_are_read(kind: str) -> None:
    assert receiver().receive(AWKWARD, KINDS[kind]()).body == AWKWARD


TWICE: Final[Mapping[str, Callable[[], Any]]] = {
    "pairs": lambda: [*PAIRS, ("signature", SIGNATURE)],
    "ASGI scope": lambda: [*BYTES, (b"signature", SIGNATURE.encode())],
    "two spellings in a dict": lambda: dict(PAIRS) | {"SIGNATURE": SIGNATURE},
    "AWS Lambda, multi-value": lambda: {"x-webhook-token": [TOKEN], "signature": [SIGNATURE, SIGNATURE]},
    "AWS Lambda, joined": lambda: headers_for(AWKWARD) | {"Signature": f"{SIGNATURE}, {SIGNATURE}"},
    "wsgiref": lambda: wsgiref.headers.Headers([*PAIRS, ("Signature", SIGNATURE)]),
    "http.server": lambda: email.message_from_string(
        "".join(f"{name}: {value}\n" for name, value in [*PAIRS, ("signature", SIGNATURE)])
    ),
    "WSGI environment": lambda: ENVIRON | {"HTTP_SIGNATURE": f"{SIGNATURE},{SIGNATURE}"},
}


@pytest.mark.parametrize("kind", TWICE)
def test_signature_that_comes_twice_is_refused(kind: str) -> None:
    with pytest.raises(WebhookRefused) as refused:
        receiver().receive(AWKWARD, TWICE[kind]())

    assert refused.value.reason is RefusalReason.REPEATED_HEADER


@pytest.mark.parametrize("headers", [{}, [], (), {"Signature": None}, {"Signature": []}, {"host": 7}])
def test_no_signature_among_headers_is_missing(headers: Any) -> None:
    with pytest.raises(WebhookRefused) as refused:
        receiver(token=None).receive(AWKWARD, headers)

    assert refused.value.reason is RefusalReason.MISSING_SIGNATURE


class Failing:
    def items(self) -> list[tuple[str, str]]:
        raise LookupError(SIGNATURE)


NO_HEADERS: Final[Mapping[str, Any]] = {
    "None": None,
    "a number": 7,
    "the signature alone": SIGNATURE,
    "raw bytes": b"Signature: x",
    "a name without a value": [("Signature",)],
    "names alone": ["Signature", "Host"],
    "names of two letters": ["ab"],
    "pairs with None": [None],
    "names that are numbers": {1: 2},
    "a signature that is a number": {"Signature": 7},
    "a class": dict,
    "an object that fails": Failing(),
    "the event of AWS Lambda": {"headers": dict(PAIRS), "body": "{}"},
    "the event of AWS Lambda, multi-value": {"multiValueHeaders": {name: [value] for name, value in PAIRS}},
    "the scope of ASGI": {"type": "http", "headers": BYTES},
}


@pytest.mark.parametrize("kind", NO_HEADERS)
def test_what_is_no_headers_is_a_configuration_error(kind: str) -> None:
    with pytest.raises(ConfigurationError, match="header") as mistake:
        receiver(token=None).receive(AWKWARD, NO_HEADERS[kind])

    assert SIGNATURE not in str(mistake.value)
    assert mistake.value.__context__ is None
