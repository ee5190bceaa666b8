"""Every state is judged as the documents say; nothing is taken for paid that is not known to be."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_api import models, read
from onepay_client.errors import InvalidValue
from onepay_client.outcomes import (
    STATUS_MEANINGS,
    STATUS_SETS,
    MoneyState,
    Outcome,
    StatusMeaning,
    StatusSet,
    outcome_of,
)
from support.effort import examples
from support.states import JSON, PAID_WORDS

if TYPE_CHECKING:
    from onepay_core.json_values import Json
    from support.contract import Contract

SPOKEN = tuple(STATUS_SETS)
"""Every class that has an outcome, as the code has it; a test compares them with the contract."""

EVENT_NAMES = ("PaymentEventName", "ChargeEventName", "CashoutEventName", "InvoiceEventName")


def of(name: str, **fields: Json) -> Outcome:
    """The outcome of an object of that class, of which a server sent just these fields."""
    model: Any = getattr(models, name)
    return outcome_of(read(json.dumps(fields).encode(), model).value)


@pytest.mark.parametrize("name", SPOKEN)
def test_every_status_has_a_meaning_with_evidence(contract: Contract, name: str) -> None:
    for status in _statuses(contract, name):
        outcome = of(name, status=status)

        assert outcome.known, status
        assert outcome.meaning is not None
        assert outcome.meaning.evidence in {"documented", "observed", "inferred"}
        assert outcome.meaning.source


@pytest.mark.parametrize("name", EVENT_NAMES)
def test_every_event_of_the_contract_has_a_meaning(contract: Contract, name: str) -> None:
    schema = contract.schemas[name]
    known = {meaning.status for meaning in STATUS_MEANINGS if meaning.status_set is StatusSet.EVENT}

    assert set(schema.get("enum") or schema["x-extensible-enum"]) <= known


def test_every_object_with_such_a_status_is_judged(contract: Contract) -> None:
    enums = {_enum(contract, name) for name in SPOKEN}
    with_status = {name for name in contract.schemas if _enum(contract, name) in enums - {None}}

    assert with_status == set(SPOKEN)


def test_exactly_these_words_mean_paid() -> None:
    assert {meaning.status for meaning in STATUS_MEANINGS if meaning.state is MoneyState.PAID} == PAID_WORDS


def test_no_word_has_two_meanings_in_one_vocabulary() -> None:
    assert Counter((meaning.status_set, meaning.status) for meaning in STATUS_MEANINGS).most_common(1)[0][1] == 1


def test_what_is_inferred_never_turns_a_word_of_ours_into_money() -> None:
    inferred = {
        meaning.status
        for meaning in STATUS_MEANINGS
        if meaning.evidence == "inferred" and meaning.state is MoneyState.PAID
    }

    assert inferred == set()


@pytest.mark.parametrize("meaning", STATUS_MEANINGS, ids=lambda meaning: f"{meaning.status_set}:{meaning.status}")
def test_an_open_state_is_not_final_and_a_paid_state_is(meaning: StatusMeaning) -> None:
    if meaning.state in (MoneyState.OPEN, MoneyState.PARTLY_PAID, MoneyState.DISPUTED):
        assert not meaning.final
    if meaning.state in (MoneyState.PAID, MoneyState.REFUNDED, MoneyState.CANCELLED, MoneyState.EXPIRED):
        assert meaning.final


def test_a_declined_link_may_still_be_paid_a_charge_may_not() -> None:
    assert not of("Payment", status="declined").final
    assert of("Charge", status="declined").final
    assert of("Charge", status="failed").final


@pytest.mark.parametrize(
    ("status", "paid", "final", "declined"),
    [
        ("created", False, False, False),
        ("processing", False, False, False),
        ("pending", False, False, False),
        ("paid", True, True, False),
        ("succeeded", True, True, False),
        ("approved", True, True, False),
        ("failed", False, True, True),
        ("declined", False, True, True),
        ("refunded", False, True, False),
        ("disputed", False, False, False),
        ("brand_new", False, False, False),
        ("PAID", True, True, False),
    ],
)
def test_a_charge_answers_what_callers_ask(status: str, *, paid: bool, final: bool, declined: bool) -> None:
    outcome = of("Charge", status=status)

    assert (outcome.paid, outcome.final, outcome.declined) == (paid, final, declined)
    assert outcome.status == status


def test_a_capital_letter_of_an_older_sample_is_ignored() -> None:
    assert of("PaymentSnapshot", status="Pending").state is MoneyState.OPEN


@pytest.mark.parametrize("name", SPOKEN)
@pytest.mark.parametrize(
    "status", ["brand_new", "", "paid ", "páid", "not_paid", None, True, 1, ["paid"], {"a": "paid"}]
)
def test_an_unknown_status_is_never_taken_for_paid(name: str, status: Json) -> None:
    outcome = of(name, status=status)

    assert outcome.state is MoneyState.UNKNOWN
    assert (outcome.known, outcome.paid, outcome.final, outcome.declined) == (False, False, False, False)


@pytest.mark.parametrize("name", SPOKEN)
def test_an_absent_status_is_never_taken_for_paid(name: str) -> None:
    assert of(name, paid_at="2026-02-03T10:00:00Z", remarks={"code": "approved", "message": "ok"}).known is False


def test_a_status_that_means_paid_elsewhere_does_not_here() -> None:
    assert not of("Payment", status="paid").known
    assert not of("Cashout", status="approved").known
    assert not of("ChargeIntent", status="paid").known


@pytest.mark.parametrize(
    ("remarks", "code", "text"),
    [
        (None, None, None),
        (
            {"code": "INSUFFICIENT_FUNDS", "description": "Fondos insuficientes"},
            "INSUFFICIENT_FUNDS",
            "Fondos insuficientes",
        ),
        ({"code": "declined", "message": "Transacción rechazada"}, "declined", "Transacción rechazada"),
        ({"code": "BRAND_NEW", "description": "Algo"}, "BRAND_NEW", "Algo"),
        (["CARD_EXPIRED"], "CARD_EXPIRED", None),
        (["CARD_EXPIRED", "La tarjeta venció"], "CARD_EXPIRED", "La tarjeta venció"),
        (["La tarjeta venció", "Use otra"], None, "La tarjeta venció; Use otra"),
        ("RISK_CONTROL", "RISK_CONTROL", None),
        ("Rechazada por el banco", None, "Rechazada por el banco"),
        ({}, None, None),
        ([], None, None),
        ([None, 1, {"code": "A"}], None, None),
        ({"code": 5, "description": ["a"]}, None, None),
        (7, None, None),
    ],
)
def test_the_reason_is_found_in_whichever_shape_it_came(remarks: Json, code: str | None, text: str | None) -> None:
    outcome = of("Charge", status="declined", remarks=remarks)

    assert (outcome.declined, outcome.code, outcome.text) == (True, code, text)


def test_a_charge_that_the_merchant_called_off_was_not_declined() -> None:
    outcome = of("ChargeCancellation", status="failed", remarks=["CANCELLED_BY_MERCHANT"])

    assert (outcome.state, outcome.final, outcome.declined) == (MoneyState.CANCELLED, True, False)


@pytest.mark.parametrize("is_test", [True, False])
def test_test_money_can_be_told_from_money(*, is_test: bool) -> None:
    assert of("Charge", status="paid", is_test=is_test).is_test is is_test
    assert of("Charge", status="paid").is_test is None


@pytest.mark.parametrize(
    "resource", [None, 1, "paid", {"status": "paid"}, [], models.Bank(id="a", name="b", logo=None)]
)
def test_what_has_no_outcome_is_refused(resource: Any) -> None:
    with pytest.raises(InvalidValue, match="has no outcome"):
        outcome_of(resource)


@given(name=st.sampled_from(sorted(SPOKEN)), status=JSON, remarks=JSON, is_test=JSON)
@examples(80)
def test_paid_needs_a_status_that_means_it(name: str, status: Json, remarks: Json, is_test: Json) -> None:
    outcome = of(name, status=status, remarks=remarks, is_test=is_test)

    assert not outcome.paid or str(status).lower() in PAID_WORDS
    assert outcome.is_test in (True, False, None)


def _statuses(contract: Contract, name: str) -> list[str]:
    schema = contract.schemas[str(_enum(contract, name))]
    values: list[str] = schema.get("enum") or schema["x-extensible-enum"]
    return values


def _enum(contract: Contract, name: str) -> str | None:
    status = contract.schemas[name].get("properties", {}).get("status", {})
    return str(status["$ref"]).rpartition("/")[2] if "$ref" in status else None
