"""The code of the pages about configuration, money and observability runs, and does what they say."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
NAMES = ("configuration.md", "money.md", "observability.md")
PAGES = {name: (DOCS / name).read_text(encoding="utf-8") for name in NAMES}
BLOCKS = [
    (name, block) for name, text in PAGES.items() for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL)
]


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page sets up for its reader is not set up for the other tests."""
    logger = logging.getLogger("onepay_client")
    monkeypatch.setattr(logging, "basicConfig", lambda: None)
    monkeypatch.setattr(logger, "level", logger.level)


@pytest.mark.parametrize(
    ("page", "block"), BLOCKS, ids=[f"{page}: {block.splitlines()[-1][:40]}" for page, block in BLOCKS]
)
def test_the_code_of_the_pages_runs_as_it_stands(page: str, block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "basicConfig", lambda: None)
    exec(compile(block, page, "exec"), {})  # noqa: S102 - running the page is the point
