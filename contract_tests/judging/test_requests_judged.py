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


def _request(
    method: str, path: str, body: Json = None, request_headers: tuple[tuple[str, str], ...] = KEYED
) -> Exchange:
    sent = b"" if body is None else json.dumps(body).encode()
    return reply(None, 200, {}, method=method, url=f"{HOST}{path}", request_headers=request_headers, sent=sent)


@pytest.mark.parametrize(
    ("exchange", "expected"),
    [
        (_request("POST", "/payments", SENT), []),
        (_request("GET", "/payments/abc"), []),
        (_request("GET", "/invoices?page=2&sort=-created_at"), []),
        (_request("POST", "/payments", SENT, request_headers=()), [("missing_header", "request-header:x-idempotency")]),
        (_request("POST", "/payments", {**SENT, "amount": "x"}), [("wrong_type", "request:/amount")]),
        (_request("POST", "/payments", {**SENT, "brand_new": 1}), [("undocumented_field", "request:/brand_new")]),
        (_request("POST", "/charges", {**CHARGE, "card_id": "a"}), []),
        (
            _request("POST", "/charges", {**CHARGE, "card_id": "a", "account_id": "b"}),
            [("broken_constraint", "request:")],
        ),
        (_request("POST", "/charges", CHARGE), [("missing_field", "request:/card_id-or-account_id")]),
        (_request("POST", "/charges", {**CHARGE, "card_id": "a", "account_id": None, "title": None}), []),
        (_request("POST", "/payments/abc", []), []),
        (_request("POST", "/charges/abc/refund", []), []),
        (_request("POST", "/charges/abc/refund", {"amount": 1}), [("unexpected_body", "request:")]),
        (_request("POST", "/payments", []), [("wrong_type", "request:")]),
        (_request("POST", "/balances", []), [("wrong_type", "request:")]),
        (_request("POST", "/accounts/abc/validate", []), [("wrong_type", "request:")]),
        (_request("GET", "/payments?filter[status]=approved&sort=-created_at&page=1"), []),
        (_request("GET", "/customers?document_number=1001&limit=20&page=1"), []),
        (_request("POST", "/payments"), [("missing_body", "request:")]),
        (_request("GET", "/payments/abc", {}), [("unexpected_body", "request:")]),
        (_request("GET", "/invoices?page=0"), [("broken_constraint", "query:page")]),
        (_request("GET", "/invoices?page=two"), [("wrong_type", "query:page")]),
        (_request("GET", "/payment-intents?filter[status]=lost"), [("undocumented_value", "query:filter[status]")]),
        (_request("GET", "/invoices?colour=red"), [("undocumented_field", "query:colour")]),
        (_request("GET", "/plans"), [("missing_field", "query:page")]),
        (_request("GET", "/nowhere"), []),
    ],
    ids=lambda value: f"{value.method} {value.url} {len(value.request_body)}" if isinstance(value, Exchange) else None,
)
def test_a_request_is_held_to_the_contract(exchange: Exchange, expected: list[tuple[str, str]], judge: Judge) -> None:
    assert [(finding.kind.value, finding.pointer) for finding in judge.judge_request(exchange)] == expected


def test_half_a_body_is_unreadable_and_nothing_more(judge: Judge) -> None:
    [finding] = judge.judge_request(
        reply(None, 200, {}, method="POST", url=f"{HOST}/payments", request_headers=KEYED, sent=b"{")
    )

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
