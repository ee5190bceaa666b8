"""The errors and the public names are those that the pages describe."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

from onepay_client import OnePayError, errors, payouts, webhooks

PACKAGE: Final = import_module("onepay_client")
DOCS: Final = Path(__file__).resolve().parents[2] / "docs"


NODE: Final = re.compile(r"^ {4}((?:[ │]   )*(?:[├└]── )?)([A-Z]\w+)", re.MULTILINE)


def tree(error: type[Exception]) -> dict[str, str]:
    """The parent of each error that we have, below and including ``error``, but for those of payout runs."""
    ours = [
        kind
        for kind in error.__subclasses__()
        if kind.__module__.partition(".")[0] in ("onepay_client", "onepay_core")
        and kind.__module__ != "onepay_client.payouts.errors"
    ]
    return {kind.__name__: error.__name__ for kind in ours} | {n: p for kind in ours for n, p in tree(kind).items()}


def drawn_tree() -> dict[str, str]:
    """The same as it is drawn: the parent is the nearest node above that is indented less."""
    parents: dict[str, str] = {}
    line: list[str] = []
    for indent, name in NODE.findall(errors.__doc__ or ""):
        depth = len(indent) // 4
        line[depth:] = [name]
        if depth:
            parents[name] = line[depth - 1]
    return parents


def test_the_errors_are_the_tree_that_is_drawn() -> None:
    imported_elsewhere = (webhooks.WebhookRefused, payouts.UnreadableTable)  # which loads them
    assert {error.__name__ for error in imported_elsewhere} < set(drawn_tree())
    assert drawn_tree() == tree(OnePayError)
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    described = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert sorted(described) == sorted(drawn_tree())


@pytest.mark.parametrize("name", ["errors.md", "retries.md"])
def test_the_code_of_the_pages_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for block in re.findall(r"```python\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(block, name, "exec"), {})  # noqa: S102 - our own page


def test_every_public_name_can_be_loaded() -> None:
    assert [name for name in PACKAGE.__all__ if getattr(PACKAGE, name, None) is None] == []
    assert dir(PACKAGE) == sorted(PACKAGE.__all__)
    with pytest.raises(AttributeError):
        _ = PACKAGE.nothing
