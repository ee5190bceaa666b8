"""What the contract says of one operation, as data, and the protocol of whoever sends it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, ClassVar, Generic, Literal, Protocol, TypeVar

from msgspec import UNSET, Struct

from .arguments import OptionsMeta, checked_count, checked_fields, checked_kind, checked_seconds, checked_texts, kind_of
from .errors import ConfigurationError

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

Evidence = Literal["documented", "observed", "inferred"]
"""How a fact is known: on a page of OnePay's, in programs of others, or by our own conclusion."""


class Shape(Struct, frozen=True):
    """A body or parameter type by the name of its class; the class is loaded when it is needed."""

    name: str
    many: bool = False

    __models__: ClassVar[str] = ""
    """The package that has the class; a generated package names its own."""

    @property
    def type(self) -> Any:
        """The class, or ``list`` of it."""
        return _named(self.__models__, self.name, many=self.many)


@cache
def _named(models: str, name: str, *, many: bool) -> Any:
    item: Any = getattr(import_module(models), name)
    return list[item] if many else item


class AnyShape(Shape, frozen=True):
    """The shape of a body that the contract does not describe."""

    @property
    def type(self) -> Any:
        """Whatever JSON says."""
        return Any


ANY_JSON = AnyShape("JSON")


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
    None where it has none. ``idempotency`` tells whether ``x-idempotency`` is required, optional,
    unproved (programs send it, and no document says that the server heeds it) or (None) not declared.
    ``security`` names the schemes that the request needs together. ``secret_body``
    is true where something in the body is a secret, so that no copy of it may be kept. ``idempotent`` is false where
    a PUT or DELETE does something anew each time it is sent, and ``moves_money`` where the contract says that a write
    moves none. ``empty_list`` is true where a body ``[]`` is the same as ``{}``, as PHP writes it.
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
    secret_body: bool = False
    idempotent: bool = True
    moves_money: bool = True
    empty_list: bool = False
    replies: Mapping[str, Shape | None] = {}
    idempotency: Literal["required", "optional", "unproved"] | None = None

    def reply_shape(self, status: int) -> Shape | None:
        """The shape that the contract gives for a status, exact before range; None when it gives none."""
        exact = str(status)
        return self.replies[exact] if exact in self.replies else self.replies.get(f"{exact[0]}XX")

    def documents(self, status: int) -> bool:
        """Whether the contract lists this status."""
        return str(status) in self.replies or f"{status // 100}XX" in self.replies


MAX_RETRIES = 1000
"""More repetitions than any deadline leaves time for."""


class Timeouts(Struct, frozen=True, kw_only=True, metaclass=OptionsMeta):
    """How long each phase of one attempt may take, in seconds; None waits for ever.

    ``connect`` covers the name, the connection and TLS; ``read`` and ``write`` each wait for the network;
    ``pool`` the wait for a free connection, which may be 0.

    Raises:
        ConfigurationError: a limit is no number of seconds above zero.
    """

    connect: float | None = 5.0
    read: float | None = 30.0
    write: float | None = 30.0
    pool: float | None = 10.0

    def __post_init__(self) -> None:
        for phase in self.__struct_fields__:
            checked_seconds(f"timeout ({phase})", getattr(self, phase), zero=phase == "pool")

    @classmethod
    def each(cls, seconds: float | None) -> Timeouts:
        """The same limit for every phase."""
        return cls(connect=seconds, read=seconds, write=seconds, pool=seconds)


class CallOptions(Struct, frozen=True, kw_only=True, metaclass=OptionsMeta):
    """What one call may do differently from its client.

    ``timeout`` limits each phase of each attempt: seconds for all of them, or ``Timeouts``. ``deadline`` limits
    the whole call with its retries and pauses, in seconds; ``retries`` says how often it may be repeated (0 to
    send it once); ``send_again`` sends what a journal knows as done, or as open for too long: only the clients of
    ``onepay_client`` heed these three. ``check=False`` sends a request that the contract
    forbids. ``headers``, ``query`` and ``body`` (fields of a JSON object) are added to the request, for what the
    contract does not know.

    Raises:
        ConfigurationError: there is no such option, or its value cannot be right.
    """

    timeout: float | Timeouts | None = None
    deadline: float | None = None
    retries: int | None = None
    send_again: bool = False
    check: bool | None = None
    headers: Mapping[str, str] = {}
    query: Mapping[str, str] = {}
    body: Mapping[str, Any] = {}

    def __post_init__(self) -> None:
        if not isinstance(self.timeout, Timeouts):
            checked_seconds("timeout", self.timeout)
        checked_seconds("deadline", self.deadline)
        if self.retries is not None:
            checked_count("retries", self.retries, 0, MAX_RETRIES, " 0 sends the call once.")
        if self.check is not None:
            checked_kind("check", self.check, bool)
        checked_texts("headers", self.headers)
        checked_texts("query", self.query)
        checked_fields("body", self.body)

    def __repr__(self) -> str:
        return f"CallOptions({', '.join(f'{name}={value!r}' for name, value in self.__rich_repr__())})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        limits = [("timeout", self.timeout), ("deadline", self.deadline), ("retries", self.retries)]
        names = [("headers", sorted(self.headers)), ("query", sorted(self.query)), ("body", sorted(self.body))]
        return [*limits, ("send_again", self.send_again), ("check", self.check), *names]


DEFAULTS = CallOptions()


class Call(Struct, Generic[R], kw_only=True):
    """One operation with its arguments: what a caller sends."""

    operation: Operation[R]
    arguments: dict[str, Any]
    body: Any = UNSET
    idempotency_key: str | None = None
    customer_token: str | None = None
    options: CallOptions = DEFAULTS

    def __post_init__(self) -> None:
        if not isinstance(self.options, CallOptions):  # pyright: ignore[reportUnnecessaryIsInstance] - no type checker
            raise ConfigurationError(f"options must be a CallOptions, not {kind_of(self.options)}.")

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
