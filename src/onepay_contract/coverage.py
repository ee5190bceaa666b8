"""How much of the contract exchanges exercised: operations, statuses, fields, and words of lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from onepay_contract.document import Contract, Fact, Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.tracing import Touch, Tracer
from onepay_contract.values import UnreadableBody, read_json
from onepay_core.json_values import Json


@dataclass(frozen=True, slots=True)
class Share:
    """What was exercised of one sort of thing, and what was not."""

    what: str
    seen: frozenset[str]
    unseen: frozenset[str]

    @property
    def percent(self) -> float:
        """How much of it was exercised."""
        total = len(self.seen) + len(self.unseen)
        return 100 * len(self.seen) / total if total else 100.0

    def __str__(self) -> str:
        return f"{self.what}: {len(self.seen)} of {len(self.seen) + len(self.unseen)} ({self.percent:.0f} %)"


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
        self._touched.update(_named(name, touch) for touch in self._tracer.touched(value, fact))

    def _answered(self) -> Iterator[str]:
        for name, statuses in self._statuses.items():
            replies = (self._contract.operations[name].reply(status) for status in statuses)
            yield from (f"{name} {reply.key}" for reply in replies if reply)

    def _documented(self) -> Iterator[str]:
        for one in self._contract.operations.values():
            yield from (f"{one.id} {key}" for key in one.replies)

    def _reachable(self, only: str | None = None) -> tuple[set[str], set[str]]:
        """The names of all fields and of all words that bodies of operations can have."""
        fields, words = set[str](), set[str]()
        for name, fact in self._bodies(only):
            for touch in self._tracer.reachable(fact):
                (fields if touch.word is None else words).add(_named(name, touch))
        return fields, words

    def _bodies(self, only: str | None) -> Iterator[tuple[str, Fact]]:
        chosen = [one for one in self._contract.operations.values() if only in (None, one.id)]
        for operation in chosen:
            if operation.body:
                yield f"{operation.id} request", operation.body
            for key, reply in operation.replies.items():
                yield from ((f"{operation.id} {key}", fact) for fact in reply.media.values())


def _named(name: str, touch: Touch) -> str:
    """A field belongs to its operation; the words of a list are the same wherever the list is used."""
    return f"{name} {touch.where}" if touch.word is None else f"{touch.where.rpartition('/')[2]} {touch.word}"


def _share(what: str, seen: set[str], every: set[str]) -> Share:
    return Share(what, frozenset(seen & every), frozenset(every - seen))


def _value(body: bytes) -> Json:
    """A body as a value; one that cannot be read exercises nothing."""
    try:
        return read_json(body)
    except UnreadableBody:
        return None
