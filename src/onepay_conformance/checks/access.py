"""Does each key open what it should, and nothing else?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks.check import history_check
from onepay_conformance.contract_index import ContractIndex
from onepay_conformance.history import History, Interaction, creates, everywhere, new_id
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

_METHODS: Final = "customer_sessions_list_payment_methods"
_CARDS: Final = "cards"
_SHORT: Final = 3
_LONG: Final = 6
"""A secret of so many characters is not met by chance."""


@history_check
def keys_are_asked_for(history: History) -> Iterable[Finding]:
    """Nothing is carried out without a key, or with one of the wrong kind."""
    for seen in history.successes:
        wanted = history.contract_index.key(seen.operation)
        held = Key.SECRET if seen.key == Key.OTHER else seen.key
        if held != wanted:
            kind = Kind.PUBLIC_KEY_ACCEPTED if held == Key.PUBLIC else Kind.KEY_NOT_REQUIRED
            yield seen.finding(kind, "", f"a refusal of any but a {wanted} key", "a success")


@history_check
def sessions_are_asked_for(history: History) -> Iterable[Finding]:
    """Nothing is done in a customer's name who has not logged in."""
    for seen in history.successes:
        if history.contract_index.needs_session(seen.operation) and not seen.exchange.request_header(
            "x-customer-token"
        ):
            yield seen.finding(Kind.KEY_NOT_REQUIRED, "", "a refusal without a customer's token", "a success")


@history_check
def test_keys_meet_test_data(history: History) -> Iterable[Finding]:
    """Whatever tells its environment says that it is for tests."""
    for seen in history.successes:
        for pointer, one in seen.parts:
            if one.get("is_test") is False:
                yield seen.finding(Kind.WRONG_ENVIRONMENT, f"{pointer}/is_test", "true", "false")


@history_check
def accounts_are_apart(history: History) -> Iterable[Finding]:
    """Neither account sees, changes or uses what the other has made."""
    owners = {new_id(seen) or "": seen for seen in reversed(list(history.creations))}
    for seen in history.successes:
        named = dict.fromkeys(_ids(seen.reply), "what it answers")
        named |= dict.fromkeys([*_values(seen.asked), *seen.ids.values()], "what it was given")
        foreign = [where for one, where in named.items() if one in owners and not _is_own(owners[one], seen)]
        if foreign:
            expected = "only things of the account whose key was sent"
            yield seen.finding(Kind.LEAK_BETWEEN_ACCOUNTS, "", expected, f"another's, in {foreign[0]}")


@history_check
def codes_serve_once(history: History) -> Iterable[Finding]:
    """A code from a phone that has logged somebody in does so once."""
    used: set[bytes] = set()
    for seen in history.actions:
        if is_object(seen.asked) and "otp" in seen.asked and is_object(seen.reply) and "token" in seen.reply:
            if seen.exchange.request_body in used:
                expected = "a refusal of a code that was used"
                yield seen.finding(Kind.KEY_NOT_REQUIRED, "request:/otp", expected, "a success")
            used.add(seen.exchange.request_body)


@history_check
def sessions_show_their_own(history: History) -> Iterable[Finding]:
    """Who has logged in as a customer is shown nothing of another."""
    owners = {name: owner for seen in history.creations if (name := new_id(seen)) and (owner := _owner(seen))}
    logins: dict[str, str] = {}
    for seen in history.successes:
        logins.update(_login(seen))
        if history.contract_index.needs_session(seen.operation):
            own = logins.get(seen.exchange.request_header("x-customer-token") or "")
            if own and any(owners.get(name, own) != own for name in _ids(seen.reply)):
                expected = "only what belongs to the customer"
                yield seen.finding(Kind.LEAK_BETWEEN_ACCOUNTS, "", expected, "something of another customer")


@history_check
def sessions_show_all_cards(history: History) -> Iterable[Finding]:
    """Who has logged in as a customer is shown each card that this customer has authorised."""
    cards: dict[str, set[str]] = {}
    logins: dict[str, str] = {}
    for seen in history.actions:
        logins.update(_login(seen))
        owner, card = _owner(seen), new_id(seen)
        if creates(seen.operation) and seen.family == _CARDS and seen.asked.get("authorization") and owner and card:
            cards.setdefault(owner, set()).add(card)
        saved = cards.get(logins.get(seen.exchange.request_header("x-customer-token") or "", ""), set())
        if seen.operation.id == _METHODS and not saved <= {*_ids(seen.reply)}:
            yield seen.finding(Kind.PAGE_SKIPS, "/data/cards", "each card of the customer", "not all of them")


@history_check
def secrets_are_not_repeated(history: History) -> Iterable[Finding]:
    """No reply repeats a card number, a code or another secret that was sent."""
    names = {one.id: _secret_fields(history.contract_index, one) for one in history.contract_index.operations.values()}
    for seen in history.seen:
        told = [one[name] for _, one in everywhere(seen.asked) for name in names[seen.operation.id] & one.keys()]
        for secret in told:
            if isinstance(secret, str) and _is_told(secret, seen):
                yield seen.finding(Kind.SECRET_IN_REPLY, "", "nothing of the secret that was sent", "all of it")


def _is_own(maker: Interaction, seen: Interaction) -> bool:
    return (maker.key == Key.OTHER) == (seen.key == Key.OTHER)


def _login(seen: Interaction) -> dict[str, str]:
    """The token that a login answers, with the customer who has it."""
    token, customer = (seen.reply.get(name) if is_object(seen.reply) else None for name in ("token", "customer"))
    return {token: str(customer.get("id") if is_object(customer) else None)} if isinstance(token, str) else {}


def _owner(seen: Interaction) -> str | None:
    """The customer for whom something was made."""
    owner = seen.asked.get("customer_id") if is_object(seen.asked) else None
    return owner if isinstance(owner, str) else None


def _ids(reply: Json) -> Iterator[str]:
    return (one["id"] for _, one in everywhere(reply) if isinstance(one.get("id"), str))


def _values(asked: Json) -> Iterator[str]:
    for _, one in everywhere(asked):
        yield from (item for item in one.values() if isinstance(item, str))


def _is_told(secret: str, seen: Interaction) -> bool:
    if len(secret) >= _LONG:
        return bool(secret.strip()) and secret.encode() in seen.exchange.reply_body
    texts = (item for _, one in seen.parts for item in one.values() if isinstance(item, str))
    is_alone = re.compile(rf"(?<!\w){re.escape(secret)}(?!\w)") if len(secret) >= _SHORT else None
    return bool(secret.strip()) and any(item == secret or (is_alone and is_alone.search(item)) for item in texts)


def _secret_fields(contract_index: ContractIndex, operation: Operation) -> frozenset[str]:
    """The names of fields that the contract marks as secret, at the top of a request or one step below."""
    top = contract_index.fields(operation)
    below = (contract_index.followed(one).get("properties", {}) for one in top.values())
    return frozenset(
        name for fields in (top, *below) for name, one in fields.items() if one.get("x-sensitive") == "secret"
    )
