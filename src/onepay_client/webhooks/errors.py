"""Errors of ``onepay_client.webhooks``.

::

    OnePayError
    ├── ConfigurationError     the endpoint was set up, or called, in a way that cannot be safe
    ├── WebhookRefused         a request to the endpoint is not a delivery that may be acted on
    └── DedupStoreUnavailable  the store of handled events could not be read or written
"""

from collections.abc import Mapping
from enum import StrEnum

from onepay_core.errors import OnePayError

__all__ = (
    "DedupStoreUnavailable",
    "RefusalReason",
    "WebhookRefused",
)


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
        return _STATUS.get(self, 401)


_STATUS: Mapping[RefusalReason, int] = {
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
