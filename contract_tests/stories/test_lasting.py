"""Stories that last: subscriptions, invoices, sessions, accounts, and webhooks whose secrets change."""

from __future__ import annotations

from typing import Any

import pytest

from onepay_client import ValidationFailed, models, outcome_of
from onepay_client.webhooks import EventName
from stories.people import Mariana
from stories.town import Town

PRICE = 85_000
SHORT = "INSUFFICIENT_FUNDS"


def _the_bank_says(town: Town, *results: str) -> None:
    for result in results:
        town.fate.decide("POST", "/outcomes", {"kind": "charge", "result": result})


def test_a_subscription_survives_two_failed_cycles_in_a_year(town: Town) -> None:
    mariana = Mariana(town)
    _the_bank_says(town, "approve", *[SHORT] * 4, "approve", "approve", *[SHORT] * 4)
    made = town.client.subscriptions.create(
        customer_id=mariana.id,
        payment_method_id=mariana.card(),
        name="Café de la casa, cada mes",
        amount_in_cents=PRICE * 100,
        currency=models.Currency.COP,
        cicle_frequency=models.BillingFrequency.MONTHLY,
    )
    assert town.fate.ledger()["balance"] == PRICE
    town.fate.advance("P80D")
    town.midway()
    town.fate.advance("P284D")
    (subscription,) = town.client.subscriptions.list()
    assert (subscription.id, subscription.status, subscription.current_cicle) == (made.id, "active", 12)
    assert town.fate.ledger()["balance"] == 10 * PRICE
    charged = [outcome_of(charge) for charge in town.client.charges.list()]
    assert sum(outcome.paid for outcome in charged) == 10
    assert {outcome.code for outcome in charged if outcome.declined} == {SHORT}


def test_an_invoice_is_paid_as_its_third_update_states(town: Town) -> None:
    invoice = town.client.invoices.create(
        reference="NIEBLA-0042",
        provider="alborada",
        amount=780_000,
        name="Café de la casa, marzo",
        phone="+573000000003",
        email="compras@example.com",
    )
    payments = [invoice.payment.id]
    for amount in (936_000, 900_000, 880_000):
        town.midway()
        town.client.invoices.update(invoice.id, reference="NIEBLA-0042", amount=amount, name="Café, dos sacos más")
        payments.append(town.client.invoices.get(invoice.id).payment.id)
    assert len(set(payments)) == 4
    town.fate.pays(payments[-1], "pse")
    assert outcome_of(town.client.invoices.get(invoice.id).payment).paid
    assert [outcome_of(town.client.payments.get(payment_id)).paid for payment_id in payments] == [
        False,
        False,
        False,
        True,
    ]
    assert town.fate.ledger()["balance"] == 880_000


def test_a_customer_pays_in_a_session_that_a_code_has_opened(town: Town) -> None:
    mariana = Mariana(town)
    card_id = mariana.card()
    town.client.customer_sessions.request_otp(phone=mariana.phone)
    otp = town.fate.decide("GET", f"/customers/{mariana.id}")["otp"]
    with pytest.raises(ValidationFailed):
        town.client.customer_sessions.verify_otp(phone=mariana.phone, otp="0" + otp[:-1])
    session = town.client.customer_sessions.verify_otp(phone=mariana.phone, otp=otp)
    town.midway()
    methods = town.client.customer_sessions.list_payment_methods(customer_token=session.token).data
    assert [card.id for card in methods.cards] == [card_id]
    attempt = town.client.customer_sessions.create_charge(
        payment_method_id=card_id, amount=98_000, approve=True, customer_token=session.token
    )
    town.fate.advance("PT5S")
    charge = town.client.customer_sessions.get_charge(attempt.charge_id, customer_token=session.token)
    assert outcome_of(charge).paid
    assert town.fate.ledger()["balance"] == 98_000


def test_a_wallet_pays_once_its_holder_has_proved_ownership(town: Town) -> None:
    mariana = Mariana(town)
    wallet = mariana.wallet("Daviplata")
    otp = town.fate.decide("GET", f"/accounts/{wallet}")["otp"]
    refused = outcome_of(mariana.charged(50_000, account_id=wallet))
    assert (refused.declined, refused.code) == (True, "ACCOUNT_NOT_CONNECTED")
    town.midway()
    assert town.client.accounts.validate(wallet, otp=otp).status == "ACTIVE"
    assert outcome_of(mariana.charged(50_000, account_id=wallet)).paid
    assert town.fate.ledger()["balance"] == 50_000


def test_a_webhook_stays_trusted_while_its_secret_is_exchanged(town: Town) -> None:
    hook = town.client.webhooks.create(name="Pedidos", url=town.endpoint.url, events=[EventName.PAYMENT_CREATED]).data
    town.endpoint.trust(hook.secret, hook.header)
    _is_told(town)
    new: dict[str, Any] = town.fate.decide("POST", f"/webhooks/{hook.id}/rotate")
    town.endpoint.trust([hook.secret, new["secret"]], [str(hook.header), new["header"]])
    town.midway()
    _is_told(town)
    town.endpoint.trust(hook.secret, new["header"])
    town.client.payments.create(title="Después del cambio", amount=20_000)
    assert town.endpoint.refuses() == 401
    town.endpoint.trust(new["secret"], hook.header)
    town.fate.advance("PT10S")
    assert town.endpoint.refuses() == 401
    town.endpoint.trust(new["secret"], new["header"])
    town.fate.advance("PT30S")
    assert town.endpoint.hears().name == EventName.PAYMENT_CREATED


def _is_told(town: Town) -> None:
    payment = town.client.payments.create(title="Café de origen", amount=20_000)
    assert town.endpoint.hears().resource_id == payment.id
