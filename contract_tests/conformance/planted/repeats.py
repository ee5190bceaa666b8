"""Faults in what happens when a request comes again."""

from __future__ import annotations

import threading
from typing import Any, Final

from conformance.planted.answers import Answer
from conformance.planted.edits import in_each
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_IGNORED: Final = Kind.IDEMPOTENCY_IGNORED
_REUSED: Final = Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY


def _again(call: Call) -> Answer:
    """Carry the request out under a key of its own."""
    counts = call.remembered("counts")
    counts["repeats"] = counts.get("repeats", 0) + 1
    return call.instead(headers={"x-idempotency": f"{call.idempotency_key}-again-{counts['repeats']}"})


def _seen(call: Call) -> bytes | None:
    """The body that came with this key first; None when the key is new, or comes with nothing."""
    key = (call.key, call.idempotency_key)
    if call.idempotency_key is None:
        return None
    table = call.remembered("bodies")
    if key in table:
        return bytes(table[key])
    if call.truth.succeeded:
        table[key] = call.request.content
    return None


@planted("payments_create", _IGNORED)
def a_payment_made_twice(call: Call) -> Answer | None:
    """A repeated creation of a payment makes a second one."""
    return _again(call) if _seen(call) == call.request.content else None


@planted("cashouts_create", _IGNORED, Kind.VALID_REQUEST_REFUSED, Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY)
def a_payout_sent_twice(call: Call) -> Answer | None:
    """A repeated payout sends the money again."""
    return _again(call) if _seen(call) == call.request.content else None


@planted("wallets_top_up", _IGNORED)
def a_repeat_with_the_same_id(call: Call) -> Answer | None:
    """A repeated top-up is carried out again, though its reply shows the first id."""
    first = call.remembered("first")
    key = (call.key, call.idempotency_key)
    if _seen(call) != call.request.content:
        first.update({key: call.truth.value} if call.truth.succeeded else {})
        return None
    again = _again(call)
    return again.saying(first[key]) if again.succeeded else None


@planted("customers_create", _REUSED)
def a_key_that_fits_any_body(call: Call) -> Answer | None:
    """A key that was used answers the first customer, whoever is sent with it."""
    first = _seen(call)
    if first is None or first == call.request.content:
        return None
    return call.resent(first)


@planted("charges_create_bre_b", _REUSED)
def a_key_that_is_free_again(call: Call) -> Answer | None:
    """A used key with another body is carried out like a new one."""
    first = _seen(call)
    answer = _again(call) if first not in (None, call.request.content) else None
    return answer if answer and answer.succeeded else None


@planted("invoices_create", _REUSED)
def a_key_that_only_knows_amounts(call: Call) -> Answer | None:
    """A used key is refused for another amount alone; other fields may change."""
    table = call.remembered("amounts")
    key = (call.key, call.idempotency_key)
    if call.truth.succeeded:
        table[key] = call.fields
    first: dict[str, Any] = table.get(key, {})
    is_near = bool(first) and first.get("amount") == call.fields.get("amount")
    return call.instead(body=first) if is_near and call.truth.status == 409 else None


@planted("webhooks_create", Kind.VALID_REQUEST_REFUSED, Kind.IDEMPOTENCY_IGNORED, _REUSED)
def a_refusal_that_stays(call: Call) -> Answer | None:
    """A key under which a body was refused answers that refusal for ever, whatever is sent then."""
    table = call.remembered("refused")
    key = (call.key, call.idempotency_key)
    if key in table:
        return Answer.of_json(422, table[key])
    if call.truth.status == 422 and call.idempotency_key:
        table[key] = call.truth.value
    return None


@planted("connect_links_create", Kind.INVALID_REQUEST_ACCEPTED)
def a_key_that_is_not_asked_for(call: Call) -> Answer | None:
    """A link is made without an idempotency key, too."""
    if call.idempotency_key is not None:
        return None
    return call.instead(headers={"x-idempotency": f"none-{len(call.remembered('made'))}-{id(call)}"})


@planted("plans_create", _IGNORED)
def two_at_once(call: Call) -> Answer | None:
    """Of two requests with one key that come at the same time, each makes a plan."""
    table = call.remembered("threads")
    key, here = (call.key, call.idempotency_key), threading.get_ident()
    if table.setdefault(key, here) == here:
        return None
    return _again(call)


@planted("charges_create_bre_b", _IGNORED)
def a_repeat_that_says_something_else(call: Call) -> Answer | None:
    """A repeated Bre-B charge is answered with another alias."""
    if _seen(call) != call.request.content:
        return None
    return in_each(call, lambda one: one["key"].update({"alias": "@otra"}))


@planted("plans_update", _IGNORED, Kind.VALID_REQUEST_REFUSED)
def a_repeat_that_is_refused(call: Call) -> Answer | None:
    """A repeated change of a plan is refused as a duplicate."""
    is_repeat = _seen(call) == call.request.content and call.truth.succeeded
    return Answer.of_json(419, {"message": "Duplicado.", "code_name": "idempotency_error"}) if is_repeat else None
