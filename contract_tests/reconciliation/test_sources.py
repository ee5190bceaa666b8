"""Books are read as people write them, and what the sandbox and the webhooks say becomes records."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from cli import conftest as command_line
from cli.conftest import Ended
from onepay_client import ConfigurationError, OnePay, SqliteJournal, reconciliation
from onepay_client.outcomes import MoneyState
from onepay_client.reconciliation import BookColumns, Direction, DiscrepancyKind, Period, Source
from onepay_client.webhooks.deliveries import build_delivery
from onepay_sandbox.local import LocalSandbox
from server.sockets import served

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reconciliation.md").read_text(encoding="utf-8")
WORKBOOK: Any = CalamineWorkbook
onepay = command_line.onepay
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def sandbox() -> Iterator[LocalSandbox]:
    with closing(LocalSandbox()) as local:
        yield local


@pytest.mark.parametrize(
    ("row", "amount", "direction", "day"),
    [
        ({"amount": "$1.500.000", "day": "30/11/2026"}, 1_500_000, Direction.IN, date(2026, 11, 30)),
        ({"amount": "-150000", "day": "2026-11-30"}, 150_000, Direction.OUT, date(2026, 11, 30)),
        ({"amount": -150000.0, "day": datetime(2026, 11, 30, 9)}, 150_000, Direction.OUT, date(2026, 11, 30)),  # noqa: DTZ001
        ({"amount": 1, "direction": "egreso"}, 1, Direction.OUT, None),
    ],
)
def test_books_are_read_as_people_write_them(
    row: dict[str, Any], amount: int, direction: Direction, day: date | None
) -> None:
    (record,) = reconciliation.books([{"id": "a; b", **row}]).records
    assert (record.amount, record.direction, record.day, record.id) == (amount, direction, day, ("a", "b"))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"id": "a", "amount": "1,500"}, "comma"),
        ({"id": "a", "amount": 10.5}, "fraction"),
        ({"id": "", "amount": 10}, "no identifier"),
        ({"id": "a", "amount": 10, "day": "11.30.2026"}, "2026-11-30 or 30/11/2026"),
        ({"id": "a", "amount": 10, "status": "quién sabe"}, "status"),
        ({"id": "a", "amount": 10, "direction": "left"}, "direction"),
    ],
)
def test_row_that_cannot_be_read_is_named_with_its_line(row: dict[str, Any], reason: str) -> None:
    books = reconciliation.books([{"id": "x", "amount": 1}, row])
    assert len(books.records) == 1
    (unreadable,) = books.unreadable
    assert unreadable.where == "line 2"
    assert reason in unreadable.reason


def test_books_of_a_spreadsheet_in_windows_encoding(tmp_path: Path) -> None:
    file = tmp_path / "libro.csv"
    file.write_bytes("Número;Valor;Día\nped-1;$ 150.000;10/11/2026\n".encode("cp1252"))
    (record,) = reconciliation.books(file, BookColumns(external_id="Número", amount="Valor", day="Día")).records
    assert (record.external_id, record.amount, record.day) == (("ped-1",), 150_000, date(2026, 11, 10))


def test_books_without_what_they_need_are_refused() -> None:
    assert reconciliation.books([]) == reconciliation.Books(())
    with pytest.raises(ConfigurationError, match="no column Valor"):
        reconciliation.books([{"id": "a", "amount": 1}], BookColumns(amount="Valor"))
    with pytest.raises(ConfigurationError, match="identifier"):
        reconciliation.books([{"amount": 1}])
    with pytest.raises(ConfigurationError, match="amount"):
        reconciliation.books([{"id": "a"}])


@pytest.mark.parametrize("wrong", [(NOVEMBER.last, NOVEMBER.first), ("2026-11-01", "2026-11-30")])
def test_period_that_is_none_is_refused(wrong: Any) -> None:
    with pytest.raises(ConfigurationError):
        Period(*wrong)


def test_event_without_a_settled_unit_has_no_amount() -> None:
    body = {
        "event": {"type": "payment.approved", "timestamp": 1_794_000_000, "environment": "live"},
        "payment": {"id": "p-1", "status": "approved", "amount": 15_000_000, "external_id": "ped-1"},
    }
    (record,) = reconciliation.from_events([build_delivery(json.dumps(body).encode(), None)]).items
    assert (record.source, record.state, record.amount, record.id) == (Source.EVENTS, MoneyState.PAID, None, ("p-1",))
    assert record.environment == "live"


def test_page_of_the_docs_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    scope: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(block, "docs/reconciliation.md", "exec"), scope)  # noqa: S102 - the page is ours
    html = Path("november.html").read_text(encoding="utf-8")
    assert '<html lang="es">' in html
    assert "Monto distinto" in html
    assert "://" not in html
    assert Path("november.html").stat().st_mode & 0o077 == 0
    scope["client"].close()
    scope["sandbox"].close()


def test_every_kind_stands_on_the_page() -> None:
    assert not [kind.value for kind in DiscrepancyKind if f"`{kind.value}`" not in PAGE]


def test_report_shows_a_name_as_text(tmp_path: Path) -> None:
    books = reconciliation.books([{"external_id": "<script>x</script>", "amount": 5, "day": "2026-11-02"}])
    found = reconciliation.reconcile(NOVEMBER, books, reconciliation.Records(Source.API))
    for language in ("es", "en"):
        assert "<script>x" not in reconciliation.report_html(found, language)
    reconciliation.export(found, tmp_path / "found.xlsx")
    ((heading, row),) = [WORKBOOK.from_path(str(tmp_path / "found.xlsx")).get_sheet_by_index(0).to_python()]
    assert dict(zip(heading, row, strict=True))["kind"] == "missing_in_onepay"
    reconciliation.export(found, tmp_path / "found.csv")
    (line,) = csv.DictReader((tmp_path / "found.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert line["booked"] == "5"


def test_command_ends_by_what_it_found(
    onepay: Callable[..., Ended],
    sandbox: LocalSandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with OnePay(LocalSandbox.secret_key, transport=sandbox.transport) as client:
        payment = client.payments.create(title="Pedido", amount=90_000, external_id="ped-9")
    sandbox.control("POST", f"/payments/{payment.id}/attempts", {"method": "pse"})
    books = tmp_path / "libro.csv"
    books.write_text("external_id;amount\nped-9;90000\n", encoding="utf-8")
    with served(sandbox.sandbox) as port:
        monkeypatch.setenv("ONEPAY_API_KEY", LocalSandbox.secret_key)
        monkeypatch.setenv("ONEPAY_BASE_URL", f"http://127.0.0.1:{port}/v1")
        period = ("--from", "2026-01-01", "--to", "2030-12-31")
        agreed = onepay("reconcile", str(books), *period)
        books.write_text("external_id;amount\nped-9;80000\n", encoding="utf-8")
        wrong = onepay("reconcile", str(books), *period, "--json")
        missing = onepay("reconcile", str(books), *period, "--journal", str(tmp_path / "none.sqlite"))
        opened: list[str] = []

        def connect(address: str) -> SqliteJournal:
            opened.append(address)
            return SqliteJournal(tmp_path / "server.sqlite")

        monkeypatch.setattr("onepay_client.PostgresJournal", connect)
        of_server = onepay("reconcile", str(books), *period, "--journal", "postgresql://127.0.0.1/onepay")
    assert (agreed.status, wrong.status) == (0, 1), (agreed, wrong)
    assert json.loads(wrong.output)["counts"] == {"amount": 1}
    assert (missing.status, "There is no journal" in missing.errors) == (2, True)
    assert (of_server.status, opened) == (1, ["postgresql://127.0.0.1/onepay"])
