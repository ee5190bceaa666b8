"""Every error that leaves the client. ``docs/errors.md`` says what to do about each.

::

    OnePayError
    ├── ConfigurationError     a key, an address or a setting cannot be right                  nothing was sent
    │   ├── KeyReused          the journal knows this idempotency key with another request     nothing was sent
    │   ├── JournalFailed      the journal cannot be used                                      nothing was sent
    │   ├── CannotResume       this outcome cannot be settled by asking again                  nothing was sent
    │   └── WrongArguments     an argument or an option that does not exist, or is missing     nothing was sent
    ├── AlreadyDone            the journal knows that an earlier call carried it out           nothing was sent
    ├── InvalidRequest         the contract forbids the request                                nothing was sent
    ├── InvalidValue           an amount or an idempotency key that cannot be right            nothing was sent
    ├── BrokenListing          the pages of a list do not fit together, and items may be missing
    ├── NoReply                a read got no reply
    │   └── NotSent            the server was never reached                                    nothing happened
    │       └── CircuitOpen    after too many writes without an answer it was not sent         nothing happened
    ├── UnreadableBody         a body is not JSON
    │   └── BadReply           a read got a reply that cannot be used
    ├── StatusError
    │   └── ApiError           the server refused                                              nothing happened
    │       ├── Redirected             3xx: keys never follow a redirect
    │       ├── AuthenticationFailed   401: the key is not accepted
    │       ├── InsufficientFunds      401 with balance_is_empty or insufficient_funds
    │       ├── PermissionDenied       403
    │       ├── NotFound               404
    │       ├── Conflict               409
    │       │   └── KeyAlreadyUsed     409: a request with this idempotency key arrived earlier
    │       ├── ValidationFailed       400, 422: see ``field_errors``
    │       ├── RateLimited            429: see ``retry_after``
    │       └── ServerFailed           any status that says that the server failed, for a read
    ├── OutcomeUnknown         a write may have been carried out: ask again with the same key, or look
    │   └── Arrived            it did arrive, and its reply was lost: fetch what it made
    ├── WebhookRefused         a request to a webhook that is no delivery to act on: see ``reason``
    └── DedupStoreUnavailable  the store of handled events cannot be used now

The last two are those of ``onepay_client.webhooks``, and are imported from there.

Only ``OutcomeUnknown`` leaves open whether a write was carried out: after any other error nothing was done
by that call. Every error of a call has ``operation``, ``idempotency_key`` and ``attempts``.

All of them can be pickled. A pickled error forgets bodies and how to resume, so that it carries no secret.
"""

from __future__ import annotations

from onepay_core.errors import InvalidRequest, NoReply, OnePayError, StatusError, UnreadableBody

from ._misuse import (
    AlreadyDone,
    BrokenListing,
    CannotResume,
    ConfigurationError,
    InvalidValue,
    JournalFailed,
    KeyReused,
    WrongArguments,
)
from ._no_replies import BadReply, NotSent
from ._outcomes_unknown import Arrived, OutcomeUnknown
from ._refusals import (
    ApiError,
    AuthenticationFailed,
    Conflict,
    FieldProblem,
    InsufficientFunds,
    KeyAlreadyUsed,
    NotFound,
    PermissionDenied,
    RateLimited,
    Redirected,
    ServerFailed,
    ValidationFailed,
)
from .outages import CircuitOpen

__all__ = (
    "AlreadyDone",
    "ApiError",
    "Arrived",
    "AuthenticationFailed",
    "BadReply",
    "BrokenListing",
    "CannotResume",
    "CircuitOpen",
    "ConfigurationError",
    "Conflict",
    "FieldProblem",
    "InsufficientFunds",
    "InvalidRequest",
    "InvalidValue",
    "JournalFailed",
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
    "WrongArguments",
)
