"""Are the errors and the public names those that the pages describe?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

import onepay
from onepay import (
    OnePayError,
    errors,
)

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"


def test_the_errors_are_the_tree_that_is_drawn() -> None:
    drawn = re.findall(r"^ *[ │├└─]*([A-Z][A-Za-z]+)", errors.__doc__ or "", re.MULTILINE)
    drawn = [name for name in drawn if hasattr(errors, name)]
    exceptions = [name for name in errors.__all__ if isinstance(getattr(errors, name), type(Exception))]
    named = [name for name in exceptions if issubclass(getattr(errors, name), OnePayError)]
    assert sorted(drawn) == sorted(named)
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    described = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert sorted(described) == sorted(set(named) - {"OnePayError"})


@pytest.mark.parametrize("name", ["errors.md", "retries.md"])
def test_the_code_of_the_pages_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for block in re.findall(r"```python\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(block, name, "exec"), {})  # noqa: S102 - our own page


def test_every_public_name_can_be_loaded() -> None:
    assert [name for name in onepay.__all__ if getattr(onepay, name, None) is None] == []
    assert dir(onepay) == sorted(onepay.__all__)
    with pytest.raises(AttributeError):
        _ = onepay.nothing
