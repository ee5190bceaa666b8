"""`onepay contract check` sees what it is handed: errors, deliveries, lines of JSON, compressed or not."""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from judging.examples import examples
from onepay_cli.__main__ import main
from onepay_contract.document import load

CONTRACT = load()
PAYMENT: Any = next(example.value for example in examples(CONTRACT) if example.operation == "payments_get")
ERROR = {"message": "El monto no es válido.", "code": 10500, "code_name": "validation_error"}
Check = Callable[..., tuple[int, str]]


def _delivery(event: str, envelope: str) -> Any:
    content = CONTRACT.document["webhooks"][event]["post"]["requestBody"]["content"]["application/json"]
    values = [CONTRACT.dereferenced(example)["value"] for example in content["examples"].values()]
    return next(value for value in values if envelope in value)


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Pipe bodies into the command; how it ends, and what it prints."""

    def run(*bodies: object, packed: bool = False, options: tuple[str, ...] = ()) -> tuple[int, str]:
        content = "\n".join(json.dumps(body) for body in bodies).encode()
        stdin = io.BytesIO(gzip.compress(content) if packed else content)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stdin))
        status = main(["contract", "check", "-", "--openapi", "nowhere", *options])
        shown = capsys.readouterr()
        return status, shown.out + shown.err

    return run


@pytest.mark.parametrize("packed", [False, True])
def test_error_needs_no_operation(check: Check, *, packed: bool) -> None:
    status, printed = check(ERROR, packed=packed)
    assert (status, "Read as an error" in printed) == (0, True)
    status, printed = check({**ERROR, "brand_new": 1}, packed=packed)
    assert (status, "undocumented_field" in printed) == (1, True)
    assert check({**ERROR, "code_name": 7})[0] == 3


def test_error_in_place_of_a_success_is_one(check: Check) -> None:
    options = ("--operation", "payments_get")
    status, printed = check(ERROR, options=options)
    assert (status, "Read as an error of the operation" in printed) == (0, True)
    assert check(ERROR, options=(*options, "--status", "200"))[0] == 3
    assert check(PAYMENT, options=options)[0] == 0


def test_delivery_needs_no_operation(check: Check) -> None:
    for envelope in ("payment", "data"):
        delivery = _delivery("payment.approved", envelope)
        status, printed = check(delivery)
        assert (status, "Nothing departs" in printed) == (0, True), printed
        part = {**delivery[envelope], "amount": "many"}
        status, printed = check({**delivery, envelope: part})
        named = "webhook payment.approved" in printed and f"/{envelope}/amount" in printed
        assert (status, named) == (3, True), printed


def test_event_that_nobody_documents_is_named(check: Check) -> None:
    delivery = _delivery("payment.approved", "payment")
    status, printed = check({**delivery, "event": {**delivery["event"], "type": "payment.exploded"}})
    assert (status, "undocumented_operation" in printed) == (1, True)


@pytest.mark.parametrize("packed", [False, True])
def test_lines_of_json_are_judged_each(check: Check, *, packed: bool) -> None:
    lines = [_delivery("payment.approved", "payment"), ERROR, _delivery("payment.approved", "data")]
    status, printed = check(*lines, packed=packed)
    assert (status, "3 exchanges" in printed) == (0, True), printed
    assert check(PAYMENT, PAYMENT, options=("--operation", "payments_get"))[0] == 0
    assert check(PAYMENT, {**PAYMENT, "amount": "x"}, options=("--operation", "payments_get"))[0] == 3


def test_what_listen_prints_is_a_delivery(check: Check) -> None:
    body = json.dumps(_delivery("payment.approved", "payment"))
    assert (
        check({"id": "d", "event": "payment.approved", "url": "http://127.0.0.1", "body": body, "attempt": 1})[0] == 0
    )


def test_object_of_no_operation_asks_which(check: Check) -> None:
    status, printed = check(PAYMENT)
    assert (status, "--operation payments_get" in printed) == (2, True)
