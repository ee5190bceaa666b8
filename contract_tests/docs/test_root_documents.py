"""The documents at the root name only paths that there are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDERS: Final = (
    *(ROOT / name for name in ("contract_tests", "generated", "scripts", "src")),
    *(ROOT / "src").glob("onepay_*"),
)
"""What a path in a sentence about a package may be below of."""
WRITTEN_BY_A_RECIPE: Final = {"openapi/paths/balances_summary.yaml", "openapi/components/schemas/BalanceSummary.yaml"}
_CODE: Final = re.compile(r"`([\w.-]+(?:/[\w.<>*-]*)+|\w+\.(?:py|md|toml))`")
_STANDS_FOR: Final = re.compile("<[^>]+>")


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"])
def test_paths_that_a_root_document_names_exist(document: str) -> None:
    named = set(_CODE.findall((ROOT / document).read_text("utf-8"))) - WRITTEN_BY_A_RECIPE
    assert sorted(path for path in named if not _exists(path)) == []


def test_a_path_that_is_not_there_is_found() -> None:
    assert _exists("resources/<tag>.py")
    assert not _exists("sending/statuses.py")


def _exists(path: str) -> bool:
    pattern = _STANDS_FOR.sub("*", path).rstrip("/")
    is_name = "/" not in pattern
    return (ROOT / pattern).exists() or any(
        next(folder.glob(f"**/{pattern}" if is_name else pattern), None) for folder in FOLDERS
    )
