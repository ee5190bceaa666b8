"""The report for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from onepay_contract.findings import Finding
from onepay_contract.reports.summary import Summary

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""What could steer a terminal."""
_COLUMNS: Final = ("severity", "status", "kind", "where", "times")


def as_text(summary: Summary) -> str:
    """The findings as a table for each operation, under the sentence that sums them up."""
    lines = [summary.headline, f"Server: {summary.server}; made: {summary.made}.", *summary.notes]
    for name, findings in summary.groups:
        lines += ["", name, *_table(summary, findings)]
    return "\n".join(_CONTROL.sub("?", line) for line in lines) + "\n"


def _table(summary: Summary, findings: list[Finding]) -> Iterator[str]:
    rows = [_row(summary, one) for one in findings]
    widths = [max(map(len, column)) for column in zip(_COLUMNS, *rows, strict=True)]
    yield _aligned(_COLUMNS, widths)
    for finding, row in zip(findings, rows, strict=True):
        yield _aligned(row, widths)
        yield f"      expected {finding.expected}; seen {finding.seen} ({_known(finding)})"


def _row(summary: Summary, finding: Finding) -> tuple[str, ...]:
    times = str(summary.findings.count(finding))
    return finding.severity.word, str(finding.status), finding.kind, finding.pointer or "(the reply)", times


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    return "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def _known(finding: Finding) -> str:
    """How the fact that is touched is known."""
    return f"{finding.evidence}: {finding.source}" if finding.source else finding.evidence
