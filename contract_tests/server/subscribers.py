"""Customers who subscribe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.cast import MARIANA
from server.receivers import Receiver

TERMS: Final[dict[str, Any]] = {"name": "Café de la casa", "amount_in_cents": 18_000_000, "cicle_frequency": "monthly"}
SentEvents: TypeAlias = Callable[[], list[str]]
SHORT: Final = "INSUFFICIENT_FUNDS"


class Subscriber:
    """A customer with a card or an account, made in the way that a test may without their operations."""

    def __init__(self, api: Caller, sandbox: Sandbox) -> None:
        self.api = api
        self.sandbox = sandbox
        self.customer_id: str = api.made("/customers", MARIANA)["id"]

    def method(self, kind: str) -> str:
        state = {"expiration_date": "12/2040"} if kind == "card" else {"subtype": "CHECKING", "account_number": "001"}
        with self.sandbox.transactions.write("test_alborada") as unit:
            status = "ACTIVE" if kind == "account" else None
            return unit.create(kind, state, owner=self.customer_id, status=status).id

    def loses(self, method_id: str) -> None:
        with self.sandbox.transactions.write("test_alborada") as unit:
            unit.delete(unit.all("card")[0])
            assert unit.objects.get("card", method_id) is None

    def tries(self, kind: str = "card", **terms: Any) -> Any:
        method = {f"{kind}_id": self.method(kind)} if kind else {}
        return self.api.post("/subscriptions", {"customer_id": self.customer_id, **TERMS, **method, **terms})

    def subscribes(self, kind: str = "card", **terms: Any) -> Any:
        reply = self.tries(kind, **terms)
        assert reply.is_success, reply.text
        return reply.json()

    def outcomes(self, *results: str) -> None:
        for result in results:
            self.api.control("POST", "/outcomes", {"kind": "charge", "result": result})

    @property
    def subscription(self) -> Any:
        (only,) = self.api.got("/subscriptions")["data"]
        return only

    @property
    def state(self) -> Any:
        return self.api.control("GET", f"/subscriptions/{self.subscription['id']}")

    @property
    def collected(self) -> int:
        return self.api.ledger().get("balance", 0)


def hear(api: Caller, receiver: Receiver) -> SentEvents:
    """Let a receiver hear of everything that happens to subscriptions."""
    words = ["created", "active", "paid", "unpaid", "pass_due", "frozen", "canceled", "finished"]
    api.made("/webhooks", {"name": "Tienda", "url": receiver.url, "events": [f"subscription.{word}" for word in words]})
    return lambda: [event.partition(".")[2] for event in receiver.events()]
