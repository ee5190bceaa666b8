"""Each block of code of each page is run by a test, and what pages tell people to install is here."""

from __future__ import annotations

import re
import shlex
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

import pytest

from support.pages import PAGES, ROOT, blocks, commands

TESTS: Final = ROOT / "contract_tests"
RUN_BY: Final = {
    "README.md": "client/test_readme.py",
    "docs/configuration.md": "client/test_pages_of_docs.py",
    "docs/contract-changes.md": "docs/test_samples.py",
    "docs/contract.md": "judging/test_page.py",
    "docs/errors.md": "client/test_pages_of_errors.py",
    "docs/guides/*.md": "docs/test_guides.py",
    "docs/index.md": "docs/test_guides.py",
    "docs/journal.md": "docs/test_samples.py",
    "docs/models.md": "client/test_pages_of_models.py",
    "docs/money.md": "client/test_pages_of_docs.py",
    "docs/observability.md": "client/test_pages_of_docs.py",
    "docs/payouts.md": "payouts/test_page.py",
    "docs/reconciliation.md": "reconciliation/test_sources.py",
    "docs/retention.md": "payouts/test_erasure.py",
    "docs/retries.md": "client/test_pages_of_errors.py",
    "docs/sandbox.md": "stories/test_plugin.py",
    "docs/testing.md": "docs/test_guides.py",
    "docs/webhooks.md": "client/test_webhooks_page.py",
    "docs/workers.md": "payouts/test_workers_page.py",
}
"""The test that runs every Python block of a page."""
LANGUAGES: Final = {"python", "console", "text", "toml"}


def _python(page: str) -> list[str]:
    return [code for language, code in blocks(page) if language == "python"]


def test_every_page_with_code_has_a_test_that_runs_it() -> None:
    with_code = {page for page in PAGES if _python(page)}
    run = {page for page in PAGES if any(fnmatch(page, pattern) for pattern in RUN_BY)}
    assert with_code == run
    for page, test in RUN_BY.items():
        assert page.rpartition("/")[2] in (TESTS / test).read_text(encoding="utf-8"), (page, test)


@pytest.mark.parametrize("page", ["docs/contract-changes.md", "docs/journal.md"])
def test_code_of_the_page_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for block in _python(page):
        exec(compile(block, page, "exec"), {})  # noqa: S102 - running the page is the point


def test_every_block_names_its_language() -> None:
    """The site colours a block without one as if it were Python."""
    named = {(page, language) for page in PAGES for language, _ in blocks(page) if not language.startswith("{")}
    assert sorted((page, language) for page, language in named if language not in LANGUAGES) == []


def test_no_page_installs_the_name_from_an_index() -> None:
    installed = [shlex.split(command) for command in commands("pip")]
    assert installed
    assert [words for words in installed if not (words[0] == "install" and words[-1].startswith("."))] == []
    in_prose = re.compile(r"pip install ['\"]?onepay-client")  # an error names it, which installing.md explains
    assert [page for page, text in PAGES.items() if in_prose.search(text)] == []


def test_dependency_on_a_wheel_names_this_project() -> None:
    (block,) = [code for language, code in blocks("docs/installing.md") if language == "toml"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (wanted,) = tomllib.loads(block)["dependencies"]
    (name, extra), *_ = re.findall(r"([\w-]+)\[(\w+)\] @ file:///.+\.whl", wanted)
    assert name == project["name"]
    assert extra in project["optional-dependencies"]
