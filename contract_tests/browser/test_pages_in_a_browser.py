"""The pages in Chromium: a payer pays and a developer takes the tour, on a desktop and a phone, in both languages.

All tests are in one module, since Playwright's loop runs as long as its browser does, and no other test may meet it.
Screenshots are kept in `screenshots/`, for people to look at.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from onepay_sandbox.sandbox import Sandbox
from server.sockets import HOST, served
from support.chromium import OPTIONS, chromium
from support.effort import is_thorough

AXE: Final = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
SCREENSHOTS: Final = Path(__file__).resolve().parents[2] / "screenshots"
DESKTOP: Final = {"width": 1280, "height": 900}
PHONE: Final = {"width": 390, "height": 844}
SETTINGS: Final = {
    "desktop-es-light": {"viewport": DESKTOP, "locale": "es-CO", "color_scheme": "light"},
    "desktop-en-dark": {"viewport": DESKTOP, "locale": "en-US", "color_scheme": "dark"},
    "phone-es-light": {"viewport": PHONE, "locale": "es-CO", "color_scheme": "light"},
    "phone-en-dark": {"viewport": PHONE, "locale": "en-US", "color_scheme": "dark"},
}
AUDITED: Final = ("desktop-es-light", "phone-en-dark")
"""The settings in which axe looks at every page: between them each language, each theme and each width."""
SHOWN: Final = tuple(SETTINGS) if is_thorough() else AUDITED
"""The settings of the long walks; the others pair the same widths and languages otherwise, and wait for a soak."""
PATIENCE: Final = 15_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium()), args=list(OPTIONS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where a sandbox is served, whose clock stands."""
    with served(Sandbox(seed=7)) as port:
        yield f"http://{HOST}:{port}"


@contextmanager
def _opened(browser: Browser, **settings: Any) -> Generator[Page]:
    """A page of a new visitor, in which nothing may fail, and from which nothing may go to another host."""
    context = browser.new_context(**settings)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda sent: None if urlsplit(sent.url).hostname == HOST else problems.append(sent.url))
    yield page
    context.close()
    assert problems == []


def _look(page: Page, name: str, setting: str) -> None:
    """Keep a screenshot, and let axe find what somebody with a keyboard or a screen reader could not use."""
    page.screenshot(path=SCREENSHOTS / f"{name}-{setting}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        f"{name} is wider than its window"
    )
    if setting in AUDITED:
        page.evaluate(AXE)
        found = page.evaluate("axe.run()")
        assert [(item["id"], item["nodes"][0]["html"][:120]) for item in found["violations"]] == []


def _payment(address: str, **fields: Any) -> str:
    """The link of a new payment."""
    headers = {"Authorization": "Bearer sk_test_tienda", "x-idempotency": f"{fields}"}
    body = {"title": "Café de origen, pedido 118", "amount": 150_000, **fields}
    link: str = httpx.post(f"{address}/v1/payments", json=body, headers=headers).json()["payment_link"]
    return f"{address}{urlsplit(link).path}"


@pytest.mark.parametrize("setting", SHOWN)
def test_payer_is_declined_waits_and_pays(browser: Browser, address: str, setting: str) -> None:
    shop = f"{address}/_sandbox/"
    with _opened(browser, **SETTINGS[setting]) as page:
        spanish = "-es-" in setting
        page.goto(_payment(address, external_id=setting, redirect_url=shop, partial_payment_config={}))
        expect(page.locator("html")).to_have_attribute("lang", "es" if spanish else "en")
        expect(page.locator(".amount")).to_contain_text("$150.000")
        _look(page, "checkout-1-methods", setting)
        page.get_by_role("link", name="Tarjeta de crédito" if spanish else "Credit or debit card").click()
        _look(page, "checkout-2-card", setting)
        page.get_by_role("button", name="Fondos insuficientes" if spanish else "Insufficient funds").click()
        expect(page.get_by_role("alert")).to_contain_text("No hay fondos" if spanish else "not enough money")
        _look(page, "checkout-3-declined", setting)
        page.get_by_role("link", name="Daviplata").click()
        page.get_by_label("¿Cuánto quieres pagar?" if spanish else "How much do you want to pay?").fill("50.000")
        page.get_by_role("button", name="Pagar" if spanish else "Pay", exact=True).click()
        _look(page, "checkout-4-code", setting)
        page.get_by_role("button", name="Aprobar" if spanish else "Approve").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.get_by_role("link", name="Bre-B").click()
        page.get_by_role("button", name="Mostrar el QR" if spanish else "Show the QR").click()
        page.locator(".qr img").evaluate("image => image.decode()")
        _look(page, "checkout-5-qr", setting)
        page.get_by_role("link", name="Dejarlo en espera" if spanish else "Leave it waiting").click()
        expect(page.get_by_role("status")).to_contain_text("Bre-B")
        page.get_by_role("link", name="Continuar" if spanish else "Continue").click()
        page.get_by_role("button", name="Aprobar" if spanish else "Approve").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Pago aprobado" if spanish else "Payment approved")
        _look(page, "checkout-6-paid", setting)
        page.get_by_role("link", name="Volver al comercio" if spanish else "Back to the shop").click()
        expect(page).to_have_url(shop)


@pytest.mark.parametrize("setting", SHOWN)
def test_tour_needs_the_mouse_alone(browser: Browser, address: str, setting: str) -> None:
    with _opened(browser, **SETTINGS[setting]) as page:
        spanish = "-es-" in setting
        page.goto(f"{address}/_sandbox/")
        _look(page, "dashboard-1-welcome", setting)
        page.get_by_role("button", name="Abrir una cuenta de prueba" if spanish else "Open a new test account").click()
        steps = page.locator(".steps li")
        steps.nth(0).get_by_role("button").click()
        steps.nth(1).get_by_role("link").click()
        page.get_by_role("button", name="Nuevo cobro" if spanish else "New payment").click()
        _look(page, "dashboard-2-payment", setting)
        page.get_by_role("link", name="Abrir la página del pagador" if spanish else "Open the payer's page").click()
        page.get_by_role("link", name="Tarjeta de crédito" if spanish else "Credit or debit card").click()
        page.get_by_role("button", name="Aprobada" if spanish else "Approved").click()
        page.get_by_role("link", name="Panel del sandbox" if spanish else "Sandbox dashboard").click()
        _see(page, "payment.approved")
        page.get_by_role("link", name="payment.approved").first.click()
        expect(page.locator("pre").first).to_contain_text("payment.approved")
        _look(page, "dashboard-3-delivery", setting)
        page.goto(f"{address}/_sandbox/")
        steps.nth(4).get_by_role("button").click()
        page.get_by_role("button", name="Adelantar un mes" if spanish else "Advance one month").click()
        expect(page.locator(".topbar")).to_contain_text("2 mar 2026" if spanish else "2 Mar 2026")
        _look(page, "dashboard-4-subscription", setting)
        page.goto(f"{address}/_sandbox/")
        expect(page.locator(".steps li.done")).to_have_count(6)
        _look(page, "dashboard-5-overview", setting)
        if setting in AUDITED:
            for name in ("ledger", "control", "requests", "deliveries"):
                page.goto(f"{address}/_sandbox/ui/{name}")
                _look(page, f"dashboard-6-{name}", setting)


def test_page_keeps_itself_current_but_for_what_is_in_use(browser: Browser, address: str) -> None:
    with _opened(browser, locale="en-US") as page:
        page.goto(f"{_payment(address, external_id='live')}/nequi")
        page.get_by_role("button", name="Pay").click()
        page.get_by_text("Decline for another reason").click()
        key = {"Authorization": "Bearer sk_test_tienda"}
        httpx.post(f"{address}/_sandbox/charges/{page.url.rpartition('/')[2]}/settle", json={}, headers=key)
        _refresh(page)
        expect(page.get_by_label("Reason")).to_be_visible()
        page.get_by_text("Decline for another reason").click()
        page.evaluate("document.activeElement.blur()")
        _refresh(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Payment approved")


def test_first_key_skips_to_the_content(browser: Browser, address: str) -> None:
    with _opened(browser, locale="en-US") as page:
        page.goto(_payment(address, external_id="keyboard"))
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#content")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/card$"))


def test_payer_pays_without_javascript(browser: Browser, address: str) -> None:
    with _opened(browser, locale="es-CO", java_script_enabled=False) as page:
        page.goto(_payment(address, external_id="plain"))
        page.get_by_role("link", name="PSE").click()
        page.get_by_role("button", name="Pagar").click()
        page.get_by_role("button", name="Aprobar").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Pago aprobado")


def _see(page: Page, text: str) -> None:
    """Wait until a page that keeps itself current shows a text."""
    _refresh(page)
    expect(page.locator("#content")).to_contain_text(text, timeout=PATIENCE)


def _refresh(page: Page) -> None:
    """Let a page look for what has changed, as it does when somebody comes back to it."""
    with page.expect_response(page.url):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
