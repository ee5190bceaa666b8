"""Servers that do one thing, and time that nobody waits for, for tests of the suite that asks servers."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

import httpx

from conformance.sandbox_transport import OfflineSandboxTransport
from onepay_conformance.checks.registry import history_findings
from onepay_conformance.contract_index import index_of
from onepay_conformance.history import HistoryReader
from onepay_conformance.journal import Journal
from onepay_conformance.policy import Budget, RunPolicy, TokenBucket, Watch
from onepay_conformance.sender import PlannedRequest, Sender
from onepay_conformance.target import Server, around
from onepay_conformance.target import test_keys as keys_of
from onepay_contract import document as contracts
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding
from onepay_sandbox import frozen
from onepay_sandbox.sandbox import Sandbox

START: Final = datetime(2026, 2, 2, 13, 0, tzinfo=UTC)
Reply = httpx.Response | BaseException


@dataclass
class Hours:
    """Time that passes only when somebody waits."""

    passed: float = 0.0
    waits: list[float] = field(default_factory=list[float])

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.passed += seconds

    @property
    def watch(self) -> Watch:
        return Watch(lambda: self.passed, self.sleep, lambda: START + timedelta(seconds=self.passed))


@dataclass
class Scripted(httpx.BaseTransport):
    """Answers what it was told to, the last answer again and again, and keeps what it heard."""

    replies: Sequence[Reply]
    requests: list[httpx.Request] = field(default_factory=list[httpx.Request])

    @property
    def called(self) -> list[httpx.Request]:
        """What was asked of the API, and not of the control API beside it."""
        return [request for request in self.requests if "/_sandbox/" not in request.url.path]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        reply = self.replies[min(len(self.requests), len(self.replies)) - 1]
        if isinstance(reply, BaseException):
            raise reply
        return reply


@dataclass
class Bent(httpx.BaseTransport):
    """The sandbox, with `bend` applied to each reply; it keeps what it heard, its control API included."""

    inner: httpx.BaseTransport
    bend: Callable[[httpx.Request, httpx.Response], httpx.Response] = lambda _, reply: reply
    requests: list[httpx.Request] = field(default_factory=list[httpx.Request])

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.bend(request, self.inner.handle_request(request))


@contextmanager
def opened(database: str | None = None) -> Generator[OfflineSandboxTransport]:
    """A sandbox of its own, in memory or with its data in a file; it is closed at the end."""
    sandbox = Sandbox(clock=frozen(), seed=7, database=database)
    with closing(sandbox):
        yield OfflineSandboxTransport(sandbox)


Fresh: TypeAlias = Callable[[], OfflineSandboxTransport]
"""Makes sandboxes that are closed at the end of the test."""


@dataclass
class Bench:
    """A sender, with everything that it uses at hand."""

    server: Server
    hours: Hours = field(default_factory=Hours)
    budget: Budget = field(default_factory=lambda: Budget(100, 100))
    journal: Journal = field(default_factory=Journal)
    rate: float | None = None
    read_only: bool = False
    exchanges: list[Exchange] = field(default_factory=list[Exchange])

    def sender(self) -> Sender:
        policy = RunPolicy(self.budget, TokenBucket(self.hours.watch, self.rate), self.hours.watch, self.read_only)
        return Sender(self.server, index_of(contracts.load()), policy, self.journal, self.exchanges.append)


def bench(*replies: Reply, **parts: object) -> tuple[Bench, Scripted]:
    """A bench before a server that answers `replies`."""
    script = Scripted(replies or [httpx.Response(200, json={"data": []})])
    return Bench(around(script), **parts), script  # type: ignore[arg-type] # the parts of a bench


LIST: Final = PlannedRequest("payments_list", "GET", "/payments")
CREATE: Final = PlannedRequest(
    "payments_create", "POST", "/payments", headers=(("x-idempotency", "a"),), body=b'{"title": "Cafe"}'
)


def findings_in(exchanges: Sequence[Exchange]) -> list[Finding]:
    """What the history checks find in exchanges of an account, read by the contract as it is."""
    history = HistoryReader(index_of(contracts.load()), keys_of("contract")).read(exchanges)
    return list(history_findings(history))
