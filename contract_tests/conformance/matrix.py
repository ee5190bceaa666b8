"""Runs of the usual budget against a correct server that is reached in all the usual ways; none finds anything."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Final

import httpx

from conformance.fakes import Hours, opened
from conformance.proxy import LaravelProxy
from onepay_conformance.checks.registry import ACTIVE_CHECKS
from onepay_conformance.command import POLITE
from onepay_conformance.run import Options, Report, run
from onepay_conformance.target import Server, around, over_socket
from onepay_contract import document as contracts
from onepay_contract.findings import Severity
from server.sockets import served


@dataclass(frozen=True, slots=True)
class Way:
    """How a server is reached: by which name of this machine, by its control API too, and through a proxy."""

    host: str
    has_control: bool
    has_proxy: bool

    def __str__(self) -> str:
        parts = [self.host or "in-process", *["control"] * self.has_control, *["proxy"] * self.has_proxy]
        return "-".join(parts)


WAYS: Final = tuple(
    Way(host, has_control, has_proxy)
    for host in ("", "127.0.0.1", "localhost")
    for has_control in (True, False)
    for has_proxy in (True, False)
)


def report_of(way: Way, seed: int) -> Report:
    """A run with the budget and the number of objects that are usual for somebody else's server."""
    with ExitStack() as stack:
        transport = stack.enter_context(opened())
        if way.host:
            port = stack.enter_context(served(transport.sandbox))
            server = over_socket(f"http://{way.host}:{port}", f"matrix-{seed}")
            inner: httpx.BaseTransport = stack.enter_context(httpx.HTTPTransport())
        else:
            server, inner = around(transport, f"matrix-{seed}"), transport
        if way.has_proxy:
            server = replace(server, transport=LaravelProxy(inner, contracts.load()))
        options = Options(objects=POLITE.objects, watch=Hours().watch)
        return run(_plain(server, way), seed=seed, budget=POLITE.budget, checks=ACTIVE_CHECKS, options=options)


def graver_than_notes(report: Report) -> list[str]:
    """What was found, but for notes: a rate limit is one, since no page tells of it."""
    return [str(finding) for finding in report.findings if finding.severity > Severity.NOTE]


def _plain(server: Server, way: Way) -> Server:
    return server if way.has_control else replace(server, control=None)
