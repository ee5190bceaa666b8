"""What some tests need and a machine may lack, as `exceptions/skipped.txt` lists it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import pytest

import exceptions
from support.chromium import chromium

LIST: Final = Path(__file__).resolve().parent.parent / "exceptions" / "skipped.txt"
_COLUMNS: Final = 3


def _has_chromium() -> bool:
    return chromium() is not None


NEEDS: Final[dict[str, tuple[Callable[[], bool], str]]] = {
    "chromium": (_has_chromium, "install Debian's package chromium, or put Chrome on the PATH."),
}
"""How each need is looked for, and what to do where it is not met."""


def skipped_tests() -> dict[str, str]:
    """The need of each folder of tests that the list names."""
    return {folder: need for folder, need, _ in exceptions.read(LIST, _COLUMNS)}


def missing_needs() -> dict[str, str]:
    """What to do about each need that this machine does not meet."""
    return {need: advice for need, (is_met, advice) in NEEDS.items() if not is_met()}


def skip_tests(items: Iterable[pytest.Item], *, refuse: bool) -> None:
    """Mark the tests that need what this machine lacks as skipped; raises `pytest.UsageError` if `refuse`."""
    needs = skipped_tests()
    wanting = [(item, needs[item.path.parent.name]) for item in items if item.path.parent.name in needs]
    missing = missing_needs() if wanting else {}
    for item, need in wanting:
        if need in missing and refuse:
            raise pytest.UsageError(f"{item.nodeid} needs {need}, and no test may be skipped: {missing[need]}")
        if need in missing:
            item.add_marker(pytest.mark.skip(reason=f"needs {need}"))
