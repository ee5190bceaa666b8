"""What one attempt means: the value of a success, the error of anything else, and whether it may be sent again.

The rule of retries stands here as data; ``docs/retries.md`` shows it as a table. A success is checked beyond what the
contract's reader checks. Where the outcome is unknown, there is what to do next.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any, cast

from msgspec import UNSET, DecodeError, Struct
from msgspec.json import decode as json_decode
from msgspec.json import encode as json_encode

from onepay_api.shapes import Shape
from onepay_client.errors import (
    WEB_PAGE,
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
from onepay_client.observability.masking import HIDDEN, masked_value
from onepay_client.settings import EnvironmentName
from onepay_core.decode import Reading, interpret, read
from onepay_core.deviations import Deviation, DeviationKind
from onepay_core.errors import OnePayError, UnreadableBody
from onepay_core.json_values import BYTE_ORDER_MARK, limit_depth, without_flaws
from onepay_core.model import Model, wire_fields
from onepay_core.operation import ANY_JSON, Call, Operation, R
from onepay_core.pages import Page

from .messages import Failed, Failure, RawReply


class OperationClass(StrEnum):
    """What makes operations differ when one must be repeated."""

    READ = "GET"
    WRITE = "PUT, DELETE"
    KEYED = "POST with x-idempotency"
    UNKEYED = "POST without or with an unproved key, and what is not idempotent"


class FailureKind(StrEnum):
    """What came of an attempt that brought no answer."""

    NEVER_SENT = "never reached the server"
    AMBIGUOUS = "may have reached it (cut, timeout, 5xx)"
    THROTTLED = "429, 503 with Retry-After"


class RetryDecision(StrEnum):
    """Whether the operation is sent again."""

    RETRY = "again"
    RETRY_404_IS_SUCCESS = "again; a 404 after an ambiguous DELETE is success"
    RETRY_SAME_KEY = "again, same key"
    NEVER = "never; outcome unknown"
    RETRY_IF_NOTHING_WAS_DONE = "again only when the reply proves that nothing was done"


RULE: dict[OperationClass, dict[FailureKind, RetryDecision]] = {
    OperationClass.READ: {
        FailureKind.NEVER_SENT: RetryDecision.RETRY,
        FailureKind.AMBIGUOUS: RetryDecision.RETRY,
        FailureKind.THROTTLED: RetryDecision.RETRY,
    },
    OperationClass.WRITE: {
        FailureKind.NEVER_SENT: RetryDecision.RETRY,
        FailureKind.AMBIGUOUS: RetryDecision.RETRY_404_IS_SUCCESS,
        FailureKind.THROTTLED: RetryDecision.RETRY,
    },
    OperationClass.KEYED: {
        FailureKind.NEVER_SENT: RetryDecision.RETRY_SAME_KEY,
        FailureKind.AMBIGUOUS: RetryDecision.RETRY_SAME_KEY,
        FailureKind.THROTTLED: RetryDecision.RETRY_SAME_KEY,
    },
    OperationClass.UNKEYED: {
        FailureKind.NEVER_SENT: RetryDecision.RETRY,
        FailureKind.AMBIGUOUS: RetryDecision.NEVER,
        FailureKind.THROTTLED: RetryDecision.RETRY_IF_NOTHING_WAS_DONE,
    },
}
"""What happens to an operation of each kind after each trouble."""

SAYS_NOTHING_WAS_DONE = frozenset({425, 429})
"""Statuses by which a server says that it did not begin: too early, too many requests. 503 does not say so."""

UNAVAILABLE = 503
REQUEST_TIMEOUT = 408
CONFLICT = 409


def kind_of(operation: Operation[Any]) -> OperationClass:
    """Which row of the rule holds for ``operation``.

    A key makes a PUT repeatable as a POST is; what the contract marks as not idempotent is like a POST without one,
    and so is a key of which only programs say that it may be sent.
    """
    if operation.method in ("GET", "HEAD"):
        return OperationClass.READ
    if operation.idempotency in ("required", "optional"):
        return OperationClass.KEYED
    return (
        OperationClass.WRITE
        if operation.method in ("PUT", "DELETE") and operation.idempotent
        else OperationClass.UNKEYED
    )


def can_resume(operation: Operation[Any]) -> bool:
    """Whether a caller may ask again with the same key; where the key is unproved, only after having looked."""
    return kind_of(operation) is not OperationClass.UNKEYED or operation.idempotency == "unproved"


def is_throttled(status: int, *, has_retry_after: bool) -> bool:
    """Whether a reply asks to come back later, as the last column of the rule means it."""
    return status in SAYS_NOTHING_WAS_DONE or (status == UNAVAILABLE and has_retry_after)


def is_ambiguous(status: int) -> bool:
    """Whether a reply leaves open if the request was carried out: any but a success and a refusal."""
    return status == REQUEST_TIMEOUT or not (_SUCCESS <= status < _REDIRECT or _REFUSAL <= status < _FAILURE)


def may_repeat(kind: OperationClass, failure: FailureKind, status: int | None) -> bool:
    """Whether the rule allows another attempt."""
    decision = RULE[kind][failure]
    return decision is not RetryDecision.NEVER and (
        decision is not RetryDecision.RETRY_IF_NOTHING_WAS_DONE or status in SAYS_NOTHING_WAS_DONE
    )


_SUCCESS, _REDIRECT, _REFUSAL, _FAILURE = 200, 300, 400, 500


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


def read_success(operation: Operation[R], raw: RawReply, environment: EnvironmentName | None) -> Reading[R]:
    """The typed value of a reply with a 2xx status, and every departure from the contract.

    Raises:
        UnreadableBody: it is not the JSON that the contract promises, there is none, it names a field twice, it is an
            object of another kind, or it speaks of an error. Where the contract promises no body, none need come.
    """
    is_raw = operation.replies.get("2XX") is ANY_JSON
    if not raw.body and is_raw:
        return cast("Reading[R]", Reading(None))
    _refuse_web_page(raw)
    reading = interpret(operation, raw.status, raw.body)
    if reading.deviations:
        _refuse_another_type(raw.body, reading.deviations)
    if reading.value is None:
        _refuse_unpromised(raw.body)
        return reading
    if is_raw:
        _refuse_error(raw.body, but_with="id")
    if reading.deviations:
        _refuse_another_object(raw.body, reading.value)
        if any(deviation.kind is DeviationKind.MISSING_FIELD for deviation in reading.deviations):
            _refuse_error(raw.body)
    refuse_repeated_names(raw.body)
    surprises = _content_type(raw) + _environment(reading.value, environment)
    return Reading(reading.value, reading.deviations + surprises) if surprises else reading


def read_refusal(operation: Operation[Any], raw: RawReply) -> Any:
    """The ``ErrorReply`` of a refusal; None when its body is not JSON."""
    shape = operation.reply_shape(raw.status) or Shape("ErrorReply")
    try:
        return read(raw.body, Shape("ErrorReply").type if shape is ANY_JSON else shape.type).value
    except UnreadableBody:
        return None


def refuse_repeated_names(body: bytes) -> None:
    """Refuse an object that has one name twice: which of two amounts is meant, nobody can say.

    Raises:
        UnreadableBody: it has.
    """
    if not _has_each_name_once(body):
        _read_names(body)


def _read_names(body: bytes) -> None:
    """Read every name of ``body``, however deep it is.

    Raises:
        UnreadableBody: an object has a name twice, or it is nested too deeply.
    """
    try:
        _NAMES.decode(limit_depth(body.removeprefix(BYTE_ORDER_MARK)).decode())
    except _RepeatedName as error:
        raise UnreadableBody(body, f"an object in it has the name {error} twice") from None
    except ValueError as error:
        raise UnreadableBody(body, f"it is not plain JSON ({type(error).__name__})") from None


def _has_each_name_once(body: bytes) -> bool:
    """Whether ``body`` surely has no name twice: it has as many colons as the value that msgspec makes of it.

    Of two fields with one name msgspec keeps the last, so that the colon of the other one is missing when the value is
    written again. The colons of texts are the same before and after, unless a text had one as an escape.
    """
    try:
        again = json_encode(json_decode(body))
    except (ValueError, RecursionError):
        return False
    return body.count(b":") == again.count(b":") and (b"\\" not in body or _ESCAPED not in body)


_ESCAPED = b"\\u003"
"""How the escape of a colon begins."""


class _RepeatedName(Exception):
    """An object has one name twice."""


def _check_names(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) != len(pairs):
        names = [name for name, _ in pairs]
        raise _RepeatedName(repr(next(name for name in names if names.count(name) > 1))[:_LONGEST_NAME])


_JSON = b"application/json"
_IS_JSON = re.compile(rb"\s*application/(?:[\w.-]+\+)?json\s*(?:;|$)", re.IGNORECASE)
_LONGEST_NAME = 40
_NAMES = json.JSONDecoder(object_pairs_hook=_check_names, parse_int=str, parse_float=str)
"""Reads every name and no value; msgspec takes the last of two values without a word."""


_IN_A_SUCCESS_TOO = frozenset({"message", "code"})
"""The fields of an error that a success may have as well."""

_FAILURES = (("success", False), ("ok", False), ("status", "error"), ("status", "failed"))
"""How other APIs say in a body that something failed; OnePay documents none of these."""

_PAGE = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)


def _refuse_web_page(raw: RawReply) -> None:
    """Refuse what was written for a browser, and say where it may come from."""
    if _PAGE.match(raw.body.removeprefix(b"\xef\xbb\xbf")):
        reason = (
            f"{WEB_PAGE}, not JSON. Is the address right (base_url), or did a proxy, a firewall or a captive "
            "portal answer in the API's place?"
        )
        raise UnreadableBody(raw.body, reason)


def _refuse_unpromised(body: bytes) -> None:
    """Refuse a body that the contract does not promise, unless it is JSON that speaks of no error."""
    if not body.strip():
        return
    _read_names(body)
    fields = _refuse_error(body)
    for name, value in _FAILURES:
        if fields.get(name, "") == value:
            raise UnreadableBody(body, f"it has the status of a success, and {name} is {value}")


def _refuse_error(body: bytes, *, but_with: str | None = None) -> dict[str, object]:
    """Refuse an object with fields of an error; with the field ``but_with`` it is something else that has one.

    Returns its fields, none where it is no object.
    """
    try:
        value: object = json_decode(without_flaws(body))
    except DecodeError as error:
        raise UnreadableBody(body, f"it is not plain JSON ({type(error).__name__})") from None
    fields = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    error_names = {field.name for field in wire_fields(Shape("ErrorReply").type)} - _IN_A_SUCCESS_TOO
    names = sorted(name for name in error_names if fields.get(name))
    if names and but_with not in fields:
        raise UnreadableBody(body, f"it has the status of a success, and speaks of an error ({', '.join(names)})")
    return fields


def _refuse_another_type(body: bytes, deviations: tuple[Deviation, ...]) -> None:
    """Refuse text, a number or a list where an object is promised: it would be no value of the type that we say."""
    for deviation in deviations:
        if deviation.kind is DeviationKind.WRONG_TYPE and not deviation.path:
            raise UnreadableBody(body, f"it is JSON, but not the {deviation.expected} that the contract promises")


def _refuse_another_object(body: bytes, value: object) -> None:
    """Refuse objects without a single field that theirs must have: a few that are missing are drift, all are not."""
    items: list[object] = [item for _, item in _objects(value)]
    for objects in ([value], items):
        models = [item for item in objects if isinstance(item, Model)]
        if models and not any(map(_is_one, models)):
            raise UnreadableBody(body, f"it has none of the fields that make a {_kind(models[0])}")


def _kind(model: object) -> str:
    return type(model).__name__


def _is_one(model: Model) -> bool:
    required = [field.name for field in wire_fields(type(model)) if field.required]
    return not required or any(getattr(model, name) is not UNSET for name in required)


def _content_type(raw: RawReply) -> tuple[Deviation, ...]:
    said = raw.headers.raw(b"content-type") or b""
    if said == _JSON or _IS_JSON.match(said):
        return ()
    place = ("(content-type)",)
    return (Deviation(place, DeviationKind.UNKNOWN_VALUE, _JSON.decode(), said.decode("latin-1")),)


def _environment(value: object, environment: EnvironmentName | None) -> tuple[Deviation, ...]:
    if environment is None:
        return ()
    expected = environment == "test"
    others = [path for path, item in _objects(value) if getattr(item, "is_test", expected) is (not expected)]
    if not others:
        return ()
    rule = f"{str(expected).lower()}, because the key is a {environment} key"
    kind = DeviationKind.BROKEN_RULE
    return tuple(Deviation((*path, "is_test"), kind, rule, not expected, hidden=False) for path in others)


def _objects(value: object) -> Iterable[tuple[tuple[str | int, ...], object]]:
    slot: tuple[str, ...] = ()
    if isinstance(value, Page):
        slot, value = ("data",), cast("object", value.data)  # pyright: ignore[reportUnknownMemberType] - of anything
    if isinstance(value, list):
        return [((*slot, index), item) for index, item in enumerate(cast("list[object]", value))]
    return [((), value)]


_ELSEWHERE = "in OnePay's panel, or in the webhook events that follow"


def guidance_for(call: Call[Any], *, resumable: bool) -> str:
    """What the caller can do now."""
    look = places_to_look(call.operation.id)
    if call.operation.idempotency == "unproved":
        return (
            f"Look whether it happened ({look}). If it did not, repeat it with error.resume() (`await "
            f"error.resume_async()`), or call the method again with idempotency_key={call.idempotency_key!r}: programs "
            "send this key, and no document says that OnePay heeds it here, so nothing is repeated by itself."
        )
    if kind_of(call.operation) is OperationClass.UNKEYED:
        if not call.operation.moves_money:
            return f"This operation takes no idempotency key: look whether it happened ({look}), and repeat it if not."
        return f"This operation takes no idempotency key: do not repeat it before you have looked ({look})."
    if not resumable:
        return f"Look whether it happened ({look})."
    key = f" again with idempotency_key={call.idempotency_key!r}" if call.idempotency_key else " again"
    return (
        f"Settle it with error.resume() (`await error.resume_async()`), or call the method{key}, "
        f"also after a restart: it is not done twice. Or look ({look})."
    )


def too_old_to_send(operation_id: str) -> str:
    """What to do about a request that must not be sent again, since its key may have been forgotten."""
    return (
        "It is too old to be sent again, or a clock is wrong: the server may have forgotten its key, and would do it "
        f"twice. Look whether it happened ({places_to_look(operation_id)}), and settle it by hand with journal.settle; "
        "CallOptions(send_again=True) sends it all the same."
    )


def places_to_look(operation_id: str) -> str:
    """Where the effect of an operation can be seen, as far as the contract has an operation for it."""
    from onepay_api.operations import OPERATIONS  # noqa: PLC0415 - only when something went wrong

    words = operation_id.split("_")
    tags = ["_".join(words[:length]) for length in range(len(words) - 1, 0, -1)]
    ids = [(tag, verb) for tag in tags for verb in ("get", "list") if f"{tag}_{verb}" in OPERATIONS]
    return " or ".join([*(f"client.{tag}.{verb}()" for tag, verb in ids), _ELSEWHERE])


def shown_request(call: Call[Any]) -> str:
    """What was sent, with whatever may be a secret or personal data masked."""
    path = call.operation.path
    for parameter in call.operation.parameters:
        if parameter.location == "path" and parameter.argument in call.arguments:
            path = path.replace(f"{{{parameter.name}}}", str(masked_value(call.arguments.get(parameter.argument))))
    shown = [] if call.body is UNSET else [json.dumps(masked_value(call.body), ensure_ascii=False)]
    shown += [f"{name}: {HIDDEN}" for name in call.options.body]
    return f"{call.operation.method} {path} {' with '.join(shown) or '(no body)'}"
