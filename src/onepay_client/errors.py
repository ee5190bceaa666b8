"""Every error that leaves the client. ``docs/errors.md`` says what to do about each.

::

    OnePayError
    ├── ConfigurationError            a key, an address or a setting cannot be right; nothing was sent
    │   ├── IdempotencyKeyMismatch    the journal knows this key with another request; nothing was sent
    │   ├── JournalError              the journal cannot be used; nothing was sent
    │   ├── CannotResume              this outcome cannot be settled by asking again; nothing was sent
    │   └── WrongArguments            an argument or an option that does not exist, or is missing; nothing was sent
    ├── AlreadyDone                   the journal knows that an earlier call carried it out; nothing was sent
    ├── InvalidRequest                the contract forbids the request; nothing was sent
    ├── InvalidValue                  an amount or an idempotency key that cannot be right; nothing was sent
    ├── PaginationError               the pages of a list do not fit together, and items may be missing
    ├── NoResponse                    a read got no reply
    │   └── NotSent                   the server was never reached; nothing happened
    │       └── CircuitOpen           after too many writes without an answer it was not sent; nothing happened
    ├── UnreadableBody                a body is not JSON
    │   └── InvalidResponse           a read got a reply that cannot be used
    ├── StatusError
    │   └── ApiError                  the server refused; nothing happened
    │       ├── Redirected            3xx: keys never follow a redirect
    │       ├── AuthenticationFailed  401: the key is not accepted
    │       ├── InsufficientFunds     401 with balance_is_empty or insufficient_funds
    │       ├── PermissionDenied      403
    │       ├── NotFound              404
    │       ├── Conflict              409
    │       │   └── IdempotencyConflict  409: a request with this idempotency key arrived earlier
    │       ├── ValidationFailed      400, 422: see ``field_errors``
    │       ├── RateLimited           429: see ``retry_after``
    │       └── ServerFailed          any status that says that the server failed, for a read
    ├── OutcomeUnknown                a write may have been carried out: ask again with the same key, or look
    │   └── ReplyUnavailable          it did arrive, and its reply was lost: fetch what it made
    ├── UnreadableTable               a table of payouts or books cannot be read as a whole; nothing was kept
    ├── WebhookRefused                a request to a webhook that is no delivery to act on: see ``reason``
    └── DedupStoreUnavailable         the store of handled events cannot be used now

The last two are those of ``onepay_client.webhooks``, and ``UnreadableTable`` that of ``onepay_client.payouts`` and
``onepay_client.reconciliation``; they are imported from there.

Only ``OutcomeUnknown`` leaves open whether a write was carried out: after any other error nothing was done
by that call. Every error of a call has ``operation``, ``idempotency_key`` and ``attempts``.

All of them can be pickled. A pickled error forgets bodies and how to resume, so that it carries no secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from inspect import iscoroutine
from typing import Any, ClassVar, NamedTuple

from msgspec import UNSET

from onepay_api.wire_names import PLAIN_NAMES, SENSITIVE_NAMES
from onepay_core.errors import (
    ConfigurationError,
    InvalidRequest,
    NoResponse,
    ObservedLimitWarning,
    OnePayError,
    StatusError,
    UnreadableBody,
    WrongArguments,
)
from onepay_core.json_values import is_array, is_object
from onepay_core.masking import HIDDEN
from onepay_core.operation import Call
from onepay_core.tracebacks import private_locals

from .sending.messages import Attempt, Headers, describe_attempts, list_attempts

__all__ = (
    "AlreadyDone",
    "ApiError",
    "AuthenticationFailed",
    "CannotResume",
    "CircuitOpen",
    "ConfigurationError",
    "Conflict",
    "FieldProblem",
    "IdempotencyConflict",
    "IdempotencyKeyMismatch",
    "InsufficientFunds",
    "InvalidRequest",
    "InvalidResponse",
    "InvalidValue",
    "JournalError",
    "NoResponse",
    "NotFound",
    "NotSent",
    "ObservedLimitWarning",
    "OnePayError",
    "OutcomeUnknown",
    "PaginationError",
    "PermissionDenied",
    "RateLimited",
    "Redirected",
    "ReplyUnavailable",
    "ServerFailed",
    "StatusError",
    "UnreadableBody",
    "ValidationFailed",
    "WrongArguments",
)


class InvalidValue(OnePayError, ValueError):
    """An amount, a label, an idempotency key or a fact for one that cannot be right. Nothing was sent."""


class UnreadableTable(OnePayError):
    """A table that cannot be read as a whole: no header, a column that is missing, cut text. Nothing was kept."""


class PaginationError(OnePayError):
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


class IdempotencyKeyMismatch(ConfigurationError):
    """The journal holds this idempotency key with another request. Nothing was sent."""


class JournalError(ConfigurationError):
    """The journal cannot be used; a call that needed it was not sent."""


class AlreadyDone(OnePayError):
    """The journal knows that this was carried out, with the same idempotency key, by an earlier call. Nothing was sent.

    A loop that is run again goes on with its next item. ``CallOptions(send_again=True)`` sends it all the same.

    Attributes:
        operation: the operationId.
        object_id: the ``id`` of what the earlier call made, to fetch its present state with, or to know its events by.
            None where the reply had none, and where the journal keeps none: an older entry, one that was
            settled by hand, or a journal of your own without ``complete``.
    """

    def __init__(self, operation: str, key: str | None, object_id: str | None = None) -> None:
        super().__init__(operation, key, object_id)
        self.operation = operation
        self.idempotency_key = key
        self.object_id = object_id

    def __str__(self) -> str:
        made = "" if self.object_id is None else f" It made {self.object_id}."
        return (
            f"{self.operation}: the journal knows that an earlier call with the idempotency key {self.idempotency_key} "
            f"was carried out, so nothing was sent.{made} Go on, or fetch what it made; CallOptions(send_again=True) "
            "sends it again, which does it twice if the server has forgotten the key."
        )


class CannotResume(ConfigurationError):
    """An unknown outcome that cannot be settled by asking again; the message says how else. Nothing was sent."""


class NotSent(NoResponse):
    """The server was never reached: no byte of any attempt left. Nothing happened; call again when you like."""

    def __init__(self, operation: str, reason: str) -> None:
        super().__init__(operation, reason, may_have_arrived=False)

    def __str__(self) -> str:
        return (
            f"{self.operation}: {self._route} was never reached ({self.reason}), so nothing happened. "
            f"{describe_attempts(self.attempts)}Check the network, the address (base_url) and the proxy (the option "
            "proxy, else HTTPS_PROXY), and call again."
        )


class CircuitOpen(NotSent):
    """The circuit breaker of the client is open: after too many writes without an answer, this one was not sent.

    Attributes:
        failures: how many writes in a row had no answer.
        first_operation: the operationId of the first write that was not sent.
        first_key: its idempotency key, as given or made; None where the operation takes none.
    """

    def __init__(self, operation: str, failures: int, first_operation: str, first_key: str | None) -> None:
        super().__init__(operation, f"{failures} writes in a row had no answer")
        self.failures = failures
        self.first_operation = first_operation
        self.first_key = first_key

    def __str__(self) -> str:
        key = f" with idempotency key {self.first_key}" if self.first_key else ""
        return (
            f"{self.operation}: not sent, because {self.failures} writes in a row had no answer. The first call that "
            f"was not sent was {self.first_operation}{key}. Settle those without an answer (recover, or error.resume), "
            "call breaker.reset(), and go on from there."
        )


def _mark_public(module: str, errors: Iterable[type[Exception]]) -> None:
    """Let tracebacks name errors by the module that programs import them from."""
    for error in errors:
        error.__module__ = module


_mark_public(
    __name__,
    (
        ConfigurationError,
        InvalidRequest,
        NoResponse,
        ObservedLimitWarning,
        OnePayError,
        StatusError,
        UnreadableBody,
        WrongArguments,
    ),
)


class InvalidResponse(UnreadableBody):
    """A reply to a read that cannot be used: cut, HTML, empty, too large, not UTF-8. ``body`` keeps the bytes.

    A pickled one has forgotten ``body``.
    """

    def __init__(self, operation: str, status: int, body: bytes, reason: str, headers: Headers | None = None) -> None:
        super().__init__(body, reason)
        self.operation = operation
        self.status = status
        self.request_id: str | None = headers.request_id if headers else None

    def __str__(self) -> str:
        return (
            f"{self.operation}: HTTP {self.status} from {self._route} with a body of {self.size} "
            f"bytes that cannot be used: {self.reason} It was a read, so nothing was changed. "
            f"{describe_attempts(self.attempts)}{self._advice()}"
        )

    def _advice(self) -> str:
        if WEB_PAGE in self.reason:  # which OnePay's support can do nothing about
            return "Open the address in a browser on this machine to see what answers there."
        return f"Call again; if it stays, give OnePay the request id ({self.request_id or 'none was sent'})."


WEB_PAGE = "it is a web page"
"""With what the reason begins where a body was written for a browser."""

_CODE = re.compile("[0-9]{1,6}")
_STEPS = re.compile(r"[.\[\]]+")
_INDEX = re.compile("[0-9]{0,3}")


class FieldProblem(NamedTuple):
    """What the server says of one field of the request."""

    field: str
    message: str


class ApiError(StatusError):
    """The server refused the request; nothing was done by it.

    ``status``, ``code`` (text, such as ``"10500"``) and ``code_name`` say why; ``message`` is for people, in
    Spanish. ``fields`` names the fields at fault, ``field_errors`` says what is wrong with each, in one list whichever
    of the documented shapes came. ``error`` is the typed body, ``body`` its bytes; a pickled error has forgotten both,
    and with them ``message`` and ``field_errors``.
    """

    call: Call[Any] | None = None
    """The call, whose values are masked in what the server says."""
    __forgets__: ClassVar[frozenset[str]] = StatusError.__forgets__ | {"call"}

    def __init__(self, operation: str, status: int, error: Any, body: bytes, headers: Headers | None = None) -> None:
        super().__init__(operation, status, error, body)
        code = getattr(error, "code", UNSET)
        self.code: str | None = str(code) if isinstance(code, (str, int)) and _CODE.fullmatch(str(code)) else None
        self.request_id: str | None = headers.request_id if headers else None
        self.retry_after: float | None = None
        self.fields: tuple[str, ...] = tuple(dict.fromkeys(_shown_name(name) for name, _ in self.field_errors))

    @property
    def message(self) -> str | None:
        """The text for people, in Spanish, with what was sent masked in it; None where none came.

        ``error.error.message`` is the text as it came, and may repeat personal data of the request.
        """
        message = getattr(self.error, "message", UNSET)
        detail = getattr(self.error, "error", UNSET)
        text = next((text for text in (message, detail) if isinstance(text, str)), None)
        return None if text is None else self._masked(text)

    @property
    def field_errors(self) -> tuple[FieldProblem, ...]:
        """What is wrong with single fields, as ``(field, message)``, with what was sent masked in them."""
        problems = field_problems(self.error)
        return tuple(FieldProblem(self._masked(field), self._masked(text)) for field, text in problems)

    def _masked(self, text: str) -> str:
        from .observability.masking import masked_message  # noqa: PLC0415 - only when something is refused

        return masked_message(text, self.call)

    def __str__(self) -> str:
        fields = "fields " + ", ".join(self.fields) if self.fields else ""
        request = f"request id {self.request_id}" if self.request_id else ""
        facts = [fact for fact in (f"HTTP {self.status}", self.code_name, fields, request) if fact]
        return f"{self.operation}: {', '.join(facts)}. {self._advice()}"

    def _advice(self) -> str:
        if self.error is None and self.size:
            return (
                f"Nothing was done. The body is not JSON, so perhaps {self.address or 'the address'} is wrong, or a "
                f"proxy{f' ({self.proxy})' if self.proxy else ''} answered in its place; error.body has it."
            )
        return "Nothing was done. error.message says why, in Spanish; error.body is all that came."


class Redirected(ApiError):
    """3xx. A redirect is never followed, because the key would go with it."""

    def _advice(self) -> str:
        return (
            f"{self._route} sends elsewhere. A redirect is never followed, because the key would go "
            "with it. Nothing was done. Correct base_url or cards_url."
        )


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


class Conflict(ApiError):
    """409: the request contradicts what the server holds."""


class IdempotencyConflict(Conflict):
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
        where = "error.field_errors says" if self.field_errors else "error.message says, in Spanish,"
        key = " A corrected request needs a new idempotency key." if self.idempotency_key else ""
        return f"Nothing was done. {where} why.{key}"


class RateLimited(ApiError):
    """429: too many requests. ``retry_after`` is the pause in seconds that the server asks for, if it does."""

    def _advice(self) -> str:
        pause = "in a while" if self.retry_after is None else f"in {self.retry_after:g} seconds"
        return f"Nothing was done. Call again {pause}."


class ServerFailed(ApiError):
    """5xx and other statuses that say that the server failed, in answer to a read."""

    def _advice(self) -> str:
        return f"It was a read, so nothing was changed. {describe_attempts(self.attempts)}Call again later."


def _shown_name(name: str) -> str:
    """A field's name as it may be shown: the parts of it that the contract knows, and indexes."""
    parts = _STEPS.split(name)
    known = (part in PLAIN_NAMES or part in SENSITIVE_NAMES or _INDEX.fullmatch(part) for part in parts)
    return name if all(known) else HIDDEN


def field_problems(error: Any) -> tuple[FieldProblem, ...]:
    """The problems in an ``ErrorReply``: ``errors`` as list or map, or ``erros``, as a documented page spells it."""
    found: list[FieldProblem] = []
    for listing in (getattr(error, "errors", None), getattr(error, "erros", None)):
        if is_object(listing):
            found += _of_map(listing)
        elif is_array(listing):
            found += [_of_item(item) for item in listing]
    return tuple(found)


def _of_map(listing: dict[str, Any]) -> Iterable[FieldProblem]:
    for field, messages in listing.items():
        for message in messages if is_array(messages) else [messages]:
            yield FieldProblem(field, str(message))


def _of_item(item: Any) -> FieldProblem:
    if is_object(item):
        return FieldProblem(str(item.get("key", "")), str(item.get("description", "")))
    return FieldProblem(str(getattr(item, "key", "")), str(getattr(item, "description", item)))


class OutcomeUnknown(OnePayError):
    """A write left, and nothing that came back says whether it was carried out: the money may have moved.

    ``moves_money`` is false where the contract says that the operation moves none, such as deleting a webhook.

    Attributes:
        operation: the operationId, such as ``cashouts_create``.
        idempotency_key: the key that was sent with every attempt; None where the operation takes none.
        sent: what was sent, with secrets and personal data masked.
        attempts: the result of each attempt.
        reply: the last refusal that does not settle it, such as a 401 after a cut connection, or None.
        can_resume: whether ``resume()`` may ask again: a POST only with an idempotency key. Where no document says
            that the server heeds the key (a refund, for one), ``how`` says so: look first.
        how: how to go on, in one or two sentences.

    A pickled one has forgotten ``reply`` and how to resume; call the method again with ``idempotency_key``.
    """

    reply: ApiError | None = None
    resumption: Callable[[], Any] | None = None
    __forgets__: ClassVar[frozenset[str]] = frozenset({"reply", "resumption"})

    def __init__(  # noqa: PLR0913 - each is a fact of its own
        self,
        operation: str,
        *,
        sent: str,
        how: str,
        key: str | None,
        attempts: tuple[Attempt, ...],
        moves_money: bool = True,
    ) -> None:
        super().__init__(operation)
        self.operation = operation
        self.sent = sent
        self.how = how
        self.idempotency_key = key
        self.attempts = attempts
        self.moves_money = moves_money

    @property
    def can_resume(self) -> bool:
        """Whether ``resume()`` can repeat the call in this process, with the same key."""
        return self.resumption is not None

    @private_locals
    def resume(self) -> Any:
        """Ask again with the same key, and return what the first call would have returned.

        Raises:
            CannotResume: the operation takes no key, or this error was unpickled, or its client is asynchronous.
            OnePayError: whatever the method itself raises; ``OutcomeUnknown`` again while nothing settles it.
        """
        answer = self._resumption()()
        if iscoroutine(answer):
            answer.close()
            raise CannotResume(f"{self.operation}: the client is asynchronous; use `await error.resume_async()`.")
        return answer

    @private_locals
    async def resume_async(self) -> Any:
        """``resume()`` for an ``AsyncOnePay``."""
        answer = self._resumption()()
        return await answer if iscoroutine(answer) else answer

    def _resumption(self) -> Callable[[], Any]:
        if self.resumption is None:
            raise CannotResume(f"{self.operation}: asking again here is not safe or not possible. {self.how}")
        return self.resumption

    def __str__(self) -> str:
        key = f"idempotency key {self.idempotency_key}" if self.idempotency_key else "no idempotency key"
        money = "; money may have moved" if self.moves_money else ", but it moves no money"
        route = f" at {self._route}" if self.address else ""
        headline = f"{self.operation}{route}: {self._headline}{money} ({key})."
        return f"{headline}\n  sent: {self.sent}\n{list_attempts(self.attempts)}  {self.how}"

    _headline = "it is not known whether this was carried out"


class ReplyUnavailable(OutcomeUnknown):
    """The request arrived, and its reply was lost: the server knows the key (409) after an attempt that was cut.

    It is not known whether the server carried it out or refused it; fetch what it made, do not send it anew.
    """

    _headline = "the request arrived, but its reply was lost"


class RefusalReason(StrEnum):
    """Why a request was not taken for a delivery of OnePay's. The values are stable; log and count them."""

    EMPTY_BODY = "empty_body"
    BODY_TOO_LARGE = "body_too_large"
    MISSING_TOKEN = "missing_token"  # noqa: S105 - the name of a reason
    WRONG_TOKEN = "wrong_token"  # noqa: S105 - the name of a reason
    MISSING_SIGNATURE = "missing_signature"
    MALFORMED_SIGNATURE = "malformed_signature"
    WRONG_SIGNATURE = "wrong_signature"
    REPEATED_HEADER = "repeated_header"
    STALE = "stale"
    FROM_THE_FUTURE = "from_the_future"
    WRONG_ENVIRONMENT = "wrong_environment"

    @property
    def status(self) -> int:
        """HTTP status to answer with."""
        return _REFUSAL_STATUS.get(self, 401)


_REFUSAL_STATUS: Mapping[RefusalReason, int] = {
    RefusalReason.BODY_TOO_LARGE: 413,
    RefusalReason.WRONG_ENVIRONMENT: 403,
    RefusalReason.EMPTY_BODY: 503,
    RefusalReason.STALE: 503,
    RefusalReason.FROM_THE_FUTURE: 503,
}
"""503 where the fault may be this machine's: its clock, or a middleware that read the body. 4xx would be final."""


class WebhookRefused(OnePayError):
    """A request that is not a delivery to act on.

    ``reason`` is for programs, ``explanation`` for people; neither ever repeats what came or a
    secret. ``reason.status`` is the HTTP status to answer with.
    """

    def __init__(self, reason: RefusalReason, explanation: str) -> None:
        super().__init__(reason, explanation)
        self.reason = reason
        self.explanation = explanation

    def __str__(self) -> str:
        return f"Webhook refused, {self.reason}: {self.explanation}"


class DedupStoreUnavailable(OnePayError):
    """The store of handled events cannot be used now. Nothing was handled; OnePay delivers again."""
