"""Interrupts a call before one chosen bytecode instruction, as Ctrl-C may."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Any, Final, ParamSpec

P = ParamSpec("P")


def in_a_thread_of_its_own(test: Callable[P, None]) -> Callable[P, None]:
    """Run a test in a thread that ends with it.

    An interrupt between the instructions that enter or leave an ``except`` leaves the thread with an error that it
    takes to be handled still, which every later error of that thread would then name as its context.
    """

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(test, *args, **kwargs).result()

    return run


class Interrupter:
    """Runs a function, and raises ``KeyboardInterrupt`` once, before instruction number ``step`` of the chosen files.

    ``folders`` are parts of the paths of those files. A step beyond the last one interrupts nothing.
    """

    def __init__(self, step: int, folders: tuple[str, ...]) -> None:
        self._step: Final = step
        self._folders: Final = folders
        self.passed = 0
        self.where = ""

    def run(self, work: Callable[[], object]) -> BaseException | None:
        """The exception that ``work`` ended with, None where it returned."""
        before = sys.gettrace()
        sys._getframe().f_trace_opcodes = True  # pyright: ignore[reportPrivateUsage] - Python 3.12 looks for it when the trace function is set
        sys.settrace(self._enter)
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - it is what the test looks at
            return error
        finally:
            sys.settrace(before)
        return None

    def _enter(self, frame: FrameType, event: str, argument: Any) -> Any:
        del event, argument
        if not any(folder in frame.f_code.co_filename for folder in self._folders):
            return None
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        return self._instruction

    def _instruction(self, frame: FrameType, event: str, argument: Any) -> Any:
        del argument
        if event == "opcode":
            self.passed += 1
            if self.passed == self._step:
                self.where = f"{frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_name}"
                raise KeyboardInterrupt
        return self._instruction
