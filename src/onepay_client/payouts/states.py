"""The states of a run and of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from onepay_client.money import label

__all__ = (
    "RowState",
    "RunRow",
    "RunState",
    "RunStatus",
    "StateTotal",
)


class RunState(StrEnum):
    """What has become of a run."""

    DRAFT = "draft"
    """Its rows are kept, and were not checked against the API."""
    CHECKED = "checked"
    """Every row was checked and is right; it waits for its approval."""
    APPROVED = "approved"
    """A second person has approved exactly this content."""
    RUNNING = "running"
    """It is being sent, or its process was killed while it was; ``send`` goes on."""
    PAUSED = "paused"
    """Rows are left to send, or their outcome is not known; ``send`` goes on."""
    FINISHED = "finished"
    """Nothing is left to send. Payouts may still be under way: see ``RunStatus.is_settled``."""


class RowState(StrEnum):
    """What is known of one payout."""

    NOT_SENT = "not_sent"
    """Nothing of it was done."""
    SENDING = "sending"
    """A process has taken it and has not written what became of it; ``send`` asks again with the same key."""
    UNKNOWN = "unknown"
    """It may have been carried out; ``send`` asks again with the same key while the server can know it."""
    PENDING = "pending"
    """OnePay has accepted it."""
    PROCESSING = "processing"
    """It is under way to the bank."""
    PROCESSED = "processed"
    """It was paid."""
    FAILED = "failed"
    """It was refused or called off, and the money did not leave; the reason says why."""
    RETURNED = "returned"
    """It was paid, and came back."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is expected of it."""
        return self in (RowState.PROCESSED, RowState.FAILED, RowState.RETURNED)

    @property
    def is_sent(self) -> bool:
        """Whether OnePay has answered, so that there is nothing left to send."""
        return self not in (RowState.NOT_SENT, RowState.SENDING, RowState.UNKNOWN)


class RunRow(Struct, frozen=True, kw_only=True):
    """One payout of a run and what is known of it. ``repr`` shows the line and the state.

    Attributes:
        position: its place in the run, from 1.
        line: the line of the file.
        amount: whole pesos.
        method: how it is sent.
        customer_id: OnePay's id of the customer.
        account_id: OnePay's id of the account.
        state: what is known of it.
        reason: why it is in this state, as far as somebody said; without personal data.
        source: who said so: ``api``, ``event``, ``list``, or the name of a person.
        cashout_id: OnePay's id of the payout; empty where it is not known.
        attempt: 1, and one more each time that it was explicitly paid again.
        key: the idempotency key of this attempt.
        claimed_at: when this attempt was first sent, in Unix seconds; 0 where it was not.
        changed_at: when its state changed last, in Unix seconds.
        reference: your own id of it; empty where there is none, and after ``purge``.
        name: the person's name; the same.
        document: the person's document; the same.
        description: what it is for; the same.
    """

    position: int
    line: int
    amount: int
    method: str
    customer_id: str
    account_id: str
    state: RowState
    reason: str
    source: str
    cashout_id: str
    attempt: int
    key: str
    claimed_at: float
    changed_at: float
    reference: str = ""
    name: str = ""
    document: str = ""
    description: str = ""

    def __repr__(self) -> str:
        return f"RunRow(line {self.line}, {self.state})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("line", self.line), ("state", self.state)]


class StateTotal(Struct, frozen=True):
    """How many rows are in a state, and their sum in whole pesos."""

    count: int
    total: int


class RunStatus(Struct, frozen=True, kw_only=True):
    """A run at a glance.

    Attributes:
        name: the run.
        environment: ``test`` or ``live``.
        state: what has become of it.
        count: how many payouts it has.
        total: their sum in whole pesos.
        rows: how many rows are in each state that occurs, with their sums.
        approved_by: who approved it; empty where nobody has.
        to_confirm: what whoever approves it has to accept by name, a sentence each.
        paused_because: why it was paused; empty where it was not.
        first_not_sent: the line of the first row that was not sent when it was paused; 0 where all were.
        parts: how many parts of it are being sent, or wait for a worker.
    """

    name: str
    environment: str
    state: RunState
    count: int
    total: int
    rows: Mapping[RowState, StateTotal]
    approved_by: str
    paused_because: str
    first_not_sent: int
    parts: int = 0
    to_confirm: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether the fate of every payout is known."""
        return self.state is not RunState.DRAFT and all(state.is_settled for state in self.rows)

    def __str__(self) -> str:
        lines = [f"{self.name} ({self.environment}): {self.state}, {self.count} payouts, {label(self.total)}"]
        lines += [f"  {state}: {found.count}, {label(found.total)}" for state, found in self.rows.items()]
        if self.approved_by:
            lines.append(f"  approved by {self.approved_by}")
        if self.parts:
            lines.append(f"  {self.parts} parts are being sent, or wait for a worker")
        lines += [f"  to be accepted: {problem}" for problem in self.to_confirm]
        if self.paused_because:
            first = f" The first row that was not sent is on line {self.first_not_sent}." if self.first_not_sent else ""
            lines.append(f"  paused: {self.paused_because.rstrip('.')}.{first}")
        return "\n".join(lines)
