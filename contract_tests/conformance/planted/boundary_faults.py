"""Faults at exact boundaries, with time that passes, with rare methods, and in headers that caches obey."""

from __future__ import annotations

from typing import Any, Final

from conformance.planted.answers import Answer
from conformance.planted.edits import in_each, in_whole, turning
from conformance.planted.faults import EVERYTHING, Call, planted
from onepay_contract.findings import Kind

_TWO_TO_31: Final = 2**31
_FULL: Final = 15


@planted("accounts_list", Kind.PAGE_SIZE_IGNORED)
def fifteen_accounts_on_a_page(call: Call) -> Answer | None:
    """A page of accounts holds fifteen where twenty are documented."""
    return call.instead(query={**call.query, "limit": str(_FULL)}) if "limit" not in call.query else None


@planted("customers_list accounts_list", Kind.PAGE_LOOPS, Kind.PAGE_REPEATS, Kind.PAGE_TOTAL_WRONG)
def a_page_behind_a_full_one(call: Call) -> Answer | None:
    """A last page that is exactly full says that another follows."""

    def follow(page: dict[str, Any]) -> None:
        if page["data"] and len(page["data"]) == page.get("per_page") and page.get("next_page_url", "") is None:
            page["next_page_url"] = f"{page['path']}?page={page['current_page'] + 1}" if "path" in page else "?page=2"

    return in_whole(call, follow)


@planted("payments_create payments_get", Kind.VALUE_NOT_KEPT, Kind.LABEL_DISAGREES)
def amounts_of_32_bits(call: Call) -> Answer | None:
    """An amount that does not fit into 32 bits is cut."""
    return in_each(call, turning("amount", lambda amount: amount % _TWO_TO_31))


@planted("payments_create invoices_create", Kind.VALUE_NOT_KEPT)
def one_peso_is_none(call: Call) -> Answer | None:
    """One peso is written as nothing."""
    return in_each(call, turning("amount", lambda amount: 0 if amount == 1 else amount))


@planted("payments_get charges_get", Kind.LABEL_DISAGREES)
def a_million_without_its_point(call: Call) -> Answer | None:
    """The label of an amount above a million leaves its millions out."""
    return in_each(call, lambda item: item.update(amount_label=_short(item)) if "amount_label" in item else None)


@planted("customers_create invoices_create", Kind.IDEMPOTENCY_IGNORED, hears=EVERYTHING)
def keys_that_are_forgotten(call: Call) -> Answer | None:
    """A key is forgotten as soon as the clock was moved."""
    marks = call.remembered("marks")
    if call.operation is None:
        marks["turn"] = marks.get("turn", 0) + ("clock/advance" in str(call.request.url))
        return None
    key = call.idempotency_key
    if not key or call.operation not in {"customers_create", "invoices_create"}:
        return None
    turn = marks.setdefault(key, marks.get("turn", 0))
    return (
        call.instead(headers={"x-idempotency": f"{key}-{marks.get('turn', 0)}"})
        if turn != marks.get("turn", 0)
        else None
    )


@planted("charges_get", Kind.VALUE_NOT_KEPT, Kind.FINAL_STATE_MOVED, hears=EVERYTHING)
def a_failure_that_is_paid_after_a_day(call: Call) -> Answer | None:
    """A charge that has failed reads as paid a day later."""
    marks = call.remembered("marks")
    if call.operation is None:
        is_long = "clock/advance" in str(call.request.url) and call.fields.get("by") == "PT86400S"
        marks["days"] = marks.get("days", 0) + is_long
    if call.operation != "charges_get":
        return None
    return in_each(call, _settle) if marks.get("days") else None


@planted("customers_list plans_list", Kind.WRONG_METHOD_ACCEPTED, hears=EVERYTHING)
def a_trace(call: Call) -> Answer | None:
    """TRACE is answered."""
    return Answer(200, {"content-type": "message/http"}, b"TRACE") if call.request.method == "TRACE" else None


@planted("webhooks_get customers_get", Kind.WRONG_METHOD_ACCEPTED)
def a_header_that_deletes(call: Call) -> Answer | None:
    """A reading that names DELETE in a header deletes."""
    named = call.request.headers.get("x-http-method-override") if call.request.method == "GET" else None
    return call.instead(method="DELETE") if named == "DELETE" else None


@planted("webhooks_create balances_get", Kind.REPLY_SHARED)
def a_secret_for_every_cache(call: Call) -> Answer | None:
    """A reply with a secret may be kept by any cache for an hour."""
    return call.truth.with_header("cache-control", "public, max-age=3600") if call.truth.succeeded else None


@planted("customers_list charges_list", Kind.REPLY_SHARED)
def every_website_is_let_in(call: Call) -> Answer | None:
    """The website that asks may read the reply, whichever it is."""
    origin = call.request.headers.get("origin")
    if not origin or not call.truth.succeeded:
        return None
    let_in = call.truth.with_header("access-control-allow-origin", origin)
    return let_in.with_header("access-control-allow-credentials", "true")


def _short(item: dict[str, Any]) -> str:
    label = str(item["amount_label"])
    return "$" + ".".join(label.split(".")[1:]) if label.count(".") > 1 else label


def _settle(item: dict[str, Any]) -> None:
    if item.get("status") == "failed":
        item |= {"status": "paid", "paid_at": item["created_at"]}
