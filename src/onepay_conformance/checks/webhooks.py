"""Deliveries to webhooks: token, signature, name, body, order, repetition, and that each promised one comes."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check
from onepay_conformance.contract_index import ContractIndex
from onepay_conformance.receiver import Delivery
from onepay_conformance.session import Session
from onepay_contract.exchanges import UnreadableBody, read_json
from onepay_contract.findings import Finding, Kind, Severity
from onepay_core.json_values import Document, Json, is_array, is_object

_CREATED: Final = ".created"
_PAUSES: Final = 5
_PAUSE: Final = 2.0
"""So many seconds, so many times, a delivery is waited for where no clock can be moved (ours)."""
_LATEST: Final = 10**11
"""Unix time in seconds stays below this for three thousand years; in milliseconds it does not."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A registered webhook: what it signs with, how it is known, and which events it hears."""

    secret: str = field(repr=False)
    token: str = field(repr=False)
    events: Sequence[str]


@active_check
def deliveries_are_authentic_and_complete(session: Session) -> Iterable[Finding]:
    """A webhook is told of what was made, once, in order, with token and signature, in a body that is documented."""
    receiver, index = session.sender.server.receiver, session.contract_index
    makers = index.makers.get(index.name("webhook"), ())
    if receiver is None or not makers or not _is_near(session, makers[0]):
        return
    before = len(receiver.taken())
    endpoint = _registered(session, makers[0], receiver.url)
    if endpoint is None:
        return
    expected = _made(session, endpoint.events)
    _wait(session, before, sum(map(len, expected.values())))
    yield from judged(receiver.taken()[before:], endpoint, expected, index)


def judged(
    deliveries: Sequence[Delivery], endpoint: Endpoint, expected: Mapping[str, Sequence[str]], index: ContractIndex
) -> Iterator[Finding]:
    """What is wrong with deliveries to one endpoint; `expected` are the ids that each event has to tell of."""
    bodies: set[bytes] = set()
    latest: dict[str, int] = {}
    reported: set[tuple[str, str]] = set()
    for delivery in deliveries:
        body = _json(delivery.body)
        name = _event(body)
        yield from _authenticity(delivery, endpoint, name, index)
        yield from _contents(delivery, body, name, endpoint, index)
        if delivery.body in bodies:
            found = _finding(index, name, Kind.WEBHOOK_REPEATED, "", "one delivery, as it was taken", "it comes again")
            yield found
        bodies.add(delivery.body)
        yield from _order(body, name, latest, index)
        reported |= {(name, leaf) for leaf in _leaves(body)}
    for name, ids in expected.items():
        if any((name, identifier) not in reported for identifier in ids):
            yield _finding(index, name, Kind.WEBHOOK_MISSING, "", "a delivery for what was just made", "none")


def _authenticity(delivery: Delivery, endpoint: Endpoint, name: str, index: ContractIndex) -> Iterator[Finding]:
    token = index.name("delivery_token").lower()
    if delivery.headers.get(token) != endpoint.token:
        expected = "the token that the webhook was given"
        yield _finding(index, name, Kind.WEBHOOK_NOT_AUTHENTIC, f"header:{token}", expected, "another, or none")
    signatures = (index.name("signature").lower(), index.name("older_signature").lower())
    shown = [delivery.headers[header] for header in signatures if header in delivery.headers]
    right = hmac.new(endpoint.secret.encode(), delivery.body, hashlib.sha256).hexdigest()
    if not shown:  # one integrator met deliveries without one
        found = _finding(index, name, Kind.WEBHOOK_NOT_AUTHENTIC, "header:signature", "a signature", "none")
        yield found.rated(Severity.DRIFT)
    elif any(not item.isascii() or not hmac.compare_digest(right, item.lower()) for item in shown):
        expected = "the HMAC-SHA256 of the body, as it came, in hexadecimal digits"
        yield _finding(index, name, Kind.WEBHOOK_NOT_AUTHENTIC, "header:signature", expected, "another text")


def _contents(delivery: Delivery, body: Json, name: str, endpoint: Endpoint, index: ContractIndex) -> Iterator[Finding]:
    schema = index.contract.events.get(name)
    if body is None:
        yield _finding(index, name, Kind.UNREADABLE_BODY, "", "JSON", "something else")
    elif schema is None or name not in endpoint.events:
        yield _finding(index, name, Kind.UNDOCUMENTED_VALUE, "/event", "an event that the webhook hears", "another")
    elif not index.allows(f"event {name}", schema, body):
        yield _finding(index, name, Kind.OTHER_SHAPE, "", "a body in one of the documented envelopes", "another")
    naming = index.name("delivery_event").lower()
    header = delivery.headers.get(naming, name)
    if header != name:
        yield _finding(index, name, Kind.VALUE_NOT_KEPT, f"header:{naming}", "the name in the body", "another one")


def _order(body: Json, name: str, latest: dict[str, int], index: ContractIndex) -> Iterator[Finding]:
    event = body.get("event") if is_object(body) else None
    moment = event.get("timestamp") if is_object(event) else None
    if type(moment) is not int:
        return
    if moment >= _LATEST:
        yield _finding(index, name, Kind.WRONG_FORMAT, "/event/timestamp", "whole seconds since 1970", "more")
        return
    for identifier in _own_ids(body):
        if moment < latest.get(identifier, moment):
            expected = "no earlier moment than in the delivery before"
            found = _finding(index, name, Kind.TIME_GOES_BACKWARDS, "/event/timestamp", expected, "an earlier one")
            yield found.rated(Severity.DRIFT)
        latest[identifier] = max(moment, latest.get(identifier, moment))


def _is_near(session: Session, maker: str) -> bool:
    """Whether webhooks are tested, or everything is."""
    family = session.contract_index.family(session.contract_index.operations[maker])
    return any(session.contract_index.family(item) == family for item in session.operations())


def _registered(session: Session, maker: str, url: str) -> Endpoint | None:
    """A new webhook that hears everything, at the receiver's address; None where it cannot be made."""
    index = session.contract_index
    operation = index.operations[maker]
    body = support.body_of(session, operation)
    events = [*index.contract.events]
    sent = support.attempt(session, operation, body={**body, "url": url, "events": events}) if is_object(body) else None
    made = support.object_in(sent)
    secret, token = made.get("secret"), made.get("header")
    shown = made.get("events")
    names = [str(name) for name in shown] if is_array(shown) else events
    return Endpoint(secret, token, names) if isinstance(secret, str) and isinstance(token, str) else None


def _made(session: Session, events: Sequence[str]) -> dict[str, list[str]]:
    """New objects of each kind of which an event tells that it was created, by the event's name."""
    found: dict[str, list[str]] = {}
    for event in (name for name in events if name.endswith(_CREATED)):
        for maker in session.contract_index.makers.get(f"{event.removesuffix(_CREATED)}_id", ())[:1]:
            operation = session.contract_index.operations[maker]
            identifier = session.contract_index.own_id(support.object_in(support.made_by(session, operation)))
            if identifier and maker not in session.skipped:
                found[event] = [identifier]
    return found


def _wait(session: Session, before: int, expected: int) -> None:
    """Let deliveries arrive: by the server's own clock, or for some seconds."""
    receiver, control = session.sender.server.receiver, session.sender.server.control
    for _ in range(_PAUSES):
        if receiver is None or len(receiver.taken()) - before >= expected:
            return
        if control:
            control.wait()
        else:
            session.sender.policy.watch.sleep(_PAUSE)


def _finding(  # noqa: PLR0913, PLR0917 - the parts of a finding
    index: ContractIndex, name: str, kind: Kind, pointer: str, expected: str, actual: str
) -> Finding:
    """A finding about an event, by the name of its operation among the webhooks."""
    raw: Document = index.contract.document.get("webhooks", {}).get(name, {}).get("post", {})
    place, source = f"/webhooks/{name}/post", str(raw.get("externalDocs", {}).get("url", ""))
    operation, evidence = str(raw.get("operationId", "webhook")), str(raw.get("x-evidence", "documented"))
    return Finding.of(
        kind, operation, 0, pointer=pointer, expected=expected, actual=actual,
        evidence=evidence, source=source, place=place,
    )  # fmt: skip


def _event(body: Json) -> str:
    """The name of the event, in either envelope."""
    event = body.get("event") if is_object(body) else None
    name = event.get("type") if is_object(event) else event
    return name if isinstance(name, str) else "an event without a name"


def _own_ids(body: Json) -> list[str]:
    """The ids of the objects at the top of a delivery."""
    parts = [value for key, value in body.items() if key != "event"] if is_object(body) else []
    return [str(part["id"]) for part in parts if is_object(part) and "id" in part]


def _leaves(value: Json) -> Iterator[str]:
    if is_object(value) or is_array(value):
        for item in value.values() if is_object(value) else value:
            yield from _leaves(item)
    elif isinstance(value, str):
        yield value


def _json(body: bytes) -> Json:
    try:
        return read_json(body)
    except UnreadableBody:
        return None
