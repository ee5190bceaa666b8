"""The command `onepay conformance run`, as its guide describes it, against a sandbox behind a socket."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from unittest import mock

import httpx
import pytest

from conformance.fakes import Fresh
from onepay_cli.__main__ import main
from onepay_conformance import command, sender
from onepay_conformance.target import Keys, accompanied, around, from_environment
from onepay_contract import document as contracts
from onepay_contract import recordings
from onepay_sandbox.core.messages import Request, Response, Steps
from server.sockets import HOST, served

LIVE = "sk_" + "live_x"


def conform(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run the command with these variables alone; how it ends."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("ONEPAY_")}
    with mock.patch.dict(os.environ, {**others, **environment}, clear=True):
        return main(["conformance", "run", *arguments])


@pytest.fixture
def environment(fresh: Fresh) -> Iterator[Mapping[str, str]]:
    with served(fresh().sandbox) as port:
        root = f"http://{HOST}:{port}"
        urls = {"ONEPAY_BASE_URL": f"{root}/v1", "ONEPAY_CARDS_URL": f"{root}/cards/v1"}
        yield {"ONEPAY_API_KEY": "sk_test_alborada", "ONEPAY_PUBLIC_KEY": "pk_test_alborada", **urls}


def test_without_a_key_it_says_what_to_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert conform(["--report-dir", str(tmp_path / "conformance")], {}) == 2
    assert "ONEPAY_API_KEY" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_live_key_stops_it_before_anything_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert conform(["--report-dir", str(tmp_path / "conformance")], {"ONEPAY_API_KEY": LIVE}) == 2
    shown = capsys.readouterr()
    assert ("Nothing was sent" in shown.err, LIVE in shown.err + shown.out) == (True, False)
    assert list(tmp_path.iterdir()) == []


def test_it_reports_records_and_ends_by_the_gravest_finding(
    tmp_path: Path, environment: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--budget", "80", "--phase", "walks", "--report-dir", str(tmp_path)]
    assert conform(arguments, environment) == 0
    shown = capsys.readouterr().out
    assert ("requests in" in shown, "sk_test_" in shown) == (True, False)
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["findings"] == []
    assert {"report.html", "report.md", "report.json", "report.xml", "recordings"} <= {
        path.name for path in tmp_path.iterdir()
    }


def test_it_sends_no_request_beyond_its_budget_whatever_it_asks(
    fresh: Fresh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    received: list[Request] = []
    sandbox = fresh().sandbox
    answer = sandbox.answer

    def counted(request: Request) -> Steps[Response]:
        received.append(request)
        return answer(request)

    monkeypatch.setattr(sandbox, "answer", counted)
    with served(sandbox) as port:
        shown = {"ONEPAY_API_KEY": "sk_test_alborada", "ONEPAY_BASE_URL": f"http://{HOST}:{port}/v1"}
        conform(["--budget", "150", "--report-dir", str(tmp_path)], shown)
    assert 140 <= len(received) <= 150


def test_its_recording_holds_no_key_and_every_exchange(tmp_path: Path, environment: Mapping[str, str]) -> None:
    arguments = ["--budget", "60", "--phase", "examples", "--report-dir", str(tmp_path)]
    conform(arguments, environment)
    (recording,) = (tmp_path / "recordings").iterdir()
    assert b"alborada" not in recording.read_bytes()
    assert len(recordings.read(recording).exchanges) <= 60


def test_a_run_can_be_resumed_by_its_state_file(tmp_path: Path, environment: Mapping[str, str]) -> None:
    arguments = ["--phase", "walks", "--report-dir", str(tmp_path)]
    conform([*arguments, "--budget", "40"], environment)
    (state,) = tmp_path.glob("state-*.jsonl")
    lines = state.read_bytes().count(b"\n")
    assert conform([*arguments, "--budget", "90", "--resume", str(state)], environment) == 0
    assert state.read_bytes().count(b"\n") > lines


@pytest.mark.parametrize("written", ["http://127.0.0.1:8000", "http://127.0.0.1:8000/", "http://127.0.0.1:8000/v1"])
def test_a_host_alone_has_the_contracts_path(written: str) -> None:
    server = from_environment({"ONEPAY_API_KEY": "sk_test_alborada", "ONEPAY_BASE_URL": written}, contracts.load())
    assert server
    assert (server.api, server.cards) == ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/cards/v1")


def test_sigterm_cleans_up_as_ctrl_c_does(
    tmp_path: Path, fresh: Fresh, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sandbox = fresh().sandbox
    answer, numbers = sandbox.answer, count(1)

    def terminated(request: Request) -> Steps[Response]:
        if next(numbers) == 40:
            os.kill(os.getpid(), signal.SIGTERM)
        return answer(request)

    monkeypatch.setattr(sandbox, "answer", terminated)
    with served(sandbox) as port:
        shown = {"ONEPAY_API_KEY": "sk_test_alborada", "ONEPAY_BASE_URL": f"http://{HOST}:{port}/v1"}
        status = conform(["--report-dir", str(tmp_path)], shown)
    printed = capsys.readouterr().out
    assert (status, "Not cleaned up" in printed) == (9, False)
    assert "Interrupted" in printed
    assert "--resume" in printed


def test_address_where_nobody_listens_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_OUTAGE", 0.0)
    shown = {"ONEPAY_API_KEY": "sk_test_alborada", "ONEPAY_BASE_URL": f"http://{HOST}:9/v1"}
    assert conform(["--report-dir", str(tmp_path)], shown) == 9


def test_a_sandbox_on_this_machine_is_known_and_asked_everything(environment: Mapping[str, str]) -> None:
    shown = {name: environment[name] for name in ("ONEPAY_API_KEY", "ONEPAY_BASE_URL")}
    server = from_environment(shown, contracts.load())
    assert server
    assert (server.cards, server.keys.public, server.control) == (environment["ONEPAY_CARDS_URL"], None, None)
    whole = accompanied(server)
    assert whole.keys == Keys("sk_test_alborada", "pk_test_alborada", "sk_test_alborada-other")
    assert whole.control is not None


@pytest.mark.parametrize(
    ("status", "body"), [(200, "{}"), (200, "<p>Hola</p>"), (404, '{"status": "ok"}'), (200, "[]")]
)
def test_another_server_is_not_taken_for_a_sandbox(status: int, body: str) -> None:
    server = around(httpx.MockTransport(lambda _: httpx.Response(status, text=body)))
    alone = replace(server, control=None)
    assert accompanied(alone) == alone


def test_the_keys_of_one_host_are_not_sent_to_another(capsys: pytest.CaptureFixture[str]) -> None:
    shown = {"ONEPAY_API_KEY": "sk_test_alborada", "ONEPAY_BASE_URL": "https://payments.test/v1"}
    assert conform([], shown) == 2
    assert "Set ONEPAY_CARDS_URL" in capsys.readouterr().err


def test_what_it_may_cost_is_bounded_but_on_this_machine() -> None:
    assert (command.POLITE.budget, command.POLITE.objects, command.POLITE.rate) == (500, 200, 3)
    assert min(command.UNBOUNDED.budget, command.UNBOUNDED.objects) > 10_000
    assert command.UNBOUNDED.rate == 0


@pytest.mark.parametrize(
    "arguments", [["--budget", "0"], ["--rate", "0"], ["--resume", "nothing.jsonl"], ["--phase", "dancing"]]
)
def test_wrong_use_is_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert (conform(arguments, {}), arguments[0] in capsys.readouterr().err) == (2, True)
