"""Erasing one person from the runs of a journal, as Ley 1581 de 2012 lets that person ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from onepay_client.errors import ConfigurationError

from .people import DOCUMENT_TYPES, is_same_document, read_kind
from .repository import Repository, StoredRow, StoredRun
from .states import RowState, RunState

__all__ = ("Erasure", "PersonRow")


class PersonRow(Struct, frozen=True):
    """A row of the person, without what is personal in it.

    Attributes:
        run: the name of the run.
        line: the line of the file.
    """

    run: str
    line: int

    def __str__(self) -> str:
        return f"{self.run}, line {self.line}"


class Erasure(Struct, frozen=True, kw_only=True):
    """What became of an erasure.

    Attributes:
        erased: rows whose name, document, account, reference and description are gone now.
        kept: rows that are still needed: their payout is not settled, or their run is not finished. Settle them, and
            erase again.
        files: exports and reports of these runs that are still where they were written, and hold the person. Delete
            them, or write them anew.
    """

    erased: tuple[PersonRow, ...]
    kept: tuple[PersonRow, ...]
    files: tuple[Path, ...]


def erase_person(repository: Repository, environment: str, *, document: str, customer_id: str) -> Erasure:
    """Erase the rows of one person in all runs of an environment that need them no more."""
    kind, number = _document(document)
    if bool(document) == bool(customer_id) or (document and not (kind in DOCUMENT_TYPES and number)):
        raise ConfigurationError("Name the person by document, as 'CC 1053800001', or by OnePay's customer_id.")
    found = list(_rows_of(repository, environment, (kind, number), customer_id))
    free = [(run, row) for run, row in found if run.state == RunState.FINISHED and RowState(row.state).is_settled]
    repository.erase_rows([row.private_number for _, row in free])
    erased = tuple(PersonRow(run.name, row.line) for run, row in free)
    kept = tuple(row for row in (PersonRow(run.name, row.line) for run, row in found) if row not in erased)
    numbers = dict.fromkeys(run.number for run, _ in found)
    files = dict.fromkeys(path for number in numbers for path in existing_files(repository, number))
    return Erasure(erased=erased, kept=kept, files=tuple(files))


def _document(written: str) -> tuple[str, str]:
    """The kind and the number of a document, as people write them; a NIT with or without its check digit."""
    kind, *number = written.split(maxsplit=1)[:2] or [""]
    return read_kind(kind), "".join(number)


def existing_files(repository: Repository, number: int) -> list[Path]:
    """The exports and reports of a run that are still where they were written."""
    return [path for path in map(Path, repository.exports(number)) if path.exists()]


def _rows_of(
    repository: Repository, environment: str, document: tuple[str, str], customer_id: str
) -> Iterator[tuple[StoredRun, StoredRow]]:
    """The rows of a person: those with the document, and all that went to the same customer of OnePay."""
    runs = [run for name in repository.names(environment) if (run := repository.find(environment, name)) is not None]
    customers = {customer_id} - {""}
    rows: list[tuple[StoredRun, StoredRow]] = []
    with_document: set[tuple[int, int]] = set()
    for run in runs:
        contents = repository.contents(run.number)
        for row in repository.rows(run.number):
            payout = contents.get(row.position)
            if payout is None:
                continue  # erased before
            rows.append((run, row))
            kind, number = payout.document_type, payout.document_number
            if number and kind == document[0] and is_same_document(kind, number, document[1]):
                with_document.add((run.number, row.position))
                customers |= {row.customer_id} - {""}
    for run, row in rows:
        if (run.number, row.position) in with_document or row.customer_id in customers:
            yield run, row
