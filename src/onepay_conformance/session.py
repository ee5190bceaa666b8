"""What phases and active checks work with: one run against one server."""

from __future__ import annotations

import json
import random
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final
from urllib.parse import quote

from onepay_conformance.contract_index import ContractIndex
from onepay_conformance.fixtures import Fixtures, items, objects_of
from onepay_conformance.generation.bodies import PREFIX, Bodies
from onepay_conformance.sender import PlannedRequest, Sender
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_core.json_values import Json, is_object

_PARAMETER: Final = re.compile(r"{(\w+)}")
_MOST_PAGES: Final = 50
_NO_IDS: Final[Mapping[str, str]] = {}
Query = Mapping[str, str | int]


class CannotMake(Exception):
    """An object that is needed cannot be made on this server; the message says what refused."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the contract a run asks.

    `skipped` operations are not called at all; where `only` some are tested, others may still be called to make what
    those need. `part` (such as 1 of 4) leaves the other cases to other processes; together they do what one run does.
    """

    skipped: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    part: tuple[int, int] = (0, 1)

    def has(self, operation: str) -> bool:
        """Whether an operation is tested."""
        return operation not in self.skipped and (self.only is None or operation in self.only)

    def takes(self, case: str) -> bool:
        """Whether a case is in this part."""
        number, parts = self.part
        return parts == 1 or zlib.crc32(case.encode()) % parts == number


class Session:
    """One run: what it sends, what it knows, and the chance that it uses."""

    def __init__(
        self, contract_index: ContractIndex, sender: Sender, seed: int, run: str, scope: Scope | None = None
    ) -> None:
        self.contract_index: Final = contract_index
        self.sender: Final = sender
        self.seed: Final = seed
        self.scope: Final = scope or Scope()
        self.fixtures: Final = Fixtures(contract_index, reads_only=sender.policy.read_only)
        self.chance: Final = random.Random(seed)  # noqa: S311 - which cases to take is no secret
        self._run: Final = f"{PREFIX}{run}"
        self._numbers: Final = count(1)
        self.bodies: Final = Bodies(contract_index, self.fixtures.first, self.name, sender.policy.watch.now())
        self._unmakeable: Final[dict[str, str]] = {}
        self.customer: str | None = None
        """The customer who is logged in."""
        self.states: Final[dict[str, str]] = {}
        """The state that each object has shown last, by its id."""
        self.latest: Final[dict[str, Exchange]] = {}
        """What each operation that reads has answered last, without a query, to the first account."""

    def name(self) -> str:
        """A new name, for `external_id` or an idempotency key; everything that a run makes bears its mark."""
        return f"{self._run}-N{next(self._numbers)}"

    @property
    def skipped(self) -> frozenset[str]:
        """The operations that are not called at all."""
        return self.scope.skipped

    def takes(self, case: str) -> bool:
        """Whether a case is this run's to send: in its part, and not finished by the run that it resumes."""
        return self.scope.takes(case) and case not in self.sender.journal.past.done

    def operations(self) -> list[Operation]:
        """The operations that are tested now, in the contract's order."""
        is_reading = self.sender.policy.read_only
        listed = [item for name, item in self.contract_index.operations.items() if self.scope.has(name)]
        return [entry for entry in listed if (entry.method == "GET" or not is_reading) and self._has_key(entry)]

    def send(  # noqa: PLR0913 - the parts of a request
        self,
        operation_id: str,
        *,
        ids: Mapping[str, str] = _NO_IDS,
        query: Query | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        key: Key | None = None,
    ) -> Exchange:
        """Call an operation. Ids that are not given are good ones; the idempotency key is new unless one is given.

        `body` is sent as JSON, or as it is where it is bytes. Raises `CannotMake` where an id cannot be had, and
        what `Sender.send` raises.
        """
        operation = self.contract_index.operations[operation_id]
        whole = {name: ids.get(name) or self.good_id(operation, name) for name in _PARAMETER.findall(operation.path)}
        return self.carry(
            PlannedRequest(
                operation=operation_id,
                method=operation.method,
                path=path_of(operation.path, whole),
                query=tuple((name, str(value)) for name, value in (query or {}).items()),
                headers=self._headers(operation, body, headers),
                body=encoded(body),
                key=key or self.contract_index.key(operation),
                ids=whole,
            )
        )

    def carry(self, request: PlannedRequest) -> Exchange:
        """Send a request as it is, and learn from what comes back to the first account."""
        exchange = self.sender.send(request)
        for entry in objects_of(exchange.value) if exchange.status < 300 else ():
            if isinstance(entry.get("id"), str) and isinstance(entry.get("status"), str):
                self.states[entry["id"]] = entry["status"]
        if request.key != Key.OTHER:  # the first account cannot use what the second one has made
            self.fixtures.learn(exchange, request.ids)
            if exchange.status == 200 and request.method == "GET" and not request.query:
                self.latest[request.operation] = exchange
        if exchange.status < 300 and self.contract_index.is_undoing(request.operation) and request.is_documented:
            self.fixtures.forget(request.ids)
        return exchange

    def id_of(self, name: str) -> str:
        """A good id of that name, such as `customer_id`; an object is made where none is known."""
        if name not in self.fixtures.first:
            self._find(name)
        return str(self.fixtures.first[name])

    def new_id(self, name: str) -> str:
        """The id of an object that is made for this call, since the call ends it."""
        made = self.make(name)
        inner = made.get("data")
        identifier = made.get("id") or (inner.get("id") if is_object(inner) else None)
        if not isinstance(identifier, str):
            raise CannotMake(f"The new {name} has no id.")
        return identifier

    def make(self, kind: str) -> dict[str, Any]:
        """A new object, such as `make("customer")`: what the call that made it answered. Raises `CannotMake`."""
        name = kind if kind.endswith("_id") else f"{kind}_id"
        refusals: list[str] = []
        for maker in self._makers(name):
            made = self._made_by(maker)
            if is_object(made):
                return made
            refusals.append(str(made))
        raise CannotMake(f"No {kind} can be made here: {'; '.join(refusals) or 'no operation makes it'}.")

    def all_of(self, operation_id: str, **query: str | int) -> list[dict[str, Any]]:
        """Every object of a list, page after page, until a page is empty or repeats the one before."""
        found: list[dict[str, Any]] = []
        for page in self.pages(operation_id, **query):
            found += [item for item in page if is_object(item)]
        return found

    def pages(self, operation_id: str, **query: str | int) -> Iterator[list[Json]]:
        """The pages of a list; one where the operation has no parameter `page`."""
        has_pages = any(
            parameter.name == "page" for parameter in self.contract_index.operations[operation_id].parameters
        )
        before: list[Json] = []
        for number in range(1, _MOST_PAGES + 1):
            exchange = self.send(operation_id, query={**query, "page": number} if has_pages else query)
            page = items(exchange.value) if exchange.status == 200 else []
            if not page or page == before:
                return
            yield page
            if not has_pages:
                return
            before = page

    def _find(self, name: str) -> None:
        """Learn an id of that name, by making an object or by listing those that there are."""
        if name in self._unmakeable:
            raise CannotMake(self._unmakeable[name])
        self._unmakeable[name] = f"{name} is needed to make itself"
        try:
            self._fetch(name)
        except CannotMake as error:
            self._unmakeable[name] = str(error)
            raise
        del self._unmakeable[name]

    def _fetch(self, name: str) -> None:
        if self.sender.policy.read_only or name not in self.contract_index.makers:
            self._look_up(name)
        else:
            self.make(name)
        if name not in self.fixtures.first:
            raise CannotMake(f"Nothing on this server tells a {name}.")

    def _look_up(self, name: str) -> None:
        for operation in self.contract_index.id_sources(name):
            if operation.id not in self.skipped:
                self.send(operation.id)
            if name in self.fixtures.first:
                return

    def _made_by(self, maker: str) -> dict[str, Any] | str:
        """The object that an operation makes, or why it does not."""
        operation = self.contract_index.operations[maker]
        self.find_references(operation)
        refusal = "it has no documented body"
        for number in range(len(self.contract_index.examples(operation))):
            exchange = self.send(maker, body=self.bodies.base(operation, number))
            reply = exchange.value
            if 200 <= exchange.status < 300 and is_object(reply):
                return reply
            refusal = f"{maker} answered {exchange.status}"
        return refusal

    def _try_to_find(self, name: str) -> None:
        if name not in self.fixtures.first:
            try:
                self._find(name)
            except CannotMake:
                return

    def _makers(self, name: str) -> Sequence[str]:
        makers = self.contract_index.makers.get(name, ())
        return [
            maker
            for maker in makers
            if maker not in self.skipped and self._has_key(self.contract_index.operations[maker])
        ]

    def _has_key(self, operation: Operation) -> bool:
        return self.sender.server.keys.has(self.contract_index.key(operation))

    def base(self, operation: Operation, number: int = 0) -> Json:
        """One of the documented bodies of an operation, which refers to objects that exist."""
        self.find_references(operation)
        return self.bodies.base(operation, number)

    def find_references(self, operation: Operation) -> None:
        """Make or look up what the documented bodies of an operation refer to, where that can be done."""
        for name in self.bodies.references(operation):
            self._try_to_find(name)

    def own_headers(self, operation: Operation) -> dict[str, str]:
        """The headers that an operation needs besides its key, new ones for this call."""
        headers: dict[str, str] = {}
        if self.contract_index.takes_idempotency_key(operation):
            headers["x-idempotency"] = self.name()
        if self.contract_index.needs_session(operation):
            headers["x-customer-token"] = self.id_of("customer_token")
        return headers

    def good_id(self, operation: Operation, name: str, method: str | None = None) -> str:
        """A good id for the path of an operation; for a customer's session, one of that session.

        Where nothing can be made, what others have made may be read; `method` is the one that is sent, if not its own.
        """
        linked = self._linked(operation).get(name) if self.contract_index.needs_session(operation) else None
        try:
            return linked or self.id_of(name)
        except CannotMake:
            if (method or operation.method) == "GET" and name in self.fixtures.to_read:
                return self.fixtures.to_read[name]
            raise

    def _linked(self, operation: Operation) -> Mapping[str, str]:
        """The ids that a link to an operation has told; where none has, the call that has the link is made."""
        for source in self.contract_index.sources(operation.id):
            if operation.id not in self.fixtures.linked and source not in self.skipped:
                self.send(source, body=self.base(self.contract_index.operations[source]))
        return self.fixtures.linked.get(operation.id, _NO_IDS)

    def _headers(self, operation: Operation, body: Any, given: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
        headers = {"content-type": "application/json"} if body is not None else {}
        headers |= self.own_headers(operation) | {name.lower(): value for name, value in (given or {}).items()}
        return tuple((name, value) for name, value in headers.items() if value)


def path_of(template: str, ids: Mapping[str, str]) -> str:
    """A path with its ids, each written so that it cannot become another step."""
    return _PARAMETER.sub(lambda found: quote(str(ids[found[1]]), safe=""), template)


def encoded(body: Any) -> bytes:
    """A body as it is sent."""
    if isinstance(body, bytes):
        return body
    return b"" if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
