"""The fewest requests that tell most of each operation, for a budget that does not reach for all checks.

What can be told apart in one reply is asked in one request: one body varies all that may vary, another breaks a rule of
each field, and a third thing is ended that something else has made. History checks judge most of what comes back.
The probes take turns, each in proportion to what it is worth for a request, and go through one operation of each family
before the next of any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, TypeAlias

from onepay_conformance.checks import support
from onepay_conformance.checks.authorization import lists_of_two_customers_differ
from onepay_conformance.checks.filters import date_filters_include_their_day, filter_findings
from onepay_conformance.checks.lifecycle import Ending, renewed_part_has_ended
from onepay_conformance.checks.lists import PAGING, SIZES, filters, ids_on_page
from onepay_conformance.checks.money import (
    SpendingWatch,
    declined_charge_keeps_balance,
    top_up_raises_wallet_balance,
)
from onepay_conformance.checks.pagination import list_holds_new_objects
from onepay_conformance.checks.persistence import change_findings
from onepay_conformance.checks.references import reference_to_unknown_object_is_refused
from onepay_conformance.checks.time import later_expiry_is_kept
from onepay_conformance.checks.validation import field_findings
from onepay_conformance.checks.variants import (
    donor_fields,
    fuller_bodies,
    longest_body,
    with_odd_texts,
    with_other_words,
    with_rarer_fields,
)
from onepay_conformance.contract_index import ContractIndex
from onepay_conformance.fixtures import items
from onepay_conformance.history import creates
from onepay_conformance.reserved import made_safe
from onepay_conformance.session import Session
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind, Severity
from onepay_core.json_values import Document, Json, is_array, is_object

Unit: TypeAlias = Iterator[Finding]
"""Some requests about one operation, with what they find."""
Fields: TypeAlias = dict[str, Json]
Broken: TypeAlias = Callable[[ContractIndex, Operation, Fields], Fields]
"""For some fields a value that the contract forbids, given a good body."""
_QUANTUM: Final = 2.0
"""So many requests a probe of worth 1 may send in each round."""
_SMALL: Final = 2
_KEY_LENGTH: Final = 63
"""One less than the longest key that an integrator reports to be taken."""
_SUSPECTS: Final = 3
"""So many fields at most, of those that a refusal does not name, are tried alone."""
_REFUSED: Final = 422
_NOT_FOUND: Final = 404
_NOBODY: Final = "00000000-0000-4000-8000-000000000000"
_NO_WORD: Final = "onepay-contract"
_UNKNOWN: Final = "onepay_contract_unknown"
_MISSING: Final[Json] = object()
_TRIES: Final = 3
_CONFLICTS: Final = (409, 419)


def spread(operations: Iterable[Operation]) -> list[Operation]:
    """One operation of each tag, then the second of each, and so on."""
    by_tag: dict[str, list[Operation]] = {}
    for operation in operations:
        by_tag.setdefault(operation.tag, []).append(operation)
    return [operation for turn in zip_longest(*by_tag.values()) for operation in turn if operation]


def in_turns(queues: Mapping[str, tuple[float, Iterator[Unit]]], spent: Callable[[], int]) -> Iterator[Finding]:
    """Deficit round robin: each queue of units sends in proportion to its worth; `spent` counts requests."""
    left = dict(queues)
    credit = dict.fromkeys(left, 0.0)
    while left:
        for name, (worth, units) in list(left.items()):
            credit[name] += worth * _QUANTUM
            while credit[name] > 0 and name in left:
                before = spent()
                unit = next(units, None)
                if unit is None:
                    del left[name]
                else:
                    yield from unit
                credit[name] -= spent() - before


@dataclass(frozen=True, slots=True)
class _First:
    """A creation that was carried out: its ids, the beginning of its key, and what came of it."""

    ids: Mapping[str, str]
    body: Fields
    stem: str
    made: Fields


class Survey:
    """The probes of one run, and what they have made for each other."""

    def __init__(self, session: Session) -> None:
        self._session: Final = session
        self._index: Final = session.contract_index
        self._firsts: Final[dict[str, _First]] = {}

    def findings(self) -> Iterator[Finding]:
        """Let the probes take their turns, and look at all lists once more when they hold what was made."""
        first = {
            "creations": (1.0, self._creations()),
            "lists": (1.0, self._lists()),
            "missing": (0.5, self._breaches(_without)),
            "beyond": (0.5, self._breaches(_beyond)),
        }
        second = {
            "few": (0.6, self._few()),
            "decisions": (0.6, self._decisions()),
            "confusions": (0.6, self._confusions()),
            "endings": (0.5, self._endings()),
            "changes": (0.4, self._changes()),
            "readings": (0.3, self._readings_by_others()),
            "keyless": (0.2, self._keyless()),
            "last look": (0.2, self._last_look()),
        }
        third = {
            "references": (0.4, self._references()),
            "mistyped": (0.4, self._breaches(_mistyped)),
            "writings": (0.2, self._writings_by_others()),
            "nonsense": (0.2, self._nonsense()),
        }
        for queues in (first, second, third):
            noted = {name: (worth, self._unfinished(name, units)) for name, (worth, units) in queues.items()}
            yield from in_turns(noted, self._sent)

    def _unfinished(self, probe: str, units: Iterator[Unit]) -> Iterator[Unit]:
        """The units that an earlier turn of the run has not finished."""
        for number, unit in enumerate(units):
            label = f"survey/{probe}/{number}"
            if self._session.takes(label):
                yield self._finishing(unit, label)

    def _finishing(self, unit: Unit, label: str) -> Unit:
        yield from unit
        self._session.sender.journal.finished(label)

    def _sent(self) -> int:
        return self._session.sender.policy.budget.sent

    def _makers(self) -> list[Operation]:
        return [item for item in spread(self._session.operations()) if creates(item) and item.body]

    def _writers(self) -> list[Operation]:
        return [item for item in spread(self._session.operations()) if item.method in {"POST", "PUT"} and item.body]

    def _listers(self) -> list[Operation]:
        listed = spread(self._session.operations())
        return [item for item in listed if self._index.is_list(item) and not self._index.needs_session(item)]

    def _creations(self) -> Iterator[Unit]:
        """Create with all that may vary, repeat the request, and read what was made."""
        donors = donor_fields(self._session)
        for maker in self._makers():
            yield self._created(maker, donors)

    def _created(self, maker: Operation, donors: Fields) -> Unit:
        spending = SpendingWatch(self._session, maker) if self._index.takes_from_balance(maker) else None
        ids, plain = support.good_ids(self._session, maker), support.new_body(self._session, maker)
        if not is_object(plain):
            return
        body, stem = self._richest(maker, plain, donors), ""
        sent: Exchange | None = None
        for _ in range(_TRIES):
            stem = self._session.name().ljust(_KEY_LENGTH, "-")
            sent = self._send(maker, ids, body, f"{stem}k")
            named = named_fields(sent) & body.keys()
            if support.taken(sent) or body == plain:
                break
            mended = {**{name: item for name, item in body.items() if name not in named}, **_only(plain, named)}
            body = mended if named else plain
        if sent is None or not support.taken(sent):
            return
        if spending:
            yield from spending.findings(body)
        made = support.object_in(sent)
        self._firsts[maker.id] = _First(ids, body, stem, made)
        again = self._send(maker, ids, body, f"{stem}k")
        if again and not support.taken(again):
            expected = "the reply to the first request"
            found = support.finding_about(
                self._session, Kind.VALID_REQUEST_REFUSED, again, "", expected, "a refusal of the repeat"
            )
            yield found.rated(Severity.DRIFT)
        self._read(maker, ids, made)

    def _send(self, maker: Operation, ids: Mapping[str, str], body: Fields, key: str) -> Exchange | None:
        return support.attempt(self._session, maker, ids=ids, body=body, headers={"x-idempotency": key})

    def _read(self, maker: Operation, ids: Mapping[str, str], made: Fields) -> None:
        """Read what was made by itself, or where it stands in the list at the path at which it was made."""
        readers = support.readers_of(self._session, maker) if isinstance(made.get("id"), str) else []
        for kind, reader in readers:
            support.attempt(self._session, reader, ids={kind: str(made["id"])})
        for lister in self._listers() if not readers else ():
            if lister.path == maker.path:
                support.attempt(self._session, lister, ids=ids)

    def _richest(self, maker: Operation, plain: Fields, donors: Fields) -> Fields:
        """The documented body with the most fields, with all that the contract allows changed at once."""
        body = longest_body(self._session, maker) or plain
        body = next(fuller_bodies(self._session, maker, body), body)
        for _ in range(len(donors)):
            rarer = next(with_rarer_fields(self._session, maker, body, donors), None)
            if rarer is None:
                break
            body = rarer
        body = with_odd_texts(self._session, maker, self._in_other_words(maker, body, 1))
        if self._index.takes_from_balance(maker):
            body |= _only(plain, self._index.sums(maker))
        filled = self._session.bodies.filled(maker, body)
        return filled if is_object(filled) and self._index.takes(maker, filled) else plain

    def _in_other_words(self, maker: Operation, body: Fields, turn: int) -> Fields:
        """The body with the word that is `turn` words before the usual one, wherever words or flags may be chosen."""
        decisive = self._index.outcomes(maker)
        for name in self._index.fields(maker):
            words = [varied[name] for other, varied in with_other_words(self._session, maker, body) if other == name]
            if words and name not in decisive:
                body = {**body, name: words[-turn % len(words)]}
        return body

    def _confusions(self) -> Iterator[Unit]:
        """Create with other words under a key that is nearly the one before."""
        for number, maker in enumerate(self._makers()):
            yield self._confused(maker, number)

    def _confused(self, maker: Operation, number: int) -> Unit:
        first = self._firsts.get(maker.id)
        if first is None:
            return
        if self._index.takes_from_balance(maker):
            support.fund(self._session)
        is_of_capitals = (number + self._session.seed) % 2 == 0
        key = f"{first.stem}K" if is_of_capitals else f"{first.stem[:-1]}_k"
        body = self._session.bodies.named(maker, self._in_other_words(maker, first.body, 2))
        sent = self._send(maker, first.ids, body, key) if is_object(body) else None
        if sent and sent.status in _CONFLICTS:
            expected, kind = "no mistaking of a key for another", Kind.VALID_REQUEST_REFUSED
            yield support.finding_about(self._session, kind, sent, "", expected, "a refusal of the key")

    def _lists(self) -> Iterator[Unit]:
        """Ask each list for its pages, and once by each of its filters."""
        for lister in self._listers():
            yield self._listed(lister)

    def _listed(self, lister: Operation) -> Unit:
        session, ids = self._session, support.good_ids(self._session, lister)
        page = session.latest.get(lister.id) or support.attempt(session, lister, ids=ids)
        listed = [item for item in items(support.reply_of(page)) if is_object(item)]
        for name in filters(lister):
            yield from filter_findings(session, lister, name, listed)
        yield from self._paged(lister, ids)

    def _paged(self, lister: Operation, ids: Mapping[str, str]) -> Unit:
        session, known = self._session, {parameter.name: parameter for parameter in lister.parameters}
        size = next((name for name in SIZES if name in known), None)
        if "page" in known:
            query: dict[str, str | int] = {size: _SMALL} if size else {}
            first = support.attempt(session, lister, ids=ids, query=query) if size else None
            second = support.attempt(session, lister, ids=ids, query={**query, "page": 2})
            if second and {*ids_on_page(first)} & {*ids_on_page(second)}:
                expected = "things of no earlier page"
                yield support.finding_about(session, Kind.PAGE_REPEATS, second, "/data", expected, "some again")
        for name in (item for item in PAGING if item in known):
            most = self._index.contract.followed(known[name].fact).schema.get("maximum")
            sent = support.attempt(session, lister, ids=ids, query={name: most + 1}) if type(most) is int else None
            if sent and support.taken(sent) and lister.reply(_REFUSED):
                expected, kind = f"a refusal of more than {most}", Kind.INVALID_REQUEST_ACCEPTED
                yield support.finding_about(session, kind, sent, f"query:{name}", expected, "a success")

    def _of_first_account(self) -> list[Operation]:
        if not self._session.sender.server.keys.has(Key.OTHER):
            return []
        listed = spread(self._session.operations())
        return [item for item in listed if self._index.key(item) == Key.SECRET and "{" in item.path]

    def _readings_by_others(self) -> Iterator[Unit]:
        """Read things of the first account with the key of the second."""
        yield from (self._by_other(item) for item in self._of_first_account() if item.method == "GET")

    def _writings_by_others(self) -> Iterator[Unit]:
        """Change things of the first account with the key of the second."""
        yield from (self._by_other(item) for item in self._of_first_account() if item.method != "GET")

    def _keyless(self) -> Iterator[Unit]:
        """Call one operation of each family without a key."""
        families = {item.tag: item for item in reversed(self._session.operations())}
        yield from map(self._without_key, families.values())

    def _without_key(self, operation: Operation) -> Unit:
        body = support.body_of(self._session, operation)
        support.attempt(self._session, operation, body=body, key=Key.NONE)
        yield from ()

    def _by_other(self, operation: Operation) -> Unit:
        session, body = self._session, support.body_of(self._session, operation)
        ids = support.good_ids(session, operation)
        theirs = support.attempt(session, operation, ids=ids, body=body, key=Key.OTHER) if ids else None
        if theirs and theirs.status != _NOT_FOUND:
            none = support.attempt(session, operation, ids=dict.fromkeys(ids, _NOBODY), body=body, key=Key.OTHER)
            if none and none.status != theirs.status:
                expected, kind = "the reply to an id that nothing has", Kind.LEAK_BETWEEN_ACCOUNTS
                yield support.finding_about(session, kind, theirs, "", expected, "another one")

    def _breaches(self, broken: Broken) -> Iterator[Unit]:
        """Break a rule of each field at once: what the refusal does not name is tried alone."""
        yield from (self._broken(writer, broken) for writer in self._writers())

    def _broken(self, writer: Operation, broken: Broken) -> Unit:
        session, body = self._session, support.body_of(self._session, writer)
        if not is_object(body):
            return
        odd = {name: _with(body, name, value) for name, value in broken(self._index, writer, body).items()}
        odd = {
            name: item for name, item in odd.items() if not self._index.takes(writer, item) and made_safe(item) == item
        }
        whole = {name: item for name, item in body.items() if name not in odd}
        whole |= {name: item[name] for name, item in odd.items() if name in item}
        sent = support.attempt(session, writer, body=whole) if odd else None
        named = named_fields(sent)
        if sent and (named or support.taken(sent)):
            for name in [name for name in odd if name not in named][:_SUSPECTS]:
                yield from field_findings(session, writer, odd[name], name, "what the contract forbids")

    def _nonsense(self) -> Iterator[Unit]:
        """Send what is no JSON."""
        yield from (self._unread(writer) for writer in self._writers())

    def _unread(self, writer: Operation) -> Unit:
        sent = support.attempt(self._session, writer, ids=support.good_ids(self._session, writer), body=b"{")
        if sent and support.taken(sent) and writer.body_required:
            expected, kind = "a refusal of a body that is no JSON object", Kind.INVALID_REQUEST_ACCEPTED
            yield support.finding_about(self._session, kind, sent, "request:", expected, "a success")

    def _changes(self) -> Iterator[Unit]:
        """Change what can be changed, and read it."""
        for kind in support.kinds(self._session):
            for changer in support.at_one(self._session, kind):
                if changer.method == "PUT":
                    reader = support.reader_of(self._session, kind)
                    yield change_findings(self._session, kind, changer, reader, is_brief=True)

    def _endings(self) -> Iterator[Unit]:
        """Undo what was made before, and look for it."""
        for kind in support.kinds(self._session):
            for undoer in support.at_one(self._session, kind):
                if self._index.is_undoing(undoer.id):
                    yield self._ended(kind, undoer)

    def _ended(self, kind: str, undoer: Operation) -> Unit:
        makers = self._index.makers[kind]
        made = ((maker, self._firsts[maker].made) for maker in makers if maker in self._firsts)
        is_over = ("paid", "final")
        usable = ((maker, item) for maker, item in made if not self._index.is_state(item.get("status"), *is_over))
        maker, spare = next(usable, (makers[0], None))
        yield from Ending(self._session, kind, self._index.operations[maker], undoer, spare).findings()

    def _decisions(self) -> Iterator[Unit]:
        """Let what waits be paid, read it, and undo it, which must be refused."""
        for kind in support.kinds(self._session):
            for settler in self._index.settlers(kind):
                yield self._decided(kind, settler)

    def _decided(self, kind: str, settler: Operation) -> Unit:
        session, index = self._session, self._index
        paying = {
            name: value
            for name, states in index.outcomes(settler).items()
            for value, state in states.items()
            if index.is_state(state, "paid")
        }
        waiting = support.waiting(session, kind) if paying else None
        if waiting and support.taken(support.attempt(session, settler, ids={kind: waiting}, body=paying)):
            reader = support.reader_of(session, kind)
            undoers = [item for item in support.at_one(session, kind) if index.is_undoing(item.id)]
            for operation in [*([reader] if reader else []), *undoers]:
                support.attempt(session, operation, ids={kind: waiting})
        yield from ()

    def _last_look(self) -> Iterator[Unit]:
        """Look at all lists once more, when they hold what was made."""
        listers = [item for item in self._listers() if self._index.listed_as(item) in self._index.makers]
        latest = self._session.latest
        shown = {item.id: len(items(support.reply_of(latest.get(item.id)))) for item in listers}
        yield from map(self._looked_at, sorted(listers, key=lambda item: shown[item.id]))

    def _looked_at(self, lister: Operation) -> Unit:
        session, kind = self._session, self._index.listed_as(lister)
        page = support.attempt(session, lister, ids=support.good_ids(session, lister))
        reader = support.reader_of(session, kind)
        if reader is None:
            return
        listed = [item for item in items(support.reply_of(page)) if is_object(item)]
        ended = {str(item["status"]): item for item in listed if self._index.is_state(item.get("status"), "final")}
        for item in ended.values():
            read = support.attempt(session, reader, ids={kind: str(item.get("id"))})
            if read and not support.taken(read):
                expected = f"what {lister.id} lists"
                found = Kind.VALID_REQUEST_REFUSED
                yield support.finding_about(session, found, read, f"path:{kind}", expected, "a refusal")

    def _references(self) -> Iterator[Unit]:
        """Name what nothing has."""
        yield iter(reference_to_unknown_object_is_refused(self._session))

    def _few(self) -> Iterator[Unit]:
        """Whole checks that need few requests and tell much."""
        for check in _FEW:
            yield iter(check(self._session))


def run(session: Session) -> Iterator[Finding]:
    """Ask what tells most for a request."""
    yield from Survey(session).findings()


def named_fields(sent: Exchange | None) -> set[str]:
    """The fields that a refusal is about; none where it names none."""
    reply = sent.value if sent and sent.status == _REFUSED else None
    errors = reply.get("errors") if is_object(reply) else None
    return {str(name).partition(".")[0] for name in errors} if is_object(errors) else set()


def _only(fields: Mapping[str, Json], names: Iterable[str]) -> Fields:
    return {name: fields[name] for name in names if name in fields}


def _with(body: Fields, name: str, value: Json) -> Fields:
    """The body with one field as it is given, or without it where that is `_MISSING`."""
    return {**{key: item for key, item in body.items() if key != name}, **({} if value is _MISSING else {name: value})}


def _without(_: ContractIndex, __: Operation, body: Fields) -> Fields:
    """Each field left out, and one that nobody knows."""
    return {**dict.fromkeys(body, _MISSING), _UNKNOWN: 1}


def _beyond(index: ContractIndex, writer: Operation, body: Fields) -> Fields:
    """Each field just beyond its limits, or with a word that is not listed."""
    beyond = {
        name: next(_beyond_limits(index.followed(schema), body.get(name)), _MISSING)
        for name, schema in index.fields(writer).items()
    }
    return {name: value for name, value in beyond.items() if value is not _MISSING}


def _beyond_limits(limits: Document, usual: Json) -> Iterator[Json]:
    if "enum" in limits:
        yield _NO_WORD
    if "maxLength" in limits:
        yield f"{usual or 'x'}".ljust(limits["maxLength"] + 1, "a")
    if "minimum" in limits:
        yield limits["minimum"] - 1
    if type(usual) is int:
        yield -usual
    if "maximum" in limits:
        yield limits["maximum"] + 1
    if is_array(usual):
        yield []


def _mistyped(index: ContractIndex, writer: Operation, body: Fields) -> Fields:
    """Each field as programs get its type wrong."""
    return {name: _another_type(body[name]) for name in index.fields(writer) if name in body}


def _another_type(usual: Json) -> Json:
    if isinstance(usual, bool):
        return "true"
    if isinstance(usual, int):
        return f"{usual}"
    return 7 if isinstance(usual, str) else "x"


_FEW: Final = (
    renewed_part_has_ended,
    lists_of_two_customers_differ,
    top_up_raises_wallet_balance,
    declined_charge_keeps_balance,
    date_filters_include_their_day,
    list_holds_new_objects,
    later_expiry_is_kept,
)
