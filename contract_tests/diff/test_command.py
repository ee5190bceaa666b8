"""`onepay contract diff` prints the chosen form, and ends by the grade."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from diff.planted_changes import PLANTED
from diff.sample import sample
from onepay_cli.__main__ import main


@pytest.fixture
def contracts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample, and with one in which a caution and a danger were planted; it is the current one."""
    monkeypatch.chdir(tmp_path)
    by_name = {planted.name: planted for planted in PLANTED}
    written = {"before": sample(), "caution": by_name["another error"].document()}
    written["danger"] = by_name["keys go to another address"].document()
    for name, document in written.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("after", "options", "status"),
    [
        ("before", [], 0),
        ("caution", [], 1),
        ("caution", ["--tolerate", "caution"], 0),
        ("danger", [], 4),
        ("danger", ["--tolerate", "breaking"], 4),
    ],
)
@pytest.mark.usefixtures("contracts")
def test_gravest_change_ends_the_command(after: str, options: list[str], status: int) -> None:
    assert main(["contract", "diff", "before.json", f"{after}.json", *options]) == status


@pytest.mark.usefixtures("contracts")
def test_output_has_the_chosen_form(capsys: pytest.CaptureFixture[str]) -> None:
    outputs: list[str] = []
    for options in ([], ["--json"], ["--markdown"]):
        main(["contract", "diff", "before.json", "danger.json", *options])
        outputs.append(capsys.readouterr().out)

    assert outputs[0].startswith("1 change from before.json to danger.json: 1 danger.")
    assert json.loads(outputs[1])["changes"][0]["kind"] == "server_changed"
    assert outputs[2].startswith("**1 change from before.json to danger.json: 1 danger.**")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["nothing"], "nothing is neither a file nor a folder here"),
        (["before.json", "before.json", "--json", "--markdown"], "give one of them"),
    ],
)
@pytest.mark.usefixtures("contracts")
def test_wrong_use_is_explained(arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "diff", *arguments]) == 2
    assert reason in capsys.readouterr().err
