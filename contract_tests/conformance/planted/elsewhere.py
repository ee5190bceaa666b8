"""Faults that show where a thing is shown once more: by itself, within another, in a list, on another page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from conformance.planted.answers import Answer
from conformance.planted.edits import (
    Change,
    Object,
    asking,
    in_each,
    in_whole,
    objects,
    page_of,
    setting,
    turning,
    without,
)
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_KEPT: Final = Kind.VALUE_NOT_KEPT
_MOST: Final = 10


def _in_shares(call: Call, change: Change) -> Answer | None:
    return in_each(call, lambda one: [change(share) for share in objects(one.get("splits"))])


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

    def share(one: Object) -> None:
        one["payment"]["id"] = one["payment_id"] = one["id"]

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
