"""The dashboard: everything that an account holds, and what a person does to it with the mouse alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest

import onepay_sandbox
from onepay_sandbox import registry
from onepay_sandbox.core import scenarios
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from onepay_sandbox.web.kinds import KINDS, TOOLS
from onepay_sandbox.web.languages import DECLINE_REASONS, LEDGER_REASONS
from server.browsing import Browser, Page
from server.callers import Caller
from server.cast import MARIANA
from server.receivers import Receiver
from server.saving import TO_PAY_OUT, account

PAYMENT: Final[dict[str, Any]] = {"title": "Café de prueba", "amount": 10_000}
UI: Final = "/_sandbox/ui"


@pytest.fixture
def person(sandbox: Sandbox) -> Browser:
    """Somebody who has opened the account of `api`, in English."""
    browser = Browser(SandboxTransport(sandbox), "en")
    browser.open_account()
    return browser


def _object(person: Browser, slug: str, identifier: str) -> Page:
    return person.open(f"{UI}/{slug}/{identifier}")


def test_new_account_is_opened_with_one_click(sandbox: Sandbox) -> None:
    texts = [Browser(SandboxTransport(sandbox), "en").open_account("").text for _ in range(2)]
    keys = {key for text in texts for key in re.findall(r"sk_test_\w{16}", text)}
    assert len(keys) == 2


def test_leaving_forgets_the_key(person: Browser) -> None:
    page = person.submit(person.open(), "/ui/session/end")
    assert "Open a new test account" in page.text
    assert person.open(f"{UI}/ledger").status == 401


def test_tour_is_done_with_the_mouse_alone(person: Browser, receiver: Receiver, api: Caller) -> None:
    api.made("/webhooks", {"name": "Tienda", "url": receiver.url, "events": ["payment.approved"]})
    made = person.submit(person.open(f"{UI}/payments/new"), f"{UI}/payments/new")
    payment = made.path.rpartition("/")[2]
    assert ("Café de origen" in made.text, f"/payment/{payment}" in made.links) == (True, True)
    paid = person.submit(person.open(f"/payment/{payment}/card"), "/card", test_card="4242424242424242")
    assert "Payment approved" in paid.text
    (delivery,) = [link for link in person.open(f"{UI}/deliveries").links if f"{UI}/deliveries/" in link]
    assert [part for part in ("payment.approved", "x-signature", "200") if part not in person.open(delivery).text] == []
    made = person.submit(person.open(f"{UI}/subscriptions"), "/sample/subscription")
    later = person.submit(made, f"{made.path}/month")
    assert api.control("GET", f"/subscriptions/{made.path.rpartition('/')[2]}")["current_cicle"] == 2
    assert "2 Mar 2026" in later.text


def test_every_kind_has_a_list_and_a_page(person: Browser, api: Caller) -> None:
    person.submit(person.open(f"{UI}/subscriptions"), "/sample/subscription")
    person.submit(person.open(f"{UI}/payouts"), "/sample/payout")
    person.submit(person.open(f"{UI}/payments/new"), f"{UI}/payments/new")
    api.made("/plans", {"name": "Club", "amount": 42_000, "currency": "COP"})
    api.made("/webhooks", {"name": "Tienda", "url": "https://127.0.0.1:9/hook", "events": ["charge.paid"]})
    api.made("/invoices", {"reference": "FE-118", "provider": "Café", "amount": 10_000, "name": "Hotel"})
    api.made("/balances", {"amount": 10_000})
    api.made("/charges/bre-b", {"amount": 9_000})
    missing = {kind.slug for kind in KINDS}
    for slug in sorted(missing):
        links = [link for link in person.open(f"{UI}/{slug}").links if re.fullmatch(rf"{UI}/{slug}/[\w-]+", link)]
        objects = [link for link in links if not link.endswith("/new")]
        if objects and person.open(objects[0]).status == 200:
            missing.discard(slug)
    assert missing == {"deliveries"}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.create], ids=lambda kind: kind.slug)
def test_every_form_makes_its_object_as_it_stands(person: Browser, api: Caller, kind: Any) -> None:
    person.submit(person.open(f"{UI}/payouts"), "/sample/payout")
    api.deposit(900_000)
    count = _total(person, kind.slug)
    page = person.submit(person.open(f"{UI}/{kind.slug}/new"), f"{UI}/{kind.slug}/new")
    assert (page.status, _total(person, kind.slug)) == (200, count + 1)


def _total(person: Browser, slug: str) -> int:
    return len(re.findall(r"<tr>", person.open(f"{UI}/{slug}").reply.text.partition("<tbody>")[2]))


def test_form_that_is_sent_twice_makes_one_object(person: Browser) -> None:
    form = person.open(f"{UI}/payments/new")
    for _ in range(2):
        person.submit(form, f"{UI}/payments/new")
    assert _total(person, "payments") == 1


def test_refused_form_says_why_and_keeps_what_was_typed(person: Browser) -> None:
    page = person.submit(person.open(f"{UI}/payments/new"), f"{UI}/payments/new", title="Té", amount="0")
    assert (page.status, "amount" in page.text) == (422, True)
    assert page.form(f"{UI}/payments/new").fields["title"] == "Té"
    page = person.submit(page, f"{UI}/payments/new", amount="much")
    assert (page.status, "not a whole number" in page.text) == (422, True)


@pytest.mark.parametrize(("action", "status"), [("pay", "approved"), ("decline", "declined"), ("cancel", "cancelled")])
def test_payment_is_paid_declined_and_cancelled(person: Browser, api: Caller, action: str, status: str) -> None:
    payment = api.made("/payments", PAYMENT)["id"]
    person.submit(_object(person, "payments", payment), f"{payment}/{action}")
    assert api.got(f"/payments/{payment}")["status"] == status


def test_charge_is_decided_and_refund_of_a_test_says_why_not(person: Browser, api: Caller) -> None:
    charge = api.made("/charges/bre-b", {"amount": 9_000})["id"]
    page = person.submit(_object(person, "charges", charge), f"{charge}/approve")
    assert api.got(f"/charges/{charge}")["status"] == "paid"
    refused = person.submit(page, f"{charge}/refund")
    assert (refused.status, "no se puede reembolsar" in refused.text) == (422, True)


def test_customer_is_banned_and_gets_a_link(person: Browser, api: Caller) -> None:
    customer = api.made("/customers", MARIANA)["id"]
    page = person.submit(_object(person, "customers", customer), f"{customer}/ban")
    assert api.control("GET", f"/customers/{customer}")["banned"]
    assert person.submit(page, f"{customer}/connect").path.startswith("/connect-link/")


def test_webhook_and_delivery_are_acted_on(person: Browser, api: Caller, receiver: Receiver) -> None:
    made = {"name": "Tienda", "url": receiver.url, "events": ["payment.created"]}
    webhook = api.made("/webhooks", made)["data"]["id"]
    secret = api.control("GET", f"/webhooks/{webhook}")["secret"]
    person.submit(_object(person, "webhooks", webhook), f"{webhook}/rotate")
    assert api.control("GET", f"/webhooks/{webhook}")["secret"] != secret
    api.made("/payments", PAYMENT)
    delivery = api.control("GET", "/deliveries")["data"][0]["id"]
    person.submit(_object(person, "deliveries", delivery), f"{delivery}/resend")
    assert receiver.events() == ["payment.created"] * 2
    person.submit(_object(person, "webhooks", webhook), f"{webhook}/delete")
    assert api.got("/webhooks")["data"] == []


def test_account_is_decided(person: Browser, api: Caller) -> None:
    kept = account(api, api.made("/customers", MARIANA)["id"], TO_PAY_OUT)["id"]
    person.submit(_object(person, "accounts", kept), f"{kept}/deactivate")
    assert api.got(f"/accounts/{kept}")["status"] == "INACTIVE"


def test_object_shows_its_history_and_what_belongs_to_it(person: Browser, api: Caller) -> None:
    payment = api.made("/payments", {**PAYMENT, "expiration_date": "2026-03-01"})["id"]
    api.control("POST", f"/payments/{payment}/attempts", {"method": "card", "outcome": "STOLEN"})
    page = _object(person, "payments", payment)
    assert [
        part for part in ("tried to pay", "expire", "2 Mar 2026", "How is this known?") if part not in page.text
    ] == []
    assert [link for link in page.links if link.startswith(f"{UI}/charges/")] != []


def test_search_finds_objects_by_id_and_by_text(person: Browser, api: Caller) -> None:
    payment = api.made("/payments", {**PAYMENT, "external_id": "Pedido-118"})["id"]
    for text in (payment, payment[:8], "pedido-118", "CAFÉ DE"):
        assert f"{UI}/payments/{payment}" in person.open(f"{UI}/search?q={text}").links
    assert "Nothing was found" in person.open(f"{UI}/search?q=nobody").text


def test_list_is_cut_into_pages_and_filtered_by_state(person: Browser, api: Caller) -> None:
    made = [api.made("/payments", {**PAYMENT, "title": f"N{number:02}"})["id"] for number in range(27)]
    api.control("POST", f"/payments/{made[0]}/attempts", {"method": "card"})
    assert ("N26" in person.open(f"{UI}/payments").text, "N01" in person.open(f"{UI}/payments?page=2").text) == (
        True,
        True,
    )
    text = person.open(f"{UI}/payments?status=approved").text
    assert ("N00" in text, "N26" in text) == (True, False)
    assert person.open(f"{UI}/payments?page=-1&status=%00").status == 200


def test_clock_outcomes_faults_and_snapshots_are_set(person: Browser, api: Caller) -> None:
    page = person.open(f"{UI}/control")
    person.submit(page, "/control/advance", by="P1M")
    assert api.control("GET", "/clock")["now"].startswith("2026-03-02T13:00")
    person.submit(page, "/control/outcome", kind="charge", result="STOLEN")
    assert api.control("GET", "/outcomes")["data"] == [{"kind": "charge", "result": "STOLEN"}]
    person.submit(page, "/control/fault", kind="status", status="503", times="1")
    assert api.control("GET", "/faults")["data"][0]["status"] == 503
    person.submit(page, "/control/settings", refused_keys="used", cashout_event="cashout.completed")
    assert person.open(f"{UI}/control").form("/control/settings").fields["refused_keys"] == "used"
    settings = api.control("GET", "/settings")
    assert (settings["cashout_event"], settings["idempotency"]) == ("cashout.completed", "replay")
    person.submit(page, "/control/hold")
    assert api.control("GET", "/settings")["deliveries"] == "held"
    person.submit(page, "/control/snapshot", id="antes")
    person.submit(page, "/control/reset")
    assert api.control("GET", "/faults")["data"] == []
    person.submit(person.open(f"{UI}/control"), "/control/restore", id="antes")
    assert api.control("GET", "/faults")["data"] != []


def test_every_form_is_a_call_that_exists() -> None:
    shared = registry.shared_config()
    known = {
        (operation.method, re.sub(r"{.*?}", "{id}", f"{base}{operation.path}"))
        for base, api in (("/_sandbox", shared.control), ("/v1", shared.api))
        for operation in api.contract.operations.values()
    }
    of_kinds = [form for kind in KINDS for form in (kind.create, *kind.actions) if form]
    assert [form.label for form in (*of_kinds, *TOOLS.values()) if (form.method, form.path) not in known] == []


def test_refused_tool_says_why(person: Browser) -> None:
    page = person.submit(person.open(f"{UI}/control"), "/control/advance", by="tomorrow")
    assert (page.status, "not a duration" in page.text) == (422, True)


def test_ledger_shows_entries_and_a_plot(person: Browser, api: Caller) -> None:
    api.deposit(70_000)
    api.advance(by="P2D")
    person.submit(person.open(f"{UI}/payouts"), "/sample/payout")
    page = person.open(f"{UI}/ledger")
    assert [part for part in ("$70.000", "-$80.000", "payout ordered", "Out: $80.000") if part not in page.text] == []
    bars = [known for tag, known in page.elements if tag == "rect"]
    assert {known["class"] for known in bars} == {"in", "out"}


def test_ledger_and_requests_are_paged(person: Browser, api: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onepay_sandbox.web.dashboard._SHOWN", 2)
    for amount in (10_000, 20_000):
        api.deposit(amount)
        api.made("/payments", {"title": "Café", "amount": amount})
    first, second = (person.open(f"{UI}/ledger?page={number}") for number in (1, 2))
    assert ("-$20.000" in first.text, "-$10.000" in first.text, "-$10.000" in second.text) == (True, False, True)
    assert ("?page=2" in first.links, "?page=1" in second.links) == (True, True)
    api.made("/payments", {"title": "Café", "amount": 30_000})
    assert ["?page=1" in person.open(f"{UI}/requests?page={number}").links for number in (1, 2)] == [False, True]


def test_request_log_shows_calls_of_clicks_too(person: Browser) -> None:
    person.submit(person.open(f"{UI}/payments/new"), f"{UI}/payments/new")
    assert "POST http://127.0.0.1:8700/v1/payments" in person.open(f"{UI}/requests").text


def test_unknown_page_of_the_dashboard_is_not_found(person: Browser) -> None:
    for path in ("nothing", "payments/none", "charges/new", "payments/%00"):
        assert person.open(f"{UI}/{path}").status == 404


def test_every_decline_code_has_words_for_a_payer() -> None:
    assert DECLINE_REASONS.keys() == scenarios.DECLINES.keys()


def test_every_reason_of_the_ledger_is_translated() -> None:
    folder = Path(onepay_sandbox.__file__).parent
    text = "".join(
        path.read_text(encoding="utf-8") for name in ("resources", "control") for path in folder.glob(f"{name}/*.py")
    )
    said = set(re.findall(r'(?:ledger\.post|_post)\((?:unit, \w+, )?"([^"]+)"', text))
    assert said == set(LEDGER_REASONS)
