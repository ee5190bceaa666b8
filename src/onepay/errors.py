"""Every error that leaves the client. ``docs/errors.md`` says what to do about each.

::

    OnePayError
    ├── ConfigurationError     a key, an address or a setting cannot be right                  nothing was sent
    │   ├── KeyReused          the journal knows this idempotency key with another request     nothing was sent
    │   └── CannotResume       this outcome cannot be settled by asking again                  nothing was sent
    ├── InvalidRequest         the contract forbids the request                                nothing was sent
    ├── InvalidValue           an amount or an idempotency key that cannot be right            nothing was sent
    ├── BrokenListing          the pages of a list do not fit together, and items may be missing
    ├── NoReply                a read got no reply
    │   └── NotSent            the server was never reached                                    nothing happened
    ├── UnreadableBody         a body is not JSON
    │   └── BadReply           a read got a reply that cannot be used
    ├── StatusError
    │   └── ApiError           the server refused                                              nothing happened
    │       ├── Redirected             3xx: keys never follow a redirect
    │       ├── AuthenticationFailed   401: the key is not accepted
    │       ├── InsufficientFunds      401 with balance_is_empty or insufficient_funds
    │       ├── PermissionDenied       403
    │       ├── NotFound               404
    │       ├── KeyAlreadyUsed         409: a request with this idempotency key arrived earlier
    │       ├── ValidationFailed       400, 422: see ``field_errors``
    │       ├── RateLimited            429: see ``retry_after``
    │       └── ServerFailed           any status that says that the server failed, for a read
    └── OutcomeUnknown         a write may have been carried out: ask again with the same key, or look
        └── Arrived            it did arrive, and its reply was lost: fetch what it made

Only ``OutcomeUnknown`` leaves open whether a write was carried out: after any other error nothing was done
by that call. Every error of a call has ``operation``, ``idempotency_key`` and ``attempts``.

All of them can be pickled. A pickled error forgets bodies and how to resume, so that it carries no secret.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from msgspec import UNSET
from onepay_api.errors import InvalidRequest, NoReply, OnePayError, StatusError, UnreadableBody

from .attempts import Attempt
from .headers import Headers

__all__ = (
    "ApiError",
    "Arrived",
    "AuthenticationFailed",
    "BadReply",
    "BrokenListing",
    "CannotResume",
    "ConfigurationError",
    "FieldProblem",
    "InsufficientFunds",
    "InvalidRequest",
    "InvalidValue",
    "KeyAlreadyUsed",
    "KeyReused",
    "NoReply",
    "NotFound",
    "NotSent",
    "OnePayError",
    "OutcomeUnknown",
    "PermissionDenied",
    "RateLimited",
    "Redirected",
    "ServerFailed",
    "StatusError",
    "UnreadableBody",
    "ValidationFailed",
)

_NAME = re.compile(r"[\w.\-\[\]]{1,64}", re.ASCII)


class ConfigurationError(OnePayError):
    """A key, an address or a setting that cannot be right. Nothing was sent."""


class InvalidValue(OnePayError, ValueError):
    """An amount, a label, an idempotency key or a fact for one that cannot be right. Nothing was sent."""


class BrokenListing(OnePayError):
    """The pages of a list do not fit together: one came again, came empty, or the list shrank meanwhile.

    ``operation`` is the list; ``number`` is the page at which it was seen, from which a walk can go on once the
    cause is known: ``client.charges.list(page=error.number)``. Everything before it was delivered.
    """

    def __init__(self, operation: str, number: int, what: str, advice: str) -> None:
        super().__init__(operation, number, what, advice)
        self.operation = operation
        self.number = number
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.operation}, page {self.number}: {self.what}. Items may be missing. {self.advice}"


class KeyReused(ConfigurationError):
    """The journal holds this idempotency key with another request. Nothing was sent."""


class CannotResume(ConfigurationError):
    """An unknown outcome that cannot be settled by asking again; the message says how else. Nothing was sent."""


class NotSent(NoReply):
    """The server was never reached: no byte of any attempt left. Nothing happened; call again when you like."""

    def __init__(self, operation: str, reason: str) -> None:
        super().__init__(operation, reason, may_have_arrived=False)

    def __str__(self) -> str:
        return (
            f"{self.operation}: the server was never reached ({self.reason}), so nothing happened. "
            f"{_tried(self.attempts)}Check the network, the proxy and the address, and call again."
        )


class BadReply(UnreadableBody):
    """A reply to a read that cannot be used: cut, HTML, empty, too large, not UTF-8. ``body`` keeps the bytes.

    A pickled one has forgotten ``body``.
    """

    def __init__(self, operation: str, status: int, body: bytes, reason: str, headers: Headers | None = None) -> None:
        super().__init__(body, reason)
        self.operation = operation
        self.status = status
        self.request_id = headers.request_id if headers else None

    def __str__(self) -> str:
        return (
            f"{self.operation}: HTTP {self.status} with a body of {self.size} bytes that cannot be used: "
            f"{self.reason}. {_tried(self.attempts)}Call again; if it stays, give OnePay the request id "
            f"({self.request_id or 'none was sent'})."
        )


class FieldProblem(NamedTuple):
    """What the server says of one field of the request."""

    field: str
    message: str


class ApiError(StatusError):
    """The server refused the request; nothing was done by it.

    ``status``, ``code`` (text, such as ``"10500"``) and ``code_name`` say why; ``message`` is for people, in
    Spanish. ``field_errors`` is one list whichever of the documented shapes came. ``error`` is the typed body,
    ``body`` its bytes; a pickled error has forgotten both, and with them ``message`` and ``field_errors``.
    """

    def __init__(self, operation: str, status: int, error: Any, body: bytes, headers: Headers | None = None) -> None:
        super().__init__(operation, status, error, body)
        code = getattr(error, "code", UNSET)
        self.code = str(code) if isinstance(code, (str, int)) else None
        self.request_id = headers.request_id if headers else None
        self.retry_after: float | None = None
        self.fields = tuple(name for name, _ in self.field_errors if _NAME.fullmatch(name))

    @property
    def message(self) -> str | None:
        """The text for people, in Spanish; None where none came. It may repeat personal data of the request."""
        message = getattr(self.error, "message", UNSET)
        detail = getattr(self.error, "error", UNSET)
        return next((text for text in (message, detail) if isinstance(text, str)), None)

    @property
    def field_errors(self) -> tuple[FieldProblem, ...]:
        """What is wrong with single fields, as ``(field, message)``. It may repeat personal data of the request."""
        from .field_errors import field_problems  # noqa: PLC0415 - only when something is refused

        return field_problems(self.error)

    def __str__(self) -> str:
        code_name = self.code_name if self.code_name and _NAME.fullmatch(self.code_name) else ""
        facts = [f"HTTP {self.status}", code_name, self.fields and "fields " + ", ".join(self.fields)]
        facts.append(self.request_id and f"request id {self.request_id}")
        return f"{self.operation}: {', '.join(str(fact) for fact in facts if fact)}. {self._advice()}"

    def _advice(self) -> str:
        return "Nothing was done. See error.message and error.body for what the server says."


class Redirected(ApiError):
    """3xx. A redirect is never followed, because the key would go with it."""

    def _advice(self) -> str:
        return "A redirect is never followed, because the key would go with it. Correct base_url or cards_url."


class AuthenticationFailed(ApiError):
    """401: the key is absent, wrong or revoked."""

    def _advice(self) -> str:
        return "The server does not accept the key. Nothing was done. Check it in the panel (Developers, API Keys)."


class InsufficientFunds(ApiError):
    """401 with ``balance_is_empty`` or ``insufficient_funds``: the key is fine, the balance is not."""

    def _advice(self) -> str:
        return "The company's balance does not cover it. Nothing was done. The key is fine."


class PermissionDenied(ApiError):
    """403: the company is inactive, or the key may not do this."""


class NotFound(ApiError):
    """404: it does not exist, or belongs to another company or environment."""


class KeyAlreadyUsed(ApiError):
    """409: an earlier request with this idempotency key arrived. This one did nothing.

    What the earlier one did is not in the reply: fetch it, or make a new key for a new intent.
    """

    def _advice(self) -> str:
        return (
            "An earlier request with this idempotency key arrived, and this one did nothing. "
            "Fetch what the earlier one made; use a new key only for a new intent."
        )


class ValidationFailed(ApiError):
    """400 or 422: the server finds fault with the request; see ``field_errors``.

    Correct it and use a new idempotency key: programs have met that a corrected request needs one.
    """

    def _advice(self) -> str:
        return "Nothing was done. See error.field_errors; a corrected request needs a new idempotency key."


class RateLimited(ApiError):
    """429: too many requests. ``retry_after`` is the pause in seconds that the server asks for, if it does."""

    def _advice(self) -> str:
        return f"Nothing was done. Call again later (retry_after is {self.retry_after})."


class ServerFailed(ApiError):
    """5xx and other statuses that say that the server failed, in answer to a read."""

    def _advice(self) -> str:
        return f"{_tried(self.attempts)}Call again later."


class OutcomeUnknown(OnePayError):
    """A write left, and nothing that came back says whether it was carried out: the money may have moved.

    Attributes:
        operation: the operationId, such as ``cashouts_create``.
        idempotency_key: the key that was sent with every attempt; None where the operation takes none.
        sent: what was sent, with secrets and personal data masked.
        attempts: what was seen of each attempt.
        reply: the last refusal that does not settle it, such as a 401 after a cut connection, or None.
        can_resume: whether ``resume()`` may ask again: only with an idempotency key.
        how: how to go on, in one or two sentences.

    A pickled one has forgotten ``reply`` and how to resume; call the method again with ``idempotency_key``.
    """

    reply: ApiError | None = None
    asks_again: Callable[[], Any] | None = None
    __forgets__ = frozenset({"reply", "asks_again"})

    def __init__(self, operation: str, *, sent: str, how: str, key: str | None, attempts: tuple[Attempt, ...]) -> None:
        super().__init__(operation)
        self.operation = operation
        self.sent = sent
        self.how = how
        self.idempotency_key = key
        self.attempts = attempts

    @property
    def can_resume(self) -> bool:
        """Whether the call can be repeated without doing it twice, in this process."""
        return self.asks_again is not None

    def resume(self) -> Any:
        """Ask again with the same key, and return what the first call would have returned.

        Raises:
            CannotResume: the operation takes no key, or this error was unpickled, or its client is asynchronous.
            OnePayError: whatever the method itself raises; ``OutcomeUnknown`` again while nothing settles it.
        """
        answer = self._resumption()()
        if isinstance(answer, Awaitable):
            getattr(answer, "close", lambda: None)()
            raise CannotResume(f"{self.operation}: the client is asynchronous; use `await error.resume_async()`.")
        return answer

    async def resume_async(self) -> Any:
        """``resume()`` for an ``AsyncOnePay``."""
        answer: Any = self._resumption()()
        return await answer if isinstance(answer, Awaitable) else answer

    def _resumption(self) -> Callable[[], Any]:
        if self.asks_again is None:
            raise CannotResume(f"{self.operation}: asking again here is not safe or not possible. {self.how}")
        return self.asks_again

    def __str__(self) -> str:
        key = f"idempotency key {self.idempotency_key}" if self.idempotency_key else "no idempotency key"
        return f"{self.operation}: {self._headline} ({key}).\n  sent: {self.sent}\n{_listed(self.attempts)}  {self.how}"

    _headline = "it is not known whether this was carried out; money may have moved"


class Arrived(OutcomeUnknown):
    """The request arrived, and its reply was lost: the server knows the key (409) after an attempt that was cut.

    It is not known whether the server carried it out or refused it; fetch what it made, do not send it anew.
    """

    _headline = "the request arrived, but its reply was lost"


def _tried(attempts: tuple[Attempt, ...]) -> str:
    return "Tried " + "; ".join(str(attempt) for attempt in attempts) + ". " if attempts else ""


def _listed(attempts: tuple[Attempt, ...]) -> str:
    return "".join(f"  {attempt}\n" for attempt in attempts)
