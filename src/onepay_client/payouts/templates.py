"""An empty table to fill in."""

from __future__ import annotations

import csv
import io
from os import PathLike
from typing import Any, Final

from onepay_client.errors import ConfigurationError
from onepay_client.tables.optional import library
from onepay_client.tables.writing import checked_path, unwritable
from onepay_core.tracebacks import private_locals

from .columns import FIELDS
from .people import DOCUMENT_TYPES
from .reading import ACCOUNT_TYPES, METHODS

__all__ = ("template", "write_template")

_CHOICES: Final = {"method": METHODS, "document_type": DOCUMENT_TYPES, "account_type": ACCOUNT_TYPES}
_ROWS: Final = 10_000
_WIDTH: Final = 24


def template() -> str:
    """The header of a table of payouts as CSV, separated by semicolons as spreadsheets in Spanish expect it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerow(FIELDS)
    return text.getvalue()


@private_locals
def write_template(path: str | PathLike[str]) -> None:
    """Write an empty table to ``path``, a file that is not there yet and ends in ``.csv`` or ``.xlsx``.

    In a workbook the columns of ids and numbers are text, so that no zero is lost, and the methods and kinds are lists
    to choose from.

    Raises:
        ConfigurationError: the file is there, cannot be written, or has another ending.
    """
    target = checked_path(path)
    if target.suffix.lower() not in (".csv", ".xlsx"):
        raise ConfigurationError("A template ends in .csv or .xlsx.")
    content = template().encode("utf-8-sig") if target.suffix.lower() == ".csv" else _workbook()
    made = False
    try:
        with target.open("xb") as file:
            made = True
            file.write(content)
    except FileExistsError:
        raise ConfigurationError(f"{target.name} is there already; name another file.") from None
    except (OSError, ValueError) as error:
        if made:
            target.unlink(missing_ok=True)
        raise unwritable(target, error) from None


def _workbook() -> bytes:
    xlsxwriter = library("xlsxwriter", "XLSX files")
    buffer = io.BytesIO()
    workbook: Any = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet("payouts")
    as_text, as_pesos = workbook.add_format({"num_format": "@"}), workbook.add_format({"num_format": "$#,##0"})
    heading = workbook.add_format({"bold": True})
    for number, field in enumerate(FIELDS):
        sheet.set_column(number, number, _WIDTH, as_pesos if field == "amount" else as_text)
        sheet.write_string(0, number, field, heading)
        if field in _CHOICES:
            sheet.data_validation(1, number, _ROWS, number, {"validate": "list", "source": list(_CHOICES[field])})
    sheet.freeze_panes(1, 1)
    workbook.close()
    return buffer.getvalue()
