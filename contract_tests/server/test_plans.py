"""Plans keep their terms in either form, and pass them on to subscriptions."""

from __future__ import annotations

from typing import Any, Final

import pytest

from server.callers import Caller
from server.cast import MARIANA

HOUSE: Final[dict[str, Any]] = {
    "name": "Café de la casa",
    "description": "Cuatro kilos cada mes",
    "currency": "COP",
    "amount_in_cents": 18_000_000,
    "reference_price_in_cents": 20_000_000,
    "cicle_frequency": "monthly",
}
NEW_PRICE: Final = {**HOUSE, "amount_in_cents": 19_500_000}


def test_a_plan_is_answered_with_its_defaults_and_its_link(api: Caller) -> None:
    made = api.made("/plans", HOUSE)
    assert (made["cicles"], made["internal_id"], made["metadata"], made["features"]) == (0, None, [], [])
    assert (made["reference_price_in_cents"], made["trial"]) == ("20000000", {"has_trial": False, "trial_days": 0})
    assert made["link"] == f"https://pagos.onepay.la/plan/{made['id']}"


@pytest.mark.parametrize(
    ("named", "frequency"),
    [
        ({}, "monthly"),
        ({"cycle_type": "annual"}, "yearly"),
        ({"cycle_frequency": "weekly", "cycle_type": "monthly"}, "weekly"),
        ({"cycle_frequency": "3", "cycle_type": "annual"}, "yearly"),
    ],
    ids=str,
)
def test_the_newer_form_means_pesos_and_names_its_cycle(api: Caller, named: dict[str, str], frequency: str) -> None:
    made = api.made("/plans", {"name": "Café", "currency": "COP", "amount": 180_000, **named})
    assert (made["amount_in_cents"], made["cicle_frequency"]) == (18_000_000, frequency)


def test_a_kind_of_cycle_that_nobody_knows_is_refused(api: Caller) -> None:
    refused = api.post("/plans", {"name": "Café", "currency": "COP", "amount": 180_000, "cycle_type": "lunar"})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["cycle_type"])


@pytest.mark.parametrize("missing", ["reference_price_in_cents", "cicle_frequency"])
def test_older_form_needs_what_the_reference_requires(api: Caller, missing: str) -> None:
    refused = api.post("/plans", {name: value for name, value in HOUSE.items() if name != missing})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, [missing])


_HALF: Final = {"apply_on_cicle": 1, "for_cicles": 1, "label": "Primer mes", "target_price": "18000000"}


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"amount_in_cents": 99}, "amount_in_cents"),
        ({"amount_in_cents": 10**15}, "amount_in_cents"),
        ({"cicles": -1}, "cicles"),
        ({"currency": "USD"}, "currency"),
        ({"trial": {"trial_days": -1}}, "trial.trial_days"),
        ({"trial": {"trial_days": 10**9}}, "trial.trial_days"),
        ({"cancel_after_no_payment_before": -1}, "cancel_after_no_payment_before"),
        ({"complex_payments": [{**_HALF, "amount_in_cents": -1}]}, "complex_payments.0.amount_in_cents"),
    ],
    ids=str,
)
def test_terms_that_cannot_be_kept_are_refused_by_their_field(api: Caller, terms: dict[str, Any], field: str) -> None:
    made = api.made("/plans", HOUSE)
    for refused in (api.post("/plans", {**HOUSE, **terms}), api.put(f"/plans/{made['id']}", {**HOUSE, **terms})):
        assert (refused.status_code, list(refused.json()["errors"])) == (422, [field])


def test_an_update_replaces_a_plan_whole(api: Caller) -> None:
    made = api.made("/plans", {**HOUSE, "internal_id": "CASA-4", "cicles": 12, "metadata": ["mayoristas"]})
    api.advance(by="PT1H")
    updated = api.put(f"/plans/{made['id']}", NEW_PRICE)
    assert updated.status_code == 201
    plan = updated.json()
    assert (plan["amount_in_cents"], plan["internal_id"], plan["cicles"]) == (19_500_000, None, 0)
    assert (plan["metadata"], plan["created_at"]) == ([], made["created_at"])
    assert plan["updated_at"] > made["updated_at"]
    assert api.got("/plans", page=1)["data"] == [plan]


@pytest.mark.parametrize(("also", "amount"), [(True, 19_500_000), (False, 18_000_000)])
def test_subscriptions_follow_a_new_price_on_request(api: Caller, *, also: bool, amount: int) -> None:
    plan_id = api.made("/plans", HOUSE)["id"]
    customer_id = api.made("/customers", MARIANA)["id"]
    api.made("/subscriptions", {"plan_id": plan_id, "customer_id": customer_id})
    api.put(f"/plans/{plan_id}", {**NEW_PRICE, "update_existing_subscriptions": also})
    (listed,) = api.got("/subscriptions")["data"]
    assert listed["amount_in_cents"] == amount


def test_a_canceled_subscription_keeps_the_price_that_it_had(api: Caller) -> None:
    plan_id = api.made("/plans", HOUSE)["id"]
    customer_id = api.made("/customers", MARIANA)["id"]
    api.delete(f"/subscriptions/{api.made('/subscriptions', {'plan_id': plan_id, 'customer_id': customer_id})['id']}")
    api.put(f"/plans/{plan_id}", {**NEW_PRICE, "update_existing_subscriptions": True})
    assert api.got("/subscriptions")["data"][0]["amount_in_cents"] == 18_000_000


def test_subscription_keeps_its_own_fields_on_a_new_price(api: Caller) -> None:
    plan_id = api.made("/plans", HOUSE)["id"]
    own = {"plan_id": plan_id, "internal_id": "MARIANA-1", "trial": {"trial_days": 9}}
    made = api.made("/subscriptions", {**own, "customer_id": api.made("/customers", MARIANA)["id"]})
    api.put(f"/plans/{plan_id}", {**NEW_PRICE, "name": "Otro café", "update_existing_subscriptions": True})
    (listed,) = api.got("/subscriptions")["data"]
    assert listed["name"] == "Otro café"
    assert all(listed[name] == made[name] for name in ("internal_id", "trial", "customer", "start_date"))


def test_trial_starts_with_the_subscription_not_the_plan(api: Caller) -> None:
    trial = {"trial_days": 9, "start_trial_date": "2026-01-01T23:59:60Z"}
    plan_id = api.made("/plans", {**HOUSE, "trial": trial})["id"]
    customer_id = api.made("/customers", MARIANA)["id"]
    made = api.made("/subscriptions", {"plan_id": plan_id, "customer_id": customer_id})
    assert made["trial"] == {"has_trial": True, "trial_days": 9, "start_trial_date": made["start_date"]}


def test_plans_are_listed_newest_first(api: Caller) -> None:
    names = ["a", "b", "c"]
    for name in names:
        api.made("/plans", {**HOUSE, "name": name})
    page = api.got("/plans", page=1)
    assert [item["name"] for item in page["data"]] == names[::-1]
    assert (page["per_page"], page["total"]) == (20, 3)


def test_nobodys_plan_cannot_be_updated(api: Caller) -> None:
    assert api.put("/plans/nothing", NEW_PRICE).status_code == 404


def test_subscription_terms_go_before_plan_terms(api: Caller) -> None:
    wish = {"plan_id": api.made("/plans", HOUSE)["id"], "name": "Cada semana", "cicle_frequency": "weekly"}
    made = api.made("/subscriptions", {"customer_id": api.made("/customers", MARIANA)["id"], **wish})
    assert (made["name"], made["cicle_frequency"]) == ("Cada semana", "weekly")
    assert made["amount_in_cents"] == HOUSE["amount_in_cents"]
