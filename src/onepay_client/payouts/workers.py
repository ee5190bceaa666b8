"""Workers: processes on several machines that send one run, part by part.

procrastinate, an existing queue on PostgreSQL, hands out jobs, and gives those of a worker that was killed to another
one. A job names a run and the first position of one of its parts; everything else stands in the run's own rows, so
that a job may be handed out twice, or lost, and nobody is paid twice. ``docs/workers.md`` shows how to use it.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from onepay_client.client import OnePay
from onepay_client.errors import ConfigurationError, JournalError
from onepay_client.storage.schema import APPLICATION_ID
from onepay_core.arguments import checked_kind
from onepay_core.errors import OnePayError
from onepay_core.tracebacks import private_locals

from .approval import ApprovalKey
from .errors import BeingSent
from .limits import Limits, Progress, check_progress, checked_workers
from .runs import Run, Runs
from .states import RunStatus

try:
    import psycopg
    from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
    from procrastinate.exceptions import ConnectorException, ProcrastinateException
    from procrastinate.jobs import Job
    from procrastinate.schema import SchemaManager
    from psycopg.sql import SQL, Identifier

    from onepay_client.storage.postgres import PostgresDatabase
except ImportError as _missing:
    raise ConfigurationError(
        f"Workers need procrastinate ({_missing}). Install it with: pip install 'onepay-client[workers]'"
    ) from None

if TYPE_CHECKING:
    from procrastinate.tasks import Task
    from procrastinate.types import JSONDict

__all__ = ("SentPart", "Workers")

_TASK: Final = "onepay_client.payouts.send_part"
_SCHEMA: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_DRAIN_LOOKS: Final = 0.5
"""Seconds between two looks whether anything is left to do."""

_CONNECTIONS: Final = 3
"""Of one worker to the queue: to take jobs, and to give signs of life meanwhile; one more listens for new jobs."""


class SentPart(Struct, frozen=True, kw_only=True):
    """A part of a run that a worker has sent.

    Attributes:
        first: the position of its first row.
        status: how the whole run stands then.
    """

    first: int
    status: RunStatus


class Workers:
    """Shares the runs of a client among processes; those of one environment, and one database, share one queue.

    ``client`` is an ``OnePay`` with a ``PostgresJournal``. The queue's tables stand in a ``schema`` of their own in the
    same database, and are made where they are missing. A worker that has given no sign of life for ``lost_after``
    seconds is taken for dead, and another one goes on with its part.

    Raises:
        ConfigurationError: there is no such journal, or an option cannot be right.
        JournalError: the database cannot be used; every method may raise it.
    """

    @private_locals
    def __init__(self, client: OnePay, *, schema: str = "onepay_jobs", lost_after: float = 30.0) -> None:
        self._runs = Runs(client)
        database: object = getattr(client.settings.journal, "database", None)
        if not isinstance(database, PostgresDatabase):
            raise ConfigurationError(
                "Workers share what is kept in PostgreSQL: OnePay(journal=PostgresJournal('postgresql://…'))."
            )
        if not isinstance(schema, str) or not _SCHEMA.fullmatch(schema):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a type checker
            raise ConfigurationError("schema is a name of small letters, digits and underscores, such as onepay_jobs.")
        if isinstance(lost_after, bool) or not isinstance(lost_after, int | float) or not lost_after > 0:  # pyright: ignore[reportUnnecessaryIsInstance] - as above
            raise ConfigurationError("lost_after is a number of seconds above zero.")
        self._schema = schema
        self._lost_after = float(lost_after)
        self._queue = f"onepay-payouts-{client.settings.keys.environment or 'unknown'}"
        self._parameters: dict[str, Any] = database.parameters

    def __repr__(self) -> str:
        return f"Workers(queue={self._queue!r}, schema={self._schema!r})"

    @private_locals
    def enqueue(
        self, run: Run, *, size: int = 500, approval_key: str | None = None, limits: Limits | None = None
    ) -> int:
        """Divide what is left of an approved run into parts of ``size`` rows, and queue them; return their number.

        To queue a run again is harmless: jobs whose part was sent do nothing.

        Raises:
            NotApproved, LimitExceeded, WrongState, BeingSent, ConfigurationError: as ``Run.divide``.
        """
        checked_kind("run", run, Run)
        with self._failing():
            self._make_tables()
            app, task = self._app(None)
            parts = run.divide(size=size, approval_key=approval_key, limits=limits)
            with app.open():
                name = run.name
                task.batch_defer(*[_arguments(name, first) for first in parts])
        return len(parts)

    @private_locals
    def work(  # noqa: PLR0913 - each is an option
        self,
        *,
        approval_key: str | None = None,
        limits: Limits | None = None,
        rate: float | None = None,
        threads: int = 16,
        drain: bool = False,
        progress: Callable[[Progress], object] | None = None,
        on_part: Callable[[SentPart], object] | None = None,
    ) -> None:
        """Send parts, one after the other, until SIGTERM or Ctrl-C; the part that is under way is sent to its end.

        ``drain`` ends it as soon as no worker has anything left to do. ``rate`` limits the rows a second of this
        worker, ``threads`` the rows under way. ``progress`` is called within a part, and ``on_part`` after each, both
        in another thread.

        Raises:
            OnePayError: a part could not be sent, as by ``Run.send_part``. Its job goes back into the queue.
        """
        key = ApprovalKey(approval_key).text
        checked_workers(threads)
        check_progress(progress)

        def send(run: str, first: int) -> None:
            status = self._runs.get(run).send_part(
                first, approval_key=key, limits=limits, rate=rate, workers=threads, progress=progress
            )
            if on_part is not None:
                on_part(SentPart(first=first, status=status))

        with self._failing():
            self._make_tables()
            asyncio.run(_Worker(self._app, self._queue, self._lost_after, send).work(drain=drain))

    def _app(self, send: Callable[[str, int], None] | None) -> tuple[App, Task[Any, Any, Any]]:
        """The queue, and the task that is done for each job; a process that only queues jobs has none to do."""
        options = f"{self._parameters.get('options') or ''} -c search_path={self._schema}".strip()
        connector = PsycopgConnector(kwargs={**self._parameters, "options": options}, min_size=1, max_size=_CONNECTIONS)
        app = App(connector=connector)
        declare = app.task(name=_TASK, queue=self._queue, retry=_Retry(self._lost_after / 3))
        return app, declare(send or _refuse)

    def _make_tables(self) -> None:
        """Make the queue's tables, unless another process is faster."""
        with psycopg.connect(**self._parameters) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (APPLICATION_ID,))
            exists = connection.execute("SELECT to_regclass(%s)", (f"{self._schema}.procrastinate_jobs",)).fetchone()
            if exists is None or exists[0] is None:
                connection.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(self._schema)))
                connection.execute(SQL("SET LOCAL search_path TO {}").format(Identifier(self._schema)))
                connection.execute(SchemaManager.get_schema())

    @contextmanager
    def _failing(self) -> Generator[None]:
        """Raise what goes wrong with the queue as an error of ours, without what a driver says of values."""
        try:
            yield
        except (psycopg.Error, ProcrastinateException) as error:
            cause = error.__cause__ or error
            state = getattr(cause, "sqlstate", None) or "no SQLSTATE"
            raise JournalError(
                f"The queue of the workers (schema {self._schema}) cannot be used: PostgreSQL says "
                f"{type(cause).__name__} ({state}). Look whether the server is there, and whether this user may use "
                "the schema, or create it at first."
            ) from None


class _Worker:
    """One worker under way, in the event loop that the queue wants."""

    def __init__(
        self,
        make_app: Callable[[Callable[[str, int], None]], tuple[App, Task[Any, Any, Any]]],
        queue: str,
        lost_after: float,
        send: Callable[[str, int], None],
    ) -> None:
        self._queue = queue
        self._lost_after = lost_after
        self._send = send
        self._app, _ = make_app(self._send_or_end)
        self._error: OnePayError | None = None
        self._end: Callable[[], None] = lambda: None

    async def work(self, *, drain: bool) -> None:
        """Work until a signal comes, a part cannot be sent, or nothing is left."""
        async with self._app.open_async():
            working = asyncio.create_task(
                self._app.run_worker_async(
                    queues=[self._queue],
                    concurrency=1,
                    fetch_job_polling_interval=min(5.0, self._lost_after / 3),
                    update_heartbeat_interval=self._lost_after / 3,
                    stalled_worker_timeout=self._lost_after,
                    install_signal_handlers=threading.current_thread() is threading.main_thread(),
                    delete_jobs="successful",
                )
            )
            self._end = partial(_cancel, asyncio.get_running_loop(), working)
            caring = asyncio.create_task(self._care(drain=drain))
            try:
                await asyncio.wait((working, caring), return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (caring, working):
                    task.cancel()
                results = await asyncio.gather(working, caring, return_exceptions=True)
        if self._error is not None:
            raise self._error
        for result in results:
            if isinstance(result, Exception):
                raise result

    def _send_or_end(self, run: str, first: int) -> None:
        """Send a part; an error other than that somebody sends it already ends this worker."""
        try:
            self._send(run, first)
        except BeingSent:
            raise
        except OnePayError as error:
            self._error = error
            self._end()
            raise

    async def _care(self, *, drain: bool) -> None:
        """Give the jobs of dead workers to those that live; return when there is nothing left to do, if asked to."""
        jobs = self._app.job_manager
        while True:
            stalled = await jobs.get_stalled_jobs(queue=self._queue, seconds_since_heartbeat=self._lost_after)
            for job in stalled:
                with suppress(ConnectorException):  # another worker was faster
                    await jobs.retry_job(job)
            if drain and not await self._is_something_left():
                return
            await asyncio.sleep(min(self._lost_after / 3, _DRAIN_LOOKS) if drain else self._lost_after / 3)

    async def _is_something_left(self) -> bool:
        for status in ("todo", "doing"):
            if list(await self._app.job_manager.list_jobs_async(queue=self._queue, status=status)):
                return True
        return False


class _Retry(BaseRetryStrategy):
    """A job whose part was not sent is done again, a little later, by whoever is there."""

    def __init__(self, pause: float) -> None:
        self._pause = timedelta(seconds=pause)

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        del exception, job
        return RetryDecision(retry_at=datetime.now(UTC) + self._pause)


def _arguments(run: str, first: int) -> JSONDict:
    return {"run": run, "first": first}


def _cancel(loop: asyncio.AbstractEventLoop, working: asyncio.Task[None]) -> None:
    """Cancel a task from another thread."""
    loop.call_soon_threadsafe(working.cancel)


def _refuse(run: str, first: int) -> None:
    """What a process does with a job that only queues jobs: none is given to it."""
    raise ConfigurationError(f"This process only queues parts, and does not send {run} from {first}.")
