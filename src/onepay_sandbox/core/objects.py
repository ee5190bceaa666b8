"""Objects of a tenant: made, found and changed within one transaction, and written when it ends."""

from __future__ import annotations

import functools
import hashlib
import heapq
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec
from sqlalchemy import Connection, Select, and_, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from onepay_core.json_values import Json
from onepay_sandbox.storage.database import execute_many, fetch_all, fetch_first
from onepay_sandbox.storage.tables import COUNTS, FIELDS, OBJECTS

_OBJECT: Final = OBJECTS.c
_FIELD: Final = FIELDS.c
_COUNT: Final = COUNTS.c
_BLOCK: Final = 12  # 4,096 sequence numbers are one block
_MANY: Final = 400
_ALL: Final = 2**62
_FEW: Final = 500
_LONGEST: Final = 200
_OF_KIND: Final = (_OBJECT.tenant == bindparam("t"), _OBJECT.kind == bindparam("k"), _OBJECT.gone.is_(False))
_GET: Final = select(OBJECTS).where(
    _OBJECT.tenant == bindparam("t"), _OBJECT.kind == bindparam("k"), _OBJECT.id == bindparam("i")
)
_SOME: Final = select(OBJECTS).where(
    _OBJECT.tenant == bindparam("t"), _OBJECT.kind == bindparam("k"), _OBJECT.id.in_(bindparam("some", expanding=True))
)
_INSERT: Final = insert(OBJECTS)
_CHANGED: Final = update(OBJECTS).where(
    _OBJECT.tenant == bindparam("t"), _OBJECT.kind == bindparam("k"), _OBJECT.id == bindparam("i")
)
_UPDATE: Final = _CHANGED.values({name: bindparam(name) for name in ("status", "owner", "gone", "state")})
_UPDATE_STATE: Final = _CHANGED.values({"state": bindparam("state")})  # no index has to be touched for it
_INSERT_FIELD: Final = insert(FIELDS)
_DELETE_FIELD: Final = delete(FIELDS).where(
    *(column == bindparam(column.name) for column in FIELDS.primary_key.columns)
)
_ADDED: Final = upsert(COUNTS)
_ADD: Final = _ADDED.on_conflict_do_update(
    index_elements=list(COUNTS.primary_key.columns), set_={"number": _COUNT.number + _ADDED.excluded.number}
)
_IN_BLOCKS: Final = (
    select(_COUNT.block, _COUNT.number)
    .where(_COUNT.tenant == bindparam("t"), _COUNT.kind == bindparam("k"), _COUNT.name == bindparam("n"))
    .where(_COUNT.value == bindparam("v"), _COUNT.number > 0)
    .order_by(_COUNT.block)
)
_BY_STATUS: Final = (
    select(_COUNT.kind, _COUNT.value, func.sum(_COUNT.number))
    .where(_COUNT.tenant == bindparam("t"), _COUNT.name == bindparam("n"), _COUNT.number > 0)
    .group_by(_COUNT.kind, _COUNT.value)
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
    indexed: Mapping[str, Json] = field(default_factory=dict[str, Json])
    """By what the database finds and counts it, once it is to change; nothing for a new one."""

    def __getitem__(self, field: str) -> Json:
        """The value of a field, which must be there."""
        return self.state[field]

    def get(self, field: str, default: Json = None) -> Json:
        """The value of a field that may be absent."""
        return self.state.get(field, default)


_NOWHERE: Final = object()
_EVERY: Final = ""
_STATUS: Final = "status"
_OWNER: Final = "owner"
_SIGN: Final = 1 << 63
_EVERY_BIT: Final = (1 << 64) - 1
_MADE: Final = (_FIELD.tenant == bindparam("t"), _FIELD.kind == bindparam("k"), _FIELD.name == "made")
_FIRST: Final = select(_FIELD.sequence).where(*_MADE).limit(1)
_BOUNDS: Final = {
    "since": _FIRST.where(_FIELD.value >= bindparam("moment")).order_by(_FIELD.value, _FIELD.sequence),
    "until": _FIRST.where(_FIELD.value <= bindparam("moment")).order_by(_FIELD.value.desc(), _FIELD.sequence.desc()),
}
Where: TypeAlias = Callable[[StoredObject], bool]


@dataclass(frozen=True, slots=True)
class Search:
    """Which objects, in which order, and which part of them. Newest first, unless `order` or `oldest_first` says else.

    `id`, `owner`, `status` and the indexed fields in `having` must be equal. `since` and `until` bound the indexed
    field `made`, which only ever grows. `order` names an indexed field; by others nothing is ordered. `where` sifts
    what is found, one object after the other, so it is only for few.
    """

    kind: str
    owner: str | None = None
    status: str | None = None
    id: str | None = None
    having: Mapping[str, Json] = field(default_factory=dict[str, Json])
    since: int | None = None
    until: int | None = None
    order: str | None = None
    where: Where | None = None
    oldest_first: bool = False
    offset: int = 0
    limit: int | None = None

    @property
    def has_bounds(self) -> bool:
        """Whether it is about a span of time."""
        return self.since is not None or self.until is not None


# Their first argument is the `UnitOfWork`, whose module imports this one.
TimerFunction: TypeAlias = Callable[[Any, StoredObject], None]
"""What happens to an object when one of its timers is due; `unit.now` is the moment it was due."""

ListenerFunction: TypeAlias = Callable[[Any, StoredObject, StoredObject], None]
"""What an object (second) does when another, for which it waited (third), has changed its state."""


class InvalidTransition(Exception):
    """No transition leads to the new state: the code before it should have refused the request."""


@dataclass(frozen=True, slots=True)
class StateMachine:
    """The states of one kind of object. `transitions` lists those that follow each state; its first is the initial one.

    A state that nothing follows is final: timers of an object end with it. `listeners` says what objects of this kind
    do when `UnitOfWork.notify` calls them about an object of another kind. Objects can be found by their `indexed`
    fields (`status` is one) and sorted by them; `index` gives further values by which they can. `counted` names those,
    or `owner`, of which very many objects may have one value: pages of these, as of one status, are found by counts.
    """

    kind: str
    transitions: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"": ()})
    timers: Mapping[str, TimerFunction] = field(default_factory=dict[str, TimerFunction])
    listeners: Mapping[str, ListenerFunction] = field(default_factory=dict[str, ListenerFunction])
    indexed: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    index: Callable[[StoredObject], Mapping[str, Json]] | None = None
    initial: str = field(init=False)

    def __post_init__(self) -> None:
        """Objects begin in the first state."""
        object.__setattr__(self, "initial", next(iter(self.transitions)))

    @property
    def indexed_by_status(self) -> tuple[str, ...]:
        """The fields by which the objects of one status are found and sorted without a look at those of others."""
        return tuple(name for name in self.indexed if name != _STATUS) if len(self.transitions) > 1 else ()

    def entries(self, record: StoredObject) -> dict[str, Json]:
        """By what the object is found and sorted."""
        found = {name: record.status if name == "status" else record.get(name) for name in self.indexed}
        return {**found, **self.index(record)} if self.index else found


class Objects:
    """The objects of one tenant within one transaction; what was read once is not read again."""

    def __init__(self, connection: Connection, tenant: str, kinds: Mapping[str, StateMachine]) -> None:
        """Read through `connection`; `write` writes what `add` and `touch` have noted."""
        self._connection: Final = connection
        self._tenant: Final = tenant
        self._kinds: Final = kinds
        self._known: Final[dict[tuple[str, str], StoredObject]] = {}
        self._new: Final[dict[tuple[str, str], StoredObject]] = {}
        self._touched: Final[dict[tuple[str, str], StoredObject]] = {}

    def add(self, record: StoredObject) -> None:
        """Note a new object."""
        self._known[record.kind, record.id] = self._new[record.kind, record.id] = record

    def touch(self, record: StoredObject) -> None:
        """Note that an object is about to be changed."""
        key = record.kind, record.id
        if key not in self._new and key not in self._touched:
            record.indexed = {} if record.gone else self._entries(record)
            self._touched[key] = record

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

    def remember(self, rows: Iterable[Sequence[Any]]) -> None:
        """Let `get` find what was read in another way."""
        for row in rows:
            self._from_row(row)

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
        if search.id is not None:
            return self._find_by_id(search)
        is_ordered = search.order in self._kinds[search.kind].indexed
        if not is_ordered or (search.order == _STATUS and search.status is not None):
            search = replace(search, order=None)
        values = self._values(search)
        if values is None:
            return [], 0
        blocks = None if search.where else self._blocks(search, values)
        total = 0 if search.where else self._total(search, values, blocks)
        if search.where or (search.order and total < _FEW):
            return self._sifted(search, values)
        if blocks is None or search.order:
            return self._part(search, values, total), total
        return self._part_in_blocks(search, values, blocks), total

    def newest(self, kinds: Iterable[str], most: int, owner: str | None = None) -> list[StoredObject]:
        """The newest objects of several kinds, at most so many; those of one owner, if it is named."""
        self.write()
        searches = [Search(kind, owner=owner) for kind in kinds]
        sequences = heapq.nlargest(most, (number for search in searches for number in self._sequences(search, most)))
        if not sequences:
            return []
        bounds, part = {"since": sequences[-1], "until": _ALL}, {"limit": most, "offset": 0}
        found = [
            record
            for search in searches
            for record in self._rows(search, {**(self._values(search) or {}), **bounds}, part, bounds=_BOTH)
        ]
        return sorted(found, key=lambda record: record.sequence, reverse=True)

    def _sequences(self, search: Search, most: int) -> list[int]:
        """The highest sequence numbers of what is searched for."""
        values = {**(self._values(search) or {}), "limit": most}
        return [row[0] for row in fetch_all(self._connection, _newest_sequences(self._shape(search)), values)]

    def numbers_by_status(self) -> dict[str, dict[str, int]]:
        """How many objects of each kind are in each status."""
        numbers: dict[str, dict[str, int]] = {}
        for kind, status, number in fetch_all(self._connection, _BY_STATUS, {"t": self._tenant, "n": _STATUS}):
            numbers.setdefault(kind, {})[_text_of(status)] = int(number)
        return numbers

    def write(self) -> None:
        """Write what is new or changed."""
        execute_many(self._connection, _INSERT, [self._to_row(record) for record in self._new.values()])
        moved = [record for record in self._touched.values() if not _is_in_place(record)]
        execute_many(self._connection, _UPDATE, [{**self._key(record), **_variable(record)} for record in moved])
        stayed = [record for record in self._touched.values() if _is_in_place(record)]
        execute_many(
            self._connection, _UPDATE_STATE, [{**self._key(record), "state": _encoded(record)} for record in stayed]
        )
        changes = _Changes()
        for record in (*self._new.values(), *self._touched.values()):
            self._index(record, changes)
        execute_many(self._connection, _DELETE_FIELD, changes.outdated)
        execute_many(self._connection, _INSERT_FIELD, changes.added)
        execute_many(self._connection, _ADD, list(changes.rows(self._tenant)))
        self._new.clear()
        self._touched.clear()

    def index_all(self) -> None:
        """Index and count all objects, of which nothing is indexed yet."""
        for row in self._connection.execute(select(OBJECTS).where(_OBJECT.tenant == self._tenant)):
            record = self._from_row(row)
            self.touch(record)
            record.indexed = {}
        self.write()

    def _index(self, record: StoredObject, changes: _Changes) -> None:
        """Note how the rows of an object's fields change, and count it anew."""
        before, after = record.indexed, {} if record.gone else self._entries(record)
        if before == after:
            return
        kind = self._kinds[record.kind]
        block = record.sequence >> _BLOCK
        for name in (_EVERY, _STATUS, *kind.counted):
            old, new = before.get(name, _NOWHERE), after.get(name, _NOWHERE)
            if old != new:
                changes.count((record.kind, name, old, block), -1)
                changes.count((record.kind, name, new, block), 1)
        about = {"tenant": self._tenant, "kind": record.kind, "sequence": record.sequence}
        unlisted = (_EVERY, _OWNER) if _STATUS in kind.indexed else (_EVERY, _OWNER, _STATUS)
        for name, old in before.items():
            if name not in unlisted and after.get(name, _NOWHERE) != old:
                changes.outdated.append({**about, "name": name, "value": sort_key(old)})
        for name, new in after.items():
            if name not in unlisted and before.get(name, _NOWHERE) != new:
                changes.added.append({**about, "name": name, "value": sort_key(new)})
        record.indexed = after

    def _entries(self, record: StoredObject) -> dict[str, Json]:
        kind = self._kinds[record.kind]
        found = kind.entries(record)
        by_status = {_list_of(name, record.status): found[name] for name in kind.indexed_by_status}
        return {**found, **by_status, _EVERY: None, _STATUS: record.status, _OWNER: record.owner}

    def _find_by_id(self, search: Search) -> tuple[list[StoredObject], int]:
        record = self.get(search.kind, search.id or "")
        if record is None:
            return [], 0
        narrowed = {name: getattr(record, name) for name in _narrowed(search)} == _narrowed(search)
        entries = self._entries(record)
        is_found = narrowed and all(entries.get(name) == value for name, value in search.having.items())
        found = [record] if is_found else []
        return found[search.offset :], len(found)

    def _values(self, search: Search) -> Mapping[str, Any] | None:
        """The values of a search, its span of time as one of sequences; None where nothing can be found."""
        if any("\0" in value for value in _narrowed(search).values()):  # nothing has it, and PostgreSQL refuses it
            return None
        values: dict[str, Any] = {"t": self._tenant, "k": search.kind, **_narrowed(search)}
        for number, value in enumerate(search.having.values()):
            values[f"value{number}"] = sort_key(value)
        for bound, moment in (("since", search.since), ("until", search.until)):
            if moment is not None:
                about = {"t": self._tenant, "k": search.kind, "moment": sort_key(moment)}
                found = fetch_first(self._connection, _BOUNDS[bound], about)
                if found is None:
                    return None
                values[bound] = found[0]
        return values

    def _blocks(self, search: Search, values: Mapping[str, Any]) -> list[_Block] | None:
        """How many of the objects of a search were made in each block, oldest first; None where nobody counts them."""
        equal = {**search.having, **_narrowed(search)} or {_EVERY: None}
        if len(equal) > 1:
            return None
        ((name, value),) = equal.items()
        if name not in (_EVERY, _STATUS, *self._kinds[search.kind].counted):
            return None
        about = {"t": self._tenant, "k": search.kind, "n": name, "v": sort_key(value)}
        blocks = [
            _Block(number << _BLOCK, (number + 1 << _BLOCK) - 1, held)
            for number, held in fetch_all(self._connection, _IN_BLOCKS, about)
        ]
        since, until = values.get("since", 0), values.get("until", _ALL)
        within = [block for block in blocks if block.last >= since and block.first <= until]
        return [
            block if since <= block.first and block.last <= until else self._cut(block, search, values)
            for block in within
        ]

    def _cut(self, block: _Block, search: Search, values: Mapping[str, Any]) -> _Block:
        """The part of a block that lies within the bounds of a search."""
        first, last = max(block.first, values.get("since", 0)), min(block.last, values.get("until", _ALL))
        number = self._count(search, {**values, "since": first, "until": last}, _BOTH)
        return _Block(first, last, number)

    def _shape(self, search: Search) -> _Shape:
        bounds = tuple(name for name in _BOTH if getattr(search, name) is not None)
        narrowed = _narrowed(search)
        if _leading(search) in self._kinds[search.kind].indexed_by_status:
            narrowed.pop(_STATUS, None)
        return _Shape(tuple(narrowed), tuple(search.having), bounds, search.order)

    def _lead(self, search: Search) -> str:
        """The name of the list with which a search begins, if it is about a field."""
        name = _leading(search)
        is_of_status = search.status is not None and name in self._kinds[search.kind].indexed_by_status
        return _list_of(name, search.status or "") if is_of_status else name

    def _total(self, search: Search, values: Mapping[str, Any], blocks: Sequence[_Block] | None) -> int:
        """How many objects there are in all parts of a search that sifts nothing."""
        if blocks is not None:
            return sum(block.number for block in blocks)
        return self._count(search, values, self._shape(search).bounds)

    def _count(self, search: Search, values: Mapping[str, Any], bounds: tuple[str, ...]) -> int:
        by_value = replace(search, order=None)
        query = _counting(self._shape(by_value)._replace(bounds=bounds))
        found = fetch_first(self._connection, query, {**values, "lead": self._lead(by_value)})
        return int(found[0]) if found else 0

    def _part_in_blocks(
        self, search: Search, values: Mapping[str, Any], blocks: Sequence[_Block]
    ) -> list[StoredObject]:
        """The part that a search asks for, read from the block in which it begins."""
        offset = search.offset
        for block in blocks if search.oldest_first else reversed(blocks):
            if offset < block.number:
                bound = {"since": block.first} if search.oldest_first else {"until": block.last}
                both = {"since": 0, "until": _ALL, **values, **bound}
                part = {"limit": _ALL if search.limit is None else search.limit, "offset": offset}
                return self._rows(search, both, part, bounds=_BOTH)
            offset -= block.number
        return []

    def _part(self, search: Search, values: Mapping[str, Any], total: int) -> list[StoredObject]:
        """The part that a search asks for; one that is nearer to the end is read from there."""
        size = min(_ALL if search.limit is None else search.limit, total - search.offset)
        if size <= 0:
            return []
        if search.offset <= total // 2:
            return self._rows(search, values, {"limit": size, "offset": search.offset})
        reverse = replace(search, oldest_first=not search.oldest_first)
        return self._rows(reverse, values, {"limit": size, "offset": total - search.offset - size})[::-1]

    def _sifted(self, search: Search, values: Mapping[str, Any]) -> tuple[list[StoredObject], int]:
        found = self._rows(replace(search, order=None), values, {"limit": _ALL, "offset": 0})
        records = [item for item in found if search.where is None or search.where(item)]
        if search.order:
            name = search.order
            records.sort(key=lambda item: (sort_key(self._entries(item)[name]), item.sequence))
            records = records if search.oldest_first else records[::-1]
        until = None if search.limit is None else search.offset + search.limit
        return records[search.offset : until], len(records)

    def _rows(
        self,
        search: Search,
        values: Mapping[str, Any],
        part: Mapping[str, int],
        bounds: tuple[str, ...] | None = None,
    ) -> list[StoredObject]:
        shape = self._shape(search) if bounds is None else self._shape(search)._replace(bounds=bounds)
        query = _listing(shape, oldest_first=search.oldest_first)
        named = {**values, **part, "lead": self._lead(search)}
        return [self._from_row(row) for row in fetch_all(self._connection, query, named)]

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

    def _key(self, record: StoredObject) -> dict[str, Any]:
        return {"t": self._tenant, "k": record.kind, "i": record.id}


class _Block(NamedTuple):
    """A span of sequence numbers, and how many objects of a list were made in it."""

    first: int
    last: int
    number: int


@dataclass(frozen=True, slots=True)
class _Changes:
    """How the rows change by which objects are found, and by how much their counts."""

    outdated: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    added: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    counts: dict[tuple[str, str, Json, int], int] = field(default_factory=dict[tuple[str, str, Json, int], int])

    def count(self, place: tuple[str, str, Json, int], change: int) -> None:
        """Note how many objects more there are in a place: a kind, a name, a value and a block."""
        if place[2] is not _NOWHERE:
            self.counts[place] = self.counts.get(place, 0) + change

    def rows(self, tenant: str) -> Iterator[dict[str, Any]]:
        """What is to be added to the counts."""
        for (kind, name, value, block), number in self.counts.items():
            if number:
                about = {"tenant": tenant, "kind": kind, "name": name, "value": sort_key(value)}
                yield {**about, "block": block, "number": number}


def _is_in_place(record: StoredObject) -> bool:
    """Whether nothing but the state of an object has changed since it was written."""
    written = (record.indexed.get(_STATUS), record.indexed.get(_OWNER))
    return not record.gone and written == (record.status, record.owner)


def _encoded(record: StoredObject) -> bytes:
    return msgspec.json.encode(record.state)


def _variable(record: StoredObject) -> Mapping[str, Any]:
    return {"status": record.status, "owner": record.owner, "gone": record.gone, "state": _encoded(record)}


_BOTH: Final = ("since", "until")


class _Shape(NamedTuple):
    """What decides the words of a search, without its values; statements are made once, as that takes long."""

    narrowed: tuple[str, ...]
    having: tuple[str, ...]
    bounds: tuple[str, ...]
    order: str | None


def _list_of(name: str, status: str) -> str:
    """The name of the list in which objects of one status stand by the value of a field."""
    return f"{name}|{status}"


@functools.cache
def _listing(shape: _Shape, *, oldest_first: bool = False) -> Select[Any]:
    """The statement of a search. Where a field leads, its index gives the part that is read of the objects."""
    if not (shape.having or shape.order):
        found = select(OBJECTS).where(*_OF_KIND, *_equal(shape), *_bounded(_OBJECT.sequence, shape))
        found = found.order_by(_directed(_OBJECT.sequence, oldest_first))
        return found.offset(bindparam("offset")).limit(bindparam("limit"))
    lead = FIELDS.alias("lead")
    order = (lead.c.value, lead.c.sequence) if shape.order else (lead.c.sequence,)
    found = select(lead.c.value, lead.c.sequence).where(*_led(lead, shape))
    found = found.order_by(*(_directed(column, oldest_first) for column in order))
    part = found.offset(bindparam("offset")).limit(bindparam("limit")).subquery("part")
    listed = select(OBJECTS).join(part, _OBJECT.sequence == part.c.sequence).where(*_OF_KIND)
    return listed.order_by(*(_directed(part.c[column.name], oldest_first) for column in order))


@functools.cache
def _newest_sequences(shape: _Shape) -> Select[Any]:
    found = select(_OBJECT.sequence).where(*_OF_KIND, *_equal(shape)).order_by(_OBJECT.sequence.desc())
    return found.limit(bindparam("limit"))


@functools.cache
def _counting(shape: _Shape) -> Select[Any]:
    if not shape.having:
        equal = (*_OF_KIND, *_equal(shape), *_bounded(_OBJECT.sequence, shape))
        return select(func.count()).select_from(OBJECTS).where(*equal)
    lead = FIELDS.alias("lead")
    return select(func.count()).select_from(lead).where(*_led(lead, shape._replace(order=None)))


def _directed(column: Any, oldest_first: bool) -> Any:  # noqa: FBT001 - as in `Search`
    return column.asc() if oldest_first else column.desc()


def _equal(shape: _Shape) -> list[Any]:
    return [_OBJECT[name] == bindparam(name) for name in shape.narrowed]


def _led(lead: Any, shape: _Shape) -> list[Any]:
    """The conditions of a search that begins with the rows of one field: the first that must be equal, or the order."""
    conditions = [_named(lead, bindparam("lead"))]
    for number, name in enumerate(shape.having):
        if number == 0 and not shape.order:
            conditions.append(lead.c.value == bindparam("value0"))
        else:
            other = FIELDS.alias(f"other{number}")
            valued = (other.c.value == bindparam(f"value{number}"), other.c.sequence == lead.c.sequence)
            conditions.append(select(other.c.sequence).where(_named(other, name), *valued).exists())
    if shape.narrowed:
        narrowed = select(_OBJECT.sequence).where(*_OF_KIND, *_equal(shape), _OBJECT.sequence == lead.c.sequence)
        conditions.append(narrowed.exists())
    return [*conditions, *_bounded(lead.c.sequence, shape)]


def _bounded(sequence: Any, shape: _Shape) -> list[Any]:
    bounds = {"since": sequence >= bindparam("since"), "until": sequence <= bindparam("until")}
    return [bounds[name] for name in shape.bounds]


def _leading(search: Search) -> str:
    """The field by which a search is ordered, or else the first whose value it wants."""
    return search.order or next(iter(search.having), "")


def _named(field: Any, name: Any) -> Any:
    return and_(field.c.tenant == bindparam("t"), field.c.kind == bindparam("k"), field.c.name == name)


def _narrowed(search: Search) -> dict[str, str]:
    named = {"owner": search.owner, "status": search.status}
    return {name: value for name, value in named.items() if value is not None}


def sort_key(value: Json) -> bytes:
    """Bytes in the order of values: first what has no order, then numbers, then texts; equal for equal values."""
    if isinstance(value, str):
        text = value.encode()
        digest = hashlib.sha256(text).digest() if len(text) > _LONGEST else b""
        return b"\2" + text[:_LONGEST] + digest
    if isinstance(value, (int, float)):
        (bits,) = struct.unpack(">Q", struct.pack(">d", value))
        return b"\1" + struct.pack(">Q", bits ^ (_SIGN if bits < _SIGN else _EVERY_BIT))
    return b"\0"


def _text_of(key: bytes) -> str:
    """The text that a sort key was made of, if it is not too long."""
    return key[1:].decode()


def _batches(identifiers: list[str]) -> Iterable[list[str]]:
    return (identifiers[start : start + _MANY] for start in range(0, len(identifiers), _MANY))
