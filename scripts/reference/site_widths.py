"""Look at pages of the site in Chromium, as wide as a telephone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from playwright.sync_api import ViewportSize, sync_playwright

from support.chromium import OPTIONS

PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
_TOO_WIDE: Final = """
[document.documentElement, ...document.querySelectorAll('.content, .table-wrapper')]
  .filter(box => box.scrollWidth > box.clientWidth)
  .map(box => box.textContent.trim().slice(0, 60))
"""
"""The text at the head of whatever scrolls sideways, but for blocks of code: those may."""


def too_wide(browser: Path, pages: Iterable[Path]) -> Iterator[str]:
    """A line for each page or table that a telephone shows only in part.

    Args:
        browser: Chromium.
        pages: the files.
    """
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(browser), args=list(OPTIONS))
        window = opened.new_page(viewport=PHONE)
        for page in pages:
            window.goto(page.as_uri())
            for head in window.evaluate(_TOO_WIDE):
                yield f"{page.name}: {head!r} is wider than a telephone"
        opened.close()
