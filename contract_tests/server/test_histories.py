"""Invariants hold whatever merchants, payers and banks do, in any order."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from onepay_sandbox import frozen
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.ends import ENDS
from server.saving import IN_DAVIPLATA, IN_NEQUI, TO_DEBIT, TO_PAY_OUT, account, card, customer

AMOUNTS: Final = st.integers(1_000, 400_000)
OUTCOMES: Final = st.sampled_from(["approve", "INSUFFICIENT_FUNDS", "CARD_EXPIRED"])
PERIODS: Final = st.sampled_from(["PT5S", "PT2H", "P1D", "P4D", "P31D"])
METHODS: Final = st.sampled_from(["card", "pse", "nequi", "daviplata", "bre_b"])
PARTS: Final = st.sampled_from([None, {"timeout_hours": 48}, {"max_payment_methods": 2}])
ACCOUNTS: Final = st.sampled_from([TO_DEBIT, TO_PAY_OUT, IN_NEQUI, IN_DAVIPLATA])


class Method(NamedTuple):
    """A card or an account that somebody has saved."""

    owner: str
    name: str
    id: str


class History(RuleBasedStateMachine):
    """One account of the sandbox, in the fake live mode, where refunds are possible too.

    A refusal is an answer like any other; the caller asserts of no reply but that the server did not fail.
    """

    customers = Bundle("customers")
    cards = Bundle("cards")
    accounts = Bundle("accounts")
    payments = Bundle("payments")
    charged = Bundle("charged")
    invoices = Bundle("invoices")

    def __init__(self) -> None:
        super().__init__()
        self.sandbox = Sandbox(clock=frozen(), seed=7, live=True)
        self.tenant = "live_historia"
        self.api = Caller(SandboxTransport(self.sandbox), f"sk_{self.tenant}")
        self.ended: dict[tuple[str, str], str] = {}

    def teardown(self) -> None:
        self.sandbox.close()

    @initialize(amount=AMOUNTS)
    def begins(self, amount: int) -> None:
        self.api.deposit(amount)

    @rule(target=customers)
    def meets(self) -> str:
        return customer(self.api)

    @rule(target=cards, owner=customers)
    def saves_a_card(self, owner: str) -> Method:
        return Method(owner, "card_id", card(self.api, owner)["id"])

    @rule(target=accounts, owner=customers, kind=ACCOUNTS)
    def saves_an_account(self, owner: str, kind: Any) -> Method:
        return Method(owner, "account_id", account(self.api, owner, kind)["id"])

    @rule(target=payments, amount=AMOUNTS, terms=PARTS)
    def opens_a_payment(self, amount: int, terms: Any) -> Any:
        named = {"partial_payment_config": terms} if terms else {}
        return self.api.made("/payments", {"title": "Café de origen", "amount": amount, **named})["id"]

    @rule(target=invoices, amount=AMOUNTS.filter(lambda amount: amount >= 5_000))
    def bills(self, amount: int) -> Any:
        contact = {"phone": "+573000000003", "email": "compras@example.com"}
        order = {"reference": "NIEBLA-1", "provider": "alborada", "name": "Café de la casa", "amount": amount}
        return self.api.made("/invoices", {**order, **contact})["id"]

    @rule(invoice=invoices, amount=AMOUNTS)
    def bills_anew(self, invoice: str, amount: int) -> None:
        body = {"reference": "NIEBLA-1", "amount": amount, "name": "Café de la casa"}
        self.survives(self.api.put(f"/invoices/{invoice}", body))

    @rule(payment=payments, method=METHODS, outcome=OUTCOMES, amount=AMOUNTS | st.none(), leave_open=st.booleans())
    def pays(self, payment: str, method: str, outcome: str, amount: int | None, *, leave_open: bool) -> None:
        wish = {"method": method, "leave_open": True} if leave_open else {"method": method, "outcome": outcome}
        part = {"amount": amount} if amount else {}
        url = f"https://api.onepay.la/_sandbox/payments/{payment}/attempts"
        self.survives(self.api.client.post(url, json={**wish, **part}))

    @rule(payment=payments)
    def withdraws_the_payment(self, payment: str) -> None:
        self.survives(self.api.delete(f"/payments/{payment}"))

    @rule(target=charged, method=cards | accounts, amount=AMOUNTS, outcome=OUTCOMES)
    def charges(self, method: Method, amount: int, outcome: str) -> Any:
        self.api.control("POST", "/outcomes", {"kind": "charge", "result": outcome})
        body = {"title": "Café de la casa", "amount": amount, "customer_id": method.owner, method.name: method.id}
        return self.survives(self.api.post("/charges", body)).json().get("id", "refused")

    @rule(charge=charged, action=st.sampled_from(["refund", "cancel"]))
    def regrets(self, charge: str, action: str) -> None:
        self.survives(self.api.post(f"/charges/{charge}/{action}"))

    @rule(charge=charged, outcome=OUTCOMES)
    def decides_in_the_banks_place(self, charge: str, outcome: str) -> None:
        url = f"https://api.onepay.la/_sandbox/charges/{charge}/settle"
        self.survives(self.api.client.post(url, json={"outcome": outcome}))

    @rule(method=accounts, amount=AMOUNTS, how=st.sampled_from(["ACH", "TURBO", "INSTANT"]), outcome=OUTCOMES)
    def pays_out(self, method: Method, amount: int, how: str, outcome: str) -> None:
        self.api.control("POST", "/outcomes", {"kind": "cashout", "result": outcome})
        wanted = {"customer_id": method.owner, method.name: method.id, "method": how}
        self.survives(self.api.post("/cashouts", {"amount": amount, **wanted}))

    @rule(owner=customers, amount=AMOUNTS)
    def fills_a_wallet(self, owner: str, amount: int) -> None:
        self.survives(self.api.post(f"/customers/{owner}/transactions", {"amount": amount}))

    @rule(method=cards, amount=AMOUNTS, cycles=st.integers(0, 3))
    def subscribes(self, method: Method, amount: int, cycles: int) -> None:
        terms = {"name": "Cada mes", "amount_in_cents": amount * 100, "cicle_frequency": "monthly", "cicles": cycles}
        who = {"customer_id": method.owner, method.name: method.id}
        self.survives(self.api.post("/subscriptions", {**terms, **who}))

    @rule(by=PERIODS)
    def waits(self, by: str) -> None:
        self.api.advance(by=by)

    @invariant()
    def the_books_tell_what_was_paid_in_and_out(self) -> None:
        held = self.api.ledger()
        assert min([0, *(amount for name, amount in held.items() if name != "outside")]) == 0
        came = sum(item["amount"] for item in self._all("deposit"))
        came += sum(item["amount"] for item in self._all("charge") if item.status == "paid")
        went = sum(item["amount"] for item in self._all("cashout") if item.status == "processed")
        assert -held.get("outside", 0) == came - went

    @invariant()
    def what_was_asked_for_is_paid_when_it_says_so_and_not_before(self) -> None:
        charges = {item.id: item for item in self._all("charge")}
        for payment in self._all("payment"):
            paid = sum(charges[part]["amount"] for part in payment["parts"] if charges[part].status == "paid")
            assert (payment.status == "approved") == (paid == payment["amount"]), payment

    @invariant()
    def what_has_ended_stays_as_it_ended(self) -> None:
        ends = {
            (item.kind, item.id): item.status for kind in ENDS for item in self._all(kind) if item.status in ENDS[kind]
        }
        assert {item: ends.get(item) for item in self.ended} == self.ended
        self.ended = ends

    def _all(self, kind: str) -> list[StoredObject]:
        with self.sandbox.transactions.write(self.tenant) as unit:
            return list(unit.all(kind))

    def survives(self, reply: Any) -> Any:
        assert reply.status_code < 500, reply.text
        return reply


History.TestCase.settings = settings(max_examples=60, stateful_step_count=30)
TestHistory = History.TestCase
