"""Compares what a client says of one call with the ledger of the server: true, and nothing done twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from onepay_client.errors import OnePayError, OutcomeUnknown, ReplyUnavailable
from onepay_contract.document import Operation
from support.faults import Fault, Stage
from support.ledger import Ledger


def declares_key(operation: Operation) -> bool:
    """Whether the contract lets an operation carry an idempotency key."""
    return any(parameter.name == "x-idempotency" for parameter in operation.parameters_in("header"))


def requires_key(operation: Operation) -> bool:
    """Whether an operation needs an idempotency key, which its server is documented to heed."""
    return any(parameter.name == "x-idempotency" and parameter.required for parameter in operation.parameters)


@dataclass(frozen=True)
class End:
    """How a call ended: with a value, or with an error."""

    value: Any = None
    error: BaseException | None = None

    def __str__(self) -> str:
        return "a value" if self.error is None else f"{type(self.error).__name__}: {self.error}"


@dataclass(frozen=True)
class Case:
    """One call, what was planned for it, what the server saw, and how it ended."""

    operation: Operation
    script: Sequence[Fault]
    ledger: Ledger
    end: End
    is_proved: bool = True
    """Whether what the transport raises proves that a request never left."""

    @property
    def declares_key(self) -> bool:
        """Whether the contract lets the operation carry an idempotency key."""
        return declares_key(self.operation)

    @property
    def reads(self) -> bool:
        """Whether the operation only reads."""
        return self.operation.method == "GET"

    def complaints(self) -> list[str]:
        """Everything that is wrong with the case."""
        found = [*self._moved(), *self._keys(), *self._sent_twice(), *self._reported()]
        plan = ", then ".join(fault.name for fault in self.script)
        return [f"{self.operation.id}, {plan}: {complaint} (it ended with {self.end})" for complaint in found]

    def _moved(self) -> Iterator[str]:
        deeds = {(deed.method, deed.target, deed.body, deed.key) for deed in self.ledger.deeds}
        if len(deeds) > 1 or (not self.operation.is_idempotent and len(self.ledger.deeds) > 1):
            yield f"it was done {len(self.ledger.deeds)} times"
        if self.ledger.elsewhere:
            yield "the client followed a redirect"

    def _keys(self) -> Iterator[str]:
        keys = set(self.ledger.keys)
        if len(keys) > 1:
            yield f"{len(keys)} keys were sent"
        if keys and (None in keys) is self.declares_key:
            yield f"its key was {keys}"
        if len({(arrival.target, arrival.body) for arrival in self.ledger.arrivals}) > 1:
            yield "two attempts said different things"
        named = getattr(self.end.error, "idempotency_key", None)
        if self.end.error is not None and keys and named not in keys:
            yield f"the error names the key {named}"

    def _sent_twice(self) -> Iterator[str]:
        """What has no key may be sent again only after it certainly did not arrive."""
        if self.reads or requires_key(self.operation) or self.operation.is_idempotent:
            return
        harmless = sum(fault.proves_nothing_done for fault in self.script[: self.ledger.sent])
        if self.ledger.sent - harmless > 1:
            yield f"it has no key, may have arrived, and was sent {self.ledger.sent} times"

    def _reported(self) -> Iterator[str]:
        """The end is a value, an error of ours, or outcome unknown; and it fits what was done."""
        error, done = self.end.error, bool(self.ledger.deeds)
        if error is not None and not isinstance(error, OnePayError):
            yield f"{type(error).__name__} is not ours"
        elif isinstance(error, OutcomeUnknown):
            if self.reads:
                yield "reading has no outcome"
            if isinstance(error, ReplyUnavailable) and self._harmless(Stage.CONNECT, Stage.REQUEST):
                yield "it was said to have arrived, and it had not"
            if self.is_proved and self._harmless(Stage.CONNECT):
                yield "it was said to be unknown, and it was certain that nothing was done"
        elif not self.reads and done is not (error is None):
            yield f"the caller was told that it was {'not ' * bool(error)}done, and it was {'not ' * (not done)}done"

    def _harmless(self, *stages: Stage) -> bool:
        """Whether everything that happened proves to the client that nothing was done."""
        return all(fault.proves_nothing_done or fault.stage in stages for fault in self.script)
