"""Every planted fault is found, and named by operation and kind.

Two faults of one subject that are named by the same findings are alike: one of them is tried in every run, and all
of them in a run that searches (`HYPOTHESIS_PROFILE=searching`, as the scheduled one).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import exceptions
from conformance.planted import named_by
from conformance.planted.catalogue import CATALOGUE
from conformance.planted.faults import EVERYTHING, Fault
from conformance.planted.trying import subject_of, tried
from onepay_contract import document as contracts
from onepay_contract.findings import Kind
from support.effort import is_thorough, one_of_each

UNDETECTED: Final = Path(__file__).resolve().parent.parent / "exceptions/undetected_faults.txt"
NAMED_BY: Final = named_by.read()
LEAST: Final = 60
SAMPLED: Final = 100
"""Of so many faults, one is tried by a whole run too; of those, a run that is short tries every other."""


def _name(fault: Fault) -> str:
    return fault.name


def _undetected() -> set[str]:
    return {line[0] for line in exceptions.read(UNDETECTED, columns=2)}


def _likeness(fault: Fault) -> tuple[str, tuple[Kind, ...]]:
    return subject_of(fault), tuple(sorted(fault.kinds))


TRIED: Final[list[Fault]] = one_of_each(
    [fault for fault in CATALOGUE if is_thorough() or fault.name not in _undetected()], _likeness
)
"""That none of the others is found yet is seen in the run that tries all."""


@pytest.mark.parametrize("fault", TRIED, ids=_name)
def test_the_suite_names_the_fault(fault: Fault) -> None:
    trial = named_by.trial_of(fault, NAMED_BY.get(fault.name))
    assert trial.applied, f"The fault never showed, so nothing is proved: {fault.sentence}"
    assert bool(trial.naming) == (fault.name not in _undetected()), _described(fault)


@pytest.mark.parametrize(
    "fault", CATALOGUE[::SAMPLED] if is_thorough() else CATALOGUE[SAMPLED :: 2 * SAMPLED], ids=_name
)
def test_a_whole_run_names_the_fault_among_everything_else(fault: Fault) -> None:
    assert tried(fault).naming, _described(fault)


def test_every_fault_has_a_name_and_a_sentence_of_its_own() -> None:
    assert len({fault.name for fault in CATALOGUE}) == len({fault.sentence for fault in CATALOGUE}) == len(CATALOGUE)
    assert all(fault.sentence.endswith(".") for fault in CATALOGUE)
    assert len(CATALOGUE) >= LEAST


def test_the_faults_are_about_operations_that_there_are() -> None:
    named = {name for fault in CATALOGUE for name in fault.operations | fault.hears}
    assert named - {EVERYTHING} <= contracts.load().operations.keys()


def test_the_faults_are_about_every_family_of_operations() -> None:
    contract = contracts.load()
    tags = {str(contract.resolve(operation.place)["tags"][0]) for operation in contract.operations.values()}
    touched = {name for fault in CATALOGUE for name in fault.operations}
    assert {tag for tag in tags if not any(name.startswith(f"{tag}_") for name in touched)} == set()


def test_every_kind_a_server_can_cause_names_some_fault() -> None:
    named = {kind for fault in CATALOGUE for kind in fault.kinds}
    assert set(Kind) - named == {
        Kind.UNDOCUMENTED_OPERATION,  # the suite calls no other
        Kind.BROKEN_CONSTRAINT,  # no reply of the contract has a limit
        Kind.WEBHOOK_NOT_AUTHENTIC,  # of deliveries, which test_webhook_checks spoils
        Kind.WEBHOOK_MISSING,
        Kind.WEBHOOK_REPEATED,
        Kind.STATUS_DIFFERS,  # of two servers
        Kind.SHAPE_DIFFERS,
        Kind.VALUE_DIFFERS,
    }


def test_the_ledger_names_faults_of_the_catalogue() -> None:
    assert set(_undetected()) <= {fault.name for fault in CATALOGUE}


def _described(fault: Fault) -> str:
    kinds = " or ".join(sorted(fault.kinds))
    return (
        f"{fault.sentence} A finding of {kinds} about {', '.join(sorted(fault.operations)) or 'any operation'} was "
        f"expected, unless {UNDETECTED.name} lists the fault; a fault that is found now must be taken out of there."
    )
