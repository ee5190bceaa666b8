"""Which operations, statuses, fields and enum values exchanges exercised, and which operations were answered live."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from onepay_contract.document import Contract, Fact, Operation
from onepay_contract.exchanges import Exchange, UnreadableBody, read_json
from onepay_contract.judging.validation import Validator, invalidating
from onepay_core.json_values import Json, is_array, is_object

_LISTS: Final = ("enum", "x-extensible-enum")


class CoverageHit(NamedTuple):
    """A field of a body by its pointer, or a word of the list that stands at a place of the contract."""

    where: str
    word: str | None = None


class Tracer:
    """Follows values along the schemas of one contract."""

    def __init__(self, contract: Contract) -> None:
        self._contract: Final = contract
        self._validator: Final = Validator(contract)

    def touched(self, value: Json, fact: Fact, pointer: str = "") -> Iterator[CoverageHit]:
        """What a value touches; where it fits no form of a union, it touches the union and nothing below."""
        target = self._contract.followed(fact)
        schema = target.schema
        if is_object(value):
            for name in value.keys() & schema.get("properties", {}).keys():
                yield CoverageHit(f"{pointer}/{name}")
                below = self._contract.below(target, schema["properties"][name], f"{target.place}/properties/{name}")
                yield from self.touched(value[name], below, f"{pointer}/{name}")
        if is_array(value) and "items" in schema:
            items = self._contract.below(target, schema["items"], f"{target.place}/items")
            for item in value:
                yield from self.touched(item, items, f"{pointer}/*")
        if isinstance(value, str) and any(value in schema.get(word, ()) for word in _LISTS):
            yield CoverageHit(target.place, value)
        yield from self._union(value, target, pointer)

    def _union(self, value: Json, target: Fact, pointer: str) -> Iterator[CoverageHit]:
        for branch in branches(self._contract, target):
            if not invalidating(self._validator.violations(value, branch)):
                yield from self.touched(value, branch, pointer)
                return

    def reachable(self, fact: Fact, pointer: str = "", above: frozenset[str] = frozenset()) -> Iterator[CoverageHit]:
        """All that values of a schema could touch; a schema within itself is followed once."""
        target = self._contract.followed(fact)
        if target.place in above:
            return
        inside, schema = above | {target.place}, target.schema
        yield from (CoverageHit(target.place, str(value)) for word in _LISTS for value in schema.get(word, ()))
        for name, field in schema.get("properties", {}).items():
            yield CoverageHit(f"{pointer}/{name}")
            below = self._contract.below(target, field, f"{target.place}/properties/{name}")
            yield from self.reachable(below, f"{pointer}/{name}", inside)
        if "items" in schema:
            items = self._contract.below(target, schema["items"], f"{target.place}/items")
            yield from self.reachable(items, f"{pointer}/*", inside)
        for branch in branches(self._contract, target):
            yield from self.reachable(branch, pointer, inside)


def branches(contract: Contract, fact: Fact) -> list[Fact]:
    """The forms of a union."""
    return [
        contract.below(fact, schema, f"{fact.place}/{word}/{number}")
        for word in ("anyOf", "oneOf")
        for number, schema in enumerate(fact.schema.get(word, ()))
    ]


@dataclass(frozen=True, slots=True)
class Share:
    """The exercised part of all operations, statuses, fields or enum values, and the rest."""

    what: str
    exercised: frozenset[str]
    missing: frozenset[str]

    @property
    def percent(self) -> float:
        """How much of it was exercised."""
        total = len(self.exercised) + len(self.missing)
        return 100 * len(self.exercised) / total if total else 100.0

    def __str__(self) -> str:
        return f"{self.what}: {len(self.exercised)} of {len(self.exercised) + len(self.missing)} ({self.percent:.0f} %)"


class Coverage:
    """Counts what exchanges exercise. Fields are named `payments_get 200 /customer/email`."""

    def __init__(self, contract: Contract) -> None:
        self._contract: Final = contract
        self._tracer: Final = Tracer(contract)
        self._calls: Final[Counter[str]] = Counter()
        self._statuses: Final[defaultdict[str, set[int]]] = defaultdict(set)
        self._touched: Final[set[str]] = set()

    def add(self, exchanges: Iterable[Exchange]) -> None:
        """Count exchanges; those of no operation of the contract exercise nothing."""
        for exchange in exchanges:
            match = None if exchange.operation else self._contract.find(exchange.method, exchange.url)
            name = exchange.operation or (match.operation.id if match else "")
            if name in self._contract.operations:
                self._count(self._contract.operations[name], exchange)

    @property
    def calls(self) -> Counter[str]:
        """How often each operation was called."""
        return Counter(self._calls)

    def statuses(self, operation: str) -> frozenset[int]:
        """The statuses that an operation answered, documented or not."""
        return frozenset(self._statuses[operation])

    def shares(self) -> tuple[Share, ...]:
        """What was exercised of operations, statuses, fields and words."""
        fields, words = self._reachable()
        return (
            _share("operations", set(self._calls), set(self._contract.operations)),
            _share("statuses", set(self._answered()), set(self._documented())),
            _share("fields", self._touched, fields),
            _share("words of lists", self._touched, words),
        )

    def fields(self, operation: str) -> Share:
        """The same of the fields of one operation, in requests and replies."""
        every, _ = self._reachable(operation)
        return _share("fields", self._touched, every)

    def _count(self, operation: Operation, exchange: Exchange) -> None:
        self._calls[operation.id] += 1
        self._statuses[operation.id].add(exchange.status)
        reply = operation.reply(exchange.status)
        if operation.body:
            self._touch(f"{operation.id} request", _value(exchange.request_body), operation.body)
        if reply:
            for fact in reply.media.values():
                self._touch(f"{operation.id} {reply.key}", _value(exchange.reply_body), fact)

    def _touch(self, name: str, value: Json, fact: Fact) -> None:
        self._touched.update(_named(name, hit) for hit in self._tracer.touched(value, fact))

    def _answered(self) -> Iterator[str]:
        for name, statuses in self._statuses.items():
            replies = (self._contract.operations[name].reply(status) for status in statuses)
            yield from (f"{name} {reply.key}" for reply in replies if reply)

    def _documented(self) -> Iterator[str]:
        for operation in self._contract.operations.values():
            yield from (f"{operation.id} {key}" for key in operation.replies)

    def _reachable(self, only: str | None = None) -> tuple[set[str], set[str]]:
        """The names of all fields and of all words that bodies of operations can have."""
        fields, words = set[str](), set[str]()
        for name, fact in self._bodies(only):
            for hit in self._tracer.reachable(fact):
                (fields if hit.word is None else words).add(_named(name, hit))
        return fields, words

    def _bodies(self, only: str | None) -> Iterator[tuple[str, Fact]]:
        chosen = [operation for name, operation in self._contract.operations.items() if only in (None, name)]
        for operation in chosen:
            if operation.body:
                yield f"{operation.id} request", operation.body
            for key, reply in operation.replies.items():
                yield from ((f"{operation.id} {key}", fact) for fact in reply.media.values())


def _named(name: str, hit: CoverageHit) -> str:
    """A field belongs to its operation; the words of a list are the same wherever the list is used."""
    return f"{name} {hit.where}" if hit.word is None else f"{hit.where.rpartition('/')[2]} {hit.word}"


def _share(what: str, exercised: set[str], every: set[str]) -> Share:
    return Share(what, frozenset(exercised & every), frozenset(every - exercised))


def _value(body: bytes) -> Json:
    """A body as a value; one that cannot be read exercises nothing."""
    try:
        return read_json(body)
    except UnreadableBody:
        return None


HEADING: Final = (
    "# Operations that the real API was seen to answer: the day of the first recorded answer, and all statuses since.\n"
    "# `onepay contract live RECORDING --list THIS_FILE` brings it up to date.\n"
)
_LINE: Final = re.compile(r"(?P<operation>\w+) {2,}(?P<day>\d{4}-\d\d-\d\d) {2,}(?P<statuses>\d{3}(?: \d{3})*)")


class LiveListError(ValueError):
    """A list of live answers has a line that cannot be read; the message names it."""


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """The day of the first live answer of an operation, and the statuses since."""

    day: str
    statuses: frozenset[int]


def read_live_list(text: str) -> dict[str, LiveAnswer]:
    """When each operation that was ever answered live was first answered."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found = dict(_entry(line) for line in lines)
    if lines != sorted(lines) or len(found) < len(lines):
        raise LiveListError("The list is not sorted, or names an operation twice.")
    return found


def live_list_text(answers: dict[str, LiveAnswer]) -> str:
    """The text of a list."""
    width = max(map(len, answers), default=0)
    return HEADING + "".join(f"{name:<{width}}  {_columns(answers[name])}\n" for name in sorted(answers))


def updated_live_list(text: str, exchanges: Iterable[Exchange], contract: Contract) -> str:
    """The list after exchanges; only those with a host of the contract count as live, and no 5XX does."""
    answers = {name: answer for name, answer in read_live_list(text).items() if name in contract.operations}
    for exchange in exchanges:
        name = exchange.operation or _found(exchange, contract)
        if name in contract.operations and _is_live(exchange, contract):
            answers[name] = _with(answers.get(name), exchange)
    return live_list_text(answers)


def _found(exchange: Exchange, contract: Contract) -> str:
    match = contract.find(exchange.method, exchange.url)
    return match.operation.id if match else ""


def _is_live(exchange: Exchange, contract: Contract) -> bool:
    return urlsplit(exchange.url).hostname in contract.hosts and exchange.status < 500  # noqa: PLR2004 (HTTP's own)


def _with(answer: LiveAnswer | None, exchange: Exchange) -> LiveAnswer:
    day = exchange.at[:10]
    if answer is None:
        return LiveAnswer(day, frozenset({exchange.status}))
    return LiveAnswer(min(answer.day, day), answer.statuses | {exchange.status})


def _columns(answer: LiveAnswer) -> str:
    return f"{answer.day}  {' '.join(map(str, sorted(answer.statuses)))}"


def _entry(line: str) -> tuple[str, LiveAnswer]:
    found = _LINE.fullmatch(line)
    if not found:
        raise LiveListError(f"The list has a line that cannot be read: {line[:80]!r}.")
    statuses = frozenset(int(status) for status in found["statuses"].split())
    return found["operation"], LiveAnswer(found["day"], statuses)
