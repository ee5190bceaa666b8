"""Tables of payouts are read as people save them, and every wrong row is named with its line."""

from __future__ import annotations

import importlib
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_client import ConfigurationError, OnePayError, payouts
from onepay_client.payouts.people import is_same_document, nit_check_digit, read_document, read_email
from onepay_client.tables.amounts import read_amount
from support.folders import folder_in_memory

xlsxwriter: Any = importlib.import_module("xlsxwriter")  # it has no types
CUSTOMER, ACCOUNT = "20000000-0000-4000-8000-000000000002", "30000000-0000-4000-8000-000000000001"
COLUMNS = payouts.Columns(
    amount="Valor a pagar", method="Medio", customer_id="Cliente", account_id="Cuenta", description="Descripción"
)
HEADER = "Cliente;Cuenta;Valor a pagar;Medio;Descripción"
ROW = f"{CUSTOMER};{ACCOUNT};$1.500.000;ACH;Nómina de ñandúes"
AS_SAVED: dict[str, Callable[[str], bytes]] = {
    "Excel, CSV UTF-8": lambda text: text.encode("utf-8-sig"),
    "Excel, CSV": lambda text: text.encode("cp1252"),
    "Excel, Unicode text": lambda text: text.replace(";", "\t").encode("utf-16"),
    "LibreOffice": lambda text: text.replace(";", ",").replace("\r\n", "\n").encode(),
    "with sep": lambda text: f"sep=;\r\n{text}".encode(),
    "quoted": lambda text: "\r\n".join(
        ";".join(f'"{cell}"' for cell in line.split(";")) for line in text.split("\r\n")
    ).encode(),
}


FIELDS = payouts.Columns.__struct_fields__
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.decimals(),
    st.dates(),
    st.binary(max_size=3),
    st.sampled_from(["CC", "NIT", "ACH", "900123456-8", "+573001234567", "$1.500", "\ud800"]),
)


def row(**changes: Any) -> dict[str, Any]:
    return {"amount": 1_500_000, "method": "ACH", "customer_id": CUSTOMER, "account_id": ACCOUNT} | changes


def broken_rules(*rows: dict[str, Any]) -> list[tuple[int, str]]:
    return [(problem.line, problem.rule) for problem in payouts.read(rows).problems]


@pytest.mark.parametrize("saved", AS_SAVED.values(), ids=AS_SAVED)
def test_csv_of_any_spreadsheet_gives_the_same_payout(saved: Callable[[str], bytes], tmp_path: Path) -> None:
    path = tmp_path / "nomina.csv"
    path.write_bytes(saved(f"{HEADER}\r\n{ROW}\r\n;;;;\r\n"))
    table = payouts.read(path, COLUMNS)
    [payout] = table.payouts
    assert table.problems == ()
    assert (payout.amount, payout.method, payout.description) == (1_500_000, "ACH", "Nómina de ñandúes")
    assert (payout.customer_id, payout.account_id) == (CUSTOMER, ACCOUNT)


def test_workbook_and_json_lines_give_the_same_payouts(tmp_path: Path) -> None:
    fields = row()
    workbook = xlsxwriter.Workbook(tmp_path / "nomina.xlsx")
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, list(fields))
    sheet.write_row(1, 0, list(fields.values()))
    workbook.close()
    (tmp_path / "nomina.jsonl").write_text(json.dumps(fields) + "\n", encoding="utf-8")
    [of_workbook] = payouts.read(tmp_path / "nomina.xlsx").payouts
    [of_json] = payouts.read(tmp_path / "nomina.jsonl").payouts
    [of_program] = payouts.read([fields]).payouts
    assert (of_workbook.line, of_json.line, of_program.line) == (2, 1, 1)
    assert of_workbook.amount == of_json.amount == of_program.amount == 1_500_000


@pytest.mark.parametrize("written", ["1500000", "$1.500.000", "$ 1.500.000", " 1.500.000 ", 1_500_000, 1_500_000.0])
def test_pesos_are_read_in_each_way_they_are_written(written: object) -> None:
    assert read_amount(written) == 1_500_000


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1,500", "comma"),
        ("1,500,000", "comma"),
        ("1.500.000,00", "decimals"),
        ("1500000.5", "decimals"),
        ("1500000,50", "decimals"),
        (1500000.5, "fraction"),
        (float("nan"), "no amount"),
        (10**400, "larger"),
        (float("inf"), "larger"),
        ("1,5E+06", "shortened"),
        ("-1500", "negative"),
        (-1500, "negative"),
        ("0", "zero"),
        ("", "missing"),
        ("USD 10", "no amount"),
        ("1.50.000", "no amount"),
        ("\N{ARABIC-INDIC DIGIT ONE}500", "no amount"),
        (True, "no amount"),
        (None, "no amount"),
        (10**17, "larger"),
    ],
)
def test_amounts_that_could_be_read_wrongly_are_refused(written: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as refusal:
        read_amount(written)
    assert "1500000.5" not in str(refusal.value)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"method": "PSE"}, "method"),
        ({"method": "INSTANT", "document_type": "NIT", "document_number": "900123456-8"}, "instant_to_company"),
        ({"document_type": "NIT", "document_number": "900123456-1"}, "nit_check_digit"),
        ({"document_type": "NIT", "document_number": "900123456"}, "nit_check_digit"),
        ({"document_type": "CC", "document_number": "12"}, "document_number"),
        ({"document_type": "TI", "document_number": "1053800001"}, "document_type"),
        ({"document_type": "CC"}, "missing"),
        ({"customer_id": ""}, "recipient"),
        ({"account_id": None}, "recipient"),
        ({"customer_id": "María Pérez"}, "id"),
        ({"phone": "12345"}, "phone"),
        ({"email": "a@b@c.co"}, "email"),
        ({"account_type": "FIDUCIA"}, "account_type"),
        ({"account_type": "ELECTRONIC_DEPOSIT", "account_number": "12345"}, "wallet"),
        ({"account_number": 4512}, "number_cell"),
        ({"document_number": "1,0538E+09", "document_type": "CC"}, "shortened"),
        ({"description": "a\x00b"}, "control_characters"),
        ({"description": "a" * 256}, "too_long"),
        ({"description": [1]}, "text"),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_rule(changes: dict[str, Any], rule: str) -> None:
    assert (2, rule) in broken_rules(row(), row(amount=7, **changes))


def test_all_problems_come_in_one_report_without_values() -> None:
    wrong = [
        row(amount="1,500", phone="tel-98765"),
        row(document_type="NIT", document_number="900123456-1", first_name="Mariana"),
    ]
    table = payouts.read(wrong)
    report = table.check()
    assert not report.is_clean
    assert [problem.line for problem in report.errors] == [1, 1, 2]
    shown = f"{report} {table!r} {report!r} {payouts.read([row()]).payouts!r}"
    assert not [value for value in ("98765", "1,500", "900123456", "Mariana", CUSTOMER) if value in shown]


def test_two_payments_of_one_amount_to_one_person_are_confirmed() -> None:
    report = payouts.read([row(), row(), row(amount=1)]).check()
    assert [problem.name for problem in report.to_confirm] == ["double:2"]
    assert report.is_clean
    assert (report.count, report.total, report.totals) == (3, 3_000_001, {"ACH": 3_000_001})
    assert "accept it by its name, double:2" in str(report)


def test_a_reference_that_comes_twice_is_refused() -> None:
    assert broken_rules(row(reference="N-1"), row(reference="N-1", amount=2)) == [(2, "repeated_reference")]


def test_limits_are_held_against_payout_run_and_day() -> None:
    limits = payouts.Limits(per_payout=1_000_000, per_run=2_000_000, per_day=2_000_000)
    report = payouts.read([row(), row(amount=900_000)]).check(limits)
    assert {problem.name for problem in report.errors} == {
        "limit_per_payout:1",
        "limit_per_run:0",
        "limit_per_day:0",
    }
    for wrong in (0, -1, 1.5, True):
        with pytest.raises(ConfigurationError):
            payouts.Limits(per_payout=wrong)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def test_method_and_description_fill_empty_cells_only() -> None:
    first, second = payouts.read(
        [row(method=None), row(method="turbo", amount=2, description="Prima")], method="ACH", description="Nómina"
    ).payouts
    assert (first.method, first.description) == ("ACH", "Nómina")
    assert (second.method, second.description) == ("TURBO", "Prima")
    with pytest.raises(ConfigurationError):
        payouts.read([], method="PSE")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", b"Cliente;Cuenta\r\n1;2\r\n"),
        ("a.csv", b"Valor a pagar;Medio;Cliente;Cuenta;Descripci\xf3n;medio\r\n"),
        ("a.csv", HEADER.encode() + b'\r\n"a";"b\r\n'),
        ("a.csv", b"\x81\x8d\x8f\x00\xff"),
        ("a.csv", b"PK\x03\x04" + b"\0" * 100),
        ("a.csv", f"{HEADER}\r\n".encode("utf-16-le")),
        ("a.csv", f"{HEADER};\x1b]0;x\x07\r\n".encode()),
        ("a.csv", f"{HEADER}\r\nPeña;José".encode()[:-1]),
        ("a.xlsx", b"no zip"),
        ("a.jsonl", b'{"amount": 1, "amount": 2}\n'),
        ("a.jsonl", b"[" * 100_000),
        ("a.jsonl", b"[1]\n"),
    ],
)
def test_a_file_that_is_no_table_is_refused_as_a_whole(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(payouts.UnreadableTable):
        payouts.read(tmp_path / name, COLUMNS)


@given(st.binary(max_size=200), st.sampled_from(["csv", "tsv", "jsonl", "xlsx"]))
def test_any_bytes_are_read_or_refused(content: bytes, ending: str) -> None:
    with folder_in_memory() as folder:
        path = folder / f"a.{ending}"
        path.write_bytes(content)
        with suppress(OnePayError):
            payouts.read(path)


@given(st.dictionaries(st.sampled_from(FIELDS), CELLS))
def test_any_cells_are_read_or_reported(cells: dict[str, object]) -> None:
    with suppress(payouts.UnreadableTable):
        table = payouts.read([cells])
        assert len(table.payouts) == 1 - bool(table.problems)


def test_missing_files_folders_and_foreign_endings_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", "a\x00.csv"):
        with pytest.raises(payouts.UnreadableTable):
            payouts.read(path)
    for name in ("a.xls", "a"):
        with pytest.raises(ConfigurationError):
            payouts.read(tmp_path / name)
    with pytest.raises(payouts.UnreadableTable):
        payouts.read([3])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]


def test_a_workbook_with_two_sheets_is_not_guessed_at(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    for _ in range(2):
        workbook.add_worksheet().write_row(0, 0, ["amount"])
    workbook.close()
    with pytest.raises(payouts.UnreadableTable, match="2 sheets"):
        payouts.read(tmp_path / "a.xlsx")


def test_a_cell_in_the_last_corner_is_no_trap(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, list(row()))
    sheet.write_string(1_048_575, 16_383, "x")
    workbook.close()
    with pytest.raises(payouts.UnreadableTable, match="row 1048576 and column 16384"):
        payouts.read(tmp_path / "a.xlsx")


@pytest.mark.parametrize(("name", "size"), [("xl/workbook.xml", 1_001), ("content.xml", 1)])
def test_an_archive_that_is_no_workbook_is_not_unpacked(
    name: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onepay_client.tables.workbooks.MAX_BYTES", 1_000)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(size))
    with pytest.raises(payouts.UnreadableTable, match="larger than its file" if size > 1_000 else "no XLSX"):
        payouts.read(tmp_path / "a.xlsx")


def test_a_row_with_more_cells_than_the_header_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEADER}\r\n{ROW};extra\r\n", encoding="utf-8")
    assert [problem.rule for problem in payouts.read(tmp_path / "a.csv", COLUMNS).problems] == ["cells"]


def test_a_row_of_blanks_is_no_row(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("amount;method;customer_id;account_id\n5;ACH;c;a\n  ; ;;\n;;;\n", encoding="utf-8")
    assert str(payouts.read(file).check()) == "1 payouts, $5 (ACH $5)"


@pytest.mark.parametrize(("end", "problems"), [("", ["cells"]), ("\r\n", [])])
def test_a_row_in_which_a_file_ends_is_not_paid(end: str, problems: list[str], tmp_path: Path) -> None:
    cells = f"500;ACH;{CUSTOMER};{ACCOUNT}"
    (tmp_path / "a.csv").write_text(f"amount;method;customer_id;account_id;description\r\n{cells}{end}", "utf-8")
    table = payouts.read(tmp_path / "a.csv")
    assert [problem.rule for problem in table.problems] == problems


@pytest.mark.parametrize("is_filtered", [False, True])
def test_rows_that_a_sheet_hides_are_not_paid_unseen(tmp_path: Path, *, is_filtered: bool) -> None:
    workbook = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = workbook.add_worksheet()
    for number, cells in enumerate([["amount", "method"], ["500", "ACH"], ["600", "TURBO"]]):
        sheet.write_row(number, 0, cells)
    if is_filtered:
        sheet.autofilter(0, 0, 2, 1)
        sheet.filter_column(1, "x == ACH")
    sheet.set_row(2, options={"hidden": True})
    workbook.close()
    with pytest.raises(payouts.UnreadableTable, match="hidden rows"):
        payouts.read(tmp_path / "a.xlsx")


def test_kinds_are_read_in_spanish_too() -> None:
    kinds = {"document_type": "C.C.", "account_type": "Ahorros"}
    [payout] = payouts.read([row(**kinds, document_number="1.053.800.001", account_number="0012")]).payouts
    assert (payout.document_type, payout.account_type) == ("CC", "SAVINGS")
    table = payouts.read([row(document_type="N.I.T.", document_number="900123456-8", method="INSTANT")])
    assert [problem.rule for problem in table.problems] == ["instant_to_company"]


def test_headers_of_others_keep_to_their_line() -> None:
    report = payouts.read([row(**{"a\n\x1b[2Jb": "x", "c" * 200: "x"})]).check()
    assert f"columns that nothing reads: a ?[2Jb, {'c' * 60}\n" in f"{report}\n"


def test_lines_are_counted_as_an_editor_shows_them(tmp_path: Path) -> None:
    of_two_lines = ROW.replace("Nómina de ñandúes", '"Dos\nlíneas"')
    text = "\n".join([HEADER, of_two_lines, ROW.replace("ACH", "X")])
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert [(problem.line, problem.rule) for problem in payouts.read(tmp_path / "a.csv", COLUMNS).problems] == [
        (2, "control_characters"),
        (4, "method"),
    ]


def test_columns_that_nothing_reads_are_named() -> None:
    assert payouts.read([row(Notas="x")]).unread_columns == ("Notas",)
    assert "Notas" in str(payouts.read([row(Notas="x")]).check())


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_is_read_back_as_an_empty_table(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"template.{ending}"
    payouts.write_template(path)
    table = payouts.read(path)
    assert ([problem.rule for problem in table.problems], table.unread_columns) == (["empty"], ())
    with pytest.raises(ConfigurationError):
        payouts.write_template(path)
    with pytest.raises(ConfigurationError):
        payouts.write_template(tmp_path / "template.pdf")
    assert payouts.template().startswith("amount;method;customer_id;account_id;")


def test_check_digits_of_nits_are_those_of_the_dian() -> None:
    known = {"900123456": 8, "800197268": 4, "899999068": 1, "860002964": 4}
    assert {number: nit_check_digit(number) for number in known} == known
    assert read_document("NIT", "900.123.456-8") == "900123456"
    assert is_same_document("NIT", "900123456", "900123456-8")
    assert not is_same_document("CC", "900123456", "9001234568")


def test_odd_addresses_are_refused() -> None:
    assert read_email("nomina@correo.example.co") == "nomina@correo.example.co"
    for text in ("a", "@b.co", "a@b", ".a@b.co", "a..b@c.co", "a b@c.co", "a@b.co;c@d.co @"):
        with pytest.raises(ValueError, match="no e-mail"):
            read_email(text)


def test_many_rows_are_checked_in_little_time() -> None:
    rows = [
        row(amount=1_000_000 + number, document_type="NIT", document_number="900123456-8", phone=f"30012{number:05d}")
        for number in range(1_000)
    ]
    began = time.process_time()
    report = payouts.read(rows).check(payouts.Limits(per_payout=2_000_000))
    assert (report.count, report.problems) == (1_000, ())
    assert time.process_time() - began < 5, "a thousand rows take a tenth of a second"


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(io.BytesIO(b"PK").read())
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(ConfigurationError, match=r"onepay-client\[payouts\]"):
        payouts.read(tmp_path / "a.xlsx")


def test_runs_need_no_extra_until_a_file_or_a_phone_does() -> None:
    code = "import sys; from onepay_client import payouts; payouts.Runs; payouts.read([]); print(*sys.modules)"
    path = os.pathsep.join(str(Path(__file__).parents[2] / name) for name in ("src", "generated"))
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env={"PYTHONPATH": path}, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert not {"python_calamine", "xlsxwriter", "phonenumbers", "sqlite3"} & set(done.stdout.split())
