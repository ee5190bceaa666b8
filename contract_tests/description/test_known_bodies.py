"""The exceptions name exactly the claims of the contract that no known body shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

import exceptions
from description.documented import TREE
from description.known_bodies import Claim, KnownBodies

if TYPE_CHECKING:
    from rules import Description

CLAIMS: Final = ("optional", "required", "nullable", "unseen", "text")
LEDGER: Final = TREE / "contract_tests/exceptions/unproved.txt"


@pytest.fixture(scope="session")
def known(contract: Description) -> KnownBodies:
    return KnownBodies(contract)


@pytest.mark.parametrize("what", CLAIMS)
def test_a_claim_has_a_known_body_or_is_a_listed_exception(known: KnownBodies, what: str) -> None:
    admitted = {Claim(*row[:3]) for row in exceptions.read(LEDGER, columns=4) if row[0] == what}
    assert {claim for claim in known.unproved if claim.what == what} == admitted


def test_the_ledger_makes_no_other_claims() -> None:
    assert {row[0] for row in exceptions.read(LEDGER, columns=4)} <= set(CLAIMS)


def test_bodies_are_taken_apart_into_their_objects(known: KnownBodies) -> None:
    payments = known.objects["Payment"]
    assert len(payments) >= 3
    assert all("status" in payment for payment in payments)
    assert {"Allows", "CustomerSummary", "Split", "ErrorReply", "PaymentEventEnvelope"} <= known.objects.keys()
