"""The report for programs."""

from __future__ import annotations

import json
from typing import Final

from onepay_contract.findings import Finding
from onepay_contract.reports.summary import Summary
from onepay_core.json_values import Document

FORMAT: Final = 1


def as_json(summary: Summary) -> str:
    """The report as one JSON document; `format` changes when a field changes its meaning."""
    worst = summary.findings.worst
    document = {
        "format": FORMAT,
        "made": summary.made,
        "server": summary.server,
        "exchanges": summary.exchanges,
        "operations": list(summary.operations),
        "worst": None if worst is None else worst.word,
        "exit_status": int(summary.findings.exit_status),
        "notes": list(summary.notes),
        "findings": [_finding(summary, one) for one in summary.findings],
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(summary: Summary, finding: Finding) -> Document:
    return {
        "severity": finding.severity.word,
        "kind": finding.kind,
        "sentence": finding.kind.sentence,
        "operation": finding.operation,
        "status": finding.status,
        "pointer": finding.pointer,
        "expected": finding.expected,
        "seen": finding.seen,
        "count": summary.findings.count(finding),
        "evidence": finding.evidence,
        "source": finding.source,
        "place": finding.place,
        "proposal": summary.proposals.get(finding.signature),
    }
