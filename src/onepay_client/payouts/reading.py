"""From a table to typed payouts: every row is read, and everything that is wrong with it is collected."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from msgspec import Struct, structs

from onepay_api import models
from onepay_client.errors import ConfigurationError, UnreadableTable
from onepay_client.tables.amounts import read_amount, whole_number
from onepay_client.tables.reading import Line, Source, Table, find_headers, read_table
from onepay_core.arguments import checked_kind
from onepay_core.tracebacks import private_locals

from .columns import FIELDS, Columns
from .limits import Limits
from .people import COMPANY, DOCUMENT_TYPES, is_mobile, read_document, read_email, read_kind, read_phone
from .problems import CheckReport, Problem, Severity, in_order
from .rows import Payout

__all__ = (
    "PayoutTable",
    "read",
)

METHODS: Final = tuple(map(str, models.CashoutMethod))
ACCOUNT_TYPES: Final = tuple(map(str, models.AccountSubtype))
WALLET: Final = str(models.AccountSubtype.ELECTRONIC_DEPOSIT)
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ACCOUNT_NUMBER: Final = re.compile(r"(?=.*[A-Za-z0-9])[A-Za-z0-9@._+-]{1,64}")
_SPANISH: Final = {
    "AHORROS": str(models.AccountSubtype.SAVINGS),
    "CORRIENTE": str(models.AccountSubtype.CHECKING),
    "DEPÓSITO ELECTRÓNICO": WALLET,
    "DEPOSITO ELECTRONICO": WALLET,
}
_IDS: Final = ("customer_id", "account_id", "bank_id")
_LONGEST: Final = 255
_NUMBERS: Final = frozenset({"reference", "document_number", "account_number", "phone"})
_NO_TEXTS: Final = dict.fromkeys((field for field in FIELDS if field != "amount"), "")
_SHORTENED: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")


class PayoutTable(Struct, frozen=True):
    """The payouts of a table. ``repr`` shows no row.

    Attributes:
        payouts: the rows that could be read.
        problems: what is wrong, in the order of the lines.
        digest: SHA-256 of the file; empty for rows of a program.
        unread_columns: headers that no field is mapped to.
    """

    payouts: tuple[Payout, ...]
    problems: tuple[Problem, ...]
    digest: str = ""
    unread_columns: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"PayoutTable({len(self.payouts)} payouts, {len(self.problems)} problems)"

    @private_locals
    def check(self, limits: Limits | None = None) -> CheckReport:
        """All that can be said without asking the API; ``limits`` are the ones of ``Limits``."""
        held = Limits() if limits is None else checked_kind("limits", limits, Limits)
        found = [*self.problems, *held.problems(self.payouts)]
        return report_on(self.payouts, found, self.unread_columns)


def report_on(
    payouts: Iterable[Payout], problems: Iterable[Problem], unread: tuple[str, ...] = (), balance: int | None = None
) -> CheckReport:
    """A report on payouts, with their totals."""
    totals: Counter[str] = Counter()
    count = 0
    for payout in payouts:
        totals[payout.method] += payout.amount
        count += 1
    return CheckReport(
        problems=in_order(problems),
        count=count,
        total=totals.total(),
        totals=dict(totals),
        unread_columns=unread,
        balance=balance,
    )


@private_locals
def read(
    source: Source, columns: Columns | None = None, *, method: str | None = None, description: str = ""
) -> PayoutTable:
    """Read a table of payouts: a path to CSV, XLSX or JSON lines, an iterable of mappings, or the cursor of a query.

    CSV is read as spreadsheets save it: with or without a byte order mark, in UTF-8, UTF-16 or Windows-1252, separated
    by semicolons, commas, tabs or bars. A workbook has one visible sheet. Without ``columns`` the headers are those of
    the template. ``method`` and ``description`` hold for rows whose cell is empty or missing.

    Raises:
        UnreadableTable: it is no table, is damaged, or lacks a column that ``columns`` names.
        ConfigurationError: nothing reads such a file, an extra is missing, or ``method`` is none.
    """
    chosen = Columns() if columns is None else checked_kind("columns", columns, Columns)
    if method is not None and method not in METHODS:
        raise ConfigurationError(f"The method of a payout is one of {', '.join(METHODS)}.")
    table = read_table(source, chosen.mapped.values())
    headers = _headers(table, chosen)
    defaults = {"method": method or "", "description": checked_kind("description", description, str)}
    problems: list[Problem] = []
    payouts: list[Payout] = []
    for line in table.lines:
        payout = _RowReader(line, headers, defaults, problems).read()
        if payout is not None:
            payouts.append(payout)
    if not table.lines:
        problems.append(Problem(line=0, column="", rule="empty", message="The table holds no payouts."))
    problems += _repetitions(payouts)
    unread = tuple(header for header in table.headers if header and header not in headers.values())
    return PayoutTable(tuple(payouts), in_order(problems), table.digest, unread)


def _headers(table: Table, columns: Columns) -> dict[str, str]:
    """The header in the file of each field that has a column.

    Raises:
        UnreadableTable: a column that is named is missing, or there twice.
    """
    found = find_headers(table, columns.mapped)
    missing = [header for field, header in columns.mapped.items() if field not in found]
    if missing and not columns.is_default:
        raise UnreadableTable(f"The file has no column {', '.join(missing)}. Its first line has to name it.")
    if table.lines and "amount" not in found:
        raise UnreadableTable(
            "The file has no column for the amount. Name the columns of your file with Columns(amount=…, …), "
            "or fill in the template."
        )
    return found


class _RowReader:
    """Reads one row; what is wrong with it goes into ``problems``."""

    def __init__(
        self, line: Line, headers: Mapping[str, str], defaults: Mapping[str, str], problems: list[Problem]
    ) -> None:
        self._line = line
        self._headers = headers
        self._defaults = defaults
        self._problems = problems
        self._is_wrong = False

    def read(self) -> Payout | None:
        """The payout; None where something is wrong."""
        if self._line.fault:
            self._report("", "cells", self._line.fault)
            return None
        amount = self._read("amount", read_amount, self._cell("amount"))
        texts = _NO_TEXTS | {field: self._text(field, cell) for field, cell in self._cells() if field != "amount"}
        for field, default in self._defaults.items():
            texts[field] = texts[field] or default
        texts["method"] = texts["method"].upper()
        self._check_method(texts)
        self._check_document(texts)
        self._check_recipient(texts)
        self._check_account(texts)
        for field, reader in (("phone", read_phone), ("email", read_email)):
            if texts[field]:
                texts[field] = self._read(field, reader, texts[field]) or ""
        return None if self._is_wrong or amount is None else Payout(line=self._line.number, amount=amount, **texts)

    def _cells(self) -> Iterator[tuple[str, object]]:
        """The fields whose cells hold something."""
        cells = self._line.cells
        for field, header in self._headers.items():
            cell = cells.get(header)
            if cell is not None and cell != "":
                yield field, cell

    def _cell(self, field: str) -> object:
        return next((cell for name, cell in self._cells() if name == field), "")

    def _text(self, field: str, cell: object) -> str:
        if isinstance(cell, float | Decimal):
            cell = whole_number(cell)
        elif isinstance(cell, UUID):  # as databases keep ids
            cell = str(cell)
        if isinstance(cell, bool) or not isinstance(cell, str | int):
            self._report(field, "text", "The cell holds no text. Format the column as text.")
            return ""
        if isinstance(cell, int) and field == "account_number":
            self._report(
                field,
                "number_cell",
                "The cell holds a number, so that zeros at its beginning may be lost. Format the column as text.",
            )
        text = str(cell).replace("\N{NO-BREAK SPACE}", " ").strip()
        text = text if text.isascii() else unicodedata.normalize("NFC", text)
        if not text.isprintable():
            self._report(field, "control_characters", "The text holds characters that cannot be printed.")
        elif len(text) > _LONGEST:
            self._report(field, "too_long", f"The text has more than {_LONGEST} characters.")
        elif field in _NUMBERS and _SHORTENED.fullmatch(text):
            self._report(field, "shortened", "The spreadsheet has shortened the number. Format the column as text.")
        return text

    def _check_method(self, texts: dict[str, str]) -> None:
        if texts["method"] not in METHODS:
            self._report("method", "method", f"The method is one of {', '.join(METHODS)}.")
        elif texts["method"] == "INSTANT" and read_kind(texts["document_type"]) == COMPANY:
            self._report("method", "instant_to_company", "INSTANT only reaches natural persons. Use TURBO or ACH.")

    def _check_document(self, texts: dict[str, str]) -> None:
        kind, number = read_kind(texts["document_type"]), texts["document_number"]
        texts["document_type"] = kind
        if not number and not kind:
            return
        if kind not in DOCUMENT_TYPES:
            message = f"The kind of document is one of {', '.join(DOCUMENT_TYPES)}."
            self._report("document_type", "document_type", message)
        elif not number:
            self._report("document_number", "missing", "The number of the document is missing.")
        else:
            rule = "nit_check_digit" if kind == COMPANY else "document_number"
            read_number = self._read("document_number", lambda text: read_document(kind, str(text)), number, rule)
            texts["document_number"] = read_number or ""

    def _check_recipient(self, texts: dict[str, str]) -> None:
        for field in _IDS:
            if texts[field] and not _ID.fullmatch(texts[field]):
                self._report(field, "id", "This is no id of OnePay; it has letters, digits and hyphens.")
        if not texts["customer_id"] and self._cell("document_number") == "":
            self._report("customer_id", "recipient", "The row says by neither id nor document who is paid.")
        if not texts["account_id"] and self._cell("account_number") == "":
            self._report("account_id", "recipient", "The row says by neither id nor number which account is paid.")

    def _check_account(self, texts: dict[str, str]) -> None:
        written, number = texts["account_type"].upper(), texts["account_number"]
        kind = _SPANISH.get(written, written)
        texts["account_type"] = kind
        if kind and kind not in ACCOUNT_TYPES:
            message = f"The kind of account is one of {', '.join(ACCOUNT_TYPES)} (ahorros, corriente)."
            self._report("account_type", "account_type", message)
        if number and not _ACCOUNT_NUMBER.fullmatch(re.sub(r"\s", "", number)):
            self._report("account_number", "account_number", "A number of an account has letters, digits and @._+-.")
        elif number and kind == WALLET and not is_mobile(number):
            self._report("account_number", "wallet", "The number of a wallet is a mobile of ten digits, as 3001234567.")
        texts["account_number"] = re.sub(r"\s", "", number)

    def _read(self, field: str, reader: Callable[[Any], Any], cell: object, rule: str = "") -> Any:
        try:
            return reader(cell)
        except ValueError as error:
            self._report(field, rule or field, str(error))
            return None

    def _report(self, column: str, rule: str, message: str) -> None:
        self._is_wrong = True
        self._problems.append(Problem(line=self._line.number, column=column, rule=rule, message=message))


def _repetitions(payouts: Iterable[Payout]) -> Iterator[Problem]:
    """References that come twice, and two payments of one amount to one person."""
    by_reference: dict[str, int] = {}
    by_person: dict[tuple[str, int], int] = {}
    for payout in payouts:
        first = by_reference.setdefault(payout.reference, payout.line) if payout.reference else payout.line
        if first != payout.line:
            message = f"Line {first} has the same reference. Each payment needs one of its own."
            yield Problem(line=payout.line, column="reference", rule="repeated_reference", message=message)
        first = by_person.setdefault((payout.person, payout.amount), payout.line)
        if first != payout.line:
            message = f"Line {first} pays the same amount to the same person."
            yield Problem(line=payout.line, column="amount", rule="double", message=message, severity=Severity.CONFIRM)


def with_ids(payout: Payout, customer_id: str, account_id: str) -> Payout:
    """The payout with the ids that were found for it."""
    return structs.replace(payout, customer_id=customer_id, account_id=account_id)
