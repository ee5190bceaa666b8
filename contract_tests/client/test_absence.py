"""An absent field is another thing than one that is null."""

from __future__ import annotations

import json
from typing import Any

import pytest

from onepay_api import UNSET, InvalidRequest, read, to_json
from onepay_api.models import Account, AccountCreate, AccountSubtype, PaymentSnapshot, WebhookEndpointUpdate
from onepay_contract.document import Operation
from support.client_variants import ClientVariant
from support.every import both_sides


@pytest.mark.parametrize("body", [{}, {"due_date": None}, {"due_date": "2026-03-01"}])
def test_a_field_comes_back_as_it_came_absent_null_or_set(body: dict[str, Any]) -> None:
    assert json.loads(to_json(read(json.dumps(body).encode(), PaymentSnapshot).value)) == body


def test_an_absent_field_is_unset_and_a_null_one_is_none() -> None:
    absent = read(b"{}", WebhookEndpointUpdate).value
    null = read(b'{"description": null}', WebhookEndpointUpdate).value
    assert absent.description is UNSET
    assert null.description is None
    assert absent != null


@both_sides
@pytest.mark.parametrize("description", [UNSET, None, "Pagos"])
def test_an_update_clears_by_null_and_leaves_unset_fields_alone(
    description: Any, operations: dict[str, Operation], side: ClientVariant
) -> None:
    side.wire.answer(500)
    with pytest.raises(Exception, match="HTTP 500"):
        side.method(operations["webhooks_update"])("an_id", description=description)
    content = side.wire.requests[0].content
    assert (json.loads(content) if content else {}) == ({} if description is UNSET else {"description": description})


@both_sides
def test_optional_field_sends_null_for_none(operations: dict[str, Operation], side: ClientVariant) -> None:
    side.wire.answer(500)
    create = side.method(operations["charges_create"])
    with pytest.raises(Exception, match="HTTP 500"):
        create(customer_id="c", amount=30_000, card_id="k", account_id=None, title=None)
    body = {"customer_id": "c", "amount": 30_000, "card_id": "k", "account_id": None, "title": None}
    assert json.loads(side.wire.requests[0].content) == body


@both_sides
def test_amount_that_decides_by_its_absence_refuses_none(operations: dict[str, Operation], side: ClientVariant) -> None:
    side.wire.answer(500)
    with pytest.raises(InvalidRequest, match="/amount"):
        side.method(operations["balances_withdraw"])(amount=None)
    assert side.wire.requests == []


def test_a_wire_name_that_is_no_python_name_is_kept_on_the_wire() -> None:
    assert read(b'{"re-enrollment": true}', AccountCreate).value.re_enrollment is True
    account = AccountCreate(
        subtype=AccountSubtype.SAVINGS,
        authorization=True,
        re_enrollment=False,
        account_number="1",
        customer_id="2",
        bank_id="3",
    )
    assert json.loads(to_json(account))["re-enrollment"] is False


def test_a_promised_field_that_is_absent_is_unset_and_reported() -> None:
    reading = read(b"{}", Account)
    absent: object = reading.value.id  # its annotation is a promise, and this reply breaks it
    assert absent is UNSET
    assert "/id" in {deviation.pointer for deviation in reading.deviations}
