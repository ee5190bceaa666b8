"""Faults in what becomes of things: they come back, they move on when they are done, they forget what was written."""

from __future__ import annotations

from typing import Final

from conformance.planted.answers import Answer
from conformance.planted.edits import in_each, in_whole, objects, setting, turning
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_STILL: Final = Kind.DELETED_STILL_THERE
_KEPT: Final = Kind.VALUE_NOT_KEPT


def _kept_copy(call: Call, reading: str, name: str) -> Answer | None:
    """What was read of an object before it was gone."""
    copies = call.remembered("copies")
    if call.operation == reading and call.truth.succeeded:
        copies[call.ids[name]] = call.truth
    is_gone = call.operation == reading and call.truth.status == 404
    copy: Answer | None = copies.get(call.ids.get(name)) if is_gone else None
    return copy


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
    return in_each(call, lambda one: one.update({"status": "paid"}) if one["id"] in cancelled else None)


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
    return in_each(call, lambda one: one.update(opened)) if is_withdrawn else None


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
    return in_each(call, lambda one: (strip(one), one.update({"document_number": "1"})))


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
    return in_each(call, lambda one: one.update({"provider": "", "metadata": {}}))


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
        call, lambda page: page.update({"data": [one for one in page["data"] if one["status"] != "created"]})
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
    return in_each(call, lambda one: one["remarks"] and one["remarks"].update(code="TRANSACTION_REJECTED"))


@planted("payments_list_intents", Kind.WRONG_TYPE)
def an_attempt_without_a_name(call: Call) -> Answer | None:
    """The attempts to pay a payment name their method by a number."""
    return in_each(call, lambda one: one.update(payment_method_label=4))
