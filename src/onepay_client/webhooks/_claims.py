"""Claims on events, in a store that may fail at any step.

What a store fails at decides what is lost:

- claiming: nothing was handled, so the request fails, and OnePay delivers again;
- recording that an event was handled: it was, so the request succeeds, and this process remembers the event until
  the store has recorded it;
- releasing: the error of the handler is raised, and the event can be claimed when its lease has run out.
"""

import logging
from typing import cast

from onepay_client.errors import ConfigurationError, OnePayError

from .deduplication import ClaimResult, DedupStore, Lease
from .errors import DedupStoreUnavailable

_LOG = logging.getLogger("onepay_client.webhooks")


class Claims:
    """The claims of one receiver. ``unrecorded`` events were handled, and the store does not know it yet."""

    def __init__(self, store: DedupStore) -> None:
        self._store = store
        self._unrecorded: dict[str, Lease] = {}

    def __repr__(self) -> str:
        return f"Claims({type(self._store).__name__}, {len(self._unrecorded)} unrecorded)"

    def claim(self, lease: Lease) -> ClaimResult:
        """Claim an event. It counts as handled if it was, though the store could not record it.

        Raises:
            DedupStoreUnavailable: the store failed. Nothing was handled.
            ConfigurationError: the store answers with something other than a ``ClaimResult``.
        """
        handled = self._unrecorded.get(lease.identity)
        if handled is not None:
            self._record(handled)
            return ClaimResult.DUPLICATE
        result = self._claim(lease)
        self._record_others(lease.now)
        return result

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

    def _claim(self, lease: Lease) -> ClaimResult:
        try:
            result = cast(object, self._store.claim(lease))
        except OnePayError:
            raise
        except Exception as error:
            raise DedupStoreUnavailable(
                f"{type(self._store).__name__} failed to claim an event: {type(error).__name__}. Nothing was handled; "
                "OnePay delivers again."
            ) from error
        if isinstance(result, ClaimResult):
            return result
        raise ConfigurationError(
            f"{type(self._store).__name__}.claim returned a {type(result).__name__}. Return a ClaimResult: "
            "CLAIMED, DUPLICATE or IN_PROGRESS."
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
