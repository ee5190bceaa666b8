"""The tables of each version of a database of this package, and how an earlier version becomes today's."""

from __future__ import annotations

import sqlite3

from .database import SQLITE

APPLICATION_ID = 0x4F50_6179
"""What ``PRAGMA application_id`` holds in every SQLite file of this package."""

# The key is a digest or a UUID, in no order: a table in the order of its key needs no second tree of pages.
_ENTRIES = """
CREATE TABLE entries (
    id TEXT PRIMARY KEY,
    operation TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    server TEXT NOT NULL,
    environment TEXT,
    body_number BIGINT,
    digest TEXT NOT NULL,
    resumable BIGINT NOT NULL,
    created_at DOUBLE PRECISION NOT NULL,
    ending TEXT NOT NULL
){clustered}
"""

# Rows are only added at the end, and erased by overwriting them with as many zeros. Any other change makes SQLite move
# rows between pages, and it leaves copies of them in the gaps, even with secure_delete.
_BODIES = "CREATE TABLE bodies (number {number_key}, body BYTEA NOT NULL)"

_DELIVERIES = """
CREATE TABLE IF NOT EXISTS onepay_webhooks_seen (
    identity TEXT PRIMARY KEY,
    busy_until DOUBLE PRECISION NOT NULL,
    handled BIGINT NOT NULL,
    forget_at DOUBLE PRECISION NOT NULL
){clustered}
"""

_INDEXES = (
    "CREATE INDEX entries_created_at ON entries (created_at)",
    "CREATE INDEX entries_unsettled ON entries (created_at) WHERE ending IN ('open', 'unknown')",
    "CREATE INDEX IF NOT EXISTS onepay_webhooks_seen_forget_at ON onepay_webhooks_seen (forget_at)",
)

_RUNS = """
CREATE TABLE payout_runs (
    number {number_key},
    environment TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    content_digest TEXT NOT NULL,
    digest TEXT NOT NULL,
    count BIGINT NOT NULL,
    total BIGINT NOT NULL,
    created_at DOUBLE PRECISION NOT NULL,
    to_confirm TEXT NOT NULL,
    approval TEXT NOT NULL,
    paused_because TEXT NOT NULL,
    first_not_sent BIGINT NOT NULL,
    sender TEXT NOT NULL,
    sender_until DOUBLE PRECISION NOT NULL,
    UNIQUE (environment, name)
)
"""

_ROWS = """
CREATE TABLE payout_rows (
    run BIGINT NOT NULL,
    position BIGINT NOT NULL,
    line BIGINT NOT NULL,
    identity TEXT NOT NULL,
    amount BIGINT NOT NULL,
    method TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    source TEXT NOT NULL,
    cashout_id TEXT NOT NULL,
    attempt BIGINT NOT NULL,
    refusals BIGINT NOT NULL,
    claimed_at DOUBLE PRECISION NOT NULL,
    changed_at DOUBLE PRECISION NOT NULL,
    retry TEXT NOT NULL,
    private_number BIGINT NOT NULL,
    PRIMARY KEY (run, position)
){clustered}
"""

_OF_RUNS = (
    _RUNS,
    _ROWS,
    "CREATE INDEX payout_rows_cashout_id ON payout_rows (cashout_id)",
    "CREATE INDEX payout_rows_customer_id ON payout_rows (customer_id, claimed_at)",
    "CREATE INDEX payout_rows_claimed_at ON payout_rows (claimed_at)",
    "CREATE TABLE payout_private (number {number_key}, content BYTEA NOT NULL)",
    """
CREATE TABLE payout_history (
    number {number_key},
    run BIGINT NOT NULL,
    position BIGINT NOT NULL,
    noted_at DOUBLE PRECISION NOT NULL,
    event TEXT NOT NULL,
    source TEXT NOT NULL,
    reason TEXT NOT NULL
)
""",
    "CREATE INDEX payout_history_reason ON payout_history (event, reason)",
    """
CREATE TABLE payout_news (
    cashout_id TEXT NOT NULL,
    state TEXT NOT NULL,
    source TEXT NOT NULL,
    noted_at DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (cashout_id, state)
){clustered}
""",
    """
CREATE TABLE webhook_inbox (
    identity TEXT PRIMARY KEY,
    received_at DOUBLE PRECISION NOT NULL,
    body_number BIGINT NOT NULL,
    busy_until DOUBLE PRECISION NOT NULL,
    attempts BIGINT NOT NULL,
    handled BIGINT NOT NULL
){clustered}
""",
    "CREATE TABLE webhook_bodies (number {number_key}, body BYTEA NOT NULL)",
    "CREATE INDEX webhook_inbox_received_at ON webhook_inbox (handled, received_at)",
)

_OBJECT_IDS = "ALTER TABLE entries ADD COLUMN object_id TEXT"

# Who sends which rows of a run; payout_runs.sender said it for whole runs, and is not used any more.
_PARTS = """
CREATE TABLE payout_parts (
    run BIGINT NOT NULL,
    first BIGINT NOT NULL,
    last BIGINT NOT NULL,
    seal TEXT NOT NULL,
    sender TEXT NOT NULL,
    sender_until DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (run, first)
){clustered}
"""

# What the limit of a day has counted, kept up with each row; to add it up anew took longer with each row of the day.
_DAYS = (
    """
CREATE TABLE payout_days (
    environment TEXT NOT NULL,
    day BIGINT NOT NULL,
    spent BIGINT NOT NULL,
    PRIMARY KEY (environment, day)
){clustered}
""",
    """
INSERT INTO payout_days (environment, day, spent)
SELECT environment, (CAST(claimed_at AS BIGINT) - 18000) / 86400, CAST(SUM(amount) AS BIGINT)
FROM payout_rows JOIN payout_runs ON number = run
WHERE claimed_at > 0 AND payout_rows.state NOT IN ('not_sent', 'failed')
GROUP BY environment, (CAST(claimed_at AS BIGINT) - 18000) / 86400
""",
    "DROP INDEX payout_rows_claimed_at",
)

VERSIONS: tuple[tuple[str, ...], ...] = (
    (_ENTRIES, _BODIES, _DELIVERIES, *_INDEXES),
    _OF_RUNS,
    (_OBJECT_IDS,),
    (_PARTS,),
    _DAYS,
)
"""The statements that make each version of the one before; see ``database.py`` for how to add one."""

VERSION = len(VERSIONS)
"""What ``PRAGMA user_version`` holds; a file with a greater number was written by a later version of this package."""

_UNVERSIONED_TABLES = frozenset({"entries", "onepay_webhooks_seen"})
"""What a file of the first version could hold; it had no version number."""

_COPIED = "operation, method, path, server, environment"


class ForeignFileError(Exception):
    """A file that another program wrote."""


class NewerVersionError(Exception):
    """A file that a later version of this package wrote."""


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the file has today's tables; False if ``upgrade`` has to make them.

    Raises:
        ForeignFileError: it belongs to another program.
        NewerVersionError: it needs a later version of this package.
    """
    application, version = _number(connection, "application_id"), _number(connection, "user_version")
    if application == APPLICATION_ID:
        if version > VERSION:
            raise NewerVersionError
        return version == VERSION
    if application or version or not _tables(connection) <= _UNVERSIONED_TABLES:
        raise ForeignFileError
    return False


def upgrade(connection: sqlite3.Connection) -> bool:
    """Make today's tables, inside a transaction of the caller's; return whether it had no version number."""
    version, tables = _number(connection, "user_version"), _tables(connection)
    is_unversioned = not version and "entries" in tables
    if is_unversioned:
        connection.execute("ALTER TABLE entries RENAME TO entries_of_version_0")
    for statements in VERSIONS[version:]:
        for statement in statements:
            connection.execute(SQLITE.statement(statement))
    if is_unversioned:
        _copy_entries(connection)
        connection.execute("DROP TABLE entries_of_version_0")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    return is_unversioned


def _copy_entries(connection: sqlite3.Connection) -> None:
    """Take over what the first version wrote; without a body it kept no digest that tells requests apart."""
    rows = connection.execute(
        "SELECT id, body FROM entries_of_version_0 WHERE body IS NOT NULL AND ending IN ('open', 'unknown')"
    )
    numbers = [
        (connection.execute("INSERT INTO bodies (body) VALUES (?)", (body,)).lastrowid, entry_id)
        for entry_id, body in rows.fetchall()
    ]
    connection.execute(
        f"INSERT INTO entries (id, {_COPIED}, digest, resumable, created_at, ending) "  # noqa: S608 - ours
        f"SELECT id, {_COPIED}, CASE WHEN resumable THEN digest ELSE '' END, "
        "resumable AND ending IN ('open', 'unknown'), created_at, ending FROM entries_of_version_0"
    )
    connection.executemany("UPDATE entries SET body_number = ? WHERE id = ?", numbers)


def _tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return {str(row[0]) for row in rows}


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
