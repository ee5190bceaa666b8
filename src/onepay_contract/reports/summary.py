"""What all forms of the report tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Self

from onepay_contract.findings import Finding, Findings, Signature
from onepay_contract.proposals import proposal


@dataclass(frozen=True, slots=True)
class Summary:
    """A run: when it was made, against which server, how much it exchanged, and what it found.

    `operations` are those that were called; `proposals` are the diffs that would accept findings.
    """

    made: str
    server: str
    exchanges: int
    operations: tuple[str, ...]
    findings: Findings
    notes: tuple[str, ...] = ()
    proposals: Mapping[Signature, str] = field(default_factory=dict[Signature, str])

    @classmethod
    def of(  # noqa: PLR0913 (a report has these parts)
        cls,
        findings: Findings,
        *,
        made: str,
        server: str,
        exchanges: int,
        operations: tuple[str, ...],
        notes: tuple[str, ...] = (),
        openapi: Path | None = None,
    ) -> Self:
        """A summary with a proposal for every finding that one can be made for; `openapi` is the folder of sources."""
        diffs = {one.signature: proposal(one, openapi, made[:10]) for one in findings} if openapi else {}
        proposals = {signature: diff for signature, diff in diffs.items() if diff}
        return cls(made, server, exchanges, tuple(sorted(operations)), findings, notes, proposals)

    @property
    def groups(self) -> list[tuple[str, list[Finding]]]:
        """The findings of each operation, the operation with the gravest one first."""
        by_name = sorted(self.findings, key=lambda one: one.operation)
        groups = [(name, list(group)) for name, group in groupby(by_name, key=lambda one: one.operation)]
        return sorted(groups, key=lambda group: (-max(one.severity for one in group[1]), group[0]))

    @property
    def headline(self) -> str:
        """The result in one sentence."""
        calls = f"{counted(self.exchanges, 'exchange')} with {counted(len(self.operations), 'operation')}"
        worst = self.findings.worst
        if worst is None:
            return f"Nothing departs from the contract in {calls}."
        departures = f"{counted(len(self.findings), 'departure')} (met {counted(self.findings.total, 'time')})"
        return f"{departures} in {calls}; the gravest is: {worst.word}."


def counted(number: int, noun: str) -> str:
    """A number with its noun, such as `1 time`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
