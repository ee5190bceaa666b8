"""The rows of a run as a file for people and programs: CSV, XLSX or JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from os import PathLike
from typing import Final

from onepay_client.tables.writing import Record, checked_path, write_table
from onepay_core.arguments import checked_kind
from onepay_core.tracebacks import private_locals

from .limits import BOGOTA
from .runs import Run
from .states import RunRow

__all__ = ("export",)

COLUMNS: Final = (
    "line",
    "reference",
    "name",
    "document",
    "amount",
    "method",
    "state",
    "reason",
    "source",
    "changed_at",
    "sent_at",
    "cashout_id",
    "customer_id",
    "account_id",
    "attempt",
    "idempotency_key",
    "description",
)


@private_locals
def export(run: Run, path: str | PathLike[str]) -> None:
    """Write every row of a run to ``path``, which ends in ``.csv``, ``.xlsx`` or ``.json``.

    The file holds personal data, so only its owner may read it. ``purge`` does not reach it, but names it: the path is
    kept in the run's history. A text that a spreadsheet
    would take for a formula gets an apostrophe before it.

    Raises:
        ConfigurationError: the file cannot be written, has another ending, or an extra is missing.
    """
    rows = checked_kind("run", run, Run).rows()
    target = checked_path(path)
    write_table(target, COLUMNS, [record(row) for row in rows], sheet="payouts", pesos=("amount",))
    run.note_file(target)


def record(row: RunRow) -> Record:
    """A row as an accountant names its parts; moments are those of Bogotá."""
    values = {
        "changed_at": moment(row.changed_at),
        "sent_at": moment(row.claimed_at),
        "idempotency_key": row.key,
        "state": row.state.value,
    }
    return {name: values[name] if name in values else getattr(row, name) for name in COLUMNS}


def moment(at: float) -> str:
    """A moment in Bogotá, to the second; empty for one that never was."""
    return datetime.fromtimestamp(at, UTC).astimezone(BOGOTA).isoformat(" ", "seconds") if at else ""
