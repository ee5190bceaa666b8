"""Idempotency keys: repeats, concurrent repeats, almost equal bodies, scope and lifetime of a key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.checks.validation import leaves, replaced
from onepay_conformance.contract_index import at
from onepay_conformance.control import with_code
from onepay_conformance.fixtures import items
from onepay_conformance.history import History, Interaction, creates, is_same_request
from onepay_conformance.session import Session
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind, Severity
from onepay_core.json_values import Json, is_array, is_object

_AT_WORK: Final = 409
_UNKNOWN: Final = "onepay_contract_unknown"
_LONG: Final = 64
"""The longest key that an integrator reports to be taken."""
_CONFLICTS: Final = (409, 419)
_ENOUGH: Final = 200
"""So many requests this takes at most, with a contract of this size."""


class _Repeats:
    """All that is tried with one operation."""

    def __init__(self, session: Session, operation: Operation) -> None:
        self._session: Final = session
        self._operation: Final = operation
        self._body: Final[Json] = support.new_body(session, operation)
        self._ids: Final[Mapping[str, str]] = _ids(session, operation)

    def findings(self) -> Iterator[Finding]:
        key = self._session.name()
        if is_object(self._body):
            self._send({**self._body, _UNKNOWN: 1}, key)
        sent = self._together(key)
        first = _best(sent)
        if first is None or not support.taken(first):
            key = self._session.name()
            sent = self._together(key)
            fresh = _best(sent)
            if first and fresh and support.taken(fresh):
                yield self._stuck(first)
            first = fresh
        if first is not None and support.taken(first):
            yield from self._split(sent)
            yield from self._again(key)

    def _together(self, key: str) -> list[Exchange]:
        return support.together(self._session, self._operation, self._ids, self._body, key)

    def _split(self, sent: list[Exchange]) -> Iterator[Finding]:
        """Of two at the same moment, the second may only be told that the first is still at work, with 409."""
        for item in sent if any(map(support.taken, sent)) else ():
            if not support.taken(item) and item.status != _AT_WORK:
                expected = "the reply to the other, or 409 while it is at work"
                kind = Kind.VALID_REQUEST_REFUSED
                found = support.finding_about(self._session, kind, item, "", expected, "another refusal")
                yield found.rated(Severity.DRIFT)

    def _again(self, key: str) -> Iterator[Finding]:
        before = self._around()
        repeat = self._send(self._body, key)
        after = self._around()
        if repeat and not support.taken(repeat):
            expected = "the reply to the first request"
            found = support.finding_about(
                self._session, Kind.VALID_REQUEST_REFUSED, repeat, "", expected, "a refusal of the repeat"
            )
            yield found.rated(Severity.DRIFT)
        elif repeat and before != after:
            expected = "nothing more than the first request did"
            yield support.finding_about(
                self._session, Kind.IDEMPOTENCY_IGNORED, repeat, "", expected, "it was carried out again"
            )
        for other in support.others_than(self._session, self._operation, self._body):
            self._send(other, key)

    def _stuck(self, first: Exchange) -> Finding:
        """No page says what a refusal keeps, and one program takes a new key after each."""
        expected = "the key to be free after a refusal"
        found = support.finding_about(
            self._session, Kind.VALID_REQUEST_REFUSED, first, "", expected, "a refusal of the mended body"
        )
        return found.rated(Severity.DRIFT)

    def _send(self, body: Json, key: str) -> Exchange | None:
        headers = {"x-idempotency": key}
        return support.attempt(self._session, self._operation, ids=self._ids, body=body, headers=headers)

    def _around(self) -> list[Json]:
        """What can be read where things are made: how many there are, which, and what they come to."""
        return [
            _in_any_order(support.reply_of(support.attempt(self._session, operation, ids=self._ids)))
            for operation in self._session.contract_index.operations.values()
            if operation.method == "GET" and self._is_near(operation)
        ]

    def _is_near(self, other: Operation) -> bool:
        """Whether another operation reads at the same path, at the same thing, or where the money comes from."""
        index = self._session.contract_index
        if other == index.balance and index.takes_from_balance(self._operation):
            return True
        same = other.path == self._operation.path
        beside = "{" in other.path and other.path.rpartition("/")[0] == self._operation.path.rpartition("/")[0]
        return same or (beside and "{" in self._operation.path)


@dataclass(frozen=True, slots=True)
class _First:
    """A request that was carried out, and the key that it had."""

    operation: Operation
    ids: Mapping[str, str]
    body: Json
    key: str

    def sent(self, session: Session, *, body: Json = None, ids: Mapping[str, str] | None = None) -> Exchange | None:
        """Send it, or another, under its key."""
        headers = {"x-idempotency": self.key}
        return support.attempt(session, self.operation, ids=ids or self.ids, body=body or self.body, headers=headers)


@active_check
def repeated_request_has_no_second_effect(session: Session) -> Iterable[Finding]:
    """A key that comes again, even at the same moment, answers the first reply and does nothing more.

    That no other reply and no other body is taken under a used key, history checks see.
    """
    for operation in support.repeatable(session):
        if session.contract_index.takes_from_balance(operation):
            support.fund(session)
        yield from _Repeats(session, operation).findings()


@active_check
def key_is_case_sensitive_and_per_account(session: Session) -> Iterable[Finding]:
    """Keys that differ in a capital or in their punctuation alone, and equal keys of two accounts, are two keys.

    History checks judge too.
    """
    for operation in (item for item in support.repeatable(session) if creates(item)):
        stem, body = session.name().ljust(_LONG - 1, "-"), support.body_of(session, operation)
        ids = support.good_ids(session, operation)
        for key in (f"{stem}k", f"{stem}K", f"{stem[:-1]}_k"):
            headers = {"x-idempotency": key}
            sent = support.attempt(session, operation, ids=ids, body=body, headers=headers)
            if sent and sent.status in _CONFLICTS:
                expected = "no mistaking of a key for another"
                yield support.finding_about(
                    session, Kind.VALID_REQUEST_REFUSED, sent, "", expected, "a refusal of the key"
                )
        if _has_two_accounts(session, operation):
            _of_two_accounts(session, operation, f"{stem}o")


@active_check
def key_is_scoped_to_its_operation(session: Session) -> Iterable[Finding]:
    """A key that another operation has used is refused, or free here; it never answers for that other."""
    before: Exchange | None = None
    for operation in (item for item in support.repeatable(session) if creates(item)):
        key = before.request_header("x-idempotency") if before else session.name()
        ids, body = support.good_ids(session, operation), support.new_body(session, operation)
        sent = support.attempt(session, operation, ids=ids, body=body, headers={"x-idempotency": key or session.name()})
        if before and sent and support.taken(sent) and sent.reply_body and sent.reply_body == before.reply_body:
            expected, observed = "no reply of another operation", f"that of {before.operation}"
            kind = Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY
            yield support.finding_about(session, kind, sent, "", expected, observed)
        before = sent if support.taken(sent) else before


@active_check
def key_survives_deletion(session: Session) -> Iterable[Finding]:
    """A key whose thing was deleted makes no other thing; history checks judge."""
    for kind in support.kinds(session):
        undoers = [item for item in support.at_one(session, kind) if item.method == "DELETE"]
        for maker in session.contract_index.makers[kind] if undoers else ():
            operation = session.contract_index.operations[maker]
            body, headers = support.body_of(session, operation), {"x-idempotency": session.name()}
            made = support.object_in(support.attempt(session, operation, body=body, headers=headers)).get("id")
            if isinstance(made, str):
                undone = support.body_of(session, undoers[0])
                support.attempt(session, undoers[0], ids={kind: made}, body=undone)
                support.attempt(session, operation, body=body, headers=headers)
    return ()


@active_check
def repeat_reverts_no_later_change(session: Session) -> Iterable[Finding]:
    """A change that is repeated after another one leaves that other one as it is."""
    for kind in support.kinds(session):
        for changer in support.at_one(session, kind):
            if changer.method == "PUT" and session.contract_index.takes_idempotency_key(changer):
                yield from _overtaken(session, kind, changer)


@active_check
def key_is_remembered_after_others(session: Session) -> Iterable[Finding]:
    """A key that comes again after others and some minutes answers the first reply; history checks see bodies."""
    known = support.repeatable(session) if support.is_affordable(session, _ENOUGH) else []
    firsts = [item for operation in known if (item := _first(session, operation))]
    if firsts and session.sender.server.control:
        session.sender.server.control.wait()
    for first in firsts:
        for again in (first.sent(session), first.sent(session)):
            if again and not support.taken(again):
                expected = "the reply to the first request"
                shown = support.finding_about(
                    session, Kind.VALID_REQUEST_REFUSED, again, "", expected, "a refusal of the repeat"
                )
                yield shown.rated(Severity.DRIFT)
        for other in _hardly_others(session, first):
            first.sent(session, body=other)
        for ids in _elsewhere(session, first):
            first.sent(session, ids=ids)


@active_check
def confirmation_is_carried_out_once(session: Session) -> Iterable[Finding]:
    """What was confirmed answers the same to the same key, and is not confirmed again under another."""
    for kind in support.kinds(session):
        for confirming in support.at_one(session, kind):
            if confirming.method == "POST" and not creates(confirming) and _takes_key(session, confirming):
                yield from _confirmed(session, kind, confirming)


@history_check
def repeated_key_returns_first_reply(history: History) -> Iterable[Finding]:
    """A key that comes again answers the first reply, and no other request under it is carried out."""
    firsts: dict[tuple[str, str], Interaction] = {}
    for interaction in history.successes:
        key = interaction.idempotency_key
        if key is None or not any(
            parameter.required and parameter.name == "x-idempotency" for parameter in interaction.operation.parameters
        ):
            continue
        first = firsts.setdefault((interaction.key, key), interaction)
        if not is_same_request(first, interaction):
            expected = "a refusal of a key that another request has used"
            yield interaction.finding(Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY, "", expected, "a success")
        elif first.exchange.status != interaction.exchange.status:
            status = f"status {first.exchange.status}, as at first"
            yield interaction.finding(Kind.IDEMPOTENCY_IGNORED, "", status, "another").rated(Severity.DRIFT)
        elif first.reply != interaction.reply:
            yield interaction.finding(Kind.IDEMPOTENCY_IGNORED, "", "the reply to the first request", "another reply")


def _best(sent: list[Exchange]) -> Exchange | None:
    """A success, if there is one."""
    return next((item for item in sent if support.taken(item)), sent[0] if sent else None)


def _in_any_order(reply: Json) -> Json:
    """A reply whose lists are sorted: a list in another order holds the same, which is no second creation."""
    if is_array(reply):
        return sorted(map(_in_any_order, reply), key=repr)
    return {name: _in_any_order(item) for name, item in sorted(reply.items())} if is_object(reply) else reply


def _ids(session: Session, operation: Operation) -> dict[str, str]:
    """The ids of one thing, so that all requests are about the same."""
    found: dict[str, str] = {}
    for parameter in operation.parameters:
        if parameter.place == "path":
            try:
                found[parameter.name] = session.id_of(parameter.name)
            except support.TROUBLE:
                continue
    return found


def _has_two_accounts(session: Session, operation: Operation) -> bool:
    return session.sender.server.keys.has(Key.OTHER) and session.contract_index.key(operation) == Key.SECRET


def _of_two_accounts(session: Session, operation: Operation, key: str) -> None:
    """The same request under the same key, by one account and by the other, where nothing in it is of the first."""
    body = support.body_of(session, operation)
    for account in (Key.SECRET, Key.OTHER):
        support.attempt(session, operation, body=body, headers={"x-idempotency": key}, key=account)


def _overtaken(session: Session, kind: str, changer: Operation) -> Iterator[Finding]:
    try:
        ids = {kind: session.new_id(kind)}
    except support.TROUBLE:
        return
    first = support.body_of(session, changer)
    headers = {"x-idempotency": session.name()}
    support.attempt(session, changer, ids=ids, body=first, headers=headers)
    for other in support.others_than(session, changer, first):
        support.attempt(session, changer, ids=ids, body=other)
        before = _shown(session, kind, ids)
        again = support.attempt(session, changer, ids=ids, body=first, headers=headers)
        if again and support.taken(again) and before != _shown(session, kind, ids):
            expected = "the later change to stand"
            yield support.finding_about(
                session, Kind.IDEMPOTENCY_IGNORED, again, "", expected, "it was carried out again"
            )


def _shown(session: Session, kind: str, ids: dict[str, str]) -> Json:
    """The thing as it is read, or as it stands in the list."""
    reader = support.reader_of(session, kind)
    if reader:
        return support.object_in(support.attempt(session, reader, ids=ids))
    lister = support.lister_of(
        session,
        session.contract_index.family(session.contract_index.operations[session.contract_index.makers[kind][0]]),
    )
    listed = items(support.reply_of(support.attempt(session, lister))) if lister else []
    return next((entry for entry in listed if is_object(entry) and entry.get("id") == ids[kind]), None)


def _takes_key(session: Session, operation: Operation) -> bool:
    return session.contract_index.takes_idempotency_key(operation)


def _first(session: Session, operation: Operation) -> _First | None:
    if session.contract_index.takes_from_balance(operation):
        support.fund(session)
    ids, body = support.good_ids(session, operation), support.new_body(session, operation)
    first = _First(operation, ids, body, session.name())
    return first if support.taken(first.sent(session)) else None


def nearly_equal_bodies(session: Session, operation: Operation, body: Json) -> Iterator[Json]:
    """Good bodies of the same length that differ in one value: first deep within, last in a number at the top."""
    found = sorted(_turns(session, operation, body), key=_likeness, reverse=True)
    yield from (turned for _, turned in found)


def _likeness(turned: tuple[tuple[str, ...], Json]) -> tuple[bool, bool]:
    """How hard a body is to tell from the first: by what lies deep, and by texts rather than by numbers."""
    path, body = turned
    return len(path) > 1, isinstance(at(body, "/" + "/".join(path)), str)


def _turns(session: Session, operation: Operation, body: Json) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Good bodies with one value turned into another, each with the way to it."""
    words = session.contract_index.free_texts(operation)
    metadata = session.contract_index.name("metadata")
    for path, value in leaves(body):
        _, turned = _turned(body, path, value, [*words, path[-1]] if path[:1] == (metadata,) else words)
        if turned != body and session.contract_index.takes(operation, turned):
            yield path, turned


def _hardly_others(session: Session, first: _First) -> Iterator[Json]:
    """Good bodies of the same length, and such that differ deep within alone."""
    allowed = [*_turns(session, first.operation, first.body)]
    for is_deep in (False, True):
        yield from [item for path, item in allowed if (len(path) > 1) == is_deep][:1]


def _turned(body: Json, path: tuple[str, ...], value: Json, words: Sequence[str]) -> tuple[tuple[str, ...], Json]:
    """The body with one value turned into another that is as long."""
    if isinstance(value, bool):
        return path, replaced(body, path, not value)
    if type(value) is int and value % 10 != 9:
        return path, replaced(body, path, value + 1)
    is_word = isinstance(value, str) and path[-1] in words
    return path, replaced(body, path, f"{str(value)[:-1]}x") if is_word else body


def _elsewhere(session: Session, first: _First) -> Iterator[dict[str, str]]:
    """The path of another thing."""
    for name in first.ids:
        try:
            yield {**first.ids, name: session.new_id(name)}
        except support.TROUBLE:
            continue


def _confirmed(session: Session, kind: str, confirming: Operation) -> Iterator[Finding]:
    """Make what can be confirmed, confirm it twice under one key, and once more under another."""
    for maker in session.contract_index.sources(confirming.id):
        made = support.object_in(support.made_by(session, session.contract_index.operations[maker])).get("id")
        if isinstance(made, str):
            ids = {kind: made}
            code = session.contract_index.name("code")
            body = with_code(session.sender.server.control, code, support.body_of(session, confirming), ids)
            first = _First(confirming, ids, body, session.name())
            sent, again = first.sent(session), first.sent(session)
            if support.taken(sent) and again and not support.taken(again):
                expected = "the reply to the first request"
                yield support.finding_about(
                    session, Kind.IDEMPOTENCY_IGNORED, again, "", expected, "a refusal of the repeat"
                )
            other = support.attempt(session, confirming, ids=ids, body=body)
            if (
                other
                and support.taken(other)
                and session.contract_index.is_state(support.object_in(sent).get("status"), "paid")
            ):
                expected = "a refusal, as it was paid already"
                yield support.finding_about(session, Kind.FINAL_STATE_MOVED, other, "", expected, "a success")
