"""People who call a server: thin, and without the client, so that a mistake of the client is not repeated here."""

from __future__ import annotations

from itertools import count
from typing import Any, Final

import httpx

API: Final = "https://api.onepay.la/v1"
CARDS: Final = "https://cards.onepay.la/v1"
CONTROL: Final = "https://api.onepay.la/_sandbox"


class Caller:
    """Calls with one key. Every POST and PUT gets an idempotency key of its own, unless it brings one."""

    def __init__(self, transport: httpx.BaseTransport, key: str) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        self.client: Final = httpx.Client(transport=transport, headers=headers)
        self._numbers: Final = count(1)

    def get(self, path: str, **parameters: str | int) -> httpx.Response:
        return self.client.get(f"{API}{path}", params=parameters)

    def post(self, path: str, body: Any = None, *, key: str | None = None, base: str = API) -> httpx.Response:
        headers = {"x-idempotency": key or f"key-{next(self._numbers)}"}
        return self.client.post(f"{base}{path}", json=body, headers=headers)

    def put(self, path: str, body: Any = None) -> httpx.Response:
        return self.client.put(f"{API}{path}", json=body, headers={"x-idempotency": f"key-{next(self._numbers)}"})

    def delete(self, path: str, body: Any = None) -> httpx.Response:
        return self.client.request("DELETE", f"{API}{path}", json=body)

    def made(self, path: str, body: Any = None) -> Any:
        """The object that a POST makes, which must succeed."""
        response = self.post(path, body)
        assert response.is_success, response.text
        return response.json() if response.content else None

    def got(self, path: str, **parameters: str | int) -> Any:
        """The object that a GET answers, which must succeed."""
        response = self.get(path, **parameters)
        assert response.is_success, response.text
        return response.json()

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """What the control API answers, which must succeed."""
        response = self.client.request(method, f"{CONTROL}{path}", json=body)
        assert response.is_success, response.text
        return response.json() if response.content else None

    def advance(self, **how: str | bool) -> Any:
        """The clock after time has passed, such as `advance(by="P3D")`."""
        return self.control("POST", "/clock/advance", how)

    def deposit(self, amount: int) -> None:
        self.control("POST", "/ledger/deposits", {"amount": amount})

    def ledger(self) -> dict[str, int]:
        """What each account of the ledger holds; the sum of all entries is asserted to be zero."""
        ledger = self.control("GET", "/ledger")
        assert ledger["sum"] == 0
        balances: dict[str, int] = ledger["balances"]
        return balances
