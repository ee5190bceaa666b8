"""What only somebody beside the server can do: read its clock and the codes sent to a phone, pay, and let time pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, Protocol

import httpx

from onepay_core.json_values import Json, is_object

_ROOMS: Final[Mapping[str, str]] = MappingProxyType(
    {"customer_id": "customers", "account_id": "accounts", "payment_intent_id": "charges"}
)


class SandboxControl(Protocol):
    """Stands beside a server. Without one nothing is tested that needs a code or a payer."""

    def code(self, kind: str, identifier: str) -> str | None:
        """The code that was sent for an object, named as its id in paths (`customer_id`); None where none was."""
        ...

    def pay(self, payment: str, outcome: str) -> None:
        """Try to pay a payment with a card; `outcome` is the word `approve`, or why the bank declines."""
        ...

    def wait(self) -> None:
        """Let so much time pass that a new account is validated."""
        ...

    def advance(self, span: timedelta) -> None:
        """Let a span of time pass."""
        ...

    def now(self) -> datetime | None:
        """What the server's clock shows; None where it does not say."""
        ...


class SandboxApiControl:
    """The sandbox's control API at `root`."""

    def __init__(self, root: str, key: str, transport: httpx.BaseTransport | None, token: str = "") -> None:
        self._root: Final = f"{root}/_sandbox"
        self._headers: Final = {"Authorization": f"Bearer {key}", **({"X-Control-Token": token} if token else {})}
        self._transport: Final = transport

    def is_there(self) -> bool:
        """Whether a sandbox answers at `root`, which lets us control it."""
        shown = self._control_reply("GET", "/health")
        return shown.get("status") == "ok" and "operations" in shown and self.now() is not None

    def code(self, kind: str, identifier: str) -> str | None:
        """What the control API tells of the object."""
        shown: Any = self._control_reply("GET", f"/{_ROOMS[kind]}/{identifier}") if kind in _ROOMS else {}
        code = shown.get("otp")
        return str(code) if code else None

    def pay(self, payment: str, outcome: str) -> None:
        """Play the payer."""
        self._control_reply("POST", f"/payments/{payment}/attempts", {"method": "card", "outcome": outcome})

    def wait(self) -> None:
        """Move the sandbox's clock."""
        self.advance(timedelta(minutes=2))

    def advance(self, span: timedelta) -> None:
        """Move the sandbox's clock forward; it never goes back."""
        seconds = int(span.total_seconds())
        if seconds > 0:
            self._control_reply("POST", "/clock/advance", {"by": f"PT{seconds}S"})

    def now(self) -> datetime | None:
        """What the sandbox's clock shows, which may stand in another year."""
        shown = self._control_reply("GET", "/clock").get("now")
        return datetime.fromisoformat(shown) if isinstance(shown, str) else None

    def _control_reply(self, method: str, path: str, body: Any = None) -> Any:
        """What the control API answers; an empty object where it answers nothing that can be read."""
        try:
            with httpx.Client(transport=self._transport, headers=self._headers, trust_env=False) as client:
                reply = client.request(method, f"{self._root}{path}", json=body)
            shown: Any = reply.json() if reply.is_success else {}
        except (httpx.TransportError, ValueError):
            return {}
        return shown if is_object(shown) else {}


class Counted:
    """A control, each call to which is spent from the budget of the run."""

    def __init__(self, control: SandboxControl, spend: Callable[[], None]) -> None:
        """Stand before `control`; `spend` raises where nothing is left."""
        self._control: Final = control
        self._spend: Final = spend

    def code(self, kind: str, identifier: str) -> str | None:
        """Spend, and ask."""
        self._spend()
        return self._control.code(kind, identifier)

    def pay(self, payment: str, outcome: str) -> None:
        """Spend, and have it paid."""
        self._spend()
        self._control.pay(payment, outcome)

    def wait(self) -> None:
        """Spend, and let time pass."""
        self._spend()
        self._control.wait()

    def advance(self, span: timedelta) -> None:
        """Spend, and let a span of time pass."""
        self._spend()
        self._control.advance(span)

    def now(self) -> datetime | None:
        """Spend, and look at the clock."""
        self._spend()
        return self._control.now()


def with_code(control: SandboxControl | None, name: str, body: Json, ids: Mapping[str, str]) -> Json:
    """A body whose field `name` has the code that was sent for an object, where somebody can read it."""
    if control is None or not is_object(body) or name not in body:
        return body
    codes = [control.code(kind, identifier) for kind, identifier in ids.items()]
    return {**body, name: next((code for code in codes if code), body[name])}
