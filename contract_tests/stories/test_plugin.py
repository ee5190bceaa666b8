"""Those who install the package get a fresh sandbox and clients of it in each of their tests."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Final

import pytest

pytest_plugins: Final = ("pytester",)

PAGE: Final = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")
BLOCKS: Final[list[str]] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
CONSUMER: Final = """
import asyncio

TITLE = {"title": "Café de prueba", "amount": 10_000}


def test_a_client_makes_a_payment_in_the_sandbox(onepay_sandbox, onepay_client):
    payment = onepay_client.payments.create(**TITLE)
    onepay_sandbox.control("POST", f"/payments/{payment.id}/attempts", {"method": "card"})
    assert onepay_client.payments.get(payment.id).status == "approved"


CARD = {"card_number": "4242424242424242", "expiration_year": "31", "expiration_month": "12", "ccv": "123"}
MARIANA = {"user_type": "natural", "first_name": "Mariana", "last_name": "Ospina", "email": "m@example.com"}
HER_NUMBERS = {"phone": "+573000000001", "document_type": "CC", "document_number": "1053800001"}


def test_a_client_saves_a_card_with_the_public_key(onepay_client):
    customer = onepay_client.customers.create(**MARIANA, **HER_NUMBERS)
    named = {"holder_name": "Mariana Ospina", "customer_id": customer.id, "authorization": True}
    assert onepay_client.cards.create(**CARD, **named).last_four == "4242"


def test_another_test_finds_nothing(onepay_client):
    assert onepay_client.payments.list().data == []


def test_an_asynchronous_client_calls_the_same_sandbox(onepay_client, async_onepay_client):
    payment = asyncio.run(async_onepay_client.payments.create(**TITLE))
    assert onepay_client.payments.get(payment.id).title == TITLE["title"]


def test_time_and_money_belong_to_the_test(onepay_sandbox, onepay_client):
    onepay_sandbox.deposit(50_000)
    onepay_client.balances.withdraw(amount=20_000)
    assert onepay_sandbox.advance("P9D")["now"].startswith("2026-02-11")
    assert onepay_sandbox.control("GET", "/ledger")["balances"]["outside"] == -30_000


import pytest


@pytest.mark.onepay_fake_live
def test_a_charge_of_a_live_account_is_refunded(onepay_sandbox, onepay_client):
    payment = onepay_client.payments.create(**TITLE)
    charge = onepay_sandbox.control("POST", f"/payments/{payment.id}/attempts", {"method": "card"})
    onepay_client.charges.refund(charge["id"])
    assert onepay_client.charges.get(charge["id"]).status == "refunded"


def test_what_the_control_api_refuses_is_an_error(onepay_sandbox):
    import pytest
    from onepay_sandbox.local import ControlRefused
    with pytest.raises(ControlRefused, match="422"):
        onepay_sandbox.advance("tomorrow")
"""
WITHOUT_EXTRA: Final = """
import sys
import pytest

sys.modules["sqlalchemy"] = None


def test_a_payment(onepay_sandbox):
    pass
"""
IDLE: Final = """
import sys


def test_nothing():
    assert not {"onepay_api", "onepay_client", "onepay_sandbox", "sqlalchemy"} & sys.modules.keys()
"""


@pytest.fixture(autouse=True)
def _from_the_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process can import what this one can."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))


def _run(pytester: pytest.Pytester) -> pytest.RunResult:
    """Run the tests in a process of their own: one that ran others may not import SQLAlchemy anew."""
    return pytester.runpytest_subprocess("-p", "onepay_pytest", "-p", "no:schemathesis", "-q")


def test_consumers_get_a_fresh_sandbox_and_clients_in_each_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(CONSUMER)
    result = _run(pytester)
    result.assert_outcomes(passed=7)


def test_who_lacks_the_extra_is_told_what_to_install(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(WITHOUT_EXTRA)
    result = _run(pytester)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*pip install 'onepay-client[[]sandbox[]]'*"])


def test_a_run_of_pytest_that_asks_for_nothing_imports_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(IDLE)
    result = _run(pytester)
    result.assert_outcomes(passed=1)


def test_the_code_on_the_sandbox_page_runs_as_it_stands() -> None:
    exec(compile(BLOCKS[0], "sandbox.md", "exec"), {})  # noqa: S102 - running the page is the point


def test_every_test_on_the_page_about_the_sandbox_passes(pytester: pytest.Pytester) -> None:
    tests = [block for block in BLOCKS if "def test_" in block]
    assert len(tests) == len(BLOCKS) - 1, "only the first block is no test"
    pytester.makeconftest("from django.conf import settings\nsettings.configure(ALLOWED_HOSTS=['*'])\n")
    pytester.makepyfile(**{f"test_{number}": block for number, block in enumerate(tests)})
    _run(pytester).assert_outcomes(passed=len(tests))
