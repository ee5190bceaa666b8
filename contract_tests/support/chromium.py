"""The browser in which pages are tested: Debian's Chromium, or Chrome under one of its usual names."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> Path | None:
    """Where the browser is; None where this machine has none."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return Path(found) if found else None
