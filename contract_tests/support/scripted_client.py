"""A client of either side over a transport that answers what it is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import httpx

from onepay_api.models import CashoutMethod, Currency
from onepay_client import AsyncOnePay, OnePay
from onepay_client.settings import Runtime
from support.client_variants import SECRET_KEY

BALANCE: Final = b'{"id": "b1", "balance": 150000, "label": "$150.000"}'
PAYOUT: Final[dict[str, Any]] = {
    "amount": 1000,
    "account_id": "a",
    "customer_id": "c",
    "currency": Currency.COP,
    "method": CashoutMethod.ACH,
}


class ScriptedClient:
    """A client of one side over a transport that answers what it is told."""

    def __init__(self, name: str, wait: Callable[[Any], Any]) -> None:
        self.name = name
        self.wait = wait
        self.requests: list[httpx.Request] = []
        self.answers: list[Any] = []
        self.client = self.made(transport=httpx.MockTransport(self.answer))

    def made(self, **settings: Any) -> Any:
        async def no_time(_: float) -> None:
            return None

        sleep: Any = float if self.name == "sync" else no_time
        given: dict[str, Any] = {"secret_key": SECRET_KEY, "runtime": Runtime(sleep=sleep)} | settings
        return (OnePay if self.name == "sync" else AsyncOnePay)(**given)

    def will(self, *answers: Any) -> None:
        """Answer these, one after the other, the last one again and again."""
        self.answers[:] = answers
        self.requests.clear()

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        status, body, more = answer
        headers = {"Content-Type": "application/json"} | more
        return httpx.Response(status, stream=httpx.ByteStream(body), headers=headers)

    def http(self, **settings: Any) -> Any:
        """An httpx client of that side over the same answers."""
        kind: Any = httpx.Client if self.name == "sync" else httpx.AsyncClient
        return kind(transport=httpx.MockTransport(self.answer), **settings)


def ok(body: bytes = BALANCE, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    return 200, body, {name.replace("_", "-"): value for name, value in headers.items()}
