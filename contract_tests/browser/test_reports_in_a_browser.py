"""The pages for accountants fit a telephone and a desk, and show what matters without scrolling sideways."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from onepay_client import SqliteJournal, payouts, reconciliation
from support.chromium import OPTIONS, chromium
from support.payroll import Payroll

PERIOD = reconciliation.Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def reports(tmp_path: Path) -> list[Path]:
    """A page of a run, and one of a reconciliation."""
    found = [tmp_path / "run.html", tmp_path / "books.html"]
    with Payroll.opened(SqliteJournal(tmp_path / "payroll.sqlite")) as payroll:
        rows = [row | {"first_name": "Mariana", "reference": f"n-{row['amount']}"} for row in payroll.rows(10, 20)]
        run = payroll.sent("nómina", rows)
        payouts.write_report(run, found[0])
        books = reconciliation.books([{"external_id": "n-10", "amount": -10}])
        records = reconciliation.from_run(run)
        reconciliation.write_report(reconciliation.reconcile(PERIOD, books, records, environment="test"), found[1])
    return found


def test_reports_fit_a_telephone_and_a_desk(reports: list[Path]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium()), args=list(OPTIONS))
        page = browser.new_page()
        for report in reports:
            page.goto(report.as_uri())
            for width in (390, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                edges = page.evaluate(
                    "[...document.querySelectorAll('td')].filter(cell => cell.offsetParent)"
                    ".map(cell => cell.getBoundingClientRect().right)"
                )
                assert max(edges) <= width
                assert page.get_by_text("$10", exact=True).first.is_visible()
        browser.close()
