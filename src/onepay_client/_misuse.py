"""The errors of a call that never left; import them from ``onepay_client.errors``, which draws the tree."""

from __future__ import annotations

from onepay_core.errors import ConfigurationError, OnePayError, WrongArguments

__all__ = (
    "BrokenListing",
    "CannotResume",
    "ConfigurationError",
    "InvalidValue",
    "JournalFailed",
    "KeyReused",
    "WrongArguments",
)


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


class JournalFailed(ConfigurationError):
    """The journal cannot be used; a call that needed it was not sent."""


class AlreadyDone(OnePayError):
    """The journal knows that this was carried out, with the same idempotency key, by an earlier call. Nothing was sent.

    A loop that is run again goes on with its next item. ``CallOptions(send_again=True)`` sends it all the same.
    """

    def __init__(self, operation: str, key: str | None) -> None:
        super().__init__(operation, key)
        self.operation = operation
        self.idempotency_key = key

    def __str__(self) -> str:
        return (
            f"{self.operation}: the journal knows that an earlier call with the idempotency key {self.idempotency_key} "
            "was carried out, so nothing was sent. Go on, or fetch what it made; CallOptions(send_again=True) sends it "
            "again, which does it twice if the server has forgotten the key."
        )


class CannotResume(ConfigurationError):
    """An unknown outcome that cannot be settled by asking again; the message says how else. Nothing was sent."""
