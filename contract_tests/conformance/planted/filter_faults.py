"""Faults in lists that need a filter, two parameters, another account or a later page to show."""

from __future__ import annotations

from typing import Any, Final

from conformance.planted.answers import Answer
from conformance.planted.edits import asking, in_each, in_whole, objects, owner_of, page_of, without
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_FILTER: Final = Kind.FILTER_IGNORED
_REFERENCE: Final = "filter[reference]"
_CUSTOMER: Final = "filter[customer_id]"
_OWN: Final = "filter[external_id]"


@planted("invoices_list", _FILTER)
def a_reference_by_its_beginning(call: Call) -> Answer | None:
    """Invoices are found by the beginning of a reference too."""
    wanted = call.query.get(_REFERENCE)
    whole = asking(call, **{_REFERENCE: None}) if wanted and call.truth.succeeded else None
    found = (
        [item for item in whole.value["data"] if str(item.get("reference")).startswith(str(wanted))] if whole else []
    )
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
        page["data"] = [item for item in page["data"] if item["created_at"][:10] != day]

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
    return None if _is_first(call) else in_each(call, lambda item: [without(name)(item) for name in fields])


@planted("wallets_list_transactions", Kind.PAGE_SKIPS, _FILTER, Kind.VALUE_NOT_KEPT)
def movements_of_another(call: Call) -> Answer | None:
    """The movements of a wallet are those of the wallet that was asked for first."""
    owner, first = call.memory.setdefault("first", (call.ids["customer_id"], call.truth))
    return first if owner != call.ids["customer_id"] and first.succeeded and call.truth.succeeded else None


@planted("charges_list accounts_list", Kind.PAGE_TOTAL_WRONG)
def an_empty_page_that_counts(call: Call) -> Answer | None:
    """A page that is empty says that it goes from 1 to 15."""
    return in_whole(call, lambda page: None if page["data"] or "to" not in page else page.update({"from": 1, "to": 15}))


@planted("accounts_list", Kind.PAGE_SIZE_IGNORED)
def a_size_without_a_filter(call: Call) -> Answer | None:
    """Where accounts are filtered, a page has its usual size."""
    return asking(call, limit=None) if "customer_id" in call.query and "limit" in call.query else None


@planted("accounts_list", _FILTER)
def the_state_alone(call: Call) -> Answer | None:
    """Of a state and a customer only the state counts."""
    return asking(call, customer_id=None) if {"status", "customer_id"} <= call.query.keys() else None


@planted("charges_list", _FILTER)
def the_word_alone(call: Call) -> Answer | None:
    """Of a state and a beginning only the state counts."""
    return asking(call, created_from=None) if {"status", "created_from"} <= call.query.keys() else None


@planted("cards_list", Kind.LEAK_BETWEEN_ACCOUNTS)
def cards_of_everybody(call: Call) -> Answer | None:
    """Cards are found by their customer, whoever asks."""
    owner = owner_of(call)
    return call.instead(headers={"authorization": owner}) if _CUSTOMER in call.query and owner != call.key else None


@planted("payment_intents_list", Kind.LEAK_BETWEEN_ACCOUNTS)
def intents_of_everybody(call: Call) -> Answer | None:
    """Intents are found by the id that their merchant gave them, whoever asks."""
    owner = owner_of(call)
    return call.instead(headers={"authorization": owner}) if _OWN in call.query and owner != call.key else None


@planted("accounts_list", _FILTER)
def the_last_one_hidden(call: Call) -> Answer | None:
    """The last of the accounts in a state is not found by it."""
    is_asked = "status" in call.query and call.truth.succeeded and len(call.truth.value["data"]) > 1
    return in_whole(call, lambda page: page.update(data=page["data"][:-1], to=page["to"] - 1)) if is_asked else None


@planted("invoices_list", _FILTER)
def the_newest_alone(call: Call) -> Answer | None:
    """Of the invoices in a state one is found, and counted."""
    item = {"total": 1, "to": 1, "last_page": 1}
    is_asked = "filter[status]" in call.query and call.truth.succeeded and len(call.truth.value["data"]) > 1
    return in_whole(call, lambda page: page.update(data=page["data"][:1], **item)) if is_asked else None


@planted("accounts_list utilities_list_providers", Kind.PAGE_TOTAL_WRONG)
def no_page_after_the_second(call: Call) -> Answer | None:
    """From the second page on none says that another follows."""
    return in_whole(call, lambda page: page.update(next_page_url=None)) if page_of(call) > 1 else None


@planted("subscriptions_list", Kind.PAGE_TOTAL_WRONG)
def no_page_after_the_first(call: Call) -> Answer | None:
    """No page of subscriptions says that another follows."""
    return in_whole(call, lambda page: page.update(next_page_url=None))


@planted("cards_list", Kind.SORT_IGNORED)
def the_oldest_first(call: Call) -> Answer | None:
    """Where no order is asked for, the oldest cards come first."""
    return None if "sort" in call.query else asking(call, sort="created_at")


@planted("payment_intents_list", Kind.SORT_IGNORED)
def paid_as_made(call: Call) -> Answer | None:
    """What should be in the order of payment is in that of making."""
    order = call.query.get("sort", "")
    return asking(call, sort=order.replace("paid", "created")) if "paid" in order else None


@planted("payment_intents_list", Kind.PAGE_SKIPS)
def attempts_that_wait_in_secret(call: Call) -> Answer | None:
    """Attempts that wait are not listed, nor counted."""
    if not call.truth.succeeded or page_of(call) > 1:
        return None
    held = [item for item in call.truth.value["data"] if item["status"] not in {"created", "processing"}]
    around = {"from": 1 if held else None, "to": len(held) or None, "total": len(held), "last_page": 1}
    return in_whole(call, lambda page: page.update(data=held, **around))


@planted("charges_list invoices_list", Kind.PAGE_TOTAL_WRONG)
def no_position_at_the_end(call: Call) -> Answer | None:
    """The last page does not say where it ends."""
    return in_whole(call, lambda page: page.update(to=None) if page["current_page"] == page["last_page"] else None)


@planted("customers_list_accounts", Kind.DELETED_STILL_THERE, hears="accounts_delete")
def accounts_that_stay_with_their_customer(call: Call) -> Answer | None:
    """A deleted account is gone, but not from the accounts of its customer."""
    gone, known = call.remembered("gone"), call.remembered("known")
    if call.operation == "accounts_delete":
        gone.update(dict.fromkeys(call.ids.values()) if call.truth.succeeded else {})
        return None
    whose = known.setdefault(call.ids["customer_id"], {})
    whose.update({entry["id"]: entry for entry in objects(call.truth.value)} if call.truth.succeeded else {})
    return in_whole(call, lambda page: page["data"].extend(item for name, item in whose.items() if name in gone))


def _is_first(call: Call) -> bool:
    return call.query.get("page", "1") in {"1", ""}
