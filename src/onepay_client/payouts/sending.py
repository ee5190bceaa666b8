"""Sending the rows of an approved run: threads send, one thread writes, and everything survives a kill at any line."""

from __future__ import annotations

import os
import queue
import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final
from uuid import uuid4

import msgspec
from msgspec import Struct

from onepay_api import models
from onepay_client.client import OnePay
from onepay_client.errors import (
    AlreadyDone,
    ApiError,
    AuthenticationFailed,
    CircuitOpen,
    ConfigurationError,
    IdempotencyConflict,
    IdempotencyKeyMismatch,
    InsufficientFunds,
    InvalidRequest,
    InvalidValue,
    JournalError,
    NotSent,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    Redirected,
)
from onepay_client.idempotency import may_be_forgotten
from onepay_client.outcomes import MoneyState, outcome_of
from onepay_client.sending.retries import CircuitBreaker
from onepay_core.errors import OnePayError
from onepay_core.operation import CallOptions

from .errors import NotApproved
from .limits import Pace, Progress
from .reasons import Reason
from .repository import Repository, RowResult, StoredPart, StoredRow, StoredRun
from .rows import Payout, external_id
from .states import RowState

LEASE: Final = 30.0
"""Seconds for which a process that sends is believed to live without a sign."""

_GATHERS: Final = 0.02
"""Seconds to wait for one more result before those that are there are written, in one transaction."""

_FAILURES: Final = 5
"""Rows in a row without an answer after which a run is paused, unless the client has a breaker of its own."""

_LONGEST_REASON: Final = 300
_SHORTEST_NAME: Final = 2
_NOT_OF_THE_ROW: Final = (InsufficientFunds, AuthenticationFailed, PermissionDenied, RateLimited, Redirected)
_SEND_AGAIN: Final = CallOptions(send_again=True)


class Task(Struct, frozen=True):
    """One row to send, or to ask for again."""

    row: StoredRow
    key: str
    content: Payout
    is_repeat: bool

    def __repr__(self) -> str:
        return f"Task(line {self.row.line})"


class _Done(Struct, frozen=True):
    """What a worker made of a task; ``stops`` says why no other row should be sent now."""

    result: RowResult
    stops: str = ""
    error: BaseException | None = None


def sender_name() -> str:
    """The name of this process as a sender: host, process, and a random part."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex}"


def is_free(part: StoredPart, now: float) -> bool:
    """Whether nobody sends a part, as far as this process can know."""
    if not part.sender or part.sender_until <= now:
        return True
    host, process, _ = part.sender.rsplit(":", 2)
    return host == socket.gethostname() and os.name == "posix" and not _is_alive(int(process))


def _is_alive(process: int) -> bool:
    if process == os.getpid():
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


class Sender:
    """Sends what is left of a part of a run, which this process has taken."""

    def __init__(  # noqa: PLR0913 - each is a fact of its own
        self,
        repository: Repository,
        client: OnePay,
        run: StoredRun,
        part: StoredPart,
        *,
        verified: Mapping[int, tuple[StoredRow, Payout]],
        rate: float | None,
        workers: int,
        per_day: int | None,
        progress: Callable[[Progress], object] | None,
    ) -> None:
        runtime = client.settings.runtime
        self._repository = repository
        self._client = client
        self._run = run
        self._part = part
        self._verified = verified
        self._now, self._clock = runtime.now, runtime.monotonic
        self._pace = Pace(rate, self._clock)
        self._workers = workers
        self._per_day = per_day
        self._progress = progress
        self._breaker = client.settings.breaker or CircuitBreaker(_FAILURES)
        self._owns_breaker = client.settings.breaker is None
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[_Done] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._because: str = ""
        self._error: BaseException | None = None
        self._taken: dict[int, Task] = {}
        self._unwritten: list[RowResult] = []

    def send(self) -> None:
        """Send what is left; how the run is then stands in the repository."""
        self._breaker.reset()
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(self._workers)]
        try:
            for thread in threads:
                thread.start()
            self._feed()
        except KeyboardInterrupt:
            self._halt(Reason.INTERRUPTED)
        except BaseException as error:  # noqa: BLE001 - raised again below, when what was sent is written
            self._halt(Reason.ERROR)
            self._error = self._error or error
        self._finish(threads)
        if self._error is not None:
            raise self._error

    def _feed(self) -> None:
        """Keep the workers busy, and write what they made of it."""
        batches = self._batches()
        began, done = self._clock(), 0
        total = len(self._rows("not_sent", "sending", "unknown"))
        exhausted = False
        while True:
            while not exhausted and not self._stop.is_set() and len(self._taken) < 3 * self._workers:
                batch = next(batches, None)
                exhausted = batch is None
                for task in batch or ():
                    self._taken[task.row.position] = task
                    self._tasks.put(task)
            if self._stop.is_set() or not self._taken:
                return
            done += self._write()
            if self._progress is not None:
                self._progress(Progress(done=done, total=total, seconds=self._clock() - began))

    def _batches(self) -> Iterator[Sequence[Task]]:
        """First the rows whose outcome is not known, then those that were not sent."""
        left_open = self._rows("sending", "unknown")
        yield [task for row in left_open if (task := self._repeat(row)) is not None]
        after, size = self._part.first - 1, 4 * self._workers
        while True:
            rows, is_limited = self._repository.claim(
                self._run,
                self._part,
                after,
                size,
                until=self._now() + LEASE,
                now=self._now(),
                per_day=self._per_day,
            )
            if is_limited:
                self._because = self._because or Reason.DAY_LIMIT
            if not rows:
                return
            after = rows[-1].position
            yield [self._task(row, is_repeat=False) for row in rows]

    def _rows(self, *states: str) -> Sequence[StoredRow]:
        return self._repository.rows(self._run.number, states, self._part)

    def _repeat(self, row: StoredRow) -> Task | None:
        """The row to be asked for again with its key; None where the server may have forgotten that."""
        lifetime = self._client.settings.key_lifetime
        if row.cashout_id or may_be_forgotten(row.claimed_at, self._now(), lifetime=lifetime):
            if row.state == RowState.SENDING:
                result = RowResult(position=row.position, state=RowState.UNKNOWN, reason=Reason.KEY_TOO_OLD)
                self._repository.record(self._run.number, [result], self._now())
            return None
        return self._task(row, is_repeat=True)

    def _task(self, row: StoredRow, *, is_repeat: bool) -> Task:
        """The row to send, if it is still what was verified.

        Raises:
            NotApproved: it was changed since.
        """
        verified, content = self._verified[row.position]
        if row.payment != verified.payment:
            raise NotApproved(f"The row of line {row.line} was changed while the run was sent. Look who did that.")
        return Task(row, row.key(self._run), content, is_repeat=is_repeat)

    def _write(self) -> int:
        """Wait for a result, and write it with all others that come at about the same time."""
        try:
            done = [self._results.get(timeout=LEASE / 3)]
        except queue.Empty:
            self._repository.keep_part(self._part, self._now() + LEASE)
            return 0
        with suppress(queue.Empty):
            while len(done) < min(self._workers, len(self._taken)):
                done.append(self._results.get(timeout=_GATHERS))
        self._note(done)
        self._record()
        return len(done)

    def _note(self, done: Sequence[_Done]) -> None:
        for item in done:
            self._unwritten.append(item.result)
            if item.stops:
                self._halt(item.stops)
            if item.error is not None:
                self._error = self._error or item.error

    def _record(self) -> None:
        """Write the results that are not written yet; one that was interrupted is written again."""
        results = list(self._unwritten)
        self._repository.record(self._run.number, results, self._now())
        for result in results:
            self._taken.pop(result.position, None)
        del self._unwritten[: len(results)]

    def _halt(self, because: str) -> None:
        self._because = self._because or because
        self._stop.set()

    def _finish(self, threads: Sequence[threading.Thread]) -> None:
        """Let what is under way come to its end, write it, and give back what was not sent."""
        self._stop.set()
        for _ in threads:
            self._tasks.put(None)
        for thread in threads:
            if thread.ident is not None:
                thread.join()
        left: list[_Done] = []
        while not self._results.empty():
            left.append(self._results.get())
        self._note(left)
        self._record()
        given_back = [task.row.position for task in self._taken.values() if not task.is_repeat]
        self._repository.give_back(self._run.number, given_back)
        self._repository.apply_news(self._run.number)
        self._repository.end_part(self._part, self._because)

    def _work(self) -> None:
        while True:
            task = self._tasks.get()
            if task is None:
                return
            delay = self._pace.delay() if not self._stop.is_set() else 0.0
            if self._stop.is_set() or (delay and self._stop.wait(delay)):
                continue  # its row is given back
            self._results.put(self._sent(task))

    def _sent(self, task: Task) -> _Done:
        try:
            return self._judged(task)
        except BaseException as error:  # noqa: BLE001 - the thread that waits for the result raises it
            unknown = RowResult(position=task.row.position, state=RowState.UNKNOWN, reason=type(error).__name__)
            return _Done(unknown, Reason.ERROR, error)

    def _judged(self, task: Task) -> _Done:
        if self._owns_breaker and self._breaker.is_open:
            return self._untried(task, Reason.NO_ANSWER)
        try:
            result = self._paid(task)
        except OnePayError as error:
            if self._owns_breaker:
                self._breaker.note(error)
            done = _impersonal(task, _still_unknown(task, self._after_error(task, error)))
            is_out = self._owns_breaker and self._breaker.is_open
            return _Done(done.result, Reason.NO_ANSWER) if is_out and not done.stops else done
        if self._owns_breaker:
            self._breaker.note(None)
        return _Done(result)

    def _paid(self, task: Task) -> RowResult:
        try:
            return _accepted(task, self._create(task, CallOptions()))
        except AlreadyDone as done:
            if done.object_id is not None:
                return RowResult(position=task.row.position, state=RowState.PENDING, cashout_id=done.object_id)
            # The journal knows that it was carried out; the documented replay of its key brings the id.
            return _accepted(task, self._create(task, _SEND_AGAIN))

    def _create(self, task: Task, options: CallOptions) -> models.Cashout:
        content = task.content
        return self._client.cashouts.create(
            amount=task.row.amount,
            account_id=task.row.account_id,
            customer_id=task.row.customer_id,
            method=models.CashoutMethod(task.row.method),
            currency=models.Currency.COP,
            description=content.description or None,
            external_id=external_id(self._run.name, task.row.line, content.reference),
            idempotency_key=task.key,
            options=options,
        )

    def _after_error(self, task: Task, error: OnePayError) -> _Done:
        if isinstance(error, CircuitOpen):
            return self._untried(task, Reason.NO_ANSWER)
        if isinstance(error, OutcomeUnknown | IdempotencyConflict):
            return _Done(RowResult(position=task.row.position, state=RowState.UNKNOWN, reason=reason_of(error)))
        if isinstance(error, _NOT_OF_THE_ROW):
            reason = reason_of(error)
            refused = RowResult(position=task.row.position, state=RowState.NOT_SENT, reason=reason, refused=True)
            return _Done(refused, reason)
        if isinstance(error, ApiError | InvalidRequest | InvalidValue | IdempotencyKeyMismatch):
            return _Done(RowResult(position=task.row.position, state=RowState.FAILED, reason=reason_of(error)))
        if isinstance(error, NotSent):
            result = RowResult(position=task.row.position, state=RowState.NOT_SENT, reason=Reason.NEVER_REACHED)
            return _Done(result)
        if isinstance(error, JournalError | ConfigurationError):
            return self._untried(task, reason_of(error))
        raise error

    def _untried(self, task: Task, because: str) -> _Done:
        """A row that was not even tried: it is what it was before, and no other one is tried."""
        state = RowState.UNKNOWN if task.is_repeat else RowState.NOT_SENT
        return _Done(RowResult(position=task.row.position, state=state, reason=because), because)


def _still_unknown(task: Task, done: _Done) -> _Done:
    """A refusal of a repetition proves nothing of the first request, also where the journal has lost its entry."""
    if task.row.state != RowState.UNKNOWN or done.result.state not in (RowState.NOT_SENT, RowState.FAILED):
        return done
    reason = f"{Reason.NOTHING_TELLS} ({done.result.reason})"[:_LONGEST_REASON]
    result = RowResult(position=task.row.position, state=RowState.UNKNOWN, reason=reason)
    return _Done(result, done.stops, done.error)


def _impersonal(task: Task, done: _Done) -> _Done:
    """What became of a row, without what is personal: the API may repeat values, and reasons are kept for good."""
    result = msgspec.structs.replace(done.result, reason=without_person(done.result.reason, task.content))
    return _Done(result, without_person(done.stops, task.content), done.error)


def without_person(text: str, content: Payout) -> str:
    """A reason without what the row says of its person; numbers and addresses the client has taken out already."""
    for value in (content.name, content.first_name, content.last_name, content.reference):
        if len(value) > _SHORTEST_NAME:
            text = re.sub(re.escape(value), "***", text, flags=re.IGNORECASE)
    return text


def _accepted(task: Task, cashout: models.Cashout) -> RowResult:
    outcome = outcome_of(cashout)
    state = state_of(outcome.state, outcome.status)
    reason = f"{Reason.STATUS}: {outcome.status}" if state is RowState.FAILED or not outcome.known else ""
    return RowResult(position=task.row.position, state=state, reason=reason, cashout_id=str(cashout.id))


def state_of(money: MoneyState, status: str | None) -> RowState:
    """The state of a row whose payout is in this state; a word that nobody knows says only that it was accepted."""
    if money is MoneyState.PAID:
        return RowState.PROCESSED
    if money in (MoneyState.DECLINED, MoneyState.CANCELLED):
        return RowState.FAILED
    return RowState.PROCESSING if (status or "").lower() == "processing" else RowState.PENDING


def reason_of(error: OnePayError) -> str:
    """Why a row was not paid, in one line without personal data."""
    if isinstance(error, ApiError):
        text = _refusal(error)
    elif isinstance(error, OutcomeUnknown):
        last = error.attempts[-1] if error.attempts else None
        found = _refusal(error.reply) if error.reply is not None else str(last.result) if last else ""
        text = Reason.NOTHING_TELLS + (f" ({found})" if found else "")
    else:
        text = str(error)
    return " ".join(text.split())[:_LONGEST_REASON]


def _refusal(error: ApiError) -> str:
    parts = [f"HTTP {error.status}", error.code_name or "", error.message or ""]
    parts += [f"{problem.field}: {problem.message}" for problem in error.field_errors]
    return ", ".join(part for part in parts if part)
