"""Faults in what is kept of a text, a list or a link, and in words that should not be told."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from conformance.planted.answers import Answer
from conformance.planted.edits import Object, in_each, in_refusal, setting, turning
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_KEPT: Final = Kind.VALUE_NOT_KEPT
_FAR: Final = re.compile("[\U00010000-\U0010ffff]")


def _in_texts(one: Object, turn: Callable[[str], str]) -> None:
    one.update({name: turn(value) for name, value in one.items() if isinstance(value, str)})


@planted("customers_get customers_list customers_create", _KEPT)
def zeros_that_are_lost(call: Call) -> Answer | None:
    """The number of a document loses its leading zeros."""
    return in_each(call, turning("document_number", lambda text: text.lstrip("0")))


@planted("payments_get", _KEPT)
def text_as_hypertext(call: Call) -> Answer | None:
    """The texts of a payment are escaped for a web page when they are read."""
    return in_each(call, lambda one: _in_texts(one, html.escape))


@planted("plans_list webhooks_list invoices_list", _KEPT)
def pictures_that_are_lost(call: Call) -> Answer | None:
    """Letters beyond the basic plane are question marks in lists."""
    return in_each(call, lambda one: _in_texts(one, lambda text: _FAR.sub("?", text)))


@planted("payments_get payments_create connect_links_create", _KEPT)
def capitals_that_are_lost(call: Call) -> Answer | None:
    """An `external_id` loses its capitals."""
    return in_each(call, turning("external_id", lambda text: text.lower()))


@planted("customers_get", _KEPT)
def a_birth_the_day_before(call: Call) -> Answer | None:
    """A customer is read with the birthdate of the day before."""
    return in_each(call, turning("birthdate", lambda text: str(date.fromisoformat(text) - timedelta(days=1))))


@planted("webhooks_update webhooks_get", _KEPT)
def events_that_are_added(call: Call) -> Answer | None:
    """A change of a webhook's events adds to those that it had."""
    known = call.remembered("events")

    def add(one: Object) -> None:
        had = known.setdefault(one["id"], [])
        had += [event for event in one["events"] if event not in had]
        one["events"] = list(had)

    return in_each(call, add)


@planted("webhooks_update", _KEPT)
def a_change_that_empties(call: Call) -> Answer | None:
    """A change of a webhook that does not name its description empties it."""
    return in_each(call, setting("description", None)) if "description" not in call.fields else None


@planted("issuing_cards_create issuing_cards_get", _KEPT)
def parts_of_an_address_that_change_places(call: Call) -> Answer | None:
    """City and state of a card's address change places."""

    def swap(one: Object) -> None:
        address: Object = one.get("address") or {}
        address.update(city=address.get("state"), state=address.get("city"))

    return in_each(call, swap)


@planted("payments_create connect_links_create", _KEPT)
def everything_is_allowed(call: Call) -> Answer | None:
    """Ways to pay that were switched off are on."""
    return in_each(call, turning("allows", lambda allows: dict.fromkeys(allows, True)))


@planted("accounts_create accounts_get", _KEPT)
def a_bank_of_another_id(call: Call) -> Answer | None:
    """The bank within an account is not the one that its `bank_id` names."""
    other = "21000000-0000-4000-8000-000000000001"
    return in_each(call, turning("bank", lambda bank: {**bank, "id": other}))


@planted("payments_create", Kind.ID_REUSED, _KEPT)
def a_link_to_another_payment(call: Call) -> Answer | None:
    """The link of each payment leads to the first one."""
    return in_each(call, turning("payment_link", lambda link: call.memory.setdefault("link", link)))


@planted("charges_create_bre_b", Kind.ID_REUSED)
def one_alias_for_all(call: Call) -> Answer | None:
    """All Bre-B charges are paid to the alias of the first."""
    return in_each(call, turning("key", lambda key: call.memory.setdefault("alias", key)))


@planted("plans_create connect_links_create", Kind.WRONG_FORMAT)
def a_link_without_encryption(call: Call) -> Answer | None:
    """Links for payers begin with http."""
    return in_each(call, lambda one: _in_texts(one, lambda text: text.replace("https://", "http://")))


@planted("charges_get plans_update subscriptions_cancel", Kind.STACK_TRACE_IN_REPLY)
def the_name_of_a_class(call: Call) -> Answer | None:
    """What does not exist is refused with the name of a class of the server."""
    return in_refusal(call, setting("message", "No query results for model [App\\Models\\Charge] 42"), 404)


@planted("cards_create", Kind.SECRET_IN_REPLY)
def a_code_in_a_sentence(call: Call) -> Answer | None:
    """A refused card is refused with its security code, in the middle of a sentence."""
    return in_refusal(call, setting("message", f"El código {call.fields.get('ccv')} no es válido."), 422)


@planted("balances_get webhooks_list", Kind.SECRET_IN_REPLY)
def a_key_in_a_header(call: Call) -> Answer | None:
    """The key that was sent comes back in a header."""
    return call.truth.with_header("x-debug-auth", call.key) if call.truth.succeeded else None


@planted("customers_list", Kind.WRONG_CONTENT_TYPE)
def another_encoding_by_name(call: Call) -> Answer | None:
    """The page of customers is written in UTF-8 and called Latin-1."""
    return call.truth.with_header("content-type", "application/json; charset=iso-8859-1")
