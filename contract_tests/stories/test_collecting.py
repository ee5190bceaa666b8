"""Stories of money that comes in."""

from __future__ import annotations

import pytest

from onepay_client import StatusError, ValidationFailed, models, outcome_of
from onepay_client.webhooks import EventName
from stories.merchant import Merchant
from stories.people import Mariana


def test_a_payment_link_is_paid_and_the_webhook_tells(merchant: Merchant) -> None:
    hook = merchant.client.webhooks.create(
        name="Pedidos", url=merchant.endpoint.url, events=[EventName.PAYMENT_CREATED, EventName.PAYMENT_APPROVED]
    ).data
    merchant.endpoint.trust(hook.secret, hook.header)
    payment = merchant.client.payments.create(title="Café de origen, pedido 118", amount=150_000)
    assert payment.payment_link
    assert merchant.endpoint.next_delivery().resource_id == payment.id
    merchant.midway()
    merchant.control.pays(payment.id, "pse")
    delivery = merchant.endpoint.next_delivery()
    assert (delivery.name, delivery.resource_id) == (EventName.PAYMENT_APPROVED, payment.id)
    assert outcome_of(delivery).paid
    assert outcome_of(merchant.client.payments.get(payment.id)).paid
    assert merchant.client.balances.get().balance == merchant.control.ledger()["balance"] == 150_000
    assert not merchant.endpoint.has_refused()


def test_a_payment_is_paid_in_parts(merchant: Merchant) -> None:
    terms = models.PartialPaymentConfig(min_amount_in_cents=100_000_00, timeout_hours=48)
    payment = merchant.client.payments.create(title="Café para el evento", amount=640_000, partial_payment_config=terms)
    merchant.control.pays(payment.id, amount=240_000)
    assert not outcome_of(merchant.client.payments.get(payment.id)).paid
    merchant.midway()
    merchant.control.advance("PT47H")
    merchant.control.pays(payment.id, "nequi")
    assert outcome_of(merchant.client.payments.get(payment.id)).paid
    assert [outcome_of(intent).paid for intent in merchant.client.payments.list_intents(payment.id)] == [True, True]
    assert merchant.control.ledger()["balance"] == 640_000


def test_a_declined_charge_is_a_value_and_another_card_pays(merchant: Merchant) -> None:
    mariana = Mariana(merchant)
    declined = outcome_of(mariana.charged(85_000, mariana.card("4000000000009995")))
    assert (declined.declined, declined.code, declined.final) == (True, "INSUFFICIENT_FUNDS", True)
    assert merchant.control.ledger() == {}
    merchant.midway()
    paid = outcome_of(mariana.charged(85_000, mariana.card("4111111111111111")))
    assert (paid.paid, paid.is_test) == (True, True)
    assert merchant.control.ledger()["balance"] == 85_000


def test_a_bank_account_pays_on_the_next_bank_day(merchant: Merchant) -> None:
    mariana = Mariana(merchant)
    charge = mariana.charged(420_000, account_id=mariana.account())
    assert not outcome_of(charge).final
    merchant.midway()
    merchant.control.advance("P4D")
    assert outcome_of(merchant.client.charges.get(charge.id)).paid
    assert merchant.control.ledger()["balance"] == 420_000


def test_a_nequi_wallet_pays_when_its_holder_says_so(merchant: Merchant) -> None:
    mariana = Mariana(merchant)
    request = merchant.client.request_to_pay.create_nequi(customer_id=mariana.id, amount=40_000, phone=mariana.phone)
    merchant.midway()
    merchant.client.request_to_pay.confirm_nequi(request.id)
    assert merchant.control.ledger() == {}
    merchant.control.advance("PT5S")
    assert outcome_of(merchant.client.payment_intents.get(request.id)).paid
    assert merchant.control.ledger()["balance"] == 40_000


def test_daviplata_pays_by_the_right_code_after_a_wrong_one(merchant: Merchant) -> None:
    mariana = Mariana(merchant)
    request = merchant.client.request_to_pay.create_daviplata(
        customer_id=mariana.id,
        amount=40_000,
        phone=mariana.phone,
    )
    otp = merchant.control.decide("GET", f"/charges/{request.id}")["otp"]
    with pytest.raises(ValidationFailed) as refused:
        merchant.client.request_to_pay.confirm_daviplata(request.id, otp="0" + otp[:-1])
    assert [problem.field for problem in refused.value.field_errors] == ["otp"]
    merchant.midway()
    assert outcome_of(merchant.client.request_to_pay.confirm_daviplata(request.id, otp=otp)).paid
    assert merchant.control.ledger()["balance"] == 40_000


def test_a_test_charge_cannot_be_refunded_and_says_why(merchant: Merchant) -> None:
    mariana = Mariana(merchant)
    charge = mariana.charged(320_000, mariana.card())
    merchant.midway()
    with pytest.raises(StatusError) as refused:
        merchant.client.charges.refund(charge.id)
    assert refused.value.code_name == "charge_is_test"
    assert merchant.control.ledger()["balance"] == 320_000


def test_a_live_charge_is_refunded_once(live_merchant: Merchant) -> None:
    mariana = Mariana(live_merchant)
    charge = mariana.charged(320_000, mariana.card())
    live_merchant.client.charges.refund(charge.id)
    live_merchant.midway()
    assert live_merchant.client.charges.get(charge.id).status == "refunded"
    with pytest.raises(StatusError) as refused:
        live_merchant.client.charges.refund(charge.id)
    assert refused.value.code_name == "charge_refunded"
    assert live_merchant.control.ledger()["balance"] == 0
