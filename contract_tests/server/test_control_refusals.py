"""The control API refuses impossible requests by field, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onepay_contract.document import load
from server.callers import CONTROL, Caller
from server.cast import MARIANA


@pytest.mark.parametrize(
    ("path", "body", "field", "message"),
    [
        ("/clock/advance", {}, "body", "by, to, to_next_event"),
        ("/clock/advance", {"by": "P1D", "to_next_event": True}, "body", "se excluyen"),
        ("/clock/advance", {"to_next_event": False}, "to_next_event", "no es válido"),
        ("/clock/advance", {"by": "3 days"}, "by", "P1DT30M"),
        ("/clock/advance", {"by": "P9000D"}, "by", "twenty years"),
        ("/clock/advance", {"to": "2050-01-01T00:00:00Z"}, "to", "twenty years"),
        ("/clock/advance", {"to": "2026-01-01T00:00:00Z"}, "to", "forward only"),
        ("/outcomes", {"kind": "payment", "result": "approve"}, "kind", "no es válido"),
        ("/faults", {"kind": "delay"}, "seconds", "how many seconds"),
        ("/faults", {"kind": "explode"}, "kind", "no es válido"),
        ("/ledger/deposits", {"amount": 0}, "amount", "al menos 1"),
    ],
)
def test_impossible_value_is_refused_by_field_without_effect(
    api: Caller, path: str, body: Any, field: str, message: str
) -> None:
    refused = api.post(path, body, base=CONTROL)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, [field])
    assert message in refused.json()["message"]
    assert api.control("GET", "/clock")["now"] == "2026-02-02T13:00:00.000000Z"
    assert [api.control("GET", name)["data"] for name in ("/outcomes", "/faults")] == [[], []]


def test_no_clock_goes_past_the_year_3000(api: Caller) -> None:
    for _ in range(48):
        api.advance(by="P7300D")
    assert api.control("GET", "/clock")["now"].startswith("2985-")
    assert api.post("/clock/advance", {"by": "P7300D"}, base=CONTROL).status_code == 422


def test_unknown_control_call_points_to_the_description(api: Caller) -> None:
    refused = api.client.get(f"{CONTROL}/nothing")
    assert (refused.status_code, "/_sandbox/openapi.json" in refused.json()["message"]) == (404, True)
    described = api.client.get(f"{CONTROL}/openapi.json", headers={"Authorization": ""})
    assert described.json() == load("sandbox.json").document


def test_a_live_key_is_refused_by_the_control_api_too(caller_with: Callable[[str], Caller]) -> None:
    stray = caller_with("sk_" + "live_alborada")
    refused = stray.client.get(f"{CONTROL}/clock")
    assert (refused.status_code, "--fake-live" in refused.json()["message"]) == (401, True)


@pytest.mark.parametrize(
    ("named", "message"), [({}, "card_id, account_id"), ({"card_id": "a", "account_id": "b"}, "se excluyen")]
)
def test_charge_of_no_or_two_methods_names_the_alternatives(api: Caller, named: Any, message: str) -> None:
    customer = api.made("/customers", MARIANA)["id"]
    refused = api.post("/charges", {"title": "Café", "amount": 1_000, "customer_id": customer, **named})
    assert (refused.status_code, message in refused.json()["message"]) == (422, True)


def test_unknown_path_names_the_paths_of_both_apis(api: Caller) -> None:
    lost = api.client.get("http://127.0.0.1:8700/payments")
    assert (lost.status_code, "/v1" in lost.json()["message"]) == (404, True)


@pytest.mark.parametrize(
    ("path", "what"), [("/payments/lost", "payment"), ("/direct-debit-links/lost/enrol", "direct debit link")]
)
def test_missing_object_is_named_by_kind_and_id(api: Caller, path: str, what: str) -> None:
    person = {"document_type": "CC", "document_number": "1", "first_name": "M", "last_name": "O"}
    refused = api.post(path, person, base=CONTROL) if "enrol" in path else api.client.get(f"{CONTROL}{path}")
    assert (refused.status_code, f"This account has no {what} lost." in refused.json()["message"]) == (404, True)


def test_deliveries_in_a_state_that_does_not_exist_are_refused(api: Caller) -> None:
    refused = api.client.get(f"{CONTROL}/deliveries", params={"status": "lost"})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["status"])


@pytest.mark.parametrize("typed", [{"subtype": "SAVNGS"}, {"account_number": ""}], ids=str)
def test_an_account_that_is_mistyped_is_not_saved(api: Caller, typed: dict[str, str]) -> None:
    link = api.made("/connect-links", {"customer_id": api.made("/customers", MARIANA)["id"]})
    wish = {"method": "account", **typed}
    refused = api.post(f"/connect-links/{link['id']}/completions", wish, base=CONTROL)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, list(typed))
    assert api.got("/accounts")["data"] == []


def test_missing_key_is_answered_with_the_form_of_keys(api: Caller) -> None:
    refused = api.client.get(f"{CONTROL}/clock", headers={"Authorization": ""})
    assert (refused.status_code, "Bearer sk_test_" in refused.json()["message"]) == (401, True)


@pytest.mark.parametrize("path", ["/_sandbox", "/_sandbox/clock", "/customers/_sandbox", "/payments/a/_sandbox"])
def test_nothing_of_the_control_api_stands_in_the_emulated_one(api: Caller, path: str) -> None:
    lost = api.get(path)
    assert (lost.status_code, "no existe" in lost.json()["message"]) == (404, True)
