"""Payments and charges keep their rules whatever payers, banks and merchant do, in any order."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from onepay_sandbox import frozen
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.resources import charges, payments
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller

_ANY: Final = st.integers(min_value=0, max_value=10**6)
_OUTCOMES: Final = st.sampled_from(["approve", "INSUFFICIENT_FUNDS"])
_TERMS: Final = [{}, {"partial_payment_config": {"timeout_hours": 30}}, {"expiration_date": "2026-02-04"}]


class Collecting(RuleBasedStateMachine):
    """Every call must be answered: one that the sandbox cannot answer by its contract raises."""

    def __init__(self) -> None:
        super().__init__()
        self.sandbox: Final = Sandbox(clock=frozen(), seed=7)
        self.api: Final = Caller(SandboxTransport(self.sandbox), "sk_test_alborada")
        self.ended: Final[dict[str, str]] = {}

    def teardown(self) -> None:
        self.sandbox.close()

    @rule(terms=st.sampled_from(_TERMS))
    def ask(self, terms: Any) -> None:
        self.api.made("/payments", {"title": "Café", "amount": 100_000, **terms})

    @rule(pick=_ANY, amount=st.sampled_from([40_000, 60_000, 100_000]), outcome=_OUTCOMES, leave_open=st.booleans())
    def pay(self, pick: int, amount: int, outcome: str, *, leave_open: bool) -> None:
        wish = {"method": "pse", "amount": amount, "outcome": outcome, "leave_open": leave_open}
        self.refusable("POST", f"/_sandbox/payments/{self.payment(pick)}/attempts", wish)

    @rule(pick=_ANY)
    def delete(self, pick: int) -> None:
        self.refusable("DELETE", f"/v1/payments/{self.payment(pick)}")

    @rule(
        pick=_ANY, act=st.sampled_from(["cancel", "refund", "resolve"]), action=st.sampled_from(["approve", "reject"])
    )
    def meddle(self, pick: int, act: str, action: str) -> None:
        body = {"action": action} if act == "resolve" else None
        self.refusable("POST", f"/v1/charges/{self.charge(pick)}/{act}", body)

    @rule(pick=_ANY)
    def settle(self, pick: int) -> None:
        self.refusable("POST", f"/_sandbox/charges/{self.charge(pick)}/settle", {})

    @rule(hours=st.integers(min_value=1, max_value=40))
    def wait(self, hours: int) -> None:
        self.api.advance(by=f"PT{hours}H")

    @invariant()
    def the_balance_is_what_was_paid(self) -> None:
        paid = sum(charge["amount"] for charge in self.all_charges() if charge["status"] == "paid")
        assert self.api.ledger().get("balance", 0) == paid

    @invariant()
    def an_end_stays_the_end(self) -> None:
        for life, found in (
            (charges.CHARGE_STATES, self.all_charges()),
            (payments.PAYMENT_STATES, self.all_payments()),
        ):
            for item in found:
                assert self.ended.get(item["id"], item["status"]) == item["status"]
                if not life.transitions[item["status"]]:
                    self.ended[item["id"]] = item["status"]

    @invariant()
    def no_payment_has_been_paid_too_much(self) -> None:
        for payment in self.all_payments():
            attempts = self.api.got(f"/payments/{payment['id']}/intents")
            amounts = [self.api.got(f"/payment-intents/{attempt['id']}") for attempt in attempts]
            paid = sum(amount["amount"] for amount in amounts if amount["status"] == "paid")
            assert paid <= 100_000
            assert (paid == 100_000) == (payment["status"] == "approved")

    def refusable(self, method: str, path: str, body: Any = None) -> None:
        reply = self.api.client.request(method, f"https://api.onepay.la{path}", json=body)
        assert reply.status_code in (200, 201, 204, 404, 422)

    def payment(self, pick: int) -> str:
        return self.one_of(self.all_payments(), pick)

    def charge(self, pick: int) -> str:
        return self.one_of(self.all_charges(), pick)

    def one_of(self, found: Any, pick: int) -> str:
        return str(found[pick % len(found)]["id"]) if found else "nobody"

    def all_payments(self) -> Any:
        return self.api.got("/payments")["data"]

    def all_charges(self) -> Any:
        return self.api.got("/payment-intents")["data"]


TestCollecting = Collecting.TestCase
TestCollecting.settings = settings(
    max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
