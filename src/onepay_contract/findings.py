"""What a server did that the contract does not allow: kinds with severities, single findings, and a count of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import ClassVar, Final, NamedTuple, Self

from onepay_contract.document import Fact, Operation
from onepay_contract.exchanges import Exchange


class Severity(IntEnum):
    """How grave a finding is."""

    NOTE = 0
    """Worth knowing; no program breaks."""
    DRIFT = 1
    """The contract is out of date; a tolerant client copes."""
    BREAKING = 2
    """A program that relies on the contract breaks."""
    DANGER = 3
    """Money or access is at stake."""

    @property
    def word(self) -> str:
        """The name as people read it."""
        return self.name.lower()


class Kind(StrEnum):
    """What is wrong. The value is the name in reports; `sentence` explains it."""

    _value_: str
    severity: Severity
    sentence: str

    def __new__(cls, name: str, severity: Severity, sentence: str) -> Self:
        """A kind, its usual severity, and its sentence."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.severity = severity
        member.sentence = sentence
        return member

    # What one reply shows by itself.
    UNDOCUMENTED_OPERATION = (
        "undocumented_operation",
        Severity.NOTE,
        "The URL belongs to no operation of the contract.",
    )
    UNDOCUMENTED_STATUS = "undocumented_status", Severity.DRIFT, "The operation does not list this status."
    UNDOCUMENTED_FIELD = "undocumented_field", Severity.DRIFT, "An object has a field that the contract does not know."
    UNDOCUMENTED_HEADER = (
        "undocumented_header",
        Severity.NOTE,
        "The reply has a header that the contract does not know.",
    )
    UNDOCUMENTED_VALUE = "undocumented_value", Severity.DRIFT, "A value is none of those in a list called complete."
    UNLISTED_VALUE = "unlisted_value", Severity.NOTE, "A value is new in a list that nobody called complete."
    UNEXPECTED_NULL = "unexpected_null", Severity.BREAKING, "A value is null where the contract does not allow it."
    WRONG_TYPE = "wrong_type", Severity.BREAKING, "A value has another JSON type than the contract says."
    WRONG_FORMAT = "wrong_format", Severity.BREAKING, "A text is not written in the format that the contract names."
    BROKEN_CONSTRAINT = "broken_constraint", Severity.DRIFT, "A value is outside of a limit that the contract sets."
    MISSING_FIELD = "missing_field", Severity.BREAKING, "An object lacks a field that the contract requires."
    MISSING_HEADER = "missing_header", Severity.BREAKING, "The reply lacks a header that the contract requires."
    WRONG_CONTENT_TYPE = "wrong_content_type", Severity.BREAKING, "The reply calls its body something else."
    UNREADABLE_BODY = "unreadable_body", Severity.BREAKING, "The body is not JSON, though it should be."
    UNEXPECTED_BODY = "unexpected_body", Severity.DRIFT, "The reply has a body where the contract has none."
    MISSING_BODY = "missing_body", Severity.BREAKING, "The reply has no body where the contract has one."
    OTHER_SHAPE = "other_shape", Severity.BREAKING, "A value has none of the forms that the contract knows for it."
    SERVER_ERROR = "server_error", Severity.BREAKING, "The server failed (5XX)."

    # What several exchanges show together.
    IDEMPOTENCY_IGNORED = "idempotency_ignored", Severity.DANGER, "A repeat with the same key was carried out again."
    IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY = (
        "idempotency_key_reused_for_another_body",
        Severity.DANGER,
        "A key that was used before was taken with another body.",
    )
    IDEMPOTENCY_KEYS_CONFUSED = (
        "idempotency_keys_confused",
        Severity.DANGER,
        "Two idempotency keys were taken for one, or one was forgotten.",
    )
    KEY_NOT_REQUIRED = "key_not_required", Severity.DANGER, "A request without a valid API key was carried out."
    PUBLIC_KEY_ACCEPTED = "public_key_accepted", Severity.DANGER, "A public key may do what only a secret key may."
    WRONG_ENVIRONMENT = "wrong_environment", Severity.DANGER, "A test key was answered with live data, or the reverse."
    LEAK_BETWEEN_ACCOUNTS = "leak_between_accounts", Severity.DANGER, "One account can see or change another's objects."
    DELETED_STILL_THERE = "deleted_still_there", Severity.BREAKING, "What was deleted or cancelled can still be used."
    FINAL_STATE_MOVED = "final_state_moved", Severity.DANGER, "An object left a state that is final."
    AMOUNT_NOT_WHOLE_PESOS = "amount_not_whole_pesos", Severity.DANGER, "An amount is not counted in whole pesos."
    LABEL_DISAGREES = "label_disagrees", Severity.DANGER, "The label of an amount shows another amount."
    PAGE_REPEATS = "page_repeats", Severity.BREAKING, "Two pages of a list hold the same object."
    PAGE_SKIPS = "page_skips", Severity.BREAKING, "An object stands on no page of its list."
    PAGE_LOOPS = "page_loops", Severity.BREAKING, "The pages of a list do not come to an end."
    PAGE_SIZE_IGNORED = "page_size_ignored", Severity.BREAKING, "A page holds another number of objects than requested."
    PAGE_TOTAL_WRONG = "page_total_wrong", Severity.BREAKING, "The totals of a page do not match its list."
    FILTER_IGNORED = "filter_ignored", Severity.BREAKING, "A filtered list holds what the filter excludes."
    SORT_IGNORED = "sort_ignored", Severity.DRIFT, "A sorted list is not in the requested order."
    TIME_WITHOUT_ZONE = "time_without_zone", Severity.BREAKING, "A moment has no time zone."
    TIME_GOES_BACKWARDS = "time_goes_backwards", Severity.BREAKING, "Something is dated before what it follows."
    VALUE_NOT_KEPT = "value_not_kept", Severity.BREAKING, "What was written, or shown before, is not what is read."
    ID_REUSED = "id_reused", Severity.DANGER, "Two objects have the same id."
    SECRET_IN_REPLY = "secret_in_reply", Severity.DANGER, "A reply repeats a key or another secret."
    REPLY_SHARED = "reply_shared", Severity.DANGER, "A cache may keep a reply to a key, or another website may read it."
    STACK_TRACE_IN_REPLY = "stack_trace_in_reply", Severity.BREAKING, "A reply shows the inside of the server."
    SLOW_REPLY = "slow_reply", Severity.DRIFT, "A reply took longer than the agreed time."
    INVALID_REQUEST_ACCEPTED = "invalid_request_accepted", Severity.DRIFT, "What the contract forbids was carried out."
    VALID_REQUEST_REFUSED = "valid_request_refused", Severity.BREAKING, "What the contract allows was refused."
    WRONG_METHOD_ACCEPTED = "wrong_method_accepted", Severity.DRIFT, "A method that the path does not have was taken."
    WEBHOOK_NOT_AUTHENTIC = (
        "webhook_not_authentic",
        Severity.DANGER,
        "A delivery does not prove that OnePay has sent it.",
    )
    WEBHOOK_MISSING = "webhook_missing", Severity.BREAKING, "No delivery tells of what has happened."
    WEBHOOK_REPEATED = "webhook_repeated", Severity.DRIFT, "A delivery that was taken comes again."
    REDIRECTED = "redirected", Severity.DANGER, "The server sent the caller, and so the key, somewhere else."
    STATUS_DIFFERS = "status_differs", Severity.BREAKING, "Two servers answered the same request differently."
    SHAPE_DIFFERS = "shape_differs", Severity.DRIFT, "Two servers answered the same request in different shapes."
    VALUE_DIFFERS = "value_differs", Severity.DRIFT, "Two servers answered the same request with different values."


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
    `request-header:x-idempotency`, `query:page` and `path:payment_id` for the request. `actual` is redacted: never
    the value of a field that may hold a secret or personal data. `evidence` and `source` belong to the fact of the
    contract that is touched, and `place` says where in the contract it stands, as a JSON pointer.
    """

    kind: Kind
    operation: str
    status: int
    pointer: str
    expected: str
    actual: str
    severity: Severity
    evidence: str = "documented"
    source: str = ""
    place: str = ""
    exchange: Exchange | None = field(default=None, compare=False, repr=False)
    """The exchange that shows it, where it is at hand; it may hold what no report may show."""

    @classmethod
    def of(  # noqa: PLR0913 (these are the facts of a finding)
        cls,
        kind: Kind,
        operation: str,
        status: int,
        *,
        pointer: str = "",
        expected: str,
        actual: str,
        evidence: str = "documented",
        source: str = "",
        place: str = "",
    ) -> Finding:
        """A finding with the severity of its kind."""
        return cls(kind, operation, status, pointer, expected, actual, kind.severity, evidence, source, place)

    @property
    def signature(self) -> Signature:
        """What this finding has in common with every repetition of it."""
        return Signature(self.operation, self.kind, self.status, self.pointer, self.expected)

    def shown_by(self, exchange: Exchange) -> Finding:
        """The same finding with the exchange that shows it, unless it has one."""
        return self if self.exchange else replace(self, exchange=exchange)

    def rated(self, severity: Severity) -> Finding:
        """The same finding with another severity."""
        return replace(self, severity=severity)

    def __str__(self) -> str:
        place = f" at {self.pointer}" if self.pointer else ""
        return f"{self.operation} {self.status}: {self.kind}{place}: expected {self.expected}, seen {self.actual}"


@dataclass(frozen=True, slots=True)
class OperationInfo:
    """An operation that was called, and the status of its reply."""

    operation: Operation
    status: int

    def finding(self, kind: Kind, pointer: str, expected: str, actual: str, fact: Fact | None = None) -> Finding:
        """A finding about one value, whose `fact` is touched; without one, about the reply or the operation."""
        reply = self.operation.reply(self.status)
        place = reply.place if reply else f"{self.operation.place}/responses"
        evidence = reply.evidence if reply else self.operation.evidence
        touched = fact or Fact(self.operation.raw, place, evidence, self.operation.source)
        return Finding.of(
            kind,
            self.operation.id,
            self.status,
            pointer=pointer,
            expected=expected,
            actual=actual,
            evidence=touched.evidence,
            source=touched.source,
            place=touched.place,
        )


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
        return sorted(self._samples.values(), key=lambda finding: (-finding.severity, finding.signature))

    @property
    def worst(self) -> Severity | None:
        """The gravest severity, or None when nothing was found."""
        return max((finding.severity for finding in self._samples.values()), default=None)

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
    for finding in findings:
        groups.setdefault((finding.kind, finding.status // 100, finding.pointer, finding.expected), []).append(finding)
    found = Findings()
    for group in groups.values():
        is_of_all = len({finding.operation for finding in group}) >= max(_MANY, called / 2)
        for finding in group:
            named = replace(finding, operation=ANY_OPERATION, status=group[0].status) if is_of_all else finding
            found.add_times(named, findings.count(finding))
    return found
