"""Calls fail in the way that a fault rule says, as often as it says."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from server.callers import CONTROL, Caller
from server.cast import MARIANA


def _fault(api: Caller, **rule: Any) -> None:
    api.control("POST", "/faults", rule)


def test_a_cut_before_the_work_leaves_nothing_behind(api: Caller) -> None:
    _fault(api, kind="cut", operation="customers_create", times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        api.post("/customers", MARIANA, key="order-118")
    assert api.got("/customers")["total"] == 0
    assert api.post("/customers", MARIANA, key="order-118").status_code == 201


def test_a_cut_after_the_work_has_made_the_customer(api: Caller) -> None:
    _fault(api, kind="cut", operation="customers_create", when="after", times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        api.post("/customers", MARIANA, key="order-118")
    made = api.got("/customers")["data"]
    assert [api.post("/customers", MARIANA, key="order-118").json()] == made


def test_a_reset_is_another_error_than_a_cut(api: Caller) -> None:
    _fault(api, kind="reset", times=1)
    with pytest.raises(httpx.ReadError):
        api.get("/customers")


def test_a_rule_ends_when_it_has_been_used_up(api: Caller) -> None:
    _fault(api, kind="status", status=503, times=2)
    assert [api.get("/customers").status_code for _ in range(3)] == [503, 503, 200]
    assert api.control("GET", "/faults") == {"data": []}


def test_a_rule_hits_its_operation_only(api: Caller) -> None:
    _fault(api, kind="status", status=429, retry_after="7", operation="balances_get")
    assert api.get("/customers").status_code == 200
    assert api.get("/balances").headers["retry-after"] == "7"


def test_a_rule_for_an_operation_that_does_not_exist_is_refused(api: Caller) -> None:
    refused = api.post("/faults", {"kind": "cut", "operation": "customer_create"}, base=CONTROL)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["operation"])
    assert api.control("GET", "/faults") == {"data": []}


def test_a_delay_is_waited_out(api: Caller, waits: list[float]) -> None:
    _fault(api, kind="delay", seconds=2.5, times=1)
    assert api.get("/customers").status_code == 200
    assert waits == [2.5]


def test_a_rule_with_a_probability_hits_some_calls(api: Caller) -> None:
    _fault(api, kind="status", status=500, probability=0.5)
    statuses = [api.get("/customers").status_code for _ in range(60)]
    assert 10 < statuses.count(500) < 50


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("wrong_type", {"balance": {"unexpected": True}}),
        ("unknown_enum", {"balance": "a_value_of_tomorrow"}),
        ("extra_field", {"a_field_of_tomorrow": "new"}),
    ],
)
def test_a_spoiled_answer_is_the_true_one_but_for_one_field(api: Caller, kind: str, expected: Any) -> None:
    true = api.got("/balances")
    _fault(api, kind=kind, field="balance", times=1)
    assert api.got("/balances") == {**true, **expected}


def test_fault_removes_the_named_field(api: Caller) -> None:
    _fault(api, kind="missing_field", field="balance", times=1)
    assert "balance" not in api.got("/balances")


def test_json_is_cut_in_half(api: Caller) -> None:
    whole = api.get("/balances").content
    _fault(api, kind="cut_json", times=1)
    assert api.get("/balances").content == whole[: len(whole) // 2]


def test_a_proxy_answers_html(api: Caller) -> None:
    _fault(api, kind="html", times=1)
    answer = api.get("/balances")
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")


def test_rules_can_be_taken_back(api: Caller) -> None:
    for kind in ("cut", "html"):
        _fault(api, kind=kind)
    api.control("DELETE", "/faults")
    assert (api.get("/balances").status_code, api.control("GET", "/faults")) == (200, {"data": []})
