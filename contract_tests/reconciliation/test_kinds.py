"""Every planted kind of discrepancy is named, among thousands of entries that agree, and nothing else is."""

from __future__ import annotations

import pytest

from benches.discrepancy_cases import PERIOD, Case, agreeing, booked, event_of, listed, planted, split
from onepay_client.reconciliation import Books, Records, Source, UnreadableRow, reconcile
from onepay_client.reconciliation import DiscrepancyKind as Kind


def test_all_kinds_are_planted() -> None:
    assert {case.kind for case in planted()} == set(Kind) - {Kind.UNREADABLE}


def test_each_planted_kind_is_named_and_nothing_else() -> None:
    cases = [*agreeing(), *planted()]
    ours, others = split(cases)
    result = reconcile(PERIOD, ours, *others)
    expected = {id(case): case for case in cases if case.kind}
    named = [(found.kind, {record.where for record in found.records}) for found in result.discrepancies]
    assert sorted(kind for kind, _ in named) == sorted(case.kind for case in expected.values() if case.kind)
    places = {
        record.where for case in cases if case.kind is None for record in case.records if record.source == "books"
    }
    assert not [where for _, found in named for where in found if where in places]
    assert result.matched == sum(
        record.source == "books" for case in cases if case.kind is None for record in case.records
    )


@pytest.mark.parametrize("case", list(planted()), ids=lambda case: f"{case.kind}")
def test_kind_is_named_alone_too(case: Case) -> None:
    ours, others = split([case, Case(None, booked("z"), listed("z"), event_of("z"))])
    result = reconcile(PERIOD, ours, *others)
    assert [found.kind for found in result.discrepancies] == [case.kind]
    assert not result.agrees


def test_row_that_cannot_be_read_is_a_discrepancy() -> None:
    result = reconcile(PERIOD, Books((), (UnreadableRow("line 7", "This is no amount."),)))
    (found,) = result.discrepancies
    assert (found.kind, found.records[0].where, found.detail) == (Kind.UNREADABLE, "line 7", "This is no amount.")


def test_source_that_was_not_given_is_not_missed() -> None:
    ours, others = split([Case(None, booked("a"), listed("a"))])
    assert reconcile(PERIOD, ours, *others).agrees
    assert reconcile(PERIOD, ours).agrees
    assert reconcile(PERIOD, ours, Records(Source.API)).counts == {Kind.MISSING_IN_ONEPAY: 1}


def test_nothing_personal_is_in_a_repr() -> None:
    record = booked("1053800001", reference="Mariana Ospina")
    ours, others = split([Case(None, record)])
    assert "1053800001" not in f"{record!r} {ours!r} {reconcile(PERIOD, ours, *others)!r}"
