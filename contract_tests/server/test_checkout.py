"""A payer at the link of a payment: each method, refusals, parts, waiting, and the way back to the shop."""

from __future__ import annotations

from typing import Any, Final

import pytest

from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.browsing import Browser, Page
from server.callers import CONTROL, Caller
from server.cast import MARIANA

LINK: Final = {"reference": "7700451802", "phone": "+573000000003", "approx_amount": 410_000}
TYPED: Final = {"number": "5105 1051 0510 5100", "expiry": "12/30", "code": "123", "holder": "Mariana Ospina"}


@pytest.fixture
def payer(sandbox: Sandbox) -> Browser:
    return Browser(SandboxTransport(sandbox))


def _payment(api: Caller, **fields: Any) -> str:
    """The path of a payment's page."""
    made = api.made("/payments", {"title": "Café de origen", "amount": 150_000, **fields})
    return f"/payment/{made['id']}"


def _status(api: Caller, path: str) -> str:
    return str(api.got(f"/payments/{path.rpartition('/')[2]}")["status"])


def _pays(payer: Browser, path: str, method: str, **typed: str) -> Page:
    return payer.submit(payer.open(f"{path}/{method}"), f"/{method}", **typed)


def test_payer_sees_amount_and_methods(api: Caller, payer: Browser) -> None:
    page = payer.open(_payment(api))
    assert "$150.000" in page.text
    assert [name for name in ("Tarjeta", "PSE", "Nequi", "Daviplata", "Bre-B") if name not in page.text] == []


def test_test_card_pays_with_one_click(api: Caller, payer: Browser) -> None:
    path = _payment(api, redirect_url="https://tienda.example/gracias")
    page = _pays(payer, path, "card", test_card="4242424242424242")
    assert (page.path, "Pago aprobado" in page.text) == (path, True)
    assert "https://tienda.example/gracias" in page.links
    assert (_status(api, path), api.ledger()["balance"]) == ("approved", 150_000)


def test_typed_card_pays(api: Caller, payer: Browser) -> None:
    path = _payment(api)
    _pays(payer, path, "card", **TYPED)
    assert _status(api, path) == "approved"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"number": "4242424242424241"}, "no es el número"),
        ({"number": ""}, "no es el número"),
        ({"expiry": "01/26"}, "vencida"),
        ({"expiry": "13/30"}, "mes y año"),
        ({"code": "12"}, "tres o cuatro"),
        ({"holder": " "}, "nombre"),
    ],
)
def test_card_that_is_typed_wrong_is_not_tried(api: Caller, payer: Browser, wrong: Any, words: str) -> None:
    path = _payment(api)
    page = _pays(payer, path, "card", **{**TYPED, **wrong})
    assert (page.status, words in page.text, _status(api, path)) == (422, True, "pending")
    assert "4242" not in page.reply.text.replace("4242424242424242", "").replace("•• 4242", "")


def test_declined_card_says_why_and_can_be_tried_again(api: Caller, payer: Browser) -> None:
    path = _payment(api)
    page = _pays(payer, path, "card", test_card="4000000000009995")
    assert "No hay fondos suficientes" in page.text
    assert _status(api, path) == "declined"
    _pays(payer, path, "card", test_card="4242424242424242")
    assert _status(api, path) == "approved"


@pytest.mark.parametrize("method", ["pse", "nequi", "daviplata", "bre_b"])
@pytest.mark.parametrize("outcome", ["approve", "INSUFFICIENT_FUNDS"])
def test_bank_or_wallet_decides(api: Caller, payer: Browser, method: str, outcome: str) -> None:
    path = _payment(api)
    bank_page = _pays(payer, path, method)
    assert (bank_page.path.startswith("/charge/"), _status(api, path)) == (True, "in_progress")
    page = payer.submit(bank_page, bank_page.path, outcome=outcome)
    assert page.path == path
    assert _status(api, path) == ("approved" if outcome == "approve" else "declined")


@pytest.mark.parametrize("phone", ["", "6011234567", "300123456", "+57 601 234 5678"])
def test_wallet_wants_a_mobile_number(api: Caller, payer: Browser, phone: str) -> None:
    path = _payment(api)
    assert _pays(payer, path, "nequi", phone=phone).status == 422
    assert _status(api, path) == "pending"


def test_wrong_code_of_a_wallet_is_refused(api: Caller, payer: Browser) -> None:
    path = _payment(api)
    bank_page = _pays(payer, path, "daviplata")
    assert payer.submit(bank_page, bank_page.path, outcome="approve", otp="wrong").status == 422
    assert _status(api, path) == "in_progress"


def test_payment_that_waits_leads_back_to_the_bank(api: Caller, payer: Browser) -> None:
    path = _payment(api)
    bank_page = _pays(payer, path, "pse")
    assert bank_page.path in payer.open(path).links


def test_qr_is_an_image_that_leads_here(api: Caller, payer: Browser) -> None:
    bank_page = _pays(payer, _payment(api), "bre_b")
    (image,) = [known["src"] for tag, known in bank_page.elements if tag == "img"]
    reply = payer.client.get(image)
    assert (reply.headers["content-type"], reply.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")


def test_payment_in_parts_keeps_to_its_terms(api: Caller, payer: Browser) -> None:
    terms = {"min_amount_in_cents": 5_000_000, "max_payment_methods": 3}
    path = _payment(api, partial_payment_config=terms)
    assert _pays(payer, path, "card", amount="10.000", test_card="4242424242424242").status == 422
    page = _pays(payer, path, "card", amount="50.000", test_card="4242424242424242")
    assert ("Van pagados $50.000 de $150.000" in page.text, _status(api, path)) == (True, "partially_paid")
    _pays(payer, path, "card", amount="$ 100.000", test_card="4242424242424242")
    assert _status(api, path) == "approved"


def test_payment_without_parts_has_no_field_for_an_amount(api: Caller, payer: Browser) -> None:
    page = payer.open(f"{_payment(api)}/card")
    assert "amount" not in page.form("/card").fields


@pytest.mark.parametrize("amount", ["1,5x", "-5", "99999999999999999999", "٣"])
def test_amount_that_is_none_is_refused(api: Caller, payer: Browser, amount: str) -> None:
    path = _payment(api, partial_payment_config={})
    assert _pays(payer, path, "card", amount=amount, test_card="4242424242424242").status == 422
    assert _status(api, path) == "pending"


def test_payer_chooses_the_amount_of_an_open_payment(api: Caller, payer: Browser) -> None:
    path = f"/payment/{api.made('/payments', {'title': 'Donación'})['id']}"
    _pays(payer, path, "card", amount="25.000", test_card="4242424242424242")
    assert (_status(api, path), api.ledger()["balance"]) == ("approved", 25_000)


def test_expired_payment_cannot_be_paid(api: Caller, payer: Browser) -> None:
    path = _payment(api, expiration_date="2026-02-03", redirect_url="https://tienda.example/")
    form = payer.open(f"{path}/card")
    api.advance(by="P3D")
    page = payer.submit(form, "/card", test_card="4242424242424242")
    assert ("venció" in page.text, _status(api, path)) == (True, "expired")
    assert "https://tienda.example/" in page.links


def test_hidden_method_cannot_be_chosen(api: Caller, payer: Browser) -> None:
    path = _payment(api, allows={"pse": False, "wallets": False})
    text = payer.open(path).text
    assert ("PSE" in text, "Nequi" in text, "Bre-B" in text) == (False, False, True)
    assert payer.open(f"{path}/pse").path == path


def test_paying_twice_pays_once(api: Caller, payer: Browser) -> None:
    path = _payment(api)
    form = payer.open(f"{path}/card")
    for _ in range(2):
        payer.submit(form, "/card", test_card="4242424242424242")
    assert api.ledger()["balance"] == 150_000


def test_page_of_a_plan_subscribes(api: Caller, payer: Browser) -> None:
    link = api.made("/plans", {"name": "Club", "amount": 42_000, "currency": "COP"})["link"]
    page = payer.submit(payer.open(link), link.rpartition("/")[2], test_card="4242424242424242")
    assert "Quedaste suscrito" in page.text
    assert [item["status"] for item in api.got("/subscriptions")["data"]] == ["active"]


def test_plan_page_shows_the_refusal_of_a_person(api: Caller, payer: Browser) -> None:
    link = api.made("/plans", {"name": "Club", "amount": 42_000, "currency": "COP"})["link"]
    page = payer.submit(payer.open(link), link.rpartition("/")[2], email="not an address", document_type="XX")
    assert (page.status, api.got("/subscriptions")["data"]) == (422, [])


@pytest.mark.parametrize("number", [0, 1, 2])
def test_connect_link_saves_a_method(api: Caller, payer: Browser, number: int) -> None:
    customer = api.made("/customers", MARIANA)["id"]
    link = api.made("/connect-links", {"customer_id": customer, "single_use": True})["url"]
    page = payer.open(link)
    form = page.forms[number]
    typed = {**form.fields, **dict(form.buttons[:1])}
    assert "guardado" in Page(payer.client.post(form.action, data=typed)).text
    assert "ya se usó" in payer.open(link).text
    saved = len(api.got(f"/customers/{customer}/cards")["data"]) + len(api.got("/accounts")["data"])
    assert saved == 1


def test_enrolment_link_enrols_a_bill(api: Caller, payer: Browser) -> None:
    link = api.made("/utilities/direct-debits/link", LINK)["url"]
    page = payer.submit(payer.open(link), link.rpartition("/")[2])
    assert "inscrita" in page.text
    assert len(api.got("/utilities/direct-debits")["data"]) == 1


def test_checkout_shows_no_key(api: Caller, payer: Browser) -> None:
    text = payer.open(_payment(api)).reply.text
    assert "alborada" not in text
    assert CONTROL not in text
