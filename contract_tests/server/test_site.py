"""Pages for people: their languages, their headers, and what they do not show, run or take."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, Final

import httpx
import pytest

from onepay_contract.document import load
from onepay_sandbox import registry
from onepay_sandbox.core import scenarios
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from people import MARIANA
from server.browsing import Browser, Page
from server.callers import Caller
from server.sockets import started

EVIL: Final = "<script>alert('x')</script><img src=https://elsewhere.example/a.png onerror=alert(1)>"
PAYMENT: Final[dict[str, Any]] = {"title": "Café de prueba", "amount": 10_000}
OWN: Final = ("127.0.0.1", "pagos.onepay.la")


@pytest.fixture
def browser(sandbox: Sandbox) -> Browser:
    return Browser(SandboxTransport(sandbox))


def _loaded(page: Page) -> list[str]:
    """What a page loads: scripts, styles and images."""
    return [known[name] for _, known in page.elements for name in ("src", "href") if name in known and _ != "a"]


def test_dashboard_needs_no_key_and_says_what_it_is(browser: Browser) -> None:
    page = browser.open()
    assert (page.status, page.reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "no se mueve dinero real" in page.text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "es"), ("en-US,en;q=0.9", "en"), ("es-CO,en;q=0.8", "es"), ("de,en;q=0.2,es;q=0.7", "es"), ("fr", "es")],
)
def test_browser_chooses_the_language(sandbox: Sandbox, accepted: str, language: str) -> None:
    page = Browser(SandboxTransport(sandbox), accepted).open()
    assert (page.language, page.reply.headers["content-language"]) == (language, language)


def test_link_chooses_the_language_and_is_remembered(browser: Browser) -> None:
    assert browser.open().language == "es"
    assert browser.open("/_sandbox/?lang=en").language == "en"
    assert browser.open().language == "en"


def test_every_claim_is_shown_with_its_evidence_and_reason(browser: Browser) -> None:
    text = browser.open("/_sandbox/ui/assumptions").text
    assert [
        claim.id for claim in registry.assumptions() if claim.sentence not in text or claim.reason not in text
    ] == []


def test_every_value_that_forces_an_outcome_is_listed(browser: Browser) -> None:
    browser.open_account()
    text = browser.open("/_sandbox/ui/control").text
    tables: list[dict[Any, str]] = [scenarios.CARDS, scenarios.ACCOUNTS, scenarios.PHONES, scenarios.AMOUNTS]
    assert [value for table in tables for value in table if str(value) not in text] == []


def test_description_of_the_control_api_needs_no_key(browser: Browser) -> None:
    assert browser.client.get("/_sandbox/openapi.json").json() == load("sandbox.json").document


def test_page_loads_nothing_from_elsewhere_and_no_inline_script(browser: Browser, api: Caller) -> None:
    payment = api.made("/payments", PAYMENT)
    browser.open_account()
    for path in ("/_sandbox/", f"/_sandbox/ui/payments/{payment['id']}", f"/payment/{payment['id']}/card"):
        page = browser.open(path)
        assert [address for address in _loaded(page) if not address.startswith("/_sandbox/static/")] == []
        assert [
            known for _, known in page.elements if "style" in known or any(name[:2] == "on" for name in known)
        ] == []
        assert [known for tag, known in page.elements if tag == "script" and "src" not in known] == []
        policy = page.reply.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_static_files_are_served(browser: Browser) -> None:
    types = {"pages.css": "text/css", "pages.js": "text/javascript", "icon.svg": "image/svg+xml"}
    for name, kind in types.items():
        assert browser.client.get(f"/_sandbox/static/{name}").headers["content-type"].startswith(kind)
    assert browser.client.get("/_sandbox/static/..%2fsite.py").status_code == 404


@pytest.mark.parametrize("path", ["/payment/never", "/payment/%3Cscript%3E", "/payment/%ff", "/charge/x", "/plan/%00"])
def test_link_of_nothing_is_not_found_and_repeats_nothing(browser: Browser, path: str) -> None:
    page = browser.open(path)
    assert (page.status, "<script>" in page.reply.text) == (404, False)


def test_nothing_that_was_sent_runs_on_a_page(browser: Browser, api: Caller) -> None:
    payment = api.made("/payments", {**PAYMENT, "title": EVIL, "redirect_url": "javascript:alert(1)"})
    api.post("/webhooks", {"name": EVIL, "events": ["payment.created"], "url": "https://tienda.example.com/'><script>"})
    browser.open_account()
    for path in ("/_sandbox/", f"/_sandbox/ui/payments/{payment['id']}", f"/payment/{payment['id']}"):
        page = browser.open(path)
        assert "<script>" not in page.reply.text
        assert [known for tag, known in page.elements if tag == "img"] == []
        assert [link for link in page.links if link.startswith("javascript")] == []


def test_form_of_another_site_is_refused(browser: Browser, api: Caller) -> None:
    link = f"/payment/{api.made('/payments', PAYMENT)['id']}"
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        refused = browser.client.post(f"{link}/card", data={"test_card": "4242424242424242"}, headers=headers)
        assert refused.status_code == 403
    older = Browser(SandboxTransport(browser.client._transport.sandbox))  # type: ignore[attr-defined]
    del older.client.headers["Sec-Fetch-Site"]
    headers = {"Origin": "https://evil.example"}
    assert older.client.post(f"{link}/card", data={"test_card": "4242424242424242"}, headers=headers).status_code == 403
    assert api.got(f"/payments/{link.rpartition('/')[2]}")["status"] == "pending"


def test_form_of_the_dashboard_wants_the_token_of_its_session(browser: Browser, api: Caller) -> None:
    page = browser.open_account()
    path = "/_sandbox/ui/control/deposit"
    for token in ("", "0" * 64):
        assert browser.client.post(path, data={"amount": "5000", "token": token}).status_code == 403
    assert api.ledger() == {}
    token = page.form("/ui/session/end").fields["token"]
    assert browser.client.post(path, data={"amount": "5000", "token": token}).status_code == 200
    assert api.ledger()["balance"] == 5_000


def test_page_of_an_account_is_shown_to_its_key_only(browser: Browser, api: Caller) -> None:
    payment = api.made("/payments", PAYMENT)
    for path in ("payments", f"payments/{payment['id']}", "ledger", "requests", "control", "search?q=a"):
        assert browser.client.get(f"/_sandbox/ui/{path}").status_code == 401
    browser.open_account("sk_test_other")
    assert browser.open(f"/_sandbox/ui/payments/{payment['id']}").status == 404
    assert "Café de prueba" not in browser.open("/_sandbox/ui/search?q=caf").text


@pytest.mark.parametrize("key", ["sk_live_a", "pk", "sk_test_", "sk_test_4242424242424242", "sk_test_a b"])
def test_key_that_opens_nothing_is_refused(browser: Browser, key: str) -> None:
    page = browser.open_account(key)
    assert (page.status, "set-cookie" in page.reply.headers) == (422, False)
    assert [known["value"] for _, known in page.elements if known.get("name") == "key" and "value" in known] == []


def test_page_that_has_not_changed_is_answered_304(browser: Browser, api: Caller) -> None:
    link = api.made("/payments", PAYMENT)["payment_link"]
    first = browser.client.get(link)
    again = browser.client.get(link, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    api.control("POST", f"/payments/{link.rpartition('/')[2]}/attempts", {"method": "card"})
    assert browser.client.get(link, headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_links_for_payers_lead_to_the_sandbox_itself() -> None:
    with started() as sandbox, ExitStack() as stack:
        headers = {"Authorization": "Bearer sk_test_alborada", "x-idempotency": "order-118"}
        api = stack.enter_context(httpx.Client(base_url=f"{sandbox.url}/v1", headers=headers))
        customer = api.post("/customers", json=MARIANA).json()["id"]
        pse = {"customer_id": customer, "amount": 9_000, "bank_id": "21000000-0000-4000-8000-000000000001"}
        plan = {"name": "Club", "amount": 9_000, "currency": "COP"}
        links = [
            api.post("/payments", json=PAYMENT, headers={"x-idempotency": "1"}).json()["payment_link"],
            api.post("/charges/pse", json=pse, headers={"x-idempotency": "2"}).json()["url"],
            api.post("/charges/bre-b", json={"amount": 9_000}, headers={"x-idempotency": "3"}).json()["qr"]["image"],
            api.post("/plans", json=plan, headers={"x-idempotency": "4"}).json()["link"],
            api.post("/connect-links", json={"customer_id": customer}, headers={"x-idempotency": "5"}).json()["url"],
        ]
        assert [link for link in links if not link.startswith(sandbox.url)] == []
        assert [httpx.get(link).status_code for link in links] == [200] * 5
