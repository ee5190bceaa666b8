"""Chains of calls by schemathesis: they reach most operations, and stay within the policy of a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import pytest

from conformance.fakes import Bench, Bent, Fresh
from onepay_conformance.checks.registry import ACTIVE_CHECKS
from onepay_conformance.fixtures import objects_of
from onepay_conformance.journal import Journal
from onepay_conformance.policy import Budget
from onepay_conformance.run import PHASES, Effort, Options, run
from onepay_conformance.session import Session
from onepay_conformance.target import Server, around
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import ANY_OPERATION, Kind
from onepay_core.json_values import is_object
from support.effort import seeds

CHAINS = ("stateful",)
PAYMENTS = Options(only=frozenset(("payments_list", "payments_get", "payments_delete")))
OWNED = ("customer", "account", "payment", "charge", "invoice", "webhook", "plan", "subscription")


def _owned(server: Server) -> set[str]:
    """The ids of objects that somebody made before the run, with the same key."""
    here = Bench(server, budget=Budget(1_000, 1_000))
    session = Session(here.sender().contract_index, here.sender(), 0, "theirs")
    return {name for kind in OWNED for _ in range(3) if isinstance(name := session.make(kind).get("id"), str)}


def _written(exchanges: Sequence[Exchange]) -> Iterator[str]:
    """The steps of all paths at which a run has changed something."""
    for exchange in exchanges:
        if exchange.method != "GET" and exchange.status < 300:
            yield from httpx.URL(exchange.url).path.split("/")


def test_chains_get_somewhere_and_find_nothing_wrong(fresh: Fresh) -> None:
    report = run(around(fresh()), phases=CHAINS)
    reached = {exchange.operation for exchange in report.exchanges if exchange.status < 300}
    assert (list(report.findings), report.stopped, report.figures.left) == ([], None, [])
    assert len(reached) >= 30
    assert report.figures.requests["stateful"] >= 100


def test_a_chain_goes_on_with_what_it_has_made(fresh: Fresh) -> None:
    report = run(around(fresh()), phases=CHAINS, options=Options(effort=Effort(chains=3)))
    paths = [httpx.URL(exchange.url).path.split("/") for exchange in report.exchanges if exchange.method == "GET"]
    read = {(path[2], path[3]) for path in paths if len(path) > 3}
    usual = {kind for kind, _ in read}  # one of each kind is made for every phase
    assert len(read) >= len(usual) + 6


@pytest.mark.parametrize("seed", seeds(1, 3))
def test_chains_change_nothing_that_others_have_made(fresh: Fresh, seed: int) -> None:
    server = around(fresh())
    theirs = _owned(server)
    report = run(server, seed=seed, phases=CHAINS, options=Options(effort=Effort(chains=2)))
    assert theirs.isdisjoint(_written(report.exchanges))


def test_no_phase_changes_what_others_have_made(fresh: Fresh) -> None:
    server = around(fresh())
    theirs = _owned(server)
    report = run(
        server, phases=PHASES, checks=ACTIVE_CHECKS, options=Options(effort=Effort(many=1, rounds=1), part=(0, 16))
    )
    assert list(report.findings) == []
    assert theirs.isdisjoint(_written(report.exchanges))


def test_what_others_have_made_is_read_where_nothing_can_be_made(fresh: Fresh) -> None:
    def bend(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
        is_creation = request.method == "POST" and request.url.path == "/v1/payments"
        return httpx.Response(403, json={"message": "No."}) if is_creation else reply

    inner = fresh()
    _owned(around(inner))
    report = run(around(Bent(inner, bend)), phases=("examples", "coverage"), options=PAYMENTS)
    lists = [
        exchange for exchange in report.exchanges if exchange.operation == "payments_list" and exchange.status == 200
    ]
    shown = {entry["id"] for observed in lists for entry in objects_of(observed.json())}
    assert {
        exchange.method for exchange in report.exchanges if httpx.URL(exchange.url).path.rpartition("/")[2] in shown
    } == {"GET"}


def test_the_same_seed_takes_the_same_chains(fresh: Fresh) -> None:
    first, second, other = (run(around(fresh()), seed=seed, phases=CHAINS).exchanges for seed in (4, 4, 5))
    assert _requests(first) == _requests(second)
    assert _requests(first) != _requests(other)


def _requests(exchanges: Sequence[Exchange]) -> list[tuple[str, str]]:
    return [(exchange.method, exchange.url) for exchange in exchanges]


def test_chains_end_with_the_budget(fresh: Fresh) -> None:
    transport = Bent(fresh())
    report = run(around(transport), phases=CHAINS, budget=90)
    assert len(transport.requests) <= 90
    assert (report.stopped or "").startswith("BudgetSpent")
    assert report.figures.left == []


def test_chains_of_a_run_that_only_reads_write_nothing(fresh: Fresh) -> None:
    server = around(fresh())
    _owned(server)
    report = run(server, phases=CHAINS, read_only=True)
    assert {exchange.method for exchange in report.exchanges} == {"GET"}
    assert list(report.findings) == []


def test_chains_leave_out_what_is_skipped(fresh: Fresh) -> None:
    report = run(around(fresh()), phases=CHAINS, options=Options(skipped=frozenset(("webhooks_create",))))
    assert "webhooks_create" not in {exchange.operation for exchange in report.exchanges}


def test_chains_that_were_finished_are_not_taken_again(fresh: Fresh, tmp_path: Path) -> None:
    state = tmp_path / "state.jsonl"
    first = run(around(fresh()), phases=CHAINS, options=Options(journal=Journal(state)))
    second = run(around(fresh()), phases=CHAINS, options=Options(journal=Journal(state)))
    assert (first.figures.requests["stateful"] > 0, second.figures.requests["stateful"]) == (True, 0)


def test_chains_find_what_a_server_gets_wrong(fresh: Fresh) -> None:
    def bend(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
        is_card = request.url.path.endswith("/issuing/cards") and reply.status_code == 201
        body = reply.json() if is_card else None
        return httpx.Response(201, json={**body, "beans": 3}) if is_object(body) else reply

    report = run(around(Bent(fresh(), bend)), phases=CHAINS, options=Options(effort=Effort(chains=2)))
    assert ("issuing_cards_create", "/beans") in {(finding.operation, finding.pointer) for finding in report.findings}


def test_a_server_that_breaks_connections_breaks_no_chain(fresh: Fresh) -> None:
    def bend(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
        if request.url.path == "/v1/accounts" and request.method == "GET":
            raise httpx.ReadError("cut")
        return reply

    report = run(around(Bent(fresh(), bend)), phases=CHAINS)
    assert {(finding.kind, finding.operation, finding.actual) for finding in report.findings} == {
        (Kind.SERVER_ERROR, ANY_OPERATION, "a connection that was cut")
    }
    assert report.figures.requests["stateful"] >= 100
