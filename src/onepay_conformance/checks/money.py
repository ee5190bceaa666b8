"""Amounts, labels and currencies, and balances before and after money moves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.checks.persistence import read_back
from onepay_conformance.contract_index import TAKING, path_names
from onepay_conformance.fixtures import items
from onepay_conformance.history import History, Interaction, creates
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

_SUM: Final = 7_000
_TOO_MUCH: Final = 1_000_000
_LABEL: Final = re.compile(r"(-?)\s*\$?\s*(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{2}))?(?:\s*COP)?")
_EXTREMES: Final = (1, 999_999, 1_000_001, 2**31, 2**53 - 1)
"""One peso, both sides of a million, the first that 32 bits do not hold, and the last that a float does."""
_ENOUGH: Final = 150
"""So many requests this takes at most, with a contract of this size."""
_PESOS: Final = "COP"
_SIGN: Final = "$"
_AMOUNTS: Final = "int64"
"""The format of all amounts, and of nothing else."""
_SUFFIX: Final = "_label"


class SpendingWatch:
    """Funds the balance, reads it, and tells whether what one operation took has left it."""

    def __init__(self, session: Session, operation: Operation) -> None:
        """Fund and read; the operation is carried out before `findings` is asked."""
        self._session: Final = session
        self._operation: Final = operation
        support.fund(session)
        self._before: Final = balance_of(session, self._read())

    def _read(self) -> Exchange | None:
        reader = self._session.contract_index.balance
        return support.attempt(self._session, reader) if reader else None

    def findings(self, body: Json) -> Iterator[Finding]:
        """Whether the balance holds more than it can, after the operation took the sum of `body`."""
        after = self._read()
        sums = self._session.contract_index.sums(self._operation)
        paid = next((body[name] for name in sums if is_object(body) and name in body), None)
        if after and _is_more(balance_of(self._session, after), self._before, paid):
            expected = f"less than before {self._operation.id}, by what went out"
            place = f"/{self._session.contract_index.name('balance')}"
            yield support.finding_about(self._session, Kind.VALUE_NOT_KEPT, after, place, expected, "more")


@active_check
def top_up_raises_wallet_balance(session: Session) -> Iterable[Finding]:
    """After a top-up a wallet holds as much more as was put into it, and so does that of another customer."""
    tested = {operation.id for operation in session.operations()}
    for filler, reader, lister in _wallets(session):
        if tested & {filler.id, reader.id, lister.id}:
            [kind] = path_names(filler.path)
            for owner in (session.id_of, session.new_id):
                yield from _filled(session, filler, reader, lister, {kind: owner(kind)})


@active_check
def payout_lowers_balance(session: Session) -> Iterable[Finding]:
    """After a payout, a withdrawal or a top-up the balance is lower, by as much at least."""
    for operation, _ in _spending(session):
        yield from _spent(session, operation)


@active_check
def refused_payout_keeps_balance(session: Session) -> Iterable[Finding]:
    """More than the balance holds is not paid out, and a payout that is refused leaves the balance as it was."""
    for operation, reader in _spending(session):
        for name in session.contract_index.sums(operation):
            yield from _overdrawn(session, operation, reader, name)


@active_check
def declined_charge_keeps_balance(session: Session) -> Iterable[Finding]:
    """A charge that fails leaves the balance as it was."""
    reader, index = session.contract_index.balance, session.contract_index
    tested = {operation.id for operation in session.operations()}
    for maker in index.on_balance("adds") if reader else ():
        for name, states in index.outcomes(maker).items() if reader and tested & {maker.id, reader.id} else ():
            if reader and (words := _declines(session, maker, states)):
                yield from _declined(session, maker, reader, {name: words[0]})


@active_check
def extreme_amounts_are_persisted(session: Session) -> Iterable[Finding]:
    """The least and the largest amounts are refused, or taken and shown digit by digit; history checks judge too."""
    index = session.contract_index
    for maker in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        body = support.body_of(session, maker) if creates(maker) and not index.takes_from_balance(maker) else None
        for name in index.sums(maker) if is_object(body) else ():
            for amount in _EXTREMES:
                changed = {**body, name: amount} if is_object(body) else {}
                if name in changed and index.takes(maker, changed):
                    made = support.attempt(session, maker, body=session.bodies.named(maker, changed))
                    is_last = amount == _EXTREMES[-1]
                    shown = support.object_in(made)
                    yield from read_back(session, maker, shown, is_listed=is_last) if support.taken(made) else ()


@history_check
def amounts_are_integers(history: History) -> Iterable[Finding]:
    """Amounts are written without a fraction, not even one of zero."""
    names = history.contract_index.names_with_format(_AMOUNTS)
    for interaction in history.successes:
        for pointer, item in interaction.parts:
            for name in names & item.keys():
                if isinstance(item[name], float):
                    yield interaction.finding(
                        Kind.AMOUNT_NOT_WHOLE_PESOS, f"{pointer}/{name}", "a whole number", "a fraction"
                    )


@history_check
def labels_show_their_amount(history: History) -> Iterable[Finding]:
    """The label of an amount shows that amount, in pesos."""
    for interaction in history.successes:
        mirrors = history.contract_index.marks.mirrors(interaction.operation)
        for pointer, item in interaction.parts:
            yield from _labels(interaction, pointer, item, mirrors)


@history_check
def currency_defaults_to_pesos(history: History) -> Iterable[Finding]:
    """What was made without naming a currency is counted in pesos, as is documented."""
    currency = history.contract_index.name("currency")
    for interaction in history.creations:
        shown = interaction.objects[0].get(currency, _PESOS)
        if is_object(interaction.body) and currency not in interaction.body and shown != _PESOS:
            yield interaction.finding(Kind.VALUE_NOT_KEPT, f"/{currency}", _PESOS, "another currency")


@history_check
def nested_amounts_agree(history: History) -> Iterable[Finding]:
    """An object within another, that stands for the same money, is about the same sum."""
    names_of_money = sorted(
        {*history.contract_index.names_with_format(_AMOUNTS), history.contract_index.name("currency")}
    )
    for interaction in history.successes:
        for pointer, item in interaction.parts:
            for inner, part in ((inner, part) for inner, part in item.items() if is_object(part)):
                names = [name for name in names_of_money if name in item and part.get(name, item[name]) != item[name]]
                if names and item.get(f"{inner}_id") == part.get("id"):
                    expected, place = f"the {names[0]} of what it belongs to", f"{pointer}/{inner}/{names[0]}"
                    yield interaction.finding(Kind.VALUE_NOT_KEPT, place, expected, "another one")


def _wallets(session: Session) -> Iterator[tuple[Operation, Operation, Operation]]:
    """What puts money into a wallet, what shows the wallet's balance, and what lists its movements, by its links."""
    index = session.contract_index
    for filler in index.on_balance(*TAKING):
        led = [index.operations[link.target] for link in index.links[filler.id] if path_names(filler.path)]
        for reader in (item for item in led if item in index.on_balance("shows")):
            yield from ((filler, reader, lister) for lister in led if index.is_list(lister))


def _spending(session: Session) -> Iterator[tuple[Operation, Operation]]:
    """The operations that need money and are tested, or whose balance is, with the operation that shows it."""
    reader = session.contract_index.balance
    tested = {operation.id for operation in session.operations()}
    for operation in session.contract_index.on_balance(*TAKING):
        if reader and tested & {operation.id, reader.id} and operation.id not in session.skipped:
            yield operation, reader


def _declines(session: Session, maker: Operation, states: Mapping[str, str]) -> list[str]:
    """The values of a field that make a charge fail."""
    failing = [value for value, state in states.items() if session.contract_index.is_state(state, "final")]
    return session.contract_index.decline_codes(maker) if "*" in failing else failing


def _declined(session: Session, maker: Operation, reader: Operation, decided: dict[str, str]) -> Iterator[Finding]:
    body = support.body_of(session, maker)
    if not is_object(body):
        return
    before = balance_of(session, support.attempt(session, reader))
    made = support.attempt(session, maker, body={**body, **decided})
    after = support.attempt(session, reader)
    is_other = balance_of(session, after, before) != before
    if after and is_other and session.contract_index.is_state(support.object_in(made).get("status"), "final"):
        expected = "what was there before a charge was declined"
        yield support.finding_about(
            session, Kind.VALUE_NOT_KEPT, after, f"/{session.contract_index.name('balance')}", expected, "another sum"
        )


def _overdrawn(session: Session, operation: Operation, reader: Operation, name: str) -> Iterator[Finding]:
    support.fund(session)
    before = balance_of(session, support.attempt(session, reader))
    body = support.body_of(session, operation)
    if type(before) is not int or not is_object(body):
        return
    sent = support.attempt(session, operation, body={**body, name: before + _TOO_MUCH})
    after = support.attempt(session, reader)
    if sent and support.taken(sent) and operation in session.contract_index.on_balance("takes-what-is-there"):
        expected = "a refusal of more than the balance holds"
        yield support.finding_about(
            session, Kind.INVALID_REQUEST_ACCEPTED, sent, f"request:/{name}", expected, "a success"
        )
    elif sent and after and not support.taken(sent) and balance_of(session, after, before) != before:
        expected = f"what was there before {operation.id} was refused"
        yield support.finding_about(
            session, Kind.VALUE_NOT_KEPT, after, f"/{session.contract_index.name('balance')}", expected, "another sum"
        )


def _filled(
    session: Session, filler: Operation, reader: Operation, lister: Operation, ids: dict[str, str]
) -> Iterator[Finding]:
    support.fund(session)
    before = balance_of(session, support.attempt(session, reader, ids=ids))
    support.attempt(session, lister, ids=ids)
    body = support.body_of(session, filler)
    sums = dict.fromkeys(session.contract_index.sums(filler), _SUM)
    put = support.attempt(session, filler, ids=ids, body={**body, **sums} if is_object(body) else body)
    after = support.attempt(session, reader, ids=ids)
    yield from _listed(session, support.attempt(session, lister, ids=ids), support.object_in(put).get("id"))
    held = balance_of(session, after)
    if support.taken(put) and after and isinstance(before, int) and held != before + _SUM:
        expected = f"{_SUM} more than before the top-up"
        yield support.finding_about(
            session, Kind.VALUE_NOT_KEPT, after, f"/{session.contract_index.name('balance')}", expected, "another sum"
        )


def _listed(session: Session, page: Exchange | None, made: Json) -> Iterator[Finding]:
    """Whether a wallet's movements, newest first, hold the top-up."""
    held = [item.get("id") for item in items(support.reply_of(page)) if is_object(item)]
    if page and support.taken(page) and made and made not in held:
        yield support.finding_about(
            session, Kind.PAGE_SKIPS, page, "/data", "the top-up that was just made", "nothing of it"
        )


def _spent(session: Session, operation: Operation) -> Iterator[Finding]:
    body, spending = support.body_of(session, operation), SpendingWatch(session, operation)
    if support.taken(support.attempt(session, operation, body=body)):
        yield from spending.findings(body)


def balance_of(session: Session, read: Exchange | None, usual: Json = None) -> Json:
    """The balance that a reply shows; `usual` where it shows none."""
    return support.object_in(read).get(session.contract_index.name("balance"), usual)


def _is_more(held: Json, before: Json, paid: Json) -> bool:
    """Whether more is held than what was there before leaves; not, where nothing tells."""
    return type(held) is int and type(before) is int and type(paid) is int and held > before - paid


def _labels(
    interaction: Interaction, pointer: str, fields: dict[str, Json], mirrors: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    for name, label in fields.items():
        amount = _labelled(fields, name, mirrors)
        if type(amount) is int and isinstance(label, str) and _says(label) not in _fitting(name, label, amount):
            expected = f"the amount beside it, such as {_written(12_345)}"
            yield interaction.finding(Kind.LABEL_DISAGREES, f"{pointer}/{name}", expected, "another amount, or none")


def _labelled(fields: dict[str, Json], name: str, mirrors: Mapping[str, tuple[str, ...]]) -> Json:
    """The amount that a field is the label of; None where it is no such label."""
    if name.endswith(_SUFFIX):
        return fields.get(name.removesuffix(_SUFFIX))
    return next((fields[plain] for plain in mirrors.get(name, ()) if plain in fields), None)


def _fitting(name: str, label: str, amount: int) -> tuple[int | None, ...]:
    """What a label may say; one that is only called `label`, and shows no pesos, may be something else."""
    return (amount,) if name.endswith(_SUFFIX) or _SIGN in label else (amount, None)


def _says(label: str) -> int | None:
    """The pesos that a label shows; None where it shows no amount."""
    found = _LABEL.fullmatch(label.strip())
    if not found or found[4] not in (None, "00"):
        return None
    return int(found[3].replace(".", "")) * (-1 if found[1] or found[2] else 1)


def _written(amount: int) -> str:
    return "$" + f"{amount:,}".replace(",", ".")
