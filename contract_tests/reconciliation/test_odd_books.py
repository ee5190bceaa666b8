"""Refunds as entries of their own, other currencies, repeated references, and lists that shift while they are read."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest
from msgspec import structs

from benches.discrepancy_cases import DAY, PERIOD, booked, listed
from onepay_client.outcomes import MoneyState
from onepay_client.reconciliation import Books, Direction, Reconciliation, Record, Records, Source, reconcile
from onepay_client.reconciliation import DiscrepancyKind as Kind

OUT: Final = Direction.OUT
REFUNDED: Final = MoneyState.REFUNDED


def compared(*records: Record) -> Reconciliation:
    ours = tuple(record for record in records if record.source is Source.BOOKS)
    return reconcile(PERIOD, Books(ours), Records(Source.API, tuple(r for r in records if r.source is Source.API)))


def found(*records: Record) -> list[tuple[Kind, int]]:
    return [(wrong.kind, wrong.difference) for wrong in compared(*records).discrepancies]


def of_payer(record: Record, day: int = 0, amount: int = 150_000) -> Record:
    """An entry, or a payment, that only the payer's document names."""
    on = DAY + timedelta(days=day)
    return structs.replace(record, external_id=(), reference="1053800001", amount=amount, day=on)


def test_a_sale_and_its_refund_agree_with_what_was_refunded() -> None:
    assert not found(booked("a"), booked("a", direction=OUT), listed("a", state=REFUNDED))
    assert not found(booked("a", direction=OUT), listed("a", state=REFUNDED))  # sold in an earlier period


def test_a_part_that_was_given_back_is_compared_on_its_own() -> None:
    parts = listed("a", id=("1",), amount=90_000), listed("a", id=("2",), amount=60_000, state=REFUNDED)
    assert not found(booked("a"), booked("a", direction=OUT, amount=60_000), *parts)
    assert found(booked("a"), *parts) == [(Kind.REFUNDED, 60_000)]
    assert found(booked("a"), booked("a", direction=OUT, amount=50_000), *parts) == [(Kind.AMOUNT, -10_000)]


def test_a_refund_that_onepay_does_not_know_is_named() -> None:
    assert found(booked("a"), booked("a", direction=OUT), listed("a")) == [(Kind.REFUND_NOT_FOUND, -150_000)]


def test_amounts_of_two_currencies_are_not_compared() -> None:
    assert found(booked("a", currency="USD", amount=40), listed("a")) == [(Kind.CURRENCY, 0)]


def test_an_object_that_a_list_shows_twice_is_one() -> None:
    assert compared(booked("a"), listed("a"), listed("a")).matched == 1


def test_entries_under_one_reference_are_paired_by_amount() -> None:
    entries = [of_payer(booked(""), amount=amount) for amount in (50_000, 70_000)]
    payments = [of_payer(listed(f"{amount}"), amount=amount) for amount in (90_000, 70_000, 50_000)]
    result = compared(*entries, *payments)
    [wrong] = result.discrepancies
    assert (wrong.kind, wrong.difference, result.matched) == (Kind.MISSING_IN_BOOKS, -90_000, 2)


def test_equal_amounts_under_one_reference_are_paired_by_day() -> None:
    entries = [of_payer(booked(""), day) for day in (1, 2, 3)]
    payments = [of_payer(listed(f"{day}"), day) for day in (3, 1, 4)]
    [wrong] = compared(*entries, *payments).discrepancies
    assert (wrong.kind, wrong.records[0].day) == (Kind.DAY, DAY + timedelta(days=2))


@pytest.mark.parametrize("day", [0, 1])
def test_a_declined_payment_takes_no_entry_from_the_paid_one(day: int) -> None:
    declined = of_payer(listed("x", state=MoneyState.DECLINED), day)
    assert not found(of_payer(booked("")), declined, of_payer(listed("y"), 0))
