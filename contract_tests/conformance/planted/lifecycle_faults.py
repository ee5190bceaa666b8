"""Faults in states: after deletions, decisions, payments and refusals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from conformance.planted.answers import Answer
from conformance.planted.edits import Object, in_each, in_whole, objects, setting, turning
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_STILL: Final = Kind.DELETED_STILL_THERE
_KEPT: Final = Kind.VALUE_NOT_KEPT
_LOST: Final = Kind.VALUE_NOT_KEPT
_FOLLOWS: Final = "update_existing_subscriptions"
_POOR: Final = 401
_FEE: Final = 1_000
_DAY: Final = len("2026-02-02")


@planted("customers_get", _STILL)
def a_deleted_customer_who_can_be_read(call: Call) -> Answer | None:
    """A customer can be read after the deletion, from a copy that was kept."""
    return _kept_copy(call, "customers_get", "customer_id")


@planted("webhooks_get webhooks_delete", _STILL)
def a_deletion_that_does_nothing(call: Call) -> Answer | None:
    """The deletion of a webhook succeeds, and the webhook stays."""
    is_deletion = call.operation == "webhooks_delete"
    is_there = is_deletion and call.instead(method="GET").succeeded
    return Answer(204, {}, b"") if is_there else None


@planted("customers_list", _STILL, Kind.PAGE_REPEATS, hears="customers_delete customers_get")
def a_deleted_customer_in_the_list(call: Call) -> Answer | None:
    """A customer who was deleted still stands on the first page of the list."""
    gone = call.remembered("gone")
    if call.operation == "customers_delete":
        before = call.instead(method="GET")
        if before.succeeded and call.truth.succeeded:
            gone.setdefault(call.key, before.value)
    is_first = call.operation == "customers_list" and call.query.get("page", "1") == "1"
    return in_whole(call, lambda page: page["data"].append(gone[call.key])) if is_first and call.key in gone else None


@planted("accounts_delete", _STILL)
def a_thing_that_is_deleted_twice(call: Call) -> Answer | None:
    """An account can be deleted again and again."""
    gone = call.remembered("gone")
    if call.truth.succeeded:
        gone[call.ids["account_id"]] = True
    return Answer(204, {}, b"") if call.truth.status == 404 and call.ids["account_id"] in gone else None


@planted("webhooks_update", _STILL)
def a_deleted_thing_that_can_be_changed(call: Call) -> Answer | None:
    """A webhook that was deleted can be changed."""
    shown = call.remembered("shown")
    if call.truth.succeeded:
        shown["last"] = call.truth.value
    is_gone = call.truth.status == 404 and shown
    return Answer.of_json(200, shown["last"]) if is_gone else None


@planted("charges_get charges_list", Kind.FINAL_STATE_MOVED, _STILL, hears="charges_cancel")
def a_cancelled_charge_that_is_paid(call: Call) -> Answer | None:
    """A charge that was cancelled is paid all the same."""
    cancelled = call.remembered("cancelled")
    if call.operation == "charges_cancel":
        cancelled.update({call.ids["charge_id"]: True} if call.truth.succeeded else {})
        return None
    return in_each(call, lambda item: item.update({"status": "paid"}) if item["id"] in cancelled else None)


@planted("charges_cancel", Kind.FINAL_STATE_MOVED, _STILL)
def a_charge_that_is_cancelled_twice(call: Call) -> Answer | None:
    """A cancelled charge can be cancelled again."""
    first = call.remembered("first")
    charge = call.ids["charge_id"]
    if call.truth.succeeded:
        first[charge] = call.truth
    return first.get(charge) if call.truth.status == 422 else None


@planted("charges_resolve", Kind.FINAL_STATE_MOVED)
def a_decision_that_can_be_reversed(call: Call) -> Answer | None:
    """A charge that was decided can be decided the other way."""
    first = call.remembered("first")
    charge = call.ids["charge_id"]
    if call.truth.succeeded:
        first[charge] = call.truth
    if call.truth.status != 422 or charge not in first:
        return None
    status = "paid" if call.fields.get("action") == "approve" else "failed"
    changed: Answer = first[charge].saying({**first[charge].value, "status": status})
    return changed


@planted("payments_get", Kind.FINAL_STATE_MOVED, _STILL, hears="payments_delete")
def a_withdrawn_payment_that_is_open(call: Call) -> Answer | None:
    """A payment that was withdrawn is open again when it is read."""
    withdrawn = call.remembered("withdrawn")
    if call.operation == "payments_delete":
        withdrawn.update({call.ids["payment_id"]: True} if call.truth.succeeded else {})
        return None
    is_withdrawn = call.ids["payment_id"] in withdrawn
    opened = {"status": "pending", "payment_link": "https://pagos.onepay.la/payment/1"}
    return in_each(call, lambda item: item.update(opened)) if is_withdrawn else None


@planted("subscriptions_list", _STILL, Kind.FINAL_STATE_MOVED, hears="subscriptions_cancel")
def a_cancelled_subscription_that_goes_on(call: Call) -> Answer | None:
    """A subscription that was cancelled is still active in the list."""
    return in_each(call, turning("status", lambda status: "active" if status == "canceled" else status))


@planted("invoices_get invoices_list", _STILL)
def a_deleted_invoice_that_can_be_read(call: Call) -> Answer | None:
    """An invoice can be read after its deletion."""
    return _kept_copy(call, "invoices_get", "invoice_id")


@planted("payments_get", _KEPT)
def a_text_that_is_cut(call: Call) -> Answer | None:
    """The title of a payment is cut after ten characters when it is read."""
    return in_each(call, turning("title", lambda title: title[:10]))


@planted("customers_get", _KEPT)
def accents_that_are_lost(call: Call) -> Answer | None:
    """Names of customers lose what is not ASCII when they are read."""
    strip = turning("last_name", lambda name: name.encode("ascii", "ignore").decode() + "")
    return in_each(call, lambda item: (strip(item), item.update({"document_number": "1"})))


@planted("webhooks_get", _KEPT, hears="webhooks_update")
def a_change_that_is_not_kept(call: Call) -> Answer | None:
    """A changed webhook is shown as it was before when it is read again."""
    first = call.remembered("first")
    if call.operation != "webhooks_get" or not call.truth.succeeded:
        before = call.instead(method="GET") if call.operation == "webhooks_update" else None
        first.update({call.ids["webhook_id"]: before.value} if before and before.succeeded else {})
        return None
    old = first.get(call.ids["webhook_id"])
    return call.truth.saying(old) if old and old != call.truth.value else None


@planted("invoices_update", _KEPT)
def a_change_that_loses_the_rest(call: Call) -> Answer | None:
    """A changed invoice loses the fields that were not sent."""
    return in_each(call, lambda item: item.update({"provider": "", "metadata": {}}))


@planted("accounts_get", _KEPT)
def another_one_than_was_asked_for(call: Call) -> Answer | None:
    """Whichever account is asked for, the first that was ever read is answered."""
    first = call.remembered("first")
    if call.truth.succeeded:
        first.setdefault(call.key, call.truth)
    shown: Answer = first.get(call.key, call.truth)
    return shown if shown.body != call.truth.body and call.truth.succeeded else None


@planted("charges_list", Kind.PAGE_SKIPS)
def a_new_thing_that_is_in_no_list(call: Call) -> Answer | None:
    """Bre-B charges that nobody has paid are left out of the list."""
    if not call.truth.succeeded:
        return None
    return in_whole(
        call, lambda page: page.update({"data": [item for item in page["data"] if item["status"] != "created"]})
    )


@planted("customers_get", Kind.VALID_REQUEST_REFUSED, _KEPT, _STILL, hears="customers_create")
def a_new_thing_that_cannot_be_read(call: Call) -> Answer | None:
    """Every third new customer cannot be read."""
    lost = call.remembered("lost")
    if call.operation == "customers_create" and call.truth.succeeded:
        lost[objects(call.truth.value)[0]["id"]] = len(lost) % 3 == 2
    is_lost = call.operation == "customers_get" and lost.get(call.ids["customer_id"])
    return Answer.of_json(404, {"message": "El recurso no existe."}) if is_lost else None


@planted("issuing_cards_get", _KEPT)
def a_value_of_another_field(call: Call) -> Answer | None:
    """The nickname of an issued card shows what belongs to its type."""
    return in_each(call, setting("nickname", "physical"))


@planted("charges_create", _KEPT)
def another_reason(call: Call) -> Answer | None:
    """A charge is declined by the bank, whatever it was really declined for."""
    return in_each(call, lambda item: item["remarks"] and item["remarks"].update(code="TRANSACTION_REJECTED"))


@planted("payments_list_intents", Kind.WRONG_TYPE)
def an_attempt_without_a_name(call: Call) -> Answer | None:
    """The attempts to pay a payment name their method by a number."""
    return in_each(call, lambda item: item.update(payment_method_label=4))


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
    return in_each(call, lambda item: item.update(paid_at=item["created_at"]) if item["status"] == "failed" else None)


@planted("payments_get", _LOST)
def payments_at_no_moment(call: Call) -> Answer | None:
    """A payment that was made does not say when."""
    return in_each(call, lambda item: item.update(paid_at=None) if item["status"] == "approved" else None)


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
    return in_each(call, lambda item: (item.update(payment_id=first), item["payment"].update(id=first)))


@planted("payment_intents_get payment_intents_list", Kind.FINAL_STATE_MOVED, hears="request_to_pay_confirm_daviplata")
def requests_that_go_on_waiting(call: Call) -> Answer | None:
    """A request that was confirmed and paid is read as waiting."""
    confirmed = call.remembered("confirmed")
    if call.operation == "request_to_pay_confirm_daviplata" and call.truth.succeeded:
        confirmed[call.ids["payment_intent_id"]] = True
    wait = {"status": "processing", "paid_at": None}
    is_reading = call.request.method == "GET"
    return in_each(call, lambda item: item.update(wait) if item["id"] in confirmed else None) if is_reading else None


@planted("payments_get", _LOST)
def links_that_move(call: Call) -> Answer | None:
    """The address where a payment is made is another when it is read."""
    return in_each(
        call, lambda item: item.update(payment_link=f"{item['payment_link']}/2") if item["payment_link"] else None
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
    return in_each(call, lambda item: item.update(_poorer(item, lost.get(call.key, 0))))


@planted("balances_get", _LOST, hears="charges_create")
def failures_that_pay(call: Call) -> Answer | None:
    """A charge that is declined is added to the balance."""
    won = call.remembered("won")
    if call.operation != "balances_get":
        charge = dict[str, Any](call.truth.value if call.truth.succeeded else {})
        won[call.key] = won.get(call.key, 0) + charge.get("amount", 0) * (charge.get("status") == "failed")
        return None
    return in_each(call, lambda item: item.update(_poorer(item, -won.get(call.key, 0))))


@planted("cards_create cards_create_tokenized", _LOST)
def cards_of_another_month(call: Call) -> Answer | None:
    """A card ends in June, whenever it was said to end."""
    return in_each(call, lambda item: item.update(expiration_date=f"6/{item['expiration_date'][:4]}"))


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


def _kept_copy(call: Call, reading: str, name: str) -> Answer | None:
    """What was read of an object before it was gone."""
    copies = call.remembered("copies")
    if call.operation == reading and call.truth.succeeded:
        copies[call.ids[name]] = call.truth
    is_gone = call.operation == reading and call.truth.status == 404
    copy: Answer | None = copies.get(call.ids.get(name)) if is_gone else None
    return copy


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


def _blame_the_server(item: Object) -> None:
    if item["status"] == "failed" and isinstance(item.get("remarks"), dict):
        setting("code", "INTERNAL_ERROR")(item["remarks"])


def _sooner(item: Object) -> None:
    if item.get("due_date"):
        day = date.fromisoformat(item["due_date"][:_DAY]) - timedelta(days=1)
        item["due_date"] = day.isoformat() + item["due_date"][_DAY:]


def _poorer(item: Object, lost: int) -> Object:
    label = "$" + f"{item['balance'] - lost:,}".replace(",", ".")
    return {"balance": item["balance"] - lost, **{name: label for name in ("label", "balance_label") if name in item}}
