"""OnePay's payments API for Python: ``from onepay_client import OnePay, AsyncOnePay``.

A module is loaded when one of its names is first used: who only makes a client loads neither SQLite nor the journal.
Type checkers read the names in ``__all__`` of each module.
"""

from typing import TYPE_CHECKING

from onepay_core.lazy_names import lazy_names

if TYPE_CHECKING:
    from onepay_api import models as models
    from onepay_core.types import UNSET as UNSET
    from onepay_core.types import Unset as Unset

    from . import money as money
    from . import payouts as payouts
    from . import reconciliation as reconciliation
    from . import webhooks as webhooks
    from .client import *
    from .errors import *
    from .idempotency import *
    from .journal import *
    from .observability.observers import *
    from .outcomes import *
    from .pages import *
    from .recovery import *
    from .sending.messages import *
    from .sending.retries import *
    from .settings import *
    from .storage.journals import *

_NAMES = {
    ".client": (
        "AsyncOnePay",
        "OnePay",
    ),
    ".errors": (
        "AlreadyDone",
        "ApiError",
        "ReplyUnavailable",
        "AuthenticationFailed",
        "InvalidResponse",
        "PaginationError",
        "CannotResume",
        "CircuitOpen",
        "ConfigurationError",
        "Conflict",
        "FieldProblem",
        "InsufficientFunds",
        "InvalidRequest",
        "InvalidValue",
        "JournalError",
        "IdempotencyConflict",
        "IdempotencyKeyMismatch",
        "NoResponse",
        "NotFound",
        "NotSent",
        "ObservedLimitWarning",
        "OnePayError",
        "OutcomeUnknown",
        "PermissionDenied",
        "RateLimited",
        "Redirected",
        "ServerFailed",
        "StatusError",
        "UnreadableBody",
        "ValidationFailed",
        "WrongArguments",
    ),
    ".idempotency": (
        "Fact",
        "idempotency_key",
    ),
    ".journal": (
        "Ending",
        "Entry",
        "Journal",
    ),
    ".observability.observers": (
        "CallInfo",
        "Deviation",
        "DeviationCounter",
        "DeviationKind",
        "DeviationPlace",
        "LogObserver",
        "Observer",
        "set_up_logging",
    ),
    ".outcomes": (
        "DECLINE_TEXTS",
        "STATUS_MEANINGS",
        "MoneyState",
        "Outcome",
        "StatusMeaning",
        "StatusSet",
        "outcome_of",
        "payer_text",
    ),
    ".pages": ("Page",),
    ".recovery": (
        "Recovered",
        "recover",
        "recover_async",
    ),
    ".sending.messages": (
        "Attempt",
        "AttemptResult",
        "Headers",
        "RawReply",
        "Reply",
    ),
    ".sending.retries": (
        "Backoff",
        "CircuitBreaker",
        "RetryQuota",
    ),
    ".settings": (
        "CallOptions",
        "ClientOptions",
        "Environment",
        "EnvironmentName",
        "Key",
        "Runtime",
        "Timeouts",
    ),
    ".storage.journals": ("PostgresJournal", "SqliteJournal"),
    "onepay_core.types": (
        "UNSET",
        "Unset",
    ),
}
_SUBMODULES = {
    "models": "onepay_api.models",
    "money": ".money",
    "payouts": ".payouts",
    "reconciliation": ".reconciliation",
    "webhooks": ".webhooks",
}

if not TYPE_CHECKING:  # else every misspelt name would pass
    __all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES, _SUBMODULES)
