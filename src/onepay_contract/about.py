"""What a finding is about."""

from __future__ import annotations

from dataclasses import dataclass

from onepay_contract.departures import Departure
from onepay_contract.document import Operation
from onepay_contract.findings import Finding
from onepay_contract.kinds import Kind


@dataclass(frozen=True, slots=True)
class About:
    """An operation that was called, and the status that it answered."""

    operation: Operation
    status: int

    def finding(self, kind: Kind, pointer: str, expected: str, seen: str) -> Finding:
        """A finding about the call as a whole: it touches what is said of the status, or else of the operation."""
        reply = self.operation.reply(self.status)
        return Finding.of(
            kind,
            self.operation.id,
            self.status,
            pointer=pointer,
            expected=expected,
            seen=seen,
            evidence=reply.evidence if reply else self.operation.evidence,
            source=self.operation.source,
            place=reply.place if reply else f"{self.operation.place}/responses",
        )

    def told(self, departure: Departure) -> Finding:
        """A finding about one value: it touches what is said of that value."""
        return Finding.of(
            departure.kind,
            self.operation.id,
            self.status,
            pointer=departure.pointer,
            expected=departure.expected,
            seen=departure.seen,
            evidence=departure.fact.evidence,
            source=departure.fact.source,
            place=departure.fact.place,
        )
