"""What became of payouts after they were accepted: from events, and from the lists that there are."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from onepay_client.client import OnePay
from onepay_client.outcomes import outcome_of
from onepay_client.webhooks import Delivery
from onepay_core.arguments import checked_kind

from .limits import Pace
from .repository import Repository
from .sending import state_of
from .states import RowState, RunRow

if TYPE_CHECKING:
    from .runs import Run

__all__ = ("CatchUp",)

_DAY: Final = 24 * 3600.0
_EXPECTED: Final = {"ACH": 6 * _DAY, "TURBO": 4 * 3600.0, "INSTANT": 3600.0}
"""Seconds after which the end of a payout is overdue: three business days may take six, two hours are documented."""


class CatchUp(Struct, frozen=True, kw_only=True):
    """What asking the lists brought.

    Attributes:
        settled: rows that are settled now.
        open: rows whose end is still to come, and is not overdue.
        overdue: rows whose end should have come, and of which no event and no list says anything. Look them up in the
            panel, and settle them by name.
    """

    settled: tuple[RunRow, ...]
    open: tuple[RunRow, ...]
    overdue: tuple[RunRow, ...]


def news_of(delivery: Delivery, environment: str) -> tuple[str, RowState] | None:
    """The payout that a delivery is about, and the state that it says; None for any other delivery.

    ``unknown`` is what an event says whose name or status is not known, or whose status contradicts its name.
    """
    checked_kind("delivery", delivery, Delivery)
    if not str(delivery.name).startswith("cashout.") or not delivery.resource_id:
        return None
    if delivery.is_test is not None and environment and delivery.is_test != (environment == "test"):
        return None
    outcome = outcome_of(delivery)
    state = state_of(outcome.state, outcome.status) if outcome.known else RowState.UNKNOWN
    return delivery.resource_id, state


def catch_up(client: OnePay, repository: Repository, run: Run, *, rate: float | None) -> CatchUp:
    """Ask the wallets of the payees for the payouts that are still open.

    No document names a list of payouts. The transactions of a customer's wallet show the payouts out of it
    (``node``); whatever they say is settled as an event would settle it.
    """
    runtime = client.settings.runtime
    pace, wait = Pace(rate, runtime.monotonic), runtime.sleep or time.sleep
    waiting = run.rows(RowState.PENDING, RowState.PROCESSING)
    ids = {row.cashout_id for row in waiting if row.cashout_id}
    for customer_id in dict.fromkeys(row.customer_id for row in waiting if row.cashout_id):
        delay = pace.delay()
        if delay:
            wait(delay)
        for transaction in client.wallets.list_transactions(customer_id):
            cashout = transaction.node
            if cashout is not None and cashout.id in ids:
                outcome = outcome_of(cashout)
                if outcome.known:
                    repository.note_news(cashout.id, state_of(outcome.state, outcome.status), "list", runtime.now())
    before = {row.position for row in waiting}
    after = [row for row in run.rows() if row.position in before]
    now = runtime.now()
    still = [row for row in after if not row.state.is_settled]
    overdue = [row for row in still if now - row.claimed_at > _EXPECTED[row.method]]
    return CatchUp(
        settled=tuple(row for row in after if row.state.is_settled),
        open=tuple(row for row in still if row not in overdue),
        overdue=tuple(overdue),
    )
