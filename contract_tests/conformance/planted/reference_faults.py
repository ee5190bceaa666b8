"""Faults in what a request may refer to: deleted objects, objects of others, sessions of nobody."""

from __future__ import annotations

from typing import Final

from conformance.planted.answers import Answer
from conformance.planted.edits import in_whole, objects
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_TAKEN: Final = Kind.INVALID_REQUEST_ACCEPTED
_OPEN: Final = Kind.KEY_NOT_REQUIRED
_TOKEN: Final = "x-customer-token"  # noqa: S105 - the name of a header


@planted("charges_create subscriptions_create", Kind.DELETED_STILL_THERE, hears="accounts_delete")
def a_deleted_account_that_pays(call: Call) -> Answer | None:
    """An account that was deleted can still be charged."""
    gone, good = call.remembered("gone"), call.remembered("good")
    if call.operation == "accounts_delete":
        gone.update({call.ids["account_id"]: True} if call.truth.succeeded else {})
        return None
    account = call.fields.get("account_id")
    if isinstance(account, str) and call.truth.succeeded:
        good["account_id"] = account
    return _mended(call, **good) if isinstance(account, str) and account in gone and good else None


@planted("wallets_get_balance customers_list_cards", Kind.DELETED_STILL_THERE, hears="customers_delete")
def what_a_deletion_leaves(call: Call) -> Answer | None:
    """The wallet and the cards of a customer who was deleted can still be read."""
    gone, shown = call.remembered("gone"), call.remembered("shown")
    owner = call.ids["customer_id"]
    if call.operation == "customers_delete":
        gone.update({owner: True} if call.truth.succeeded else {})
        return None
    if call.truth.succeeded:
        shown[call.operation] = call.truth
    return shown.get(call.operation) if owner in gone else None


@planted("charges_create subscriptions_create", _TAKEN, Kind.LEAK_BETWEEN_ACCOUNTS)
def a_card_of_another_customer(call: Call) -> Answer | None:
    """A customer is charged on the card of another customer."""
    card, owners = call.fields.get("card_id"), call.remembered("owners")
    if not isinstance(card, str):
        return None
    if call.truth.succeeded:
        owners[card] = call.fields.get("customer_id")
    return _mended(call, customer_id=owners[card]) if card in owners else None


@planted("payments_resend", _TAKEN)
def a_template_that_is_barred(call: Call) -> Answer | None:
    """A payment can be sent by a template that the list calls not selectable, and by any other."""
    return _mended(call, template_id=118) if isinstance(call.fields.get("template_id"), int) else None


@planted("payments_create charges_create", _TAKEN)
def a_payer_who_is_nobody(call: Call) -> Answer | None:
    """A payment for a customer who does not exist is made, for another one."""
    payer, known = call.fields.get("customer_id"), call.remembered("known")
    if not isinstance(payer, str):
        return None
    if call.truth.succeeded:
        known["customer_id"] = payer
    return _mended(call, **known) if known else None


@planted("customers_get", _TAKEN, hears="charges_create payments_create")
def an_id_of_another_kind(call: Call) -> Answer | None:
    """A customer is found by the id of a charge or of a payment."""
    ids, known = call.remembered("ids"), call.remembered("known")
    if call.operation != "customers_get":
        ids.update({call.truth.value["id"]: True} if call.truth.succeeded else {})
        return None
    if call.truth.succeeded:
        known["customer"] = call.truth
    return known.get("customer") if call.ids["customer_id"] in ids else None


@planted("charges_resolve", _TAKEN)
def a_decision_that_is_not_told(call: Call) -> Answer | None:
    """A charge is approved where no decision is told."""
    return None if "action" in call.fields else _mended(call, action="approve")


@planted("customer_sessions_verify_otp", _OPEN, _TAKEN)
def a_code_that_serves_twice(call: Call) -> Answer | None:
    """The code of a login can be used again."""
    used = call.remembered("used")
    if call.truth.succeeded:
        used[call.request.content] = call.truth
        return None
    again: Answer | None = used.get(call.request.content)
    return again


@planted("customer_sessions_list_payment_methods customer_sessions_create_charge", _OPEN)
def a_token_by_its_number(call: Call) -> Answer | None:
    """Of a login's token only the number before the bar is looked at."""
    token, known = call.request.headers.get(_TOKEN, ""), call.remembered("tokens")
    number = token.partition("|")[0]
    if call.truth.succeeded:
        known[number] = token
    is_other = bool(token) and known.get(number, token) != token
    return call.instead(headers={_TOKEN: known[number]}) if is_other else None


@planted(
    "customer_sessions_list_payment_methods", Kind.LEAK_BETWEEN_ACCOUNTS, Kind.FILTER_IGNORED, hears="cards_create"
)
def methods_of_everybody(call: Call) -> Answer | None:
    """Who has logged in sees the cards of other customers too."""
    saved = call.remembered("saved")
    if call.operation == "cards_create":
        saved.update({call.truth.value["id"]: True} if call.truth.succeeded else {})
        return None

    def add(page: dict[str, dict[str, list[dict[str, object]]]]) -> None:
        cards = page["data"]["cards"]
        cards += [{**cards[0], "id": name} for name in saved if cards and name not in [card["id"] for card in cards]]

    return in_whole(call, add)


@planted("webhooks_update invoices_update", Kind.LEAK_BETWEEN_ACCOUNTS, hears="webhooks_create invoices_create")
def things_of_others_to_change(call: Call) -> Answer | None:
    """A webhook or an invoice can be changed with the key of another account."""
    owners = call.remembered("owners")
    if str(call.operation).endswith("_create"):
        owners.update(
            {entry.get("id"): call.key for entry in objects(call.truth.value)} if call.truth.succeeded else {}
        )
        return None
    owner = owners.get(next(iter(call.ids.values())))
    return call.instead(headers={"authorization": owner}) if owner and owner != call.key else None


def _mended(call: Call, **fields: object) -> Answer | None:
    """What the true server answers to a refused request with other fields; None where it refuses that too."""
    headers = {"x-idempotency": f"{call.idempotency_key}-mended"} if call.idempotency_key else {}
    answer = call.instead(body={**call.fields, **fields}, headers=headers) if call.truth.status == 422 else None
    return answer if answer and answer.succeeded else None
