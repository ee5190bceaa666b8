"""OnePay's payments API for Python: ``from onepay_client import OnePay, AsyncOnePay``."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onepay_api import models
    from onepay_core.deviations import Deviation, DeviationKind
    from onepay_core.operation import CallOptions, Timeouts
    from onepay_core.pages import Page
    from onepay_core.types import UNSET, Unset

    from . import money, webhooks
    from ._logging import LogWatcher, set_up_logging
    from .attempts import Attempt, Seen
    from .client import AsyncOnePay, OnePay
    from .deviations import DeviationCounter, DeviationPlace
    from .errors import (
        AlreadyDone,
        ApiError,
        Arrived,
        AuthenticationFailed,
        BadReply,
        BrokenListing,
        CannotResume,
        CircuitOpen,
        ConfigurationError,
        Conflict,
        FieldProblem,
        InsufficientFunds,
        InvalidRequest,
        InvalidValue,
        JournalFailed,
        KeyAlreadyUsed,
        KeyReused,
        NoReply,
        NotFound,
        NotSent,
        OnePayError,
        OutcomeUnknown,
        PermissionDenied,
        RateLimited,
        Redirected,
        ServerFailed,
        StatusError,
        UnreadableBody,
        ValidationFailed,
    )
    from .headers import Headers
    from .idempotency import Fact, idempotency_key
    from .journal import Ending, Entry, Journal
    from .keys import EnvironmentName
    from .outages import CircuitBreaker, RetryQuota
    from .outcomes import Outcome, State, outcome_of
    from .pages import items
    from .recovery import Recovered, recover, recover_async
    from .replies import RawReply, Reply
    from .retries import Backoff
    from .settings import ClientOptions, Environment, Surroundings
    from .sqlite_journal import SqliteJournal
    from .watching import Watched, Watcher

_MODULES = {
    "AlreadyDone": ".errors",
    "ApiError": ".errors",
    "Arrived": ".errors",
    "AsyncOnePay": ".client",
    "Attempt": ".attempts",
    "AuthenticationFailed": ".errors",
    "Backoff": ".retries",
    "BadReply": ".errors",
    "BrokenListing": ".errors",
    "CallOptions": "onepay_core.operation",
    "CannotResume": ".errors",
    "CircuitBreaker": ".outages",
    "CircuitOpen": ".errors",
    "ClientOptions": ".settings",
    "ConfigurationError": ".errors",
    "Conflict": ".errors",
    "Deviation": "onepay_core.deviations",
    "DeviationCounter": ".deviations",
    "DeviationKind": "onepay_core.deviations",
    "DeviationPlace": ".deviations",
    "Ending": ".journal",
    "Entry": ".journal",
    "Environment": ".settings",
    "EnvironmentName": ".keys",
    "Fact": ".idempotency",
    "FieldProblem": ".errors",
    "Headers": ".headers",
    "InsufficientFunds": ".errors",
    "InvalidRequest": ".errors",
    "InvalidValue": ".errors",
    "Journal": ".journal",
    "JournalFailed": ".errors",
    "KeyAlreadyUsed": ".errors",
    "KeyReused": ".errors",
    "LogWatcher": "._logging",
    "NoReply": ".errors",
    "NotFound": ".errors",
    "NotSent": ".errors",
    "OnePay": ".client",
    "OnePayError": ".errors",
    "Outcome": ".outcomes",
    "OutcomeUnknown": ".errors",
    "Page": "onepay_core.pages",
    "PermissionDenied": ".errors",
    "RateLimited": ".errors",
    "RawReply": ".replies",
    "Redirected": ".errors",
    "Recovered": ".recovery",
    "Reply": ".replies",
    "RetryQuota": ".outages",
    "Seen": ".attempts",
    "ServerFailed": ".errors",
    "SqliteJournal": ".sqlite_journal",
    "State": ".outcomes",
    "StatusError": ".errors",
    "Surroundings": ".settings",
    "Timeouts": "onepay_core.operation",
    "UNSET": "onepay_core.types",
    "UnreadableBody": ".errors",
    "Unset": "onepay_core.types",
    "ValidationFailed": ".errors",
    "Watched": ".watching",
    "Watcher": ".watching",
    "idempotency_key": ".idempotency",
    "items": ".pages",
    "outcome_of": ".outcomes",
    "recover": ".recovery",
    "recover_async": ".recovery",
    "set_up_logging": "._logging",
}

_WHOLE = {"models": "onepay_api.models", "money": ".money", "webhooks": ".webhooks"}

__all__ = [
    "UNSET",
    "AlreadyDone",
    "ApiError",
    "Arrived",
    "AsyncOnePay",
    "Attempt",
    "AuthenticationFailed",
    "Backoff",
    "BadReply",
    "BrokenListing",
    "CallOptions",
    "CannotResume",
    "CircuitBreaker",
    "CircuitOpen",
    "ClientOptions",
    "ConfigurationError",
    "Conflict",
    "Deviation",
    "DeviationCounter",
    "DeviationKind",
    "DeviationPlace",
    "Ending",
    "Entry",
    "Environment",
    "EnvironmentName",
    "Fact",
    "FieldProblem",
    "Headers",
    "InsufficientFunds",
    "InvalidRequest",
    "InvalidValue",
    "Journal",
    "JournalFailed",
    "KeyAlreadyUsed",
    "KeyReused",
    "LogWatcher",
    "NoReply",
    "NotFound",
    "NotSent",
    "OnePay",
    "OnePayError",
    "Outcome",
    "OutcomeUnknown",
    "Page",
    "PermissionDenied",
    "RateLimited",
    "RawReply",
    "Recovered",
    "Redirected",
    "Reply",
    "RetryQuota",
    "Seen",
    "ServerFailed",
    "SqliteJournal",
    "State",
    "StatusError",
    "Surroundings",
    "Timeouts",
    "UnreadableBody",
    "Unset",
    "ValidationFailed",
    "Watched",
    "Watcher",
    "idempotency_key",
    "items",
    "models",
    "money",
    "outcome_of",
    "recover",
    "recover_async",
    "set_up_logging",
    "webhooks",
]


def __getattr__(name: str) -> object:
    if name in _WHOLE:
        return import_module(_WHOLE[name], __name__)
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    loaded: object = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = loaded
    return loaded


def __dir__() -> list[str]:
    return sorted(__all__)
