"""The pages that people wrote, their blocks of code, and the commands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_MADE: Final = {"reference", "decisions", "_templates"}
PAGES: Final = {
    page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8")
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    if not _MADE & {*page.relative_to(ROOT).parts}
}
"""README and site, by path; without what is made from the contract, and without the decisions."""
_FENCED: Final = re.compile(r"^(```+)([^\n`]*)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)


def blocks(page: str) -> list[tuple[str, str]]:
    """The blocks of a page: the language that is named, and the text."""
    return [(language, code) for _, language, code in _FENCED.findall(PAGES[page])]


def commands(program: str) -> Iterator[str]:
    """The arguments of each call of a program in the consoles of all pages, without what the shell itself reads."""
    for page in PAGES:
        consoles = (code.replace("\\\n", "") for language, code in blocks(page) if language == "console")
        for command in re.findall(r"^\$ (.+)$", "".join(consoles), re.MULTILINE):
            for part in re.split(r"[|<>]|\s#", command):
                call = re.fullmatch(rf"\s*(?:\w+=\S+ )*{program} (.+)", part)
                if call:
                    yield call[1].strip()
