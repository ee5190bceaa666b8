"""What third-party programs send passes the client's check and the sandbox; what must not pass does in neither."""

from __future__ import annotations

from typing import Any, Final

import pytest

from onepay_api.operations import OPERATIONS
from onepay_core.errors import InvalidRequest
from onepay_core.json_values import Json, is_array, is_object
from onepay_core.operation import Call
from onepay_core.requests import Credentials, build
from server.callers import Caller
from server.saving import BANK, IN_NEQUI, TO_PAY_OUT, account, card, customer
from support.foreign_requests import ACCEPTED, EMPTY, REFUSED, ForeignRequest, titled

BALANCE: Final = 1_000_000


class Prepared:
    """An account with the objects that the requests name."""

    def __init__(self, api: Caller) -> None:
        self.api = api
        payer = customer(api)
        api.deposit(BALANCE)
        invoice = {"reference": "FE-1", "provider": "alborada", "amount": 9_000, "name": "Factura"}
        self.ids = {
            "customer": payer,
            "bank": BANK,
            "card": card(api, payer)["id"],
            "account": account(api, payer, TO_PAY_OUT)["id"],
            "nequi": account(api, payer, IN_NEQUI)["id"],
            "payment": api.made("/payments", {"title": "Café", "amount": 9_000, "phone": "+573000000003"})["id"],
            "invoice": api.made("/invoices", invoice)["id"],
        }

    def sends(self, request: ForeignRequest) -> Any:
        send = self.api.post if request.method == "POST" else self.api.put
        return send(request.path.format(**self.ids), self._filled(request.body))

    def _filled(self, body: Json) -> Json:
        if is_object(body):
            return {name: self._filled(value) for name, value in body.items()}
        if is_array(body):
            return [self._filled(item) for item in body]
        return body.format(**self.ids) if isinstance(body, str) and body.startswith("{") else body


@pytest.fixture
def prepared(api: Caller) -> Prepared:
    return Prepared(api)


def found_by_client(request: ForeignRequest) -> tuple[Any, ...]:
    """What the client's check has against a request."""
    kinds = {"customer": "customer_id", "payment": "payment_id", "invoice": "invoice_id", "nequi": "account_id"}
    path = request.path.format(**{name: f"{{{parameter}}}" for name, parameter in kinds.items()})
    [operation] = [item for item in OPERATIONS.values() if (item.method, item.path) == (request.method, path)]
    arguments = {parameter.argument: "id" for parameter in operation.parameters if parameter.location == "path"}
    call = Call(operation=operation, arguments=arguments, body=request.body, idempotency_key="key")
    try:
        build(call, Credentials("sk_test_nobody"), {}, check=True)
    except InvalidRequest as error:
        return error.violations
    return ()


@pytest.mark.parametrize("request_", [*ACCEPTED, *EMPTY], ids=str)
def test_client_passes_what_programs_send(request_: ForeignRequest) -> None:
    assert found_by_client(request_) == ()


@pytest.mark.parametrize("request_", [*ACCEPTED, *EMPTY], ids=str)
def test_sandbox_takes_what_programs_send(prepared: Prepared, request_: ForeignRequest) -> None:
    reply = prepared.sends(request_)
    assert reply.is_success, reply.text


@pytest.mark.parametrize("request_", REFUSED, ids=str)
def test_client_refuses_what_decides_about_money(request_: ForeignRequest) -> None:
    assert found_by_client(request_)


@pytest.mark.parametrize("request_", REFUSED, ids=str)
def test_sandbox_refuses_what_decides_about_money(prepared: Prepared, request_: ForeignRequest) -> None:
    assert prepared.sends(request_).status_code == 422
    assert prepared.api.ledger()["balance"] == BALANCE


def test_null_equals_absence_for_an_idempotency_key(api: Caller) -> None:
    first = api.post("/payments", {"title": "Café", "amount": 9_000}, key="a")
    again = api.post("/payments", {"title": "Café", "amount": 9_000, "phone": None}, key="a")
    assert again.content == first.content


def test_null_clears_a_description_of_a_webhook(api: Caller) -> None:
    made = {"name": "Tienda", "url": "http://127.0.0.1:9/hook", "events": ["invoice.paid"], "description": "Pagos"}
    path = f"/webhooks/{api.made('/webhooks', made)['data']['id']}"
    assert api.put(path, {"description": None, "name": None}).json()["data"]["description"] is None
    assert api.got(path)["data"]["name"] == "Tienda"


def test_customer_keeps_the_day_of_a_moment(api: Caller) -> None:
    body = {**titled("customer born at a moment"), "birthdate": "1991-05-06T23:30:00-05:00"}
    made = api.made("/customers", body)
    assert made["birthdate"] == "1991-05-06"


@pytest.mark.parametrize("birthdate", ["soon", "", "1991-13-01"])
def test_customer_born_on_no_day_is_refused(api: Caller, birthdate: str) -> None:
    refused = api.post("/customers", {**titled("customer born at a moment"), "birthdate": birthdate})
    assert set(refused.json()["errors"]) == {"birthdate"}


def test_customer_without_contact_has_empty_texts(api: Caller) -> None:
    made = api.made("/customers", titled("customer without contact"))
    assert (made["email"], made["phone"]) == ("", "")


def test_invoice_answers_its_external_id_and_numbers(api: Caller) -> None:
    body = {**titled("invoice with numbers"), "external_id": "SUS00017"}
    made = api.made("/invoices", body)
    assert (made["external_id"], made["metadata"]) == ("SUS00017", {"factura_id": 88_123})


def test_deleting_its_payment_leaves_an_invoice_alive(api: Caller) -> None:
    made = api.made("/invoices", titled("invoice without contact"))
    assert api.delete(f"/payments/{made['payment_id']}").is_success
    assert api.got(f"/invoices/{made['id']}")["status"] == "CREATED"


@pytest.mark.parametrize("key", ["a" * 120, None])
def test_refund_takes_a_key_and_needs_none(prepared: Prepared, key: str | None) -> None:
    headers = {"x-idempotency": key} if key else {}
    made = prepared.api.made(
        "/charges", {"customer_id": prepared.ids["customer"], "amount": 9_000, "card_id": prepared.ids["card"]}
    )
    path = f"https://api.onepay.la/v1/charges/{made['id']}/refund"
    assert prepared.api.client.post(path, headers=headers).json()["code_name"] == "charge_is_test"


@pytest.mark.parametrize("tax", [-(2**63), 2**63 - 1])
def test_number_at_the_end_of_its_range_is_read(api: Caller, tax: int) -> None:
    assert api.post("/payments", {"title": "Café", "amount": 9_000, "tax": tax}).status_code == 201
