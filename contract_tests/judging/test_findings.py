from __future__ import annotations

import pickle
from typing import Final

import pytest

from judging.examples import reply
from onepay_contract.exchanges import UnreadableBody
from onepay_contract.findings import ExitStatus, Finding, Findings, Kind, Severity

FINDING: Final = Finding.of(
    Kind.WRONG_TYPE, "payments_get", 200, pointer="/amount", expected="whole number", actual="text"
)


def test_findings_count_together_whatever_their_sample() -> None:
    other = Finding.of(
        Kind.WRONG_TYPE, "payments_get", 200, pointer="/amount", expected="whole number", actual="list of 3"
    )

    findings = Findings([FINDING, other])

    assert (len(findings), findings.count(other), findings.total) == (1, 2, 2)
    assert findings.sorted() == [FINDING]


@pytest.mark.parametrize("change", ["operation", "status", "pointer", "kind"])
def test_findings_that_differ_otherwise_are_not(change: str) -> None:
    facts = {"operation": "payments_list", "status": 404, "pointer": "/total", "kind": Kind.WRONG_FORMAT}
    facts = {
        "operation": "payments_get",
        "status": 200,
        "pointer": "/amount",
        "kind": Kind.WRONG_TYPE,
        change: facts[change],
    }
    other = Finding(**facts, expected="whole number", actual="text", severity=Severity.BREAKING)  # type: ignore[arg-type]

    assert len(Findings([FINDING, other])) == 2


def test_findings_of_two_processes_are_those_of_one() -> None:
    note = FINDING.rated(Severity.NOTE)
    counted, other = Findings([FINDING]), pickle.loads(pickle.dumps(Findings([FINDING, note])))  # noqa: S301 (our own)

    counted.merge(other)

    assert counted == Findings([FINDING, FINDING, note])


def test_the_gravest_comes_first() -> None:
    kinds = [Kind.UNDOCUMENTED_HEADER, Kind.IDEMPOTENCY_IGNORED, Kind.UNDOCUMENTED_FIELD, Kind.MISSING_FIELD]
    found = Findings(Finding.of(kind, "a", 200, expected="x", actual="y") for kind in kinds)

    assert [finding.severity.word for finding in found] == ["danger", "breaking", "drift", "note"]


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        ([], ExitStatus.CLEAN),
        ([Kind.UNLISTED_VALUE], ExitStatus.CLEAN),
        ([Kind.UNLISTED_VALUE, Kind.UNDOCUMENTED_FIELD], ExitStatus.DRIFT),
        ([Kind.UNDOCUMENTED_FIELD, Kind.WRONG_TYPE], ExitStatus.BREAKING),
        ([Kind.WRONG_TYPE, Kind.LEAK_BETWEEN_ACCOUNTS], ExitStatus.DANGER),
    ],
)
def test_the_worst_finding_is_the_exit_status(kinds: list[Kind], status: ExitStatus) -> None:
    assert Findings(Finding.of(kind, "a", 200, expected="", actual="") for kind in kinds).exit_status is status
    assert status != 2


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_sentence_and_is_found_by_its_name(kind: Kind) -> None:
    assert kind.sentence.endswith(".")
    assert Kind[kind.value.upper()] is kind
    assert pickle.loads(pickle.dumps(kind)) is kind  # noqa: S301 (our own)


def test_an_exchange_shows_neither_keys_nor_bodies() -> None:
    shown = repr(
        reply("payments_get", 200, {"name": "Mariana"}, request_headers=(("Authorization", "Bearer sk_test_x"),))
    )

    assert shown == "<Exchange GET payments_get: 200>"
    assert repr(reply(None, 200, {}, url="https://[")) == "<Exchange GET /?: 200>"


def test_headers_ignore_case_and_join_when_repeated() -> None:
    exchange = reply(None, 200, {}, headers=(("Vary", "a"), ("vary", "b")))

    assert exchange.header("VARY") == "a, b"
    assert exchange.header("Server") is None


def test_a_body_that_is_no_json_is_a_typed_failure() -> None:
    with pytest.raises(UnreadableBody, match="line 1, column 1"):
        reply(None, 200, raw=b"<html>secret</html>").json()
