"""Exit statuses of the command, and the error that carries one. `docs/command-line.md` has the table."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from enum import IntEnum
from typing import Final

__all__ = ("EPILOG", "CommandError", "ExitStatus", "needs_extra")


class ExitStatus(IntEnum):
    """Every exit status of `onepay`."""

    OK = 0
    """Done. Where something was checked: nothing departs from the contract, or nothing that is more than a note."""
    DRIFT = 1
    """Checked: the contract is out of date, a tolerant client copes."""
    WRONG_USE = 2
    """The command was used wrongly, or what was handed in cannot be read. Nothing was sent."""
    BREAKING = 3
    """Checked: a program that relies on the contract breaks."""
    DANGER = 4
    """Checked: money or access is at stake."""
    REFUSED = 5
    """The API refused the request, or its reply cannot be used. No money moved by it."""
    NOT_REACHED = 6
    """No reply came, and nothing happened: a read had no answer, or the server was never reached."""
    OUTCOME_UNKNOWN = 7
    """A write may have been carried out. Repeat it with the same idempotency key, or look before you go on."""
    OUTPUT_FAILED = 8
    """The work was done, and its output could not be written, such as to a full disk."""
    UNFINISHED = 9
    """What was waited for did not come, or the user declined. Nothing more was sent."""
    INTERRUPTED = 130
    """Ctrl-C."""


class CommandError(Exception):
    """Ends the command with a message for people and an exit status."""

    def __init__(self, message: str, status: ExitStatus = ExitStatus.WRONG_USE) -> None:
        super().__init__(message)
        self.status = status


EPILOG: Final = (
    "Exit status: 0 nothing departs from the contract, or nothing that is more than a note; 1 drift: a tolerant client "
    "copes; 2 wrong use; 3 breaking: a program that relies on the contract breaks; 4 danger: money or access is at "
    "stake. What is printed is redacted."
)
"""How the commands end that hold something against the contract."""


@contextmanager
def needs_extra(name: str) -> Generator[None]:
    """Say which extra is missing, where an import within fails for want of it.

    Raises:
        CommandError: a module that is not ours is missing.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "onepay").startswith("onepay"):
            raise
        raise CommandError(
            f"This needs the extra [{name}] ({error.name} is missing): pip install 'onepay-client[cli,{name}]'"
        ) from None
