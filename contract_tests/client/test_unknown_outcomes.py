"""An unknown outcome is kept, described and settled."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Iterator
from typing import Final

import httpx
import pytest
import respx

from onepay_client import AsyncOnePay, CannotResume, NotSent, OnePay, OutcomeUnknown, SqliteJournal, errors
from onepay_client.journal import Ending
from support.client_variants import SECRET_KEY
from support.driving import CASHOUT
from support.scripted_client import PAYOUT, ScriptedClient, ok


def unknown(both: ScriptedClient) -> OutcomeUnknown:
    both.will(httpx.ReadError("cut"))
    with pytest.raises(OutcomeUnknown) as caught:
        both.wait(both.client.cashouts.create(**PAYOUT))
    return caught.value


def test_an_unknown_outcome_is_settled_with_the_same_key(both: ScriptedClient) -> None:
    error = unknown(both)
    both.will(ok(CASHOUT))
    cashout = both.wait(error.resume() if both.name == "sync" else error.resume_async())
    assert cashout.id == "c1"
    assert both.requests[0].headers["x-idempotency"] == error.idempotency_key


def test_a_resumed_call_that_the_server_knows_has_arrived(both: ScriptedClient) -> None:
    error = unknown(both)
    both.will((409, b'{"code_name": "idempotency_error"}', {}))
    with pytest.raises(errors.ReplyUnavailable) as caught:
        both.wait(error.resume() if both.name == "sync" else error.resume_async())
    assert caught.value.can_resume


def test_an_async_outcome_is_not_resumed_by_blocking() -> None:
    with asyncio.Runner() as runner:
        error = unknown(ScriptedClient("async", runner.run))
        with pytest.raises(CannotResume, match="resume_async"):
            error.resume()


def test_an_unknown_outcome_without_a_key_cannot_be_resumed(both: ScriptedClient) -> None:
    both.will(httpx.ReadError("cut"))
    with pytest.raises(OutcomeUnknown) as caught:
        both.wait(both.client.charges.cancel("a-charge"))
    assert not caught.value.can_resume
    assert "client.charges.get()" in caught.value.how
    with pytest.raises(CannotResume, match="before you have looked"):
        caught.value.resume()


def kinds_below(error: type[httpx.RequestError]) -> Iterator[type[httpx.RequestError]]:
    yield error
    for child in error.__subclasses__():
        yield from kinds_below(child)


BEFORE_ANYTHING_LEAVES: Final = {httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol}
FAILURES: Final = sorted(set(kinds_below(httpx.RequestError)), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.__name__)
def test_an_unkeyed_call_is_retried_only_when_unsent(failure: type[httpx.RequestError], both: ScriptedClient) -> None:
    never = failure in BEFORE_ANYTHING_LEAVES
    client = both.made()
    with respx.mock() as router:
        route = router.route().mock(side_effect=failure("some text"))
        with pytest.raises(NotSent if never else OutcomeUnknown):
            both.wait(client.charges.refund("a-charge"))
        assert route.call_count == (3 if never else 1)
    both.wait(client.close() if both.name == "sync" else client.aclose())


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.__name__)
def test_no_failure_of_a_given_transport_proves_it_unsent(
    failure: type[httpx.RequestError], both: ScriptedClient
) -> None:
    for client in (both.client, both.made(http_client=both.http())):
        both.will(failure("some text"))
        with pytest.raises(OutcomeUnknown):
            both.wait(client.charges.refund("a-charge"))
        assert len(both.requests) == 1


def test_an_unpickled_outcome_says_all_but_cannot_resume(both: ScriptedClient) -> None:
    error = unknown(both)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - ours
    assert (str(again), again.idempotency_key, again.attempts) == (str(error), error.idempotency_key, error.attempts)
    assert not again.can_resume
    with pytest.raises(CannotResume):
        again.resume()


def test_an_unpickled_outcome_has_forgotten_what_the_server_said(both: ScriptedClient) -> None:
    both.will(httpx.ReadError("cut"), (401, b'{"message": "canary"}', {}))
    with pytest.raises(OutcomeUnknown) as caught:
        both.wait(both.client.cashouts.create(**PAYOUT))
    assert caught.value.reply is not None
    assert pickle.loads(pickle.dumps(caught.value)).reply is None  # noqa: S301 - ours


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_an_interruption_goes_on_its_way_and_leaves_a_note(stop: type[BaseException], journal: SqliteJournal) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise stop

    client = OnePay(SECRET_KEY, transport=httpx.MockTransport(answer), journal=journal)
    with pytest.raises(stop) as caught:
        client.cashouts.create(**PAYOUT, idempotency_key="k-1")
    assert "not known whether this was carried out" in caught.value.__notes__[0]
    assert [(entry.id, entry.ending) for entry in journal.unsettled()] == [("k-1", Ending.UNKNOWN)]


def test_a_cancelled_write_is_in_the_journal(journal: SqliteJournal) -> None:

    async def cancelled() -> None:
        arrived = asyncio.Event()

        async def answer(_: httpx.Request) -> httpx.Response:
            arrived.set()
            await asyncio.Event().wait()
            raise AssertionError

        async with AsyncOnePay(SECRET_KEY, transport=httpx.MockTransport(answer), journal=journal) as client:
            task = asyncio.create_task(client.cashouts.create(**PAYOUT, idempotency_key="k-1"))
            await arrived.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(cancelled())
    assert [(entry.id, entry.ending) for entry in journal.unsettled()] == [("k-1", Ending.UNKNOWN)]


def cancel_before_anything_leaves(journal: SqliteJournal) -> None:
    async def cancelled() -> None:
        async with AsyncOnePay(SECRET_KEY, journal=journal, base_url="http://127.0.0.1:9") as client:
            task = asyncio.create_task(client.cashouts.create(**PAYOUT, idempotency_key="k-1"))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(cancelled())


def test_a_write_that_was_cancelled_before_it_left_is_not_open(journal: SqliteJournal) -> None:
    cancel_before_anything_leaves(journal)
    assert journal.unsettled() == []


def test_a_repetition_that_was_cancelled_settles_nothing(journal: SqliteJournal) -> None:
    def cut(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("cut")

    with pytest.raises(OutcomeUnknown):
        OnePay(SECRET_KEY, transport=httpx.MockTransport(cut), journal=journal, retries=0).cashouts.create(
            **PAYOUT, idempotency_key="k-1"
        )
    cancel_before_anything_leaves(journal)
    assert [(entry.id, entry.ending) for entry in journal.unsettled()] == [("k-1", Ending.UNKNOWN)]
