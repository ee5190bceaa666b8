"""Faults in pages, filters and orders of lists."""

from __future__ import annotations

from typing import Any, Final

from conformance.planted.answers import Answer
from conformance.planted.edits import asking, in_each, in_whole, page_of, turning
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_ORDER: Final = Kind.SORT_IGNORED
_FILTER: Final = Kind.FILTER_IGNORED


@planted("customers_list", Kind.PAGE_REPEATS, Kind.PAGE_SKIPS)
def pages_that_overlap(call: Call) -> Answer | None:
    """Each page of customers but the first begins with the last one of the page before."""
    before = asking(call, page=str(page_of(call) - 1)) if page_of(call) > 1 and call.truth.succeeded else None
    items: list[Any] = before.value["data"] if before and before.succeeded else []
    if not items:
        return None
    return in_whole(call, lambda page: page.update({"data": [items[-1], *page["data"]][: max(len(page["data"]), 1)]}))


@planted("charges_list", Kind.PAGE_SKIPS, Kind.PAGE_TOTAL_WRONG)
def a_thing_between_two_pages(call: Call) -> Answer | None:
    """The last charge of each page is lost, unless it is the last of all."""

    def lose(page: Any) -> None:
        if page["current_page"] < page["last_page"]:
            page["data"].pop()

    return in_whole(call, lose)


@planted("payment_intents_list", Kind.PAGE_LOOPS, Kind.PAGE_REPEATS)
def pages_that_go_round(call: Call) -> Answer | None:
    """After the last page of intents comes the first one again."""
    if not call.truth.succeeded or call.truth.value["data"]:
        return None
    first = asking(call, page="1")
    return first if first and first.value["data"] else None


@planted("accounts_list cards_list", Kind.PAGE_LOOPS, Kind.PAGE_REPEATS)
def always_the_first_page(call: Call) -> Answer | None:
    """Whichever page of accounts or cards is asked for, the first one is answered."""
    return asking(call, page="1") if page_of(call) > 1 and call.truth.succeeded else None


@planted("accounts_list", Kind.PAGE_LOOPS)
def a_next_page_without_end(call: Call) -> Answer | None:
    """Every page of accounts names a next one."""
    return in_whole(
        call, lambda page: page.update({"next_page_url": page["next_page_url"] or f"{page['path']}?page=2"})
    )


@planted("customers_list", Kind.PAGE_SIZE_IGNORED)
def a_size_that_is_ignored(call: Call) -> Answer | None:
    """Pages of customers have the usual size, whatever is asked for."""
    return _without(call, "per_page")


@planted("accounts_list", Kind.PAGE_SIZE_IGNORED)
def a_limit_that_is_ignored(call: Call) -> Answer | None:
    """Pages of accounts have the usual size, whatever limit is asked for."""
    return _without(call, "limit")


@planted("banks_list accounts_list_banks", Kind.PAGE_SIZE_IGNORED)
def one_more_than_asked_for(call: Call) -> Answer | None:
    """A page of banks holds one more than its size."""
    size = call.query.get("per_page", "")
    return asking(call, per_page=str(int(size) + 1)) if size.isdigit() and call.truth.succeeded else None


@planted("invoices_list", Kind.PAGE_TOTAL_WRONG)
def a_total_that_is_wrong(call: Call) -> Answer | None:
    """The total of invoices counts one too many."""
    return in_whole(call, turning("total", lambda total: total + 1))


@planted("wallets_list_transactions", Kind.PAGE_TOTAL_WRONG)
def positions_that_are_wrong(call: Call) -> Answer | None:
    """The first movement on a page is said to be the one before it."""
    return in_whole(call, turning("from", lambda first: first - 1))


@planted("charges_list", _FILTER)
def a_filter_that_does_nothing(call: Call) -> Answer | None:
    """Charges of any status are listed, whichever is asked for."""
    return _without(call, "status")


@planted("payment_intents_list", _FILTER)
def a_filter_by_id_that_does_nothing(call: Call) -> Answer | None:
    """All intents are listed when one id is asked for."""
    return _without(call, "filter[id]")


@planted("invoices_list", _FILTER)
def a_filter_by_reference_that_does_nothing(call: Call) -> Answer | None:
    """All invoices are listed when one reference is asked for."""
    return _without(call, "filter[reference]")


@planted("cards_list", _FILTER)
def a_filter_that_belongs_to_an_older_dialect(call: Call) -> Answer | None:
    """Cards can be filtered by `customer_id`, and no longer by `filter[customer_id]`."""
    return _without(call, "filter[customer_id]")


@planted("cities_list", _FILTER)
def a_filter_that_answers_too_much(call: Call) -> Answer | None:
    """Cities of the next department are listed too."""
    wanted = call.query.get("filter[state_id]")
    return _without(call, "filter[state_id]") if wanted else None


@planted("charges_list", _FILTER)
def a_date_that_does_not_filter(call: Call) -> Answer | None:
    """Charges are listed that were made after the last day that was asked for."""
    return _without(call, "created_to")


@planted("accounts_list", _FILTER)
def a_filter_that_finds_nothing(call: Call) -> Answer | None:
    """No account is ever found by its customer."""
    return in_whole(call, lambda page: page.update({"data": []})) if "customer_id" in call.query else None


@planted("payment_intents_list", _ORDER)
def an_order_that_is_ignored(call: Call) -> Answer | None:
    """Intents come newest first, whatever order is asked for."""
    return _without(call, "sort")


@planted("cities_list", _ORDER)
def an_order_that_is_reversed(call: Call) -> Answer | None:
    """Cities are sorted from Z to A when they are sorted by name."""
    return in_whole(call, _reversed) if call.query.get("sort") else None


@planted("cards_list", _ORDER)
def a_minus_that_is_ignored(call: Call) -> Answer | None:
    """Cards come oldest first, with a minus before the order as without one."""
    return asking(call, sort="created_at") if call.query.get("sort") == "-created_at" else None


@planted("plans_list", Kind.ID_REUSED, Kind.PAGE_REPEATS)
def one_id_for_all(call: Call) -> Answer | None:
    """Every plan in the list has the id of the first one."""
    if not call.truth.succeeded:
        return None
    listed = call.truth.value["data"]
    return in_each(call, lambda plan: plan.update({"id": listed[0]["id"]}))


def _without(call: Call, name: str) -> Answer | None:
    return asking(call, **{name: None}) if call.truth.succeeded else None


def _reversed(page: Any) -> None:
    page["data"].reverse()
