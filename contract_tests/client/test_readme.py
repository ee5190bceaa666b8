"""The README's code runs, and what it says of the project is so."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from onepay_api import OPERATIONS

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS: list[str] = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
COMMANDS: list[str] = re.findall(r"^\$ (.*?)(?:\s+#.*)?$", README, flags=re.MULTILINE)


@pytest.fixture
def server() -> Iterator[respx.MockRouter]:
    """Answers each POST with the first example that the contract has for its success."""
    contract = json.loads((ROOT / "generated" / "openapi.json").read_text(encoding="utf-8"))
    with respx.mock(assert_all_called=False) as router:
        for path in ("/payments", "/cashouts"):
            url = contract["servers"][0]["url"] + path
            router.post(url).mock(return_value=httpx.Response(201, json=_example(contract, path)))
        yield router


def _example(contract: dict[str, Any], path: str) -> Any:
    reply = contract["paths"][path]["post"]["responses"]["2XX"]["content"]["application/json"]
    reference = next(iter(reply["examples"].values()))["$ref"]
    return contract["components"]["examples"][reference.rpartition("/")[2]]["value"]


def _session_names() -> set[str]:
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {function.name for function in functions if function.decorator_list}


@pytest.mark.parametrize("block", BLOCKS, ids=[block.splitlines()[-1].strip()[:40] for block in BLOCKS])
def test_a_block_of_python_in_the_readme_runs_as_it_stands(block: str, server: respx.MockRouter) -> None:
    del server
    exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - running the README is the point


def test_the_readme_shows_a_payment_and_a_payout_that_are_really_sent(server: respx.MockRouter) -> None:
    exec(compile(BLOCKS[0], "README.md", "exec"), {})  # noqa: S102 - running the README is the point
    assert [route.call_count for route in server.routes] == [1, 1]


def test_every_command_of_the_readme_names_a_session_that_exists() -> None:
    named = {word for command in COMMANDS for word in re.split(r"start\.py |nox -s ", command)[1].split()}
    assert named
    assert named <= _session_names()


def test_the_readme_counts_the_operations_as_the_contract_does() -> None:
    counted = {name: int(number) for name, number in re.findall(r"^\| (\w+) \| (\d+) \|", README, flags=re.MULTILINE)}
    assert counted == Counter(operation.evidence for operation in OPERATIONS.values())


def test_every_relative_link_of_the_prose_leads_to_a_file() -> None:
    pages = [ROOT / "README.md", *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "openapi" / "README.md"]
    links = [
        (page, link) for page in pages for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8"))
    ]
    missing = [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()]
    assert links
    assert missing == []
