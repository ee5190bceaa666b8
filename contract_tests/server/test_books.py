"""The ledger refuses impossible postings, and state machines impossible transitions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from onepay_sandbox.core.money import BALANCE, OUTSIDE, PAYOUTS, UnsoundPosting
from onepay_sandbox.core.objects import InvalidTransition, StoredObject
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.registry import state_machines
from onepay_sandbox.sandbox import Sandbox
from onepay_sandbox.storage.tables import ENTRIES
from server.callers import Caller
from server.ends import ENDS

LIVES = state_machines()
STATES = [(life.kind, state) for life in LIVES.values() for state in life.transitions]


@pytest.fixture
def unit(sandbox: Sandbox) -> Iterator[UnitOfWork]:
    with sandbox.transactions.write("test_alborada") as unit:
        yield unit


@pytest.fixture
def deposit(unit: UnitOfWork) -> StoredObject:
    deposit = unit.create("deposit", {"amount": 1_000})
    unit.ledger.post("deposit", deposit, unit.now, {OUTSIDE: -1_000, BALANCE: 1_000})
    return deposit


@pytest.mark.parametrize("amounts", [{BALANCE: 1}, {OUTSIDE: -1_000, BALANCE: 999}, {BALANCE: -1_000, PAYOUTS: 1_001}])
def test_a_posting_that_does_not_sum_to_zero_is_refused(
    unit: UnitOfWork, deposit: StoredObject, amounts: dict[str, int]
) -> None:
    with pytest.raises(UnsoundPosting, match="does not sum to zero"):
        unit.ledger.post("x", deposit, unit.now, amounts)


@pytest.mark.parametrize("source", [BALANCE, PAYOUTS, "wallet:a"])
def test_only_the_outside_account_holds_less_than_nothing(unit: UnitOfWork, deposit: StoredObject, source: str) -> None:
    with pytest.raises(UnsoundPosting, match=source):
        unit.ledger.post("x", deposit, unit.now, {source: -1_001, OUTSIDE: 1_001})


@pytest.mark.parametrize(("kind", "state"), STATES, ids=["-".join(item) for item in STATES])
def test_an_object_goes_only_where_its_life_leads(unit: UnitOfWork, kind: str, state: str) -> None:
    life = LIVES[kind]
    for target in life.transitions:
        record = unit.create(kind, {}, status=state)
        if target in life.transitions[state]:
            unit.move(record, target)
            assert record.status == target
        else:
            with pytest.raises(InvalidTransition):
                unit.move(record, target)
            assert record.status == state


@pytest.mark.parametrize("kind", LIVES)
def test_every_move_leads_to_a_state_of_the_same_life(kind: str) -> None:
    moves = LIVES[kind].transitions
    assert {target for targets in moves.values() for target in targets} <= set(moves)


@pytest.mark.parametrize("kind", ENDS)
def test_a_life_ends_where_the_documents_end_it_and_nowhere_else(kind: str) -> None:
    assert {state for state in LIVES[kind].transitions if not LIVES[kind].transitions[state]} == ENDS[kind]


def test_ledger_that_does_not_sum_to_zero_is_detected(sandbox: Sandbox, api: Caller) -> None:
    api.deposit(1_000)
    with sandbox.transactions.write("test_alborada") as unit:
        unit.connection.execute(update(ENTRIES).where(ENTRIES.c.account == BALANCE).values(amount=999))
    assert api.control("GET", "/ledger")["sum"] == -1
