"""What the project claims, and how that is known: evidence of the contract, and results of runs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from comparison.results import SUBJECTS, WHOLE, Line, Results, table
from onepay_contract.document import Contract
from onepay_core.json_values import Document

from .labels import NUMBER, PHRASES, Labels, phrases
from .plots import Bar, ratio_plot, share_plot

RESULTS: Final = Path(__file__).resolve().parents[2] / "docs" / "results"
NAMED_BY: Final = Path(__file__).resolve().parents[2] / "contract_tests" / "conformance" / "planted" / "named_by.txt"
SCHEMATHESIS: Final = frozenset({"examples", "coverage", "fuzzing", "stateful"})
"""The phases of a run whose cases schemathesis draws; every other name is a check of this project."""
BY: Final = ("checks of this project", "cases that schemathesis draws")
COMPARED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "conformance": "our run",
        "conformance_with_control": "our run with the control API",
        "schemathesis": "schemathesis",
    }
)
"""The tools of the comparison, as readers know them."""
PEERS: Final = frozenset({"schemathesis"})
"""Those of them that are somebody else's."""
EVIDENCE: Final = ("documented", "observed", "inferred")


class EvidenceRow(NamedTuple):
    """How many facts of one kind are known in each way."""

    kind: str
    counts: Mapping[str, int]


def evidence(contract: Contract) -> list[EvidenceRow]:
    """Operations, events, statuses, parameters and fields by evidence.

    A parameter or field without a mark of its own is known as what it belongs to: `OF_ITS_OWNER`.
    """
    operations = contract.operations.values()
    components: Document = contract.document["components"]
    statuses = [kind for operation in operations for kind in operation.raw.get("x-status-evidence", {}).values()]
    parameters = [parameter.get("x-evidence", OF_ITS_OWNER) for parameter in components["parameters"].values()]
    events = [item["post"]["x-evidence"] for item in contract.document["webhooks"].values()]
    return [
        EvidenceRow("operations", Counter(operation.evidence for operation in operations)),
        EvidenceRow("events", Counter(events)),
        EvidenceRow("statuses of replies", Counter(statuses)),
        EvidenceRow("parameters", Counter(parameters)),
        EvidenceRow("fields of objects", Counter(_fields(components["schemas"]))),
    ]


OF_ITS_OWNER: Final = "as the operation around it"
KINDS: Final = ("operations", "events", "statuses of replies", "parameters", "fields of objects")


def _fields(schemas: Mapping[str, Document]) -> Iterator[str]:
    for schema in schemas.values():
        for field in schema.get("properties", {}).values():
            yield field.get("x-evidence", schema.get("x-evidence", OF_ITS_OWNER))


class Benchmarks(NamedTuple):
    """The figures of one run, by topic, and what they were measured on."""

    machine: Mapping[str, Any]
    topics: list[tuple[str, list[dict[str, Any]]]]


def benchmarks() -> Benchmarks:
    """The last run that was kept."""
    run = json.loads((RESULTS / "bench.json").read_text(encoding="utf-8"))
    topics: dict[str, list[dict[str, Any]]] = {}
    for figure in run["figures"]:
        topics.setdefault(figure["topic"], []).append(figure)
    return Benchmarks(run["machine"], list(topics.items()))


def benchmark_plot(topic: str, figures: list[dict[str, Any]], labels: Labels) -> str:
    """The plot of one topic."""
    compared = any("onepay" in figure["subject"] for figure in figures)
    return ratio_plot(
        [
            Bar(
                f"{labels(figure['subject'])} / {labels(figure['against'])}",
                figure["ratio"],
                figure["bar"],
                compared and "onepay" not in figure["subject"],
            )
            for figure in figures
        ],
        labels(topic),
        labels.number,
    )


class Comparison(NamedTuple):
    """Our run beside schemathesis: how it was made, and how many faults of each subject every tool has found."""

    settings: Mapping[str, Any]
    lines: Sequence[Line]


def comparison() -> Comparison:
    """The last comparison that was kept."""
    results = Results.read(RESULTS / "conformance-peers.json")
    return Comparison(results.settings, table(results.rows))


def comparison_plot(lines: Sequence[Line], names: Mapping[str, str], label: str) -> str:
    """The plot of the share that each tool has found of all faults, by the translated name of the tool."""
    whole = lines[-1]
    bars = [Bar(name, whole.found[tool] / whole.planted, peer=tool in PEERS) for tool, name in names.items()]
    return share_plot(bars, label)


def named_by() -> dict[str, int]:
    """How many planted faults of the tests are named first by each kind of check."""
    lines = NAMED_BY.read_text(encoding="utf-8").splitlines()
    names = [line.split("\t")[1] for line in lines if not line.startswith("#")]
    drawn = sum(name in SCHEMATHESIS for name in names)
    return dict(zip(BY, (len(names) - drawn, drawn), strict=True))


def named_by_plot(counts: Mapping[str, int], label: str) -> str:
    """The plot of them, by their translated names."""
    whole = sum(counts.values())
    return share_plot(
        [Bar(name, count / whole, peer=row > 0) for row, (name, count) in enumerate(counts.items())], label
    )


def result_messages() -> Iterator[str]:
    """Every text of the results that is translated, and of results that may come."""
    figures = [figure for _, topic in benchmarks().topics for figure in topic]
    shown = [figure[part] for figure in figures for part in ("topic", "subject", "against")]
    yield from (*PHRASES, NUMBER, *(phrase for label in shown for phrase in phrases(label)), *BY)
    yield from (*COMPARED.values(), *(subject.name for subject in SUBJECTS), WHOLE)
