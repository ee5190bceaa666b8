"""What only somebody beside the server can do: read a code that was sent to a phone, and let time pass."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Protocol

import httpx

_ROOMS: Final[Mapping[str, str]] = MappingProxyType(
    {"customer_id": "customers", "account_id": "accounts", "payment_intent_id": "charges"}
)


class Desk(Protocol):
    """Stands beside a server. Without one nothing is tested that needs a code."""

    def code(self, kind: str, identifier: str) -> str | None:
        """The code that was sent for an object, named as its id in paths (`customer_id`); None where none was."""
        ...

    def wait(self) -> None:
        """Let so much time pass that a new account is validated."""
        ...


class SandboxDesk:
    """The sandbox's control API at `root`; its calls belong to no budget, since the real API has no such thing."""

    def __init__(self, root: str, key: str, transport: httpx.BaseTransport | None) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        self._client: Final = httpx.Client(
            transport=transport, headers=headers, base_url=f"{root}/_sandbox", trust_env=False
        )

    def code(self, kind: str, identifier: str) -> str | None:
        """What the control API tells of the object."""
        reply = self._client.get(f"/{_ROOMS[kind]}/{identifier}") if kind in _ROOMS else None
        told: Any = reply.json() if reply is not None and reply.is_success else {}
        code = told.get("otp")
        return str(code) if code else None

    def wait(self) -> None:
        """Move the sandbox's clock."""
        self._client.post("/clock/advance", json={"by": "PT2M"})
