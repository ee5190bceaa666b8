"""The journal that an option or ``ONEPAY_JOURNAL`` names: a file, or a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from onepay_cli.exits import CommandError

if TYPE_CHECKING:
    from onepay_client import PostgresJournal, SqliteJournal

__all__ = ("open_journal",)

_SERVERS = ("postgresql://", "postgres://")


@contextmanager
def open_journal(address: str, *, may_be_new: bool = False) -> Generator[SqliteJournal | PostgresJournal]:
    """The journal at an address; a misspelt file is no new, empty journal, but where it may be the first of all.

    Raises:
        CommandError: there is no such file.
    """
    from onepay_client import PostgresJournal, SqliteJournal  # noqa: PLC0415 - see onepay_cli.app

    is_server = address.startswith(_SERVERS)
    if not (is_server or may_be_new or Path(address).exists()):
        raise CommandError(f"There is no journal {address} in this folder. Name it with --journal or ONEPAY_JOURNAL.")
    with closing(PostgresJournal(address) if is_server else SqliteJournal(address)) as journal:
        yield journal
