"""The rows of runs in the journal's database."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct

from onepay_client.idempotency import idempotency_key
from onepay_client.storage.database import Database, Dialect, Transaction

from .errors import BeingSent, RepeatedFile, WrongState
from .limits import day_number
from .reasons import Event, Reason
from .rows import Payout
from .states import RowState, RunRow, RunState, StateTotal

T = TypeVar("T")

_OR_WAS: Final = ", or gave a sign of life less than 30 seconds ago. Wait for it, or stop it."
_LAST: Final = 2**31
"""A position beyond every run."""

_RUN: Final = """
SELECT number, environment, name, state, content_digest, digest, count, total, created_at, to_confirm, approval,
    paused_because, first_not_sent
FROM payout_runs
"""
_PART: Final = "SELECT run, first, last, seal, sender, sender_until FROM payout_parts"
_ROW: Final = """
SELECT position, line, identity, amount, method, customer_id, account_id, state, reason, source, cashout_id, attempt,
    refusals, claimed_at, changed_at, retry, private_number
FROM payout_rows
"""
_INSERT_RUN: Final = """
INSERT INTO payout_runs (environment, name, state, content_digest, digest, count, total, created_at, to_confirm,
    approval, paused_because, first_not_sent, sender, sender_until)
VALUES (?, ?, 'draft', ?, '', ?, ?, ?, '', '', '', 0, '', 0)
"""
_INSERT_ROW: Final = """
INSERT INTO payout_rows (run, position, line, identity, amount, method, customer_id, account_id, state, reason, source,
    cashout_id, attempt, refusals, claimed_at, changed_at, retry, private_number)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'not_sent', '', '', '', 1, 0, 0, ?, '', ?)
"""
_CONTENT: Final = (
    "amount",
    "method",
    "customer_id",
    "account_id",
    "document_type",
    "document_number",
    "bank_id",
    "account_number",
    "reference",
    "description",
)
"""What two files that pay the same have in common; how a person is called and reached makes no other payment."""

_MOVE: Final = """
UPDATE payout_rows SET state = ?, source = ?, reason = ?, changed_at = ? WHERE run = ? AND position = ?
"""
_HISTORY: Final = """
INSERT INTO payout_history (run, position, noted_at, event, source, reason) VALUES (?, ?, ?, ?, ?, ?)
"""
_SAME: Final = """
SELECT name FROM payout_runs
WHERE environment = ? AND content_digest = ? AND name <> ? AND state IN ('approved', 'running', 'paused', 'finished')
"""
_RECORD: Final = """
UPDATE payout_rows SET state = ?, reason = CASE WHEN reason = ? THEN reason ELSE ? END,
    source = 'api', cashout_id = ?, changed_at = ?,
    claimed_at = CASE WHEN ? = 'not_sent' THEN 0 ELSE claimed_at END, refusals = refusals + ?
WHERE run = ? AND position = ? AND state IN ('sending', 'unknown')
"""
_SPENT: Final = "SELECT spent FROM payout_days WHERE environment = ? AND day = ?"
_SPEND: Final = """
UPDATE payout_days SET spent = spent + ?
WHERE day = ? AND environment = (SELECT environment FROM payout_runs WHERE number = ?)
"""
_CLAIMED: Final = "SELECT amount, claimed_at FROM payout_rows WHERE run = ? AND position = ?"
_NOT_SPENT: Final = (RowState.NOT_SENT, RowState.FAILED)
"""States in which the amount of a row does not count towards the limit of the day on which it was claimed."""

_LEFT: Final = """
SELECT COALESCE(SUM(CASE WHEN state IN ('sending', 'unknown') THEN 1 ELSE 0 END), 0),
    COALESCE(MIN(CASE WHEN state = 'not_sent' THEN line END), 0)
FROM payout_rows WHERE run = ? AND state IN ('sending', 'unknown', 'not_sent')
"""


class StoredRun(Struct, frozen=True):
    """A run as it is kept."""

    number: int
    environment: str
    name: str
    state: str
    content_digest: str
    digest: str
    count: int
    total: int
    created_at: float
    to_confirm: str
    approval: str
    paused_because: str
    first_not_sent: int


class StoredPart(Struct, frozen=True):
    """Rows of a run, from position to position, that one process sends.

    ``seal`` proves that it is a part of what was approved; ``sender`` is empty where nobody has taken it yet.
    """

    run: int
    first: int
    last: int
    seal: str
    sender: str
    sender_until: float


class StoredRow(Struct, frozen=True):
    """A row as it is kept; what is personal stands elsewhere, under ``private_number``."""

    position: int
    line: int
    identity: str
    amount: int
    method: str
    customer_id: str
    account_id: str
    state: str
    reason: str
    source: str
    cashout_id: str
    attempt: int
    refusals: int
    claimed_at: float
    changed_at: float
    retry: str
    private_number: int

    def __repr__(self) -> str:
        return f"StoredRow(line {self.line}, {self.state})"

    @property
    def payment(self) -> tuple[object, ...]:
        """What is sent of the row, and in which attempt."""
        return (self.line, self.identity, self.amount, self.method, self.customer_id, self.account_id, self.attempt)

    def key(self, run: StoredRun) -> str:
        """The idempotency key: it follows from the run, the row's identity, and the attempt."""
        return idempotency_key("payout", run.environment, run.name, self.identity, self.attempt, self.refusals)


class RowResult(Struct, frozen=True, kw_only=True):
    """What became of sending one row."""

    position: int
    state: RowState
    reason: str = ""
    cashout_id: str = ""
    refused: bool = False
    """Whether the API refused it for a reason that is not the row's: the next try needs a new key."""


def content_digest(payouts: Iterable[Payout]) -> str:
    """What tells two files apart, however saved and sorted: SHA-256 over who is paid how much, and what for."""
    digest = hashlib.sha256()
    for content in sorted(msgspec.json.encode([getattr(payout, field) for field in _CONTENT]) for payout in payouts):
        digest.update(content)
    return digest.hexdigest()


class Repository:
    """Reads and writes runs; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.dialect: Dialect = database.dialect

    def draft(self, environment: str, name: str, payouts: Sequence[Payout], *, repeat: bool, now: float) -> StoredRun:
        """Keep the rows of a new run, in the place of a draft of the same name.

        Raises:
            WrongState: a run of this name was sent already.
            RepeatedFile: another run that was approved has exactly this content.
        """
        digest = content_digest(payouts)

        def work(transaction: Transaction) -> StoredRun:
            lock = self.dialect.locking("payout_runs")
            row = transaction.execute(
                f"{_RUN} WHERE environment = ? AND name = ?{lock}", (environment, name)
            ).fetchone()
            if row is not None:
                self._remove_draft(transaction, StoredRun(*row))
            found = transaction.execute(_SAME, (environment, digest, name)).fetchone()
            if found is not None and not repeat:
                raise RepeatedFile(found[0])
            total = sum(payout.amount for payout in payouts)
            values = (environment, name, digest, len(payouts), total, now)
            number = transaction.insert(_INSERT_RUN, values)
            rows = [
                _row_values(transaction, number, position, payout, now) for position, payout in enumerate(payouts, 1)
            ]
            transaction.executemany(_INSERT_ROW, rows)
            _note(transaction, number, 0, now, Event.DRAFTED, "", "")
            return _run(transaction, number)

        return self._in_transaction(work, erases=True)

    def _remove_draft(self, transaction: Transaction, run: StoredRun) -> None:
        if run.state not in (RunState.DRAFT, RunState.CHECKED, RunState.APPROVED):
            raise WrongState(
                f"There is a run {run.name!r} already, and it is {run.state}. Give the new one another name."
            )
        self._erase(transaction, run.number)
        transaction.execute("DELETE FROM payout_rows WHERE run = ?", (run.number,))
        transaction.execute("DELETE FROM payout_runs WHERE number = ?", (run.number,))

    def find(self, environment: str, name: str) -> StoredRun | None:
        """The run of this name."""

        def work(transaction: Transaction) -> StoredRun | None:
            row = transaction.execute(f"{_RUN} WHERE environment = ? AND name = ?", (environment, name)).fetchone()
            return None if row is None else StoredRun(*row)

        return self._in_transaction(work)

    def names(self, environment: str) -> list[str]:
        """The runs of an environment, oldest first."""

        def work(transaction: Transaction) -> list[str]:
            query = "SELECT name FROM payout_runs WHERE environment = ? ORDER BY number"
            return [row[0] for row in transaction.execute(query, (environment,)).fetchall()]

        return self._in_transaction(work)

    def get(self, number: int) -> StoredRun:
        """The run with this number."""
        return self._in_transaction(lambda transaction: _run(transaction, number))

    def rows(self, number: int, states: Iterable[str] = (), part: StoredPart | None = None) -> list[StoredRow]:
        """The rows of a run, or of a part of it, in order; of some states only, where there are any."""
        wanted = tuple(states)
        condition = f" AND state IN ({', '.join('?' * len(wanted))})" if wanted else ""

        def work(transaction: Transaction) -> list[StoredRow]:
            query = f"{_ROW} WHERE run = ? AND position BETWEEN ? AND ?{condition} ORDER BY position"
            values = (number, *_bounds(part), *wanted)
            return [StoredRow(*row) for row in transaction.execute(query, values).fetchall()]

        return self._in_transaction(work)

    def contents(self, number: int, part: StoredPart | None = None) -> dict[int, Payout]:
        """What the rows of a run, or of a part of it, hold, by position; a row that was purged is left out."""

        def work(transaction: Transaction) -> dict[int, Payout]:
            query = """
SELECT position, content FROM payout_rows JOIN payout_private ON number = private_number
WHERE run = ? AND position BETWEEN ? AND ?
"""
            found = transaction.execute(query, (number, *_bounds(part))).fetchall()
            return {position: _payout(content) for position, content in found if bytes(content).strip(b"\0")}

        return self._in_transaction(work)

    def set_checked(self, number: int, ids: Sequence[tuple[int, str, str]], to_confirm: str, digest: str) -> None:
        """Write the ids that were found and what has to be confirmed; any approval lapses.

        Raises:
            WrongState: it was sent meanwhile, or drafted anew.
        """

        def work(transaction: Transaction) -> None:
            set_state = """
UPDATE payout_runs SET state = 'checked', to_confirm = ?, digest = ?, approval = ''
WHERE number = ? AND state IN ('draft', 'checked', 'approved')
"""
            _change_run(transaction, set_state, (to_confirm, digest, number))
            update = "UPDATE payout_rows SET customer_id = ?, account_id = ? WHERE run = ? AND position = ?"
            rows = [(customer, account, number, position) for position, customer, account in ids]
            transaction.executemany(update, rows)

        self._in_transaction(work)

    def set_draft(self, number: int) -> None:
        """Write that the run has to be checked anew.

        Raises:
            WrongState: it was sent meanwhile, or drafted anew.
        """
        set_state = """
UPDATE payout_runs SET state = 'draft', digest = '', approval = ''
WHERE number = ? AND state IN ('draft', 'checked', 'approved')
"""
        self._in_transaction(lambda transaction: _change_run(transaction, set_state, (number,)))

    def same_as(self, run: StoredRun) -> str:
        """The name of another run that was approved and holds exactly the same; empty where there is none."""

        def work(transaction: Transaction) -> str:
            found = transaction.execute(_SAME, (run.environment, run.content_digest, run.name)).fetchone()
            return "" if found is None else str(found[0])

        return self._in_transaction(work)

    def set_approved(self, run: StoredRun, approval: str, by: str, now: float, *, repeats: bool) -> None:
        """Keep the approval of a run that is still as it was checked; ``repeats`` allows what was approved already."""

        def work(transaction: Transaction) -> None:
            update = """
UPDATE payout_runs SET state = 'approved', approval = ? WHERE number = ? AND state = 'checked' AND digest = ?
"""
            _change_run(transaction, update, (approval, run.number, run.digest))
            found = transaction.execute(_SAME, (run.environment, run.content_digest, run.name)).fetchone()
            if found is not None and not repeats:
                raise RepeatedFile(found[0])
            _note(transaction, run.number, 0, now, Event.APPROVED, by, "")

        self._in_transaction(work)

    def parts(self, number: int) -> list[StoredPart]:
        """The parts of a run that are still to be sent, or are being sent."""

        def work(transaction: Transaction) -> list[StoredPart]:
            query = f"{_PART} WHERE run = ? ORDER BY first"
            return [StoredPart(*row) for row in transaction.execute(query, (number,)).fetchall()]

        return self._in_transaction(work)

    def set_parts(
        self, verified: StoredRun, parts: Sequence[StoredPart], is_free: Callable[[StoredPart], bool]
    ) -> None:
        """Let a run, whose approval was ``verified``, be sent in these parts, and in no others.

        Raises:
            WrongState: another process is sending rows of it, or it was changed since it was verified.
        """

        def work(transaction: Transaction) -> None:
            self._lock(transaction, verified.number)
            query = f"{_PART} WHERE run = ? ORDER BY first"
            if not all(is_free(StoredPart(*row)) for row in transaction.execute(query, (verified.number,)).fetchall()):
                raise BeingSent(f"Another process is sending this run{_OR_WAS}")
            update = """
UPDATE payout_runs SET state = 'running', paused_because = '', first_not_sent = 0
WHERE number = ? AND approval = ? AND digest = ? AND state IN ('approved', 'running', 'paused')
"""
            _change_run(transaction, update, (verified.number, verified.approval, verified.digest))
            transaction.execute("DELETE FROM payout_parts WHERE run = ?", (verified.number,))
            insert = """
INSERT INTO payout_parts (run, first, last, seal, sender, sender_until) VALUES (?, ?, ?, ?, ?, ?)
"""
            transaction.executemany(insert, map(msgspec.structs.astuple, parts))

        self._in_transaction(work)

    def take_part(self, part: StoredPart, is_free: Callable[[StoredPart], bool]) -> bool:
        """Make its sender the one process that sends a part; False if it has been sent meanwhile.

        Raises:
            BeingSent: another process is sending it.
        """

        def work(transaction: Transaction) -> bool:
            self._lock(transaction, part.run)
            query = f"{_PART} WHERE run = ? AND first = ? AND seal = ?"
            row = transaction.execute(query, (part.run, part.first, part.seal)).fetchone()
            if row is None:
                return False
            if not is_free(StoredPart(*row)):
                raise BeingSent(f"Another process is sending these rows{_OR_WAS}")
            update = "UPDATE payout_parts SET sender = ?, sender_until = ? WHERE run = ? AND first = ?"
            transaction.execute(update, (part.sender, part.sender_until, part.run, part.first))
            return True

        return self._in_transaction(work)

    def claim(  # noqa: PLR0913 - each is a fact of its own
        self,
        run: StoredRun,
        part: StoredPart,
        after: int,
        size: int,
        *,
        until: float,
        now: float,
        per_day: int | None,
    ) -> tuple[list[StoredRow], bool]:
        """Take the next rows of a part that were not sent; also whether the limit of the day ended the batch early.

        There are none left where another process has paused the run.
        """

        def work(transaction: Transaction) -> tuple[list[StoredRow], bool]:
            spent = _spent(transaction, run.environment, day_number(now))
            if not _keep_part(transaction, part, until):
                raise WrongState("Another process has taken over these rows.")
            if _run(transaction, run.number).state != RunState.RUNNING:
                return [], False
            query = f"""
{_ROW} WHERE run = ? AND position > ? AND position <= ? AND state = 'not_sent' ORDER BY position LIMIT ?
"""
            values = (run.number, after, part.last, size)
            found = [StoredRow(*row) for row in transaction.execute(query, values).fetchall()]
            fitting = found if per_day is None else _fitting(found, per_day - spent)
            update = "UPDATE payout_rows SET state = 'sending', claimed_at = ? WHERE run = ? AND position = ?"
            transaction.executemany(update, [(now, run.number, row.position) for row in fitting])
            _spend(transaction, run.number, now, sum(row.amount for row in fitting))
            return [msgspec.structs.replace(row, claimed_at=now) for row in fitting], len(fitting) < len(found)

        return self._in_transaction(work)

    def keep_part(self, part: StoredPart, until: float) -> None:
        """Show that the process that sends a part is alive."""
        self._in_transaction(lambda transaction: _keep_part(transaction, part, until))

    def record(self, number: int, results: Sequence[RowResult], now: float) -> None:
        """Write what became of rows that were sent, and what events had said of them already."""

        def work(transaction: Transaction) -> None:
            unspent = {result.position for result in results if result.state in _NOT_SPENT}
            before = _claimed(transaction, number, unspent)
            transaction.executemany(
                _RECORD,
                [
                    (
                        result.state.value,
                        Reason.PAID_TWICE.value,
                        str(result.reason),
                        result.cashout_id,
                        now,
                        result.state.value,
                        int(result.refused),
                        number,
                        result.position,
                    )
                    for result in sorted(results, key=lambda result: result.position)
                ],
            )
            for amount, claimed_at in before:
                _spend(transaction, number, claimed_at, -amount)
            for cashout_id in _with_news(transaction, [result.cashout_id for result in results if result.cashout_id]):
                _apply_all_news(transaction, cashout_id)

        self._in_transaction(work)

    def give_back(self, number: int, positions: Iterable[int]) -> None:
        """Give back rows that were taken and not sent."""

        def work(transaction: Transaction) -> None:
            update = """
UPDATE payout_rows SET state = 'not_sent', claimed_at = 0 WHERE run = ? AND position = ? AND state = 'sending'
"""
            given = sorted(positions)
            before = _claimed(transaction, number, given, ("sending",))
            transaction.executemany(update, [(number, position) for position in given])
            for amount, claimed_at in before:
                _spend(transaction, number, claimed_at, -amount)

        self._in_transaction(work)

    def end_part(self, part: StoredPart, because: str) -> None:
        """Write how the sending of a part ended: where it was the last one, the run is finished or paused.

        ``because`` pauses the run at once, with the parts that nobody has taken yet.
        """

        def work(transaction: Transaction) -> None:
            run = self._lock(transaction, part.run)
            delete = "DELETE FROM payout_parts WHERE run = ? AND first = ? AND sender = ?"
            if transaction.execute(delete, (part.run, part.first, part.sender)).rowcount != 1:
                return  # another process has taken over
            if because:
                transaction.execute("DELETE FROM payout_parts WHERE run = ? AND sender = ''", (part.run,))
            query = "SELECT COUNT(*) FROM payout_parts WHERE run = ?"
            others = transaction.execute(query, (part.run,)).fetchone()[0]
            if others and not because:
                return
            unknown, first = transaction.execute(_LEFT, (part.run,)).fetchone()
            reason = run.paused_because or because or (Reason.UNKNOWN_LEFT if unknown else Reason.NOT_SENT_LEFT).value
            state, reason = (RunState.PAUSED, reason) if others or unknown or first else (RunState.FINISHED, "")
            update = "UPDATE payout_runs SET state = ?, paused_because = ?, first_not_sent = ? WHERE number = ?"
            transaction.execute(update, (state.value, str(reason), first, part.run))

        self._in_transaction(work)

    def note_news(self, cashout_id: str, state: RowState, source: str, now: float) -> bool:
        """Keep what was said of a payout, and settle its row where it is known; whether it is."""

        def work(transaction: Transaction) -> bool:
            insert = """
INSERT INTO payout_news (cashout_id, state, source, noted_at) VALUES (?, ?, ?, ?)
ON CONFLICT (cashout_id, state) DO NOTHING
"""
            is_new = transaction.execute(insert, (cashout_id, state.value, source, now)).rowcount == 1
            return _apply_news(transaction, cashout_id, [(state.value, source, now)] if is_new else [])

        return self._in_transaction(work)

    def apply_news(self, number: int) -> None:
        """Settle the rows of which something was said before their ids were known."""

        def work(transaction: Transaction) -> None:
            query = """
SELECT DISTINCT payout_rows.cashout_id FROM payout_rows JOIN payout_news
    ON payout_news.cashout_id = payout_rows.cashout_id
WHERE run = ? AND payout_rows.state IN ('pending', 'processing')
"""
            for (cashout_id,) in transaction.execute(query, (number,)).fetchall():
                _apply_all_news(transaction, cashout_id)

        self._in_transaction(work)

    def settle(  # noqa: PLR0913 - each is a fact of its own
        self, number: int, row: StoredRow, state: RowState, *, cashout_id: str, reason: str, by: str, now: float
    ) -> None:
        """Write what a person found out about a row that is still as they saw it."""

        def work(transaction: Transaction) -> None:
            update = """
UPDATE payout_rows SET state = ?, reason = ?, source = ?, cashout_id = ?, changed_at = ?
WHERE run = ? AND position = ? AND state = ? AND attempt = ?
"""
            values = (state.value, reason, by, cashout_id, now, number, row.position, row.state, row.attempt)
            if transaction.execute(update, values).rowcount != 1:
                raise WrongState(f"The row of line {row.line} has changed meanwhile. Look at it again.")
            _count_change(transaction, number, row, state)
            _note(transaction, number, row.position, now, state.value, by, reason)
            if cashout_id != row.cashout_id:  # what was said of one that they knew, they have weighed
                _apply_all_news(transaction, cashout_id)
            _finish_if_sent(transaction, number)

        self._in_transaction(work)

    def release(self, number: int, rows: Sequence[StoredRow], retries: Sequence[str], by: str, now: float) -> None:
        """Let failed rows be paid again, each in a new attempt."""

        def work(transaction: Transaction) -> None:
            for row, retry in zip(rows, retries, strict=True):
                update = """
UPDATE payout_rows SET state = 'not_sent', reason = '', source = '', cashout_id = '', attempt = attempt + 1,
    refusals = 0, claimed_at = 0, changed_at = ?, retry = ?
WHERE run = ? AND position = ? AND state = ? AND attempt = ?
"""
                values = (now, retry, number, row.position, row.state, row.attempt)
                if transaction.execute(update, values).rowcount != 1:
                    raise WrongState(f"The row of line {row.line} has changed meanwhile. Look at it again.")
                _count_change(transaction, number, row, RowState.NOT_SENT)
                _note(transaction, number, row.position, now, Event.TO_REPEAT, by, f"{row.state}: {row.reason}")
                if row.cashout_id:
                    _note(transaction, number, row.position, now, Event.FORMER, row.source, row.cashout_id)
            update = "UPDATE payout_runs SET state = 'paused', paused_because = ? WHERE number = ?"
            transaction.execute(update, (Reason.TO_REPEAT.value, number))

        self._in_transaction(work)

    def totals(self, number: int) -> dict[RowState, StateTotal]:
        """How many rows of a run are in each state, with their sums."""

        def work(transaction: Transaction) -> dict[RowState, StateTotal]:
            query = "SELECT state, COUNT(*), SUM(amount) FROM payout_rows WHERE run = ? GROUP BY state"
            found = {state: StateTotal(count, int(total)) for state, count, total in _all(transaction, query, number)}
            return {state: found[state.value] for state in RowState if state.value in found}

        return self._in_transaction(work)

    def history(self, number: int) -> list[tuple[int, float, str, str, str]]:
        """Who decided what about a run: position (0 for the run), Unix time, event, source and reason."""

        def work(transaction: Transaction) -> list[tuple[int, float, str, str, str]]:
            query = "SELECT position, noted_at, event, source, reason FROM payout_history WHERE run = ? ORDER BY number"
            return [tuple(row) for row in _all(transaction, query, number)]

        return self._in_transaction(work)

    def accounts_before(self, run: StoredRun, customers: Iterable[str]) -> dict[str, tuple[str, frozenset[str]]]:
        """The latest other run in which each customer was paid, and the accounts that were paid in it."""
        query = """
SELECT payout_runs.number, payout_runs.name, account_id FROM payout_rows JOIN payout_runs ON number = run
WHERE customer_id = ? AND claimed_at > 0 AND run <> ? AND environment = ? ORDER BY claimed_at DESC LIMIT 100
"""

        def work(transaction: Transaction) -> dict[str, tuple[str, frozenset[str]]]:
            found: dict[str, tuple[str, frozenset[str]]] = {}
            for customer in set(customers):
                rows = transaction.execute(query, (customer, run.number, run.environment)).fetchall()
                if rows:
                    accounts = frozenset(account for number, _, account in rows if number == rows[0][0])
                    found[customer] = rows[0][1], accounts
            return found

        return self._in_transaction(work)

    def exports(self, number: int) -> list[str]:
        """The paths of the files to which a run was exported."""

        def work(transaction: Transaction) -> list[str]:
            query = "SELECT DISTINCT reason FROM payout_history WHERE event = ? AND run = ? ORDER BY reason"
            return [row[0] for row in transaction.execute(query, (Event.EXPORTED.value, number)).fetchall()]

        return self._in_transaction(work)

    def note_export(self, number: int, path: str, now: float) -> None:
        """Keep the path of a file to which a run was exported."""
        self._in_transaction(lambda transaction: _note(transaction, number, 0, now, Event.EXPORTED, "", path))

    def last_changes(self, environment: str) -> list[tuple[str, float]]:
        """The runs of an environment, oldest first, and when a row of each changed last, in Unix seconds."""

        def work(transaction: Transaction) -> list[tuple[str, float]]:
            query = """
SELECT name, MAX(changed_at) FROM payout_runs JOIN payout_rows ON run = number
WHERE environment = ? GROUP BY number, name ORDER BY number
"""
            return [(row[0], row[1]) for row in transaction.execute(query, (environment,)).fetchall()]

        return self._in_transaction(work)

    def erase_rows(self, private_numbers: Sequence[int]) -> None:
        """Erase what is personal in some rows."""
        update = f"UPDATE payout_private SET content = {self.dialect.erased('content')} WHERE number = ?"  # noqa: S608 - ours

        def work(transaction: Transaction) -> None:
            transaction.executemany(update, [(number,) for number in sorted(private_numbers)])

        self._in_transaction(work, erases=True)

    def purge(self, number: int) -> None:
        """Erase what is personal in a run."""
        self._in_transaction(lambda transaction: self._erase(transaction, number), erases=True)

    def _erase(self, transaction: Transaction, number: int) -> None:
        erased = self.dialect.erased("content")
        numbers = "SELECT private_number FROM payout_rows WHERE run = ?"
        transaction.execute(
            f"UPDATE payout_private SET content = {erased} WHERE number IN ({numbers})",  # noqa: S608 - ours
            (number,),
        )

    def _lock(self, transaction: Transaction, number: int) -> StoredRun:
        """The run, which nobody else changes before this transaction ends; its parts are locked after it."""
        lock = self.dialect.locking("payout_runs")
        return StoredRun(*transaction.execute(f"{_RUN} WHERE number = ?{lock}", (number,)).fetchone())

    def _in_transaction(self, work: Callable[[Transaction], T], *, erases: bool = False) -> T:
        return self._database.run(work, erases=erases)


def _all(transaction: Transaction, query: str, number: int) -> list[Any]:
    return transaction.execute(query, (number,)).fetchall()


def _run(transaction: Transaction, number: int) -> StoredRun:
    row = transaction.execute(f"{_RUN} WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise WrongState("The run was drafted anew since this object was made. Find it by its name: Runs.get(name).")
    return StoredRun(*row)


def _bounds(part: StoredPart | None) -> tuple[int, int]:
    return (1, _LAST) if part is None else (part.first, part.last)


def _keep_part(transaction: Transaction, part: StoredPart, until: float) -> bool:
    """Show that a part is being sent; whether it still belongs to its sender."""
    update = "UPDATE payout_parts SET sender_until = ? WHERE run = ? AND first = ? AND sender = ?"
    return transaction.execute(update, (until, part.run, part.first, part.sender)).rowcount == 1


def _change_run(transaction: Transaction, update: str, values: Sequence[object]) -> None:
    if transaction.execute(update, values).rowcount != 1:
        raise WrongState("The run was changed by somebody else meanwhile. Look at its status.")


def _note(  # noqa: PLR0913, PLR0917 - the columns of the table
    transaction: Transaction, number: int, position: int, now: float, event: str, source: str, reason: str
) -> None:
    transaction.insert(_HISTORY, (number, position, now, str(event), source, reason))


def _row_values(transaction: Transaction, number: int, position: int, payout: Payout, now: float) -> tuple[object, ...]:
    insert = "INSERT INTO payout_private (content) VALUES (?)"
    private = transaction.insert(insert, (msgspec.json.encode(payout),))
    identity = hashlib.sha256(payout.identity.encode("utf-8", "surrogatepass")).hexdigest()
    ids = (payout.customer_id, payout.account_id)
    return (number, position, payout.line, identity, payout.amount, payout.method, *ids, now, private)


def _payout(content: bytes) -> Payout:
    return msgspec.json.decode(content, type=Payout)


def _fitting(found: Iterable[StoredRow], left: int) -> list[StoredRow]:
    """The first of the rows that fit into what is left of the limit of the day."""
    fitting: list[StoredRow] = []
    for row in found:
        left -= row.amount
        if left < 0:
            break
        fitting.append(row)
    return fitting


def _spent(transaction: Transaction, environment: str, day: int) -> int:
    """What was claimed on a day in all runs of an environment; nobody else claims before this transaction ends."""
    insert = (
        "INSERT INTO payout_days (environment, day, spent) VALUES (?, ?, 0) ON CONFLICT (environment, day) DO NOTHING"
    )
    transaction.execute(insert, (environment, day))
    lock = transaction.dialect.locking("payout_days")
    return int(transaction.execute(f"{_SPENT}{lock}", (environment, day)).fetchone()[0])


def _spend(transaction: Transaction, number: int, claimed_at: float, amount: int) -> None:
    """Count an amount of a run towards the day on which it was claimed; a negative one counts no more."""
    transaction.execute(_SPEND, (amount, day_number(claimed_at), number))


def _claimed(
    transaction: Transaction, number: int, positions: Iterable[int], states: Sequence[str] = ("sending", "unknown")
) -> list[tuple[int, float]]:
    """The amounts of rows in these states, and when they were claimed; nobody else changes them meanwhile."""
    marks, lock = ", ".join("?" * len(states)), transaction.dialect.locking("payout_rows")
    query = f"{_CLAIMED} AND state IN ({marks}){lock}"
    found = [transaction.execute(query, (number, position, *states)).fetchone() for position in sorted(positions)]
    return [(row[0], row[1]) for row in found if row is not None]


def _count_change(transaction: Transaction, number: int, row: StoredRow, state: RowState) -> None:
    """Count a row that comes into a state from the one in ``row`` towards its day, or no more."""
    counted, counts = row.state not in _NOT_SPENT, state not in _NOT_SPENT
    if counted != counts:
        _spend(transaction, number, row.claimed_at, row.amount if counts else -row.amount)


def _with_news(transaction: Transaction, cashout_ids: Sequence[str]) -> list[str]:
    """Those of the payouts of which something was said already, in order."""
    marks = ", ".join("?" * len(cashout_ids))
    query = f"SELECT DISTINCT cashout_id FROM payout_news WHERE cashout_id IN ({marks}) ORDER BY cashout_id"  # noqa: S608 - ours
    return [row[0] for row in transaction.execute(query, cashout_ids).fetchall()] if cashout_ids else []


def _apply_all_news(transaction: Transaction, cashout_id: str) -> None:
    """Bring the row whose payout has become known to what was said of that until now."""
    query = "SELECT state, source, noted_at FROM payout_news WHERE cashout_id = ? ORDER BY noted_at, state"
    _apply_news(transaction, cashout_id, transaction.execute(query, (cashout_id,)).fetchall())


def _apply_news(transaction: Transaction, cashout_id: str, news: Iterable[tuple[str, str, float]]) -> bool:
    """Bring the row with this payout to what is said of it now: state, source, moment; whether there is one.

    What was said and applied before is not applied again: a person may have decided something else since.
    """
    lock = transaction.dialect.locking("payout_rows")
    found = transaction.execute(
        f"SELECT run, position FROM payout_rows WHERE cashout_id = ? ORDER BY run, position{lock}",  # noqa: S608 - ours
        (cashout_id,),
    ).fetchone()
    if found is None:
        return _warn_of_former(transaction, cashout_id, news)
    run, position = found
    row = StoredRow(*transaction.execute(f"{_ROW} WHERE run = ? AND position = ?", (run, position)).fetchone())
    state, changed_at = row.state, row.changed_at
    for said, source, noted_at in news:
        if said == RowState.UNKNOWN:
            _note_odd_event(transaction, row, run, source, noted_at)
            continue
        following = next_state(RowState(state), RowState(said), is_late=noted_at < changed_at)
        if following is not None:
            state, changed_at = following.value, noted_at
            reason = row.reason if row.reason == Reason.PAID_TWICE else _reason_of(following, source)
            transaction.execute(_MOVE, (state, source, reason, noted_at, run, position))
            _note(transaction, run, position, noted_at, state, source, "")
    _count_change(transaction, run, row, RowState(state))
    return True


def _reason_of(state: RowState, source: str) -> str:
    if state is RowState.UNKNOWN:
        return Reason.CONTRADICTION.value
    return f"{Reason.ONEPAY_SAYS} ({source})" if state in (RowState.FAILED, RowState.RETURNED) else ""


def _note_odd_event(transaction: Transaction, row: StoredRow, run: int, source: str, noted_at: float) -> None:
    """Say on a row that an event came that says nothing known; its state stays what it was."""
    if row.reason != Reason.PAID_TWICE:
        update = "UPDATE payout_rows SET reason = ? WHERE run = ? AND position = ?"
        transaction.execute(update, (f"{Reason.ODD_EVENT} ({source})", run, row.position))
    _note(transaction, run, row.position, noted_at, Event.ODD, source, "")


def _warn_of_former(transaction: Transaction, cashout_id: str, news: Iterable[tuple[str, str, float]]) -> bool:
    """Say so where an earlier payout was paid after all that had failed: on its row, and before it is paid again."""
    query = "SELECT run, position FROM payout_history WHERE event = ? AND reason = ?"
    row = transaction.execute(query, (Event.FORMER.value, cashout_id)).fetchone()
    paid = next(((source, at) for said, source, at in news if said == RowState.PROCESSED), None)
    if row is None or paid is None:
        return row is not None
    (source, noted_at), (run, position) = paid, row
    hold = """
UPDATE payout_rows SET state = 'unknown', cashout_id = ?, reason = ?, source = ?, changed_at = ?
WHERE run = ? AND position = ? AND state = 'not_sent'
"""
    values = (cashout_id, Reason.CONTRADICTION.value, source, noted_at, run, position)
    if not transaction.execute(hold, values).rowcount:
        update = "UPDATE payout_rows SET reason = ? WHERE run = ? AND position = ?"
        transaction.execute(update, (Reason.PAID_TWICE.value, run, position))
        _note(transaction, run, position, noted_at, Event.FORMER_PAID, source, cashout_id)
    return True


def next_state(known: RowState, news: RowState, *, is_late: bool = False) -> RowState | None:
    """The state of a row that was ``known`` when ``news`` of its payout comes; None where it stays as it is.

    Events come late and out of order: what is under way never takes an end back. A payout that was paid and then
    failed has come back; of one that failed and then was paid, nobody knows. ``is_late`` says that the news are older
    than what is known.
    """
    if {news, known} == {RowState.FAILED, RowState.PROCESSED}:
        first = news if is_late else known
        return RowState.RETURNED if first is RowState.PROCESSED else RowState.UNKNOWN
    if known.is_settled or news is known:
        return None
    if news is RowState.PENDING and known is RowState.PROCESSING:
        return None
    return news


def _finish_if_sent(transaction: Transaction, number: int) -> None:
    """A person may have settled the last row that kept a run from being finished."""
    left = "SELECT COUNT(*) FROM payout_rows WHERE run = ? AND state IN ('sending', 'unknown', 'not_sent')"
    if not transaction.execute(left, (number,)).fetchone()[0]:
        update = """
UPDATE payout_runs SET state = 'finished', paused_because = '', first_not_sent = 0
WHERE number = ? AND state = 'paused'
"""
        transaction.execute(update, (number,))


def shown_row(run: StoredRun, row: StoredRow, payout: Payout | None) -> RunRow:
    """A row as the user sees it."""
    return RunRow(
        position=row.position,
        line=row.line,
        amount=row.amount,
        method=row.method,
        customer_id=row.customer_id,
        account_id=row.account_id,
        state=RowState(row.state),
        reason=row.reason,
        source=row.source,
        cashout_id=row.cashout_id,
        attempt=row.attempt,
        key=row.key(run),
        claimed_at=row.claimed_at,
        changed_at=row.changed_at,
        reference="" if payout is None else payout.reference,
        name="" if payout is None else payout.name,
        document="" if payout is None else f"{payout.document_type} {payout.document_number}".strip(),
        description="" if payout is None else payout.description,
    )
