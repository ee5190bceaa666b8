"""Lists of payments and of customers are filtered, sorted and paged as programs ask for them."""

from __future__ import annotations

from typing import Any

import pytest

from server.callers import Caller
from support.foreign_requests import titled

PER_PAGE = 20
MANY = 2 * PER_PAGE + 3


@pytest.fixture
def payments(api: Caller) -> list[str]:
    """Ids of payments, oldest first; each has a reference and an external id of its own, every third one is paid."""
    made = [
        api.made(
            "/payments", {"title": f"Pedido {n}", "amount": 9_000 + n, "external_id": f"e{n}", "reference": f"r{n}"}
        )
        for n in range(MANY)
    ]
    for payment in made[::3]:
        api.control("POST", f"/payments/{payment['id']}/attempts", {"method": "pse", "outcome": "approve"})
    return [payment["id"] for payment in made]


def ids_of(page: Any) -> list[str]:
    return [item["id"] for item in page["data"]]


def test_payments_come_in_pages_newest_first(api: Caller, payments: list[str]) -> None:
    pages = [api.got("/payments", sort="-created_at", page=number) for number in (1, 2, 3)]
    assert [identifier for page in pages for identifier in ids_of(page)] == payments[::-1]
    counters = [(page["current_page"], page["last_page"], page["per_page"], page["total"]) for page in pages]
    assert counters == [(number, 3, PER_PAGE, MANY) for number in (1, 2, 3)]


def test_page_of_payments_behind_the_last_is_empty(api: Caller, payments: list[str]) -> None:
    page = api.got("/payments", page=4)
    assert (page["data"], page["current_page"], page["last_page"]) == ([], 4, 3)
    assert len(payments) == page["total"]


def test_payments_are_filtered_by_state(api: Caller, payments: list[str]) -> None:
    page = api.got("/payments", **{"page": "1", "sort": "-created_at", "filter[status]": "approved"})
    assert ids_of(page) == payments[::3][::-1]
    assert {item["status"] for item in page["data"]} == {"approved"}


@pytest.mark.parametrize(("name", "value"), [("external_id", "e7"), ("id", None)])
def test_payments_are_filtered_by_an_id(api: Caller, payments: list[str], name: str, value: str | None) -> None:
    page = api.got("/payments", **{"sort": "-created_at", f"filter[{name}]": value or payments[7]})
    assert ids_of(page) == [payments[7]]
    assert page["data"][0]["reference"] == "r7"


@pytest.mark.parametrize("name", ["external_id", "id"])
def test_filter_that_nothing_fits_answers_nothing(api: Caller, payments: list[str], name: str) -> None:
    assert payments
    assert api.got("/payments", **{f"filter[{name}]": "nobody"})["data"] == []


def test_filters_hold_together(api: Caller, payments: list[str]) -> None:
    assert payments
    page = api.got("/payments", **{"filter[external_id]": "e7", "filter[status]": "approved"})
    assert page["data"] == []


@pytest.mark.parametrize("sort", ["created_at", "amount"])
def test_payments_are_sorted_from_the_least(api: Caller, payments: list[str], sort: str) -> None:
    assert ids_of(api.got("/payments", sort=sort)) == payments[:PER_PAGE]


def test_state_that_no_payment_has_is_refused(api: Caller) -> None:
    refused = api.get("/payments", **{"filter[status]": "eaten"})
    assert (refused.status_code, set(refused.json()["errors"])) == (422, {"filter[status]"})


@pytest.fixture
def customers(api: Caller) -> list[str]:
    """Ids of customers, oldest first; the first and the last have the same document."""
    body = titled("customer without contact")
    numbers = ["1001", *(f"20{n:02}" for n in range(21)), "1001"]
    return [api.made("/customers", {**body, "document_number": number})["id"] for number in numbers]


def test_customers_are_found_by_their_document(api: Caller, customers: list[str]) -> None:
    page = api.got("/customers", document_number="1001", limit=20, page=1)
    assert ids_of(page) == [customers[-1], customers[0]]
    assert api.got("/customers", document_number="100", limit=20, page=1)["data"] == []


@pytest.mark.parametrize("size", ["limit", "per_page"])
def test_customers_are_paged_in_either_dialect(api: Caller, customers: list[str], size: str) -> None:
    pages = [api.got("/customers", **{size: 20, "page": number}) for number in (1, 2)]
    assert [identifier for page in pages for identifier in ids_of(page)] == customers[::-1]
    assert {page["per_page"] for page in pages} == {20}
