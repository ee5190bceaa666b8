"""Faults in date-times and in ids."""

from __future__ import annotations

from datetime import datetime, timedelta

from conformance.planted.answers import Answer
from conformance.planted.edits import in_each, objects, setting, turning
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind


@planted("charges_get", Kind.TIME_WITHOUT_ZONE, Kind.WRONG_FORMAT)
def a_moment_without_zone(call: Call) -> Answer | None:
    """The moment of a charge has no time zone."""
    return in_each(call, turning("created_at", lambda text: text[:19]))


@planted("payments_get", Kind.TIME_WITHOUT_ZONE, Kind.WRONG_FORMAT)
def a_moment_with_a_space(call: Call) -> Answer | None:
    """The moment of a payment is written as a database does."""
    return in_each(call, turning("created_at", lambda text: text[:19].replace("T", " ")))


@planted("webhooks_update webhooks_get", Kind.TIME_GOES_BACKWARDS)
def changed_before_it_was_made(call: Call) -> Answer | None:
    """A webhook was changed the day before it was made."""
    return in_each(call, turning("updated_at", lambda text: _later(text, days=-1)))


@planted("connect_links_create", Kind.TIME_GOES_BACKWARDS)
def made_after_it_was_changed(call: Call) -> Answer | None:
    """A link is dated five hours ahead of its last change, as a server does that mixes up its zones."""
    return in_each(call, turning("created_at", lambda text: _later(text, hours=5)))


@planted("charges_create_bre_b", Kind.TIME_GOES_BACKWARDS)
def over_before_it_begins(call: Call) -> Answer | None:
    """A Bre-B charge expires before it was made."""
    return in_each(call, turning("expires_at", lambda text: _later(text, days=-900)))


@planted("charges_get charges_resolve charges_list", Kind.TIME_GOES_BACKWARDS)
def paid_before_it_was_made(call: Call) -> Answer | None:
    """A charge was paid the day before it was made."""
    return in_each(call, turning("paid_at", lambda text: _later(text, days=-2)))


@planted("customers_create", Kind.TIME_GOES_BACKWARDS)
def a_clock_that_runs_backwards(call: Call) -> Answer | None:
    """Each new customer is dated an hour before the one before."""
    counts = call.remembered("counts")
    counts["made"] = counts.get("made", 0) + call.truth.succeeded
    return in_each(call, turning("created_at", lambda text: _later(text, hours=-counts["made"])))


@planted("payments_get", Kind.VALUE_NOT_KEPT, Kind.TIME_GOES_BACKWARDS)
def a_moment_that_moves(call: Call) -> Answer | None:
    """A payment was made a second later, each time that it is read."""
    counts = call.remembered("counts")
    counts["read"] = counts.get("read", 0) + call.truth.succeeded
    return in_each(call, turning("created_at", lambda text: _later(text, seconds=counts["read"])))


@planted("customers_create", Kind.ID_REUSED)
def an_id_that_is_used_again(call: Call) -> Answer | None:
    """Every new customer has the id of the first one."""
    return _first_id(call)


@planted("cashouts_create balances_cashout", Kind.ID_REUSED)
def one_id_for_all_payouts(call: Call) -> Answer | None:
    """Every payout has the id of the first one."""
    return _first_id(call)


@planted("customer_sessions_get_charge", Kind.TIME_GOES_BACKWARDS)
def five_hours_ahead(call: Call) -> Answer | None:
    """The charge of a login is dated five hours ahead, by the clock of another zone."""
    return in_each(call, turning("created_at", lambda text: _later(text, hours=5)))


@planted("payments_create", Kind.VALUE_NOT_KEPT)
def an_end_in_another_zone(call: Call) -> Answer | None:
    """The end of a payment is taken for local time, and comes five hours late."""
    return in_each(call, turning("expiration_at", lambda text: _later(text, hours=5)))


@planted("charges_create_bre_b utilities_create_direct_debit_link", Kind.VALUE_NOT_KEPT)
def always_the_usual_end(call: Call) -> Answer | None:
    """A QR or a link ends after the usual time, whatever time is asked for."""
    rest = {name: item for name, item in call.fields.items() if name not in {"expires_in", "expiration_minutes"}}
    is_asked = call.truth.succeeded and len(rest) < len(call.fields)
    usual = call.instead(body=rest, headers={"x-idempotency": f"{call.idempotency_key}-usual"}) if is_asked else None
    return in_each(call, setting("expires_at", usual.value["expires_at"])) if usual and usual.succeeded else None


@planted("charges_get payment_intents_get", Kind.VALUE_NOT_KEPT)
def paid_at_no_time(call: Call) -> Answer | None:
    """A charge that is paid does not say when."""
    return in_each(call, lambda item: item.update(paid_at=None) if item.get("status") == "paid" else None)


@planted("request_to_pay_create_nequi request_to_pay_create_daviplata", Kind.VALUE_NOT_KEPT)
def paid_before_it_is_paid(call: Call) -> Answer | None:
    """A request to pay that nobody has confirmed says when it was paid."""
    return in_each(
        call, lambda item: item.update(paid_at=item["created_at"]) if item.get("status") == "pending" else None
    )


def _later(text: str, **by: float) -> str:
    return (datetime.fromisoformat(text) + timedelta(**by)).isoformat()


def _first_id(call: Call) -> Answer | None:
    if not call.truth.succeeded:
        return None
    [made] = objects(call.truth.value)
    first = call.remembered("first").setdefault(call.key, made["id"])
    return in_each(call, lambda item: item.update({"id": first}))
