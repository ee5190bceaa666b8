"""The README's code runs, and what it says of the project is so."""

from __future__ import annotations

import ast
import asyncio
import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
from typer.testing import CliRunner

from onepay_api import OPERATIONS
from onepay_cli.app import make_app
from onepay_client import payouts

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS: list[str] = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
COMMANDS: list[str] = re.findall(r"^\$ (.*?)(?:\s+#.*)?$", README, flags=re.MULTILINE)


PAYROLL = """amount;customer_id;account_id
$1.200;20000000-0000-4000-8000-000000000003;30000000-0000-4000-8000-000000000002
$980;20000000-0000-4000-8000-000000000003;30000000-0000-4000-8000-000000000002
"""
REPLIES = {
    ("POST", "/payments"): (201, "payment_pending"),
    ("POST", "/charges"): (200, "charge_declined"),
    ("POST", "/cashouts"): (201, "cashout_pending"),
    ("GET", "/charges"): (200, "charge_page"),
    ("POST", "/balances"): (204, None),
    ("GET", "/balances"): (200, "balance"),
    ("GET", "/accounts/30000000-0000-4000-8000-000000000002"): (200, "account_created"),
}


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[respx.MockRouter]:
    """Answers with examples of the contract, in a folder with a payroll and with a key in the environment."""
    contract = json.loads((ROOT / "generated" / "openapi.json").read_text(encoding="utf-8"))
    examples = contract["components"]["examples"]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONEPAY_API_KEY", "sk_test_readme")
    monkeypatch.setenv("ONEPAY_APPROVAL_KEY", "approval_made_up_for_the_readme_of_this")
    (tmp_path / "payroll.csv").write_text(PAYROLL, encoding="utf-8")
    with respx.mock(assert_all_called=False) as router:
        for (method, path), (status, example) in REPLIES.items():
            body = {} if example is None else {"json": examples[example]["value"]}
            router.request(method, contract["servers"][0]["url"] + path).mock(httpx.Response(status, **body))
        yield router


def _run(block: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(block, "README.md", "exec"), names)  # noqa: S102 - running the README is the point
    return names


def _session_names() -> set[str]:
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {function.name for function in functions if function.decorator_list}


@pytest.mark.parametrize("block", BLOCKS, ids=[block.splitlines()[-1].strip()[:40] for block in BLOCKS])
def test_a_block_of_python_in_the_readme_runs_as_it_stands(block: str, server: respx.MockRouter) -> None:
    del server
    _run(block)


def test_the_readme_tells_of_a_link_and_of_a_decline(
    server: respx.MockRouter, capsys: pytest.CaptureFixture[str]
) -> None:
    del server
    _run(BLOCKS[0])
    assert re.fullmatch(r"pay here: https://\S+\ndeclined: [A-Z_]+ .+\n", capsys.readouterr().out)


def test_payroll_of_the_readme_pays_each_row_once(server: respx.MockRouter, tmp_path: Path) -> None:
    _run(BLOCKS[1])
    with pytest.raises(payouts.WrongState, match="finished"):
        _run(BLOCKS[1])
    calls: list[Any] = list(server.calls)  # respx does not say what its list of calls holds
    keys: list[str] = [call.request.headers["x-idempotency"] for call in calls if call.request.method == "POST"]
    assert len(keys) == len(set(keys)) == 2
    assert "Marta Ruiz" in (tmp_path / "payroll.html").read_text("utf-8")


def test_the_readmes_endpoint_takes_only_a_signed_event(server: respx.MockRouter) -> None:
    del server
    from onepay_client.webhooks import sign  # noqa: PLC0415 - only this test signs

    app = _run(BLOCKS[3])["app"]
    body = json.dumps({"event": "payment.approved", "data": {"id": "1", "amount": 1, "status": "approved"}}).encode()
    headers = {"x-webhook-token": "wh_hdr_your_token", "signature": sign(body, "whsec_your_secret")}
    assert asyncio.run(_post(app, body, headers)) == 200
    assert asyncio.run(_post(app, body + b" ", headers)) in {400, 401, 403}


async def _post(app: Any, body: bytes, headers: dict[str, str]) -> int:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
        return (await client.post("/onepay", content=body, headers=headers)).status_code


def test_every_command_of_the_readme_names_a_session_that_exists() -> None:
    commands = [command for command in COMMANDS if not command.startswith(("onepay ", "onepay-", "pip "))]
    named = {word for command in commands for word in re.split(r"start\.py |nox -s ", command)[1].split()}
    assert named
    assert named <= _session_names()


def test_readme_installs_from_a_clone_or_a_file_alone() -> None:
    installed = [shlex.split(command, comments=True)[2:] for command in COMMANDS if command.startswith("pip ")]
    assert installed
    assert all(len(words) == 1 and words[0].startswith(".") for words in installed)


def test_commands_of_the_readme_have_their_options() -> None:
    runner = CliRunner()
    for command in [command for command in COMMANDS if command.startswith("onepay ")]:
        words = shlex.split(command)[1:]
        path = [word for word in words[:2] if not word.startswith("-")]
        shown = runner.invoke(make_app(), [*path, "--help"], env={"COLUMNS": "200"})
        assert shown.exit_code == 0, command
        assert not [word for word in words if word.startswith("--") and word not in shown.output], command


def test_the_readme_explains_every_kind_of_evidence() -> None:
    table = README.partition("| evidence | means |")[2].partition("\n\n")[0]
    kinds = Counter(operation.evidence for operation in OPERATIONS.values())
    assert set(re.findall(r"^\| (\w+) \|", table, flags=re.MULTILINE)) == kinds.keys()
    assert kinds.most_common(1)[0][0] == "documented"


def test_every_relative_link_of_the_prose_leads_to_a_file() -> None:
    pages = [ROOT / "README.md", *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "openapi" / "README.md"]
    links = [
        (page, link)
        for page in pages
        if "_templates" not in page.parts  # their links are made when they are filled in
        for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8"))
    ]
    missing = [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()]
    assert links
    assert missing == []
