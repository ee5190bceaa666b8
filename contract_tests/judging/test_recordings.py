from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from judging.examples import Example, examples, reply
from onepay_contract import recordings
from onepay_contract.document import Contract, load
from onepay_contract.findings import Severity
from onepay_contract.judging import Judge
from onepay_contract.recordings import Recorder, RecordingError
from onepay_contract.recordings.replay import judged

BEGUN: Final = "2026-03-02T15:04:05Z"
EXAMPLES: Final = list(examples(load()))
HEAD: Final = b'{"onepay_recording":1,"begun":"x"}\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "recording.jsonl"


def _written(path: Path, contract: Contract, *chosen: Example) -> list[object]:
    with Recorder(path, contract, BEGUN) as recorder:
        return [recorder.write(reply(example.operation, example.status, example.value)) for example in chosen]


def test_what_was_written_is_what_is_read(path: Path, contract: Contract) -> None:
    kept = _written(path, contract, *EXAMPLES)

    recording = recordings.read(path)

    assert list(recording.exchanges) == kept
    assert (recording.begun, recording.notes) == (BEGUN, ())


def test_redaction_changes_no_finding(path: Path, contract: Contract, judge: Judge) -> None:
    with Recorder(path, contract, BEGUN) as recorder:
        for example in EXAMPLES:
            recorder.write(reply(example.operation, example.status, example.value))
        recorder.write(reply("payments_get", 404, {"message": 5, "brand_new": "Mariana"}))

    found = judged(recordings.read(path).exchanges, judge)

    assert {(finding.kind.value, finding.pointer) for finding in found if finding.severity > Severity.NOTE} == {
        ("wrong_type", "/message"),
        ("undocumented_field", "/brand_new"),
    }


def test_each_exchange_is_flushed_and_the_file_synced(
    path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[int] = []
    monkeypatch.setattr(os, "fsync", _noting(settled, path))

    with Recorder(path, contract, BEGUN) as recorder:
        for number in range(2, 5):
            recorder.write(reply("payments_get", 404, {"message": "no"}))
            assert len(path.read_bytes().splitlines()) == number
    assert settled[-1] == 4


def _noting(settled: list[int], path: Path) -> Callable[[int], None]:
    return lambda _: settled.append(len(path.read_bytes().splitlines()))


def test_a_recording_is_not_continued_by_another_run(path: Path, contract: Contract) -> None:
    _written(path, contract)

    with pytest.raises(RecordingError, match="exists already"):
        _written(path, contract)


def test_a_dated_recording_is_named_after_its_beginning(tmp_path: Path, contract: Contract) -> None:
    with Recorder.dated(tmp_path / "new" / "folder", contract, BEGUN) as recorder:
        assert recorder.path.name == "2026-03-02T15-04-05Z.jsonl"


@pytest.mark.parametrize("cut", [1, 2, 10, 200])
def test_a_last_line_that_was_cut_off_is_left_out_and_noted(path: Path, contract: Contract, cut: int) -> None:
    kept = _written(path, contract, *EXAMPLES[:3])
    path.write_bytes(path.read_bytes()[:-cut])

    recording = recordings.read(path)

    assert list(recording.exchanges) == kept[:2]
    assert "cut off" in recording.notes[0]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "no recording"),
        (b"hello\n", "no recording"),
        (b"[]\n", "no recording"),
        (b'{"log": {}}\n', "no recording"),
        (b'{"onepay_recording": 2}\n', "format 2"),
        (HEAD + b"{}\n", ":2: The line is no exchange"),
        (HEAD + b'{"method": 5}\n', "no text"),
        (HEAD + b"{half\n{}\n", ":2: The line is no exchange"),
    ],
)
def test_what_is_no_recording_is_refused_with_its_line(path: Path, content: bytes, complaint: str) -> None:
    path.write_bytes(content)

    with pytest.raises(RecordingError, match=complaint):
        recordings.read(path)


def test_a_file_that_is_missing_is_told(path: Path) -> None:
    with pytest.raises(RecordingError, match="cannot be read"):
        recordings.read(path)


def test_no_secret_reaches_the_disk(path: Path, contract: Contract) -> None:
    with Recorder(path, contract, BEGUN) as recorder:
        request_headers = (("Authorization", "Bearer sk_test_canary4711"),)
        recorder.write(
            reply(
                "payments_get",
                200,
                {"phone": "+573009998877", "x": {"canary": "canary"}},
                request_headers=request_headers,
            )
        )

    kept = path.read_text(encoding="utf-8")

    assert "canary" not in kept
    assert "3009998877" not in kept


def test_every_line_is_json_by_itself(path: Path, contract: Contract) -> None:
    _written(path, contract, *EXAMPLES[:5])

    assert [type(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()] == [dict] * 6
