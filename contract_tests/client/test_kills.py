"""Nothing is paid twice or forgotten when the process dies between any two writes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Final

import pytest

from onepay_client import AlreadyDone, OnePay, OutcomeUnknown, PostgresJournal, SqliteJournal, recover
from onepay_client.journal import Ending
from support.calls import Calls
from support.contract import Contract
from support.faulty_server import FaultyServer, Repeats
from support.ledger import Ledger
from support.payer import CALLS, DIED, KEY, POINTS
from support.postgres import Schema

TREE: Final = Path(__file__).parents[2]
PATHS: Final = os.pathsep.join(str(TREE / folder) for folder in ("src", "generated", "contract_tests"))
SENT: Final = frozenset(POINTS[POINTS.index("after sending") :])
OPEN: Final = frozenset(POINTS[POINTS.index("after begin") : POINTS.index("after end")])


@pytest.fixture(scope="module")
def server(contract: Contract) -> Iterator[FaultyServer]:
    with FaultyServer.running(Calls(contract).success) as server:
        yield server


def pay_and_die(
    journal: Path | str, server: FaultyServer, point: str, operation: str, repeats: Repeats = "replay"
) -> Ledger:
    ledger = server.play([], repeats)
    arguments = [sys.executable, "-m", "support.payer", str(journal), server.url, point, operation]
    died = subprocess.run(arguments, env={**os.environ, "PYTHONPATH": PATHS}, capture_output=True, check=False)  # noqa: S603 - ours
    assert died.returncode == DIED, died.stderr.decode()
    server.wait_for(int(point in SENT))
    server.wait_until_idle()
    return ledger


@pytest.mark.parametrize("point", POINTS)
def test_a_payment_that_died_is_paid_once_when_recovered(
    point: str, server: FaultyServer, tmp_path: Path, journal: SqliteJournal
) -> None:
    ledger = pay_and_die(tmp_path / "journal", server, point, "keyed")
    assert len(ledger.deeds) == (point in SENT)
    with OnePay("sk_test_made_up", base_url=server.url) as client:
        found = recover(journal, client)
        assert [recovered.settled for recovered in found] == [True] * (point in OPEN)
        assert [recovered.value.amount for recovered in found] == [1_200_000] * (point in OPEN)
        assert recover(journal, client) == []
    assert [deed.key for deed in ledger.deeds] == [KEY] * (point != "before begin")


@pytest.mark.parametrize("point", POINTS)
def test_a_payment_that_died_is_paid_once_when_made_again(
    point: str, server: FaultyServer, tmp_path: Path, journal: SqliteJournal
) -> None:
    ledger = pay_and_die(tmp_path / "journal", server, point, "keyed")
    known = pytest.raises(AlreadyDone) if point == "after end" else nullcontext()
    with OnePay("sk_test_made_up", base_url=server.url, journal=journal) as client, known:
        assert CALLS["keyed"](client) is not None
    assert [deed.key for deed in ledger.deeds] == [KEY]
    assert journal.unsettled() == []


@pytest.mark.parametrize("point", POINTS)
def test_payment_that_died_is_paid_once_when_postgres_knows_it(
    point: str, server: FaultyServer, postgres: Schema
) -> None:
    ledger = pay_and_die(f"{postgres.name}@{postgres.conninfo}", server, point, "keyed")
    known = pytest.raises(AlreadyDone) if point == "after end" else nullcontext()
    with (
        closing(PostgresJournal(postgres.conninfo, schema=postgres.name)) as journal,
        OnePay("sk_test_made_up", base_url=server.url, journal=journal) as client,
    ):
        assert len(journal.unsettled()) == (point in OPEN)
        with known:
            assert CALLS["keyed"](client) is not None
        assert journal.unsettled() == []
    assert [deed.key for deed in ledger.deeds] == [KEY]


@pytest.mark.parametrize("point", POINTS)
def test_what_has_no_key_is_listed_and_never_sent_again(
    point: str, server: FaultyServer, tmp_path: Path, journal: SqliteJournal
) -> None:
    ledger = pay_and_die(tmp_path / "journal", server, point, "unkeyed")
    with OnePay("sk_test_made_up", base_url=server.url) as client:
        found = recover(journal, client)
    assert len(ledger.deeds) == (point in SENT)
    assert [(item.entry.operation, item.settled) for item in found] == [("charges_cancel", False)] * (point in OPEN)
    assert all("no idempotency key" in item.advice for item in found)
    for item in found:
        journal.end(item.entry.id, Ending.DONE)
    assert journal.unsettled() == []


def test_a_server_refusing_known_keys_leaves_the_outcome_open(
    server: FaultyServer, tmp_path: Path, journal: SqliteJournal
) -> None:
    ledger = pay_and_die(tmp_path / "journal", server, "before end", "keyed", "conflict")
    with OnePay("sk_test_made_up", base_url=server.url, retries=0) as client:
        [found] = recover(journal, client)
    assert (len(ledger.deeds), found.settled) == (1, False)
    assert isinstance(found.error, OutcomeUnknown)
    assert [entry.ending for entry in journal.unsettled()] == [Ending.UNKNOWN]
