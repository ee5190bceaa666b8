"""What cashouts and withdrawals share: money leaves the balance, is under way, and arrives or comes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from onepay_sandbox.core import scenarios
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import at_hour, bank_day_after, day_of
from onepay_sandbox.core.money import BALANCE, OUTSIDE, PAYOUTS
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import empty_balance, insufficient_funds, invalid_field
from onepay_sandbox.core.unit_of_work import APPROVE, UnitOfWork, seeded_digest

TRANSITIONS: Final[dict[str, tuple[str, ...]]] = {
    "pending": ("processing", "failed"),
    "processing": ("processed", "failed"),
    "processed": (),
    "failed": (),
}
_LONGEST: Final = 3
_BANKS_OPEN: Final = 10
_PICKED_UP: Final = timedelta(minutes=1)
_TURBO: Final = timedelta(minutes=45)

ASSUMPTIONS: Final = (
    Assumption(
        "ach-bank-days",
        "documented",
        "An ACH payout arrives after one, two or three bank days, at ten in the morning in Bogotá.",
        "The concepts page gives the range; the hour is ours, and the payout's id decides the day.",
    ),
    Assumption(
        "turbo-minutes",
        "documented",
        "A TURBO payout arrives after 45 minutes.",
        "The concepts page says less than two hours; the number is ours.",
    ),
    Assumption(
        "payout-moves",
        "inferred",
        "A payout is pending for a minute, then processing until it arrives or fails; a failed one comes back.",
        "The four states are documented, the order of them and the return of the money are not.",
    ),
    Assumption(
        "payout-needs-balance",
        "inferred",
        "A payout over more than the balance is refused with the errors of the withdrawal page, at once.",
        "Only that page documents balance_is_empty and insufficient_funds.",
    ),
    Assumption(
        "payout-forced",
        "ours",
        "The account numbers and amounts that decide charges decide payouts, too, and amounts withdrawals.",
        "A failure is documented, and no page says how a test gets one.",
    ),
    Assumption(
        "positive-amount",
        "inferred",
        "An amount below one peso is refused with status 422.",
        "No page states a minimum, and money that moves backwards cannot be meant.",
    ),
)


def check_balance(unit: UnitOfWork, amount: int) -> None:
    """Raises the refusal that fits where `amount` cannot leave the balance."""
    if amount < 1:
        raise invalid_field("amount", "El campo amount debe ser al menos 1.")
    held = unit.ledger.balance()
    if held == 0:
        raise empty_balance()
    if held < amount:
        raise insufficient_funds()


def send(unit: UnitOfWork, payout: StoredObject) -> None:
    """Let the money of a new payout leave the balance, and schedule what follows."""
    _post(unit, payout, "payout ordered", BALANCE, PAYOUTS)
    if payout["method"] == "INSTANT":
        unit.schedule(payout, "process", unit.now)
        unit.schedule(payout, "arrive", unit.now)
    else:
        unit.schedule(payout, "process", unit.now + _PICKED_UP)
        unit.schedule(payout, "arrive", arrival(payout, unit.now))


def arrival(payout: StoredObject, ordered: datetime) -> datetime:
    """When a payout that was ordered then arrives."""
    if payout["method"] == "TURBO":
        return ordered + _TURBO
    days = 1 + seeded_digest(payout.id)[0] % _LONGEST
    return at_hour(bank_day_after(day_of(ordered), days), _BANKS_OPEN)


def outcome(unit: UnitOfWork, kind: str, amount: int, account_number: str | None = None) -> str:
    """What will become of a payout: by the number of its account, by its amount, or by what the test has queued."""
    forced = scenarios.of_number(account_number) or scenarios.AMOUNTS.get(amount)
    return forced or unit.outcome(kind)


def settle(unit: UnitOfWork, payout: StoredObject) -> bool:
    """Let the money arrive, or come back where the test has chosen a failure; whether it arrived."""
    if payout["outcome"] == APPROVE:
        _post(unit, payout, "payout arrived", PAYOUTS, OUTSIDE)
        return True
    _post(unit, payout, "payout came back", PAYOUTS, BALANCE)
    return False


def _post(unit: UnitOfWork, payout: StoredObject, reason: str, source: str, target: str) -> None:
    unit.ledger.post(reason, payout, unit.now, {source: -payout["amount"], target: payout["amount"]})
