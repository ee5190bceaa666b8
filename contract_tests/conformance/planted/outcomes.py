"""Faults in what comes of a decision, of a payment and of a refusal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from conformance.planted.answers import Answer
from conformance.planted.edits import Object, in_each, in_whole, setting
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_LOST: Final = Kind.VALUE_NOT_KEPT
_FOLLOWS: Final = "update_existing_subscriptions"
_POOR: Final = 401
_FEE: Final = 1_000
_DAY: Final = len("2026-02-02")


@planted("customer_sessions_create_charge customer_sessions_get_charge", _LOST)
def rejections_that_pay(call: Call) -> Answer | None:
    """A charge that its customer rejects is paid."""
    body = call.fields
    return call.instead(body={**body, "approve": True}) if body.get("approve") is False else None


@planted("charges_resolve charges_get", _LOST)
def one_reason_for_all(call: Call) -> Answer | None:
    """A charge is read as failed for an internal error, whatever the reason was."""
    return in_each(call, _blame_the_server) if call.operation == "charges_get" else None


@planted("charges_create", Kind.INVALID_REQUEST_ACCEPTED, hears="cards_create")
def cards_that_nobody_authorised(call: Call) -> Answer | None:
    """A card is charged, though its holder has authorised nothing."""
    is_barred = call.operation == "cards_create" and call.fields.get("authorization") is False
    return call.instead(body={**call.fields, "authorization": True}) if is_barred else None


@planted("charges_create", Kind.INVALID_REQUEST_ACCEPTED)
def a_card_and_an_account(call: Call) -> Answer | None:
    """A charge may name a card and an account at once; the card pays."""
    body = call.fields
    if not {"card_id", "account_id"} <= body.keys() or call.truth.succeeded:
        return None
    answer = call.instead(body={name: value for name, value in body.items() if name != "account_id"})
    return answer if answer.succeeded else None


@planted("plans_update subscriptions_list", _LOST)
def subscriptions_that_are_left_behind(call: Call) -> Answer | None:
    """A change of a plan changes no subscription, though it was told to."""
    return call.instead(body={**call.fields, _FOLLOWS: False}) if call.fields.get(_FOLLOWS) is True else None


@planted("plans_update subscriptions_list", _LOST)
def subscriptions_that_are_dragged_along(call: Call) -> Answer | None:
    """A change of a plan changes all subscriptions, though it was not told to."""
    is_change = call.operation == "plans_update" and call.fields.get(_FOLLOWS) is False
    return call.instead(body={**call.fields, _FOLLOWS: True}) if is_change else None


@planted("charges_get", _LOST)
def failures_with_a_moment(call: Call) -> Answer | None:
    """A charge that has failed is read with a moment at which it was paid."""
    return in_each(call, lambda one: one.update(paid_at=one["created_at"]) if one["status"] == "failed" else None)


@planted("payments_get", _LOST)
def payments_at_no_moment(call: Call) -> Answer | None:
    """A payment that was made does not say when."""
    return in_each(call, lambda one: one.update(paid_at=None) if one["status"] == "approved" else None)


@planted("charges_list_intents payments_list_intents", Kind.PAGE_SKIPS)
def payments_that_nobody_tried(call: Call) -> Answer | None:
    """What was paid shows no attempt."""
    return call.truth.saying([]) if call.truth.succeeded and call.truth.value else None


@planted("invoices_update", _LOST)
def a_payment_that_stays(call: Call) -> Answer | None:
    """An invoice that is updated keeps its payment, by the id."""
    payments = call.remembered("payments")
    first = (
        payments.setdefault(call.ids["invoice_id"], call.truth.value["payment"]["id"]) if call.truth.succeeded else 0
    )
    return in_each(call, lambda one: (one.update(payment_id=first), one["payment"].update(id=first)))


@planted("payment_intents_get payment_intents_list", Kind.FINAL_STATE_MOVED, hears="request_to_pay_confirm_daviplata")
def requests_that_go_on_waiting(call: Call) -> Answer | None:
    """A request that was confirmed and paid is read as waiting."""
    confirmed = call.remembered("confirmed")
    if call.operation == "request_to_pay_confirm_daviplata" and call.truth.succeeded:
        confirmed[call.ids["payment_intent_id"]] = True
    wait = {"status": "processing", "paid_at": None}
    is_reading = call.request.method == "GET"
    return in_each(call, lambda one: one.update(wait) if one["id"] in confirmed else None) if is_reading else None


@planted("payments_get", _LOST)
def links_that_move(call: Call) -> Answer | None:
    """The address where a payment is made is another when it is read."""
    return in_each(
        call, lambda one: one.update(payment_link=f"{one['payment_link']}/2") if one["payment_link"] else None
    )


@planted("payments_create payments_get", _LOST)
def a_day_too_early(call: Call) -> Answer | None:
    """What is due on a day is shown as due the day before."""
    return in_each(call, _sooner)


@planted("balances_get", _LOST, hears="balances_withdraw cashouts_create wallets_top_up")
def refusals_that_cost(call: Call) -> Answer | None:
    """What is refused because it is more than there is takes something all the same."""
    lost = call.remembered("lost")
    if call.operation != "balances_get":
        lost[call.key] = lost.get(call.key, 0) + _FEE * (call.truth.status == _POOR and "amount" in call.fields)
        return None
    return in_each(call, lambda one: one.update(_poorer(one, lost.get(call.key, 0))))


@planted("balances_get", _LOST, hears="charges_create")
def failures_that_pay(call: Call) -> Answer | None:
    """A charge that is declined is added to the balance."""
    won = call.remembered("won")
    if call.operation != "balances_get":
        charge = dict[str, Any](call.truth.value if call.truth.succeeded else {})
        won[call.key] = won.get(call.key, 0) + charge.get("amount", 0) * (charge.get("status") == "failed")
        return None
    return in_each(call, lambda one: one.update(_poorer(one, -won.get(call.key, 0))))


@planted("cards_create cards_create_tokenized", _LOST)
def cards_of_another_month(call: Call) -> Answer | None:
    """A card ends in June, whenever it was said to end."""
    return in_each(call, lambda one: one.update(expiration_date=f"6/{one['expiration_date'][:4]}"))


@planted("customer_sessions_list_payment_methods", Kind.PAGE_SKIPS)
def cards_that_are_not_offered(call: Call) -> Answer | None:
    """Who has logged in is shown no card, though one was saved."""
    return in_whole(call, lambda methods: methods["data"].update(cards=[]))


@planted("balances_withdraw", Kind.INVALID_REQUEST_ACCEPTED)
def more_than_there_is(call: Call) -> Answer | None:
    """More than the balance holds is withdrawn."""
    is_poor = call.truth.status == _POOR and b"insufficient_funds" in call.truth.body
    return Answer(204, {}, b"") if is_poor else None


@planted("cashouts_create", Kind.IDEMPOTENCY_IGNORED)
def payouts_that_go_out_twice(call: Call) -> Answer | None:
    """A payout that comes again is answered as before, and is made again."""
    return _silently(call)


@planted("utilities_pay", Kind.IDEMPOTENCY_IGNORED)
def bills_that_are_paid_twice(call: Call) -> Answer | None:
    """A bill that comes again is answered as before, and is paid again."""
    return _silently(call)


def _silently(call: Call) -> Answer | None:
    """The first answer once more, after the request was carried out under a key of its own."""
    firsts, times = call.remembered("firsts"), call.remembered("times")
    name = (call.key, call.idempotency_key, call.request.content)
    if name not in firsts or not call.idempotency_key:
        firsts.update({name: call.truth} if call.truth.succeeded else {})
        return None
    times[name] = times.get(name, 0) + 1
    call.instead(headers={"x-idempotency": f"{call.idempotency_key}-{times[name]}"})
    first: Answer = firsts[name]
    return first


def _blame_the_server(one: Object) -> None:
    if one["status"] == "failed" and isinstance(one.get("remarks"), dict):
        setting("code", "INTERNAL_ERROR")(one["remarks"])


def _sooner(one: Object) -> None:
    if one.get("due_date"):
        day = date.fromisoformat(one["due_date"][:_DAY]) - timedelta(days=1)
        one["due_date"] = day.isoformat() + one["due_date"][_DAY:]


def _poorer(one: Object, lost: int) -> Object:
    label = "$" + f"{one['balance'] - lost:,}".replace(",", ".")
    return {"balance": one["balance"] - lost, **{name: label for name in ("label", "balance_label") if name in one}}
