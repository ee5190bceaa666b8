"""How often replies depart from the contract, and where: the first sign that the API has changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from threading import Lock
from typing import Any, Final, NamedTuple

from onepay_api.wire_names import PLAIN_NAMES, SENSITIVE_NAMES
from onepay_client.sending.replies import Attempt, RawReply, Reply
from onepay_core.deviations import Deviation, DeviationKind
from onepay_core.requests import Request
from onepay_core.tracebacks import private_locals

from .observers import CallInfo

__all__ = (
    "Deviation",
    "DeviationCounter",
    "DeviationKind",
    "DeviationPlace",
)


_WORD: Final = re.compile("[a-z]+(?:_[a-z]+)*|[(][a-z-]+[)]")
"""A name that shows nothing but itself, or a place outside of the body such as ``(status)``."""


class DeviationPlace(NamedTuple):
    """Where replies depart from the contract. It holds nothing that was received but the names of fields.

    Attributes:
        operation: the operationId, or ``webhook payment.approved`` for a delivery of that event.
        pointer: JSON pointer into the body, with ``*`` for every index and for keys that are data.
        kind: in what way.
        expected: what the contract says there.
    """

    operation: str
    pointer: str
    kind: DeviationKind
    expected: str


class DeviationCounter:
    """Counts the deviations of the replies and deliveries that it is shown.

    Give it to a client among its ``observers``, and to a ``webhooks.Receiver`` as ``deviations``.

    Any number of clients and threads may share one.
    """

    @private_locals
    def __init__(self) -> None:
        self._counts: Counter[DeviationPlace] = Counter()
        self._lock = Lock()

    def __repr__(self) -> str:
        counts = self.counts
        return f"DeviationCounter({sum(counts.values())} deviations at {len(counts)} places)"

    @property
    def counts(self) -> dict[DeviationPlace, int]:
        """How often each place departed from the contract so far, the most frequent first."""
        with self._lock:
            return dict(self._counts.most_common())

    def report(self) -> str:
        """The counts as lines for people, fit to be sent to whoever looks after the contract."""
        return "".join(
            f"{count:>6}  {place.operation} {place.pointer or '(the whole body)'}: "
            f"{place.kind.replace('_', ' ')}, expected {place.expected}\n"
            for place, count in self.counts.items()
        )

    def started(self, call: CallInfo) -> None:
        """Not of interest."""

    def attempted(self, call: CallInfo, attempt: Attempt, request: Request, reply: RawReply | None) -> None:
        """Not of interest: what is counted is what a whole call ended with."""

    def finished(self, call: CallInfo, reply: Reply[Any] | None, error: BaseException | None) -> None:  # noqa: ARG002 - an error has no typed body
        """Count the deviations of a reply, each place once."""
        if reply is not None:
            self.count(call.operation.id, reply.deviations)

    def count(self, operation: str, deviations: Iterable[Deviation]) -> None:
        """Count the deviations of one body, each place once."""
        places = {_place(operation, deviation) for deviation in deviations}
        with self._lock:
            self._counts.update(places)


def _place(operation: str, deviation: Deviation) -> DeviationPlace:
    pointer = "".join(f"/{_step(step)}" for step in deviation.path)
    return DeviationPlace(operation, pointer, deviation.kind, deviation.expected)


def _step(step: str | int) -> str:
    """A key that is neither the contract's nor a plain word may be data, such as a document number."""
    if isinstance(step, int) or not (step in PLAIN_NAMES or step in SENSITIVE_NAMES or _WORD.fullmatch(step)):
        return "*"
    return step
