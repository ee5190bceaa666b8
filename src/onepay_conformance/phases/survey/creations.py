"""Creations: with all that may vary, read, made anew under nearly the same key, and repeated much later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.breaches import Fields, breach, named_fields, without
from onepay_conformance.checks.idempotency import nearly_equal_bodies
from onepay_conformance.checks.money import SpendingWatch, balance_of
from onepay_conformance.checks.persistence import granted_findings
from onepay_conformance.checks.variants import (
    donor_fields,
    fuller_bodies,
    longest_body,
    with_odd_texts,
    with_other_words,
    with_rarer_fields,
)
from onepay_conformance.contract_index import ContractIndex
from onepay_conformance.phases.survey.turns import Unit
from onepay_conformance.session import Session
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind, Severity
from onepay_core.json_values import Json, is_object

_KEY_LENGTH: Final = 63
"""One less than the longest key that an integrator reports to be taken."""
_LONG_KEY: Final = 300
_TRIES: Final = 3
_LARGE_SUM: Final = 2**31 + 37
_CONFLICTS: Final = (409, 419)


@dataclass(frozen=True, slots=True)
class Creation:
    """A creation that was carried out: its ids, its body, the beginning of its key, its key, and what came of it."""

    ids: Mapping[str, str]
    body: Fields
    stem: str
    key: str
    made: Fields


class Creations:
    """What the survey has made, by operation, and what is tried with it."""

    def __init__(self, session: Session) -> None:
        self._session: Final = session
        self._index: Final[ContractIndex] = session.contract_index
        self._donors: Final = donor_fields(session)
        self.by_maker: Final[dict[str, Creation]] = {}
        self._repeated: Final[set[str]] = set()

    def created(self, maker: Operation) -> Unit:
        """Break the rules of all fields, create with all that may vary under the same key, and read what was made.

        A key under which a body was refused is free, as far as programs know.
        """
        ids, plain = support.good_ids(self._session, maker), support.new_body(self._session, maker)
        if not is_object(plain):
            return
        stem = self._new_stem()
        key = f"{stem}k"
        yield from breach(self._session, maker, without, {"x-idempotency": key})
        spending = SpendingWatch(self._session, maker) if self._index.takes_from_balance(maker) else None
        body = self._richest(maker, plain)
        sent = self._send(maker, ids, body, key)
        if sent and sent.status in _CONFLICTS:
            stem = self._new_stem()
            key, conflict = f"{stem}k", sent
            sent = self._send(maker, ids, body, key)
            if support.taken(sent):
                yield self._drift(conflict, "the key to be free after a refusal", "a refusal of the mended body")
        for _ in range(_TRIES):
            if sent is None or support.taken(sent) or body == plain:
                break
            body = _mended(body, plain, named_fields(sent))
            stem = self._new_stem()
            key = f"{stem}k"
            sent = self._send(maker, ids, body, key)
        if sent and support.taken(sent):
            yield from spending.findings(body) if spending else ()
            made = support.object_in(sent)
            self.by_maker[maker.id] = Creation(ids, body, stem, key, made)
            yield from granted_findings(self._session, sent, body)
            yield from self._read(maker, made)

    def _read(self, maker: Operation, made: Fields) -> Unit:
        for kind, reader in support.readers_of(self._session, maker) if isinstance(made.get("id"), str) else ():
            read = support.attempt(self._session, reader, ids={kind: str(made["id"])})
            if read and not support.taken(read):
                expected, found = f"what {maker.id} has just made", Kind.VALID_REQUEST_REFUSED
                yield support.finding_about(self._session, found, read, "", expected, "a refusal")

    def reused(self, maker: Operation) -> Unit:
        """Send a body that is hardly another, or the first for another thing, under its key; history checks judge."""
        first = self.by_maker.get(maker.id)
        other = next(nearly_equal_bodies(self._session, maker, first.body), None) if first else None
        if first and other:
            self._send(maker, first.ids, other, first.key)
        for kind, name in first.ids.items() if first else ():
            others = [str(item) for item in self._session.fixtures.all.get(kind, ()) if item != name]
            if first and others:
                self._send(maker, {**first.ids, kind: others[-1]}, first.body, first.key)
        yield from ()

    def confused(self, maker: Operation, turn: int) -> Unit:
        """Create with other words, by the last documented body, under a key that is nearly the first."""
        first, session = self.by_maker.get(maker.id), self._session
        if first is None:
            return
        if self._index.takes_from_balance(maker):
            support.fund(session)
        key = (f"{first.stem}K", f"{first.stem[:-1]}_k", f"{first.stem}k{'k' * (_LONG_KEY - _KEY_LENGTH - 1)}")[
            turn % 3
        ]
        last = support.body_of(session, maker, len(self._index.examples(maker)) - 1)
        base = last if is_object(last) and not self._index.takes_from_balance(maker) else first.body
        fuller = [base, *fuller_bodies(session, maker, base)][-1]  # with a list of entries, where it has metadata
        body = self._named(maker, self._in_other_words(maker, fuller, 2))
        larger = self._larger(maker, body)
        sent = self._send(maker, first.ids, larger, key)
        if sent and sent.status not in _CONFLICTS and not support.taken(sent) and len(key) == _LONG_KEY:
            key = f"{first.stem}K"  # so long a key may be refused
            sent = self._send(maker, first.ids, larger, key)
        if sent and sent.status not in _CONFLICTS and not support.taken(sent) and larger != body:
            sent = self._send(maker, first.ids, body, key)
        if sent and sent.status in _CONFLICTS:
            expected, kind = "no mistaking of a key for another", Kind.VALID_REQUEST_REFUSED
            yield support.finding_about(session, kind, sent, "", expected, "a refusal of the key")

    def borrowed(self, maker: Operation, lender: Operation) -> Unit:
        """Create under a key that another operation has used; history checks judge."""
        first, other = self.by_maker.get(maker.id), self.by_maker.get(lender.id)
        if first and other:
            self._send(maker, first.ids, self._named(maker, first.body), other.key)
        yield from ()

    def repeated(self, maker: Operation) -> Unit:
        """Send the first request again, once, after others: its reply is the first, and no money leaves."""
        first = self.by_maker.get(maker.id)
        if first is None or maker.id in self._repeated:
            return
        self._repeated.add(maker.id)
        reader = self._index.balance if self._index.takes_from_balance(maker) else None
        before = support.attempt(self._session, reader) if reader else None
        again = self._send(maker, first.ids, first.body, first.key)
        if again and not support.taken(again):
            yield self._drift(again, "the reply to the first request", "a refusal of the repeat")
        after = support.attempt(self._session, reader) if reader else None
        if again and before and after and balance_of(self._session, before) != balance_of(self._session, after):
            expected, kind = "nothing more than the first request did", Kind.IDEMPOTENCY_IGNORED
            yield support.finding_about(self._session, kind, again, "", expected, "it was carried out again")

    def by_other(self, maker: Operation) -> Unit:
        """Send what names things of the first account with the key of the second; history checks judge."""
        first = self.by_maker.get(maker.id)
        if first and self._index.key(maker) == Key.SECRET and (first.ids or self._names_things(first.body)):
            headers = {"x-idempotency": first.key}
            support.attempt(self._session, maker, ids=first.ids, body=first.body, headers=headers, key=Key.OTHER)
        yield from ()

    def without_key(self, maker: Operation) -> Unit:
        """Create without the idempotency key, which is required."""
        first = self.by_maker.get(maker.id)
        sent = self._send(maker, first.ids, self._named(maker, first.body), "") if first else None
        if sent and support.taken(sent):
            expected, place = "a refusal, as the key is required", "header:x-idempotency"
            kind = Kind.INVALID_REQUEST_ACCEPTED
            yield support.finding_about(self._session, kind, sent, place, expected, "a success")

    def _larger(self, maker: Operation, body: Fields) -> Fields:
        """The body with sums that need more than 32 bits, where the contract allows them."""
        names = () if self._index.takes_from_balance(maker) else self._index.sums(maker)
        larger = {**body, **{name: _LARGE_SUM for name in names if type(body.get(name)) is int}}
        return larger if self._index.takes(maker, larger) else body

    def _names_things(self, body: Fields) -> bool:
        return any(name in self._index.makers and isinstance(value, str) for name, value in body.items())

    def _new_stem(self) -> str:
        return self._session.name().ljust(_KEY_LENGTH, "-")

    def _named(self, maker: Operation, body: Fields) -> Fields:
        named = self._session.bodies.named(maker, body)
        return named if is_object(named) else body

    def _drift(self, exchange: Exchange, expected: str, actual: str) -> Finding:
        kind = Kind.VALID_REQUEST_REFUSED
        return support.finding_about(self._session, kind, exchange, "", expected, actual).rated(Severity.DRIFT)

    def _send(self, maker: Operation, ids: Mapping[str, str], body: Json, key: str) -> Exchange | None:
        return support.attempt(self._session, maker, ids=ids, body=body, headers={"x-idempotency": key})

    def _richest(self, maker: Operation, plain: Fields) -> Fields:
        """The documented body with the most fields, with all that the contract allows changed at once."""
        body = longest_body(self._session, maker) or plain
        body = next(fuller_bodies(self._session, maker, body), body)
        for _ in range(len(self._donors)):
            rarer = next(with_rarer_fields(self._session, maker, body, self._donors), None)
            if rarer is None:
                break
            body = rarer
        body = with_odd_texts(self._session, maker, self._in_other_words(maker, body, 1))
        if self._index.takes_from_balance(maker):
            body |= _only(plain, self._index.sums(maker))
        filled = self._session.bodies.filled(maker, body)
        return filled if is_object(filled) and self._index.takes(maker, filled) else plain

    def _in_other_words(self, maker: Operation, body: Fields, turn: int) -> Fields:
        """The body with the word that is `turn` words before the usual one, wherever words or flags may be chosen."""
        decisive = self._index.outcomes(maker)
        for name in self._index.fields(maker):
            words = [varied[name] for other, varied in with_other_words(self._session, maker, body) if other == name]
            if words and name not in decisive:
                body = {**body, name: words[-turn % len(words)]}
        return body


def _mended(body: Fields, plain: Fields, named: set[str]) -> Fields:
    """The body with the fields that a refusal names as they usually are; the usual body where it names none."""
    known = named & body.keys()
    if not known:
        return plain
    return {**{name: item for name, item in body.items() if name not in known}, **_only(plain, known)}


def _only(fields: Mapping[str, Json], names: Iterable[str]) -> Fields:
    return {name: fields[name] for name in names if name in fields}
