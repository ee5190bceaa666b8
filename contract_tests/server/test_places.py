"""Banks, departments, cities and templates are listed as programs expect."""

from __future__ import annotations

from typing import Any

import pytest

from server.callers import Caller
from server.saving import DAVIPLATA, NEQUI


@pytest.mark.parametrize("path", ["/banks", "/accounts/banks"])
def test_the_wallets_are_banks_with_their_documented_ids(api: Caller, path: str) -> None:
    names = {item["id"]: item["name"] for item in api.got(path, per_page=200)["data"]}
    assert (names[NEQUI], names[DAVIPLATA]) == ("Nequi", "Daviplata")


def test_banks_are_paged_on_request(api: Caller) -> None:
    whole = api.got("/banks")["data"]
    pages = [api.got("/banks", per_page=2, page=number)["data"] for number in (1, 2, 3, 4)]
    assert [item for page in pages for item in page] == whole
    assert len(pages[0]) == 2


@pytest.mark.parametrize(
    ("name", "found"), [("caldas", ["Caldas"]), ("santander", ["Norte de Santander", "Santander"]), ("Narnia", [])]
)
def test_departments_are_found_by_name(api: Caller, name: str, found: list[str]) -> None:
    assert [state["name"] for state in api.got("/states", **{"filter[name]": name})["data"]] == found


def test_departments_have_cities_and_cities_a_department(api: Caller) -> None:
    states = {state["id"]: state["name"] for state in api.got("/states")["data"]}
    cities = api.got("/cities", per_page=1_000)["data"]
    assert {city["state"]["id"]: city["state"]["name"] for city in cities} == states
    assert len({city["id"] for city in cities}) == len(cities)


def test_cities_are_found_by_department_and_name(api: Caller) -> None:
    found: dict[str, Any] = {"filter[state_id]": 17, "sort": "name"}
    assert [city["name"] for city in api.got("/cities", **found)["data"]] == ["Chinchiná", "Manizales"]
    found["filter[name]"] = "manizales"
    assert [city["id"] for city in api.got("/cities", **found)["data"]] == [1701]


def test_every_city_is_on_one_page_of_fifteen(api: Caller) -> None:
    first = api.got("/cities", sort="name")
    pages = [api.got("/cities", sort="name", page=number) for number in range(1, first["last_page"] + 1)]
    names = [item["name"] for page in pages for item in page["data"]]
    assert (first["per_page"], len(names)) == (15, first["total"])
    assert names == sorted(names)


def test_a_page_after_the_last_is_empty(api: Caller) -> None:
    assert api.got("/cities", page=10**15)["data"] == []


def test_a_department_that_is_no_number_is_refused(api: Caller) -> None:
    assert api.get("/cities", **{"filter[state_id]": "Caldas"}).status_code == 422


def test_templates_are_listed_by_whether_they_can_be_selected(api: Caller) -> None:
    wanted: dict[str, Any] = {"filter[selectable]": 1, "filter[status]": "APPROVED"}
    chosen = api.got("/templates", **wanted)["data"]
    others = api.got("/templates", **{"filter[selectable]": 0})["data"]
    assert [item["selectable"] for item in chosen + others] == [True, False]
    assert api.got("/templates", **{"filter[status]": "REJECTED"})["data"] == []
