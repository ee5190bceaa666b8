"""Every error that leaves the client.

::

    OnePayError
    ├── InvalidRequest      the request breaks the contract; nothing was sent
    ├── NoReply             the request may have arrived, but no reply came back
    ├── UnreadableBody      a reply came, and its body is not JSON
    └── StatusError         a reply came, and its status says that it failed
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .deviations import Deviation


class OnePayError(Exception):
    """Base of all errors of this package."""


class InvalidRequest(OnePayError):
    """A request that the documented contract forbids. Nothing was sent.

    ``violations`` names each field by JSON pointer, with the rule that it breaks.
    """

    def __init__(self, operation: str, violations: tuple[Deviation, ...]) -> None:
        super().__init__(operation, violations)
        self.operation = operation
        self.violations = violations

    def __str__(self) -> str:
        listed = "\n".join(f"  {violation}" for violation in self.violations)
        return (
            f"{self.operation}: the contract does not allow this request, and nothing was sent:\n{listed}\n"
            "Correct the fields above. If the contract is wrong, send it with CallOptions(check=False)."
        )


class NoReply(OnePayError):
    """The connection failed before a whole reply was read.

    ``may_have_arrived`` is false only when it is certain that the request was never sent.
    """

    def __init__(self, operation: str, reason: str, *, may_have_arrived: bool) -> None:
        super().__init__(operation, reason, may_have_arrived)
        self.operation = operation
        self.reason = reason
        self.may_have_arrived = may_have_arrived

    def __reduce__(self) -> tuple[Any, ...]:
        return _no_reply, self.args

    def __str__(self) -> str:
        arrived = "may have reached" if self.may_have_arrived else "never reached"
        return f"{self.operation}: no reply ({self.reason}); the request {arrived} the server."


def _no_reply(operation: str, reason: str, may_have_arrived: bool) -> NoReply:  # noqa: FBT001 - called by pickle
    return NoReply(operation, reason, may_have_arrived=may_have_arrived)


class UnreadableBody(OnePayError):
    """A body that is not JSON: cut, HTML, not UTF-8, or nested too deeply. ``body`` keeps the bytes."""

    def __init__(self, body: bytes, reason: str) -> None:
        super().__init__(body, reason)
        self.body = body
        self.reason = reason

    def __str__(self) -> str:
        return f"The body ({len(self.body)} bytes) is not JSON: {self.reason}."

    def __repr__(self) -> str:
        return f"UnreadableBody({str(self)!r})"


class StatusError(OnePayError):
    """A reply whose status is not a success.

    ``error`` is the ``ErrorReply`` that came, or None when the body was not JSON (``body`` has it).
    """

    def __init__(self, operation: str, status: int, error: Any, body: bytes) -> None:
        super().__init__(operation, status, error, body)
        self.operation = operation
        self.status = status
        self.error = error
        self.body = body

    def __str__(self) -> str:
        code_name = getattr(self.error, "code_name", None)
        return f"{self.operation}: HTTP {self.status}" + (f", {code_name}" if isinstance(code_name, str) else "")

    def __repr__(self) -> str:
        return f"StatusError({str(self)!r})"
