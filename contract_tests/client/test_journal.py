"""The journal has what it must before anything leaves, and nothing that it must not."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pytest

from onepay_api import OPERATIONS, CallOptions
from onepay_client import IdempotencyKeyMismatch, JournalError, OnePay, OutcomeUnknown, SqliteJournal, recover
from onepay_client.journal import Ending, Entry
from onepay_client.sending.classification import OperationClass, kind_of
from onepay_client.storage.journals import DatabaseJournal
from support import canaries
from support.calls import Calls
from support.contract import Contract
from support.driving import CASHOUT, CUT, NEVER_SENT, Driven, answer, refusal
from support.entries import entry
from support.faults import CUT as CUT_AFTER_READING
from support.faulty_server import FaultyServer

ENDINGS: Final[dict[str, tuple[list[Any], Ending]]] = {
    "a success": ([answer(200, CASHOUT)], Ending.DONE),
    "a refusal": ([refusal(422)], Ending.REFUSED),
    "too many requests": ([refusal(429)] * 3, Ending.REFUSED),
    "no connection": ([NEVER_SENT] * 3, Ending.NOT_SENT),
    "a cut, then a success": ([CUT, answer(200, CASHOUT)], Ending.DONE),
    "cuts": ([CUT] * 3, Ending.UNKNOWN),
    "a cut, then a refusal": ([CUT, refusal(422)], Ending.UNKNOWN),
    "a cut, then no connection": ([CUT, NEVER_SENT, NEVER_SENT], Ending.UNKNOWN),
    "a reply that cannot be read": ([answer(200, b"<html>")] * 3, Ending.UNKNOWN),
}


class Memory:
    """A journal that tells what it was told, in order."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.calls: list[object] = []

    def begin(self, entry: Entry) -> Entry | None:
        self.calls.append(entry)
        return self.entries.setdefault(entry.id, entry) if entry.id in self.entries else None

    def end(self, entry_id: str, ending: Ending) -> None:  # noqa: ARG002 - the protocol's
        self.calls.append(ending)

    def unsettled(self) -> list[Entry]:
        return []


@pytest.fixture(scope="module")
def server(contract: Contract) -> Iterator[FaultyServer]:
    with FaultyServer.running(Calls(contract).success) as server:
        yield server


def endings(journal: DatabaseJournal) -> list[Ending]:
    return [found.ending for found in journal.unsettled()]


@pytest.mark.parametrize("case", ENDINGS)
def test_an_intent_is_written_before_and_its_ending_after(case: str) -> None:
    journal = Memory()
    happenings, ending = ENDINGS[case]
    Driven("cashouts_create", happenings, journal=journal)
    assert [type(calls) for calls in journal.calls] == [Entry, Ending]
    assert journal.calls[1] is ending


@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_a_repetition_could_do_twice_is_recorded(operation: str) -> None:
    journal = Memory()
    Driven(operation, NEVER_SENT, journal=journal)
    record = OPERATIONS[operation]
    assert bool(journal.calls) is (kind_of(record) in {OperationClass.KEYED, OperationClass.UNKEYED})


@pytest.mark.parametrize("operation", [name for name, record in OPERATIONS.items() if record.method == "POST"])
def test_only_what_has_a_key_and_no_secret_may_be_sent_again(operation: str) -> None:
    journal = Memory()
    Driven(operation, NEVER_SENT, journal=journal)
    record = OPERATIONS[operation]
    [kept, _] = journal.calls
    assert isinstance(kept, Entry)
    token = "CustomerToken" in record.security
    keyed = record.idempotency not in {None, "unproved"}
    assert kept.resumable is (keyed and not record.secret_body and not token)


@pytest.mark.parametrize("options", [CallOptions(headers={"X-A": "secret"}), CallOptions(body={"token": "secret"})])
def test_what_the_contract_does_not_know_is_not_kept(options: CallOptions) -> None:
    journal = Memory()
    Driven("cashouts_create", NEVER_SENT, journal=journal, options=options)
    [kept, _] = journal.calls
    assert isinstance(kept, Entry)
    assert (kept.body, kept.resumable) == (None, False)


def test_a_journal_that_cannot_write_stops_the_call() -> None:
    class Full(Memory):
        def begin(self, entry: Entry) -> Entry | None:  # noqa: ARG002 - the protocol's
            raise sqlite3.OperationalError("database or disk is full")

    driven = Driven("cashouts_create", answer(200, CASHOUT), journal=Full())
    assert (type(driven.error), driven.tries) == (JournalError, 0)


def test_a_journal_that_cannot_write_the_ending_does_not_hide_it(caplog: pytest.LogCaptureFixture) -> None:
    class Full(Memory):
        def end(self, entry_id: str, ending: Ending) -> None:  # noqa: ARG002 - the protocol's
            raise sqlite3.OperationalError("database or disk is full")

    assert Driven("cashouts_create", answer(200, CASHOUT), journal=Full()).reply is not None
    assert type(Driven("cashouts_create", CUT, journal=Full()).error) is OutcomeUnknown
    assert "could not write the outcome" in caplog.text


def test_a_key_that_comes_back_with_another_request_is_refused(any_journal: DatabaseJournal) -> None:
    first = Driven("cashouts_create", CUT, idempotency_key="k1", journal=any_journal)
    other = Driven("charges_create", answer(200), idempotency_key="k1", journal=any_journal)
    assert (type(first.error), type(other.error), other.tries) == (OutcomeUnknown, IdempotencyKeyMismatch, 0)
    assert endings(any_journal) == [Ending.UNKNOWN]


@pytest.mark.parametrize("before", [Ending.OPEN, Ending.UNKNOWN])
def test_a_key_that_may_have_been_used_is_treated_as_after_a_cut(any_journal: DatabaseJournal, before: Ending) -> None:
    Driven("cashouts_create", CUT, idempotency_key="k1", journal=any_journal)
    with any_journal._open() as connection:  # pyright: ignore[reportPrivateUsage] - no call leaves an entry so
        connection.execute("UPDATE entries SET ending = ?", (before.value,))
    again = Driven("cashouts_create", [refusal(422)], idempotency_key="k1", journal=any_journal)
    assert type(again.error) is OutcomeUnknown
    assert endings(any_journal) == [Ending.UNKNOWN]


@pytest.mark.parametrize(("ending", "same"), [(Ending.NOT_SENT, False), (Ending.REFUSED, True)])
def test_what_certainly_did_not_happen_makes_room(any_journal: DatabaseJournal, ending: Ending, *, same: bool) -> None:
    any_journal.begin(entry())
    any_journal.end("k1", ending)
    any_journal.begin(entry(digest="d1" if same else "d2"))
    assert endings(any_journal) == [Ending.OPEN]


def test_a_refused_request_does_not_make_room_for_another(any_journal: DatabaseJournal) -> None:
    any_journal.begin(entry())
    any_journal.end("k1", Ending.REFUSED)
    assert any_journal.begin(entry(digest="d2")) is not None
    assert endings(any_journal) == []


def test_what_is_done_stays_done(any_journal: DatabaseJournal) -> None:
    any_journal.begin(entry())
    any_journal.end("k1", Ending.DONE)
    any_journal.end("k1", Ending.UNKNOWN)
    assert endings(any_journal) == []


def test_only_its_owner_can_read_the_file(journal: SqliteJournal, tmp_path: Path) -> None:
    journal.begin(entry())
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["journal", "journal-shm", "journal-wal"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.touch(0o644)
    SqliteJournal(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_commit_is_on_disk_before_it_returns(journal: SqliteJournal) -> None:
    with journal._open() as connection:  # pyright: ignore[reportPrivateUsage] - the mode is the connection's own
        pragmas = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert pragmas == ["wal", 2]


def test_a_body_is_erased_when_its_outcome_is_known(journal: SqliteJournal, tmp_path: Path) -> None:
    journal.begin(entry(body=b'{"phone": "canary"}'))
    journal.end("k1", Ending.UNKNOWN)
    [kept] = journal.unsettled()
    assert kept.body == b'{"phone": "canary"}'
    journal.end("k1", Ending.DONE)
    journal.close()
    assert not [path for path in tmp_path.iterdir() if b"canary" in path.read_bytes()]


@pytest.mark.parametrize("operation", [name for name, record in OPERATIONS.items() if record.method == "POST"])
def test_no_secret_is_ever_written(
    operation: str, contract: Contract, tmp_path: Path, server: FaultyServer, journal: SqliteJournal
) -> None:
    server.play([CUT_AFTER_READING[0]] * 9)
    marker = canaries.Marker(contract)
    described = contract.operations[operation]
    calls = Calls(contract)
    arguments = calls.keywords(described, lambda body: marker.marked(described.body_schema or {}, body))
    if "CustomerToken" in described.schemes:
        arguments["customer_token"] = canaries.TOKEN
    settings: dict[str, Any] = {"base_url": server.url, "cards_url": server.url, "retries": 0, "journal": journal}
    with OnePay(canaries.SECRET_KEY, public_key=canaries.PUBLIC_KEY, **settings) as client:
        method = getattr(getattr(client, described.tag), described.method_name)
        with pytest.raises(OutcomeUnknown):
            method(*calls.path(described), **arguments)
    secrets = (canaries.SECRET_KEY, canaries.PUBLIC_KEY, canaries.TOKEN, *map(canaries.canary, SECRET_FIELDS))
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert operation.encode() in written
    assert [secret for secret in secrets if secret.encode() in written] == []


SECRET_FIELDS: Final = ("card_number", "ccv", "card_token", "cavv", "otp", "token", "secret")


def test_threads_and_forks_share_a_journal(journal: SqliteJournal) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(journal.begin, [entry(f"k{number}") for number in range(50)]))
    child = os.fork()
    if child == 0:
        journal.begin(entry("of the child"))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert len(journal.unsettled()) == 51


@pytest.mark.parametrize(
    ("different", "advice"),
    [
        ({"environment": "live"}, "live key"),
        ({"resumable": False}, "no idempotency key"),
        ({"operation": "POST /secret"}, "no idempotency key"),
        ({"created_at": 1.0}, "too old"),
    ],
)
def test_what_must_not_be_sent_again_is_only_listed(
    journal: SqliteJournal, server: FaultyServer, different: dict[str, Any], advice: str
) -> None:
    ledger = server.play([])
    journal.begin(entry("k1", **({"created_at": 9e9} | different)))
    with OnePay("sk_test_made_up", base_url=server.url) as client:
        [found] = recover(journal, client)
    assert (found.settled, ledger.sent) == (False, 0)
    assert advice in found.advice
