"""Stories of money that comes in."""

from __future__ import annotations

import pytest

from onepay_client import StatusError, ValidationFailed, models, outcome_of
from onepay_client.webhooks import EventName
from stories.people import Mariana
from stories.town import Town


def test_a_payment_link_is_paid_and_the_webhook_tells(town: Town) -> None:
    hook = town.client.webhooks.create(
        name="Pedidos", url=town.endpoint.url, events=[EventName.PAYMENT_CREATED, EventName.PAYMENT_APPROVED]
    ).data
    town.endpoint.trust(hook.secret, hook.header)
    payment = town.client.payments.create(title="Café de origen, pedido 118", amount=150_000)
    assert payment.payment_link
    assert town.endpoint.hears().resource_id == payment.id
    town.midway()
    town.fate.pays(payment.id, "pse")
    delivery = town.endpoint.hears()
    assert (delivery.name, delivery.resource_id) == (EventName.PAYMENT_APPROVED, payment.id)
    assert outcome_of(delivery).paid
    assert outcome_of(town.client.payments.get(payment.id)).paid
    assert town.client.balances.get().balance == town.fate.ledger()["balance"] == 150_000
    assert not town.endpoint.has_refused()


def test_a_payment_is_paid_in_parts(town: Town) -> None:
    terms = models.PartialPaymentConfig(min_amount_in_cents=100_000_00, timeout_hours=48)
    payment = town.client.payments.create(title="Café para el evento", amount=640_000, partial_payment_config=terms)
    town.fate.pays(payment.id, amount=240_000)
    assert not outcome_of(town.client.payments.get(payment.id)).paid
    town.midway()
    town.fate.advance("PT47H")
    town.fate.pays(payment.id, "nequi")
    assert outcome_of(town.client.payments.get(payment.id)).paid
    assert [outcome_of(intent).paid for intent in town.client.payments.list_intents(payment.id)] == [True, True]
    assert town.fate.ledger()["balance"] == 640_000


def test_a_declined_charge_is_a_value_and_another_card_pays(town: Town) -> None:
    mariana = Mariana(town)
    declined = outcome_of(mariana.charged(85_000, mariana.card("4000000000009995")))
    assert (declined.declined, declined.code, declined.final) == (True, "INSUFFICIENT_FUNDS", True)
    assert town.fate.ledger() == {}
    town.midway()
    paid = outcome_of(mariana.charged(85_000, mariana.card("4111111111111111")))
    assert (paid.paid, paid.is_test) == (True, True)
    assert town.fate.ledger()["balance"] == 85_000


def test_a_bank_account_pays_on_the_next_bank_day(town: Town) -> None:
    mariana = Mariana(town)
    charge = mariana.charged(420_000, account_id=mariana.account())
    assert not outcome_of(charge).final
    town.midway()
    town.fate.advance("P4D")
    assert outcome_of(town.client.charges.get(charge.id)).paid
    assert town.fate.ledger()["balance"] == 420_000


def test_a_nequi_wallet_pays_when_its_holder_says_so(town: Town) -> None:
    mariana = Mariana(town)
    request = town.client.request_to_pay.create_nequi(customer_id=mariana.id, amount=40_000, phone=mariana.phone)
    town.midway()
    town.client.request_to_pay.confirm_nequi(request.id)
    assert town.fate.ledger() == {}
    town.fate.advance("PT5S")
    assert outcome_of(town.client.payment_intents.get(request.id)).paid
    assert town.fate.ledger()["balance"] == 40_000


def test_daviplata_pays_by_the_right_code_after_a_wrong_one(town: Town) -> None:
    mariana = Mariana(town)
    request = town.client.request_to_pay.create_daviplata(
        customer_id=mariana.id,
        amount=40_000,
        phone=mariana.phone,
    )
    otp = town.fate.decide("GET", f"/charges/{request.id}")["otp"]
    with pytest.raises(ValidationFailed) as refused:
        town.client.request_to_pay.confirm_daviplata(request.id, otp="0" + otp[:-1])
    assert [problem.field for problem in refused.value.field_errors] == ["otp"]
    town.midway()
    assert outcome_of(town.client.request_to_pay.confirm_daviplata(request.id, otp=otp)).paid
    assert town.fate.ledger()["balance"] == 40_000


def test_a_test_charge_cannot_be_refunded_and_says_why(town: Town) -> None:
    mariana = Mariana(town)
    charge = mariana.charged(320_000, mariana.card())
    town.midway()
    with pytest.raises(StatusError) as refused:
        town.client.charges.refund(charge.id)
    assert refused.value.code_name == "charge_is_test"
    assert town.fate.ledger()["balance"] == 320_000


def test_a_live_charge_is_refunded_once(live_town: Town) -> None:
    mariana = Mariana(live_town)
    charge = mariana.charged(320_000, mariana.card())
    live_town.client.charges.refund(charge.id)
    live_town.midway()
    assert live_town.client.charges.get(charge.id).status == "refunded"
    with pytest.raises(StatusError) as refused:
        live_town.client.charges.refund(charge.id)
    assert refused.value.code_name == "charge_refunded"
    assert live_town.fate.ledger()["balance"] == 0
