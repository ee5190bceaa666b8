"""Bills are paid once, from the balance, and enrolled by their payers."""

from __future__ import annotations

from typing import Any, Final

import pytest

from server.callers import CONTROL, Caller

PERSON: Final = {"document_type": "CC", "document_number": "1053800001", "first_name": "Mariana", "last_name": "Ospina"}
LINK: Final = {"reference": "7700451802", "phone": "+573000000003", "approx_amount": 410_000}


@pytest.fixture
def provider_id(api: Caller) -> str:
    first: str = api.got("/utilities/providers")["data"][0]["id"]
    return first


@pytest.fixture
def bill(api: Caller, provider_id: str) -> dict[str, str]:
    """What pays a bill of 80,000 pesos that a utility has issued."""
    named = {"provider_id": provider_id, "reference": "4400118201"}
    api.control("POST", "/utilities/bills", {**named, "amount": 80_000})
    return named


def _enrol(api: Caller, link: Any) -> int:
    code = link["url"].rpartition("/")[2]
    return api.post(f"/direct-debit-links/{code}/enrol", PERSON, base=CONTROL).status_code


def test_the_providers_fit_on_one_page_and_keep_their_ids(api: Caller) -> None:
    first = api.got("/utilities/providers")
    assert (first["per_page"], first["from"], first["to"]) == (50, 1, len(first["data"]))
    assert (first["next_page_url"], api.got("/utilities/providers", page=2)["data"]) == (None, [])
    assert api.got("/utilities/providers") == first


def test_a_paid_bill_has_left_the_balance(api: Caller, bill: dict[str, str]) -> None:
    api.deposit(100_000)
    assert api.post("/utilities", bill).is_success
    assert api.ledger() == {"balance": 20_000, "outside": -20_000}


def test_bill_is_paid_once_until_another_is_issued(api: Caller, bill: dict[str, str]) -> None:
    api.deposit(200_000)
    api.made("/utilities", bill)
    assert list(api.post("/utilities", bill).json()["errors"]) == ["reference"]
    api.control("POST", "/utilities/bills", {**bill, "amount": 90_000})
    api.made("/utilities", bill)
    assert api.ledger()["balance"] == 30_000


def test_bill_over_the_balance_is_refused_and_stays_open(api: Caller, bill: dict[str, str]) -> None:
    api.deposit(79_999)
    refused = api.post("/utilities", bill)
    assert (refused.status_code, refused.json()["code_name"]) == (401, "insufficient_funds")
    api.deposit(1)
    assert api.post("/utilities", bill).is_success


def test_the_documented_reference_can_be_paid_again_and_again(api: Caller, provider_id: str) -> None:
    api.deposit(100_000)
    for _ in range(2):
        api.made("/utilities", {"provider_id": provider_id, "reference": "111100005555"})
    assert api.ledger()["balance"] == 0


@pytest.mark.parametrize(
    ("change", "field"), [({"reference": "1"}, "reference"), ({"provider_id": "nobody"}, "provider_id")]
)
def test_a_bill_that_nobody_issued_is_refused(
    api: Caller, bill: dict[str, str], change: dict[str, str], field: str
) -> None:
    refused = api.post("/utilities", {**bill, **change})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, [field])


def test_a_bill_is_owed_to_the_utility_that_issued_it(api: Caller, bill: dict[str, str]) -> None:
    api.deposit(100_000)
    other = api.got("/utilities/providers")["data"][1]["id"]
    assert api.post("/utilities", {**bill, "provider_id": other}).status_code == 422


@pytest.mark.parametrize(
    ("sent", "expires"),
    [({}, "2026-02-05T08:00:00.000000-05:00"), ({"expiration_minutes": 60}, "2026-02-02T09:00:00.000000-05:00")],
)
def test_link_expires_at_a_time_in_bogota(api: Caller, sent: dict[str, int], expires: str) -> None:
    link = api.made("/utilities/direct-debits/link", {**LINK, **sent})
    assert (link["expires_at"], link["reference"]) == (expires, "7700451802")


@pytest.mark.parametrize("minutes", [59, 43_201])
def test_a_link_for_too_short_or_too_long_is_refused(api: Caller, minutes: int) -> None:
    assert api.post("/utilities/direct-debits/link", {**LINK, "expiration_minutes": minutes}).status_code == 422


def test_a_bill_is_listed_once_its_payer_has_enrolled_it(api: Caller) -> None:
    link = api.made("/utilities/direct-debits/link", LINK)
    assert api.got("/utilities/direct-debits")["data"] == []
    assert _enrol(api, link) == 200
    listed = api.got("/utilities/direct-debits")["data"]
    assert [(item["bill_reference"], item["status"], item["phone"]) for item in listed] == [
        ("7700451802", "Inactive", "+573000000003")
    ]


def test_a_link_can_be_used_once(api: Caller) -> None:
    link = api.made("/utilities/direct-debits/link", LINK)
    assert [_enrol(api, link) for _ in range(2)] == [200, 422]
    assert len(api.got("/utilities/direct-debits")["data"]) == 1


@pytest.mark.parametrize(("after", "status"), [("PT59M59S", 200), ("PT1H", 422)])
def test_a_link_works_until_it_expires(api: Caller, after: str, status: int) -> None:
    link = api.made("/utilities/direct-debits/link", {**LINK, "expiration_minutes": 60})
    api.advance(by=after)
    assert _enrol(api, link) == status
