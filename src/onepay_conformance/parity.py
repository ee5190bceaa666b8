"""A parity walk: the same random walk on two servers, of which one is the sandbox, and where their replies differ.

The walk is drawn on the first server, and sent to the second with that server's ids in the place of the first's.
Replies are compared in a canonical form: ids are numbered in the order of their appearance, and moments, secrets and
what is each server's own are left out. What differs is shown by the fewest requests that still show it. A difference
that no assumption of the sandbox explains is a finding.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from onepay_conformance import cleanup
from onepay_conformance.aborts import Abort, BudgetSpent, Refused
from onepay_conformance.contract_index import ContractIndex, index_of
from onepay_conformance.generation.bodies import PREFIX
from onepay_conformance.journal import Journal
from onepay_conformance.phases import walks
from onepay_conformance.policy import Budget, RunPolicy, TokenBucket, Watch
from onepay_conformance.sender import NoReply, PlannedRequest, Sender
from onepay_conformance.session import Scope, Session, path_of
from onepay_conformance.target import Server
from onepay_contract.document import Contract
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Findings, Kind
from onepay_contract.judging.describe import kind_of
from onepay_contract.recordings.replay import Replay
from onepay_contract.redaction import vocabulary
from onepay_core.json_values import Json, is_array, is_object

STATUS: Final = "status"
"""The place of a difference between two statuses."""
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d([T ].*)?")
_INDEX: Final = re.compile(r"/\d+(?=/|$)")
_KEPT_HEADERS: Final = frozenset(("content-type", "x-idempotency", "accept"))
_TRIES: Final = 12
"""So many shorter walks are tried at most for one difference."""
_MANY: Final = 1_000_000
Walk: TypeAlias = Sequence[Exchange]
Answers: TypeAlias = Sequence[Exchange | None]


class UnknownAssumption(Exception):
    """A line explains a difference by an assumption that the sandbox does not make; the message names it."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A difference that is known: the operation, the place in its reply (or `status`), and the assumption behind it."""

    operation: str
    place: str
    assumption: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What two servers answered otherwise, and the operations that were called to show it, in their order."""

    finding: Finding
    walk: Sequence[str]

    @property
    def place(self) -> str:
        """Where in the reply it is; `status` where the statuses differ."""
        return STATUS if self.finding.kind is Kind.STATUS_DIFFERS else self.finding.pointer


@dataclass(frozen=True, slots=True)
class ParityReport:
    """What differs without an explanation, what is explained, and the explanations that nothing needed."""

    unexplained: Sequence[Difference]
    explained: Sequence[Difference]
    unused: Sequence[Explanation]
    exchanges: int
    operations: Sequence[str]
    left: Sequence[str]
    stopped: str | None = None

    @property
    def findings(self) -> Findings:
        """The differences that nothing explains."""
        return Findings(difference.finding for difference in self.unexplained)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a walk may cost each server: requests, objects made, requests in a second, and rounds of walks."""

    budget: int = 500
    objects: int = 200
    rate: float | None = None
    rounds: int = 1


def compared(  # noqa: PLR0913 - what a caller decides, each with its name
    contract: Contract,
    reference: Server,
    other: Server,
    *,
    seed: int = 0,
    explanations: Iterable[Explanation] = (),
    assumptions: Iterable[str] = (),
    limits: Limits = Limits(),
    only: frozenset[str] | None = None,
    watch: Watch | None = None,
) -> ParityReport:
    """Walk on both servers, compare, and clean up on both.

    Raises `UnknownAssumption` before anything is sent.
    """
    known = tuple(explanations)
    missing = sorted({item.assumption for item in known} - set(assumptions))
    if missing:
        raise UnknownAssumption(
            f"No assumption is called {', '.join(missing)}. Nothing was sent. The sandbox lists its own at /_sandbox/."
        )
    parity = _Parity(contract, reference, other, seed, limits, only, watch or Watch())
    try:
        return parity.report(known)
    finally:
        parity.close()


def read_explanations(text: str) -> list[Explanation]:
    """The explanations of a file: an operation, a place and an assumption in each line; `#` begins a comment.

    Raises `ValueError` for a line that has another form.
    """
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for words in lines:
        if len(words) != 3:
            raise ValueError(f"{' '.join(words)!r} is no explanation: write an operation, a place and an assumption.")
    return [Explanation(*words) for words in lines]


def notes(report: ParityReport) -> Iterator[str]:
    """What a reader must know besides: how each difference is shown, what is explained, and what was left undone."""
    if report.stopped:
        yield f"The walk ended early. {report.stopped}"
    yield from (f"Not cleaned up: {name}." for name in report.left)
    for item in report.unexplained:
        yield f"{item.finding.operation} differs at {item.place}; calls that show it: {', '.join(item.walk)}."
    for item in report.explained:
        yield f"{item.finding.operation} differs at {item.place}, as an assumption says."
    for line in report.unused:
        yield f"Nothing differs at {line.place} of {line.operation}; take out the line of {line.assumption}."


class _Side:
    """One server, with what this walk has made there."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one side
        self, server: Server, contract: Contract, seed: int, limits: Limits, scope: Scope, watch: Watch
    ) -> None:
        self.exchanges: Final[list[Exchange]] = []
        index = index_of(contract)
        bucket = TokenBucket(watch, None if server.is_local else limits.rate)
        policy = RunPolicy(Budget(limits.budget, limits.objects), bucket, watch)
        plain = replace(server, control=None, receiver=None)  # the API alone is compared
        self._sender: Final = Sender(plain, index, policy, Journal(), self.exchanges.append)
        self.name: Final = f"{seed}-{watch.stamp()[:19].translate(_PLAIN)}"
        self.session: Final = Session(index, self._sender, seed, self.name, scope)
        self._contract: Final = contract

    def replayed(self, walk: Walk, drawn: str, name: str) -> Answers:
        """What this server answers to the requests of a walk, made anew: named `name` where they were named `drawn`."""
        answers: list[Exchange | None] = []

        def send(exchange: Exchange) -> Exchange:
            answered = self._sent(exchange, f"{PREFIX}{drawn}", f"{PREFIX}{name}")
            answers.append(answered)
            return answered

        replay = Replay(self._contract, send)
        for exchange in walk:
            try:
                replay.once(exchange)
            except (NoReply, Refused):
                answers.append(None)
        return answers

    def _sent(self, exchange: Exchange, drawn: str, name: str) -> Exchange:
        operation = self._contract.operations[exchange.operation or ""]
        match = self._contract.find(exchange.method, exchange.url)
        ids: Mapping[str, str] = match.ids if match else dict[str, str]()
        headers = [(key.lower(), value.replace(drawn, name)) for key, value in exchange.request_headers]
        query = parse_qsl(urlsplit(exchange.url).query, keep_blank_values=True)
        return self.session.carry(
            PlannedRequest(
                operation=operation.id,
                method=exchange.method,
                path=path_of(operation.path, ids),
                query=tuple((key, value.replace(drawn, name)) for key, value in query),
                headers=tuple((key, value) for key, value in headers if key in _KEPT_HEADERS),
                body=exchange.request_body.replace(drawn.encode(), name.encode()),
                key=self.session.contract_index.key(operation),
                ids=ids,
            )
        )

    def close(self) -> None:
        self._sender.close()


_PLAIN: Final = str.maketrans("", "", "-:T")


class _Met(NamedTuple):
    """A difference as it was met: the number of the request in the walk, and what it is."""

    number: int
    finding: Finding


class _Parity:
    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one comparison
        self,
        contract: Contract,
        reference: Server,
        other: Server,
        seed: int,
        limits: Limits,
        only: frozenset[str] | None,
        watch: Watch,
    ) -> None:
        index = index_of(contract)
        sessions = frozenset(item.id for item in index.operations.values() if index.needs_session(item))
        skipped = sessions | frozenset(item.id for item in index.login or ())
        scope = Scope(skipped, only)
        self._canon: Final = _Canon(index)
        self._rounds: Final = limits.rounds
        self._reference: Final = _Side(reference, contract, seed, limits, scope, watch)
        self._other: Final = _Side(other, contract, seed, limits, scope, watch)
        self._attempts = 0

    def close(self) -> None:
        self._reference.close()
        self._other.close()

    def report(self, explanations: Sequence[Explanation]) -> ParityReport:
        found: list[Difference] = []
        stopped: str | None = None
        walk: Walk = ()
        try:
            walk = self._drawn()
            found = list(self._found(walk))
        except Abort as stop:
            stopped = f"{type(stop).__name__}: {stop}"
        left = [name for side in (self._reference, self._other) for name in _cleaned(side)]
        known = {(item.operation, item.place): item for item in explanations}
        explained = [item for item in found if (item.finding.operation, item.place) in known]
        used = {(item.finding.operation, item.place) for item in explained}
        return ParityReport(
            [item for item in found if item not in explained],
            explained,
            [item for place, item in known.items() if place not in used],
            len(self._reference.exchanges) + len(self._other.exchanges),
            sorted({item.operation for item in walk if item.operation}),
            left,
            stopped,
        )

    def _drawn(self) -> Walk:
        """A walk on the first server that leaves the second half of its budget for showing differences."""
        budget = self._reference.session.sender.policy.budget
        budget.requests //= 2
        with contextlib.suppress(BudgetSpent):
            for _ in walks.run(self._reference.session, self._rounds):
                pass  # what a walk finds by itself, `onepay conformance run` reports
        budget.requests = budget.objects = _MANY  # the sandbox may be asked as often as a difference needs
        return [item for item in self._reference.exchanges if item.operation and item.request_header("authorization")]

    def _found(self, walk: Walk) -> Iterator[Difference]:
        drawn = self._reference.name
        answers = self._other.replayed(walk, drawn, drawn)
        met: dict[tuple[str, Kind, str], _Met] = {}
        for item in self._canon.differences(walk, answers):
            met.setdefault((item.finding.operation, item.finding.kind, item.finding.pointer), item)
        for item in met.values():
            shortest = self._shrunk(walk, item)
            yield Difference(item.finding, [str(exchange.operation) for exchange in shortest])

    def _shrunk(self, walk: Walk, met: _Met) -> Walk:
        """The fewest requests that still show a difference, as far as some tries tell.

        What made the things that others refer to stays; of the rest as much as possible is left out.
        """
        whole = walk[: met.number + 1]
        needed = _needed(whole)
        rest = [number for number in range(len(whole)) if number not in needed]
        size, tries = len(rest), 0
        while size and tries < _TRIES:
            for begin in range(0, len(rest), size):
                shorter = [*rest[:begin], *rest[begin + size :]]
                tries += 1
                if self._shows([whole[number] for number in sorted({*needed, *shorter})], met.finding):
                    rest = shorter
                    break
                if tries >= _TRIES:
                    break
            else:
                size //= 2
            size = min(size, len(rest))
        return [whole[number] for number in sorted({*needed, *rest})]

    def _shows(self, walk: Walk, wanted: Finding) -> bool:
        """Whether a walk, made anew on both servers, shows a difference in its last request."""
        self._attempts += 1
        drawn, name = self._reference.name, f"{self._reference.name}-{self._attempts}"
        both = [side.replayed(walk, drawn, name) for side in (self._reference, self._other)]
        first = [answer or exchange for answer, exchange in zip(both[0], walk, strict=True)]
        return any(
            met.number == len(walk) - 1
            and met.finding.signature[:2] == wanted.signature[:2]
            and met.finding.pointer == wanted.pointer
            and (wanted.kind is not Kind.STATUS_DIFFERS or met.finding == wanted)
            for met in self._canon.differences(first, both[1])
        )


def _needed(walk: Walk) -> set[int]:
    """The number of the last request, and of those that made what it, or they, refer to."""
    needed = {len(walk) - 1}
    for number in reversed(range(len(walk) - 1)):
        exchange = walk[number]
        shown = set(_UUID.findall(exchange.reply_body.decode("utf-8", "replace")))
        is_making = exchange.method == "POST" and exchange.status < 300
        if is_making and any(shown & _named(walk[later]) for later in needed):
            needed.add(number)
    return needed


def _named(exchange: Exchange) -> set[str]:
    """The ids in a request."""
    return set(_UUID.findall(exchange.url)) | set(_UUID.findall(exchange.request_body.decode("utf-8", "replace")))


def _cleaned(side: _Side) -> list[str]:
    try:
        return cleanup.clean(side.session)
    except Abort:
        return list(side.session.sender.journal.past.made)


class _Canon:
    """The canonical form of replies, and where two walks' replies differ in it."""

    def __init__(self, index: ContractIndex) -> None:
        self._index: Final = index
        self._vocabulary: Final = vocabulary(index.contract)
        self._secrets: Final = frozenset(
            name
            for schema in index.contract.schemas.values()
            for name, field in schema.get("properties", {}).items()
            if field.get("x-sensitive") == "secret"
        )

    def differences(self, walk: Walk, answers: Answers) -> Iterator[_Met]:
        """Each difference, with the number of the request."""
        ids: tuple[dict[str, int], dict[str, int]] = ({}, {})
        for number, (first, second) in enumerate(zip(walk, answers, strict=True)):
            if second is not None:
                for finding in self._between(first, second, ids):
                    yield _Met(number, finding)

    def _between(
        self, first: Exchange, second: Exchange, ids: tuple[dict[str, int], dict[str, int]]
    ) -> Iterator[Finding]:
        operation = self._index.operations[first.operation or ""]
        expected_leaves = dict(self._leaves(first, ids[0]))
        actual_leaves = dict(self._leaves(second, ids[1]))
        if first.status != second.status:
            expected, actual = str(first.status), str(second.status)
            yield Finding.of(Kind.STATUS_DIFFERS, operation.id, first.status, expected=expected, actual=actual)
            return
        if self._index.is_list(operation):
            return  # what an account holds already is no difference; shapes are compared of single objects
        for pointer in sorted(expected_leaves.keys() | actual_leaves.keys()):
            before, after = expected_leaves.get(pointer, _ABSENT), actual_leaves.get(pointer, _ABSENT)
            if before != after:
                is_shape = _ABSENT in {before, after} or before[0] != after[0]
                kind = Kind.SHAPE_DIFFERS if is_shape else Kind.VALUE_DIFFERS
                place = _INDEX.sub("/*", pointer)
                shown = [self._shown(pointer, item) for item in (before, after)]
                yield Finding.of(kind, operation.id, first.status, pointer=place, expected=shown[0], actual=shown[1])

    def _shown(self, pointer: str, leaf: _Leaf) -> str:
        kind, text = leaf
        is_private = pointer.rpartition("/")[2] in self._vocabulary.sensitive
        return kind if is_private or not text else f"{kind} {text[:40]}"

    def _leaves(self, exchange: Exchange, ids: dict[str, int]) -> Iterator[tuple[str, _Leaf]]:
        operation = self._index.operations[exchange.operation or ""]
        marks = self._index.marks
        own = marks.changing(operation) | marks.unique(operation)
        yield from self._below(exchange.value, "", ids, own, is_refusal=exchange.status >= 400)

    def _below(
        self, value: Json, pointer: str, ids: dict[str, int], own: frozenset[str], *, is_refusal: bool
    ) -> Iterator[tuple[str, _Leaf]]:
        name = pointer.rpartition("/")[2]
        if is_object(value) and value:
            for key in sorted(value):
                yield from self._below(value[key], f"{pointer}/{key}", ids, own, is_refusal=is_refusal)
        elif is_array(value) and value:
            for number, item in enumerate(value):
                yield from self._below(item, f"{pointer}/{number}", ids, own, is_refusal=is_refusal)
        else:
            leaf = self._leaf(value, name, ids)
            is_its_own = name in own | self._secrets or (is_refusal and name in {"message", "description"})
            yield pointer, (leaf[0], "") if is_its_own and value is not None else leaf

    def _leaf(self, value: Json, name: str, ids: dict[str, int]) -> _Leaf:
        if not isinstance(value, str):
            return kind_of(value), "" if value is None else str(value)
        if self._vocabulary.is_id(name) or _UUID.fullmatch(value):
            return "an id", f"#{ids.setdefault(value, len(ids) + 1)}"
        if _MOMENT.fullmatch(value):
            return "a moment", re.sub(r"\d", "9", value)
        if value.startswith(("https://", "http://")):
            return "a web address", urlsplit(value).hostname or ""
        return "a text", _UUID.sub(lambda found: f"#{ids.setdefault(found[0], len(ids) + 1)}", value)


_Leaf: TypeAlias = tuple[str, str]
_ABSENT: Final[_Leaf] = ("no such field", "")
