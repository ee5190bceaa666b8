"""Standard output: what happens when its reader has left, when the disk is full, and when it is no terminal."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Generator
from typing import Any, TextIO, cast

from onepay_cli.exits import CommandError, ExitStatus

__all__ = ("guarded_output", "is_read", "write")


class GuardedOutput:
    """Standard output that outlives its reader.

    Whoever closes a pipe has read enough: what is written afterwards is dropped, and the command ends as it would have
    ended. Any other failure to write is a `CommandError`.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.is_read: bool = True

    def write(self, text: str) -> int:
        """Write `text`, with escapes for what the encoding of the stream does not have."""
        encoding = self._stream.encoding or "utf-8"
        with self._guard():
            self._stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        return len(text)

    def flush(self) -> None:
        """Write what is kept back."""
        with self._guard():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    @contextlib.contextmanager
    def _guard(self) -> Generator[None]:
        try:
            yield
        except BrokenPipeError:
            self._drop()
        except OSError as error:
            self._drop()
            reason = error.strerror or type(error).__name__
            raise CommandError(
                f"The output cannot be written: {reason}. What the command does was done; only its report is missing.",
                ExitStatus.OUTPUT_FAILED,
            ) from None

    def _drop(self) -> None:
        """Let what was not taken go nowhere: Python flushes once more when it ends, and must not fail again."""
        self.is_read = False
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device
            os.dup2(nowhere.fileno(), self._stream.fileno())


@contextlib.contextmanager
def guarded_output() -> Generator[None]:
    """Guard `sys.stdout` as long as the command runs."""
    stream = cast("TextIO | None", sys.stdout)
    with contextlib.ExitStack() as stack:
        if stream is None:  # the descriptor was closed before Python began
            stream = stack.enter_context(open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123 - a device
        guard = GuardedOutput(stream)
        stack.enter_context(contextlib.redirect_stdout(cast("TextIO", guard)))
        yield
        guard.flush()


def write(text: str) -> None:
    """Write `text` to standard output at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def is_read() -> bool:
    """Whether anybody still reads standard output; a long list ends when nobody does."""
    return bool(getattr(sys.stdout, "is_read", True))
