"""The policy of a run: keys, budgets, rates, retries and hosts, whatever a server does."""

from __future__ import annotations

import httpx
import pytest

from conformance.fakes import CREATE, LIST, Bench, Bent, Fresh, Hours, bench
from onepay_conformance import guard
from onepay_conformance.aborts import (
    BudgetSpent,
    LiveKeySeen,
    ReachesSomebody,
    RedirectedOffHost,
    Refused,
    ServerLost,
    TooManyRefusals,
)
from onepay_conformance.policy import MOST_PATIENCE, MOST_REFUSALS, Budget, wait_after
from onepay_conformance.run import Options, run
from onepay_conformance.sender import NoReply, PlannedRequest
from onepay_conformance.target import Key, Keys, Server, UnsafeServer, around, from_environment
from onepay_contract import document as contracts

LIVE = "sk_" + "live_x"
BUSY = httpx.Response(429)


@pytest.mark.parametrize("key", [LIVE, "pk_test_a", "", "sk_test", " sk_test_a", "sk_test_a\n"])
def test_a_key_that_is_no_secret_test_key_makes_no_server(key: str) -> None:
    with pytest.raises(UnsafeServer, match="Nothing was sent"):
        Keys(key)


@pytest.mark.parametrize("base", ["http://api.onepay.la/v1", "ftp://x", "https://a@b/v1", "https:///v1", "x"])
def test_an_address_that_would_lose_the_key_makes_no_server(base: str) -> None:
    with pytest.raises(UnsafeServer, match="Nothing was sent"):
        Server("s", Keys("sk_test_a"), base, "https://cards.onepay.la/v1")


def test_server_is_the_contracts_unless_configured() -> None:
    server = from_environment({"ONEPAY_API_KEY": "sk_test_a"}, contracts.load())
    assert server is not None
    assert (server.api, server.cards) == ("https://api.onepay.la/v1", "https://cards.onepay.la/v1")


def test_without_a_key_in_the_environment_there_is_no_server() -> None:
    assert from_environment({"ONEPAY_BASE_URL": "https://x/v1"}, contracts.load()) is None


def test_no_request_is_sent_beyond_the_budget(fresh: Fresh) -> None:
    transport = Bent(fresh())
    report = run(around(transport), budget=500)
    assert (report.figures.left, list(report.findings)) == ([], [])
    assert 490 <= len(transport.requests) <= 500


def test_a_run_that_ends_early_says_what_it_left_undone(fresh: Fresh) -> None:
    early = run(around(fresh()), phases=("walks", "keys", "fuzzing"), budget=260)
    whole = run(around(fresh()), phases=("examples",))
    assert (early.stopped or "").endswith("Left undone, in part or whole: keys, fuzzing.")
    assert whole.stopped is None


def test_no_object_is_made_beyond_its_budget(fresh: Fresh) -> None:
    report = run(around(fresh()), phases=("walks",), options=Options(objects=5))
    made = [exchange for exchange in report.exchanges if exchange.method == "POST" and exchange.status == 201]
    assert (len(made), (report.stopped or "")[:11]) == (5, "BudgetSpent")


def test_what_cleaning_needs_is_kept_aside() -> None:
    budget = Budget(requests=3, objects=9)
    budget.spend(makes=True)
    budget.note_made(can_be_cleaned=True)
    budget.spend(makes=False)
    with pytest.raises(BudgetSpent, match="--budget"):
        budget.spend(makes=False)
    budget.spend(makes=False, cleans=True)
    assert budget.sent == 3


def test_redirect_to_another_host_ends_the_run() -> None:
    here, script = bench(httpx.Response(302, headers={"location": "https://elsewhere.test/v1"}))
    report = run(here.server)
    assert [request.url.host for request in script.called] == ["api.onepay.la"]
    assert ([str(finding.kind) for finding in report.findings][:1], (report.stopped or "").partition(":")[0]) == (
        ["redirected"],
        "RedirectedOffHost",
    )


def test_a_live_key_in_a_reply_ends_the_run() -> None:
    here, script = bench(httpx.Response(200, json={"data": [{"key": LIVE}]}))
    report = run(here.server)
    assert (len(script.called), (report.stopped or "")[:11]) == (1, "LiveKeySeen")
    assert "secret_in_reply" in {str(finding.kind) for finding in report.findings}


@pytest.mark.parametrize(
    "planned",
    [
        PlannedRequest("payments_list", "GET", "/payments", query=(("page", LIVE),)),
        PlannedRequest("payments_list", "GET", f"/payments/{LIVE.replace('_', '%5F')}"),
        PlannedRequest("payments_list", "GET", "/payments", headers=(("x-idempotency", LIVE),)),
        PlannedRequest("payments_create", "POST", "/payments", body=f'{{"title": "{LIVE}"}}'.encode()),
    ],
)
def test_a_live_key_never_leaves(planned: PlannedRequest) -> None:
    here, script = bench()
    with pytest.raises(LiveKeySeen):
        here.sender().send(planned)
    assert script.requests == []


def test_a_request_to_another_host_never_leaves() -> None:
    here, _ = bench()
    with pytest.raises(RedirectedOffHost, match="elsewhere"):
        guard.check_request(httpx.Request("GET", "https://elsewhere.test/v1/payments"), here.server)


def test_a_body_that_might_reach_somebody_never_leaves() -> None:
    here, script = bench()
    with pytest.raises(ReachesSomebody, match="/phone"):
        here.sender().send(PlannedRequest("payments_create", "POST", "/payments", body=b'{"phone": "+573158884412"}'))
    assert script.requests == []


@pytest.mark.parametrize(
    ("text", "waited"),
    [
        ("7", 7.0),
        ("0", 0.0),
        (None, 1.0),
        ("soon", 1.0),
        ("Mon, 02 Feb 2026 13:00:09 GMT", 9.0),
        ("99999", MOST_PATIENCE),
    ],
)
def test_a_server_that_asks_for_patience_gets_it_within_bounds(text: str | None, waited: float) -> None:
    busy = httpx.Response(429, headers={"retry-after": text} if text else {})
    here, script = bench(busy, httpx.Response(200, json={"data": []}))
    assert here.sender().send(LIST).status == 200
    assert (here.hours.waits, len(script.requests)) == ([waited], 2)


def test_a_server_that_is_always_busy_is_left_alone() -> None:
    here, script = bench(BUSY)
    with pytest.raises(TooManyRefusals, match="later"):
        here.sender().send(LIST)
    assert (len(script.requests), here.hours.waits) == (MOST_REFUSALS + 1, [1.0, 2.0, 4.0, 8.0])


def test_every_repetition_after_a_429_counts() -> None:
    here, script = bench(BUSY, budget=Budget(2, 9))
    with pytest.raises(BudgetSpent):
        here.sender().send(LIST)
    assert len(script.requests) == 2


def test_a_429_that_the_contract_documents_is_an_answer() -> None:
    here, script = bench(BUSY)
    assert here.sender().send(PlannedRequest("charges_create_pse", "POST", "/charges/pse")).status == 429
    assert len(script.requests) == 1


def test_requests_keep_the_rate() -> None:
    here, _ = bench(rate=2.0)
    sender = here.sender()
    for _ in range(25):
        sender.send(LIST)
    assert here.hours.passed == pytest.approx(10.0)  # five at once, then two in a second


def test_waiting_is_never_negative() -> None:
    assert wait_after(1, "Mon, 02 Feb 2025 13:00:09 GMT", Hours().watch.now()) == 0.0


@pytest.mark.parametrize("budget", [100, 8_000])
def test_run_that_only_reads_sends_nothing_but_get(fresh: Fresh, budget: int) -> None:
    transport = Bent(fresh())
    report = run(around(transport), budget=budget, read_only=True)
    assert {request.method for request in transport.requests} == {"GET"}
    assert report.is_finished
    assert list(report.findings) == []


def test_reading_only_is_the_senders_rule_too() -> None:
    here, script = bench(read_only=True)
    with pytest.raises(Refused, match="only reads"):
        here.sender().send(CREATE)
    assert script.requests == []


def test_an_exchange_is_recorded_before_the_next_one_is_sent() -> None:
    here, script = bench()
    observed: list[tuple[int, int]] = []
    sender = here.sender()
    script.handle_request = lambda request: _noted(observed, here, request)  # type: ignore[method-assign]
    for _ in range(3):
        sender.send(LIST)
    assert observed == [
        (0, 1),
        (1, 2),
        (2, 3),
    ]  # before a request leaves: those recorded, and those written down as sent


def _noted(observed: list[tuple[int, int]], here: Bench, _: httpx.Request) -> httpx.Response:
    observed.append((len(here.exchanges), here.journal.past.sent))
    return httpx.Response(200, json={"data": []})


def test_a_server_that_falls_silent_is_given_up() -> None:
    here, script = bench(httpx.ReadTimeout("late"))
    sender = here.sender()
    for _ in range(2):
        with pytest.raises(NoReply):
            sender.send(LIST)
    with pytest.raises(ServerLost, match="3 times in a row"):
        sender.send(LIST)
    assert len(script.requests) == 3


@pytest.mark.parametrize("key", [Key.NONE, Key.WRONG, Key.OTHER, Key.PUBLIC])
def test_only_the_key_that_is_asked_for_is_sent(key: Key) -> None:
    here, script = bench()
    here.sender().send(PlannedRequest("payments_list", "GET", "/payments", key=key))
    assert script.requests[0].headers.get("authorization") == here.server.keys.bearer(key)
    assert here.server.keys.secret not in (script.requests[0].headers.get("authorization") or "").split()
