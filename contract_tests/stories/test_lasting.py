"""Stories that last: subscriptions, invoices, sessions, accounts, and webhooks whose secrets change."""

from __future__ import annotations

from typing import Any

import pytest

from onepay_client import ValidationFailed, models, outcome_of
from onepay_client.webhooks import EventName
from stories.merchant import Merchant
from stories.people import Mariana

PRICE = 85_000
SHORT = "INSUFFICIENT_FUNDS"


def _the_bank_says(merchant: Merchant, *results: str) -> None:
    for result in results:
        merchant.control.decide("POST", "/outcomes", {"kind": "charge", "result": result})


def test_a_subscription_survives_two_failed_cycles_in_a_year(merchant: Merchant) -> None:
    mariana = Mariana(merchant)
    _the_bank_says(merchant, "approve", *[SHORT] * 4, "approve", "approve", *[SHORT] * 4)
    made = merchant.client.subscriptions.create(
        customer_id=mariana.id,
        payment_method_id=mariana.card(),
        name="Café de la casa, cada mes",
        amount_in_cents=PRICE * 100,
        currency=models.Currency.COP,
        cicle_frequency=models.BillingFrequency.MONTHLY,
    )
    assert merchant.control.ledger()["balance"] == PRICE
    merchant.control.advance("P80D")
    merchant.midway()
    merchant.control.advance("P284D")
    (subscription,) = merchant.client.subscriptions.list()
    assert (subscription.id, subscription.status, subscription.current_cicle) == (made.id, "active", 12)
    assert merchant.control.ledger()["balance"] == 10 * PRICE
    charged = [outcome_of(charge) for charge in merchant.client.charges.list()]
    assert sum(outcome.paid for outcome in charged) == 10
    assert {outcome.code for outcome in charged if outcome.declined} == {SHORT}


def test_an_invoice_is_paid_as_its_third_update_states(merchant: Merchant) -> None:
    invoice = merchant.client.invoices.create(
        reference="NIEBLA-0042",
        provider="alborada",
        amount=780_000,
        name="Café de la casa, marzo",
        phone="+573000000003",
        email="compras@example.com",
    )
    payments = [invoice.payment.id]
    for amount in (936_000, 900_000, 880_000):
        merchant.midway()
        merchant.client.invoices.update(invoice.id, reference="NIEBLA-0042", amount=amount, name="Café, dos sacos más")
        payments.append(merchant.client.invoices.get(invoice.id).payment.id)
    assert len(set(payments)) == 4
    merchant.control.pays(payments[-1], "pse")
    assert outcome_of(merchant.client.invoices.get(invoice.id).payment).paid
    assert [outcome_of(merchant.client.payments.get(payment_id)).paid for payment_id in payments] == [
        False,
        False,
        False,
        True,
    ]
    assert merchant.control.ledger()["balance"] == 880_000


def test_a_customer_pays_in_a_session_that_a_code_has_opened(merchant: Merchant) -> None:
    mariana = Mariana(merchant)
    card_id = mariana.card()
    merchant.client.customer_sessions.request_otp(phone=mariana.phone)
    otp = merchant.control.decide("GET", f"/customers/{mariana.id}")["otp"]
    with pytest.raises(ValidationFailed):
        merchant.client.customer_sessions.verify_otp(phone=mariana.phone, otp="0" + otp[:-1])
    session = merchant.client.customer_sessions.verify_otp(phone=mariana.phone, otp=otp)
    merchant.midway()
    methods = merchant.client.customer_sessions.list_payment_methods(customer_token=session.token).data
    assert [card.id for card in methods.cards] == [card_id]
    attempt = merchant.client.customer_sessions.create_charge(
        payment_method_id=card_id, amount=98_000, approve=True, customer_token=session.token
    )
    merchant.control.advance("PT5S")
    charge = merchant.client.customer_sessions.get_charge(attempt.charge_id, customer_token=session.token)
    assert outcome_of(charge).paid
    assert merchant.control.ledger()["balance"] == 98_000


def test_a_wallet_pays_once_its_holder_has_proved_ownership(merchant: Merchant) -> None:
    mariana = Mariana(merchant)
    wallet = mariana.wallet("Daviplata")
    otp = merchant.control.decide("GET", f"/accounts/{wallet}")["otp"]
    refused = outcome_of(mariana.charged(50_000, account_id=wallet))
    assert (refused.declined, refused.code) == (True, "ACCOUNT_NOT_CONNECTED")
    merchant.midway()
    assert merchant.client.accounts.validate(wallet, otp=otp).status == "ACTIVE"
    assert outcome_of(mariana.charged(50_000, account_id=wallet)).paid
    assert merchant.control.ledger()["balance"] == 50_000


def test_a_webhook_stays_trusted_while_its_secret_is_exchanged(merchant: Merchant) -> None:
    hook = merchant.client.webhooks.create(
        name="Pedidos", url=merchant.endpoint.url, events=[EventName.PAYMENT_CREATED]
    ).data
    merchant.endpoint.trust(hook.secret, hook.header)
    _is_delivered(merchant)
    new: dict[str, Any] = merchant.control.decide("POST", f"/webhooks/{hook.id}/rotate")
    merchant.endpoint.trust([hook.secret, new["secret"]], [str(hook.header), new["header"]])
    merchant.midway()
    _is_delivered(merchant)
    merchant.endpoint.trust(hook.secret, new["header"])
    merchant.client.payments.create(title="Después del cambio", amount=20_000)
    assert merchant.endpoint.refuses() == 401
    merchant.endpoint.trust(new["secret"], hook.header)
    merchant.control.advance("PT10S")
    assert merchant.endpoint.refuses() == 401
    merchant.endpoint.trust(new["secret"], new["header"])
    merchant.control.advance("PT30S")
    assert merchant.endpoint.next_delivery().name == EventName.PAYMENT_CREATED


def _is_delivered(merchant: Merchant) -> None:
    payment = merchant.client.payments.create(title="Café de origen", amount=20_000)
    assert merchant.endpoint.next_delivery().resource_id == payment.id
