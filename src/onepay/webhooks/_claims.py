"""Claims on events, in a store that may fail at any step.

What a store fails at decides what is lost:

- claiming: nothing was handled, so the request fails, and OnePay delivers again;
- recording that an event was handled: it was, so the request succeeds, and this process keeps the event in mind
  until the store takes the record;
- releasing: the error of the handler is what the caller hears of, and the event is free when its lease has run out.
"""

import logging

from onepay.errors import ConfigurationError, OnePayError

from .memory import Lease, Memory, Turn
from .refusals import MemoryUnavailable

_LOG = logging.getLogger("onepay.webhooks")


class Claims:
    """The claims of one receiver. ``unrecorded`` events were handled, and the store does not know it yet."""

    def __init__(self, store: Memory) -> None:
        self._store = store
        self._unrecorded: dict[str, Lease] = {}

    def __repr__(self) -> str:
        return f"Claims({type(self._store).__name__}, {len(self._unrecorded)} unrecorded)"

    def claim(self, lease: Lease) -> Turn:
        """Claim an event. It counts as handled if it was, though the store could not record it.

        Raises:
            MemoryUnavailable: the store failed. Nothing was handled.
            ConfigurationError: the store answers with something other than a ``Turn``.
        """
        handled = self._unrecorded.get(lease.identity)
        if handled is not None:
            self._record(handled)
            return Turn.SEEN
        turn = self._claim(lease)
        self._record_others(lease.now)
        return turn

    def finish(self, lease: Lease) -> None:
        """Record that the event was handled, now or later; a failure is logged."""
        self._unrecorded[lease.identity] = lease
        self._record(lease)

    def release(self, lease: Lease) -> None:
        """Give the event back; a failure is logged."""
        try:
            self._store.release(lease)
        except Exception as error:  # noqa: BLE001 - whatever fails here must not hide why the handler failed
            _LOG.error(
                "webhook: an event that was not handled could not be released (%s); it can be handled again when its "
                "lease has run out",
                type(error).__name__,
            )

    def _claim(self, lease: Lease) -> Turn:
        try:
            turn: object = self._store.claim(lease)
        except OnePayError:
            raise
        except Exception as error:
            raise MemoryUnavailable(
                f"{type(self._store).__name__} failed to claim an event: {type(error).__name__}. Nothing was handled; "
                "OnePay delivers again."
            ) from error
        if isinstance(turn, Turn):
            return turn
        raise ConfigurationError(
            f"{type(self._store).__name__}.claim returned a {type(turn).__name__}. Return a Turn: FIRST, SEEN or BUSY."
        )

    def _record(self, lease: Lease) -> bool:
        try:
            self._store.finish(lease)
        except Exception as error:  # noqa: BLE001 - the event was handled, whatever fails here
            _LOG.error(
                "webhook: an event was handled, and that could not be recorded (%s); this process tries again at the "
                "next delivery, and another one may handle the event again",
                type(error).__name__,
            )
            return False
        self._unrecorded.pop(lease.identity, None)
        return True

    def _record_others(self, now: float) -> None:
        for lease in [*self._unrecorded.values()]:
            if lease.forget_at <= now:
                self._unrecorded.pop(lease.identity, None)
            elif not self._record(lease):
                return
