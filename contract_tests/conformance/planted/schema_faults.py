"""Faults in the shape of replies."""

from __future__ import annotations

from conformance.planted.answers import Answer
from conformance.planted.edits import adding, in_each, in_whole, setting, turning, without
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind


@planted("payments_get", Kind.WRONG_TYPE)
def an_amount_as_text(call: Call) -> Answer | None:
    """The amount of a payment is a text."""
    return in_each(call, turning("amount", str))


@planted("webhooks_get webhooks_list", Kind.WRONG_TYPE)
def a_flag_as_a_number(call: Call) -> Answer | None:
    """Whether a webhook is for tests is told by 1 instead of true."""
    return in_each(call, turning("is_test", int))


@planted("charges_list", Kind.WRONG_TYPE)
def a_page_number_as_text(call: Call) -> Answer | None:
    """The number of a page is a text."""
    return in_whole(call, turning("current_page", str))


@planted("balances_get", Kind.WRONG_TYPE, Kind.OTHER_SHAPE)
def an_object_in_a_list(call: Call) -> Answer | None:
    """The balance comes as a list of one."""
    return call.truth.saying([call.truth.value]) if call.truth.succeeded else None


@planted("customers_list", Kind.WRONG_TYPE, Kind.OTHER_SHAPE)
def a_list_without_its_page(call: Call) -> Answer | None:
    """Customers come as a bare list, without the page around it."""
    return call.truth.saying(call.truth.value["data"]) if call.truth.succeeded else None


@planted("accounts_list", Kind.UNEXPECTED_NULL)
def no_items_as_null(call: Call) -> Answer | None:
    """A page of accounts that is empty holds null instead of an empty list."""
    return in_whole(call, lambda page: page["data"] or page.update({"data": None}))


@planted("customers_get customers_create", Kind.MISSING_FIELD)
def a_field_that_is_missing(call: Call) -> Answer | None:
    """A customer has no nationality."""
    return in_each(call, without("nationality"))


@planted("invoices_get", Kind.MISSING_FIELD)
def a_field_that_is_missing_inside(call: Call) -> Answer | None:
    """The payment within an invoice has no status."""
    return in_each(call, lambda invoice: invoice.get("payment", {}).pop("status", None))


@planted("charges_list", Kind.MISSING_FIELD)
def a_field_that_only_one_item_lacks(call: Call) -> Answer | None:
    """The second charge of a page has no title."""
    return in_whole(call, lambda page: [charge.pop("title", None) for charge in page["data"][1:2]])


@planted("charges_get", Kind.UNEXPECTED_NULL)
def a_null_where_none_may_be(call: Call) -> Answer | None:
    """The currency of a charge is null."""
    return in_each(call, setting("currency", None))


@planted("wallets_get_balance", Kind.UNDOCUMENTED_FIELD)
def a_field_too_many(call: Call) -> Answer | None:
    """A wallet tells what it was worth yesterday."""
    return in_each(call, adding("balance_yesterday", 0))


@planted("issuing_cards_get issuing_cards_create", Kind.UNDOCUMENTED_FIELD)
def a_field_too_many_inside(call: Call) -> Answer | None:
    """The address of an issued card has coordinates."""
    return in_each(call, lambda card: card["address"].update({"latitude": 4.6}))


@planted("payments_get payments_create", Kind.UNDOCUMENTED_VALUE, Kind.UNLISTED_VALUE)
def a_status_that_nobody_knows(call: Call) -> Answer | None:
    """An open payment has a status that the contract does not list."""
    return in_each(call, turning("status", lambda status: "settling" if status == "pending" else status))


@planted("cashouts_create", Kind.UNDOCUMENTED_VALUE, Kind.UNLISTED_VALUE)
def a_value_in_lower_case(call: Call) -> Answer | None:
    """The method of a payout comes in lower case."""
    return in_each(call, turning("method", str.lower))


@planted("customers_get customers_list", Kind.WRONG_FORMAT)
def a_date_as_people_write_it(call: Call) -> Answer | None:
    """A birthdate is written day first."""
    return in_each(call, turning("birthdate", lambda date: "/".join(reversed(date.split("-")))))


@planted("request_to_pay_create_nequi", Kind.WRONG_TYPE)
def a_moment_as_a_number(call: Call) -> Answer | None:
    """A request to pay counts the seconds since 1970."""
    return in_each(call, setting("created_at", 1_770_000_000))


@planted("payment_intents_get", Kind.WRONG_TYPE, Kind.OTHER_SHAPE)
def an_object_as_its_id(call: Call) -> Answer | None:
    """The source of an intent is its id alone."""
    return in_each(call, turning("source", lambda source: source["id"]))


@planted("companies_create", Kind.WRONG_TYPE, Kind.UNEXPECTED_NULL, Kind.MISSING_FIELD, Kind.OTHER_SHAPE)
def nothing_of_what_was_made(call: Call) -> Answer | None:
    """The reply to a new company is a word instead of the company."""
    return call.truth.saying("created") if call.truth.succeeded else None
