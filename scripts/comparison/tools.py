"""One run of a tool against a server with a fault, in a process of its own."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias
from unittest.mock import patch

import requests

from comparison.server import DESCRIPTION, TransportAdapter, served
from conformance.planted.faults import Fault
from conformance.planted.trying import Hours
from onepay_conformance.checks.registry import ACTIVE_CHECKS
from onepay_conformance.generation.corpus import corpus_of
from onepay_conformance.policy import Watch
from onepay_conformance.run import Effort, Options, run
from onepay_conformance.target import around
from onepay_contract import document as contracts
from onepay_contract.findings import Finding

Place: TypeAlias = tuple[str, str]
"""A check and an operation: what one finding has in common with another."""

TENANT: Final = "peers"
EXAMPLES: Final = 10
"""Random cases of schemathesis for each operation, and as many scenarios."""
OPTIONS: Final = (
    *("--phases", "examples,coverage,fuzzing,stateful", "--checks", "all", "--max-response-time", "5"),
    *("--max-examples", str(EXAMPLES), "--continue-on-failure", "--no-shrink", "--suppress-health-check", "all"),
    *("--generation-database", "none"),
)
"""What schemathesis' page on benchmarks asks for, with all of its checks and the limit that our run has for a reply."""
_CONFIGURATION: Final = f"""
[auth.wfc]
path = "auth.json"
peers = ["{TENANT}", "{TENANT}-other"]

[[operations]]
include-operation-id = "cards_create"
headers = {{ Authorization = "Bearer pk_test_{TENANT}" }}
"""
"""Two accounts, so that it can check whether one sees what the other owns; cards by number take the public key."""
_USERS: Final = {
    "auth": [
        {"name": name, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer sk_test_{name}"}]}
        for name in (TENANT, f"{TENANT}-other")
    ]
}
_PROCESSES: Final = multiprocessing.get_context("fork")
_NOTHING: Final[frozenset[Place]] = frozenset()


class Job(NamedTuple):
    """What one run is told."""

    fault: Fault | None
    operations: frozenset[str]
    seed: int
    budget: int = 0
    """Requests that are sent at most; schemathesis has no such limit."""
    known: frozenset[Place] | None = None
    """What is found on the server without a fault, once that is known: the first other finding ends our run."""


class Outcome(NamedTuple):
    """What a run has found, and how many requests of the API it has sent."""

    found: frozenset[Place]
    requests: int


def prepare(operations: Iterable[str], seed: int) -> None:
    """Import and draw once what each of the runs would import and draw anew."""
    import_module("schemathesis.cli")  # it takes a second
    corpus = corpus_of(contracts.load())
    for name in operations:
        corpus.examples(name)
        corpus.coverage(name)
        corpus.fuzzing(name, Effort().many, seed)


def schemathesis(job: Job) -> Outcome:
    """A run of schemathesis' own command line, whose requests stay in its process."""
    from schemathesis.cli import schemathesis as command  # noqa: PLC0415 - see `prepare`

    Path("schemathesis.toml").write_text(_CONFIGURATION, encoding="utf-8")
    Path("auth.json").write_text(json.dumps(_USERS), encoding="utf-8")
    included = [word for name in sorted(job.operations) for word in ("--include-operation-id", name)]
    report = ("--report", "json", "--report-json-path", "report.json")
    with served(job.fault) as server:
        adapter = TransportAdapter(server)
        with patch.object(requests.Session, "get_adapter", return_value=adapter), contextlib.suppress(SystemExit):
            command(["run", DESCRIPTION, *OPTIONS, "--seed", str(job.seed), *report, *included])
    if job.fault is None and not server.successes:
        raise RuntimeError("No request of schemathesis was carried out, so its findings say nothing.")
    return Outcome(places_of(json.loads(Path("report.json").read_text(encoding="utf-8"))), server.requests)


def places_of(report: Any) -> frozenset[Place]:
    """The findings of a JSON report by schemathesis."""
    return frozenset((failure["code"], name) for failure in report["failures"] for name in failure["operations"])


def conformance(job: Job) -> Outcome:
    """A run of ours, without the control API of the sandbox."""
    return _conformance(job, has_control=False)


def conformance_with_control(job: Job) -> Outcome:
    """A run of ours, with it."""
    return _conformance(job, has_control=True)


TOOLS: Final[Mapping[str, Callable[[Job], Outcome]]] = MappingProxyType(
    {function.__name__: function for function in (schemathesis, conformance, conformance_with_control)}
)


def _conformance(job: Job, *, has_control: bool) -> Outcome:
    hours = Hours()
    options = Options(
        only=job.operations,
        until=None if job.known is None else _is_not_among(job.known),
        watch=Watch(elapsed=hours.elapsed, sleep=hours.wait),
    )
    with served(job.fault, hours.wait) as server:
        target = around(server, TENANT)
        target = target if has_control else replace(target, control=None)
        report = run(target, seed=job.seed, budget=job.budget, checks=ACTIVE_CHECKS, options=options)
    return Outcome(frozenset(map(_place, report.findings)), server.requests)


def _is_not_among(known: frozenset[Place]) -> Callable[[Finding], bool]:
    return lambda finding: _place(finding) not in known


def _place(finding: Finding) -> Place:
    return finding.kind.value, finding.operation


def apart(tool: str, job: Job) -> Outcome:
    """A run of a tool in a process of its own, within a folder of its own. Raises `RuntimeError` where it fails."""
    receiving, sending = _PROCESSES.Pipe(duplex=False)
    with tempfile.TemporaryDirectory() as folder, receiving:
        process = _PROCESSES.Process(target=_call, args=(tool, job, Path(folder), sending))
        process.start()
        sending.close()
        try:
            outcome: Outcome = receiving.recv()
        except EOFError:
            output = (Path(folder) / "output.txt").read_text(encoding="utf-8", errors="replace")
            raise RuntimeError(f"{tool} gave no result:\n{output[-2000:]}") from None
        finally:
            process.join()
        return outcome


def _call(tool: str, job: Job, folder: Path, sending: Connection) -> None:
    os.chdir(folder)
    with Path("output.txt").open("w", encoding="utf-8") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
        sending.send(TOOLS[tool](job))
