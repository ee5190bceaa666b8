"""Companies are enrolled as they were sent, and once."""

from __future__ import annotations

from typing import Any, Final

import pytest

from server.callers import Caller

ROASTER: Final[dict[str, Any]] = {
    "type": "organization",
    "name": "Tostadora Alborada",
    "legal_name": "Tostadora Alborada SAS",
    "document_type": "NIT",
    "document_number": "901555018-4",
    "phone": "+573000000010",
    "email": "hola@example.com",
    "website": "https://example.com",
    "economic_activity": "1062",
    "sales": 40,
    "fiscal_responsibilities": ["O_47"],
    "city_id": 1701,
    "address": {"address": "Carrera 23 # 64-12", "zipcode": "170001"},
    "documents": {"rut": "https://example.com/papeles/rut.pdf"},
}


def test_an_enrolled_company_is_pending_and_works_in_pesos(api: Caller) -> None:
    made = api.made("/companies", ROASTER)
    assert (made["status"], made["currency"], made["legal_name"]) == ("pending", "COP", "Tostadora Alborada SAS")


@pytest.mark.parametrize(("sent", "shown"), [({}, "1062"), ({"industry": "4630"}, "4630")])
def test_industry_defaults_to_the_economic_activity(api: Caller, sent: dict[str, str], shown: str) -> None:
    assert api.made("/companies", {**ROASTER, **sent})["industry"] == shown


def test_a_repeated_key_enrols_one_company(api: Caller) -> None:
    ids = {api.post("/companies", ROASTER, key="alborada").json()["id"] for _ in range(2)}
    assert len(ids) == 1


@pytest.mark.parametrize("missing", ["documents", "city_id", "legal_name"])
def test_missing_field_of_a_company_is_named(api: Caller, missing: str) -> None:
    refused = api.post("/companies", {name: value for name, value in ROASTER.items() if name != missing})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, [missing])
