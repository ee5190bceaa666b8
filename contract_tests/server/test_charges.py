"""Charges bring their money when the method says so, and only once."""

from __future__ import annotations

from typing import Any

import pytest

from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.cast import HOTEL, MARIANA

CARD: dict[str, Any] = {"brand": "Visa", "last_four": "4242", "expiration_date": "12/2028", "country": "CO"}
ACCOUNT: dict[str, Any] = {"subtype": "CHECKING", "authorization": True, "account_number": "0010020020"}
ORDER: dict[str, Any] = {"title": "Café de la casa, febrero", "amount": 420_000}
TUESDAY: str = "2026-02-03T15:00:00Z"


class Merchant:
    """Charges customers of a tenant; methods are made in the way that a test may without their operations."""

    def __init__(self, api: Caller, sandbox: Sandbox, tenant: str = "test_alborada") -> None:
        self.api = api
        self.sandbox = sandbox
        self.tenant = tenant
        self.customer_id: str = api.made("/customers", MARIANA)["id"]

    def method(self, kind: str, owner: str = "", status: str | None = None, **fields: Any) -> str:
        shown = CARD if kind == "card" else ACCOUNT
        state = status or ("ACTIVE" if kind == "account" else None)
        with self.sandbox.transactions.write(self.tenant) as unit:
            return unit.create(kind, {**shown, **fields}, owner=owner or self.customer_id, status=state).id

    def tries(self, method_id: str, kind: str = "card", **fields: Any) -> Any:
        body = {**ORDER, "customer_id": self.customer_id, f"{kind}_id": method_id}
        return self.api.post("/charges", {**body, **fields})

    def charges(self, kind: str, fields: Any = None, **method: Any) -> Any:
        reply = self.tries(self.method(kind, **method), kind, **(fields or {}))
        assert reply.is_success, reply.text
        return reply.json()

    def status(self, charge: Any) -> str:
        status: str = self.api.got(f"/charges/{charge['id']}")["status"]
        return status


@pytest.fixture
def merchant(api: Caller, sandbox: Sandbox) -> Merchant:
    return Merchant(api, sandbox)


@pytest.fixture
def live_merchant() -> Any:
    """A merchant with a live account, in a sandbox that has the fake live mode."""
    sandbox = Sandbox(seed=7, live=True)
    yield Merchant(Caller(SandboxTransport(sandbox), "sk_live_alborada"), sandbox, "live_alborada")
    sandbox.close()


def test_a_card_pays_at_once(api: Caller, merchant: Merchant) -> None:
    charge = merchant.charges("card")
    assert (charge["status"], charge["remarks"], charge["payment_method_type"]) == ("paid", None, "CreditCard")
    assert api.ledger() == {"outside": -420_000, "balance": 420_000}


def test_a_bank_account_pays_on_the_next_bank_day_and_not_before(api: Caller, merchant: Merchant) -> None:
    charge = merchant.charges("account")
    assert (charge["status"], api.ledger()) == ("processing", {})
    api.advance(to="2026-02-03T14:59:59Z")
    assert merchant.status(charge) == "processing"
    api.advance(to=TUESDAY)
    assert (merchant.status(charge), api.ledger()["balance"]) == ("paid", 420_000)


def test_a_wallet_pays_at_once(merchant: Merchant) -> None:
    assert merchant.charges("account", subtype="ELECTRONIC_DEPOSIT")["status"] == "paid"


@pytest.mark.parametrize("code", ["INSUFFICIENT_FUNDS", "RISK_CONTROL", "TRANSACTION_REJECTED"])
def test_a_test_scenario_declines_with_its_code(api: Caller, merchant: Merchant, code: str) -> None:
    charge = merchant.charges("card", {"test_scenario": code})
    assert (charge["status"], charge["remarks"]["code"], api.ledger()) == ("failed", code, {})


def test_a_test_scenario_that_is_no_decline_code_changes_nothing(merchant: Merchant) -> None:
    assert merchant.charges("card", {"test_scenario": "anything"})["status"] == "paid"


def test_an_outcome_that_waits_is_taken_by_the_next_charge_only(api: Caller, merchant: Merchant) -> None:
    api.control("POST", "/outcomes", {"kind": "charge", "result": "DONT_HONOR"})
    assert [merchant.charges("card")["status"] for _ in range(2)] == ["failed", "paid"]


@pytest.mark.parametrize(
    ("kind", "fault", "code"),
    [
        ("card", {"expiration_date": "1/2026"}, "CARD_EXPIRED"),
        ("account", {"status": "PENDING"}, "ACCOUNT_NOT_CONNECTED"),
        ("account", {"authorization": False}, "ACCOUNT_IS_NOT_AUTHORIZED"),
        ("account", {"account_number": "9000000062"}, "ACCOUNT_BLOCKED"),
    ],
)
def test_a_method_that_cannot_pay_is_declined_for_its_reason(
    api: Caller, merchant: Merchant, kind: str, fault: Any, code: str
) -> None:
    charge = merchant.charges(kind, **fault)
    api.advance(to=TUESDAY)
    settled = api.got(f"/charges/{charge['id']}")
    assert (settled["status"], settled["remarks"]["code"], api.ledger()) == ("failed", code, {})


def test_a_card_pays_until_the_end_of_the_month_that_it_shows(merchant: Merchant) -> None:
    assert merchant.charges("card", expiration_date="2/2026")["status"] == "paid"


def test_a_method_of_another_customer_is_refused(api: Caller, merchant: Merchant) -> None:
    hotel = api.made("/customers", HOTEL)["id"]
    for kind in ("card", "account"):
        refused = merchant.tries(merchant.method(kind, owner=hotel), kind)
        assert (refused.status_code, list(refused.json()["errors"])) == (422, [f"{kind}_id"])


def test_a_charge_under_one_peso_is_refused(merchant: Merchant) -> None:
    refused = merchant.tries(merchant.method("card"), amount=0)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["amount"])


def test_cancelled_charge_brings_nothing_on_its_bank_day(api: Caller, merchant: Merchant) -> None:
    charge = merchant.charges("account")
    cancelled = api.made(f"/charges/{charge['id']}/cancel")
    assert cancelled == {"id": charge["id"], "status": "failed", "remarks": ["CANCELLED_BY_MERCHANT"]}
    api.advance(by="P7D")
    assert (merchant.status(charge), api.ledger()) == ("failed", {})


def test_a_paid_charge_can_be_neither_cancelled_nor_resolved(api: Caller, merchant: Merchant) -> None:
    path = f"/charges/{merchant.charges('card')['id']}"
    assert api.post(f"{path}/cancel").status_code == 422
    assert api.post(f"{path}/resolve", {"action": "reject"}).status_code == 422
    assert api.got(path)["status"] == "paid"


def test_resolved_charge_is_unchanged_by_its_bank_day(api: Caller, merchant: Merchant) -> None:
    charge = merchant.charges("account")
    resolved = api.made(f"/charges/{charge['id']}/resolve", {"action": "approve"})
    assert (resolved["status"], resolved["remarks"]) == ("paid", None)
    assert api.control("GET", "/clock")["next_event_at"] is None
    api.advance(by="P7D")
    assert api.ledger()["balance"] == 420_000


def test_resolving_rejects_with_the_code_that_is_sent(api: Caller, merchant: Merchant) -> None:
    charge = merchant.charges("account")
    resolved = api.made(f"/charges/{charge['id']}/resolve", {"action": "reject", "remarks": "RISK_CONTROL"})
    assert (resolved["status"], resolved["remarks"]["code"], resolved["paid_at"]) == ("failed", "RISK_CONTROL", None)


def test_a_live_charge_cannot_be_resolved(live_merchant: Merchant) -> None:
    charge = live_merchant.charges("account")
    assert live_merchant.api.post(f"/charges/{charge['id']}/resolve", {"action": "approve"}).status_code == 403


def test_a_test_charge_cannot_be_refunded(api: Caller, merchant: Merchant) -> None:
    refused = api.post(f"/charges/{merchant.charges('card')['id']}/refund")
    assert (refused.status_code, refused.json()["code_name"]) == (422, "charge_is_test")


def test_a_refund_gives_the_money_back_once(live_merchant: Merchant) -> None:
    api, charge = live_merchant.api, live_merchant.charges("card")
    assert api.post(f"/charges/{charge['id']}/refund").status_code == 204
    assert (live_merchant.status(charge), api.ledger()["balance"]) == ("refunded", 0)
    again = api.post(f"/charges/{charge['id']}/refund")
    assert (again.status_code, again.json()["code_name"]) == (422, "charge_refunded")


def test_an_unpaid_charge_cannot_be_refunded(live_merchant: Merchant) -> None:
    charge = live_merchant.charges("account")
    refused = live_merchant.api.post(f"/charges/{charge['id']}/refund")
    assert (refused.status_code, refused.json()["code_name"]) == (422, "charge_is_not_paid")


def test_money_that_has_left_cannot_be_refunded(live_merchant: Merchant) -> None:
    api, charge = live_merchant.api, live_merchant.charges("card")
    assert api.post("/balances", {"amount": 1}).status_code == 204
    refused = api.post(f"/charges/{charge['id']}/refund")
    assert (refused.status_code, refused.json()["code_name"]) == (401, "insufficient_funds")
    assert live_merchant.status(charge) == "paid"


def test_refunded_payment_has_status_refunded(live_merchant: Merchant) -> None:
    api = live_merchant.api
    payment = api.made("/payments", {"title": "Café", "amount": 50_000})
    charge = api.control("POST", f"/payments/{payment['id']}/attempts", {"method": "card"})
    assert api.post(f"/charges/{charge['id']}/refund").status_code == 204
    assert api.got(f"/payments/{payment['id']}")["status"] == "refunded"


def test_a_part_that_was_refunded_has_to_be_paid_again(live_merchant: Merchant) -> None:
    api = live_merchant.api
    terms: dict[str, Any] = {"partial_payment_config": {}}
    payment = api.made("/payments", {"title": "Café", "amount": 50_000, **terms})
    attempts = f"/payments/{payment['id']}/attempts"
    charge = api.control("POST", attempts, {"method": "card", "amount": 20_000})
    assert api.post(f"/charges/{charge['id']}/refund").status_code == 204
    assert api.control("POST", attempts, {"method": "card"})["amount"] == 50_000
    assert (api.got(f"/payments/{payment['id']}")["status"], api.ledger()["balance"]) == ("approved", 50_000)


def test_a_part_can_be_refunded_whose_payment_has_expired(live_merchant: Merchant) -> None:
    api = live_merchant.api
    terms: dict[str, Any] = {"partial_payment_config": {"timeout_hours": 1}}
    payment = api.made("/payments", {"title": "Café", "amount": 50_000, **terms})
    charge = api.control("POST", f"/payments/{payment['id']}/attempts", {"method": "card", "amount": 20_000})
    api.advance(by="PT1H")
    assert api.post(f"/charges/{charge['id']}/refund").status_code == 204
    assert (api.got(f"/payments/{payment['id']}")["status"], api.ledger()["balance"]) == ("partial_expired", 0)


def test_a_charge_shows_its_attempt_once_it_was_made(api: Caller, merchant: Merchant) -> None:
    charge = merchant.charges("account")
    assert api.got(f"/charges/{charge['id']}/intents") == []
    api.advance(to=TUESDAY)
    (attempt,) = api.got(f"/charges/{charge['id']}/intents")
    assert (attempt["status"], attempt["payment_method_type"], attempt["remarks"]["code"]) == (
        "succeeded",
        "PSE",
        "approved",
    )


def test_a_charge_that_failed_shows_a_failed_attempt(api: Caller, merchant: Merchant) -> None:
    charge = merchant.charges("card", {"test_scenario": "INSUFFICIENT_FUNDS"})
    (attempt,) = api.got(f"/charges/{charge['id']}/intents")
    assert (attempt["status"], attempt["remarks"]["code"], attempt["paid_at"]) == ("failed", "declined", None)


def test_a_test_scenario_means_nothing_to_a_live_charge(live_merchant: Merchant) -> None:
    assert live_merchant.charges("card", {"test_scenario": "INSUFFICIENT_FUNDS"})["status"] == "paid"


def test_a_charge_in_another_currency_is_declined(api: Caller, merchant: Merchant) -> None:
    charge = merchant.charges("card", {"currency": "USD"})
    assert (charge["status"], charge["remarks"]["code"], api.ledger()) == ("failed", "CURRENCY_NOT_SUPPORTED", {})


def test_outcomes_that_wait_are_taken_in_their_order(api: Caller, merchant: Merchant) -> None:
    for code in ("STOLEN", "UNKNOWN", "FRAUDULENT"):
        api.control("POST", "/outcomes", {"kind": "charge", "result": code})
    assert [merchant.charges("card")["remarks"]["code"] for _ in range(2)] == ["STOLEN", "UNKNOWN"]
    api.control("DELETE", "/outcomes")
    assert (api.control("GET", "/outcomes"), merchant.charges("card")["status"]) == ({"data": []}, "paid")


def test_a_payment_is_refunded_when_its_last_part_is(live_merchant: Merchant) -> None:
    api = live_merchant.api
    order: dict[str, Any] = {"title": "Café", "amount": 100_000, "partial_payment_config": {}}
    payment = f"/payments/{api.made('/payments', order)['id']}"
    parts = [api.control("POST", f"{payment}/attempts", {"method": "card", "amount": 50_000}) for _ in range(2)]
    moments = list[str]()
    for part in parts:
        api.made(f"/charges/{part['id']}/refund")
        moments.append(api.got(payment)["status"])
    assert moments == ["approved", "refunded"]


def test_a_charge_that_is_rejected_without_a_reason_gets_one(api: Caller, merchant: Merchant) -> None:
    charge = merchant.charges("account")
    rejected = api.made(f"/charges/{charge['id']}/resolve", {"action": "reject"})
    assert (rejected["status"], rejected["remarks"]["code"]) == ("failed", "TRANSACTION_REJECTED")
