"""Deduplication: which events were handled, so that none is handled twice.

An event is claimed for a while before it is handled and finished afterwards. A claim that is
neither finished nor released (the process died) runs out, and the next delivery may handle it.
"""

import logging
import os
from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import NamedTuple, Protocol, cast
from weakref import ref

from onepay_client.errors import ConfigurationError, DedupStoreUnavailable, OnePayError
from onepay_core.tracebacks import private_locals

__all__ = (
    "ClaimResult",
    "DedupStore",
    "InMemoryDedupStore",
    "Lease",
)


class ClaimResult(StrEnum):
    """The result of claiming the event of a delivery."""

    CLAIMED = "claimed"
    """The event is neither handled nor being handled: handle it now."""

    DUPLICATE = "already handled"
    """The event was handled before: answer 2xx, and do nothing."""

    IN_PROGRESS = "being handled"
    """Another delivery of the event is being handled now: answer 503, so that it comes again."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A claim on one event: all that a store records. Moments are in Unix seconds."""

    identity: str
    """Which event: 64 hexadecimal digits, the same for every delivery of it."""

    now: float
    """When the claim is made."""

    busy_until: float
    """When the claim runs out, unless it is finished or released before."""

    forget_at: float
    """Until when the event is remembered once it was handled."""


class DedupStore(Protocol):
    """The interface of a store. Each method is one atomic step, called from any thread."""

    def claim(self, lease: Lease) -> ClaimResult:
        """Give the event to this lease, unless it was handled or another lease on it is still running.

        Another lease that ends after this one would is cut to ``lease.busy_until``: the clock was set back
        since it was made, and OnePay gives up delivering before it would end.
        """
        ...

    def finish(self, lease: Lease) -> None:
        """Record, until ``lease.forget_at``, that the event was handled."""
        ...

    def release(self, lease: Lease) -> None:
        """Give the event back, if this very lease holds it: handling failed, and may be tried again."""
        ...


class _Entry(NamedTuple):
    lease: Lease
    handled: bool


class InMemoryDedupStore:
    """Remembers the latest ``capacity`` events inside this process; a restart forgets them all.

    For tests and for services of a single process. With several workers, one event may be handled
    once by each of them: use ``SqliteDedupStore`` there.

    Raises:
        ConfigurationError: there is room for no event at all.
    """

    @private_locals
    def __init__(self, capacity: int = 10_000) -> None:
        if not isinstance(cast(object, capacity), int) or capacity < 1:
            raise ConfigurationError(
                "The capacity of a store is a number of events. A store that remembers nothing is of no use: give it "
                "room for at least one."
            )
        self._capacity = capacity
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._lock = Lock()
        store = ref(self)

        def renew_lock() -> None:
            """A lock that another thread held while the process forked would never be released in the child."""
            living = store()
            if living is not None:
                living._lock = Lock()  # noqa: SLF001 - its own

        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=renew_lock)

    def __repr__(self) -> str:
        return f"InMemoryDedupStore({len(self)} of {self._capacity} events)"

    def __len__(self) -> int:
        return len(self._entries)

    def claim(self, lease: Lease) -> ClaimResult:
        """See ``DedupStore.claim``."""
        with self._lock:
            self._forget(lease.now)
            held = self._entries.get(lease.identity)
            if held and held.handled and held.lease.forget_at > lease.now:
                return ClaimResult.DUPLICATE
            if held and not held.handled and held.lease.busy_until > lease.now:
                if held.lease.busy_until > lease.busy_until:
                    self._entries[lease.identity] = _Entry(lease, handled=False)
                return ClaimResult.IN_PROGRESS
            self._keep(_Entry(lease, handled=False))
            return ClaimResult.CLAIMED

    def finish(self, lease: Lease) -> None:
        """See ``DedupStore.finish``."""
        with self._lock:
            self._keep(_Entry(lease, handled=True))

    def release(self, lease: Lease) -> None:
        """See ``DedupStore.release``."""
        with self._lock:
            if self._entries.get(lease.identity) == _Entry(lease, handled=False):
                del self._entries[lease.identity]

    def _keep(self, entry: _Entry) -> None:
        self._entries[entry.lease.identity] = entry
        self._entries.move_to_end(entry.lease.identity)
        if len(self._entries) > self._capacity:
            self._entries.popitem(last=False)

    def _forget(self, now: float) -> None:
        while self._entries and next(iter(self._entries.values())).lease.forget_at <= now:
            self._entries.popitem(last=False)


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
