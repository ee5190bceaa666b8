"""The sandbox's pages show what it is, holds and claims, and run nothing that was sent."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from typing import Any, Final

import httpx
import pytest

from onepay_contract.document import load
from onepay_sandbox import registry
from onepay_sandbox.simulation import scenarios
from server.callers import CONTROL, Caller
from server.receivers import Receiver
from server.sockets import started

EVIL: Final = "<script>alert('x')</script><img src=https://elsewhere.example/a.png onerror=alert(1)>"
PAYMENT: Final[dict[str, Any]] = {"title": "Café de prueba", "amount": 10_000}


class Reader(HTMLParser):
    """Notes which elements a page has, and which attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Final[set[str]] = set()
        self.attributes: Final[set[str]] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def _page(api: Caller, url: str = f"{CONTROL}/") -> httpx.Response:
    return api.client.get(url, headers={"Authorization": ""})


def test_dashboard_needs_no_key_and_introduces_the_sandbox(api: Caller) -> None:
    page = _page(api)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "none of its money is real" in " ".join(unescape(page.text).split())


def test_the_page_shows_every_claim_with_its_evidence_and_reason(api: Caller) -> None:
    text = unescape(_page(api).text)
    claims = registry.assumptions()
    assert [claim.id for claim in claims if claim.sentence not in text or claim.reason not in text] == []


def test_the_page_lists_every_value_that_forces_an_outcome(api: Caller) -> None:
    text = _page(api).text
    tables: list[dict[Any, str]] = [scenarios.CARDS, scenarios.ACCOUNTS, scenarios.PHONES, scenarios.AMOUNTS]
    assert [value for table in tables for value in table if f"<td>{value}</td>" not in text] == []


def test_the_page_lists_every_control_call(api: Caller) -> None:
    text = _page(api).text
    paths = {operation.path for operation in load("sandbox.json").operations.values()}
    assert [path for path in paths if f"/_sandbox{path}</td>" not in text] == []


def test_the_page_counts_objects_and_shows_clocks_and_deliveries(api: Caller, receiver: Receiver) -> None:
    api.made("/webhooks", {"name": "Tienda", "events": ["payment.created"], "url": receiver.url})
    for _ in range(3):
        api.made("/payments", PAYMENT)
    text = api.client.get(f"{CONTROL}/").text
    assert [part for part in ("payment: 3", "2026-02-02T13:00:00", receiver.url) if part not in text] == []
    assert text.count("<td>delivered</td>") == 3


def test_payment_link_shows_the_payment_and_its_calls(api: Caller) -> None:
    payment = api.made("/payments", PAYMENT)
    page = _page(api, payment["payment_link"])
    assert page.status_code == 200
    assert [
        part for part in ("Café de prueba", "$ 10.000", f"/payments/{payment['id']}/attempts") if part not in page.text
    ] == []


def test_the_page_of_a_payment_shows_what_became_of_it(api: Caller) -> None:
    payment = api.made("/payments", PAYMENT)
    api.control("POST", f"/payments/{payment['id']}/attempts", {"method": "card"})
    assert "<td>approved</td>" in _page(api, payment["payment_link"]).text


@pytest.mark.parametrize("path", ["/payment/", "/payment/never", "/payment/%3Cscript%3E", "/payment/%ff"])
def test_a_link_of_no_payment_is_not_found_and_repeats_nothing(api: Caller, path: str) -> None:
    page = _page(api, f"https://pagos.onepay.la{path}")
    assert (page.status_code, "script" in page.text) == (404, False)


def test_nothing_that_was_sent_runs_on_a_page(api: Caller) -> None:
    payment = api.made("/payments", {**PAYMENT, "title": EVIL})
    hook = {"name": EVIL, "events": ["payment.created"], "url": "https://tienda.example.com/'><script>"}
    api.post("/webhooks", hook)
    api.made("/payments", PAYMENT)
    for page in (_page(api), _page(api, payment["payment_link"])):
        reader = Reader(page.text)
        assert reader.tags & {"script", "img", "iframe", "link", "object", "a"} == set()
        assert reader.attributes <= {"charset", "lang"}
        assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_over_a_socket_the_link_leads_to_the_sandbox_itself() -> None:
    with started() as sandbox:
        headers = {"Authorization": "Bearer sk_test_alborada", "x-idempotency": "order-118"}
        link = httpx.post(f"{sandbox.url}/v1/payments", json=PAYMENT, headers=headers).json()["payment_link"]
        assert link.startswith(f"{sandbox.url}/payment/")
        assert "Café de prueba" in httpx.get(link).text
