"""The code of the page about the objects of the API runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
PAGES: Final = ("models.md",)
BLOCKS: Final = [
    pytest.param(block, id=f"{page}-{number}")
    for page in PAGES
    for number, block in enumerate(
        re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    )
]


@pytest.mark.parametrize("block", BLOCKS)
def test_code_of_the_page_runs_as_it_stands(block: str) -> None:
    exec(compile(block, "page", "exec"), {"__name__": "page"})  # noqa: S102 - running the page is the point
