"""Values that force an outcome have the outcome that they promise."""

from __future__ import annotations

from typing import Any

import pytest

from onepay_contract.document import load
from onepay_sandbox.core import scenarios
from onepay_sandbox.core.unit_of_work import APPROVE
from server.callers import Caller


def test_decline_codes_with_words_are_those_of_the_contract() -> None:
    known = load().document["components"]["schemas"]["DeclineCode"]["x-extensible-enum"]
    assert list(scenarios.DECLINES) == known


def test_every_forced_outcome_is_an_approval_or_a_known_decline() -> None:
    tables: list[dict[Any, str]] = [scenarios.CARDS, scenarios.ACCOUNTS, scenarios.PHONES, scenarios.AMOUNTS]
    forced = {code for table in tables for code in table.values()}
    assert forced <= {APPROVE, *scenarios.DECLINES}


@pytest.mark.parametrize("number", scenarios.CARDS)
def test_every_card_number_has_a_good_check_digit(number: str) -> None:
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    assert (sum(digits[::2]) + sum(doubled)) % 10 == 0


@pytest.mark.parametrize(("amount", "code"), scenarios.AMOUNTS.items())
def test_a_forcing_amount_declines_a_payment_with_its_code(api: Caller, amount: int, code: str) -> None:
    payment = api.made("/payments", {"title": "Café", "amount": amount})
    attempt = api.control("POST", f"/payments/{payment['id']}/attempts", {"method": "pse"})
    assert (attempt["status"], attempt["remarks"]["code"]) == ("failed", code)


@pytest.mark.parametrize("method", ["card", "pse"])
def test_what_a_test_asks_for_goes_before_what_a_value_forces(api: Caller, method: str) -> None:
    payment = api.made("/payments", {"title": "Café", "amount": 900_051})
    wish = {"method": method, "outcome": "approve"}
    assert api.control("POST", f"/payments/{payment['id']}/attempts", wish)["status"] == "paid"
