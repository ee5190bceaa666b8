"""Payout runs: drafted, checked whole, approved by a second person, sent, and followed to the end of every row."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import msgspec
from msgspec import structs

from onepay_client.client import OnePay
from onepay_client.errors import ConfigurationError
from onepay_client.journal import Ending
from onepay_client.money import label
from onepay_client.storage.database import Database
from onepay_core.arguments import checked_items, checked_kind
from onepay_core.tracebacks import private_locals

from .approval import Approval, ApprovalKey, ApprovedPart, Retry, checked_name
from .errors import LimitExceeded, NotApproved, ProblemsFound, WrongState
from .limits import Limits, Pace, Progress, check_progress, checked_workers
from .problems import CheckReport, Problem, Severity
from .reading import PayoutTable, report_on
from .recipients import Recipient, RecipientSearch, find_recipients
from .repository import Repository, StoredPart, StoredRow, StoredRun, shown_row
from .rows import Payout
from .sending import LEASE, Sender, is_free, sender_name
from .states import RowState, RunRow, RunState, RunStatus

if TYPE_CHECKING:
    from onepay_client.webhooks import Delivery

    from .erasure import Erasure
    from .following import CatchUp

__all__ = (
    "Run",
    "Runs",
)

_LONGEST_NAME: Final = 60
_APPROVED: Final = (RunState.APPROVED, RunState.RUNNING, RunState.PAUSED)
_REPEATED: Final = "repeated_file"
_ERASED: Final = "The personal data of this run were erased, so that it cannot be sent any more."
_BY_HAND: Final = {
    RowState.SENDING: (RowState.PENDING, RowState.PROCESSED, RowState.FAILED, RowState.RETURNED),
    RowState.UNKNOWN: (RowState.PENDING, RowState.PROCESSED, RowState.FAILED, RowState.RETURNED),
    RowState.PENDING: (RowState.PROCESSED, RowState.FAILED, RowState.RETURNED),
    RowState.PROCESSING: (RowState.PROCESSED, RowState.FAILED, RowState.RETURNED),
    RowState.PROCESSED: (RowState.RETURNED,),
}


class Runs:
    """The payout runs in the journal of a client, those of the client's environment.

    ``client`` is an ``OnePay`` with a journal: a run and the write-ahead entries of its payouts live in one database.

    Raises:
        ConfigurationError: it has no journal, or one that holds no runs.
    """

    @private_locals
    def __init__(self, client: OnePay) -> None:
        if not isinstance(client, OnePay):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a type checker
            raise ConfigurationError("Runs takes an OnePay with a journal.")
        database: object = getattr(client.settings.journal, "database", None)
        if database is None:
            raise ConfigurationError(
                "Payout runs are kept in the client's journal: OnePay(journal=SqliteJournal('payments.sqlite'))."
            )
        self._client = client
        self._repository = Repository(cast("Database", database))
        self._environment = client.settings.keys.environment or ""

    def __repr__(self) -> str:
        return f"Runs(environment={self._environment!r})"

    @private_locals
    def draft(self, name: str, table: PayoutTable, *, repeat: bool = False) -> Run:
        """Keep the payouts of a table as a new run, in the place of one of the same name of which nothing was sent.

        ``name`` tells this run from all others, such as ``payroll-2026-11``: the idempotency keys follow from it.
        ``repeat`` allows payouts that an approved run holds already.

        Raises:
            ProblemsFound: rows are wrong; nothing was kept.
            RepeatedFile: an approved run holds exactly these payouts; nothing was kept.
            WrongState: a run of this name was sent already.
            ConfigurationError: the name is none.
            JournalError: the database cannot be used; every method may raise it.
        """
        if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():  # pyright: ignore[reportUnnecessaryIsInstance] - as above
            raise ConfigurationError(f"A run has a name of 1 to {_LONGEST_NAME} characters, such as payroll-2026-11.")
        report = checked_kind("table", table, PayoutTable).check()
        if not report.is_clean:
            raise ProblemsFound(report)
        now = self._client.settings.runtime.now()
        stored = self._repository.draft(self._environment, name, table.payouts, repeat=repeat, now=now)
        return Run(self._client, self._repository, stored.number)

    @private_locals
    def get(self, name: str) -> Run:
        """The run of this name.

        Raises:
            WrongState: there is none.
        """
        is_name = checked_kind("name", name, str).isprintable()
        stored = self._repository.find(self._environment, name) if is_name else None
        if stored is None:
            raise WrongState(f"There is no run {name!r} in this journal for the {self._environment} environment.")
        return Run(self._client, self._repository, stored.number)

    @private_locals
    def names(self) -> list[str]:
        """The names of all runs, oldest first."""
        return self._repository.names(self._environment)

    @private_locals
    def purge(self, *, older_than: timedelta) -> list[str]:
        """``purge`` each run in which nothing has changed for so long; return their names.

        Runs with payouts that are not settled keep everything, because somebody may need it.

        Raises:
            ConfigurationError: ``older_than`` is no time span above zero.
        """
        if not isinstance(older_than, timedelta) or older_than <= timedelta(0):  # pyright: ignore[reportUnnecessaryIsInstance] - as above
            raise ConfigurationError("purge takes older_than, a timedelta above zero, such as timedelta(days=90).")
        before = self._client.settings.runtime.now() - older_than.total_seconds()
        old = [name for name, changed_at in self._repository.last_changes(self._environment) if changed_at < before]
        purged = [run for run in map(self.get, old) if run.status().is_settled]
        for run in purged:
            run.purge()
        return [run.name for run in purged]

    @private_locals
    def erase(self, *, document: str = "", customer_id: str = "") -> Erasure:
        """Erase one person from all runs: name, document, account, reference and description of their rows.

        The person is named by ``document``, as ``CC 1053800001``, or by OnePay's ``customer_id``; rows that went to the
        same customer are the same person's. Amounts, states and OnePay's ids stay. A run from which a row was erased is
        not sent again: what failed in it is paid again in a new one.

        Raises:
            ConfigurationError: neither is given, or both.
        """
        from .erasure import erase_person  # noqa: PLC0415 - who only sends needs none of it

        checked_kind("document", document, str)
        checked_kind("customer_id", customer_id, str)
        return erase_person(self._repository, self._environment, document=document, customer_id=customer_id)

    @private_locals
    def handle(self, delivery: Delivery) -> None:
        """Settle the row that a delivery of a webhook is about; other deliveries are passed over.

        It is a handler for ``Receiver`` and for ``Inbox``, and may see a delivery more than once.
        """
        from .following import news_of  # noqa: PLC0415 - who only sends needs no webhooks

        found = news_of(delivery, self._environment)
        if found is not None:
            cashout_id, state = found
            at = delivery.timestamp or self._client.settings.runtime.now()
            self._repository.note_news(cashout_id, state, f"event {delivery.name}", float(at))


class Run:
    """One payout run; ``Runs`` makes and finds it. It may be used from several processes."""

    def __init__(self, client: OnePay, repository: Repository, number: int) -> None:
        self._client = client
        self._repository = repository
        self._number = number

    def __repr__(self) -> str:
        return f"Run({self._stored.name!r})"

    @property
    def name(self) -> str:
        """The name of the run."""
        return self._stored.name

    @property
    def state(self) -> RunState:
        """What has become of it."""
        return RunState(self._stored.state)

    @property
    def _stored(self) -> StoredRun:
        return self._repository.get(self._number)

    @private_locals
    def check(
        self,
        *,
        limits: Limits | None = None,
        rate: float | None = None,
        workers: int = 8,
        progress: Callable[[Progress], object] | None = None,
    ) -> CheckReport:
        """Check every row against the API, and find the recipients that are given by document.

        Nothing is moved. Where no row is wrong, the run is ``checked``, and an earlier approval lapses. ``rate`` limits
        the requests a second; what several rows share is asked for once. With a live key, ``limits`` are required.

        Raises:
            WrongState: it was sent, or is being sent.
            ConfigurationError: an option cannot be right.
            OnePayError: the API could not be asked; check again.
        """
        run = self._stored
        if run.state not in (RunState.DRAFT, RunState.CHECKED, RunState.APPROVED):
            raise WrongState(f"The run is {run.state}; what is sent is not checked again.")
        held = self._limits(limits)
        check_progress(progress)
        runtime = self._client.settings.runtime
        contents = self._repository.contents(run.number)
        search = RecipientSearch(self._client, Pace(rate, runtime.monotonic), runtime.sleep or time.sleep)
        found = find_recipients(
            search, contents, workers=checked_workers(workers), clock=runtime.monotonic, progress=progress
        )
        balance = self._client.balances.get().balance
        problems = [*_of_recipients(found), *held.problems(contents.values())]
        problems += self._changed_accounts(run, contents, found)
        problems += _doubles(contents, found)
        repeated = self._repository.same_as(run)
        if repeated:
            message = f"The run {repeated!r} holds exactly these payouts, and was approved already."
            problems.append(Problem(line=0, column="", rule=_REPEATED, message=message, severity=Severity.CONFIRM))
        if balance < run.total:
            message = f"The balance of {label(balance)} does not cover the total of {label(run.total)}."
            problems.append(Problem(line=0, column="amount", rule="balance", message=message))
        report = report_on(contents.values(), problems, balance=balance)
        if report.is_clean:
            ids = [(position, item.customer_id, item.account_id) for position, item in sorted(found.items())]
            names = json.dumps({problem.name: str(problem) for problem in report.to_confirm})
            rows = [(position, contents[position], customer, account) for position, customer, account in ids]
            digest = _digest(run, rows)
            self._repository.set_checked(run.number, ids, names, digest)
        else:
            self._repository.set_draft(run.number)
        return report

    def _changed_accounts(
        self, run: StoredRun, contents: dict[int, Payout], found: dict[int, Recipient]
    ) -> Iterable[Problem]:
        customers = [recipient.customer_id for recipient in found.values() if recipient.customer_id]
        before = self._repository.accounts_before(run, customers)
        for position, recipient in sorted(found.items()):
            name, accounts = before.get(recipient.customer_id, ("", frozenset()))
            if recipient.account_id and accounts and recipient.account_id not in accounts:
                old = ", ".join(sorted(f"…{account[-4:]}" for account in accounts))
                new = f"…{recipient.account_id[-4:]}"
                message = f"The run {name!r} paid this person to the account {old}, and this one is {new}."
                yield Problem(
                    line=contents[position].line,
                    column="account_id",
                    rule="changed_account",
                    message=message,
                    severity=Severity.CONFIRM,
                )

    @private_locals
    def approve(self, *, by: str, approval_key: str | None = None, accept: Iterable[str] = ()) -> RunStatus:
        """Approve exactly what the run is now: its rows, their number and their sum.

        ``by`` is the name of who approves; ``approval_key`` is a key that whoever prepared the run does not have, else
        ``ONEPAY_APPROVAL_KEY``. ``accept`` names each problem of the check that is to be confirmed, as
        ``changed_account:12``.

        Raises:
            NotApproved: something to be confirmed is not accepted.
            RepeatedFile: another run with exactly these payouts was approved since the check.
            WrongState: it was not checked, or has changed.
            ConfigurationError: there is no approval key, or no name.
        """
        key, name = ApprovalKey(approval_key), checked_name(by)
        run = self._stored
        if run.state != RunState.CHECKED:
            raise WrongState(f"The run is {run.state}. Only a run that was checked, with no row wrong, is approved.")
        accepted = frozenset(checked_items("accept", accept, str))
        missing = [problem for problem in _to_confirm(run) if problem not in accepted]
        if missing:
            raise NotApproved(f"To be accepted by name, after a look at the report of the check: {', '.join(missing)}.")
        now = self._client.settings.runtime.now()
        approval = structs.replace(self._expected(run), accepted=tuple(sorted(accepted)), by=name, at=now)
        repeats = f"{_REPEATED}:0" in accepted
        self._repository.set_approved(run, key.sealed(approval), name, now, repeats=repeats)
        return self.status()

    def _expected(self, run: StoredRun) -> Approval:
        """What an approval of the run as it is kept now says; the digest is made of the rows anew."""
        contents = self._repository.contents(run.number)
        rows = self._repository.rows(run.number)
        if len(contents) != len(rows):
            raise WrongState(_ERASED)
        digest = _digest(run, [(row.position, contents[row.position], row.customer_id, row.account_id) for row in rows])
        if any(_differs(row, contents[row.position]) for row in rows) or digest != run.digest:
            raise NotApproved("The run has changed since it was checked. Check it, and have it approved anew.")
        return Approval(
            environment=run.environment,
            run=run.name,
            digest=digest,
            count=len(rows),
            total=sum(row.amount for row in rows),
            accepted=(),
            by="",
            at=0.0,
        )

    @private_locals
    def send(
        self,
        *,
        approval_key: str | None = None,
        limits: Limits | None = None,
        rate: float | None = None,
        workers: int = 16,
        progress: Callable[[Progress], object] | None = None,
    ) -> RunStatus:
        """Send what is left of an approved run, and return how it stands then.

        Rows whose outcome is not known are asked for first, with their own keys. A row that is refused stops no other
        one. Where the API does not answer, the balance or the key is refused, a limit is reached, or Ctrl-C is pressed,
        the run is paused; call ``send`` again to go on, also after the process was killed. ``rate`` limits the rows a
        second, ``workers`` the rows under way. With a live key, ``limits`` are required.

        Raises:
            NotApproved: it has no approval, its content has changed, or it was approved with another key.
            LimitExceeded: a payout or the run exceeds a limit.
            WrongState: it is not approved, is finished, or another process is sending it.
            ConfigurationError: an option cannot be right.
        """
        run, key, held = self._stored, ApprovalKey(approval_key), self._limits(limits)
        check_progress(progress)
        verified = self._verified(run, key, held)
        part = StoredPart(run.number, 1, run.count, "", sender_name(), self._now() + LEASE)
        sender = Sender(
            self._repository,
            self._client,
            run,
            part,
            verified=verified,
            rate=rate,
            workers=checked_workers(workers),
            per_day=held.per_day,
            progress=progress,
        )
        self._repository.set_parts(run, [part], self._is_free)
        sender.send()
        return self.status()

    @private_locals
    def divide(self, *, size: int = 500, approval_key: str | None = None, limits: Limits | None = None) -> list[int]:
        """Divide what is left of an approved run into parts of ``size`` rows; return the first position of each.

        Any process that has the approval key sends one with ``send_part``, and several processes send different ones
        at the same time. To divide again, or to ``send``, is possible as soon as nobody sends a part.

        Raises:
            NotApproved: it has no approval, its content has changed, or it was approved with another key.
            LimitExceeded: a payout or the run exceeds a limit.
            WrongState: it is not approved, or is finished.
            BeingSent: another process is sending rows of it.
            ConfigurationError: an option cannot be right.
        """
        if isinstance(size, bool) or not isinstance(size, int) or size < 1:  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a type checker
            raise ConfigurationError("size is a number of rows above zero.")
        run, key = self._stored, ApprovalKey(approval_key)
        verified = self._verified(run, key, self._limits(limits))
        left = [position for position, (row, _) in verified.items() if not RowState(row.state).is_sent] or [1]
        parts = [
            StoredPart(run.number, positions[0], positions[-1], "", "", 0.0)
            for positions in (left[start : start + size] for start in range(0, len(left), size))
        ]
        sealed = [
            structs.replace(part, seal=key.sealed(_approved_part(run, part, _in_part(verified, part))))
            for part in parts
        ]
        self._repository.set_parts(run, sealed, self._is_free)
        return [part.first for part in parts]

    @private_locals
    def send_part(  # noqa: PLR0913 - each is an option
        self,
        first: int,
        *,
        approval_key: str | None = None,
        limits: Limits | None = None,
        rate: float | None = None,
        workers: int = 16,
        progress: Callable[[Progress], object] | None = None,
    ) -> RunStatus:
        """Send what is left of the part that begins at a position, and return how the whole run stands then.

        It is ``send`` for one of the parts that ``divide`` made, and may be called as often as you like: for a part
        that was sent already, nothing is done. The last part finishes the run. Where one part has to be paused, all
        others end with the rows that are under way.

        Raises:
            NotApproved: the rows have changed since the run was divided, or it was divided with another key.
            LimitExceeded: a payout or the run exceeds a limit.
            BeingSent: another process is sending this part, or was killed less than 30 seconds ago on another machine.
            ConfigurationError: an option cannot be right.
        """
        check_progress(progress)
        checked_kind("first", first, int)
        run, key, held = self._stored, ApprovalKey(approval_key), self._limits(limits)
        part = next((part for part in self._repository.parts(run.number) if part.first == first), None)
        if part is None:
            return self.status()
        verified = self._verified_part(run, part, key, held)
        taken = structs.replace(part, sender=sender_name(), sender_until=self._now() + LEASE)
        sender = Sender(
            self._repository,
            self._client,
            run,
            taken,
            verified=verified,
            rate=rate,
            workers=checked_workers(workers),
            per_day=held.per_day,
            progress=progress,
        )
        if self._repository.take_part(taken, self._is_free):
            sender.send()
        return self.status()

    def _verified(self, run: StoredRun, key: ApprovalKey, limits: Limits) -> dict[int, tuple[StoredRow, Payout]]:
        """The rows of a run by position, which are what was approved and keep to the limits."""
        if run.state == RunState.FINISHED:
            raise WrongState("The run is finished: nothing is left to send. What failed is paid again by retry.")
        if run.state not in _APPROVED:
            raise WrongState(f"The run is {run.state}; only one that was approved is sent.")
        key.check_approval(run.approval, self._expected(run))
        rows, contents = self._repository.rows(run.number), self._repository.contents(run.number)
        _check_limits(limits, contents, run)
        return _checked_retries(run, key, {row.position: (row, contents[row.position]) for row in rows})

    def _verified_part(
        self, run: StoredRun, part: StoredPart, key: ApprovalKey, limits: Limits
    ) -> dict[int, tuple[StoredRow, Payout]]:
        """The rows of a part by position, which are what was approved and keep to the limits."""
        contents = self._repository.contents(run.number, part)
        rows = self._repository.rows(run.number, (), part)
        if len(contents) != len(rows):
            raise WrongState(_ERASED)
        verified = {row.position: (row, contents[row.position]) for row in rows}
        key.check_part(part.seal, _approved_part(run, part, verified))
        _check_limits(limits, contents, run)
        return _checked_retries(run, key, verified)

    def _now(self) -> float:
        return self._client.settings.runtime.now()

    def _is_free(self, part: StoredPart) -> bool:
        return is_free(part, self._now())

    def _limits(self, limits: Limits | None) -> Limits:
        held = Limits() if limits is None else checked_kind("limits", limits, Limits)
        if self._client.settings.keys.environment == "live" and not held.are_complete:
            raise ConfigurationError(
                "With a live key, say how much may be paid: Limits(per_payout=…, per_run=…, per_day=…) in whole pesos."
            )
        return held

    @private_locals
    def status(self) -> RunStatus:
        """How the run stands."""
        self._repository.apply_news(self._number)
        run = self._stored
        approval = msgspec.json.decode(run.approval, type=Approval) if run.approval else None
        return RunStatus(
            name=run.name,
            environment=run.environment,
            state=RunState(run.state),
            count=run.count,
            total=run.total,
            rows=self._repository.totals(run.number),
            approved_by="" if approval is None else approval.by,
            to_confirm=tuple(_to_confirm(run).values()) if run.state == RunState.CHECKED else (),
            paused_because=run.paused_because,
            first_not_sent=run.first_not_sent,
            parts=len(self._repository.parts(run.number)),
        )

    @private_locals
    def rows(self, *states: RowState) -> list[RunRow]:
        """The rows, in order; of some states only, where any are given."""
        run = self._stored
        contents = self._repository.contents(run.number)
        found = self._repository.rows(run.number, [checked_kind("A state", s, RowState).value for s in states])
        return [shown_row(run, row, contents.get(row.position)) for row in found]

    @private_locals
    def history(self) -> list[tuple[int, float, str, str, str]]:
        """Who decided what: position of the row (0 for the run), Unix time, event, who, and why."""
        return self._repository.history(self._number)

    @private_locals
    def settle(self, line: int, state: RowState, *, by: str, reason: str, cashout_id: str = "") -> RunRow:
        """Write what a person found out about the row of a line: in the panel, from the bank, or from the payee.

        A row that is ``unknown`` can become ``pending`` with the ``cashout_id`` of the panel, ``processed``, ``failed``
        or ``returned``; one that is under way any of the last three; one that was ``processed`` only ``returned``.

        Raises:
            WrongState: there is no such row, or it cannot become this.
            ConfigurationError: there is no name or no reason.
        """
        name, why = checked_name(by), checked_name(reason)
        checked_kind("state", state, RowState)
        checked_kind("cashout_id", cashout_id, str)
        run = self._stored
        [row] = self._of_lines([line])
        if state not in _BY_HAND.get(RowState(row.state), ()):
            raise WrongState(f"The row of line {line} is {row.state}, and cannot be settled as {state}.")
        if state is RowState.PENDING and not cashout_id:
            raise ConfigurationError("A row is pending if the panel shows its payout: give its cashout_id.")
        if row.state in (RowState.SENDING, RowState.UNKNOWN):
            if not all(map(self._is_free, self._repository.parts(run.number))):
                raise WrongState("The run is being sent. Wait until it is paused or finished.")
            self._settle_journal(run, row, state)
        now = self._client.settings.runtime.now()
        self._repository.settle(
            run.number, row, state, cashout_id=cashout_id or row.cashout_id, reason=why, by=name, now=now
        )
        return self._shown([row.position])[0]

    def _settle_journal(self, run: StoredRun, row: StoredRow, state: RowState) -> None:
        settle = getattr(self._client.settings.journal, "settle", None)
        if settle is not None:
            settle(row.key(run), Ending.REFUSED if state is RowState.FAILED else Ending.DONE)

    @private_locals
    def retry(self, lines: Iterable[int], *, by: str, reason: str, approval_key: str | None = None) -> list[RunRow]:
        """Let payouts that are known to have failed be paid again, each under a new key, when ``send`` is called next.

        ``rows(RowState.FAILED, RowState.RETURNED)`` show why each is known to have failed, and who said so; look at
        that first.

        Raises:
            WrongState: a row is not known to have failed, or the run is being sent.
            ConfigurationError: there is no approval key, name or reason.
        """
        key, name, why = ApprovalKey(approval_key), checked_name(by), checked_name(reason)
        run = self._stored
        rows = self._of_lines(lines)
        for row in rows:
            if row.state not in (RowState.FAILED, RowState.RETURNED):
                raise WrongState(
                    f"The row of line {row.line} is {row.state}; only what failed or came back is repeated."
                )
        if run.state == RunState.RUNNING or run.state not in (*_APPROVED, RunState.FINISHED):
            raise WrongState(f"The run is {run.state}. Pay again when it is paused or finished.")
        now = self._client.settings.runtime.now()
        retries = [key.sealed(structs.replace(_retry(run, row, row.attempt + 1), by=name, at=now)) for row in rows]
        self._repository.release(run.number, rows, retries, f"{name}: {why}", now)
        return self._shown([row.position for row in rows])

    @private_locals
    def catch_up(self, *, rate: float | None = None) -> CatchUp:
        """Ask the lists that there are for payouts whose events did not come, and say where nothing can tell.

        Raises:
            OnePayError: the API could not be asked.
        """
        from .following import catch_up  # noqa: PLC0415 - who only sends needs none of it

        return catch_up(self._client, self._repository, self, rate=rate)

    @private_locals
    def purge(self) -> None:
        """Erase names, documents, accounts, descriptions and references; amounts, states and OnePay's ids stay.

        Raises:
            WrongState: payouts are not settled yet, so that somebody may need them.
        """
        if not self.status().is_settled:
            raise WrongState("Payouts of this run are not settled yet. Erase its personal data when all are.")
        self._repository.purge(self._number)

    @private_locals
    def files(self) -> list[Path]:
        """The exports and reports of this run that are still where they were written; they hold personal data."""
        from .erasure import existing_files  # noqa: PLC0415 - who only sends needs none of it

        return existing_files(self._repository, self._number)

    @private_locals
    def note_file(self, path: str | PathLike[str]) -> None:
        """Keep in the history that the run was written to a file; ``export`` and ``write_report`` do it themselves."""
        self._repository.note_export(self._number, str(Path(path).resolve()), self._now())

    def _of_lines(self, lines: Iterable[int]) -> list[StoredRow]:
        by_line = {row.line: row for row in self._repository.rows(self._number)}
        wanted = list(dict.fromkeys(checked_items("lines", lines, int)))
        missing = [line for line in wanted if line not in by_line]
        if missing or not wanted:
            shown = ", ".join(map(str, missing)) or "none given"
            raise WrongState(f"The run has no row of these lines: {shown}.")
        return [by_line[line] for line in wanted]

    def _shown(self, positions: Iterable[int]) -> list[RunRow]:
        by_position = {row.position: row for row in self.rows()}
        return [by_position[position] for position in positions]


def _of_recipients(found: dict[int, Recipient]) -> Iterable[Problem]:
    return (problem for _, recipient in sorted(found.items()) for problem in recipient.problems)


def _doubles(contents: dict[int, Payout], found: dict[int, Recipient]) -> Iterable[Problem]:
    """Two payments of one amount to one person, whichever way the rows name that person."""
    first: dict[tuple[str, int], int] = {}
    for position, recipient in sorted(found.items()):
        payout = contents[position]
        line = first.setdefault((recipient.customer_id, payout.amount), payout.line) if recipient.customer_id else 0
        if line not in (0, payout.line):
            message = f"Line {line} pays the same amount to the same person."
            yield Problem(line=payout.line, column="amount", rule="double", message=message, severity=Severity.CONFIRM)


def _to_confirm(run: StoredRun) -> dict[str, str]:
    """What has to be accepted: the sentence of each problem by its name."""
    return cast("dict[str, str]", json.loads(run.to_confirm)) if run.to_confirm else {}


def _digest(run: StoredRun, rows: Iterable[tuple[int, Payout, str, str]]) -> str:
    """SHA-256 over everything that is sent, and over what says to whom."""
    digest = hashlib.sha256(msgspec.json.encode(["onepay-run-1", run.environment, run.name]))
    for position, payout, customer_id, account_id in rows:
        digest.update(msgspec.json.encode([position, payout, customer_id, account_id]))
    return digest.hexdigest()


def _in_part(verified: dict[int, tuple[StoredRow, Payout]], part: StoredPart) -> dict[int, tuple[StoredRow, Payout]]:
    positions = range(part.first, part.last + 1)
    return {position: verified[position] for position in positions if position in verified}


def _approved_part(run: StoredRun, part: StoredPart, verified: dict[int, tuple[StoredRow, Payout]]) -> ApprovedPart:
    """What the seal of a part says of these rows."""
    if any(_differs(row, payout) for row, payout in verified.values()):
        raise NotApproved("The rows have changed since the run was checked. Check it, and have it approved anew.")
    rows = [(position, payout, row.customer_id, row.account_id) for position, (row, payout) in verified.items()]
    return ApprovedPart(
        environment=run.environment,
        run=run.name,
        approved=run.digest,
        total=run.total,
        first=part.first,
        last=part.last,
        digest=_digest(run, rows),
    )


def _check_limits(limits: Limits, contents: dict[int, Payout], run: StoredRun) -> None:
    """Raise ``LimitExceeded`` where a payout or its run exceeds a limit; what is spent on a day is counted later."""
    problems = limits.problems(contents.values(), run.total)
    over = [str(problem) for problem in problems if problem.rule != "limit_per_day"]
    if over:
        raise LimitExceeded("\n".join(over))


def _checked_retries(
    run: StoredRun, key: ApprovalKey, verified: dict[int, tuple[StoredRow, Payout]]
) -> dict[int, tuple[StoredRow, Payout]]:
    """The same rows; each that is to be paid again was released for it."""
    for row, _ in verified.values():
        if row.attempt > 1:
            key.check_retry(row.retry, _retry(run, row, row.attempt))
    return verified


def _differs(row: StoredRow, payout: Payout) -> bool:
    """Whether what is sent of a row is no longer what was read."""
    identity = hashlib.sha256(payout.identity.encode("utf-8", "surrogatepass")).hexdigest()
    sent = (row.line, row.identity, row.amount, row.method)
    return sent != (payout.line, identity, payout.amount, payout.method)


def _retry(run: StoredRun, row: StoredRow, attempt: int) -> Retry:
    return Retry(environment=run.environment, run=run.name, position=row.position, attempt=attempt, by="", at=0.0)
