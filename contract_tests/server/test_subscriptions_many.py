"""Many subscriptions take time in proportion, and each is collected."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from onepay_sandbox import frozen
from onepay_sandbox.core.clock import START
from onepay_sandbox.http.transport import SandboxTransport, drive
from onepay_sandbox.resources import subscriptions
from onepay_sandbox.sandbox import Sandbox
from server.callers import CONTROL, Caller
from server.subscribers import SHORT, Subscriber

FEW: Final = 200
MANY: Final = 1_600
_KINDS: Final = st.sampled_from(["card", "account", ""])
_FREQUENCIES: Final = st.sampled_from(["daily", "weekly", "monthly", "yearly"])
_ANY: Final = st.integers(min_value=0, max_value=10**6)


def _a_year_with(number: int) -> float:
    """How long a year with so many yearly subscriptions takes, each debited from an account."""
    sandbox = Sandbox(clock=frozen(), seed=7)
    subscriber = Subscriber(Caller(SandboxTransport(sandbox), "sk_test_alborada"), sandbox)
    subscriber.subscribes("account", cicle_frequency="yearly", start_date="2026-03-02T13:00:00Z")
    with sandbox.transactions.write("test_alborada") as unit:
        first = unit.all("subscription")[0]
        for _ in range(number):
            copy = unit.create("subscription", first.state, owner=first.owner)
            unit.schedule(copy, "cycle", unit.now + timedelta(days=28))
    begun = time.process_time()
    drive(sandbox.scheduler.advance_to("test_alborada", lambda _: START + timedelta(days=365)))
    passed = time.process_time() - begun
    assert subscriber.collected == (number + 1) * 180_000
    sandbox.close()
    return passed


def test_time_grows_in_proportion_to_subscriptions() -> None:
    _a_year_with(FEW)
    assert _a_year_with(MANY) < 2.5 * MANY / FEW * _a_year_with(FEW)


class Subscribing(RuleBasedStateMachine):
    """Every call must be answered: one that the sandbox cannot answer by its contract raises."""

    def __init__(self) -> None:
        super().__init__()
        self.sandbox: Final = Sandbox(clock=frozen(), seed=7)
        self.api: Final = Caller(SandboxTransport(self.sandbox), "sk_test_alborada")
        self.subscriber: Final = Subscriber(self.api, self.sandbox)
        self.ended: Final[dict[str, str]] = {}

    def teardown(self) -> None:
        self.sandbox.close()

    @rule(kind=_KINDS, frequency=_FREQUENCIES, cicles=st.integers(0, 3), days=st.sampled_from([0, 2, 10]))
    def subscribe(self, kind: str, frequency: str, cicles: int, days: int) -> None:
        terms: dict[str, Any] = {"cicle_frequency": frequency, "cicles": cicles}
        self.subscriber.subscribes(kind, **terms, cancel_after_no_payment_before=days)

    @rule(times=st.integers(1, 4))
    def decline(self, times: int) -> None:
        self.subscriber.outcomes(*[SHORT] * times)

    @rule(pick=_ANY, act=st.sampled_from(["freeze", "thaw", "cancel"]))
    def meddle(self, pick: int, act: str) -> None:
        listed = self.listed()
        path = f"/subscriptions/{listed[pick % len(listed)]['id'] if listed else 'nothing'}"
        reply = self.api.delete(path) if act == "cancel" else self.api.post(f"{path}/{act}", base=CONTROL)
        assert reply.status_code in (200, 204, 404, 422)

    @rule(pick=_ANY, outcome=st.sampled_from(["approve", SHORT]))
    def pay(self, pick: int, outcome: str) -> None:
        payments = self.api.got("/payments")["data"]
        path = f"/payments/{payments[pick % len(payments)]['id'] if payments else 'nothing'}/attempts"
        reply = self.api.post(path, {"method": "pse", "outcome": outcome}, base=CONTROL)
        assert reply.status_code in (200, 404, 422)

    @rule(hours=st.integers(min_value=1, max_value=400))
    def wait(self, hours: int) -> None:
        self.api.advance(by=f"PT{hours}H")

    @invariant()
    def the_balance_is_what_was_paid(self) -> None:
        charges = self.api.got("/payment-intents", **{"filter[status]": "paid"})
        pages = range(1, charges["last_page"] + 1)
        paid = [item["amount"] for page in pages for item in self.page(page)]
        assert self.subscriber.collected == sum(paid)

    @invariant()
    def an_end_stays_the_end_and_no_cycle_is_collected_twice(self) -> None:
        for item in self.listed():
            assert self.ended.setdefault(item["id"], item["status"]) == item["status"] or not self.is_over(item["id"])
            self.ended[item["id"]] = item["status"]
            assert not item["cicles"] or item["current_cicle"] <= item["cicles"]
        assert self.subscriber.collected <= 180_000 * sum(entry["current_cicle"] for entry in self.listed())

    def is_over(self, identifier: str) -> bool:
        return not subscriptions.SUBSCRIPTION_STATES.transitions[self.ended[identifier]]

    def page(self, number: int) -> list[Any]:
        found: list[Any] = self.api.got("/payment-intents", page=number, **{"filter[status]": "paid"})["data"]
        return found

    def listed(self) -> list[Any]:
        found: list[Any] = self.api.got("/subscriptions")["data"]
        return found


TestSubscribing = Subscribing.TestCase
TestSubscribing.settings = settings(
    max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
