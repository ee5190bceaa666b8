"""What stands where the contract has something else may be anything, so `repr` never shows it."""

from __future__ import annotations

import json

import pytest

from onepay_api import models, read, to_json

CANARY = "mariana@example.com"
STRAYS = [CANARY, 4242424242424242, {"email": CANARY}, [CANARY], [{"email": CANARY}], [[CANARY]]]


@pytest.mark.parametrize("stray", STRAYS, ids=json.dumps)
@pytest.mark.parametrize("field", ["customer", "method", "splits", "allows", "commission"])
def test_a_value_that_came_where_an_object_belongs_is_masked(field: str, stray: object) -> None:
    payment = read(json.dumps({"id": "p-1", field: stray}).encode(), models.PaymentSnapshot).value

    assert json.loads(to_json(payment))[field] == stray
    assert "mariana" not in repr(payment)
    assert "4242424242424242" not in repr(payment)


@pytest.mark.parametrize("stray", [{"email": CANARY}, [{"email": CANARY}]], ids=json.dumps)
def test_an_object_that_came_where_a_text_belongs_is_masked(stray: object) -> None:
    payment = read(json.dumps({"id": stray, "title": stray}).encode(), models.PaymentSnapshot).value

    assert "mariana" not in repr(payment)


def test_what_the_contract_has_in_its_place_is_shown() -> None:
    body = b'{"id":"p-1","splits":[],"customer":{"id":"c-1"},"metadata":{"order":"118"}}'
    payment = read(body, models.PaymentSnapshot).value
    remarks = read(b'{"id": "c-1", "remarks": ["CANCELLED_BY_MERCHANT"]}', models.Charge).value

    assert repr(payment) == (
        "PaymentSnapshot(id='p-1', metadata={'order': '118'}, customer=CustomerSnapshot(id='c-1'), splits=[])"
    )
    assert "CANCELLED_BY_MERCHANT" in repr(remarks)
