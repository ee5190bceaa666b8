"""A planted fault: a server that does one thing wrong."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias

import httpx

from conformance.planted.answers import Answer
from onepay_contract.document import Match
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import is_object

Ask: TypeAlias = Callable[[httpx.Request], Answer]
Pause: TypeAlias = Callable[[float], None]

EVERYTHING: Final = "*"
"""What a fault hears that wants to see all calls, those too that belong to no operation."""


class Call:
    """A request that reaches a faulty server, and the true server behind it."""

    def __init__(
        self, request: httpx.Request, match: Match | None, ask: Ask, memory: dict[str, Any], pause: Pause
    ) -> None:
        """`memory` is what the faulty server remembers between calls; `pause` waits, or pretends to."""
        self.request: Final = request
        self.operation: Final = match.operation.id if match else None
        self.ids: Final[Mapping[str, str]] = match.ids if match else {}
        self.memory: Final = memory
        self.pause: Final = pause
        self._ask: Final = ask

    @cached_property
    def truth(self) -> Answer:
        """What the true server answers; it is asked once."""
        return self._ask(self.request)

    @property
    def body(self) -> Any:
        """What the request's body says, a copy at each call; None where that is not JSON."""
        try:
            return json.loads(self.request.content)
        except ValueError:
            return None

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of the request's body; none where it is no object."""
        body = self.body
        return body if is_object(body) else {}

    @property
    def query(self) -> dict[str, str]:
        """The parameters in the URL."""
        return dict(self.request.url.params)

    @property
    def key(self) -> str:
        """The API key that was sent, with the word before it."""
        return str(self.request.headers.get("authorization", ""))

    @property
    def idempotency_key(self) -> str | None:
        """The idempotency key that was sent."""
        key: str | None = self.request.headers.get("x-idempotency")
        return key

    def remembered(self, name: str) -> dict[Any, Any]:
        """A table of what was remembered under a name."""
        table: dict[Any, Any] = self.memory.setdefault(name, {})
        return table

    def instead(
        self,
        *,
        method: str | None = None,
        body: Any = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """What the true server answers to the request as it is changed here."""
        url = self.request.url if query is None else self.request.url.copy_with(params=query)
        content = self.request.content if body is None else json.dumps(body).encode()
        return self._sent(method or self.request.method, url, headers or {}, content)

    def resent(self, content: bytes) -> Answer:
        """What the true server answers to the request with these bytes as its body."""
        return self._sent(self.request.method, self.request.url, {}, content)

    def _sent(self, method: str, url: httpx.URL, headers: Mapping[str, str], content: bytes) -> Answer:
        fields = httpx.Headers(self.request.headers)
        fields.update(headers)
        fields.pop("content-length", None)
        return self._ask(httpx.Request(method, url, headers=fields, content=content))


Act: TypeAlias = Callable[[Call], Answer | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a server does wrong.

    `act` answers a call in the true server's stead, or None where the fault does not show. A finding names the fault
    when it is about one of `operations` (any, when there are none) and of one of `kinds`. `act` is called for those
    operations and for those in `hears`; for all calls where there are none, or where it hears `EVERYTHING`.
    """

    name: str
    sentence: str
    operations: frozenset[str]
    kinds: frozenset[Kind]
    hears: frozenset[str]
    act: Act

    def concerns(self, operation: str | None) -> bool:
        """Whether the fault wants to see calls of an operation."""
        return not self.operations or EVERYTHING in self.hears or operation in self.operations | self.hears

    def is_named_by(self, finding: Finding) -> bool:
        """Whether a finding tells what is wrong."""
        return finding.kind in self.kinds and (not self.operations or finding.operation in self.operations)


def planted(operations: str, *kinds: Kind, hears: str = "") -> Callable[[Act], Fault]:
    """Make a fault of a function: its name is the fault's, and its docstring the sentence."""

    def made(act: Act) -> Fault:
        name = getattr(act, "__name__", "").replace("_", " ")
        sentence = inspect.getdoc(act) or ""
        return Fault(name, sentence, frozenset(operations.split()), frozenset(kinds), frozenset(hears.split()), act)

    return made
