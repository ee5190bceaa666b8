"""Are banks, departments, cities and templates listed as programs ask for them?"""

from __future__ import annotations

from typing import Any

import pytest

from server.callers import Caller
from server.saving import DAVIPLATA, NEQUI


@pytest.mark.parametrize("path", ["/banks", "/accounts/banks"])
def test_the_wallets_are_banks_with_their_documented_ids(api: Caller, path: str) -> None:
    names = {one["id"]: one["name"] for one in api.got(path, per_page=200)["data"]}
    assert (names[NEQUI], names[DAVIPLATA]) == ("Nequi", "Daviplata")


def test_banks_come_page_by_page_when_that_is_asked_for(api: Caller) -> None:
    whole = api.got("/banks")["data"]
    pages = [api.got("/banks", per_page=2, page=number)["data"] for number in (1, 2, 3, 4)]
    assert [one for page in pages for one in page] == whole
    assert len(pages[0]) == 2


@pytest.mark.parametrize(
    ("name", "found"), [("caldas", ["Caldas"]), ("santander", ["Norte de Santander", "Santander"]), ("Narnia", [])]
)
def test_departments_are_found_by_name(api: Caller, name: str, found: list[str]) -> None:
    assert [one["name"] for one in api.got("/states", **{"filter[name]": name})["data"]] == found


def test_every_department_has_cities_and_every_city_its_department(api: Caller) -> None:
    states = {one["id"]: one["name"] for one in api.got("/states")["data"]}
    cities = api.got("/cities", per_page=1_000)["data"]
    assert {one["state"]["id"]: one["state"]["name"] for one in cities} == states
    assert len({one["id"] for one in cities}) == len(cities)


def test_cities_are_found_by_department_and_name(api: Caller) -> None:
    found: dict[str, Any] = {"filter[state_id]": 17, "sort": "name"}
    assert [one["name"] for one in api.got("/cities", **found)["data"]] == ["Chinchiná", "Manizales"]
    found["filter[name]"] = "manizales"
    assert [one["id"] for one in api.got("/cities", **found)["data"]] == [1701]


def test_every_city_is_on_one_page_of_fifteen(api: Caller) -> None:
    first = api.got("/cities", sort="name")
    pages = [api.got("/cities", sort="name", page=number) for number in range(1, first["last_page"] + 1)]
    names = [one["name"] for page in pages for one in page["data"]]
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
    assert [one["selectable"] for one in chosen + others] == [True, False]
    assert api.got("/templates", **{"filter[status]": "REJECTED"})["data"] == []
