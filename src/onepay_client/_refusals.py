"""The errors that stand for a status of the server; import them from ``onepay_client.errors``, which draws the tree."""

from __future__ import annotations

import re
from typing import Any, ClassVar, NamedTuple

from msgspec import UNSET

from onepay_api.wire_names import PLAIN_NAMES, SENSITIVE_NAMES
from onepay_core.errors import StatusError
from onepay_core.operation import Call

from .attempts import tried
from .headers import Headers

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
        from ._field_errors import field_problems  # noqa: PLC0415 - only when something is refused

        problems = field_problems(self.error)
        return tuple(FieldProblem(self._masked(field), self._masked(text)) for field, text in problems)

    def _masked(self, text: str) -> str:
        from .masking import masked_message  # noqa: PLC0415 - only when something is refused

        return masked_message(text, self.call)

    def __str__(self) -> str:
        fields = "fields " + ", ".join(self.fields) if self.fields else ""
        request = f"request id {self.request_id}" if self.request_id else ""
        facts = [fact for fact in (f"HTTP {self.status}", self.code_name, fields, request) if fact]
        return f"{self.operation}: {', '.join(facts)}. {self._advice()}"

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


class Conflict(ApiError):
    """409: the request contradicts what the server holds."""


class KeyAlreadyUsed(Conflict):
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
        return f"{tried(self.attempts)}Call again later."


def _shown_name(name: str) -> str:
    """A field's name as it may be shown: the parts of it that the contract knows, and indexes."""
    parts = _STEPS.split(name)
    known = (part in PLAIN_NAMES or part in SENSITIVE_NAMES or _INDEX.fullmatch(part) for part in parts)
    return name if all(known) else "***"
