"""Every fault, for every operation, on both sides: nothing is done twice, and every error tells the truth.

The judge is what the server wrote down. `scripts/fault_matrix.py` prints the same cases as a table.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import exceptions
from onepay_client import Backoff
from onepay_client.errors import OnePayError
from onepay_contract.document import Operation
from support.contract import Contract
from support.every import every_operation
from support.faults import (
    BAD_REPLIES,
    CONNECTION_FAULTS,
    CUT,
    FAULTS,
    REFUSALS,
    REFUSED,
    RETRY_AFTER_FAULTS,
    STATUS_FAULTS,
    UNREAD,
    Fault,
)
from support.judge import Case, requires_key
from support.rig import RETRIES, Rig
from support.sides import NAMES

TROUBLES: Final = [fault for fault in (*CONNECTION_FAULTS, *STATUS_FAULTS) if not fault.slow]
QUICK: Final = [*TROUBLES, *BAD_REPLIES]
AFTER_A_CUT: Final = [*REFUSALS, UNREAD, REFUSED, *(f for f in STATUS_FAULTS if f.proves_nothing_done or not f.acts)]
LOST_REPLIES: Final = [fault for fault in QUICK if fault.acts]
SLOW: Final = [fault for fault in FAULTS if fault not in QUICK]
SAMPLED: Final = Path(__file__).parents[1] / "exceptions" / "sampled_faults.txt"

SAMPLES: Final = (
    "payments_get",  # a read
    "webhooks_update",  # a PUT
    "payments_delete",  # a DELETE
    "cashouts_create",  # a POST with a key
    "charges_refund",  # a POST without
    "invoices_update",  # a PUT that makes a payment each time
)

KEYED: Final = [operation for operation in Contract.load().operations.values() if requires_key(operation)]
"""Where a key is sent: to all others, a server that refuses repeated keys is any server."""

both_rigs: Final = pytest.mark.parametrize("rig", NAMES, indirect=True)


@pytest.fixture(scope="module")
def rig(request: pytest.FixtureRequest, contract: Contract) -> Iterator[Rig]:
    with Rig.opened(request.param, contract) as rig:
        yield rig


@pytest.fixture(scope="module")
def impatient(rig: Rig) -> Iterator[Any]:
    """A client that soon gives up."""
    client = rig.made(timeout=0.04, deadline=0.3, retries=1, backoff=Backoff(base=0.001))
    yield client
    rig.close(client)


def complaints(cases: Iterable[Case]) -> list[str]:
    return [complaint for case in cases for complaint in case.complaints()]


@both_rigs
@every_operation
def test_no_fault_that_passes_does_anything_twice_or_lies(operation: Operation, rig: Rig) -> None:
    assert complaints(rig.play(operation, [fault]) for fault in QUICK) == []


@both_rigs
@every_operation
def test_no_fault_that_stays_does_anything_twice_or_lies(operation: Operation, rig: Rig) -> None:
    assert complaints(rig.play(operation, [fault] * (RETRIES + 2)) for fault in TROUBLES) == []


@both_rigs
@every_operation
def test_nothing_after_a_cut_hides_that_it_may_have_been_done(operation: Operation, rig: Rig) -> None:
    assert complaints(rig.play(operation, [cut, fault]) for cut in CUT for fault in AFTER_A_CUT) == []


@both_rigs
@pytest.mark.parametrize("operation", KEYED, ids=lambda operation: operation.id)
def test_a_server_that_refuses_repeated_keys_is_understood(operation: Operation, rig: Rig) -> None:
    assert complaints(rig.play(operation, [fault], "conflict") for fault in LOST_REPLIES) == []


@both_rigs
@pytest.mark.parametrize("fault", SLOW, ids=str)
@pytest.mark.parametrize("sample", SAMPLES)
def test_no_slow_fault_does_anything_twice_or_lies(
    sample: str, fault: Fault, rig: Rig, contract: Contract, impatient: Any
) -> None:
    operation = contract.operations[sample]
    began = time.monotonic()
    found = complaints([rig.play(operation, script, client=impatient) for script in ([fault], [fault] * 3)])
    assert found == []
    assert time.monotonic() - began < 3, "the deadline of the call was not kept"


def test_the_ledger_names_every_fault_that_only_samples_meet() -> None:
    assert [name for name, _ in exceptions.read(SAMPLED, 2)] == sorted(fault.name for fault in SLOW)


WHEN_ALL_IS_WELL_LATER: Final = {
    "GET": (1, 1, 1),
    "PUT": (1, 1, 1),
    "DELETE": (1, 1, 1),
    "keyed": (1, 1, 1),
    "unkeyed": (1, 0, 1),
}
"""Whether one trouble ends well: never sent, may have arrived, put off by a reply that proves that nothing was done."""


@both_rigs
@every_operation
def test_a_passing_fault_is_retried_where_that_is_safe(operation: Operation, rig: Rig) -> None:
    ends = [rig.play(operation, [fault]).end for fault in (REFUSED, CUT[0], RETRY_AFTER_FAULTS["seconds"])]
    assert tuple(int(end.error is None) for end in ends) == WHEN_ALL_IS_WELL_LATER[_kind(operation)], ends


def _kind(operation: Operation) -> str:
    if requires_key(operation):
        return "keyed"
    return operation.method if operation.is_idempotent else "unkeyed"


@both_rigs
@pytest.mark.parametrize("form", RETRY_AFTER_FAULTS)
def test_each_form_of_retry_after_leads_to_a_bounded_pause(form: str, rig: Rig, contract: Contract) -> None:
    case = rig.play(contract.operations["cashouts_create"], [RETRY_AFTER_FAULTS[form]])
    assert case.end.error is None or isinstance(case.end.error, OnePayError)
    assert all(0 <= pause <= 120 for pause in rig.clock.pauses), rig.clock.pauses


@both_rigs
def test_the_pause_is_the_one_that_the_server_asked_for(rig: Rig, contract: Contract) -> None:
    case = rig.play(contract.operations["cashouts_create"], [RETRY_AFTER_FAULTS["seconds"]])
    assert (case.end.error, rig.clock.pauses) == (None, [2.0])
