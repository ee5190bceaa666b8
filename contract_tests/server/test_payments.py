"""Payments end as documented, and only once."""

from __future__ import annotations

from typing import Any

import pytest

from server.callers import Caller

ORDER: dict[str, Any] = {"title": "Café de origen, pedido 118", "amount": 150_000}


@pytest.fixture
def payment(api: Caller) -> Any:
    return api.made("/payments", ORDER)


def test_a_new_payment_is_pending_and_has_a_link(payment: Any) -> None:
    shown = {name: payment[name] for name in ("status", "amount", "amount_label", "customer", "paid_at")}
    assert shown == {
        "status": "pending",
        "amount": 150_000,
        "amount_label": "$ 150.000",
        "customer": None,
        "paid_at": None,
    }
    assert payment["payment_link"].endswith(payment["id"])


def test_a_payment_is_read_as_it_was_made(api: Caller, payment: Any) -> None:
    assert api.got(f"/payments/{payment['id']}") == payment


def test_a_list_shows_every_payment_once_and_the_newest_first(api: Caller, payment: Any) -> None:
    second = api.made("/payments", ORDER)
    assert [item["id"] for item in api.got("/payments")["data"]] == [second["id"], payment["id"]]


def test_deleted_payment_is_cancelled_and_not_deleted_twice(api: Caller, payment: Any) -> None:
    assert api.delete(f"/payments/{payment['id']}").status_code == 204
    assert api.got(f"/payments/{payment['id']}")["status"] == "cancelled"
    again = api.delete(f"/payments/{payment['id']}")
    assert (again.status_code, again.json()["code_name"]) == (422, "payment_cancelled")


def test_a_payment_expires_at_its_moment_and_not_before(api: Caller) -> None:
    payment = api.made("/payments", {**ORDER, "expiration_date": "2026-02-03T10:00:00-05:00"})
    assert payment["expiration_at"] == "2026-02-03T15:00:00.000000Z"
    api.advance(to="2026-02-03T14:59:59Z")
    assert api.got(f"/payments/{payment['id']}")["status"] == "pending"
    api.advance(by="PT1S")
    assert api.got(f"/payments/{payment['id']}")["status"] == "expired"


def test_a_date_alone_expires_at_the_end_of_that_day_in_bogota(api: Caller) -> None:
    payment = api.made("/payments", {**ORDER, "expiration_date": "2026-02-03"})
    assert payment["expiration_at"] == "2026-02-04T05:00:00.000000Z"


def test_a_payment_whose_moment_is_past_expires_at_once(api: Caller) -> None:
    payment = api.made("/payments", {**ORDER, "expiration_date": "0001-01-02T00:00:00Z"})
    assert payment["expiration_at"] == "0001-01-02T00:00:00.000000Z"
    assert api.got(f"/payments/{payment['id']}")["status"] == "expired"


def test_an_amount_with_a_zero_fraction_is_the_whole_number(api: Caller) -> None:
    payment = api.made("/payments", {**ORDER, "amount": 150_000.0})
    assert (str(payment["amount"]), payment["amount_label"]) == ("150000", "$ 150.000")


def test_an_expiration_date_that_is_no_date_is_refused(api: Caller) -> None:
    refused = api.post("/payments", {**ORDER, "expiration_date": "mañana"})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["expiration_date"])


@pytest.mark.parametrize(
    ("field", "value"), [("amount", 0), ("amount", -5), ("amount", 10**12 + 1), ("currency", "USD")]
)
def test_a_payment_that_cannot_be_collected_is_refused(api: Caller, field: str, value: Any) -> None:
    refused = api.post("/payments", {**ORDER, field: value})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, [field])


def test_a_notice_is_sent_again_until_the_payment_is_over(api: Caller, payment: Any) -> None:
    assert api.post(f"/payments/{payment['id']}").status_code == 204
    api.delete(f"/payments/{payment['id']}")
    assert api.post(f"/payments/{payment['id']}", {}).status_code == 422
