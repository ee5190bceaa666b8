"""The changelog's entries: those that people add in `changelog.d/`, and those that follow from what changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from onepay_contract.diff import Change, Grade
from releasing.versions import Changes

FRAGMENTS: Final = Path("changelog.d")
_NEEDED: Final = ("pyproject.toml", "CHANGELOG.md")
_OWN_GRADES: Final = {
    "changed": ("Changes of the contract that programs have to follow", (Grade.DANGER, Grade.BREAKING, Grade.CAUTION)),
    "added": ("What the contract has anew", (Grade.COMPATIBLE,)),
}
_SHOWN: Final = 30
_ROW: Final = "  - "


def fragments(changes: Changes) -> dict[str, str]:
    """The entries that follow from what changed, by the names of their files: a list for each kind of entry."""
    found: dict[str, str] = {}
    for kind, (title, grades) in _OWN_GRADES.items():
        rows = [_contract_row(change) for change in changes.contract if change.grade in grades]
        if rows:
            found[f"+contract.{kind}.md"] = _listed(f"{title}:", rows)
    if changes.surface.breaking:
        rows = [f"`{sentence.replace(': ', '`: ', 1)}." for sentence in changes.surface.breaking]
        found["+surface.changed.md"] = _listed("Changes of Python names:", rows)
    if changes.surface.added:
        found["+surface.added.md"] = _listed("New Python names:", [f"`{name}`" for name in changes.surface.added])
    return found


def draft(root: Path, changes: Changes) -> str:
    """The section of the changelog as it would be today; the tree is left as it is."""
    with tempfile.TemporaryDirectory(prefix="changelog-") as folder:
        copy = Path(folder)
        for name in _NEEDED:
            shutil.copy(root / name, copy)
        shutil.copytree(root / FRAGMENTS, copy / FRAGMENTS)
        _write_fragments(copy, changes)
        return _towncrier(copy, "--draft", "--version", str(changes.required))


def build(root: Path, changes: Changes, version: str, date: str) -> None:
    """Write the section of a version into `CHANGELOG.md`, and delete the files that it was made from."""
    _write_fragments(root, changes)
    _towncrier(root, "--yes", "--version", version, "--date", date)


def _write_fragments(root: Path, changes: Changes) -> None:
    for name, text in fragments(changes).items():
        (root / FRAGMENTS / name).write_text(text, encoding="utf-8")


def _towncrier(root: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "towncrier", "build", "--dir", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=root).stdout  # noqa: S603 - our own words


def _contract_row(change: Change) -> str:
    """One change, as one line: where, what, and for whom it means what."""
    place = f"`{change.uses[0]}`" + (f" and {len(change.uses) - 1} more" if len(change.uses) > 1 else "")
    difference = " -> ".join(f"`{text}`" for text in (change.before, change.after) if text)
    sentences = " ".join(dict.fromkeys(effect.sentence for effect in change.effects.values()))
    kind = str(change.kind).replace("_", " ")
    return f"{place}: {kind}{f' ({difference})' if difference else ''}. {sentences}"


def _listed(title: str, rows: list[str]) -> str:
    return "\n".join([title, "", *_rows(rows)]) + "\n"


def _rows(rows: list[str]) -> Iterator[str]:
    yield from (f"{_ROW.strip()} {row}" for row in rows[:_SHOWN])
    if len(rows) > _SHOWN:
        yield f"{_ROW.strip()} and {len(rows) - _SHOWN} more: `onepay contract diff` lists all."
