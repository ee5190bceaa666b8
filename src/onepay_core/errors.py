"""Every error that leaves the client.

::

    OnePayError
    ├── ConfigurationError  an option or an argument cannot be right; nothing was sent
    │   └── WrongArguments  there is no such argument, or one is missing
    ├── InvalidRequest      the request breaks the contract; nothing was sent
    ├── NoResponse             the request may have arrived, but no reply came back
    ├── UnreadableBody      a reply came, and its body is not JSON
    └── StatusError         a reply came, and its status says that it failed
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from .masking import Hidden

if TYPE_CHECKING:
    from .deviations import Deviation


_NAME = re.compile("[A-Za-z]+(?:[_.-][A-Za-z0-9]+)*")
"""What a code may look like that is shown and pickled; any other text might be personal."""


class OnePayError(Exception):
    """Base of all errors of this package.

    ``idempotency_key`` is the one of the call, where it had one; ``attempts`` is what was seen of each
    attempt, ``address`` where it went and ``proxy`` what it went through, where the client keeps them. Pickling
    forgets what may hold a secret: bodies first of all.
    """

    idempotency_key: str | None = None
    attempts: tuple[Any, ...] = ()
    address: str | None = None
    """The address below which the call was sent, or was to be sent, such as ``https://api.onepay.la/v1``."""
    proxy: str | None = None
    """The address of the client's proxy to it, without user and password; None where the client has none of its own."""

    __forgets__: ClassVar[frozenset[str]] = frozenset()
    """Attributes that do not go into a pickle; the class says what they are afterwards."""

    @property
    def _route(self) -> str:
        """Where the call went, for people: the address, and the proxy before it."""
        return (self.address or "the server") + (f" through the proxy {self.proxy}" if self.proxy else "")

    def __reduce__(self) -> tuple[Any, ...]:
        kept = {name: value for name, value in self.__dict__.items() if name not in self.__forgets__}
        return _restore, (type(self), self.args, kept)


def _restore(error_type: type[OnePayError], args: tuple[Any, ...], attributes: dict[str, Any]) -> OnePayError:
    error = error_type.__new__(error_type, *args)
    error.__dict__.update(attributes)
    return error


class ConfigurationError(OnePayError):
    """A key, an address, an option or an argument that cannot be right. Nothing was sent."""


class WrongArguments(ConfigurationError, TypeError):
    """An argument or an option that does not exist, or one that is missing. Nothing was sent."""


class InvalidRequest(OnePayError):
    """A request that the documented contract forbids. Nothing was sent.

    ``violations`` names each field by JSON pointer, with the rule that it breaks.
    """

    def __init__(self, operation: str, violations: tuple[Deviation, ...]) -> None:
        super().__init__(operation)
        self.operation = operation
        self.violations = violations

    def __str__(self) -> str:
        listed = "\n".join(f"  {violation}" for violation in self.violations)
        return (
            f"{self.operation}: the contract does not allow this request, and nothing was sent:\n{listed}\n"
            "Correct the fields above. If the contract is wrong, send it with CallOptions(check=False)."
        )


class ObservedLimitWarning(UserWarning):
    """A text of a request goes beyond what programs that work send; it is sent as it is.

    OnePay was seen to cut, to refuse or to ignore such texts. Python shows it once for each place in your program;
    ``warnings.filterwarnings("ignore", category=ObservedLimitWarning)`` hides it, and ``"error"`` stops the call
    before anything is sent. Its text names the field, never the value.
    """


class NoResponse(OnePayError):
    """The connection failed before a whole reply was read.

    ``may_have_arrived`` is false only when it is certain that the request was never sent.
    """

    def __init__(self, operation: str, reason: str, *, may_have_arrived: bool) -> None:
        super().__init__(operation, reason)
        self.operation = operation
        self.reason = reason
        self.may_have_arrived = may_have_arrived

    def __str__(self) -> str:
        arrived = "may have reached" if self.may_have_arrived else "never reached"
        return f"{self.operation}: no reply from {self._route} ({self.reason}); the request {arrived} the server."


class UnreadableBody(OnePayError):
    """A body that is not JSON: cut, HTML, not UTF-8, or nested too deeply. ``body`` keeps the bytes."""

    _body: Hidden[bytes] = Hidden(b"")
    __forgets__: ClassVar[frozenset[str]] = frozenset({"_body"})

    def __init__(self, body: bytes, reason: str) -> None:
        super().__init__(reason)
        self._body = Hidden(body)
        self.reason = reason
        self.size: int = len(body)

    @property
    def body(self) -> bytes:
        """The bytes as they came, with whatever is personal in them; none after unpickling."""
        return self._body.value

    def __str__(self) -> str:
        return f"The body ({self.size} bytes) is not JSON: {self.reason}."

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class StatusError(OnePayError):
    """A reply whose status is not a success.

    ``error`` is the ``ErrorReply`` that came, or None when the body was not JSON (``body`` has it). ``code_name``
    is None also when what came as one is no name but free text; ``error.code_name`` has that.
    """

    _error: Hidden[Any] = Hidden(None)
    _body: Hidden[bytes] = Hidden(b"")
    __forgets__: ClassVar[frozenset[str]] = frozenset({"_error", "_body"})

    def __init__(self, operation: str, status: int, error: Any, body: bytes) -> None:
        code_name = getattr(error, "code_name", None)
        super().__init__(operation, status)
        self.operation = operation
        self.status = status
        self.code_name: str | None = (
            str(code_name) if isinstance(code_name, str) and _NAME.fullmatch(code_name) else None
        )
        self._error = Hidden(error)
        self._body = Hidden(body)
        self.size: int = len(body)

    @property
    def body(self) -> bytes:
        """The bytes as they came, with whatever is personal in them; none after unpickling."""
        return self._body.value

    @property
    def error(self) -> Any:
        """The ``ErrorReply`` as it came; None when the body was not JSON, and after unpickling."""
        return self._error.value

    def __str__(self) -> str:
        return f"{self.operation}: HTTP {self.status}" + (f", {self.code_name}" if self.code_name else "")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"
