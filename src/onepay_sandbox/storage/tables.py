"""What the database holds. Nothing here is known to one kind of database only."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
)

VERSION: Final = 4
"""The version of this layout. Whoever changes a table raises it, and `core.migration` reads the layout before."""

METADATA: Final = MetaData()
# One row: which layout this is, and the seed of every id.
META: Final = Table(
    "meta",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("seed", BigInteger, nullable=False),
)
# What one pair of keys opens. The clock stands at `clock_at`, or runs from there since `wall_at`. Its first timer is
# due at `due_at` by its clock, which is `wake_at` by the clock on the wall.
TENANTS: Final = Table(
    "tenants",
    METADATA,
    Column("name", String(200), primary_key=True),
    Column("clock_at", BigInteger, nullable=False),
    Column("wall_at", BigInteger, nullable=True),
    Column("sequence", BigInteger, nullable=False),
    Column("settings", LargeBinary, nullable=False),
    Column("due_at", BigInteger, nullable=True),
    Column("wake_at", BigInteger, nullable=True),
    Index("tenants_to_wake", "wake_at"),
)


def _tenant() -> Column[str]:
    return Column("tenant", String(200), primary_key=True)


# Everything that has an id: customers, payments, cashouts, webhooks, deliveries …
OBJECTS: Final = Table(
    "objects",
    METADATA,
    Column("tenant", String(200), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("id", String(100), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("status", String(40), nullable=False),
    Column("owner", String(100), nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("state", LargeBinary, nullable=False),
    PrimaryKeyConstraint("id", "kind", "tenant"),  # a page of a payer knows an id and no account
    Index("objects_in_order", "tenant", "kind", "gone", "sequence"),
    Index("objects_by_status", "tenant", "kind", "gone", "status", "sequence"),
    Index("objects_by_owner", "tenant", "kind", "gone", "owner", "sequence", "status"),
)

# By what objects are found and sorted, besides owner and status: the fields that their state machine names. Where there
# are states, each of them has rows of its own beside, named `amount|approved`: those of the objects with that status.
FIELDS: Final = Table(
    "fields",
    METADATA,
    _tenant(),
    Column("kind", String(40), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("value", LargeBinary, primary_key=True),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,  # so a row is an entry of one index, and nothing else
)

# How many objects of a list were made in each block of sequence numbers: of all of a kind (no `name`), of those with
# one status, and of those with one value of what their state machine counts. So a page far from the first is found
# without passing over what stands before it.
COUNTS: Final = Table(
    "counts",
    METADATA,
    _tenant(),
    Column("kind", String(40), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("value", LargeBinary, primary_key=True),
    Column("block", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# What will happen to an object, and when.
TIMERS: Final = Table(
    "timers",
    METADATA,
    _tenant(),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("due_at", BigInteger, nullable=False),
    Column("name", String(40), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("id", String(100), nullable=False),
    Index("timers_in_order", "tenant", "due_at", "sequence"),
    Index("timers_by_object", "tenant", "kind", "id", "sequence"),
)

# The money, in double entry: the amounts of one posting sum to zero.
ENTRIES: Final = Table(
    "entries",
    METADATA,
    _tenant(),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("posting", BigInteger, nullable=False),
    Column("account", String(140), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("balance", BigInteger, nullable=False),
    Column("reason", String(100), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("id", String(100), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("entries_by_account", "tenant", "account", "sequence"),
    Index("entries_by_object", "tenant", "kind", "id", "sequence"),
)

# The first reply under each idempotency key.
REPLIES: Final = Table(
    "replies",
    METADATA,
    _tenant(),
    Column("key", String(500), primary_key=True),
    Column("operation", String(100), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# Tenants that were kept aside under a name: their rows are those of the tenant `copy`, which nobody can open.
SNAPSHOTS: Final = Table(
    "snapshots",
    METADATA,
    _tenant(),
    Column("name", String(200), primary_key=True),
    Column("copy", String(200), nullable=False),
    Column("state", LargeBinary, nullable=False),
)

OWNED: Final = (OBJECTS, FIELDS, COUNTS, TIMERS, ENTRIES, REPLIES)
"""The tables whose rows belong to a tenant and go with it."""
