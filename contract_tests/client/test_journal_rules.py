"""What a journal knows only grows, and decides what is sent again."""

from __future__ import annotations

import asyncio
import hashlib
import math
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from onepay_api import CallOptions
from onepay_client import (
    AlreadyDone,
    AsyncOnePay,
    ConfigurationError,
    IdempotencyConflict,
    IdempotencyKeyMismatch,
    NotSent,
    OnePay,
    OutcomeUnknown,
    ReplyUnavailable,
    Runtime,
    SqliteJournal,
    models,
    recover,
    recover_async,
)
from onepay_client.journal import Ending, Entry
from onepay_client.storage.journals import DatabaseJournal
from support import entries
from support.driving import CASHOUT, CUT, NEVER_SENT, Driven, answer, refusal
from support.scripted_client import PAYOUT, ScriptedClient, ok

DAY: Final = 24 * 3600.0
YEAR: Final = 365 * DAY
NOW: Final = 1_790_000_000.0
LATER: Final[dict[Ending, set[Ending]]] = {
    Ending.OPEN: set(Ending) - {Ending.OPEN},
    Ending.UNKNOWN: {Ending.DONE},
    Ending.REFUSED: {Ending.UNKNOWN, Ending.DONE},
    Ending.NOT_SENT: {Ending.UNKNOWN, Ending.DONE},
    Ending.DONE: set(),
}
"""What each ending may become."""


@pytest.fixture
def journal(any_journal: DatabaseJournal) -> DatabaseJournal:
    return any_journal


def entry(entry_id: str = "k1", **different: Any) -> Entry:
    digest = hashlib.sha256(b'POST\n/cashouts\n{"amount": 1}').hexdigest()
    return entries.entry(entry_id, **{"digest": digest, "created_at": NOW, **different})


def ending_of(journal: DatabaseJournal, entry_id: str = "k1") -> Ending:
    with journal._open() as connection:  # pyright: ignore[reportPrivateUsage] - settled entries are not listed
        return Ending(connection.execute("SELECT ending FROM entries WHERE id = ?", (entry_id,)).fetchone()[0])


def client_at(now: float, answers: list[httpx.Response], received: list[httpx.Request], **options: Any) -> OnePay:
    def handle(request: httpx.Request) -> httpx.Response:
        received.append(request)
        return answers[len(received) - 1]

    around = Runtime(now=lambda: now, sleep=float)
    return OnePay("sk_test_made_up", transport=httpx.MockTransport(handle), runtime=around, **options)


def reply(status: int = 200, content: bytes = CASHOUT) -> httpx.Response:
    return httpx.Response(status, content=content, headers={"content-type": "application/json"})


@pytest.mark.parametrize("known", LATER)
@pytest.mark.parametrize("ending", Ending)
def test_ending_only_gains_knowledge(journal: DatabaseJournal, known: Ending, ending: Ending) -> None:
    journal.begin(entry())
    journal.end("k1", known)
    journal.end("k1", ending)
    assert ending_of(journal) is (ending if ending in LATER[known] else known)


@pytest.mark.parametrize("ending", [Ending.NOT_SENT, Ending.REFUSED])
def test_one_of_two_requests_settles_nothing_for_the_other(journal: DatabaseJournal, ending: Ending) -> None:
    journal.begin(entry())
    journal.begin(entry())
    journal.end("k1", ending)
    assert ending_of(journal) is Ending.UNKNOWN


def test_who_looked_settles_by_hand(journal: DatabaseJournal) -> None:
    journal.begin(entry())
    journal.end("k1", Ending.UNKNOWN)
    journal.settle("k1", Ending.REFUSED)
    assert ending_of(journal) is Ending.REFUSED
    with pytest.raises(ConfigurationError, match="settle takes"):
        journal.settle("k1", Ending.OPEN)


def test_server_that_knows_the_key_leaves_the_outcome_open(journal: DatabaseJournal) -> None:
    driven = Driven("cashouts_create", refusal(409, "idempotency_error"), idempotency_key="k1", journal=journal)
    assert isinstance(driven.error, IdempotencyConflict)
    assert ending_of(journal) is Ending.UNKNOWN


def test_what_is_done_is_not_sent_again(both: ScriptedClient, journal: DatabaseJournal) -> None:
    both.will(ok(CASHOUT))
    client = both.made(transport=httpx.MockTransport(both.answer), journal=journal)
    both.wait(client.cashouts.create(**PAYOUT, idempotency_key="k1"))
    with pytest.raises(AlreadyDone, match="k1") as caught:
        both.wait(client.cashouts.create(**PAYOUT, idempotency_key="k1"))
    assert (len(both.requests), caught.value.idempotency_key) == (1, "k1")
    assert (caught.value.object_id, "It made c1." in str(caught.value)) == ("c1", True)
    both.will(ok(CASHOUT))
    again = CallOptions(send_again=True)
    assert both.wait(client.cashouts.create(**PAYOUT, idempotency_key="k1", options=again)).id == "c1"


def test_journal_without_ids_is_told_what_is_done(journal: DatabaseJournal) -> None:
    class Own:
        begin, end, unsettled = journal.begin, journal.end, journal.unsettled

    assert Driven("cashouts_create", answer(200, CASHOUT), idempotency_key="k1", journal=Own()).error is None
    again = Driven("cashouts_create", answer(200, CASHOUT), idempotency_key="k1", journal=Own())
    assert isinstance(again.error, AlreadyDone)
    assert (again.tries, again.error.object_id) == (0, None)


def test_no_id_of_a_reply_is_sensitive() -> None:
    """Else the journal must not keep it."""
    sensitive = [name for name in models.__all__ if "id" in getattr(getattr(models, name), "__sensitive__", ())]
    assert sensitive == []


def test_first_of_two_ends_decides_what_was_made(journal: DatabaseJournal) -> None:
    journal.begin(entry())
    journal.complete("k1", "c1")
    journal.complete("k1", "c2")
    journal.end("k1", Ending.DONE)
    found = journal.begin(entry())
    assert found is not None
    assert (found.ending, found.object_id) == (Ending.DONE, "c1")


@pytest.mark.parametrize(
    ("created_at", "others", "now"),
    [
        (NOW - 2 * DAY, NOW - 2 * DAY, NOW),
        (NOW + YEAR, NOW, NOW),  # written while the clock was a year ahead
        (NOW, NOW, NOW - YEAR),  # read while it is a year behind
        (NOW - YEAR, NOW, NOW - YEAR),  # the same, a year later: other entries show it
    ],
    ids=["two days old", "clock was ahead", "clock is behind", "clock is behind by its age"],
)
@pytest.mark.parametrize("way", ["recover", "the same call"])
def test_entry_of_unknown_age_is_not_sent(
    journal: DatabaseJournal, created_at: float, others: float, now: float, way: str
) -> None:
    received: list[httpx.Request] = []
    with client_at(now, [reply(), reply()], received, journal=journal) as client:
        first = client_at(created_at, [reply(500, b"")] * 3, [], journal=journal)
        with pytest.raises(OutcomeUnknown):
            first.cashouts.create(**PAYOUT, idempotency_key="k1")
        journal.begin(entry("other", created_at=others))
        journal.settle("other", Ending.DONE)
        if way == "recover":
            [found] = recover(journal, client)
            assert (found.settled, "too old" in found.advice) == (False, True)
        else:
            with pytest.raises(OutcomeUnknown, match="too old") as caught:
                client.cashouts.create(**PAYOUT, idempotency_key="k1")
            assert not caught.value.can_resume
        assert received == []
        assert ending_of(journal) is Ending.UNKNOWN
        if way == "recover":
            [found] = recover(journal, client, max_age=math.inf)
            assert found.settled
        else:
            client.cashouts.create(**PAYOUT, idempotency_key="k1", options=CallOptions(send_again=True))
        assert len(received) == 1


def test_unknown_outcome_is_too_old_to_resume_after_a_day() -> None:
    received: list[httpx.Request] = []
    moments = iter([NOW, NOW, NOW + 2 * DAY, NOW + 2 * DAY, NOW + 2 * DAY])
    around = Runtime(now=lambda: next(moments), sleep=float)

    def cut(request: httpx.Request) -> httpx.Response:
        received.append(request)
        raise httpx.ReadError("cut")

    with OnePay("sk_test_made_up", transport=httpx.MockTransport(cut), retries=0, runtime=around) as client:
        with pytest.raises(OutcomeUnknown) as caught:
            client.cashouts.create(**PAYOUT)
        next(moments)
        with pytest.raises(OutcomeUnknown, match="too old"):
            caught.value.resume()
    assert len(received) == 1


def test_resume_sends_the_bytes_of_the_first_attempt(both: ScriptedClient) -> None:
    body = models.CashoutCreate(**PAYOUT)
    both.will(httpx.ReadError("cut"))
    with pytest.raises(OutcomeUnknown) as caught:
        both.wait(both.client.cashouts.create_from(body))
    first = both.requests[0].content
    body.amount = -5
    both.will(ok(CASHOUT))
    both.wait(caught.value.resume() if both.name == "sync" else caught.value.resume_async())
    assert both.requests[-1].content == first


@pytest.mark.parametrize(
    "options", [{}, {"headers": {"X-Trace": "1"}}, {"body": {"new": 1}}], ids=["plain", "header", "extra field"]
)
def test_key_with_another_body_is_refused(journal: DatabaseJournal, options: dict[str, Any]) -> None:
    received: list[httpx.Request] = []
    given = CallOptions(**options)
    another: dict[str, Any] = PAYOUT | {"amount": 7_777}
    with client_at(NOW, [reply(500, b"")] * 9, received, journal=journal, retries=0) as client:
        with pytest.raises(OutcomeUnknown):
            client.cashouts.create(**PAYOUT, idempotency_key="k1", options=given)
        with pytest.raises(IdempotencyKeyMismatch):
            client.cashouts.create(**another, idempotency_key="k1", options=given)
    assert len(received) == 1


def test_same_body_with_another_header_is_the_same_request(journal: DatabaseJournal) -> None:
    with client_at(NOW, [reply(500, b""), reply()], [], journal=journal, retries=0) as client:
        with pytest.raises(OutcomeUnknown):
            client.cashouts.create(**PAYOUT, idempotency_key="k1", options=CallOptions(headers={"X-Trace": "1"}))
        client.cashouts.create(**PAYOUT, idempotency_key="k1")
    assert ending_of(journal) is Ending.DONE


def test_corrected_request_may_use_a_key_that_never_left(journal: DatabaseJournal) -> None:
    first = Driven("cashouts_create", NEVER_SENT, idempotency_key="k1", journal=journal)
    corrected = CallOptions(body={"amount": 2})
    second = Driven("cashouts_create", answer(200, CASHOUT), idempotency_key="k1", journal=journal, options=corrected)
    assert (type(first.error), second.error, second.tries) == (NotSent, None, 1)
    assert ending_of(journal) is Ending.DONE


def test_digest_of_a_secret_cannot_be_tried_out(journal: DatabaseJournal) -> None:
    Driven("cashouts_create", CUT, idempotency_key="k1", journal=journal, options=CallOptions(body={"pin": "1234"}))
    [kept] = journal.unsettled()
    tried = hashlib.sha256(b'POST\n/cashouts\n{"pin":"1234"}').hexdigest()
    assert kept.body is None
    assert kept.digest.startswith("hmac:")
    assert tried not in kept.digest


def test_finished_bodies_are_in_no_file(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - a test that repeats itself
    open_: list[str] = []
    finished: list[str] = []
    with closing(SqliteJournal(tmp_path / "journal")) as journal:
        for _ in range(120):
            if open_ and chance.random() < 0.5:
                finished.append(open_.pop(chance.randrange(len(open_))))
                journal.end(finished[-1], chance.choice([Ending.DONE, Ending.REFUSED]))
            else:
                name = f"{chance.getrandbits(40):010x}"
                journal.begin(entry(name, body=f"<person {name}>".encode() * chance.choice([1, 20, 300])))
                open_.append(name)
        journal.purge(older_than=timedelta(days=1), now=NOW + 2 * DAY)
        written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert [name for name in finished if f"<person {name}".encode() in written] == []
        assert {kept.id for kept in journal.unsettled()} == set(open_)
        for name in open_:
            journal.end(name, Ending.DONE)
        assert not [path for path in tmp_path.iterdir() if b"<person" in path.read_bytes()]


def test_purge_leaves_nothing_personal_of_what_is_old(journal: DatabaseJournal) -> None:
    for name, age, ending in (("done", 9, Ending.DONE), ("open", 9, Ending.OPEN), ("new", 1, Ending.OPEN)):
        journal.begin(entry(name, created_at=NOW - age * DAY))
        journal.end(name, ending)
    assert journal.purge(older_than=timedelta(days=5), now=NOW) == 1
    kept = {found.id: (found.body is None, found.resumable) for found in journal.unsettled()}
    assert kept == {"open": (True, False), "new": (False, True)}
    assert journal.begin(entry("done")) is None


def test_erased_entry_is_only_listed(journal: DatabaseJournal) -> None:
    journal.begin(entry())
    journal.erase("k1")
    journal.erase("unknown")
    [found] = journal.unsettled()
    assert (found.body, found.resumable) == (None, False)


@pytest.mark.parametrize("span", [timedelta(0), timedelta(days=-1), 90, None])
def test_purge_takes_a_time_span(journal: DatabaseJournal, span: Any) -> None:
    with pytest.raises(ConfigurationError, match="timedelta"):
        journal.purge(older_than=span)


@pytest.mark.parametrize("answered", [reply(422, b"{}"), reply(401, b"{}"), reply(409, b"{}"), reply(500, b"")])
def test_recovery_settles_only_what_is_known(journal: DatabaseJournal, answered: httpx.Response) -> None:
    journal.begin(entry())
    with client_at(NOW, [answered], [], retries=0) as client:
        [found] = recover(journal, client)
    assert (found.settled, type(found.error), bool(found.advice)) in [
        (False, kind, True) for kind in (OutcomeUnknown, ReplyUnavailable)
    ]
    assert [kept.ending for kept in journal.unsettled()] == [Ending.UNKNOWN]


def test_recovery_with_a_closed_client_settles_nothing(journal: DatabaseJournal) -> None:
    journal.begin(entry())
    client = OnePay("sk_test_made_up", base_url="http://127.0.0.1:9", cards_url="http://127.0.0.1:9", retries=0)
    client.close()
    [found] = recover(journal, client)
    assert (found.settled, bool(found.advice)) == (False, True)


def test_entry_of_an_operation_with_an_older_name_is_settled(journal: DatabaseJournal) -> None:
    journal.begin(entry(operation="payouts_make"))
    received: list[httpx.Request] = []
    with client_at(NOW, [reply()], received) as client:
        [found] = recover(journal, client)
    assert (found.settled, found.value.id, received[0].headers["x-idempotency"]) == (True, "c1", "k1")


def test_entry_for_an_unknown_server_is_not_sent(journal: DatabaseJournal) -> None:
    journal.begin(entry(server="https://elsewhere.test"))
    received: list[httpx.Request] = []
    with client_at(NOW, [reply()], received) as client:
        [found] = recover(journal, client)
    assert (found.settled, received, "does not know" in found.advice) == (False, [], True)


def test_each_client_has_its_own_recovery(journal: DatabaseJournal) -> None:
    wrong: Any = AsyncOnePay("sk_test_made_up")
    with pytest.raises(ConfigurationError, match="recover_async"):
        recover(journal, wrong)


@pytest.mark.parametrize("way", ["call", "cancelled call", "recovery"])
def test_event_loop_does_not_wait_for_a_locked_journal(tmp_path: Path, way: str) -> None:
    """The loop goes on while the work waits, until its deadline, or until the test lets it go."""

    def answer(_: httpx.Request) -> httpx.Response:
        return reply()

    async def turns_of_the_loop(journal: SqliteJournal, release: Callable[[], object]) -> int:
        async with AsyncOnePay("sk_test_made_up", transport=httpx.MockTransport(answer), journal=journal) as client:
            called = client.cashouts.create(**PAYOUT, options=CallOptions(deadline=0.5))
            work: asyncio.Task[Any] = asyncio.create_task(
                recover_async(journal, client) if way == "recovery" else called
            )
            turns = 0
            while (await asyncio.wait([work], timeout=0.01))[1]:
                turns += 1
                if turns == 5:
                    {"call": bool, "cancelled call": work.cancel, "recovery": release}[way]()
                assert turns < 1_000
            called.close()
            await asyncio.gather(work, return_exceptions=True)
            return turns

    with (
        closing(SqliteJournal(tmp_path / "journal")) as journal,
        closing(sqlite3.connect(tmp_path / "journal", isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        assert asyncio.run(turns_of_the_loop(journal, other.close)) > 0
