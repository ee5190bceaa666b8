"""What is wrong with a reply: our judge's opinion, schemathesis' checks as a second one, and what was expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from onepay_conformance.generation.drawing import failures
from onepay_conformance.generation.expectations import Expected
from onepay_conformance.generation.planning import PlannedCase
from onepay_conformance.sender import NoReply
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import ANY_OPERATION, Finding, Kind
from onepay_contract.judging import Judge

SLOW: Final = 5_000.0
"""Milliseconds after which a reply is slow (ours; no page states a time). Once is chance, twice is a finding."""
_BROKEN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ReadTimeout": "none in time",
        "RemoteProtocolError": "one that ends in the middle, or is not HTTP",
        "DecodingError": "one whose compression is damaged",
    }
)
_INVALID: Final = 422
_NOT_IMPLEMENTED: Final = 501
_SHAPES: Final = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
_NAMES: Final[Mapping[Expected, tuple[str, ...]]] = MappingProxyType(
    {
        Expected.TAKEN: (*_SHAPES, "positive_data_acceptance"),
        Expected.REFUSED: (*_SHAPES, "negative_data_rejection", "missing_required_header"),
        Expected.NOT_BLAMED: _SHAPES,
        Expected.ANSWERED: _SHAPES,
        Expected.UNAUTHORIZED: (*_SHAPES, "negative_data_rejection"),
        Expected.NO_METHOD: ("not_a_server_error", "unsupported_method", "allow_header_conformance"),
    }
)
_KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "ServerError": Kind.SERVER_ERROR,
        "UndefinedStatusCode": Kind.UNDOCUMENTED_STATUS,
        "MissingContentType": Kind.MISSING_HEADER,
        "UndefinedContentType": Kind.WRONG_CONTENT_TYPE,
        "MalformedMediaType": Kind.WRONG_CONTENT_TYPE,
        "MissingHeaders": Kind.MISSING_HEADER,
        "JsonSchemaError": Kind.OTHER_SHAPE,
        "MalformedJson": Kind.UNREADABLE_BODY,
        "AcceptedNegativeData": Kind.INVALID_REQUEST_ACCEPTED,
        "MissingHeaderNotRejected": Kind.INVALID_REQUEST_ACCEPTED,
        "RejectedPositiveData": Kind.VALID_REQUEST_REFUSED,
        "UnsupportedMethodResponse": Kind.WRONG_METHOD_ACCEPTED,
        "AllowHeaderMismatch": Kind.MISSING_HEADER,
    }
)


class Checks:
    """Holds replies against one contract."""

    def __init__(self, judge: Judge, slow: float = SLOW) -> None:
        """Find a reply slow after `slow` milliseconds."""
        self._judge: Final = judge
        self._slow: Final = slow
        self._slow_replies: Final = Counter[str | None]()
        self._last: tuple[Finding, ...] = ()
        self._judged: Final[dict[object, tuple[Finding, ...]]] = {}
        self._without_failure: Final[set[object]] = set()

    def of_reply(self, exchange: Exchange) -> tuple[Finding, ...]:
        """What a reply shows by itself, whatever was asked. This is asked of every exchange as it is recorded."""
        self._last = (*self._judgement(exchange), *self._slowness(exchange))
        return self._last

    def _judgement(self, exchange: Exchange) -> tuple[Finding, ...]:
        """The judge's opinion, asked once of equal replies; most refusals are equal to another."""
        if exchange.operation is None:
            return ()
        key = exchange.request_header("authorization")
        shown = (exchange.operation, exchange.status, exchange.reply_headers, exchange.reply_body, key)
        if shown not in self._judged:
            self._judged[shown] = self._judge.judge(exchange)
        return self._judged[shown]

    def of_case(self, planned: PlannedCase, exchange: Exchange) -> tuple[Finding, ...]:
        """Whether the server did what it should with a case; `exchange` is what was recorded last.

        Schemathesis is only asked where nothing is wrong by our own opinion.
        """
        shown = tuple(_surprises(planned, exchange))
        return shown or (() if self._last else tuple(self._second_opinion(planned, exchange)))

    def _slowness(self, exchange: Exchange) -> Iterator[Finding]:
        """An operation that is slow once more: a single pause may be that of our own machine."""
        is_slow = exchange.milliseconds > self._slow
        self._slow_replies[exchange.operation] += is_slow
        if is_slow and self._slow_replies[exchange.operation] > 1:
            seconds = f"{self._slow / 1000:g} s"
            yield _finding(Kind.SLOW_REPLY, exchange, "", f"a reply within {seconds}", "a later one")

    def _second_opinion(self, planned: PlannedCase, exchange: Exchange) -> Iterator[Finding]:
        shown = (planned.expected, exchange.operation, exchange.method, exchange.status, exchange.reply_headers)
        if (*shown, exchange.reply_body) not in self._without_failure:
            found = failures(planned.case, exchange, _NAMES[planned.expected])
            if not found:
                self._without_failure.add((*shown, exchange.reply_body))
            yield from (_schemathesis_finding(failure, planned, exchange) for failure in found)


def no_reply_finding(error: NoReply) -> Iterator[Finding]:
    """One finding for all operations that got no whole reply; what a gateway has answered is one already."""
    if error.__cause__:
        observed = _BROKEN.get(type(error.__cause__).__name__, "a connection that was cut")
        yield Finding.of(Kind.SERVER_ERROR, ANY_OPERATION, 0, expected="a whole reply", actual=observed)


def _surprises(planned: PlannedCase, exchange: Exchange) -> Iterator[Finding]:
    """What the server did, where it should have done something else."""
    is_success = exchange.status < 400
    match planned.expected:
        case Expected.REFUSED if is_success:
            expected = f"a refusal ({planned.drawn.sentence})"
            yield _finding(Kind.INVALID_REQUEST_ACCEPTED, exchange, planned.pointer, expected, str(exchange.status))
        case Expected.UNAUTHORIZED if is_success:
            yield _finding(Kind.KEY_NOT_REQUIRED, exchange, "", "a refusal without a key", str(exchange.status))
        case Expected.TAKEN if not is_success:
            expected = f"a success ({planned.drawn.sentence or planned.drawn.phase})"
            yield _finding(Kind.VALID_REQUEST_REFUSED, exchange, planned.pointer, expected, str(exchange.status))
        case Expected.NOT_BLAMED if exchange.status == _INVALID and _names(exchange, planned.pointer):
            expected = f"no word against what is right ({planned.drawn.sentence or planned.drawn.phase})"
            yield _finding(Kind.VALID_REQUEST_REFUSED, exchange, planned.pointer, expected, str(exchange.status))
        case Expected.NO_METHOD:
            yield from _method_surprises(planned, exchange)
        case _:
            return


def _names(exchange: Exchange, pointer: str) -> bool:
    """Whether a refusal names the field of the body at a pointer."""
    field = pointer.removeprefix("request:/")
    return field != pointer and f'"{field}"'.encode() in exchange.reply_body


def _method_surprises(planned: PlannedCase, exchange: Exchange) -> Iterator[Finding]:
    if exchange.status < 400:
        expected = f"a refusal of {planned.request.method}"
        yield _finding(Kind.WRONG_METHOD_ACCEPTED, exchange, "", expected, str(exchange.status))
    elif exchange.status >= 500 and exchange.status != _NOT_IMPLEMENTED:
        yield _finding(Kind.SERVER_ERROR, exchange, "", f"a refusal of {planned.request.method}", str(exchange.status))


def _schemathesis_finding(failure: Any, planned: PlannedCase, exchange: Exchange) -> Finding:
    """A failure of a schemathesis check as a finding; its own text may hold data, so only its title is kept."""
    kind = _KINDS.get(type(failure).__name__, Kind.OTHER_SHAPE)
    title = getattr(failure, "title", type(failure).__name__)
    return _finding(kind, exchange, planned.pointer, f"what schemathesis expects ({title})", str(exchange.status))


def _finding(kind: Kind, exchange: Exchange, pointer: str, expected: str, observed: str) -> Finding:
    operation = exchange.operation or "unknown"
    return Finding.of(kind, operation, exchange.status, pointer=pointer, expected=expected, actual=observed)
