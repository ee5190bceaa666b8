"""Messages about a payment are recorded for the channels that it names, when it says so."""

from __future__ import annotations

from typing import Any

import pytest

from server.callers import Caller

NAMED: dict[str, Any] = {"title": "Café", "amount": 42_000, "phone": "+573000000001", "email": "m@example.com"}
TOMORROW: str = "2026-02-03T15:00:00Z"


def ask(api: Caller, **fields: Any) -> str:
    payment_id: str = api.made("/payments", {**NAMED, **fields})["id"]
    return payment_id


def sent(api: Caller, payment_id: str) -> list[Any]:
    notices: list[Any] = api.control("GET", f"/payments/{payment_id}")["notices"]
    return notices


def test_a_payment_is_announced_to_its_phone_and_its_address(api: Caller) -> None:
    notices = sent(api, ask(api, template_id=118))
    assert [(notice["channel"], notice["to"]) for notice in notices] == [
        ("whatsapp", "+573000000001"),
        ("email", "m@example.com"),
    ]
    assert {notice["template_id"] for notice in notices} == {118}


def test_a_payment_that_names_nobody_is_announced_to_nobody(api: Caller) -> None:
    payment = api.made("/payments", {"title": "Café", "amount": 42_000})["id"]
    assert api.post(f"/payments/{payment}").is_success
    assert api.post(f"/payments/{payment}", []).is_success, "as two programs in PHP send it"
    assert sent(api, payment) == []


def test_a_scheduled_payment_is_announced_at_its_moment(api: Caller) -> None:
    payment = ask(api, schedule_at=TOMORROW)
    api.advance(to="2026-02-03T14:59:59Z")
    assert sent(api, payment) == []
    api.advance(by="PT1S")
    assert {item["sent_at"] for item in sent(api, payment)} == {"2026-02-03T15:00:00.000000Z"}


def test_a_payment_whose_moment_is_past_is_announced_at_once(api: Caller) -> None:
    assert len(sent(api, ask(api, schedule_at="2020-01-01"))) == 2


@pytest.mark.parametrize("end", ["paid", "deleted", "expired"])
def test_a_payment_that_is_over_is_no_longer_announced(api: Caller, end: str) -> None:
    payment = ask(api, schedule_at=TOMORROW, expiration_date="2026-02-03T14:00:00Z")
    if end == "paid":
        api.control("POST", f"/payments/{payment}/attempts", {"method": "pse"})
    if end == "deleted":
        api.delete(f"/payments/{payment}")
    api.advance(by="P9D")
    assert sent(api, payment) == []


def test_a_notice_that_is_sent_again_can_use_another_template(api: Caller) -> None:
    payment = ask(api, email="")
    assert api.post(f"/payments/{payment}", {"template_id": 118}).status_code == 204
    assert [item["template_id"] for item in sent(api, payment)] == [None, 118]


@pytest.mark.parametrize("template_id", [119, 0, 4_711])
def test_a_template_that_cannot_be_selected_is_refused(api: Caller, template_id: int) -> None:
    payment = ask(api)
    for refused in (
        api.post("/payments", {**NAMED, "template_id": template_id}),
        api.post(f"/payments/{payment}", {"template_id": template_id}),
    ):
        assert (refused.status_code, list(refused.json()["errors"])) == (422, ["template_id"])
    assert len(sent(api, payment)) == 2
    assert len(api.got("/payments")["data"]) == 1


def test_a_paid_payment_sends_no_notice_again(api: Caller) -> None:
    payment = ask(api)
    api.control("POST", f"/payments/{payment}/attempts", {"method": "pse"})
    refused = api.post(f"/payments/{payment}")
    assert (refused.status_code, refused.json()["code_name"]) == (422, "payment_already_paid")
    assert len(sent(api, payment)) == 2


@pytest.mark.parametrize("moment", ["mañana", "2026-02-31", "0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00"])
def test_a_moment_that_does_not_exist_is_refused(api: Caller, moment: str) -> None:
    refused = api.post("/payments", {**NAMED, "schedule_at": moment})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["schedule_at"])


def test_tax_of_a_payment_shows_in_the_control_api_only(api: Caller) -> None:
    taxed, plain = ask(api, tax=6_706), ask(api)
    shown = [api.got(f"/payments/{item}") for item in (taxed, plain)]
    assert shown[0]["amount"] == shown[1]["amount"] == 42_000
    assert [api.control("GET", f"/payments/{item}")["tax"] for item in (taxed, plain)] == [6_706, None]
