"""Every fault, for every kind of operation, on both sides: nothing is done twice, and every error tells the truth.

The judge is what the server wrote down. `scripts/fault_matrix.py` prints the same cases as a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

import exceptions
from onepay_client import Backoff, Timeouts
from onepay_client.errors import OnePayError
from support.client_variants import NAMES
from support.contract import Contract
from support.effort import is_thorough
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
from support.faulty_server import Repeats
from support.harness import RETRIES, Harness
from support.judge import Case
from support.sampling import KINDS, dealt, every_kind

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

both_rigs: Final = pytest.mark.parametrize("rig", NAMES, indirect=True)


@pytest.fixture(scope="module")
def rig(request: pytest.FixtureRequest, contract: Contract) -> Iterator[Harness]:
    with Harness.opened(request.param, contract) as rig:
        yield rig


SOON: Final = 0.04
LATE: Final = 60.0
LIMITS: Final[dict[str, dict[str, Any]]] = {
    "connecting": {"timeout": Timeouts(connect=SOON, read=LATE, write=LATE, pool=LATE), "deadline": LATE},
    "stall": {"timeout": Timeouts(connect=LATE, read=SOON, write=LATE, pool=LATE), "deadline": LATE},
    "drip": {"timeout": LATE, "deadline": 5 * SOON},
    "": {"timeout": LATE, "deadline": LATE},
}
"""The one limit that ends a slow fault, by a word of its name; the others are so wide that no machine meets them."""


@pytest.fixture(scope="module")
def impatient(rig: Harness) -> Iterator[dict[str, Any]]:
    """Clients that soon give up."""
    clients = {word: rig.made(**limits, retries=1, backoff=Backoff(base=0.001)) for word, limits in LIMITS.items()}
    yield clients
    for client in clients.values():
        rig.close(client)


def played(kind: str, scripts: Sequence[Sequence[Fault]], rig: Harness, repeats: Repeats = "replay") -> Iterator[Case]:
    """Each operation of a kind with its part of the scripts."""
    for operation, hand in dealt(kind, scripts, rig.name):
        for script in hand:
            yield rig.play(operation, script, repeats)


def complaints(cases: Iterable[Case]) -> list[str]:
    return [complaint for case in cases for complaint in case.complaints()]


@both_rigs
@every_kind
def test_no_fault_that_passes_does_anything_twice_or_lies(kind: str, rig: Harness) -> None:
    scripts = [[fault] for fault in QUICK]
    assert complaints(played(kind, scripts, rig)) == []


@both_rigs
@every_kind
def test_no_fault_that_stays_does_anything_twice_or_lies(kind: str, rig: Harness) -> None:
    scripts = [[fault] * (RETRIES + 2) for fault in TROUBLES]
    assert complaints(played(kind, scripts, rig)) == []


@both_rigs
@every_kind
def test_nothing_after_a_cut_hides_that_it_may_have_been_done(kind: str, rig: Harness) -> None:
    scripts = [[cut, fault] for fault in AFTER_A_CUT for cut in CUT]
    assert complaints(played(kind, scripts, rig)) == []


@both_rigs
def test_a_server_that_refuses_repeated_keys_is_understood(rig: Harness) -> None:
    scripts = [[fault] for fault in LOST_REPLIES]
    assert complaints(played("keyed", scripts, rig, "conflict")) == []


@pytest.mark.parametrize("side", NAMES)
@every_kind
def test_every_kind_of_operation_meets_every_fault(kind: str, side: str) -> None:
    hands = [(operation, set(hand)) for operation, hand in dealt(kind, QUICK, side)]
    assert [operation for operation, hand in hands if hand] == KINDS[kind]
    assert set[Fault]().union(*(hand for _, hand in hands)) == set(QUICK)


@both_rigs
@pytest.mark.parametrize("fault", SLOW, ids=str)
def test_no_slow_fault_does_anything_twice_or_lies(
    fault: Fault, rig: Harness, contract: Contract, impatient: dict[str, Any]
) -> None:
    client = impatient[next(word for word in LIMITS if word in fault.name)]
    samples = SAMPLES if is_thorough() else SAMPLES[(SLOW.index(fault) + NAMES.index(rig.name)) % 2 :: 2]
    scripts = ([fault], [fault] * 3)
    cases = [rig.play(contract.operations[id_], script, client=client) for id_ in samples for script in scripts]
    assert complaints(cases) == []
    assert [case.operation.id for case in cases if case.ledger.outlasted] == [], "a deadline was not kept"


def test_the_ledger_names_every_fault_that_only_samples_meet() -> None:
    assert [name for name, _ in exceptions.read(SAMPLED, 2)] == sorted(fault.name for fault in SLOW)


WHEN_ALL_IS_WELL_LATER: Final = {
    "GET": (True, True, True),
    "PUT": (True, True, True),
    "DELETE": (True, True, True),
    "keyed": (True, True, True),
    "unkeyed": (True, False, True),
}
"""Whether one trouble ends well: never sent, may have arrived, put off by a reply that proves that nothing was done."""


@both_rigs
@every_kind
def test_a_passing_fault_is_retried_where_that_is_safe(kind: str, rig: Harness) -> None:
    faults = [REFUSED, CUT[0], RETRY_AFTER_FAULTS["seconds"]]
    well = dict(zip(faults, WHEN_ALL_IS_WELL_LATER[kind], strict=True))
    cases = played(kind, [[fault] for fault in faults], rig)
    ends = [(case.operation.id, case.script[0], case.end) for case in cases]
    assert [end for end in ends if well[end[1]] is not (end[2].error is None)] == []


@both_rigs
@pytest.mark.parametrize("form", RETRY_AFTER_FAULTS)
def test_each_form_of_retry_after_leads_to_a_bounded_pause(form: str, rig: Harness, contract: Contract) -> None:
    case = rig.play(contract.operations["cashouts_create"], [RETRY_AFTER_FAULTS[form]])
    assert case.end.error is None or isinstance(case.end.error, OnePayError)
    assert all(0 <= pause <= 120 for pause in rig.clock.pauses), rig.clock.pauses


@both_rigs
def test_the_pause_is_the_one_that_the_server_asked_for(rig: Harness, contract: Contract) -> None:
    case = rig.play(contract.operations["cashouts_create"], [RETRY_AFTER_FAULTS["seconds"]])
    assert (case.end.error, rig.clock.pauses) == (None, [2.0])
