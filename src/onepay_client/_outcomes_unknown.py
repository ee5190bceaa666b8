"""The errors that leave open what happened; import them from ``onepay_client.errors``, which draws the tree."""

from __future__ import annotations

from collections.abc import Callable
from inspect import iscoroutine
from typing import Any, ClassVar

from onepay_core.errors import OnePayError

from ._misuse import CannotResume
from ._refusals import ApiError
from .attempts import Attempt, listed


class OutcomeUnknown(OnePayError):
    """A write left, and nothing that came back says whether it was carried out: the money may have moved.

    ``moves_money`` is false where the contract says that the operation moves none, such as deleting a webhook.

    Attributes:
        operation: the operationId, such as ``cashouts_create``.
        idempotency_key: the key that was sent with every attempt; None where the operation takes none.
        sent: what was sent, with secrets and personal data masked.
        attempts: what was seen of each attempt.
        reply: the last refusal that does not settle it, such as a 401 after a cut connection, or None.
        can_resume: whether ``resume()`` may ask again: a POST only with an idempotency key. Where no document says
            that the server heeds the key (a refund, for one), ``how`` says so: look first.
        how: how to go on, in one or two sentences.

    A pickled one has forgotten ``reply`` and how to resume; call the method again with ``idempotency_key``.
    """

    reply: ApiError | None = None
    asks_again: Callable[[], Any] | None = None
    __forgets__: ClassVar[frozenset[str]] = frozenset({"reply", "asks_again"})

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
        return self.asks_again is not None

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

    async def resume_async(self) -> Any:
        """``resume()`` for an ``AsyncOnePay``."""
        answer = self._resumption()()
        return await answer if iscoroutine(answer) else answer

    def _resumption(self) -> Callable[[], Any]:
        if self.asks_again is None:
            raise CannotResume(f"{self.operation}: asking again here is not safe or not possible. {self.how}")
        return self.asks_again

    def __str__(self) -> str:
        key = f"idempotency key {self.idempotency_key}" if self.idempotency_key else "no idempotency key"
        money = "; money may have moved" if self.moves_money else ", but it moves no money"
        headline = f"{self.operation}: {self._headline}{money} ({key})."
        return f"{headline}\n  sent: {self.sent}\n{listed(self.attempts)}  {self.how}"

    _headline = "it is not known whether this was carried out"


class Arrived(OutcomeUnknown):
    """The request arrived, and its reply was lost: the server knows the key (409) after an attempt that was cut.

    It is not known whether the server carried it out or refused it; fetch what it made, do not send it anew.
    """

    _headline = "the request arrived, but its reply was lost"
