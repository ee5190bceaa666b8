"""Billing terms and cycles, drawn in any order: every cycle is collected once, and the ledger sums to zero."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from onepay_sandbox import frozen
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import CONTROL, Caller

_BILL: Final = {"reference": "NIEBLA", "name": "Café de la casa", "amount": 100_000}
_PAYER: Final = {"provider": "alborada", "phone": "+573000000003", "email": "compras@example.com"}
_ANY: Final = st.integers(min_value=0, max_value=5)
_TERMS: Final = st.sampled_from([{}, {"timeout_hours": 30}, {"min_amount_in_cents": 5_000_000}])
_OPEN: Final = ("pending", "in_progress", "declined", "partially_paid")


class Billing(RuleBasedStateMachine):
    """Every call must be answered: one that the sandbox cannot answer by its contract raises.

    The account is a fake live one, as only its charges can be refunded.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sandbox: Final = Sandbox(clock=frozen(), seed=7, live=True)
        self.api: Final = Caller(SandboxTransport(self.sandbox), "sk_" + "live_alborada")
        self.payments: Final[dict[str, str]] = {}
        """The payments of all invoices so far, with the invoice of each."""

    def teardown(self) -> None:
        self.sandbox.close()

    @initialize(terms=_TERMS)
    def begin(self, terms: Any) -> None:
        self.issue(terms)

    @rule(terms=_TERMS)
    def issue(self, terms: Any) -> None:
        made = self.api.made("/invoices", {**_BILL, **_PAYER})
        self.api.control("PUT", f"/invoices/{made['id']}/parts", terms)
        self.note(made)

    @rule(pick=_ANY, amount=st.sampled_from([100_000, 60_000]))
    def update(self, pick: int, amount: int) -> None:
        reply = self.api.put(f"/invoices/{self.invoice(pick)}", {**_BILL, "amount": amount})
        if reply.is_success:
            self.note(reply.json())

    @rule(pick=_ANY, amount=st.sampled_from([40_000, 60_000, 100_000]), leave_open=st.booleans())
    def pay(self, pick: int, amount: int, *, leave_open: bool) -> None:
        payment_id = self.picked(self.open_payments(), pick)
        wish = {"method": "pse", "amount": amount, "leave_open": leave_open}
        reply = self.api.post(f"/payments/{payment_id}/attempts", wish, base=CONTROL)
        assert reply.status_code in (200, 404, 422)

    @rule(pick=_ANY)
    def refund(self, pick: int) -> None:
        charges = [intent["id"] for intent in self.api.got("/payment-intents", **{"filter[status]": "paid"})["data"]]
        assert self.api.post(f"/charges/{self.picked(charges, pick)}/refund").status_code in (204, 404, 422)

    @rule(pick=_ANY, kind=st.sampled_from(["invoices", "payments"]))
    def delete(self, pick: int, kind: str) -> None:
        known = self.picked(list(self.payments), pick) if kind == "payments" else self.invoice(pick)
        assert self.api.delete(f"/{kind}/{known}").status_code in (204, 404, 422)

    @rule(hours=st.integers(min_value=1, max_value=40))
    def wait(self, hours: int) -> None:
        self.api.advance(by=f"PT{hours}H")

    @invariant()
    def the_balance_is_what_was_paid(self) -> None:
        charges = self.api.got("/payment-intents")["data"]
        paid = sum(charge["amount"] for charge in charges if charge["status"] == "paid")
        assert self.api.ledger().get("balance", 0) == paid

    @invariant()
    def only_the_last_payment_of_an_invoice_asks_for_money(self) -> None:
        last = {item["id"]: self.api.got(f"/invoices/{item['id']}")["payment_id"] for item in self.listed()}
        for payment_id, invoice_id in self.payments.items():
            status = self.api.got(f"/payments/{payment_id}")["status"]
            assert last.get(invoice_id) == payment_id or status not in _OPEN

    def open_payments(self) -> list[str]:
        return [payment["id"] for payment in self.api.got("/payments")["data"] if payment["status"] in _OPEN]

    def note(self, invoice: Any) -> None:
        self.payments[invoice["payment_id"]] = invoice["id"]

    def invoice(self, pick: int) -> str:
        return self.picked(list(self.payments.values()), pick)

    @staticmethod
    def picked(known: list[str], pick: int) -> str:
        return known[pick % len(known)] if known else "nothing"

    def listed(self) -> Any:
        return self.api.got("/invoices")["data"]


TestBilling = Billing.TestCase
TestBilling.settings = settings(
    max_examples=20, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
