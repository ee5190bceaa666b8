"""The rule of retries, as data, and the pauses between attempts. ``docs/retries.md`` shows it as a table."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from msgspec import Struct

from onepay_core.arguments import OptionsMeta, checked_seconds
from onepay_core.errors import ConfigurationError
from onepay_core.operation import Operation


class Kind(StrEnum):
    """What makes operations differ when one must be repeated."""

    READ = "GET"
    WRITE = "PUT, DELETE"
    KEYED = "POST with `x-idempotency`"
    UNKEYED = "POST without or with an unproved key, and what is not idempotent"


class Trouble(StrEnum):
    """What came of an attempt that brought no answer."""

    NEVER_SENT = "never reached the server"
    AMBIGUOUS = "may have reached it (cut, timeout, 5xx)"
    PUT_OFF = "429, 503 with Retry-After"


class Verdict(StrEnum):
    """Whether the operation is sent again."""

    AGAIN = "again"
    AGAIN_OR_GONE = "again; a 404 after an ambiguous DELETE is success"
    AGAIN_SAME_KEY = "again, same key"
    NEVER = "**never; outcome unknown**"
    IF_NOTHING_WAS_DONE = "again only when the reply proves that nothing was done"


RULE: dict[Kind, dict[Trouble, Verdict]] = {
    Kind.READ: {
        Trouble.NEVER_SENT: Verdict.AGAIN,
        Trouble.AMBIGUOUS: Verdict.AGAIN,
        Trouble.PUT_OFF: Verdict.AGAIN,
    },
    Kind.WRITE: {
        Trouble.NEVER_SENT: Verdict.AGAIN,
        Trouble.AMBIGUOUS: Verdict.AGAIN_OR_GONE,
        Trouble.PUT_OFF: Verdict.AGAIN,
    },
    Kind.KEYED: {
        Trouble.NEVER_SENT: Verdict.AGAIN_SAME_KEY,
        Trouble.AMBIGUOUS: Verdict.AGAIN_SAME_KEY,
        Trouble.PUT_OFF: Verdict.AGAIN_SAME_KEY,
    },
    Kind.UNKEYED: {
        Trouble.NEVER_SENT: Verdict.AGAIN,
        Trouble.AMBIGUOUS: Verdict.NEVER,
        Trouble.PUT_OFF: Verdict.IF_NOTHING_WAS_DONE,
    },
}
"""What happens to an operation of each kind after each trouble."""

SAYS_NOTHING_WAS_DONE = frozenset({425, 429})
"""Statuses by which a server says that it did not begin: too early, too many requests. 503 does not say so."""

UNAVAILABLE = 503
REQUEST_TIMEOUT = 408
CONFLICT = 409


def kind_of(operation: Operation[Any]) -> Kind:
    """Which row of the rule holds for ``operation``.

    A key makes a PUT repeatable as a POST is; what the contract marks as not idempotent is like a POST without one,
    and so is a key of which only programs say that it may be sent.
    """
    if operation.method in ("GET", "HEAD"):
        return Kind.READ
    if operation.idempotency in ("required", "optional"):
        return Kind.KEYED
    return Kind.WRITE if operation.method in ("PUT", "DELETE") and operation.idempotent else Kind.UNKEYED


def can_resume(operation: Operation[Any]) -> bool:
    """Whether a caller may ask again with the same key; where the key is unproved, only after having looked."""
    return kind_of(operation) is not Kind.UNKEYED or operation.idempotency == "unproved"


def is_put_off(status: int, *, has_retry_after: bool) -> bool:
    """Whether a reply asks to come back later, as the last column of the rule means it."""
    return status in SAYS_NOTHING_WAS_DONE or (status == UNAVAILABLE and has_retry_after)


def is_ambiguous(status: int) -> bool:
    """Whether a reply leaves open if the request was carried out: any but a success and a refusal."""
    return status == REQUEST_TIMEOUT or not (_SUCCESS <= status < _REDIRECT or _REFUSAL <= status < _FAILURE)


def may_repeat(kind: Kind, trouble: Trouble, status: int | None) -> bool:
    """Whether the rule allows another attempt."""
    verdict = RULE[kind][trouble]
    return verdict is not Verdict.NEVER and (
        verdict is not Verdict.IF_NOTHING_WAS_DONE or status in SAYS_NOTHING_WAS_DONE
    )


_SUCCESS, _REDIRECT, _REFUSAL, _FAILURE = 200, 300, 400, 500


class Backoff(Struct, frozen=True, kw_only=True, metaclass=OptionsMeta):
    """Pauses between attempts, in seconds: exponential, with full jitter.

    Before repetition number n (from 0) the pause is drawn evenly from 0 to ``min(cap, base * 2**n)``. A
    ``Retry-After`` of the server replaces it; if it asks for more than ``longest_wait``, we do not wait at all
    and give up.

    Raises:
        ConfigurationError: one of them is no number of seconds, or is negative.
    """

    base: float = 0.5
    cap: float = 8.0
    longest_wait: float = 60.0

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            if checked_seconds(f"backoff ({name})", getattr(self, name), zero=True) is None:
                raise ConfigurationError(f"backoff ({name}) must be a number of seconds, not None.")

    def pause(self, repetition: int, chance: float) -> float:
        """The pause for ``chance``, a number from 0 to 1."""
        return min(self.cap, self.base * 2.0 ** min(repetition, _MANY)) * chance


_MANY = 64
