"""Is every state judged as the documents say, and is nothing taken for paid that is not known to be?"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay.errors import InvalidValue
from onepay.outcomes import Outcome, State, Vocabulary, outcome_of
from onepay.vocabularies import WORDS, Word
from onepay.webhooks import UnknownEvent
from onepay_api import models, read
from support.effort import examples

if TYPE_CHECKING:
    from support.contract import Contract
    from support.json_values import Json

SPOKEN = {
    "Payment": Vocabulary.PAYMENT,
    "PaymentMirror": Vocabulary.PAYMENT,
    "PaymentSnapshot": Vocabulary.PAYMENT,
    "LegacyPaymentSnapshot": Vocabulary.PAYMENT,
    "PaymentNotice": Vocabulary.PAYMENT,
    "PaymentAttempt": Vocabulary.PAYMENT_ATTEMPT,
    "Charge": Vocabulary.CHARGE,
    "ChargeCancellation": Vocabulary.CHARGE,
    "ChargeResolution": Vocabulary.CHARGE,
    "ChargeIntent": Vocabulary.CHARGE_INTENT,
    "PaymentIntent": Vocabulary.PAYMENT_INTENT,
    "RequestToPayIntent": Vocabulary.REQUEST_TO_PAY,
    "SessionCharge": Vocabulary.SESSION_CHARGE,
    "SessionChargeAttempt": Vocabulary.SESSION_CHARGE,
    "Cashout": Vocabulary.CASHOUT,
    "CashoutSnapshot": Vocabulary.CASHOUT,
    "BalanceCashout": Vocabulary.BALANCE_CASHOUT,
}
"""Every class of the contract that has an outcome."""

EVENT_NAMES = ("PaymentEventName", "ChargeEventName", "CashoutEventName")
PAID_WORDS = {
    *("approved", "paid", "succeeded", "processed"),
    *("payment.approved", "charge.paid", "charge.succeeded", "cashout.processed", "cashout.completed"),
}


def of(name: str, **fields: Json) -> Outcome:
    """The outcome of an object of that class, of which a server sent just these fields."""
    model: Any = getattr(models, name)
    return outcome_of(read(json.dumps(fields).encode(), model).value)


@pytest.mark.parametrize("name", SPOKEN)
def test_every_status_of_the_contract_has_a_meaning_with_evidence(contract: Contract, name: str) -> None:
    for status in _statuses(contract, name):
        outcome = of(name, status=status)

        assert outcome.known, status
        assert outcome.word is not None
        assert outcome.word.evidence in {"documented", "observed", "inferred"}
        assert outcome.word.source


@pytest.mark.parametrize("name", EVENT_NAMES)
def test_every_event_of_the_contract_has_a_meaning(contract: Contract, name: str) -> None:
    schema = contract.schemas[name]
    known = {word.word for word in WORDS if word.vocabulary is Vocabulary.EVENT}

    assert set(schema.get("enum") or schema["x-extensible-enum"]) <= known


def test_every_object_with_such_a_status_is_judged(contract: Contract) -> None:
    enums = {_enum(contract, name) for name in SPOKEN}
    with_status = {name for name in contract.schemas if _enum(contract, name) in enums - {None}}

    assert with_status == set(SPOKEN)


def test_exactly_these_words_mean_paid() -> None:
    assert {word.word for word in WORDS if word.state is State.PAID} == PAID_WORDS


def test_no_word_has_two_meanings_in_one_vocabulary() -> None:
    assert Counter((word.vocabulary, word.word) for word in WORDS).most_common(1)[0][1] == 1


def test_what_is_inferred_never_turns_a_word_of_ours_into_money() -> None:
    inferred = {word.word for word in WORDS if word.evidence == "inferred" and word.state is State.PAID}

    assert inferred == set()


@pytest.mark.parametrize("word", WORDS, ids=lambda word: f"{word.vocabulary}:{word.word}")
def test_a_state_that_is_open_is_not_final_and_one_that_is_paid_is(word: Word) -> None:
    if word.state in (State.OPEN, State.PARTLY_PAID, State.DISPUTED):
        assert not word.final
    if word.state in (State.PAID, State.REFUNDED, State.CANCELLED, State.EXPIRED):
        assert word.final


def test_a_declined_payment_link_may_still_be_paid_and_a_declined_charge_may_not() -> None:
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


def test_the_capital_letter_of_an_older_sample_makes_no_difference() -> None:
    assert of("PaymentSnapshot", status="Pending").state is State.OPEN


@pytest.mark.parametrize("name", SPOKEN)
@pytest.mark.parametrize(
    "status", ["brand_new", "", "paid ", "páid", "not_paid", None, True, 1, ["paid"], {"a": "paid"}]
)
def test_an_unknown_status_is_never_taken_for_paid(name: str, status: Json) -> None:
    outcome = of(name, status=status)

    assert outcome.state is State.UNKNOWN
    assert (outcome.known, outcome.paid, outcome.final, outcome.declined) == (False, False, False, False)


@pytest.mark.parametrize("name", SPOKEN)
def test_an_absent_status_is_never_taken_for_paid(name: str) -> None:
    assert of(name, paid_at="2026-02-03T10:00:00Z", remarks={"code": "approved", "message": "ok"}).known is False


def test_a_word_that_only_means_paid_elsewhere_does_not_mean_paid_here() -> None:
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

    assert (outcome.state, outcome.final, outcome.declined) == (State.CANCELLED, True, False)


@pytest.mark.parametrize("is_test", [True, False])
def test_test_money_can_be_told_from_money(*, is_test: bool) -> None:
    assert of("Charge", status="paid", is_test=is_test).is_test is is_test
    assert of("Charge", status="paid").is_test is None


def envelope(name: str, family: str, **resource: Json) -> Any:
    body = {family: resource, "event": {"type": name, "timestamp": 1, "environment": "live"}}
    return read(json.dumps(body).encode(), getattr(models, f"{family.capitalize()}EventEnvelope")).value


def notice(name: str, family: str, **resource: Json) -> Any:
    body = {"event": name, "data": resource}
    return read(json.dumps(body).encode(), getattr(models, f"{family.capitalize()}EventNotice")).value


@pytest.mark.parametrize("wrap", [envelope, notice])
@pytest.mark.parametrize(
    ("name", "status", "state"),
    [
        ("payment.approved", "approved", State.PAID),
        ("payment.rejected", "rejected", State.DECLINED),
        ("payment.created", "pending", State.OPEN),
        ("charge.paid", "paid", State.PAID),
        ("charge.succeeded", "succeeded", State.PAID),
        ("charge.failed", "failed", State.DECLINED),
        ("cashout.completed", "processed", State.PAID),
        ("cashout.approved", "processed", State.PAID),
        ("cashout.approved", "processing", State.OPEN),
        ("cashout.rejected", "failed", State.DECLINED),
    ],
)
def test_an_event_has_the_outcome_of_what_it_is_about(wrap: Any, name: str, status: str, state: State) -> None:
    assert outcome_of(wrap(name, name.partition(".")[0], status=status)).state is state


@pytest.mark.parametrize("wrap", [envelope, notice])
@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("payment.approved", State.PAID),
        ("payment.deleted", State.CANCELLED),
        ("charge.succeeded", State.PAID),
        ("charge.disputed", State.DISPUTED),
        ("cashout.processed", State.PAID),
        ("cashout.approved", State.OPEN),
        ("payment.brand_new", State.UNKNOWN),
    ],
)
def test_an_event_without_a_status_is_judged_by_its_name(wrap: Any, name: str, state: State) -> None:
    outcome = outcome_of(wrap(name, name.partition(".")[0], id="a"))

    assert (outcome.state, outcome.status) == (state, name)


@pytest.mark.parametrize("wrap", [envelope, notice])
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("payment.approved", "pending"),
        ("payment.approved", "declined"),
        ("payment.rejected", "approved"),
        ("payment.deleted", "approved"),
        ("charge.paid", "failed"),
        ("charge.failed", "paid"),
        ("cashout.completed", "pending"),
        ("cashout.rejected", "processed"),
        ("payment.approved", "brand_new"),
    ],
)
def test_an_event_that_contradicts_its_status_is_not_known(wrap: Any, name: str, status: str) -> None:
    outcome = outcome_of(wrap(name, name.partition(".")[0], status=status))

    assert (outcome.known, outcome.paid, outcome.final, outcome.status) == (False, False, False, status)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("payment.created", "approved"),
        ("charge.created", "paid"),
        ("charge.processing", "paid"),
        ("charge.paid", "refunded"),
    ],
)
def test_an_event_that_was_overtaken_has_the_later_outcome(name: str, status: str) -> None:
    outcome = outcome_of(envelope(name, name.partition(".")[0], status=status))

    assert outcome.status == status
    assert outcome.known


def test_an_event_says_whether_it_is_about_test_money() -> None:
    event = envelope("cashout.processed", "cashout", status="processed")
    event.event.environment = models.EventEnvironment("test")

    assert outcome_of(event).is_test is True
    assert outcome_of(envelope("charge.paid", "charge", status="paid", is_test=True)).is_test is True
    assert outcome_of(envelope("charge.paid", "charge", status="paid")).is_test is False
    assert outcome_of(notice("charge.paid", "charge", status="paid")).is_test is None


def test_an_event_that_nobody_knows_has_no_outcome() -> None:
    outcome = outcome_of(UnknownEvent("payment.brand_new", {"payment": {"status": "approved"}}))

    assert (outcome.known, outcome.paid, outcome.status) == (False, False, "payment.brand_new")


def test_an_unknown_event_that_could_be_read_has_the_outcome_of_its_status() -> None:
    reading = envelope("payment.brand_new", "payment", status="approved")

    assert outcome_of(UnknownEvent("payment.brand_new", {}, reading)).paid


@pytest.mark.parametrize("thing", [None, 1, "paid", {"status": "paid"}, [], models.Bank(id="a", name="b", logo=None)])
def test_what_has_no_outcome_is_refused(thing: Any) -> None:
    with pytest.raises(InvalidValue, match="has no outcome"):
        outcome_of(thing)


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.sampled_from(["paid", "approved", "charge.paid", "failed"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["code", "description", "type", "status"]), inner),
    max_leaves=6,
)


@given(name=st.sampled_from(sorted(SPOKEN)), status=_json, remarks=_json, is_test=_json)
@examples(300)
def test_whatever_stands_in_an_object_paid_needs_a_word_that_means_it(
    name: str, status: Json, remarks: Json, is_test: Json
) -> None:
    outcome = of(name, status=status, remarks=remarks, is_test=is_test)

    assert not outcome.paid or str(status).lower() in PAID_WORDS
    assert outcome.is_test in (True, False, None)


@given(resource=_json, event=_json, family=st.sampled_from(["payment", "charge", "cashout"]))
@examples(300)
def test_whatever_stands_in_an_event_it_has_an_outcome(resource: Json, event: Json, family: str) -> None:
    for wrap in ("Envelope", "Notice"):
        body = json.dumps({family: resource, "data": resource, "event": event}).encode()
        model: Any = getattr(models, f"{family.capitalize()}Event{wrap}")
        outcome = outcome_of(read(body, model).value)

        assert outcome.known == (outcome.state is not State.UNKNOWN)
        assert not outcome.paid or "paid" in str(event) or str(resource["status"]).lower() in PAID_WORDS


def _statuses(contract: Contract, name: str) -> list[str]:
    schema = contract.schemas[str(_enum(contract, name))]
    values: list[str] = schema.get("enum") or schema["x-extensible-enum"]
    return values


def _enum(contract: Contract, name: str) -> str | None:
    status = contract.schemas[name].get("properties", {}).get("status", {})
    return str(status["$ref"]).rpartition("/")[2] if "$ref" in status else None
