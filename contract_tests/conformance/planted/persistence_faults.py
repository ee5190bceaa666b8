"""Faults in what is kept of texts, lists, addresses and nested objects, and where it is shown."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from conformance.planted.answers import Answer
from conformance.planted.edits import (
    Change,
    Object,
    asking,
    in_each,
    in_refusal,
    in_whole,
    objects,
    page_of,
    setting,
    turning,
    without,
)
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind
from onepay_core.json_values import is_array, is_object

_KEPT: Final = Kind.VALUE_NOT_KEPT
_FAR: Final = re.compile("[\U00010000-\U0010ffff]")
_LOST: Final = Kind.VALUE_NOT_KEPT
_ADDRESSES: Final = ("redirect_url", "document_link", "url")
_MOST: Final = 10


@planted("customers_get customers_list customers_create", _KEPT)
def zeros_that_are_lost(call: Call) -> Answer | None:
    """The number of a document loses its leading zeros."""
    return in_each(call, turning("document_number", lambda text: text.lstrip("0")))


@planted("payments_get", _KEPT)
def text_as_hypertext(call: Call) -> Answer | None:
    """The texts of a payment are escaped for a web page when they are read."""
    return in_each(call, lambda item: _in_texts(item, html.escape))


@planted("plans_list webhooks_list invoices_list", _KEPT)
def pictures_that_are_lost(call: Call) -> Answer | None:
    """Letters beyond the basic plane are question marks in lists."""
    return in_each(call, lambda item: _in_texts(item, lambda text: _FAR.sub("?", text)))


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

    def add(item: Object) -> None:
        had = known.setdefault(item["id"], [])
        had += [event for event in item["events"] if event not in had]
        item["events"] = list(had)

    return in_each(call, add)


@planted("webhooks_update", _KEPT)
def a_change_that_empties(call: Call) -> Answer | None:
    """A change of a webhook that does not name its description empties it."""
    return in_each(call, setting("description", None)) if "description" not in call.fields else None


@planted("issuing_cards_create issuing_cards_get", _KEPT)
def parts_of_an_address_that_change_places(call: Call) -> Answer | None:
    """City and state of a card's address change places."""

    def swap(item: Object) -> None:
        address: Object = item.get("address") or {}
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
    return in_each(call, lambda item: _in_texts(item, lambda text: text.replace("https://", "http://")))


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


@planted("payments_create charges_create", _LOST)
def the_first_share_alone(call: Call) -> Answer | None:
    """Of several shares only the first is kept."""
    return in_each(call, lambda item: item.update(splits=item["splits"][:1]) if item.get("splits") else None)


@planted("charges_create", _LOST)
def shares_that_change_places(call: Call) -> Answer | None:
    """The first of several shares gets what the last should."""
    return in_each(call, _swap)


@planted("payments_create payments_get", _LOST)
def shares_without_fractions(call: Call) -> Answer | None:
    """Shares are cut to whole numbers."""
    return in_each(call, lambda item: [share.update(split_value=int(share["split_value"])) for share in _shares(item)])


@planted("payments_create payments_get", _LOST)
def names_in_small_letters(call: Call) -> Answer | None:
    """The names of the merchant's own data are put in small letters."""
    return in_each(call, _lower)


@planted("payments_create payments_get", _LOST)
def the_first_entry_alone(call: Call) -> Answer | None:
    """Of the merchant's own data, where they come as a list, only the first are kept."""
    return in_each(
        call, lambda item: item.update(metadata=item["metadata"][:1]) if is_array(item["metadata"]) else None
    )


@planted("plans_create", _LOST)
def the_first_text_alone(call: Call) -> Answer | None:
    """Of the texts that were sent with a plan only the first is kept."""
    return in_each(call, lambda item: item.update(metadata=item["metadata"][:1]))


@planted("payments_create webhooks_create", _LOST)
def addresses_without_a_query(call: Call) -> Answer | None:
    """Addresses are cut at the question mark."""
    return in_each(call, _cut)


@planted("plans_create plans_list", _LOST)
def plans_that_never_end(call: Call) -> Answer | None:
    """A plan runs on, however many cycles it was given."""
    return in_each(call, lambda item: item.update(cicles=0))


@planted("subscriptions_create", _LOST)
def subscriptions_that_never_end(call: Call) -> Answer | None:
    """A subscription runs on, however many cycles it was given."""
    return in_each(call, lambda item: item.update(cicles=None))


@planted("subscriptions_create", _LOST)
def trials_that_are_not_granted(call: Call) -> Answer | None:
    """A subscription collects at once, though it was given a trial."""
    return in_each(call, lambda item: item["trial"].update(has_trial=False, trial_days=0))


@planted("plans_create", _LOST)
def trials_of_another_length(call: Call) -> Answer | None:
    """The trial of a plan lasts a month, whatever its days."""
    return in_each(call, lambda item: item["trial"].update(trial_days=30) if item["trial"]["has_trial"] else None)


@planted("invoices_get invoices_update", _KEPT)
def a_field_that_is_told_once(call: Call) -> Answer | None:
    """Only the reply to a new invoice tells its `payment_id`, which the contract requires of none."""
    return in_each(call, without("payment_id"))


@planted("subscriptions_list", _KEPT)
def metadata_that_lists_lose(call: Call) -> Answer | None:
    """A subscription has no metadata where it is listed."""
    return in_each(call, setting("metadata", None))


@planted("customer_sessions_verify_otp", _KEPT)
def another_name_at_the_door(call: Call) -> Answer | None:
    """Who logs in is called by another name than the customer has."""
    return in_each(call, turning("customer", lambda customer: {**customer, "first_name": "Nadie"}))


@planted("customer_sessions_get_charge", _KEPT)
def a_sum_in_cents_afterwards(call: Call) -> Answer | None:
    """A charge of a customer who has logged in is read in cents, and has no label that would disagree."""
    return in_each(call, turning("amount", lambda amount: amount * 100))


@planted("payments_create payments_get", _KEPT)
def shares_as_fractions(call: Call) -> Answer | None:
    """A share of fifteen percent comes back as 0.15."""
    return _in_shares(call, turning("split_value", lambda value: value / 100))


@planted("charges_create payments_create", Kind.ID_REUSED)
def one_share_for_all(call: Call) -> Answer | None:
    """The shares of all charges have the id of the first."""
    return _in_shares(call, turning("id", lambda name: call.memory.setdefault("share", name)))


@planted("invoices_create invoices_get", Kind.ID_REUSED)
def a_payment_with_the_id_of_its_invoice(call: Call) -> Answer | None:
    """The payment within an invoice has the id of the invoice."""

    def share(item: Object) -> None:
        item["payment"]["id"] = item["payment_id"] = item["id"]

    return in_each(call, share)


@planted("payment_intents_get payment_intents_list", Kind.FINAL_STATE_MOVED, hears="charges_cancel charges_resolve")
def an_intent_that_stays_open(call: Call) -> Answer | None:
    """What has failed as a charge is still open as an intent."""
    is_intent = str(call.operation).startswith("payment_intents")
    still = turning("status", lambda status: "created" if status == "failed" else status)
    return in_each(call, still) if is_intent else None


@planted("wallets_list_transactions", Kind.LABEL_DISAGREES)
def commas_in_labels(call: Call) -> Answer | None:
    """The labels of movements separate thousands by commas, so that 10,000 pesos read as ten."""
    return in_each(call, turning("label", lambda text: text.replace(".", ",")))


@planted("utilities_create_direct_debit_link", Kind.TIME_GOES_BACKWARDS)
def a_link_that_has_ended(call: Call) -> Answer | None:
    """A new link has ended two days ago, however long it was to last."""
    return in_each(call, turning("expires_at", lambda end: str(datetime.fromisoformat(end) - timedelta(days=33))))


@planted("banks_list", Kind.PAGE_TOTAL_WRONG)
def a_last_page_without_its_total(call: Call) -> Answer | None:
    """The last page of banks does not tell the total that the others tell."""
    return in_whole(call, without("total")) if page_of(call) > 1 else None


@planted("subscriptions_list", Kind.PAGE_TOTAL_WRONG)
def a_page_after_the_next(call: Call) -> Answer | None:
    """The address of the next page is that of the one after it."""
    following, skipped = f"page={page_of(call) + 1}", f"page={page_of(call) + 2}"
    return in_whole(call, turning("next_page_url", lambda address: address.replace(following, skipped)))


@planted("customers_list", Kind.PAGE_SIZE_IGNORED)
def large_pages_that_are_cut(call: Call) -> Answer | None:
    """No page holds more than ten customers, though more may be asked for."""
    size = call.query.get("per_page", "")
    is_cut = call.truth.succeeded and size.isascii() and size.isdigit() and int(size) > _MOST
    return asking(call, per_page=str(_MOST)) if is_cut else None


@planted("payment_intents_list", Kind.FILTER_IGNORED)
def two_filters_of_which_one_counts(call: Call) -> Answer | None:
    """Where intents are looked for by `external_id`, their status is not looked at."""
    is_both = {"filter[external_id]", "filter[status]"} <= call.query.keys() and call.truth.succeeded
    return asking(call, **{"filter[status]": None}) if is_both else None


def _in_texts(item: Object, turn: Callable[[str], str]) -> None:
    item.update({name: turn(value) for name, value in item.items() if isinstance(value, str)})


def _shares(item: Object) -> list[Object]:
    shares: list[Object] = item.get("splits") or []
    return shares


def _swap(item: Object) -> None:
    shares = _shares(item)
    if len(shares) > 1:
        shares[0]["split_value"], shares[-1]["split_value"] = shares[-1]["split_value"], shares[0]["split_value"]


def _lower(item: Object) -> None:
    if is_object(item.get("metadata")):
        item["metadata"] = {name.lower(): value for name, value in item["metadata"].items()}


def _cut(item: Object) -> None:
    for name in _ADDRESSES:
        if item.get(name):
            item[name] = item[name].partition("?")[0]


def _in_shares(call: Call, change: Change) -> Answer | None:
    return in_each(call, lambda item: [change(share) for share in objects(item.get("splits"))])
