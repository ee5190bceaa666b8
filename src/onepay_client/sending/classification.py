"""What one attempt that brought no success means."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from msgspec import Struct

from onepay_client.errors import (
    ApiError,
    AuthenticationFailed,
    Conflict,
    IdempotencyConflict,
    InsufficientFunds,
    InvalidResponse,
    NoResponse,
    NotFound,
    NotSent,
    PermissionDenied,
    RateLimited,
    Redirected,
    ServerFailed,
    ValidationFailed,
)
from onepay_core.errors import OnePayError
from onepay_core.operation import Operation

from .decoding import read_refusal
from .effects import Failed, Failure
from .replies import RawReply
from .retries import CONFLICT, SAYS_NOTHING_WAS_DONE, FailureKind, is_ambiguous, is_throttled

_BY_STATUS: dict[int, type[ApiError]] = {
    400: ValidationFailed,
    401: AuthenticationFailed,
    403: PermissionDenied,
    404: NotFound,
    409: Conflict,
    422: ValidationFailed,
    429: RateLimited,
}
_NO_MONEY = frozenset({"balance_is_empty", "insufficient_funds", "10500", "10501"})
"""Names and codes of the documented refusals that come as 401 although the key is fine."""

_KEY_IS_KNOWN = frozenset({None, "idempotency_error"})
"""What a 409 says of itself when the idempotency key is the cause; it need not say anything."""

_NO_KEY_CAME = "10003"
"""The code of the one documented ``idempotency_error``, which asks for the header. Every request of ours has it: if the
server says so all the same, it was lost on the way, or the code has other meanings too. Either proves nothing about an
earlier attempt, so that such a 409 never means that one arrived."""

_SECONDS_LENGTH = 9


class Classification(Struct, frozen=True):
    """What one attempt means.

    Attributes:
        error: what the caller gets if this was the last attempt, and no earlier one leaves anything open.
        failure: the column of the rule of retries; None when asking again is of no use.
        leaves_open: whether the server may have carried out the request.
        arrived: whether it proves that an earlier attempt arrived.
        wait: the pause in seconds that the server asks for.
    """

    error: OnePayError
    failure: FailureKind | None
    leaves_open: bool
    arrived: bool = False
    wait: float | None = None


def classify_failure(operation: Operation[Any], failed: Failed) -> Classification:
    """What an attempt without a whole reply means; one that never left leaves nothing open."""
    if failed.failure is Failure.NEVER_SENT:
        failure = FailureKind.NEVER_SENT if failed.expected else None
        return Classification(NotSent(operation.id, failed.reason), failure, leaves_open=False)
    if failed.failure is Failure.UNUSABLE and failed.reply is not None:
        return classify_unreadable(operation, failed.reply, failed.reason)
    error = NoResponse(operation.id, failed.reason, may_have_arrived=True)
    return Classification(error, FailureKind.AMBIGUOUS if failed.expected else None, leaves_open=True)


def classify_unreadable(operation: Operation[Any], raw: RawReply, reason: str) -> Classification:
    """What a success means whose body cannot be read: perhaps it was done, perhaps a proxy spoke."""
    error = InvalidResponse(operation.id, raw.status, raw.body, reason, raw.headers)
    return Classification(error, FailureKind.AMBIGUOUS, leaves_open=True)


def classify_status(operation: Operation[Any], raw: RawReply, now: float, *, open_before: bool) -> Classification:
    """What a reply means whose status is not a success; ``open_before`` if an earlier attempt may have arrived."""
    error = _error(operation, raw)
    wait = error.retry_after = retry_after(raw.headers.get("retry-after"), now)
    if is_throttled(raw.status, has_retry_after=wait is not None):
        return Classification(error, FailureKind.THROTTLED, raw.status not in SAYS_NOTHING_WAS_DONE, wait=wait)
    if isinstance(error, Redirected):
        return Classification(error, None, leaves_open=True)
    if is_ambiguous(raw.status):
        return Classification(error, FailureKind.AMBIGUOUS, leaves_open=True, wait=wait)
    if isinstance(error, IdempotencyConflict) and open_before:
        return Classification(error, FailureKind.AMBIGUOUS, leaves_open=True, arrived=True, wait=wait)
    return Classification(error, None, leaves_open=False)


def _error(operation: Operation[Any], raw: RawReply) -> ApiError:
    error = read_refusal(operation, raw)
    made = _class(raw.status)(operation.id, raw.status, error, raw.body, raw.headers)
    if isinstance(made, AuthenticationFailed) and {made.code, made.code_name} & _NO_MONEY:
        return InsufficientFunds(operation.id, raw.status, error, raw.body, raw.headers)
    if operation.idempotency not in {None, "unproved"} and _says_key_is_known(made):
        return IdempotencyConflict(operation.id, raw.status, error, raw.body, raw.headers)
    return made


def _says_key_is_known(error: ApiError) -> bool:
    return error.status == CONFLICT and error.code_name in _KEY_IS_KNOWN and error.code != _NO_KEY_CAME


def _class(status: int) -> type[ApiError]:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status // 100 == 3:  # noqa: PLR2004 - a class of statuses
        return Redirected
    return ServerFailed if is_ambiguous(status) else ApiError


def retry_after(text: str | None, now: float) -> float | None:
    """The pause that a ``Retry-After`` header asks for: seconds, or a date as seconds from ``now``; None if neither."""
    text = (text or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:_SECONDS_LENGTH]) if len(text) <= _SECONDS_LENGTH else float("inf")
    try:
        date = parsedate_to_datetime(text)
        moment = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    return max(0.0, moment - now)
