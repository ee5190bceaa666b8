"""Tests are skipped by the list alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from support import needs

TESTS: Final = Path(needs.__file__).resolve().parent.parent
_SKIPPED_BY_HAND: Final = re.compile(r"pytest\.(skip|importorskip)\(|mark\.(skip|skipif|xfail)\b")


def test_list_names_folders_and_needs_that_exist() -> None:
    listed = needs.skipped_tests()
    assert [folder for folder in listed if not (TESTS / folder).is_dir()] == []
    assert set(listed.values()) == needs.NEEDS.keys()


def test_no_test_skips_itself() -> None:
    files = (path for path in TESTS.rglob("*.py") if path not in (Path(__file__), TESTS / "conftest.py"))
    assert [str(path) for path in files if _SKIPPED_BY_HAND.search(path.read_text(encoding="utf-8"))] == []


def test_machine_without_chromium_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "chromium" in needs.missing_needs()["chromium"]


@pytest.mark.parametrize(
    ("allowed", "status", "words"), [("", 0, "skipped"), ("1", 4, "needs chromium, and no test may be skipped")]
)
def test_tests_without_their_need_are_skipped_or_refused(tmp_path: Path, allowed: str, status: int, words: str) -> None:
    environment = {**os.environ, "PATH": str(tmp_path), "NO_SKIPPED_TESTS": allowed}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", str(TESTS / "browser")]
    run = subprocess.run(command, env=environment, cwd=TESTS.parent, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert (run.returncode, words in run.stdout + run.stderr) == (status, True), run.stdout + run.stderr
