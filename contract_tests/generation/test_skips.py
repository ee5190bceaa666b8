"""Tests are skipped by the list alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, cast

import pytest

from support import needs

TESTS: Final = Path(needs.__file__).resolve().parent.parent
_SKIPPED_BY_HAND: Final = re.compile(r"pytest\.(skip|importorskip)\(|mark\.(skip|skipif|xfail)\b")


def test_list_names_folders_and_needs_that_exist() -> None:
    listed = needs.skipped_tests()
    assert [folder for folder in listed if not (TESTS / folder).is_dir()] == []
    assert set(listed.values()) == needs.NEEDS.keys()


def test_no_test_skips_itself() -> None:
    files = (path for path in TESTS.rglob("*.py") if path not in (Path(__file__), Path(needs.__file__)))
    assert [str(path) for path in files if _SKIPPED_BY_HAND.search(path.read_text(encoding="utf-8"))] == []


def test_machine_without_chromium_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "chromium" in needs.missing_needs()["chromium"]


class Item:
    """A test as the list looks at it."""

    def __init__(self, folder: str) -> None:
        self.path: Final = TESTS / folder / "test_any.py"
        self.nodeid: Final = "test_any"
        self.reasons: Final[list[str]] = []

    def add_marker(self, mark: pytest.MarkDecorator) -> None:
        self.reasons.append(mark.kwargs["reason"])


def test_tests_without_their_need_are_skipped_or_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    items = [Item("browser"), Item("server")]
    monkeypatch.setenv("PATH", str(tmp_path))
    needs.skip_tests(cast(list[pytest.Item], items), refuse=False)
    assert [item.reasons for item in items] == [["needs chromium"], []]
    with pytest.raises(pytest.UsageError, match="needs chromium, and no test may be skipped: install"):
        needs.skip_tests(cast(list[pytest.Item], items), refuse=True)


def test_tests_whose_need_is_met_are_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "chromium").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    item = Item("browser")
    needs.skip_tests(cast(list[pytest.Item], [item]), refuse=True)
    assert item.reasons == []
