"""What the contract says of one operation, as data, and the protocol of whoever sends it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, Literal, Protocol, TypeVar

from msgspec import UNSET, Struct

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

Evidence = Literal["documented", "observed", "inferred"]
"""How a fact is known: on a page of OnePay's, in programs of others, or by our own conclusion."""


class Shape(Struct, frozen=True):
    """A body or parameter type by the name of its class in ``onepay_api.models``; loaded when it is needed."""

    name: str
    many: bool = False

    @property
    def type(self) -> Any:
        """The class, or ``list`` of it."""
        from . import models  # noqa: PLC0415 - nobody pays for models that are not used

        item: Any = getattr(models, self.name)
        return list[item] if self.many else item


class Parameter(Struct, frozen=True):
    """One parameter: its wire name, where it stands, and the argument that carries it."""

    name: str
    location: Literal["path", "query", "header"]
    argument: str
    type: Any
    required: bool = False


class Operation(Struct, Generic[R_co], frozen=True):
    """One operation of the contract.

    ``replies`` maps a status (``"200"``, or a range such as ``"2XX"``) to the shape of its body,
    None where it has none. ``idempotency`` tells whether ``x-idempotency`` is required, optional
    or (None) not declared. ``security`` names the schemes that the request needs together.
    """

    id: str
    method: str
    path: str
    server: str
    security: tuple[str, ...]
    evidence: Evidence
    source: str
    parameters: tuple[Parameter, ...] = ()
    body: Shape | None = None
    body_required: bool = False
    replies: Mapping[str, Shape | None] = {}
    idempotency: Literal["required", "optional"] | None = None

    def reply_shape(self, status: int) -> Shape | None:
        """The shape that the contract gives for a status, exact before range; None when it gives none."""
        exact = str(status)
        return self.replies[exact] if exact in self.replies else self.replies.get(f"{exact[0]}XX")

    def documents(self, status: int) -> bool:
        """Whether the contract lists this status."""
        return str(status) in self.replies or f"{status // 100}XX" in self.replies


class CallOptions(Struct, frozen=True, kw_only=True):
    """What one call may do differently.

    ``timeout`` is in seconds. ``check=False`` sends a request that the contract forbids.
    ``headers`` and ``query`` are added to the request; use a model's ``undocumented`` for body fields.
    """

    timeout: float | None = None
    check: bool | None = None
    headers: Mapping[str, str] = {}
    query: Mapping[str, str] = {}

    def __repr__(self) -> str:
        return f"CallOptions(timeout={self.timeout}, check={self.check}, headers={sorted(self.headers)})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("timeout", self.timeout), ("check", self.check), ("headers", sorted(self.headers))]


DEFAULTS = CallOptions()


class Call(Struct, Generic[R], kw_only=True):
    """One operation with its arguments: what a caller sends."""

    operation: Operation[R]
    arguments: dict[str, Any]
    body: Any = UNSET
    idempotency_key: str | None = None
    customer_token: str | None = None
    options: CallOptions = DEFAULTS

    def __repr__(self) -> str:
        return f"Call({self.operation.id})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("operation", self.operation.id)]


class Caller(Protocol):
    """Sends calls and waits for their replies."""

    def call(self, call: Call[R]) -> R:
        """Send, read the reply, raise an ``OnePayError`` on anything but success."""
        ...


class AsyncCaller(Protocol):
    """Sends calls without blocking."""

    async def call(self, call: Call[R]) -> R:
        """Send, read the reply, raise an ``OnePayError`` on anything but success."""
        ...
