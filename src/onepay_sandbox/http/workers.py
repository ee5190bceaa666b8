"""Several processes that serve one listener, each over a connection of its own to the same database."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from types import FrameType
from typing import Final, NoReturn

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


class WorkersFailed(Exception):
    """A worker ended by itself, so all were stopped; the worker has said why."""


class Workers:
    """Processes that do the same work: one that is killed is replaced, and all end with the process that began them."""

    def __init__(self, count: int, work: Callable[[int], object]) -> None:
        """Let `count` processes call `work`, each with its number, from 1 on."""
        self._count: Final = count
        self._work: Final = work
        self._numbers: Final[dict[int, int]] = {}
        self._stopped_by: int | None = None
        self._has_failed = False

    def run(self) -> None:
        """Work until SIGTERM or Ctrl-C, which then act as if no worker had been. Raises `WorkersFailed`."""
        kept_open = os.pipe()
        before = {number: signal.signal(number, self._stop) for number in _SIGNALS}
        try:
            for number in range(1, self._count + 1):
                self._start(number, kept_open)
            while self._numbers:
                self._replace(*os.wait(), kept_open)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            for descriptor in kept_open:
                os.close(descriptor)
        if self._has_failed:
            raise WorkersFailed("A worker ended by itself, so the sandbox has stopped. Its message stands above.")
        if self._stopped_by is not None:
            signal.raise_signal(self._stopped_by)

    def _start(self, number: int, kept_open: tuple[int, int]) -> None:
        """Fork, while no signal comes in between: it would find a process that nobody knows, or handlers of another."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        pid = os.fork()
        if not pid:
            _work_apart(lambda: self._work(number), kept_open)
        self._numbers[pid] = number
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)

    def _replace(self, pid: int, status: int, kept_open: tuple[int, int]) -> None:
        """Put a new process into the place of one that was killed; stop all, where one ended by itself."""
        number = self._numbers.pop(pid)
        if self._stopped_by is not None or self._has_failed:
            return
        if os.WIFSIGNALED(status):
            self._start(number, kept_open)
        else:
            self._has_failed = True
            self._end_all()

    def _stop(self, number: int, _: FrameType | None) -> None:
        self._stopped_by = number
        self._end_all()

    def _end_all(self) -> None:
        for pid in self._numbers:
            os.kill(pid, signal.SIGTERM)  # not SIGINT, of which a terminal sends one to every process already


def _work_apart(work: Callable[[], object], kept_open: tuple[int, int]) -> NoReturn:
    """Do the work of a process that was just forked, and end it, whatever happens, without what stands above it."""
    status = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        os.close(kept_open[1])
        threading.Thread(target=_end_with_parent, args=(kept_open[0],), daemon=True).start()
        work()
        status = 0
    except KeyboardInterrupt:
        status = 0
    except Exception:  # noqa: BLE001 - nobody above may go on with it in a second process
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _end_with_parent(reading: int) -> None:
    """Wait for the process that forked this one: when it has gone, however it went, nobody holds the pipe open."""
    os.read(reading, 1)
    os.kill(os.getpid(), signal.SIGTERM)
