"""Amounts, labels and currencies, and balances before and after money moves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.fixtures import items
from onepay_conformance.history import History, Interaction
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Document, Json, is_array, is_object

_SUM: Final = 7_000
_TOO_MUCH: Final = 1_000_000
_REFUSING: Final = frozenset(("balances_withdraw",))
"""Operations of which a page says that more than there is is refused."""
_CHARGES: Final = "charges_create"
_DECLINED: Final = "INSUFFICIENT_FUNDS"
_FAILED: Final = "failed"
_WALLETS: Final = frozenset(("wallets_get_balance", "wallets_top_up", "wallets_list_transactions"))
_LABEL: Final = re.compile(r"(-?)\s*\$?\s*(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{2}))?(?:\s*COP)?")
_PESOS: Final = "COP"
_SIGN: Final = "$"
_SUFFIX: Final = "_label"
_PLAIN: Final = ("balance", "amount")
_SUMS: Final = ("amount", "currency")


@active_check
def top_up_raises_wallet_balance(session: Session) -> Iterable[Finding]:
    """After a top-up a wallet holds as much more as was put into it, and so does that of another customer."""
    if _WALLETS.isdisjoint(operation.id for operation in session.operations()):
        return
    for owner in (session.id_of, session.new_id):
        yield from _filled(session, {"customer_id": owner("customer_id")})


@active_check
def payout_lowers_balance(session: Session) -> Iterable[Finding]:
    """After a payout, a withdrawal or a top-up the balance is lower, by as much at least."""
    reader = session.contract_index.operations["balances_get"]
    tested = {operation.id for operation in session.operations()}
    for name in support.SPENDING:
        if tested & {name, reader.id} and name not in session.skipped:
            yield from _spent(session, session.contract_index.operations[name], reader)


@active_check
def refused_payout_keeps_balance(session: Session) -> Iterable[Finding]:
    """More than the balance holds is not paid out, and a payout that is refused leaves the balance as it was."""
    reader = session.contract_index.operations[support.BALANCE]
    tested = {item.id for item in session.operations()}
    for name in support.SPENDING:
        operation = session.contract_index.operations[name]
        if (
            tested & {name, reader.id}
            and name not in session.skipped
            and "amount" in session.contract_index.fields(operation)
        ):
            yield from _overdrawn(session, operation, reader)


@active_check
def declined_charge_keeps_balance(session: Session) -> Iterable[Finding]:
    """A charge that fails leaves the balance as it was."""
    reader, maker = (session.contract_index.operations[name] for name in (support.BALANCE, _CHARGES))
    body = support.body_of(session, maker)
    if not {operation.id for operation in session.operations()} & {maker.id, reader.id} or not is_object(body):
        return
    before = support.object_in(support.attempt(session, reader)).get("balance")
    made = support.attempt(session, maker, body={**body, "test_scenario": _DECLINED})
    after = support.attempt(session, reader)
    is_other = support.object_in(after).get("balance", before) != before
    if after and is_other and support.object_in(made).get("status") == _FAILED:
        expected = "what was there before a charge was declined"
        yield support.finding_about(session, Kind.VALUE_NOT_KEPT, after, "/balance", expected, "another sum")


@history_check
def amounts_are_integers(history: History) -> Iterable[Finding]:
    """Amounts are written without a fraction, not even one of zero."""
    names = frozenset(_money_fields(history.contract_index.contract.document))
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
        for pointer, item in interaction.parts:
            yield from _labels(interaction, pointer, item)


@history_check
def currency_defaults_to_pesos(history: History) -> Iterable[Finding]:
    """What was made without naming a currency is counted in pesos, as is documented."""
    for interaction in history.creations:
        shown = interaction.objects[0].get("currency", _PESOS)
        if is_object(interaction.body) and "currency" not in interaction.body and shown != _PESOS:
            yield interaction.finding(Kind.VALUE_NOT_KEPT, "/currency", _PESOS, "another currency")


@history_check
def nested_amounts_agree(history: History) -> Iterable[Finding]:
    """An object within another, that stands for the same money, is about the same sum."""
    for interaction in history.successes:
        for pointer, item in interaction.parts:
            for inner, part in ((inner, part) for inner, part in item.items() if is_object(part)):
                names = [name for name in _SUMS if name in item and part.get(name, item[name]) != item[name]]
                if names and item.get(f"{inner}_id") == part.get("id"):
                    expected, place = f"the {names[0]} of what it belongs to", f"{pointer}/{inner}/{names[0]}"
                    yield interaction.finding(Kind.VALUE_NOT_KEPT, place, expected, "another one")


def _overdrawn(session: Session, operation: Operation, reader: Operation) -> Iterator[Finding]:
    support.fund(session)
    before = support.object_in(support.attempt(session, reader)).get("balance")
    body = support.body_of(session, operation)
    if type(before) is not int or not is_object(body):
        return
    sent = support.attempt(session, operation, body={**body, "amount": before + _TOO_MUCH})
    after = support.attempt(session, reader)
    if sent and support.taken(sent) and operation.id in _REFUSING:
        expected = "a refusal of more than the balance holds"
        yield support.finding_about(
            session, Kind.INVALID_REQUEST_ACCEPTED, sent, "request:/amount", expected, "a success"
        )
    elif sent and after and not support.taken(sent) and support.object_in(after).get("balance", before) != before:
        expected = f"what was there before {operation.id} was refused"
        yield support.finding_about(session, Kind.VALUE_NOT_KEPT, after, "/balance", expected, "another sum")


def _filled(session: Session, ids: dict[str, str]) -> Iterator[Finding]:
    operations = session.contract_index.operations
    reader, lister = operations["wallets_get_balance"], operations["wallets_list_transactions"]
    support.fund(session)
    before = support.object_in(support.attempt(session, reader, ids=ids)).get("balance")
    support.attempt(session, lister, ids=ids)
    put = support.attempt(session, operations["wallets_top_up"], ids=ids, body={"amount": _SUM, "concept": "Recarga"})
    after = support.attempt(session, reader, ids=ids)
    yield from _listed(session, support.attempt(session, lister, ids=ids), support.object_in(put).get("id"))
    held = support.object_in(after).get("balance")
    if support.taken(put) and after and isinstance(before, int) and held != before + _SUM:
        expected = f"{_SUM} more than before the top-up"
        yield support.finding_about(session, Kind.VALUE_NOT_KEPT, after, "/balance", expected, "another sum")


def _listed(session: Session, page: Exchange | None, made: Json) -> Iterator[Finding]:
    """Whether a wallet's movements, newest first, hold the top-up."""
    held = [item.get("id") for item in items(support.reply_of(page)) if is_object(item)]
    if page and support.taken(page) and made and made not in held:
        yield support.finding_about(
            session, Kind.PAGE_SKIPS, page, "/data", "the top-up that was just made", "nothing of it"
        )


def _spent(session: Session, operation: Operation, reader: Operation) -> Iterator[Finding]:
    support.fund(session)
    body = support.body_of(session, operation)
    before = support.object_in(support.attempt(session, reader)).get("balance")
    spent = support.attempt(session, operation, body=body)
    after = support.attempt(session, reader)
    paid = body.get("amount") if is_object(body) else None
    if support.taken(spent) and after and _is_more(support.object_in(after).get("balance"), before, paid):
        expected = f"less than before {operation.id}, by what went out"
        yield support.finding_about(session, Kind.VALUE_NOT_KEPT, after, "/balance", expected, "more")


def _is_more(held: Json, before: Json, paid: Json) -> bool:
    """Whether more is held than what was there before leaves; not, where nothing tells."""
    return type(held) is int and type(before) is int and type(paid) is int and held > before - paid


def _labels(interaction: Interaction, pointer: str, fields: dict[str, Json]) -> Iterator[Finding]:
    for name, label in fields.items():
        amount = _labelled(fields, name)
        if type(amount) is int and isinstance(label, str) and _says(label) not in _fitting(name, label, amount):
            expected = f"the amount beside it, such as {_written(12_345)}"
            yield interaction.finding(Kind.LABEL_DISAGREES, f"{pointer}/{name}", expected, "another amount, or none")


def _labelled(fields: dict[str, Json], name: str) -> Json:
    """The amount that a field is the label of; None where it is no such label."""
    if name.endswith(_SUFFIX):
        return fields.get(name.removesuffix(_SUFFIX))
    return next((fields[plain] for plain in _PLAIN if plain in fields), None) if name == "label" else None


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


def _money_fields(value: Json) -> Iterator[str]:
    """The names of all fields that the contract counts in whole numbers of 64 bits: amounts, all of them."""
    if is_array(value):
        for item in value:
            yield from _money_fields(item)
    elif is_object(value):
        properties: Document = value.get("properties", {})
        yield from (name for name, entry in properties.items() if is_object(entry) and entry.get("format") == "int64")
        for item in value.values():
            yield from _money_fields(item)
