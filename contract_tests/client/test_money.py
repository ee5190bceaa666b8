"""Amounts stay whole pesos, and every other kind of number is refused with its reason."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_api import CallOptions, models, to_json
from onepay_client import money
from onepay_client.errors import InvalidRequest, InvalidValue, OnePayError
from support.driving import CASHOUT
from support.effort import examples
from support.scripted_client import PAYOUT, ScriptedClient, ok

if TYPE_CHECKING:
    from support.contract import Contract


class Price(IntEnum):
    COFFEE = 45_000


@pytest.mark.parametrize("amount", [1, 150_000, money.MAX_AMOUNT, Price.COFFEE])
def test_whole_pesos_pass(amount: int) -> None:
    assert money.check(amount) == amount


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        (150_000.0, r"write int\(amount\)"),
        (1500.5, "a float loses pesos"),
        (float("nan"), "a float loses pesos"),
        (Decimal(150_000), r"money\.exact\(amount\)"),
        ("150000", r"write int\(amount\)"),
        ("$150.000", r"money\.parse\(amount\)"),
        (True, "not bool"),
        (None, "not NoneType"),
        (0, "above zero"),
        (-1, "a positive amount"),
        (money.MAX_AMOUNT + 1, "lose digits"),
        (10**500, "lose digits"),
    ],
)
def test_anything_else_is_refused_with_its_reason(amount: object, reason: str) -> None:
    with pytest.raises(InvalidValue, match=reason):
        money.check(amount)


@given(
    amount=st.floats() | st.decimals() | st.fractions() | st.complex_numbers() | st.booleans() | st.text() | st.none()
)
@examples(200)
def test_nothing_but_an_int_is_an_amount(amount: Any) -> None:
    for convert in (money.check, money.label, money.to_cents):
        with pytest.raises(InvalidValue):
            convert(amount)


@pytest.mark.parametrize(
    ("text", "pesos"),
    [
        ("$1.000", 1000),
        ("$ 1.400.000", 1_400_000),
        ("50.000", 50_000),
        ("$63.040", 63_040),
        ("$\N{NO-BREAK SPACE}1.400.000", 1_400_000),
        ("$0", 0),
        ("999", 999),
        ("-$1.500", -1500),
    ],
)
def test_labels_are_read_in_the_documented_forms(text: str, pesos: int) -> None:
    assert money.parse(text) == pesos


@pytest.mark.parametrize(
    "text",
    [
        "",
        "$",
        "1,000",
        "1.000,50",
        "$1.0000",
        "1.00",
        "$1.000.00",
        "01.000",
        "1000 COP",
        "$1.000\n",
        "1e3",
        "\N{ARABIC-INDIC DIGIT ONE}00",
        "+1",
    ],
)
def test_a_label_in_another_form_is_refused_and_not_guessed(text: str) -> None:
    with pytest.raises(InvalidValue, match=r"\$1\.000"):
        money.parse(text)


def test_amounts_are_written_as_onepay_writes_them() -> None:
    assert [money.label(n) for n in (0, 1, 999, 1000, 150_000, 1_400_000, -1500)] == [
        *("$0", "$1", "$999", "$1.000", "$150.000", "$1.400.000", "-$1.500")
    ]


@given(pesos=st.integers())
@examples(300)
def test_a_label_reads_as_the_amount_that_it_was_written_for(pesos: int) -> None:
    label = money.label(pesos)

    assert money.parse(label) == pesos
    if pesos >= 0:
        assert money.parse(label.replace("$", "$ ")) == money.parse(label.removeprefix("$")) == pesos


@given(text=st.text(alphabet="$ .-0123456789", max_size=12))
@examples(500)
def test_labels_that_read_alike_differ_only_in_sign_and_blank(text: str) -> None:
    try:
        pesos = money.parse(text)
    except InvalidValue:
        return
    assert money.label(pesos).replace("$", "").lstrip("-") == text.replace("$", "").replace(" ", "").lstrip("-")


@given(pesos=st.integers(-(10**20), 10**20))
@examples(200)
def test_cents_come_back_as_the_pesos_that_they_were(pesos: int) -> None:
    assert money.to_cents(pesos) == pesos * 100
    assert money.from_cents(money.to_cents(pesos)) == pesos


def test_cents_are_read_from_a_string_of_digits() -> None:
    assert money.from_cents("12000000") == 120_000


@pytest.mark.parametrize(
    "cents", [150, "150", "-100", "1e2", "", "\N{ARABIC-INDIC DIGIT ONE}00", " 100", 100.0, True, None, Decimal(100)]
)
def test_cents_that_are_no_whole_pesos_are_refused(cents: Any) -> None:
    with pytest.raises(InvalidValue):
        money.from_cents(cents)


@pytest.mark.parametrize(("amount", "pesos"), [("150000", 150_000), ("150000.00", 150_000), ("1.5E+5", 150_000)])
def test_a_decimal_without_a_fraction_is_converted_on_request(amount: str, pesos: int) -> None:
    assert money.exact(Decimal(amount)) == pesos


@pytest.mark.parametrize("amount", ["0.5", "150000.001", "NaN", "Infinity", "-Infinity", "sNaN"])
def test_a_decimal_that_would_have_to_be_rounded_is_refused(amount: str) -> None:
    with pytest.raises(InvalidValue, match="round"):
        money.exact(Decimal(amount))


def charge(amount: Any) -> models.ChargeCreate:
    return models.ChargeCreate(title="Café", customer_id="c", amount=amount, currency=models.Currency("COP"))


@pytest.mark.parametrize("amount", [150_000.0, Decimal(150_000), True, 0, -1, money.MAX_AMOUNT + 1])
def test_a_body_with_such_an_amount_is_refused_at_its_place(amount: Any) -> None:
    with pytest.raises(InvalidRequest, match="charges_create") as caught:
        money.check_amounts(charge(amount), "charges_create")

    [violation] = caught.value.violations
    assert violation.pointer == "/amount"
    assert repr(amount)[:20] in str(caught.value)


def test_every_wrong_sum_of_a_body_is_named() -> None:
    limits = models.PartialPaymentConfig(min_amount_in_cents=-1, max_amount_in_cents=1.5, max_payment_methods=2)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    body = models.PaymentCreate(title="Café", amount=0, tax=-1, partial_payment_config=limits)
    with pytest.raises(InvalidRequest) as caught:
        money.check_amounts(body)

    assert sorted(violation.pointer for violation in caught.value.violations) == [
        "/amount",
        "/partial_payment_config/max_amount_in_cents",
        "/partial_payment_config/min_amount_in_cents",
        "/tax",
    ]


def test_zero_tax_may_be_sent_and_an_absent_amount_stays_absent() -> None:
    money.check_amounts(models.PaymentCreate(title="Café", tax=0))
    money.check_amounts(models.BalanceWithdraw())
    money.check_amounts(None)


def test_a_withdrawal_of_nothing_is_not_sent_as_everything() -> None:
    with pytest.raises(InvalidRequest, match="leave it out"):
        money.check_amounts(models.BalanceWithdraw(amount=0))


def test_sums_are_checked_in_lists_and_in_plain_objects() -> None:
    with pytest.raises(InvalidRequest, match="/plans/1/amount_in_cents"):
        money.check_amounts({"plans": [{"amount_in_cents": 100}, {"amount_in_cents": -100}]})


def test_the_sums_of_the_contract_are_the_ones_that_are_checked(contract: Contract) -> None:
    for name, field in _sums_in_requests(contract):
        with pytest.raises(InvalidRequest, match=f"/{field}"):
            money.check_amounts({field: -1}, name)


def test_no_number_that_is_no_sum_is_checked(contract: Contract) -> None:
    sums = {field for _, field in _sums_in_requests(contract)}
    names = {name for schema in contract.schemas.values() for name in schema.get("properties", {})}
    for name in names - sums - {"amount_in_cents"}:
        money.check_amounts({name: -1.5})


def test_checking_does_not_change_a_body() -> None:
    body = charge(150_000)
    before = to_json(body)
    money.check_amounts(body)

    assert to_json(body) == before
    assert json.loads(before)["amount"] == 150_000


def test_the_error_is_one_of_ours_and_a_value_error_and_pickles() -> None:
    with pytest.raises(InvalidValue) as caught:
        money.check(1.5)

    assert isinstance(caught.value, OnePayError)
    assert isinstance(caught.value, ValueError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own bytes


def _sums_in_requests(contract: Contract) -> list[tuple[str, str]]:
    return [
        (name, field)
        for name in _bodies(contract)
        for field, schema in contract.schemas[name].get("properties", {}).items()
        if schema.get("format") == "int64" and schema["x-money"] != "unit-unknown"
    ]


def _bodies(contract: Contract) -> set[str]:
    """Every component that a request body is made of."""
    waiting: list[Any] = [each.body.schema for each in contract.operations.values() if each.body is not None]
    found: set[str] = set()
    while waiting:
        for name in _named_in(waiting.pop()) - found:
            found.add(name)
            waiting.append(contract.schemas[name])
    return found


def _named_in(schema: Any) -> set[str]:
    text = json.dumps(schema)
    return {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}


REFUSED_BY_A_CLIENT = {
    0: "above zero",
    True: "not bool",
    2**53: "lose digits",
    1000.0: r"write int\(amount\)",
    Decimal(2000): r"money\.exact",
}


@pytest.mark.parametrize(("amount", "reason"), REFUSED_BY_A_CLIENT.items(), ids=repr)
def test_a_client_sends_no_amount_that_cannot_be_right(both: ScriptedClient, amount: Any, reason: str) -> None:
    with pytest.raises(InvalidRequest, match=reason):
        both.wait(both.client.cashouts.create(**(PAYOUT | {"amount": amount})))
    assert both.requests == []


def test_a_client_that_is_told_not_to_check_sends_any_amount(both: ScriptedClient) -> None:
    both.will(ok(CASHOUT))
    both.wait(both.client.cashouts.create(**(PAYOUT | {"amount": 2**53}), options=CallOptions(check=False)))
    assert json.loads(both.requests[0].content)["amount"] == 2**53
