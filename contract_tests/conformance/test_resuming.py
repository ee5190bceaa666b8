"""A killed run is known to the run that resumes it, and is cleaned up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from conformance.fakes import CREATE, LIST, Bench, Bent, Fresh, Hours, opened
from onepay_conformance import cleanup
from onepay_conformance.journal import Journal, JournalError, Made, read
from onepay_conformance.run import Options, run
from onepay_conformance.sender import NoReply
from onepay_conformance.session import Session
from onepay_conformance.target import Server, around
from onepay_contract.exchanges import Exchange

PHASES = ("examples", "walks")


class Killed(BaseException):
    """The process is no more."""


class KillingTransport(Bent):
    """Kills whoever sends the request of this number: before the server gets it, or when it was answered."""

    def __init__(self, inner: httpx.BaseTransport, number: int, *, is_heard: bool) -> None:
        super().__init__(inner)
        self.number = number
        self.is_heard = is_heard

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if len(self.requests) + 1 < self.number:
            return super().handle_request(request)
        if self.is_heard:
            super().handle_request(request)
        raise Killed


def _left(server: Server) -> dict[str, int]:
    """How many objects that can be undone still stand on a server."""
    here = Bench(server)
    session = Session(here.sender().contract_index, here.sender(), 0, "look")
    counts = {name: session.all_of(name) for name in ("customers_list", "accounts_list", "webhooks_list")}
    alive = [item for item in session.all_of("payments_list") if item["status"] == "pending"]
    return {name: len(found) for name, found in counts.items()} | {"payments_list": len(alive)}


NOTHING = {"customers_list": 0, "accounts_list": 0, "webhooks_list": 0, "payments_list": 0}


def _kept(state: Path) -> Options:
    """A run that is written down, and for which time does not pass."""
    return Options(journal=Journal(state), watch=Hours().watch)


@pytest.mark.parametrize("is_heard", [False, True], ids=["before it was heard", "after it was heard"])
@pytest.mark.parametrize("number", [1, 3, 9, 40, 100])
def test_a_run_that_was_killed_is_cleaned_up_by_the_next(
    fresh: Fresh, tmp_path: Path, number: int, *, is_heard: bool
) -> None:
    sandbox, state = fresh(), tmp_path / "state.jsonl"
    with pytest.raises(Killed):
        run(around(KillingTransport(sandbox, number, is_heard=is_heard)), phases=PHASES, options=_kept(state))
    report = run(around(sandbox), phases=PHASES, options=_kept(state))
    assert (report.stopped, list(report.findings), report.figures.left) == (None, [], [])
    assert (_left(around(sandbox)), read(state).made) == (NOTHING, {})


_DIES = """
import os, signal, sys
from pathlib import Path
from conformance.fakes import Bent, opened
from onepay_conformance.journal import Journal
from onepay_conformance.run import Options, run
from onepay_conformance.target import around

def kill(request, reply):
    if len(transport.requests) == 25:
        os.kill(os.getpid(), signal.SIGKILL)
    return reply

with opened(sys.argv[1]) as sandbox:
    transport = Bent(sandbox, kill)
    run(around(transport), phases=("walks",), options=Options(journal=Journal(Path(sys.argv[2]))))
"""


def test_killed_process_leaves_only_recorded_objects(tmp_path: Path) -> None:
    database, state = str(tmp_path / "sandbox.db"), tmp_path / "state.jsonl"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    died = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", _DIES, database, str(state)], env=environment, capture_output=True, check=False
    )
    assert (died.returncode, read(state).sent) == (-signal.SIGKILL, 25)
    with opened(database) as sandbox:
        report = run(around(sandbox), phases=("walks",), options=_kept(state))
    assert (report.stopped, list(report.findings), read(state).made) == (None, [], {})
    with opened(database) as sandbox:
        assert _left(around(sandbox)) == NOTHING


def test_a_resumed_run_sends_no_finished_case_again(fresh: Fresh, tmp_path: Path) -> None:
    sandbox, state = fresh(), tmp_path / "state.jsonl"
    first = run(around(sandbox), phases=("keys",), options=_kept(state))
    second = run(around(sandbox), phases=("keys",), options=_kept(state))
    assert (first.figures.requests["keys"] > 100, second.figures.requests["keys"]) == (True, 0)


def test_the_budget_holds_for_both_runs_together(fresh: Fresh, tmp_path: Path) -> None:
    transport, state = Bent(fresh()), tmp_path / "state.jsonl"
    with pytest.raises(Killed):
        run(around(KillingTransport(transport, 60, is_heard=True)), budget=100, options=_kept(state))
    run(around(transport), budget=100, options=_kept(state))
    assert len(transport.requests) <= 100


def test_a_run_that_is_interrupted_cleans_up(fresh: Fresh) -> None:
    sandbox = fresh()

    def interrupt(_: httpx.Request, reply: httpx.Response) -> httpx.Response:
        if len(transport.requests) == 30:
            raise KeyboardInterrupt
        return reply

    transport = Bent(sandbox, interrupt)
    report = run(around(transport), phases=PHASES)
    assert ((report.stopped or "")[:11], _left(around(sandbox))) == ("Interrupted", NOTHING)


def test_a_creation_whose_reply_was_lost_is_found_and_undone(fresh: Fresh) -> None:
    sandbox = fresh()

    def lose(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
        if len(transport.requests) == 1:
            raise httpx.ReadTimeout("late", request=request)
        return reply

    transport = Bent(sandbox, lose)
    here = Bench(around(transport))
    sender = here.sender()
    with pytest.raises(NoReply):
        sender.send(CREATE)
    assert _left(around(sandbox))["payments_list"] == 1
    assert cleanup.clean(Session(sender.contract_index, sender, 0, "look")) == []
    assert _left(around(sandbox)) == NOTHING


def test_what_cannot_be_undone_is_told(fresh: Fresh) -> None:
    def refuse(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
        return httpx.Response(403, json={"message": "No."}) if request.method == "DELETE" else reply

    here = Bench(around(Bent(fresh(), refuse)))
    sender = here.sender()
    sender.send(CREATE)
    left = cleanup.clean(Session(sender.contract_index, sender, 0, "look"))
    assert [name.partition(" ")[0] for name in left] == ["payments_delete"]


def test_the_intent_is_on_the_disk_when_the_request_leaves(fresh: Fresh, tmp_path: Path) -> None:
    state = tmp_path / "state.jsonl"
    shown: list[str] = []

    def look(_: httpx.Request, reply: httpx.Response) -> httpx.Response:
        shown.append(state.read_text().splitlines()[-1])
        return reply

    journal = Journal(state)
    Bench(around(Bent(fresh(), look)), journal=journal).sender().send(CREATE)
    journal.close()
    assert '"intends"' in shown[0]
    assert '"a"' in shown[0]  # the idempotency key


def test_a_line_that_was_cut_off_is_forgotten_and_written_over(tmp_path: Path) -> None:
    state = tmp_path / "state.jsonl"
    journal = Journal(state)
    journal.answered(1, "payments_create", 201, Made("payments_create", "payments_delete", {"payment_id": "p"}))
    journal.close()
    state.write_bytes(state.read_bytes() + b'{"event": "finis')
    again = Journal(state)
    again.finished("keys/a")
    again.close()
    assert (len(read(state).made), read(state).done) == (1, {"keys/a"})


@pytest.mark.parametrize("content", ["hello\n", "{}\n", '{"event": "begins"}\n', "[]\n"])
def test_a_file_that_is_no_journal_is_refused(tmp_path: Path, content: str) -> None:
    state = tmp_path / "state.jsonl"
    state.write_text(content)
    with pytest.raises(JournalError, match=r"state\.jsonl, line 1: this is no journal"):
        read(state)


def test_a_key_is_never_written_into_the_journal(fresh: Fresh, tmp_path: Path) -> None:
    state = tmp_path / "state.jsonl"
    run(around(fresh()), phases=PHASES, options=_kept(state))
    assert b"sk_test_" not in state.read_bytes()
    assert state.stat().st_mode & 0o077 == 0


def test_a_recorder_hears_every_exchange_once(fresh: Fresh) -> None:
    received: list[Exchange] = []
    report = run(around(fresh()), phases=("walks",), options=Options(record=received.append, watch=Hours().watch))
    assert received == list(report.exchanges)


def test_a_list_makes_nothing_that_needs_cleaning(fresh: Fresh) -> None:
    here = Bench(around(fresh()))
    here.sender().send(LIST)
    assert here.journal.past.made == {}
