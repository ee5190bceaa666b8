"""Bank days follow the calendar of Colombian public holidays."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import httpx
import pytest

from onepay_sandbox.core.clock import bank_day_after, is_bank_day, public_holidays
from onepay_sandbox.http import application
from onepay_sandbox.sandbox import Sandbox
from server.sockets import HOST, served

HOLIDAYS = {
    2025: "01-01 01-06 03-24 04-17 04-18 05-01 06-02 06-23 06-30 06-30 07-20 08-07 08-18 10-13 11-03 11-17 12-08 12-25",
    2026: "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-13"
    " 07-20 08-07 08-17 10-12 11-02 11-16 12-08 12-25",
    2027: "01-01 01-11 03-22 03-25 03-26 05-01 05-10 05-31 06-07 07-05 07-12"
    " 07-20 08-07 08-16 10-18 11-01 11-15 12-08 12-25",
}
"""As printed in Colombian calendars; in 2025 Sacred Heart and Saint Peter and Saint Paul fall on one day. Ley 2578 de
2026 adds 9 July, moved to Monday, from 2026 on."""


@pytest.mark.parametrize("year", HOLIDAYS)
def test_the_holidays_of_a_year_are_those_of_the_calendar(year: int) -> None:
    assert public_holidays(year) == {date.fromisoformat(f"{year}-{day}") for day in HOLIDAYS[year].split()}


def test_banks_work_on_weekdays_only() -> None:
    monday = date(2026, 2, 2)
    assert [is_bank_day(monday + timedelta(days=days)) for days in range(7)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        ("2026-02-02", 1, "2026-02-03"),
        ("2026-02-06", 1, "2026-02-09"),
        ("2026-02-07", 1, "2026-02-09"),
        ("2026-04-01", 1, "2026-04-06"),
        ("2026-04-01", 3, "2026-04-08"),
        ("2026-07-10", 1, "2026-07-14"),
        ("2026-12-31", 1, "2027-01-04"),
    ],
)
def test_a_bank_day_is_counted_over_weekends_holidays_and_years(day: str, days: int, expected: str) -> None:
    assert bank_day_after(date.fromisoformat(day), days) == date.fromisoformat(expected)


def test_server_loads_the_calendar_in_a_thread(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []

    def load(_: int) -> None:
        threads.append(threading.current_thread())

    monkeypatch.setattr(application, "public_holidays", load)
    with served(sandbox) as port:
        assert httpx.get(f"http://{HOST}:{port}/_sandbox/health").status_code == 200
    assert len(threads) == 1
    assert threads[0].name.startswith("asyncio_")
