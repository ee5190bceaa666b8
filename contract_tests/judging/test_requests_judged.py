from __future__ import annotations

import json
from typing import Final

import pytest

from judging.examples import reply
from onepay_contract.document import Contract, load
from onepay_contract.exchanges import Exchange
from onepay_contract.judging import Judge
from onepay_core.json_values import Json

HOST: Final = "https://api.onepay.la/v1"
SENT: Final = load().resolve("#/components/examples/payment_create")["value"]
CHARGE: Final = {"title": "Café", "amount": 85_000, "customer_id": "c"}
KEYED: Final = (("X-Idempotency", "order-118"),)


def _asked(method: str, path: str, body: Json = None, asked: tuple[tuple[str, str], ...] = KEYED) -> Exchange:
    sent = b"" if body is None else json.dumps(body).encode()
    return reply(None, 200, {}, method=method, url=f"{HOST}{path}", asked=asked, sent=sent)


@pytest.mark.parametrize(
    ("exchange", "expected"),
    [
        (_asked("POST", "/payments", SENT), []),
        (_asked("GET", "/payments/abc"), []),
        (_asked("GET", "/invoices?page=2&sort=-created_at"), []),
        (_asked("POST", "/payments", SENT, asked=()), [("missing_header", "request-header:x-idempotency")]),
        (_asked("POST", "/payments", {**SENT, "amount": "x"}), [("wrong_type", "request:/amount")]),
        (_asked("POST", "/payments", {**SENT, "brand_new": 1}), [("undocumented_field", "request:/brand_new")]),
        (_asked("POST", "/charges", {**CHARGE, "card_id": "a"}), []),
        (
            _asked("POST", "/charges", {**CHARGE, "card_id": "a", "account_id": "b"}),
            [("broken_constraint", "request:")],
        ),
        (_asked("POST", "/charges", CHARGE), [("missing_field", "request:/card_id-or-account_id")]),
        (_asked("POST", "/charges", {**CHARGE, "card_id": "a", "account_id": None, "title": None}), []),
        (_asked("POST", "/payments/abc", []), []),
        (_asked("POST", "/charges/abc/refund", []), []),
        (_asked("POST", "/charges/abc/refund", {"amount": 1}), [("unexpected_body", "request:")]),
        (_asked("POST", "/payments", []), [("missing_field", "request:/title")]),
        (_asked("GET", "/payments?filter[status]=approved&sort=-created_at&page=1"), []),
        (_asked("GET", "/customers?document_number=1001&limit=20&page=1"), []),
        (_asked("POST", "/payments"), [("missing_body", "request:")]),
        (_asked("GET", "/payments/abc", {}), [("unexpected_body", "request:")]),
        (_asked("GET", "/invoices?page=0"), [("broken_constraint", "query:page")]),
        (_asked("GET", "/invoices?page=two"), [("wrong_type", "query:page")]),
        (_asked("GET", "/payment-intents?filter[status]=lost"), [("undocumented_value", "query:filter[status]")]),
        (_asked("GET", "/invoices?colour=red"), [("undocumented_field", "query:colour")]),
        (_asked("GET", "/plans"), [("missing_field", "query:page")]),
        (_asked("GET", "/nowhere"), []),
    ],
    ids=lambda one: f"{one.method} {one.url} {len(one.request_body)}" if isinstance(one, Exchange) else None,
)
def test_a_request_is_held_to_the_contract(exchange: Exchange, expected: list[tuple[str, str]], judge: Judge) -> None:
    assert [(one.kind.value, one.pointer) for one in judge.judge_request(exchange)] == expected


def test_half_a_body_is_unreadable_and_nothing_more(judge: Judge) -> None:
    [finding] = judge.judge_request(reply(None, 200, {}, method="POST", url=f"{HOST}/payments", asked=KEYED, sent=b"{"))

    assert (finding.kind.value, finding.pointer) == ("unreadable_body", "request:")


@pytest.mark.parametrize(
    ("method", "url", "operation"),
    [
        ("GET", f"{HOST}/payments/abc", "payments_get"),
        ("get", f"{HOST}/payments/abc?x=1", "payments_get"),
        ("GET", "http://127.0.0.1:9000/v1/payments/a%2Fb", "payments_get"),
        ("POST", "https://cards.onepay.la/v1/cards", "cards_create"),
        ("POST", "http://127.0.0.1:9000/cards/v1/cards", "cards_create"),
        ("GET", f"{HOST}/cards", "cards_list"),
        ("GET", f"{HOST}/accounts/banks", "accounts_list_banks"),
        ("GET", f"{HOST}/payments/", None),
        ("PATCH", f"{HOST}/payments/abc", None),
        ("GET", "https://api.onepay.la/v2/payments/abc", None),
        ("GET", "/payments/abc", None),
        ("GET", "https://[", None),
    ],
)
def test_a_url_is_the_operation_that_it_means(method: str, url: str, operation: str | None, contract: Contract) -> None:
    match = contract.find(method, url)

    assert (match.operation.id if match else None) == operation


def test_a_base_path_can_be_named(contract: Contract) -> None:
    assert contract.find("GET", "https://proxy.example/onepay/payments/abc") is None
    match = contract.find("GET", "https://proxy.example/onepay/payments/a%2Fb", base="/onepay/")

    assert match is not None
    assert match.ids == {"payment_id": "a/b"}


@pytest.mark.parametrize("name", sorted(load().operations))
def test_every_operation_is_found_by_its_own_path(name: str, contract: Contract) -> None:
    operation = contract.operations[name]

    match = contract.find(operation.method, f"{operation.server}{operation.path.replace('{', '').replace('}', '')}")

    assert match is not None
    assert match.operation is operation
