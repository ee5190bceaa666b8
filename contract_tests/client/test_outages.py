"""An outage makes few repetitions, and a circuit breaker ends a run of writes."""

from __future__ import annotations

import os
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from onepay_client import (
    CallOptions,
    CircuitBreaker,
    CircuitOpen,
    ConfigurationError,
    NotSent,
    OnePay,
    OutcomeUnknown,
    RetryQuota,
    SqliteJournal,
)
from onepay_client.settings import Runtime
from support.client_variants import SECRET_KEY
from support.driving import CASHOUT, CUT, NEVER_SENT, Driven, answer, refusal
from support.scripted_client import PAYOUT, ScriptedClient, ok

DOWN: Final[tuple[int, bytes, dict[str, str]]] = (503, b"", {})


@pytest.mark.parametrize("trouble", [DOWN, (429, b"{}", {}), httpx.ReadError("cut"), httpx.ConnectError("refused")])
def test_a_full_outage_makes_few_repetitions(trouble: Any, both: ScriptedClient) -> None:
    both.will(trouble)
    for _ in range(200):
        with pytest.raises(Exception, match="cashouts_create"):
            both.wait(both.client.cashouts.create(**PAYOUT))
    assert 200 < len(both.requests) <= 220


def test_threads_of_one_client_share_the_quota() -> None:
    posts: list[int] = []

    def answer_down(_: httpx.Request) -> httpx.Response:
        posts.append(1)
        return httpx.Response(503)

    transport = httpx.MockTransport(answer_down)
    client = OnePay(SECRET_KEY, transport=transport, runtime=Runtime(sleep=float))

    def pay(_: int) -> None:
        with pytest.raises(OutcomeUnknown):
            client.cashouts.create(**PAYOUT)

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(pay, range(200)))
    assert len(posts) == 220


def test_first_attempts_are_never_held_back_by_the_quota() -> None:
    quota = RetryQuota(0)
    assert Driven("cashouts_create", CUT, retry_quota=quota).tries == 1
    assert Driven("cashouts_create", answer(200, CASHOUT), retry_quota=quota).reply is not None


def test_successes_fill_the_quota_again() -> None:
    quota = RetryQuota(10)
    assert Driven("cashouts_create", CUT, retry_quota=quota).tries == 3
    assert Driven("cashouts_create", CUT, retry_quota=quota).tries == 1
    for _ in range(5):
        Driven("cashouts_create", answer(200, CASHOUT), retry_quota=quota)
    assert Driven("cashouts_create", CUT, retry_quota=quota).tries == 2


def test_a_repetition_that_succeeds_gives_its_tokens_back() -> None:
    quota = RetryQuota(5)
    for _ in range(20):
        assert Driven("cashouts_create", [CUT, answer(200, CASHOUT)], retry_quota=quota).reply is not None


def test_a_quota_holds_no_more_than_its_capacity() -> None:
    quota = RetryQuota(5)
    for _ in range(50):
        quota.give_back(repeated=True)
    assert [quota.take(), quota.take()] == [True, False]


def test_no_quota_is_no_limit() -> None:
    assert all(Driven("cashouts_create", CUT, retry_quota=None).tries == 3 for _ in range(50))


def test_each_client_has_a_quota_of_its_own() -> None:
    first, other = OnePay(SECRET_KEY), OnePay(SECRET_KEY)
    assert first.settings.retry_quota is not other.settings.retry_quota


def unanswered(breaker: CircuitBreaker, times: int) -> None:
    for _ in range(times):
        assert type(Driven("cashouts_create", CUT, breaker=breaker, retries=0).error) is OutcomeUnknown


def test_a_breaker_ends_a_run_and_names_the_first_call_not_sent() -> None:
    breaker = CircuitBreaker(failures=3)
    unanswered(breaker, 3)
    first = Driven("cashouts_create", answer(200, CASHOUT), breaker=breaker, idempotency_key="row-4")
    second = Driven("charges_refund", answer(200, b""), breaker=breaker)
    for driven in (first, second):
        assert driven.tries == 0
        assert isinstance(driven.error, CircuitOpen)
        assert (driven.error.first_operation, driven.error.first_key) == ("cashouts_create", "row-4")
        assert "row-4" in str(driven.error)
        assert str(pickle.loads(pickle.dumps(driven.error))) == str(driven.error)  # noqa: S301 - ours
    assert breaker.first_not_sent == ("cashouts_create", "row-4")


def test_reads_pass_an_open_breaker() -> None:
    breaker = CircuitBreaker(failures=1)
    unanswered(breaker, 1)
    assert Driven("payments_get", CUT, breaker=breaker, retries=0).tries == 1
    assert breaker.is_open


def test_a_reset_lets_writes_pass() -> None:
    breaker = CircuitBreaker(failures=1)
    unanswered(breaker, 1)
    breaker.reset()
    assert Driven("cashouts_create", answer(200, CASHOUT), breaker=breaker).reply is not None
    assert breaker.first_not_sent is None


@pytest.mark.parametrize("happening", [answer(200, CASHOUT), refusal(422), refusal(401)], ids=repr)
def test_an_answer_begins_the_count_anew(happening: Any) -> None:
    breaker = CircuitBreaker(failures=2)
    for _ in range(5):
        unanswered(breaker, 1)
        Driven("cashouts_create", happening, breaker=breaker)
    assert not breaker.is_open


def test_a_server_that_nobody_reaches_counts() -> None:
    breaker = CircuitBreaker(failures=2)
    for _ in range(2):
        assert type(Driven("cashouts_create", NEVER_SENT, breaker=breaker).error) is NotSent
    assert breaker.is_open


def test_a_call_that_was_never_tried_counts_for_nothing(both: ScriptedClient) -> None:
    breaker = CircuitBreaker(failures=1)
    both.will(ok(CASHOUT))
    client = both.made(transport=httpx.MockTransport(both.answer), breaker=breaker)
    with pytest.raises(ConfigurationError):
        both.wait(client.request("POST", "/x", options=CallOptions(headers={"Authorization": "mine"})))
    assert not breaker.is_open


def test_an_open_breaker_leaves_an_open_outcome_open() -> None:
    breaker = CircuitBreaker(failures=1)
    unanswered(breaker, 1)
    driven = Driven("cashouts_create", answer(200, CASHOUT), breaker=breaker, open_before=True)
    assert driven.tries == 0
    assert type(driven.error) is OutcomeUnknown


def test_an_open_breaker_writes_nothing_into_the_journal(tmp_path: Path) -> None:
    breaker = CircuitBreaker(failures=1)
    unanswered(breaker, 1)
    with closing(SqliteJournal(tmp_path / "journal")) as journal:
        Driven("cashouts_create", answer(200, CASHOUT), breaker=breaker, journal=journal)
        assert list(journal.unsettled()) == []


@pytest.mark.parametrize("kind", [lambda: RetryQuota(100), lambda: CircuitBreaker(1)], ids=["quota", "breaker"])
def test_a_forked_child_does_not_wait_for_a_parents_lock(kind: Any) -> None:
    shared = kind()
    use = shared.reset if isinstance(shared, CircuitBreaker) else shared.take
    with shared.lock():
        child = os.fork()
        if child == 0:
            done = threading.Thread(target=use, daemon=True)
            done.start()
            done.join(5)
            os._exit(1 if done.is_alive() else 0)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("wrong", [-1, 1.5, "3", None, True])
def test_quota_and_breaker_refuse_what_is_no_number(wrong: Any) -> None:
    for made in (RetryQuota, CircuitBreaker):
        with pytest.raises(ConfigurationError, match="whole number"):
            made(wrong)


@pytest.mark.parametrize("options", [{"retry_quota": 5}, {"breaker": 5}, {"breaker": CircuitBreaker}])
def test_a_client_refuses_what_is_neither(options: Any) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(options))):
        OnePay(SECRET_KEY, **options)
