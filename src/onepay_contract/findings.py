"""What a server did that the contract does not say: kinds, severities, single findings, and a count of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from types import MappingProxyType
from typing import ClassVar, Final, NamedTuple

from onepay_contract.kinds import Kind, Severity

__all__ = ("ANY_OPERATION", "EXIT_STATUS", "Finding", "Findings", "Kind", "Severity", "Signature", "merged")


class ExitStatus(IntEnum):
    """How a command ends, by the worst thing that it found; 2 is left to wrong use of the command."""

    CLEAN = 0
    DRIFT = 1
    BREAKING = 3
    DANGER = 4


EXIT_STATUS: Final = MappingProxyType(
    {
        Severity.NOTE: ExitStatus.CLEAN,
        Severity.DRIFT: ExitStatus.DRIFT,
        Severity.BREAKING: ExitStatus.BREAKING,
        Severity.DANGER: ExitStatus.DANGER,
    }
)
"""The exit status for the worst severity; notes alone are success."""


class Signature(NamedTuple):
    """What makes two findings the same finding: everything but the sample."""

    operation: str
    kind: Kind
    status: int
    pointer: str
    expected: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One departure from the contract.

    `pointer` leads into the reply's body, with `*` for array indexes and for the keys of maps (`/data/*/status`; the
    whole body is the empty text). Other places have a prefix: `header:content-type`, and `request:/amount`,
    `request-header:x-idempotency`, `query:page` and `path:payment_id` for what was asked. `seen` is redacted: never
    the value of a field that may hold a secret or personal data. `evidence` and `source` belong to the fact of the
    contract that is touched, and `place` says where in the contract it stands, as a JSON pointer.
    """

    kind: Kind
    operation: str
    status: int
    pointer: str
    expected: str
    seen: str
    severity: Severity
    evidence: str = "documented"
    source: str = ""
    place: str = ""

    @classmethod
    def of(  # noqa: PLR0913 (these are the facts of a finding)
        cls,
        kind: Kind,
        operation: str,
        status: int,
        *,
        pointer: str = "",
        expected: str,
        seen: str,
        evidence: str = "documented",
        source: str = "",
        place: str = "",
    ) -> Finding:
        """A finding with the severity of its kind."""
        return cls(kind, operation, status, pointer, expected, seen, kind.severity, evidence, source, place)

    @property
    def signature(self) -> Signature:
        """What this finding has in common with every repetition of it."""
        return Signature(self.operation, self.kind, self.status, self.pointer, self.expected)

    def rated(self, severity: Severity) -> Finding:
        """The same finding with another severity."""
        return replace(self, severity=severity)

    def __str__(self) -> str:
        place = f" at {self.pointer}" if self.pointer else ""
        return f"{self.operation} {self.status}: {self.kind}{place}: expected {self.expected}, seen {self.seen}"


ANY_OPERATION: Final = "any operation"
"""Stands in a finding for the operation where all are concerned alike."""
_MANY: Final = 10
"""So many operations at least, and half of those that were called, are all (ours)."""


class Findings:
    """Findings and how often each was made; of equal ones the first is kept as the sample."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._samples: Final[dict[Signature, Finding]] = {}
        self._counts: Final[Counter[Signature]] = Counter()
        self.add(*findings)

    def add(self, *findings: Finding) -> None:
        """Count findings."""
        for finding in findings:
            self._samples.setdefault(finding.signature, finding)
            self._counts[finding.signature] += 1

    def add_times(self, finding: Finding, times: int) -> None:
        """Count one finding as often as it was made elsewhere."""
        self._samples.setdefault(finding.signature, finding)
        self._counts[finding.signature] += times

    def merge(self, other: Findings) -> None:
        """Count all of another collection, for instance that of another process."""
        for signature, finding in other._samples.items():
            self._samples.setdefault(signature, finding)
        self._counts.update(other._counts)

    def count(self, finding: Finding) -> int:
        """How often this finding, or one equal to it, was made."""
        return self._counts[finding.signature]

    def sorted(self) -> list[Finding]:
        """One sample of each, the gravest first, then by operation, status, place and kind."""
        return sorted(self._samples.values(), key=lambda one: (-one.severity, one.signature))

    @property
    def worst(self) -> Severity | None:
        """The gravest severity, or None when nothing was found."""
        return max((one.severity for one in self._samples.values()), default=None)

    @property
    def exit_status(self) -> ExitStatus:
        """How a command that made these findings ends."""
        return EXIT_STATUS[self.worst or Severity.NOTE]

    @property
    def total(self) -> int:
        """How many findings there were, repetitions included."""
        return self._counts.total()

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.sorted())

    def __len__(self) -> int:
        return len(self._samples)

    def __contains__(self, finding: object) -> bool:
        return isinstance(finding, Finding) and finding.signature in self._samples

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Findings) and self._counts == other._counts

    __hash__: ClassVar[None]  # type: ignore[assignment] # a collection that grows

    def __repr__(self) -> str:
        return f"<Findings: {len(self)} kinds of departure, {self.total} in all>"


def merged(findings: Findings, called: int) -> Findings:
    """The findings, with one in the place of many that have one cause: the same departure of most operations.

    `called` is the number of operations that were called. A proxy that cuts replies, or a header that a server leaves
    out everywhere, is one finding about any operation, which counts how often it was met.
    """
    groups: dict[tuple[Kind, int, str, str], list[Finding]] = {}
    for one in findings:
        groups.setdefault((one.kind, one.status // 100, one.pointer, one.expected), []).append(one)
    found = Findings()
    for group in groups.values():
        is_of_all = len({one.operation for one in group}) >= max(_MANY, called / 2)
        for one in group:
            named = replace(one, operation=ANY_OPERATION, status=group[0].status) if is_of_all else one
            found.add_times(named, findings.count(one))
    return found
