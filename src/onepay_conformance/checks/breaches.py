"""Bodies that break a rule of each field at once: what the refusal does not name is tried alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from onepay_conformance.checks import support
from onepay_conformance.contract_index import ContractIndex
from onepay_conformance.reserved import made_safe
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Document, Json, is_array, is_object

Fields: TypeAlias = dict[str, Json]
Broken: TypeAlias = Callable[[ContractIndex, Operation, Fields], Fields]
"""For some fields a value that the contract forbids, given a good body."""
_SUSPECTS: Final = 3
"""So many fields at most, of those that a refusal does not name, are tried alone where requests are few."""
_REFUSED: Final = 422
_NO_WORD: Final = "onepay-contract"
_UNKNOWN: Final = "onepay_contract_unknown"
_MISSING: Final[Json] = object()


@dataclass(frozen=True, slots=True)
class Mistake:
    """A body with a mistake in one field, and what is wrong with it, such as `a text`."""

    body: Fields
    why: str


def breach(
    session: Session, writer: Operation, broken: Broken, headers: Mapping[str, str] | None = None
) -> Iterator[Finding]:
    """Send one body that breaks a rule of each field, then some of the fields alone that its refusal does not name."""
    body = support.body_of(session, writer)
    if is_object(body):
        odd = {name: _with(body, name, value) for name, value in broken(session.contract_index, writer, body).items()}
        mistakes = {
            name: Mistake(item, "what the contract forbids")
            for name, item in odd.items()
            if not session.contract_index.takes(writer, item) and made_safe(item) == item
        }
        sent = support.attempt(session, writer, body=_joined(body, mistakes), headers=headers) if mistakes else None
        if sent and (named_fields(sent) or support.taken(sent)):
            yield from _alone(session, writer, mistakes, sent, _SUSPECTS)


def breach_findings(
    session: Session, writer: Operation, body: Fields, mistakes: Mapping[str, Mistake]
) -> Iterator[Finding]:
    """Whether each mistake is refused that the contract forbids, and each taken that it allows.

    Those of one kind are sent together: first the forbidden, each of which a refusal should name, then the allowed.
    """
    index = session.contract_index
    allowed = {name: item for name, item in mistakes.items() if index.takes(writer, item.body)}
    forbidden = {name: item for name, item in mistakes.items() if name not in allowed}
    if forbidden:
        sent = support.attempt(session, writer, body=session.bodies.named(writer, _joined(body, forbidden)))
        yield from _alone(session, writer, forbidden, sent, len(forbidden))
    together = _joined(body, allowed)
    if allowed and (len(allowed) == 1 or not index.takes(writer, together) or not _is_taken(session, writer, together)):
        for name, mistake in allowed.items():
            yield from field_findings(session, writer, mistake.body, name, mistake.why)


def _is_taken(session: Session, writer: Operation, body: Fields) -> bool:
    return support.taken(support.attempt(session, writer, body=session.bodies.named(writer, body)))


def _joined(body: Fields, mistakes: Mapping[str, Mistake]) -> Fields:
    """The body with all mistakes at once."""
    whole = {name: item for name, item in body.items() if name not in mistakes}
    return whole | {name: item.body[name] for name, item in mistakes.items() if name in item.body}


def _alone(
    session: Session, writer: Operation, mistakes: Mapping[str, Mistake], sent: Exchange | None, most: int
) -> Iterator[Finding]:
    """Send the mistakes alone that a refusal of all does not name, `most` at most."""
    named = named_fields(sent)
    for name in [name for name in mistakes if name not in named][:most]:
        yield from field_findings(session, writer, mistakes[name].body, name, mistakes[name].why)


def field_findings(
    session: Session, operation: Operation, odd: dict[str, Json], name: str, why: str
) -> Iterator[Finding]:
    """Whether a field was refused rightly, or taken rightly. A refusal for another field's sake says nothing."""
    body = session.bodies.named(operation, odd)
    sent = support.attempt(session, operation, body=body)
    is_allowed = session.contract_index.takes(operation, body)
    if sent and support.taken(sent) and not is_allowed:
        kind = Kind.INVALID_REQUEST_ACCEPTED
        yield support.finding_about(session, kind, sent, f"request:/{name}", f"a refusal of {why}", "a success")
    may_be_needed = odd.get(name) is None and session.contract_index.has_forms(operation)  # by another form
    if sent and is_allowed and not may_be_needed and name in _errors(sent):
        kind = Kind.VALID_REQUEST_REFUSED
        yield support.finding_about(
            session, kind, sent, f"request:/{name}", f"no refusal of {why}", "a refusal of this field"
        )


def named_fields(sent: Exchange | None) -> set[str]:
    """The fields that a refusal is about; none where it names none."""
    return {str(name).partition(".")[0] for name in _errors(sent)}


def _errors(sent: Exchange | None) -> Document:
    """The errors of a refusal, by the place in the body that each is about."""
    reply = sent.value if sent and sent.status == _REFUSED else None
    errors = reply.get("errors") if is_object(reply) else None
    return errors if is_object(errors) else {}


def without(_: ContractIndex, __: Operation, body: Fields) -> Fields:
    """Each field left out, and one that nobody knows."""
    return {**dict.fromkeys(body, _MISSING), _UNKNOWN: 1}


def beyond(index: ContractIndex, writer: Operation, body: Fields) -> Fields:
    """Each field just beyond its limits, or with a word that is not listed; what has no limits is of another type."""
    limited = {
        name: next(_beyond_limits(index.followed(schema), body.get(name)), _MISSING)
        for name, schema in index.fields(writer).items()
    }
    return {**mistyped(index, writer, body), **{name: item for name, item in limited.items() if item is not _MISSING}}


def mistyped(index: ContractIndex, writer: Operation, body: Fields) -> Fields:
    """Each field as programs get its type wrong."""
    return {name: _another_type(body[name]) for name in index.fields(writer) if name in body}


def beyond_other_end(index: ContractIndex, writer: Operation, body: Fields) -> Fields:
    """Each field that has limits at both ends, beyond the other one; and whole numbers as fractions."""
    found: Fields = {}
    for name, schema in index.fields(writer).items():
        limits = [*_beyond_limits(index.followed(schema), body.get(name))]
        if len(limits) > 1:
            found[name] = limits[-1]
        elif type(usual := body.get(name)) is int:
            found[name] = usual + 0.5
    return found


def _with(body: Fields, name: str, value: Json) -> Fields:
    """The body with one field as it is given, or without it where that is `_MISSING`."""
    return {**{key: item for key, item in body.items() if key != name}, **({} if value is _MISSING else {name: value})}


def _beyond_limits(limits: Document, usual: Json) -> Iterator[Json]:
    if "enum" in limits:
        yield _NO_WORD
    if "maxLength" in limits:
        yield f"{usual or 'x'}".ljust(limits["maxLength"] + 1, "a")
    if "minimum" in limits:
        yield limits["minimum"] - 1
    if type(usual) is int:
        yield -usual
    if "maximum" in limits:
        yield limits["maximum"] + 1
    if is_array(usual):
        yield []


def _another_type(usual: Json) -> Json:
    if isinstance(usual, bool):
        return "true"
    if isinstance(usual, int):
        return f"{usual}"
    return 7 if isinstance(usual, str) else "x"
