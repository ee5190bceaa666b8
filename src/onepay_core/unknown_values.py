"""What the fast decoder met and did not know, noted while it runs.

msgspec accepts an unknown enum value by calling ``_missing_`` and says nothing about it.
A decode opens a notebook here; ``OpenEnum`` writes into the one that is open in its context.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

_notebook: ContextVar[list[str] | None] = ContextVar("onepay_api_unknown_values", default=None)


@contextmanager
def noting_unknown_values() -> Generator[list[str]]:
    """Collect the unknown enum values that are made inside the block."""
    notes: list[str] = []
    token = _notebook.set(notes)
    try:
        yield notes
    finally:
        _notebook.reset(token)


def note(value: str) -> None:
    """Write down one unknown enum value, if anybody is listening."""
    notes = _notebook.get()
    if notes is not None:
        notes.append(value)
