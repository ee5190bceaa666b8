"""The comparison with schemathesis counts a fault only for what a tool finds beyond a server without it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import httpx
import requests

from comparison.measuring import CleanServer, trial
from comparison.operations import near
from comparison.results import SUBJECTS, Clean, Results, Row, subject_of, table
from comparison.server import DESCRIPTION, ROOT, Counting, TransportAdapter
from comparison.tools import TOOLS, Job, Outcome, Place, places_of
from conformance.fakes import Scripted
from conformance.planted.catalogue import CATALOGUE
from onepay_conformance.contract_index import index_of
from onepay_contract import document as contracts
from onepay_contract.findings import Kind

OF_DELIVERIES_AND_TWO_SERVERS: Final = {
    *(Kind.WEBHOOK_NOT_AUTHENTIC, Kind.WEBHOOK_MISSING, Kind.WEBHOOK_REPEATED, Kind.UNDOCUMENTED_OPERATION),
    *(Kind.STATUS_DIFFERS, Kind.SHAPE_DIFFERS, Kind.VALUE_DIFFERS),
}
OPERATIONS: Final = frozenset({"plans_create"})
ALWAYS: Final = ("ST202", "POST /cards")
NEW: Final = ("ST202", "POST /plans")


class Scores:
    """Runs of tools that find what they are told to, with the fault and without it."""

    def __init__(self, faulty: Mapping[str, set[Place]], clean: Mapping[str, set[Place]]) -> None:
        self._found: Final = {True: faulty, False: clean}
        self.jobs: Final[list[tuple[str, Job]]] = []

    def run(self, tool: str, job: Job) -> Outcome:
        self.jobs.append((tool, job))
        return Outcome(frozenset(self._found[job.fault is not None].get(tool, ())), 7)

    def row(self) -> Row:
        *_, row = trial(CATALOGUE[0], OPERATIONS, CleanServer([], 1, self.run), 1, self.run)
        assert isinstance(row, Row)
        return row


def _row(fault: str, subject: str, *finders: str) -> Row:
    return Row(fault, subject, {tool: tool in finders for tool in TOOLS}, dict.fromkeys(TOOLS, 7))


def test_what_is_found_without_the_fault_does_not_count() -> None:
    clean: dict[str, set[Place]] = {"schemathesis": {ALWAYS}, "conformance": {ALWAYS}}
    row = Scores({"schemathesis": {ALWAYS, NEW}, "conformance": {ALWAYS}}, clean).row()
    assert row.found == {"schemathesis": True, "conformance": False, "conformance_with_control": False}


def test_ours_may_send_what_schemathesis_has_sent() -> None:
    scores = Scores({"conformance": {NEW}}, {})
    assert scores.row().found["conformance"]
    budgets = {tool: job.budget for tool, job in scores.jobs}
    assert budgets == {"schemathesis": 0, "conformance": 7, "conformance_with_control": 7}


def test_each_tool_meets_the_server_without_a_fault_once() -> None:
    scores = Scores({"schemathesis": {NEW}}, {})
    clean = CleanServer([Clean("conformance", ["plans_create"], [])], 1, scores.run)
    results = [result for _ in range(2) for result in trial(CATALOGUE[0], OPERATIONS, clean, 1, scores.run)]
    assert [result for result in results if isinstance(result, Clean)] == [Clean("schemathesis", ["plans_create"], [])]


def test_each_operation_of_a_failure_is_a_finding() -> None:
    failures = [{"code": "ST202", "count": 2, "operations": ["POST /cards", "POST /plans"]}]
    assert places_of({"failures": failures}) == {ALWAYS, NEW}


def test_every_kind_of_planted_fault_has_one_subject() -> None:
    kinds = [kind for subject in SUBJECTS for kind in subject.kinds]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) == set(Kind) - OF_DELIVERIES_AND_TWO_SERVERS
    assert {subject_of(fault.kinds) for fault in CATALOGUE} == set(SUBJECTS)


def test_the_table_counts_by_subject_and_in_all() -> None:
    rows = [_row("a", "amounts"), _row("b", "server errors", "schemathesis"), _row("c", "amounts", "conformance")]
    errors, amounts, whole = table(rows)
    assert (errors.subject, errors.code, errors.planted, errors.found["schemathesis"]) == ("server errors", 100, 1, 1)
    assert (amounts.code, amounts.planted, amounts.found["conformance"]) == (None, 2, 1)
    assert (whole.planted, sum(whole.found.values())) == (3, 2)


def test_a_measurement_goes_on_only_with_the_same_settings(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    clean = Clean("schemathesis", ["plans_create"], [["ST202", "POST /plans"]])
    made = Results({"seed": 1}, [clean], [_row("a", "b")])
    made.write(path)
    assert Results.continued(path, {"seed": 1}) == made
    assert Results.continued(path, {"seed": 2}) == Results({"seed": 2})


def test_operations_near_a_fault_include_what_makes_their_ids() -> None:
    fault = next(fault for fault in CATALOGUE if fault.operations == frozenset({"accounts_list"}))
    found = near(fault, index_of(contracts.load()))
    assert {"accounts_list", "accounts_get", "accounts_create", "customers_create"} <= found


def test_requests_of_schemathesis_are_answered_and_counted() -> None:
    server = Counting(Scripted([httpx.Response(200, json={"id": 1}, headers=[("a", "1"), ("a", "2")])]))
    with requests.Session() as session:
        session.mount(ROOT, TransportAdapter(server))
        assert session.get(DESCRIPTION).json()["servers"][0]["url"] == f"{ROOT}/v1"
        assert session.get(f"{ROOT}/_sandbox/clock").status_code == 404
        reply = session.post(f"{ROOT}/v1/plans", json={})
    assert (reply.status_code, reply.json(), reply.raw.headers.getlist("a")) == (200, {"id": 1}, ["1", "2"])
    assert (server.requests, server.successes) == (1, 1)
