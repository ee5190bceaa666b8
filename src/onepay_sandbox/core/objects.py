"""Objects of a tenant: made, found and changed within one transaction, and written when it ends."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import msgspec
from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from onepay_core.json_values import Json
from onepay_sandbox.storage.database import execute_many, fetch_all, fetch_first
from onepay_sandbox.storage.tables import OBJECTS

_OBJECT: Final = OBJECTS.c
_MANY: Final = 400
_ALL: Final = 2**62
_GET: Final = select(OBJECTS).where(
    _OBJECT.tenant == bindparam("t"), _OBJECT.kind == bindparam("k"), _OBJECT.id == bindparam("i")
)
_SOME: Final = select(OBJECTS).where(
    _OBJECT.tenant == bindparam("t"), _OBJECT.kind == bindparam("k"), _OBJECT.id.in_(bindparam("some", expanding=True))
)
_INSERT: Final = insert(OBJECTS)
_UPDATE: Final = (
    update(OBJECTS)
    .where(_OBJECT.tenant == bindparam("t"), _OBJECT.kind == bindparam("k"), _OBJECT.id == bindparam("i"))
    .values({name: bindparam(name) for name in ("status", "owner", "gone", "state")})
)


@dataclass(slots=True, eq=False)
class StoredObject:
    """One object. Its fields are read with `record["amount"]` and changed through the unit only."""

    kind: str
    id: str
    sequence: int
    status: str
    owner: str
    state: dict[str, Json]
    gone: bool = False

    def __getitem__(self, field: str) -> Json:
        """The value of a field, which must be there."""
        return self.state[field]

    def get(self, field: str, default: Json = None) -> Json:
        """The value of a field that may be absent."""
        return self.state.get(field, default)


Where: TypeAlias = Callable[[StoredObject], bool]


@dataclass(frozen=True, slots=True)
class Search:
    """Which objects, in which order, and which part of them. Newest first, unless `by` or `oldest_first` says else."""

    kind: str
    owner: str | None = None
    status: str | None = None
    where: Where | None = None
    by: Callable[[StoredObject], Any] | None = None
    oldest_first: bool = False
    offset: int = 0
    limit: int | None = None


class Objects:
    """The objects of one tenant within one transaction; what was read once is not read again."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        """Read through `connection`; `write` writes what `add` and `touch` have noted."""
        self._connection: Final = connection
        self._tenant: Final = tenant
        self._known: Final[dict[tuple[str, str], StoredObject]] = {}
        self._new: Final[dict[tuple[str, str], StoredObject]] = {}
        self._touched: Final[dict[tuple[str, str], StoredObject]] = {}

    def add(self, record: StoredObject) -> None:
        """Note a new object."""
        self._known[record.kind, record.id] = self._new[record.kind, record.id] = record

    def touch(self, record: StoredObject) -> None:
        """Note that an object was changed."""
        if (record.kind, record.id) not in self._new:
            self._touched[record.kind, record.id] = record

    def get(self, kind: str, identifier: str, *, include_deleted: bool = False) -> StoredObject | None:
        """The object, if there is one; a deleted one only if `include_deleted`.

        A payment still names the customer that was deleted after it.
        """
        record = self._known.get((kind, identifier)) or self._read(kind, identifier)
        return None if record is None or (record.gone and not include_deleted) else record

    def _read(self, kind: str, identifier: str) -> StoredObject | None:
        if "\0" in identifier:  # no id has one, and PostgreSQL refuses to look for it
            return None
        row = fetch_first(self._connection, _GET, {"t": self._tenant, "k": kind, "i": identifier})
        return self._from_row(row) if row else None

    def preload(self, keys: Iterable[tuple[str, str]]) -> None:
        """Read many objects at once, so that `get` finds them."""
        missing: dict[str, list[str]] = {}
        for kind, identifier in keys:
            if (kind, identifier) not in self._known:
                missing.setdefault(kind, []).append(identifier)
        for kind, identifiers in missing.items():
            for some in _batches(identifiers):
                for row in self._connection.execute(_SOME, {"t": self._tenant, "k": kind, "some": some}):
                    self._from_row(row)

    def find(self, search: Search) -> tuple[list[StoredObject], int]:
        """The part of the objects that `search` asks for, and how many there are in all its parts."""
        self.write()
        if any("\0" in value for value in _narrowed(search).values()):  # nothing has it, and PostgreSQL refuses it
            return [], 0
        values = {"t": self._tenant, "k": search.kind, **_narrowed(search)}
        if search.where or search.by:
            return self._sifted(search, values)
        bounds = {"limit": _ALL if search.limit is None else search.limit, "offset": search.offset}
        records = self._rows(_listing(*_narrowed(search), oldest_first=search.oldest_first), {**values, **bounds})
        if search.limit is None:
            return records, len(records)
        return records, self._connection.execute(_counting(*_narrowed(search)), values).scalar_one()

    def write(self) -> None:
        """Write what is new or changed."""
        execute_many(self._connection, _INSERT, [self._to_row(record) for record in self._new.values()])
        execute_many(self._connection, _UPDATE, [self._to_change(record) for record in self._touched.values()])
        self._new.clear()
        self._touched.clear()

    def _sifted(self, search: Search, values: Mapping[str, Any]) -> tuple[list[StoredObject], int]:
        found = self._rows(_listing(*_narrowed(search)), {**values, "limit": _ALL, "offset": 0})
        records = [item for item in found if search.where is None or search.where(item)]
        records.sort(key=search.by or (lambda item: item.sequence), reverse=not search.oldest_first)
        until = None if search.limit is None else search.offset + search.limit
        return records[search.offset : until], len(records)

    def _rows(self, query: Select[Any], values: Mapping[str, Any]) -> list[StoredObject]:
        return [self._from_row(row) for row in fetch_all(self._connection, query, values)]

    def _from_row(self, row: Sequence[Any]) -> StoredObject:
        _, kind, identifier, sequence, status, owner, gone, state = row
        record = self._known.get((kind, identifier))
        if record is None:
            record = StoredObject(kind, identifier, sequence, status, owner, msgspec.json.decode(state), bool(gone))
            self._known[kind, identifier] = record
        return record

    def _to_row(self, record: StoredObject) -> dict[str, Any]:
        names = {"tenant": self._tenant, "kind": record.kind, "id": record.id, "sequence": record.sequence}
        return {**names, **_variable(record)}

    def _to_change(self, record: StoredObject) -> dict[str, Any]:
        return {"t": self._tenant, "k": record.kind, "i": record.id, **_variable(record)}


def _variable(record: StoredObject) -> Mapping[str, Any]:
    state = msgspec.json.encode(record.state)
    return {"status": record.status, "owner": record.owner, "gone": record.gone, "state": state}


def _narrowed(search: Search) -> dict[str, str]:
    named = {"owner": search.owner, "status": search.status}
    return {name: value for name, value in named.items() if value is not None}


@functools.cache
def _listing(*narrowed: str, oldest_first: bool = False) -> Select[Any]:
    """The statement of a search; statements are made once, since making one takes longer than asking it."""
    order = _OBJECT.sequence.asc() if oldest_first else _OBJECT.sequence.desc()
    found = _found(select(OBJECTS), narrowed).order_by(order)
    return found.offset(bindparam("offset")).limit(bindparam("limit"))


@functools.cache
def _counting(*narrowed: str) -> Select[Any]:
    return _found(select(func.count()).select_from(OBJECTS), narrowed)


def _found(query: Select[Any], narrowed: Iterable[str]) -> Select[Any]:
    conditions = [_OBJECT[name] == bindparam(name) for name in narrowed]
    kind = (_OBJECT.tenant == bindparam("t"), _OBJECT.kind == bindparam("k"), _OBJECT.gone.is_(False))
    return query.where(*kind, *conditions)


def _batches(identifiers: list[str]) -> Iterable[list[str]]:
    return (identifiers[start : start + _MANY] for start in range(0, len(identifiers), _MANY))
