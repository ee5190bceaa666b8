"""A small budget is spent by worth: it reaches every operation, and asks in one request what can be told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from conformance.fakes import Bent, Fresh, Hours, opened
from conformance.planted.catalogue import CATALOGUE
from conformance.planted.faulty import Faulty
from onepay_conformance.checks.registry import ACTIVE_CHECKS
from onepay_conformance.command import POLITE
from onepay_conformance.history import creates
from onepay_conformance.journal import Journal
from onepay_conformance.phases.survey.turns import in_turns, spread
from onepay_conformance.run import Options, Report, run
from onepay_conformance.target import around
from onepay_contract import document as contracts
from onepay_contract.exchanges import write_json
from onepay_contract.findings import Finding, Kind


def _surveyed(transport: httpx.BaseTransport) -> Report:
    """A run of the usual budget, with its examples and its survey alone, without a control API."""
    options = Options(objects=POLITE.objects, watch=Hours().watch)
    server = replace(around(transport), control=None)
    return run(server, budget=POLITE.budget, phases=("survey",), checks=ACTIVE_CHECKS, options=options)


def test_the_survey_reaches_every_kind_of_request(fresh: Fresh) -> None:
    report = _surveyed(fresh())
    operations = contracts.load().operations
    made = {exchange.operation for exchange in report.exchanges if exchange.status < 300}
    refused = {exchange.operation for exchange in report.exchanges if exchange.status == 422}
    writers = {name for name, item in operations.items() if item.body and item.method in {"POST", "PUT"}}
    sessions = {name for name in operations if name.startswith("customer_sessions_")}  # for which nobody logs in here
    lists = {name for name in operations if name.endswith("_list")}
    assert list(report.findings) == []
    assert {name for name in writers if creates(operations[name])} - made - sessions == {
        "balances_cashout"
    }  # needs an account of its own
    assert lists - made == set()
    assert len(writers - sessions - refused) < len(writers) / 3


_WHOLE: Final = 3_000
"""Enough for all probes, and too little for all checks."""
_SEED: Final = 3
"""By which each probe turns to the operation of its fault with the request that shows it."""
_FAULTS: Final = {
    "creations": "the first text alone",
    "lists": "pages that overlap",
    "combinations": "a filter that excludes another",
    "excluded": "a card and an account",
    "reuses": "another body deep within",
    "reuses at another path": "a key for every path",
    "confusions": "amounts of 32 bits",
    "repeats": "bills that are paid twice",
    "borrowed keys": "a key for all operations",
    "endings": "a thing that is deleted twice",
    "few": "subscriptions that are dragged along",
    "keys": "any text as a key",
    "other kinds": "an id of another kind",
    "readings": "others invoices are forbidden",
    "writings": "things of others to cancel",
    "creations by others": "cards of others to charge",
    "lists of others": "cards of everybody",
    "no keys": "a key that is not asked for",
    "changes": "a change that empties",
}
"""For each probe a planted fault that no other probe names."""


@pytest.fixture(scope="module")
def many_faults() -> Report:
    """A survey, as long as it may be, of a server with all these faults at once."""
    faults = {fault.name: fault for fault in CATALOGUE}
    with opened() as transport:
        faulty: httpx.BaseTransport = transport
        for name in _FAULTS.values():
            faulty = Faulty(faulty, faults[name], contracts.load())
        options = Options(watch=Hours().watch)
        return run(
            replace(around(faulty), control=None), seed=_SEED, budget=_WHOLE, phases=("survey",), options=options
        )


@pytest.mark.parametrize("probe", _FAULTS)
def test_each_probe_names_its_fault(probe: str, many_faults: Report) -> None:
    [fault] = [fault for fault in CATALOGUE if fault.name == _FAULTS[probe]]
    assert any(map(fault.is_named_by, many_faults.findings)), fault.sentence


def test_a_resumed_survey_sends_what_is_left(fresh: Fresh, tmp_path: Path) -> None:
    transport = fresh()
    turns: list[set[str]] = []
    for budget in (150, 250):
        journal = Journal(tmp_path / "state.jsonl")
        before = {*journal.past.done}
        options = Options(objects=POLITE.objects, watch=Hours().watch, journal=journal)
        run(around(transport), budget=budget, phases=("survey",), options=options)
        turns.append({*journal.past.done} - before)
    first, second = turns
    assert "survey/creations/0" in first
    assert second
    assert not first & second


@pytest.mark.parametrize("field", ["description", "url"])
def test_a_missing_limit_is_named_among_other_mistakes(fresh: Fresh, field: str) -> None:
    lenient = Bent(fresh(), lambda request, reply: _without_error(request, reply, field))
    found = {(item.operation, item.kind, item.pointer) for item in _surveyed(lenient).findings}
    assert ("webhooks_create", Kind.INVALID_REQUEST_ACCEPTED, f"request:/{field}") in found


def _without_error(request: httpx.Request, reply: httpx.Response, field: str) -> httpx.Response:
    """The reply of a server that knows no rule for one field of a webhook."""
    if (request.method, request.url.path) != ("POST", "/v1/webhooks") or reply.status_code != 422:
        return reply
    value: Any = reply.json()
    value["errors"].pop(field, None)
    status = 422 if value["errors"] else 201
    return httpx.Response(status, content=write_json(value), headers={"content-type": "application/json"})


def test_turns_are_taken_in_proportion_to_worth() -> None:
    sent: Counter[str] = Counter()

    def units(name: str, each: int) -> Iterator[Iterator[Finding]]:
        for _ in range(50):
            sent[name] += each
            yield iter(())

    queues = {"dear": (1.0, units("dear", 4)), "cheap": (3.0, units("cheap", 1))}
    shares: list[Counter[str]] = []
    for _ in in_turns({**queues, "clock": (0.5, _clock(sent, shares))}, lambda: sum(sent.values())):
        pass
    assert sent == {"dear": 200, "cheap": 50, "clock": 40}
    half = shares[len(shares) // 4]
    assert half["cheap"] > half["dear"] / 2


def _clock(sent: Counter[str], shares: list[Counter[str]]) -> Iterator[Iterator[Finding]]:
    """A queue that notes how much the others have sent."""
    for _ in range(40):
        sent["clock"] += 1
        shares.append(Counter(sent))
        yield iter(())


def test_operations_are_spread_over_their_families() -> None:
    operations = list(contracts.load().operations.values())
    tags = [operation.tag for operation in spread(operations)]
    assert len({*tags[: len({*tags})]}) == len({*tags}), "the first operation of each family comes first"
    assert sorted(tags) == sorted(operation.tag for operation in operations)
