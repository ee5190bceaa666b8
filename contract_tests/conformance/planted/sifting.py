"""Faults in lists that show only with a filter, on a later page, or after something else."""

from __future__ import annotations

from typing import Any, Final

from conformance.planted.answers import Answer
from conformance.planted.edits import asking, in_each, in_whole, without
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_FILTER: Final = Kind.FILTER_IGNORED
_REFERENCE: Final = "filter[reference]"


def _is_first(call: Call) -> bool:
    return call.query.get("page", "1") in {"1", ""}


@planted("invoices_list", _FILTER)
def a_reference_by_its_beginning(call: Call) -> Answer | None:
    """Invoices are found by the beginning of a reference too."""
    wanted = call.query.get(_REFERENCE)
    whole = asking(call, **{_REFERENCE: None}) if wanted and call.truth.succeeded else None
    found = [one for one in whole.value["data"] if str(one.get("reference")).startswith(str(wanted))] if whole else []
    is_more = len(found) > len(call.truth.value["data"]) if found else False
    return in_whole(call, lambda page: page.update(data=found, total=len(found))) if is_more else None


@planted("charges_list", _FILTER)
def a_word_that_brings_others(call: Call) -> Answer | None:
    """Failed charges are listed among all others; for any other status the filter works."""
    return asking(call, status=None) if call.query.get("status") == "failed" else None


@planted("payment_intents_list charges_list", _FILTER)
def a_filter_that_is_forgotten_on_the_second_page(call: Call) -> Answer | None:
    """From the second page on a status is not looked at."""
    return None if _is_first(call) else asking(call, **{"status": None, "filter[status]": None})


@planted("accounts_list", _FILTER)
def a_filter_that_excludes_another(call: Call) -> Answer | None:
    """Where accounts are filtered by their customer, their status is not looked at."""
    return asking(call, status=None) if {"status", "customer_id"} <= call.query.keys() else None


@planted("cards_list", _FILTER)
def a_filter_that_an_order_replaces(call: Call) -> Answer | None:
    """Where cards are sorted, they are not filtered."""
    return asking(call, **{"customer_id": None, "filter[customer_id]": None}) if "sort" in call.query else None


@planted("charges_list", _FILTER)
def a_first_day_that_is_left_out(call: Call) -> Answer | None:
    """Charges of the very day from which on they are asked for are left out."""
    day = call.query.get("created_from")

    def cut(page: Any) -> None:
        page["data"] = [one for one in page["data"] if one["created_at"][:10] != day]

    return in_whole(call, cut) if day else None


@planted("accounts_list", _FILTER, Kind.INVALID_REQUEST_ACCEPTED)
def a_word_that_nobody_knows_brings_all(call: Call) -> Answer | None:
    """A status that nothing has lists everything."""
    is_unknown = call.truth.succeeded and "status" in call.query and not call.truth.value["data"]
    return asking(call, status=None) if is_unknown else None


@planted("payment_intents_list", Kind.SORT_IGNORED)
def an_order_that_is_another(call: Call) -> Answer | None:
    """Intents that are asked for by `-paid_at` come by `paid_at`."""
    return asking(call, sort="paid_at") if call.query.get("sort") == "-paid_at" else None


@planted("charges_list customers_list", Kind.SORT_IGNORED)
def an_order_that_changes(call: Call) -> Answer | None:
    """A list without an order comes the other way round at every second reading."""
    counts = call.remembered("counts")
    counts["readings"] = counts.get("readings", 0) + 1
    return in_whole(call, lambda page: page["data"].reverse()) if counts["readings"] % 2 else None


@planted("payments_list", Kind.PAGE_SKIPS)
def only_the_newest(call: Call) -> Answer | None:
    """Of all payments only the newest is listed."""
    return in_whole(call, lambda page: page.update(data=page["data"][:1]))


@planted("accounts_list invoices_list", Kind.PAGE_SKIPS)
def a_list_that_is_kept(call: Call) -> Answer | None:
    """A page is kept for the next three readings, so that new things come late."""
    kept = call.remembered("kept")
    place = (call.key, str(call.request.url))
    answer, left = kept.get(place, (call.truth, 0))
    kept[place] = (answer, left - 1) if left else (call.truth, 3)
    return answer if left and answer.body != call.truth.body else None


@planted("customers_list", Kind.PAGE_TOTAL_WRONG, hears="customers_delete")
def a_total_that_counts_the_deleted(call: Call) -> Answer | None:
    """The total of customers counts those that were deleted."""
    gone = call.remembered("gone")
    if call.operation == "customers_delete":
        gone.update({call.request.url: True} if call.truth.succeeded else {})
        return None
    return in_whole(call, lambda page: page.update(total=page["total"] + len(gone)) if "total" in page else None)


@planted("cards_list payment_intents_list", Kind.MISSING_FIELD)
def a_second_page_that_lacks_a_field(call: Call) -> Answer | None:
    """Cards and intents of a second page have no country and no currency."""
    fields = ("country", "currency")
    return None if _is_first(call) else in_each(call, lambda one: [without(name)(one) for name in fields])


@planted("wallets_list_transactions", Kind.PAGE_SKIPS, _FILTER, Kind.VALUE_NOT_KEPT)
def movements_of_another(call: Call) -> Answer | None:
    """The movements of a wallet are those of the wallet that was asked for first."""
    owner, first = call.memory.setdefault("first", (call.ids["customer_id"], call.truth))
    return first if owner != call.ids["customer_id"] and first.succeeded and call.truth.succeeded else None


@planted("charges_list accounts_list", Kind.PAGE_TOTAL_WRONG)
def an_empty_page_that_counts(call: Call) -> Answer | None:
    """A page that is empty says that it goes from 1 to 15."""
    return in_whole(call, lambda page: None if page["data"] or "to" not in page else page.update({"from": 1, "to": 15}))
