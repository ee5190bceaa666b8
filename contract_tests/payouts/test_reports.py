"""A run is exported and reported as people and programs need it."""

from __future__ import annotations

import csv
import importlib
import io
import json
import os
import re
import stat
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from onepay_client import ConfigurationError, models, payouts
from onepay_client.payouts import RowState
from onepay_client.tables.writing import write_table
from support.payroll import BANK, KEY, Payroll, event

CALAMINE: Any = importlib.import_module("python_calamine")  # it has no types
NASTY = '=HYPERLINK("http://example.com")<script>alert(1)</script>'


@pytest.fixture
def run(payroll: Payroll) -> payouts.Run:
    rows = payroll.rows(1_500_00, 2_000)
    run = payroll.approved("nómina <b>", [rows[0] | {"first_name": NASTY, "reference": "N-1"}, rows[1]])
    run.send(approval_key=KEY, workers=1)
    first, second = run.rows()
    payroll.runs.handle(event("cashout.processed", first.cashout_id, "processed"))
    payroll.runs.handle(event("cashout.rejected", second.cashout_id, "failed"))
    return run


def test_exports_hold_every_row_in_each_form(run: payouts.Run, tmp_path: Path) -> None:
    for ending in ("csv", "xlsx", "json"):
        payouts.export(run, tmp_path / f"run.{ending}")
    of_json: list[dict[str, Any]] = json.loads((tmp_path / "run.json").read_text("utf-8"))
    [of_csv, _] = csv.DictReader(io.StringIO((tmp_path / "run.csv").read_text("utf-8-sig")), delimiter=";")
    calamine = importlib.import_module("python_calamine")
    header, of_xlsx, _ = calamine.load_workbook(str(tmp_path / "run.xlsx")).get_sheet_by_index(0).to_python()
    assert [row["state"] for row in of_json] == ["processed", "failed"]
    assert of_json[0]["name"] == NASTY
    assert of_csv["name"] == f"'{NASTY}"
    assert (of_csv["amount"], of_csv["reference"]) == ("150000", "N-1")
    assert dict(zip(header, of_xlsx, strict=True))["amount"] == 150_000
    assert dict(zip(header, of_xlsx, strict=True))["name"] == NASTY
    assert of_json[0]["changed_at"].endswith("-05:00")


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\n=", "＝"])  # noqa: RUF001 - the wide sign is meant
def test_no_cell_of_an_export_begins_a_formula(begin: str, tmp_path: Path) -> None:
    texts = [f"{begin}1", f"Pérez,{begin}1", f"Pérez\t{begin}1", "a-b=c, d"]
    write_table(tmp_path / "a.csv", ["text"], [{"text": text} for text in texts], sheet="a", pesos=())
    [_, *cells] = csv.reader(io.StringIO((tmp_path / "a.csv").read_bytes().decode("utf-8-sig")), delimiter=";")
    assert [cell[0].startswith("'") for cell in cells] == [True, False, False, False]
    assert not re.search(r"[,\t][=+@＝-]", "".join(cell for [cell] in cells))  # noqa: RUF001 - as above
    assert cells[-1] == ["a-b=c, d"]


def test_workbooks_keep_what_they_can_and_say_what_they_cannot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.xlsx"
    long = "\ud800" + "x" * 40_000
    write_table(file, ["text"], [{"text": long}], sheet="a", pesos=())
    ((_,), (kept,)) = CALAMINE.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    assert kept == "?" + "x" * 32_765 + "…"
    monkeypatch.setattr("onepay_client.tables.writing.MAX_ROWS", 1)
    with pytest.raises(ConfigurationError, match=r"holds 1 rows, and these are 2\. Write"):
        write_table(file, ["text"], [{"text": "a"}] * 2, sheet="a", pesos=())


def test_files_of_runs_are_their_owners_alone(run: payouts.Run, tmp_path: Path) -> None:
    payouts.export(run, tmp_path / "run.csv")
    payouts.write_report(run, tmp_path / "run.html")
    for name in ("run.csv", "run.html"):
        assert os.name != "posix" or stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    for wrong in ("run.pdf", "none/run.csv"):
        with pytest.raises(ConfigurationError):
            payouts.export(run, tmp_path / wrong)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("run")) == ["run.csv", "run.html"]


class Page(HTMLParser):
    """Every text and tag of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, value in attrs if name in ("src", "href", "onclick") and value]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ["Por atender", "fallido", "aprobada", "así lo informó OnePay (event cashout.rejected)"]),
        ("en", ["To look at", "failed", "approved", "OnePay said so (event cashout.rejected)"]),
    ],
)
def test_the_report_says_what_is_to_be_looked_at(language: Any, words: list[str], run: payouts.Run) -> None:
    page = Page(payouts.report_html(run, language))
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert page.texts.count(NASTY) == 1
    for word in (*words, "$150.000", "Marta Ruiz"):
        assert word in page.texts
    with pytest.raises(ConfigurationError):
        payouts.report_html(run, "fr")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def test_every_state_has_a_name_in_both_languages() -> None:
    from onepay_client.payouts import reasons, reports  # noqa: PLC0415 - a look inside

    named = {*payouts.RowState, *payouts.RunState}
    assert all(names.keys() == named for names in reports.STATE_NAMES.values())
    assert reports.COLOURS.keys() == set(RowState)
    assert reasons.SPANISH.keys() == {*reasons.Reason, *reasons.Event, *reasons.Origin}
    assert reports.TEXTS["es"].keys() == reports.TEXTS["en"].keys()


def new_person(**changes: Any) -> dict[str, Any]:
    return {
        "amount": 5,
        "method": "ACH",
        "document_type": "CC",
        "document_number": "1053800077",
        "account_type": "SAVINGS",
        "account_number": "00997712",
        "bank_id": BANK,
        "first_name": "Lucía",
        "last_name": "Prada",
        "email": "lucia@example.com",
        "phone": "3001234567",
        **changes,
    }


def test_missing_people_are_registered_once_in_their_own_step(payroll: Payroll) -> None:
    table = payouts.read([new_person(), new_person(amount=6)])
    run = payroll.runs.draft("a", table)
    assert {problem.rule for problem in run.check().errors} == {"customer"}
    first = payouts.register(payroll.client, table)
    again = payouts.register(payroll.client, table)
    assert (first.customers, first.accounts, again.customers, again.accounts) == (1, 1, 0, 0)
    assert run.check().is_clean
    [customer] = payroll.client.customers.list(document_number="1053800077")
    assert (customer.first_name, customer.phone) == ("Lucía", "+573001234567")


def test_who_lacks_something_is_named_and_not_registered(payroll: Payroll) -> None:
    payroll.person(5)
    payroll.person(5)
    table = payouts.read([new_person(email=""), new_person(document_number="1053800005", amount=6)])
    registration = payouts.register(payroll.client, table)
    assert [(problem.line, problem.column) for problem in registration.problems] == [
        (1, "email"),
        (2, "document_number"),
    ]
    assert registration.customers == registration.accounts == 0


def test_companies_are_registered_with_their_check_digit(payroll: Payroll) -> None:
    table = payouts.read([new_person(document_type="NIT", document_number="900.123.456-8")])
    payouts.register(payroll.client, table)
    [company] = payroll.client.customers.list(document_number="900123456-8")
    assert company.document_type == models.DocumentType("NIT")
    nameless = new_person(document_type="NIT", document_number="860002964-4", last_name="")
    [problem] = payouts.register(payroll.client, payouts.read([nameless])).problems
    assert "S.A.S." in problem.message
    assert payroll.runs.draft("a", table).check().is_clean
