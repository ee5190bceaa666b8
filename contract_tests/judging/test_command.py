from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from judging.examples import examples, reply
from onepay_cli.__main__ import main
from onepay_contract.document import Contract, load
from onepay_contract.recordings import Recorder
from onepay_core.json_values import Json

ROOT: Final = Path(__file__).parents[2]
PAYMENT: Final = next(example.value for example in examples(load()) if example.operation == "payments_get")
HOST: Final = "https://api.onepay.la/v1"


class Outcome:
    """How a call of the command ended."""

    def __init__(self, status: int, output: str, errors: str) -> None:
        self.status = status
        self.output = output
        self.errors = errors


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Calls the command with arguments, and with bytes on its standard input."""

    def call(*arguments: object, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            status = main(
                [
                    "contract",
                    *map(str, arguments),
                    *(["--openapi", "nowhere"] if arguments[0] in ("check", "report") else []),
                ]
            )
        except SystemExit as end:
            status = int(end.code or 0)
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return call


@pytest.fixture
def recording(tmp_path: Path, contract: Contract) -> Path:
    path = tmp_path / "recording.jsonl"
    with Recorder(path, contract, "2026-03-02T15:04:05Z") as recorder:
        recorder.write(reply("payments_get", 200, PAYMENT))
        recorder.write(reply("payments_get", 404, {"message": "no", "brand_new": 1}))
    return path


def _entry(url: str, status: int, body: Json, **content: str) -> Json:
    kept = {"mimeType": "application/json", "text": json.dumps(body), **content}
    headers = [{"name": ":status", "value": "200"}, {"name": "content-type", "value": "application/json"}]
    return {
        "startedDateTime": "2026-03-02T15:04:05.123Z",
        "time": 12.5,
        "request": {"method": "GET", "url": url, "headers": []},
        "response": {"status": status, "headers": headers, "content": kept},
    }


def _har(path: Path, *entries: Json) -> Path:
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "status"),
    [({}, 0), ({"brand_new": 1}, 1), ({"amount": "1"}, 3), ({"title": "key sk_test_madeup"}, 4)],
)
def test_a_body_is_checked_and_the_worst_finding_is_the_status(
    change: Json, status: int, run: Callable[..., Outcome], tmp_path: Path
) -> None:
    (tmp_path / "body.json").write_text(json.dumps({**PAYMENT, **change}), encoding="utf-8")

    outcome = run("check", "--operation", "payments_get", "--status", 200, tmp_path / "body.json")

    assert outcome.status == status
    assert not outcome.errors


def test_a_body_is_read_from_a_pipe(run: Callable[..., Outcome]) -> None:
    body = json.dumps({**PAYMENT, "amount": "150000"}).encode()

    outcome = run("check", "--operation", "payments_get", "-", stdin=body)

    assert "wrong_type" in outcome.output
    assert "/amount" in outcome.output
    assert "150000" not in outcome.output


def test_a_har_file_is_checked_and_strangers_in_it_are_left_out(run: Callable[..., Outcome], tmp_path: Path) -> None:
    encoded = base64.b64encode(b'{"message": "no", "brand_new": 1}').decode()
    har = _har(
        tmp_path / "x.har",
        _entry(f"{HOST}/payments/abc", 200, PAYMENT),
        _entry(f"{HOST}/payments/abc", 404, None, text=encoded, encoding="base64"),
        _entry("https://tracker.example/pixel", 200, {}),
    )

    outcome = run("check", har)

    assert outcome.status == 1
    assert "1 departure (met 1 time) in 2 exchanges with 1 operation" in outcome.output
    assert "1 request to other hosts left out" in outcome.output


def test_replies_that_a_har_file_does_not_hold_are_left_out(run: Callable[..., Outcome], tmp_path: Path) -> None:
    unheld = _entry(f"{HOST}/payments/abc", 200, None)
    unheld["response"]["content"] = {"size": 900, "mimeType": "application/json"}
    refused = _entry(f"{HOST}/payments/abc", 0, None)
    har = _har(tmp_path / "x.har", unheld, refused, _entry(f"{HOST}/payments/abc", 200, PAYMENT))

    outcome = run("check", har)

    assert outcome.status == 0
    assert "2 requests whose reply the file does not hold left out." in outcome.output


def test_a_server_of_ones_own_can_be_named(run: Callable[..., Outcome], tmp_path: Path) -> None:
    har = _har(tmp_path / "x.har", _entry("https://proxy.example/v1/payments/abc", 200, PAYMENT))

    assert run("check", har).status == 2
    assert run("check", har, "--base-url", "https://proxy.example").status == 0


def test_a_recording_is_checked_from_a_file_and_from_a_pipe(run: Callable[..., Outcome], recording: Path) -> None:
    outcome = run("check", recording)

    assert outcome.status == 1
    assert "/brand_new" in outcome.output
    assert run("check", "-", stdin=recording.read_bytes()).output == outcome.output


def test_requests_are_held_to_the_contract_when_asked_for(run: Callable[..., Outcome], tmp_path: Path) -> None:
    har = _har(tmp_path / "x.har", _entry(f"{HOST}/payments/abc?colour=red", 200, PAYMENT))

    assert run("check", har).status == 0
    assert "query:colour" in run("check", har, "--requests").output


def test_a_report_is_written_in_every_form(run: Callable[..., Outcome], recording: Path, tmp_path: Path) -> None:
    forms = [option for form in ("html", "junit") for option in (f"--{form}", tmp_path / form)]

    outcome = run("report", recording, *forms, "--json")

    assert outcome.status == 1
    assert (tmp_path / "html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (tmp_path / "junit").read_text(encoding="utf-8").startswith("<?xml")
    assert json.loads(outcome.output)["exit_status"] == 1


def test_coverage_tells_what_was_exercised_and_what_was_not(run: Callable[..., Outcome], recording: Path) -> None:
    outcome = run("coverage", recording, "--missing")

    assert f"operations: 1 of {len(load().operations)} (1 %)" in outcome.output
    assert "payments_get 401" in outcome.output.partition("Not exercised of statuses:")[2]
    assert "PaymentStatus refunded" in outcome.output


def test_operations_are_listed_and_narrowed(run: Callable[..., Outcome]) -> None:
    assert len(run("operations").output.splitlines()) == len(load().operations)
    assert run("operations", "pse").output.startswith("charges_create_pse")


def test_live_brings_a_list_up_to_date(run: Callable[..., Outcome], recording: Path, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("", encoding="utf-8")

    outcome = run("live", recording, "--list", listed)

    assert f"1 of {len(load().operations)} operations were answered live" in outcome.output
    assert "payments_get  2026-03-02  200 404\n" in listed.read_text(encoding="utf-8")


def _with(content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / "input").write_bytes(content)
        return folder / "input"

    return write


def _itself(folder: Path) -> Path:
    return folder


def _missing(folder: Path) -> Path:
    return folder / "nothing"


def _impossible(_: Path) -> Path:
    return Path("a\0b")


CHECK: Final = ("check", "--operation", "payments_get")


@pytest.mark.parametrize(
    ("arguments", "make", "complaint"),
    [
        (("check", "--operation", "payment_get"), _with(b"{}"), "Nearly called so: payments_get"),
        (("check", "--operation", "zzzzzz"), _with(b"{}"), "`onepay contract operations` lists all"),
        (("check",), _with(b"{}"), "--operation payments_get"),
        (CHECK, _with(b'{"id": "a'), "is not JSON"),
        (CHECK, _with(b""), "is empty"),
        (CHECK, _with(b"\x7fELF\xff\x00"), "not UTF-8"),
        (CHECK, _with(b"[" * 100_000), "nested too deeply"),
        (CHECK, _itself, "is a folder"),
        (CHECK, _missing, "cannot be read: No such file"),
        (CHECK, _impossible, "cannot be read"),
        ((*CHECK, "--status", "999"), _with(b"{}"), "100<=x<=599"),
        (("report",), _with(b"{}"), "neither a recording nor a HAR file"),
        (("check",), _with(b'{"log": []}'), "neither a recording nor a HAR file"),
        (("check",), _with(b'{"log": {"entries": [{}]}}'), "entry 0 of the HAR file"),
        (("check",), _with(b'{"log": {"entries": [5]}}'), "entry 0 of the HAR file"),
        (("check",), _with(b'{"log": {"entries": []}}'), "holds no request to api.onepay.la"),
        (("check",), _with(b'{"onepay_recording": 9}\n'), "format 9"),
        (("check",), _with(b'{"onepay_recording": 1}\n{}\n'), ":2: The line is no exchange"),
        (("coverage",), _with(b"hello"), "is not JSON"),
        (("operations",), _missing, "leave the word out"),
    ],
)
def test_bad_input_is_told_in_one_line_and_ends_with_2(
    arguments: tuple[str, ...],
    make: Callable[[Path], Path],
    complaint: str,
    run: Callable[..., Outcome],
    tmp_path: Path,
) -> None:
    outcome = run(*arguments, make(tmp_path))

    assert outcome.status == 2
    assert complaint in outcome.errors
    assert "Traceback" not in outcome.errors
    assert not outcome.output


def test_a_har_file_of_another_host_names_the_host(run: Callable[..., Outcome], tmp_path: Path) -> None:
    outcome = run("check", _har(tmp_path / "x", _entry("https://shop.example/v1/payments", 200, {})))

    assert outcome.status == 2
    assert "shop.example" in outcome.errors
    assert "--base-url" in outcome.errors


@pytest.mark.parametrize("arguments", [("check",), ("check", "body", "x"), ("check", "x", "--status", 5)])
def test_one_thing_is_handed_in_at_a_time(arguments: tuple[object, ...], run: Callable[..., Outcome]) -> None:
    assert run(*arguments).status == 2


def test_a_report_that_cannot_be_written_is_told(run: Callable[..., Outcome], recording: Path, tmp_path: Path) -> None:
    outcome = run("report", recording, "--html", tmp_path / "no" / "folder")

    assert outcome.status == 2
    assert "cannot be written" in outcome.errors


@pytest.mark.parametrize("command", ["check", "report", "coverage", "live"])
def test_the_help_of_every_command_explains_how_it_ends(command: str, run: Callable[..., Outcome]) -> None:
    outcome = run(command, "--help")

    assert outcome.status == 0
    assert "Exit status:" in outcome.output
    assert "4 danger" in " ".join(outcome.output.split())


def test_whoever_has_read_enough_causes_no_traceback() -> None:
    command = [sys.executable, "-m", "onepay_cli", "contract", "operations"]
    environment = {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "generated")])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:  # noqa: S603 (our own)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()

        assert process.stderr.read() == b""
