"""Children of this process."""

from __future__ import annotations

import _imp
import ctypes
import os
import signal
from collections.abc import Callable
from typing import Final

LIMIT: Final = 20
"""Seconds after which a child that has not ended is killed."""


def start_child(work: Callable[[], object], fork: Callable[[], int] = os.fork) -> int:
    """The process number of a child that does ``work``, and ends with status 0 when that is true.

    It ends as a worker of a server does: ``atexit`` and the like are not run.
    """
    child = fork()
    if child == 0:
        signal.alarm(LIMIT)
        done = False
        try:
            done = bool(work())
        finally:
            os._exit(int(not done))
    return child


def in_a_child(work: Callable[[], object], fork: Callable[[], int] = os.fork) -> int:
    """The status with which such a child ends: 0 when the work is true, and of a signal when it never ends."""
    return os.waitpid(start_child(work, fork), 0)[1]


def fork_past_python() -> int:
    """Fork as a server in C does, which tells Python nothing."""
    return int(ctypes.PyDLL(None).fork())


def fork_as_uwsgi() -> int:
    """Fork as uWSGI does: with the lock of imports, and Python learns of it in the child, afterwards."""
    _imp.acquire_lock()
    child = fork_past_python()
    if child == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()  # which gives the lock back
    else:
        _imp.release_lock()
    return child
