"""Faults in lists that show with two parameters at once, to the other account, or at their ends."""

from __future__ import annotations

from typing import Final

from conformance.planted.answers import Answer
from conformance.planted.edits import asking, in_whole, objects, owner_of, page_of
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_FILTER: Final = Kind.FILTER_IGNORED
_CUSTOMER: Final = "filter[customer_id]"
_OWN: Final = "filter[external_id]"


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
    one = {"total": 1, "to": 1, "last_page": 1}
    is_asked = "filter[status]" in call.query and call.truth.succeeded and len(call.truth.value["data"]) > 1
    return in_whole(call, lambda page: page.update(data=page["data"][:1], **one)) if is_asked else None


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
    held = [one for one in call.truth.value["data"] if one["status"] not in {"created", "processing"}]
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
    whose.update({one["id"]: one for one in objects(call.truth.value)} if call.truth.succeeded else {})
    return in_whole(call, lambda page: page["data"].extend(one for name, one in whose.items() if name in gone))
