"""The guides run from top to bottom as they stand, and print what they show."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from onepay_client import OnePay
from onepay_sandbox.local import LocalSandbox

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
GUIDES: Final = [DOCS / "index.md", *sorted((DOCS / "guides").glob("*.md"))]
TESTING: Final = DOCS / "testing.md"


def _parts(page: Path) -> list[tuple[str, str]]:
    """The code of a page and what it shows as printed, in the order of the page."""
    return re.findall(r"^```(python|text)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def _segments(page: Path, names: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Run the code; what was printed and what the page shows, at each place where it shows something."""
    printed = io.StringIO()
    for language, text in [*_parts(page), ("text", "")]:
        if language == "text":
            yield printed.getvalue(), text
            printed = io.StringIO()
        else:
            with contextlib.redirect_stdout(printed):
                exec(compile(text, page.name, "exec"), names)  # noqa: S102 - running the page is the point


@pytest.mark.parametrize("page", GUIDES, ids=[page.stem for page in GUIDES])
def test_guide_prints_what_it_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for printed, shown in _segments(page, {}):
        assert printed == shown


@pytest.mark.parametrize("page", GUIDES, ids=[page.stem for page in GUIDES])
def test_guide_shows_a_result(page: Path) -> None:
    assert "text" in {language for language, _ in _parts(page)}


def _tests_of_the_page() -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "shop"}
    for language, text in _parts(TESTING):
        assert language == "python"
        exec(compile(text, TESTING.name, "exec"), names)  # noqa: S102 - running the page is the point
    return {name: value for name, value in names.items() if name.startswith("test_")}


def test_every_test_of_the_shop_passes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    found = _tests_of_the_page()
    assert f"{len(found)} passed" in TESTING.read_text(encoding="utf-8")
    for test in found.values():
        with (
            contextlib.closing(LocalSandbox()) as sandbox,
            OnePay(sandbox.secret_key, transport=sandbox.transport) as client,
        ):
            given = {"onepay_sandbox": sandbox, "onepay_client": client}
            test(**{name: given[name] for name in test.__annotations__ if name in given})


def test_ten_tasks_take_ten_lines_each() -> None:
    tasks = (DOCS / "guides" / "ten-tasks.md").read_text(encoding="utf-8").split("\n## ")[1:]
    lengths = [
        len(re.findall(r"^```python\n(.*?)^```$", task, re.DOTALL | re.MULTILINE)[0].split("\n")) for task in tasks
    ]
    assert len(lengths) == 10
    assert max(lengths) <= 11  # the last one is empty
