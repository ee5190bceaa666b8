"""What some tests need and a machine may lack, as `exceptions/skipped.txt` lists it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

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
