"""Faults that a page or a program's observation decides, planted by somebody who had not read the checks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from conformance.planted.answers import Answer
from conformance.planted.edits import (
    adding,
    asking,
    forgiving,
    in_each,
    in_whole,
    objects,
    setting,
    turning,
)
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind
from onepay_core.json_values import is_object

_KEPT: Final = Kind.VALUE_NOT_KEPT
_TAKEN: Final = Kind.INVALID_REQUEST_ACCEPTED
_FILTER: Final = Kind.FILTER_IGNORED
_OTHER_ID: Final = "0198c0de-0000-7000-8000-000000000000"


@planted("customers_create customers_get", _KEPT, Kind.WRONG_FORMAT)
def phones_without_a_country(call: Call) -> Answer | None:
    """Customers lose the country's prefix of their phone."""
    return in_each(call, turning("phone", lambda phone: phone.removeprefix("+57")))


@planted("customers_create customers_get", _KEPT)
def nationalities_in_small_letters(call: Call) -> Answer | None:
    """The code of a customer's country comes in small letters."""
    return in_each(call, turning("nationality", str.lower))


@planted("customers_list", _FILTER)
def documents_that_do_not_filter(call: Call) -> Answer | None:
    """Customers by document number are all customers."""
    return asking(call, document_number=None)


@planted(
    "customers_list_accounts",
    Kind.LEAK_BETWEEN_ACCOUNTS,
    _FILTER,
    _KEPT,
    hears="accounts_create",
)
def accounts_of_somebody_else(call: Call) -> Answer | None:
    """The accounts of a customer end with the newest one of another customer."""
    made = call.remembered("made")
    if call.operation == "accounts_create":
        for item in objects(call.truth.value) if call.truth.succeeded else []:
            made[item["customer_id"]] = item
        return None
    foreign = [item for owner, item in made.items() if owner != call.ids.get("customer_id")]
    if not foreign or not call.truth.succeeded or not call.truth.value["data"]:
        return None
    like = call.truth.value["data"][0]
    added = {name: value for name, value in foreign[-1].items() if name in like}
    return in_whole(call, lambda page: page["data"].append({**like, **added}))


@planted("accounts_create accounts_get accounts_list", _KEPT)
def enrolment_the_other_way(call: Call) -> Answer | None:
    """An account says the contrary of the `re-enrollment` that was sent."""
    return in_each(call, turning("re_enroll", lambda flag: not flag))


@planted("accounts_create accounts_get", _KEPT)
def everybody_authorises(call: Call) -> Answer | None:
    """Every account counts as authorised to be debited."""
    return in_each(call, setting("authorization", value=True))


@planted("accounts_validate", _TAKEN)
def a_wallet_without_its_code(call: Call) -> Answer | None:
    """A Daviplata account is validated without the code."""
    if call.truth.status != 422 or call.fields.get("otp"):
        return None
    return Answer.of_json(200, {"id": call.ids["account_id"], "status": "ACTIVE", "message": "Cuenta validada"})


@planted("cards_create cards_get cards_list", _KEPT, Kind.SECRET_IN_REPLY)
def the_first_four_digits(call: Call) -> Answer | None:
    """A card shows its first four digits in the place of the last."""
    return in_each(call, turning("last_four", lambda last: "4" + last[:3]))


@planted("cards_get cards_create cards_create_tokenized", _KEPT)
def a_card_of_nobody(call: Call) -> Answer | None:
    """A card that is read belongs to a customer whom nobody knows."""
    return in_each(call, setting("customer_id", _OTHER_ID)) if call.operation == "cards_get" else None


@planted("cards_list", _TAKEN)
def more_cards_than_allowed(call: Call) -> Answer | None:
    """A limit above 100 cards is taken, though 100 is the most."""
    limit = call.query.get("limit", "")
    if call.truth.succeeded or not (limit.isascii() and limit.isdigit() and int(limit) > 100):
        return None
    return asking(call, limit="100")


@planted("charges_create charges_get", _KEPT, Kind.UNDOCUMENTED_VALUE, Kind.UNLISTED_VALUE)
def dollars_unless_said_otherwise(call: Call) -> Answer | None:
    """A charge without a currency is in dollars."""
    return (
        None
        if "currency" in call.fields or call.operation == "charges_get"
        else in_each(call, setting("currency", "USD"))
    )


@planted("payments_list", Kind.LABEL_DISAGREES)
def labels_of_a_tenth(call: Call) -> Answer | None:
    """In the list of payments, a label lacks its last digit."""
    return in_each(call, turning("amount_label", lambda label: label[:-1]))


@planted("charges_cancel charges_get", Kind.FINAL_STATE_MOVED, _TAKEN, Kind.DELETED_STILL_THERE, hears="charges_get")
def paid_charges_that_are_cancelled(call: Call) -> Answer | None:
    """A charge that was paid can be cancelled."""
    if call.operation == "charges_get":
        for item in objects(call.truth.value) if call.truth.succeeded else []:
            call.remembered("status")[item["id"]] = item["status"]
        return None
    charge = call.ids.get("charge_id")
    if call.truth.succeeded or call.truth.status in {401, 404} or call.remembered("status").get(charge) != "paid":
        return None
    return Answer.of_json(200, {"id": charge, "status": "failed", "remarks": ["CANCELLED_BY_MERCHANT"]})


@planted("charges_resolve charges_get", _KEPT, Kind.FINAL_STATE_MOVED, hears="charges_resolve")
def an_approval_that_is_not_kept(call: Call) -> Answer | None:
    """A charge that was approved by hand goes on being processed when it is read."""
    approved = call.remembered("approved")
    if call.operation == "charges_resolve":
        if call.truth.succeeded and call.fields.get("action") == "approve":
            approved[call.ids["charge_id"]] = True
        return None
    if call.operation != "charges_get" or call.ids.get("charge_id") not in approved:
        return None
    return in_each(call, lambda item: item.update(status="processing", paid_at=None))


@planted("charges_list_intents", _KEPT)
def attempts_at_more(call: Call) -> Answer | None:
    """The attempts at a charge are for a thousand pesos more."""

    def raise_amount(item: Any) -> None:
        item["amount"] += 1000
        item["amount_label"] = "$" + f"{item['amount']:,}".replace(",", ".")

    return in_each(call, raise_amount)


@planted("charges_create", Kind.UNDOCUMENTED_STATUS)
def a_decline_as_a_refusal(call: Call) -> Answer | None:
    """A declined charge is answered with 402 in the place of an object with its status."""
    if not call.truth.succeeded or not any(
        item.get("status") in {"failed", "declined"} for item in objects(call.truth.value)
    ):
        return None
    return call.truth.as_status(402)


@planted("charges_create", _TAKEN, hears="accounts_create")
def accounts_that_did_not_authorise(call: Call) -> Answer | None:
    """An account whose holder did not authorise debits is debited."""
    accounts = call.remembered("accounts")
    if call.operation == "accounts_create":
        if call.truth.succeeded and call.fields.get("authorization") is True:
            accounts[call.fields.get("customer_id")] = call.truth.value["id"]
        return None
    wanted = call.fields.get("account_id")
    other = accounts.get(call.fields.get("customer_id"))
    if call.truth.succeeded or not wanted or not other or wanted == other:
        return None
    answer = forgiving(call, adding("account_id", other))
    return answer.saying({**answer.value, "payment_method_id": wanted}) if answer and answer.succeeded else None


@planted("charges_list", _FILTER)
def a_last_day_that_does_not_filter(call: Call) -> Answer | None:
    """`created_to` of charges is ignored."""
    return asking(call, created_to=None)


@planted("charges_list", _FILTER)
def failures_among_the_paid(call: Call) -> Answer | None:
    """The paid charges are all charges."""
    return asking(call, status=None) if call.query.get("status") == "paid" else None


@planted("charges_list", Kind.PAGE_TOTAL_WRONG, Kind.PAGE_LOOPS)
def every_page_is_the_first(call: Call) -> Answer | None:
    """Every page of charges says that it is page 1."""
    return in_whole(call, setting("current_page", 1))


@planted("charges_create_bre_b", Kind.TIME_GOES_BACKWARDS)
def a_code_that_is_over(call: Call) -> Answer | None:
    """A Bre-B code has expired a day before it is made."""
    return in_each(call, turning("expires_at", lambda text: _moved(text, days=-1)))


@planted("invoices_create invoices_get", _KEPT)
def an_invoice_with_two_payments(call: Call) -> Answer | None:
    """An invoice names another payment than the one it shows."""
    return in_each(call, setting("payment_id", _OTHER_ID))


@planted("invoices_update payments_get", Kind.DELETED_STILL_THERE, _KEPT, hears="invoices_create")
def a_replaced_payment_that_is_open(call: Call) -> Answer | None:
    """The payment that an update of its invoice replaces can still be paid."""
    current = call.remembered("payment")
    if call.operation in {"invoices_create", "invoices_update"}:
        item: dict[str, Any] = call.truth.value if call.truth.succeeded else {}
        payment: Any = (item.get("payment") or dict[str, Any]()).get("id")
        before = current.get(item.get("id"))
        if payment and before and before != payment:
            call.remembered("replaced")[before] = True
        if payment:
            current[item["id"]] = payment
        return None
    if call.ids.get("payment_id") not in call.remembered("replaced"):
        return None
    return in_each(call, setting("status", "pending"))


@planted("invoices_update invoices_get payments_get", _KEPT)
def an_update_that_the_payment_misses(call: Call) -> Answer | None:
    """A new amount of an invoice does not reach its payment."""
    if call.operation != "invoices_update":
        return None

    def lower(item: Any) -> None:
        payment = item.get("payment")
        if payment:
            payment["amount"] -= 1000
            payment["amount_label"] = "$" + f"{payment['amount']:,}".replace(",", ".")

    return in_each(call, lower)


@planted("invoices_list", Kind.DELETED_STILL_THERE, hears="invoices_delete invoices_create")
def deleted_invoices_in_the_list(call: Call) -> Answer | None:
    """A deleted invoice stays in the list of invoices."""
    made, gone = call.remembered("made"), call.remembered("gone")
    if call.operation == "invoices_create":
        if call.truth.succeeded:
            made[call.truth.value["id"]] = {k: v for k, v in call.truth.value.items() if k != "payment"}
        return None
    if call.operation == "invoices_delete":
        if call.truth.succeeded and call.ids["invoice_id"] in made:
            gone[call.ids["invoice_id"]] = made[call.ids["invoice_id"]]
        return None
    if not gone or call.query:
        return None
    return in_whole(call, lambda page: page["data"].extend(gone.values()))


@planted("invoices_create invoices_get", _KEPT, Kind.WRONG_TYPE)
def numbers_that_become_texts(call: Call) -> Answer | None:
    """Numbers in the metadata of an invoice come back as texts."""
    return in_each(
        call, turning("metadata", lambda data: {k: str(v) for k, v in data.items()} if is_object(data) else data)
    )


@planted("invoices_list", _FILTER)
def providers_that_do_not_filter(call: Call) -> Answer | None:
    """Invoices by the provider's id are all invoices."""
    return asking(call, **{"filter[provider_id]": None})


@planted("invoices_create", Kind.IDEMPOTENCY_IGNORED)
def invoices_made_twice(call: Call) -> Answer | None:
    """A repeated creation of an invoice makes a second one."""
    if not call.idempotency_key:
        return None
    uses = call.remembered("uses")
    uses[call.idempotency_key] = uses.get(call.idempotency_key, 0) + 1
    if uses[call.idempotency_key] == 1:
        return None
    answer = call.instead(headers={"x-idempotency": f"again-{len(uses)}-{uses[call.idempotency_key]}"})
    return answer if answer.succeeded else None


@planted("payments_create", Kind.IDEMPOTENCY_KEYS_CONFUSED)
def keys_without_their_punctuation(call: Call) -> Answer | None:
    """Idempotency keys that differ in their hyphens, points and underscores alone count as one."""
    key = call.idempotency_key
    if not key:
        return None
    plain = "".join(sign for sign in key if sign.isalnum())
    first = call.remembered("keys").setdefault((call.key, plain), (key, call.truth))
    return first[1] if first[0] != key and first[1].succeeded else None


@planted("payments_list", _FILTER)
def names_that_begin_alike(call: Call) -> Answer | None:
    """Payments by external_id are those too whose external_id is another."""
    wanted = call.query.get("filter[external_id]")
    whole = asking(call, **{"filter[external_id]": None}) if wanted else None
    return whole if whole and whole.succeeded and call.truth.succeeded else None


@planted("payments_delete payments_get", Kind.FINAL_STATE_MOVED, _TAKEN, hears="payments_get")
def paid_payments_that_are_withdrawn(call: Call) -> Answer | None:
    """A payment that was approved can be withdrawn."""
    approved, gone = call.remembered("approved"), call.remembered("gone")
    payment = call.ids.get("payment_id")
    if call.operation == "payments_get":
        if payment in gone:
            return in_each(call, setting("status", "cancelled"))
        if call.truth.succeeded and call.truth.value["status"] == "approved":
            approved[payment] = True
        return None
    if payment not in approved or call.truth.succeeded or not call.key.startswith("Bearer sk_test_"):
        return None
    gone[payment] = True
    return Answer(204, {}, b"")


@planted("payments_resend", _TAKEN, Kind.FINAL_STATE_MOVED)
def notices_of_what_is_paid(call: Call) -> Answer | None:
    """The notice of a paid payment is sent again."""
    taken = call.remembered("taken")
    if call.truth.succeeded:
        taken["answer"] = call.truth
        return None
    return taken.get("answer") if call.truth.status == 422 and not call.fields.get("template_id") else None


@planted("payment_intents_list", _FILTER)
def failures_that_are_still_open(call: Call) -> Answer | None:
    """The failed intents are the processing ones too."""
    return asking(call, **{"filter[status]": None}) if call.query.get("filter[status]") == "failed" else None


@planted("payment_intents_get", _KEPT, Kind.VALID_REQUEST_REFUSED, Kind.DELETED_STILL_THERE)
def failures_that_cannot_be_read(call: Call) -> Answer | None:
    """An intent that failed is in the list, but cannot be read."""
    if not call.truth.succeeded or call.truth.value["status"] != "failed":
        return None
    return Answer.of_json(404, {"message": "No encontrado", "code": "404", "code_name": "not_found"})


@planted("payment_intents_list", Kind.PAGE_SIZE_IGNORED, Kind.PAGE_TOTAL_WRONG)
def fifteen_intents_on_a_page(call: Call) -> Answer | None:
    """A page of intents says that it holds 15, where 20 are documented."""
    return in_whole(call, setting("per_page", 15))


@planted("plans_create plans_list", _KEPT)
def every_second_month_is_every_month(call: Call) -> Answer | None:
    """A plan that bills every second month bills monthly."""
    return in_each(call, turning("cicle_frequency", lambda word: "monthly" if word == "bi_monthly" else word))


@planted("plans_create plans_list", Kind.WRONG_TYPE)
def reference_prices_as_numbers(call: Call) -> Answer | None:
    """The reference price of a plan is a number, though it is documented as a text of digits."""
    return in_each(call, turning("reference_price_in_cents", int))


@planted("subscriptions_create", _KEPT, Kind.AMOUNT_NOT_WHOLE_PESOS)
def subscriptions_for_a_hundredth(call: Call) -> Answer | None:
    """A subscription to a plan costs a hundredth of the plan."""
    if not call.fields.get("plan_id"):
        return None
    return in_each(call, turning("amount_in_cents", lambda amount: amount // 100))


@planted("subscriptions_cancel subscriptions_list", _KEPT, Kind.DELETED_STILL_THERE, Kind.FINAL_STATE_MOVED)
def cancelled_subscriptions_that_rest(call: Call) -> Answer | None:
    """A cancelled subscription is listed as paused."""
    return in_each(call, turning("status", lambda word: "frozen" if word in {"canceled", "cancelled"} else word))


@planted("subscriptions_list", Kind.PAGE_SKIPS, Kind.PAGE_TOTAL_WRONG)
def no_way_to_the_next_page(call: Call) -> Answer | None:
    """No page of subscriptions names the next one."""
    return in_whole(call, setting("next_page_url", None))


@planted("connect_links_create", _KEPT)
def links_for_many_uses(call: Call) -> Answer | None:
    """A link that is for one use says that it is for many."""
    return in_each(call, turning("single_use", lambda flag: not flag))


@planted("connect_links_create", _KEPT, Kind.ID_REUSED)
def links_to_another_link(call: Call) -> Answer | None:
    """The address of a capture link is that of another one."""
    return in_each(call, lambda item: item.update(url=item["url"].replace(item["id"], _OTHER_ID)))


@planted("wallets_get_balance wallets_top_up", _KEPT, hears="wallets_top_up")
def top_ups_that_count_twice(call: Call) -> Answer | None:
    """A wallet holds twice what was put into it."""
    if call.operation == "wallets_top_up":
        return None

    def double(item: Any) -> None:
        item["balance"] *= 2
        item["label"] = "$" + f"{item['balance']:,}".replace(",", ".")

    return in_each(call, double)


@planted("balances_get wallets_top_up", _KEPT, hears="wallets_top_up balances_get")
def top_ups_from_nowhere(call: Call) -> Answer | None:
    """What is put into a wallet does not leave the company's balance."""
    added = call.remembered("added")
    if call.operation == "wallets_top_up":
        key = (call.key, call.idempotency_key)
        if call.truth.succeeded and key not in added:
            added[key] = call.fields["amount"]
        return None
    given = sum(amount for (owner, _), amount in added.items() if owner == call.key)

    def keep(item: Any) -> None:
        item["balance"] += given
        for name in ("balance_label", "label"):
            if item.get(name):
                item[name] = "$" + f"{item['balance']:,}".replace(",", ".")

    return in_each(call, keep) if given else None


@planted("wallets_list_transactions wallets_top_up", _KEPT, Kind.UNLISTED_VALUE, Kind.UNDOCUMENTED_VALUE)
def deposits_that_are_withdrawals(call: Call) -> Answer | None:
    """What was put into a wallet is listed with another concept."""
    if call.operation == "wallets_top_up":
        return None
    return in_each(call, turning("concept", lambda _: "Retiro"))


@planted("issuing_cards_get issuing_cards_create", _KEPT)
def a_card_with_another_wallet(call: Call) -> Answer | None:
    """An issued card that is read shows a wallet with another id than the one it names."""
    if call.operation != "issuing_cards_get":
        return None
    return in_each(call, turning("wallet", lambda wallet: {**wallet, "id": _OTHER_ID}))


@planted("webhooks_create", _TAKEN)
def descriptions_without_end(call: Call) -> Answer | None:
    """A webhook's description may be longer than 500 signs."""
    text = call.fields.get("description")
    if not isinstance(text, str) or len(text) <= 500:
        return None
    return forgiving(call, lambda body: body.update(description=text[:500]))


@planted("webhooks_create webhooks_update", _TAKEN)
def addresses_without_end(call: Call) -> Answer | None:
    """A webhook's address may be longer than 500 signs."""
    text = call.fields.get("url")
    if not isinstance(text, str) or len(text) <= 500:
        return None
    return forgiving(call, lambda body: body.update(url=text[:500]))


@planted("webhooks_update webhooks_get", _KEPT, Kind.VALID_REQUEST_REFUSED)
def descriptions_that_cannot_be_cleared(call: Call) -> Answer | None:
    """A webhook's description stays when it is set to null."""
    if call.operation != "webhooks_update" or call.fields.get("description", "") is not None:
        return None
    return in_whole(call, lambda body: body["data"].update(description="Avisos de cobros"))


@planted("webhooks_get webhooks_create webhooks_update", _KEPT)
def another_token_when_read(call: Call) -> Answer | None:
    """The token of a webhook is another one when it is read."""
    if call.operation != "webhooks_get":
        return None
    return in_each(call, turning("header", lambda text: text[:-1] + ("a" if text[-1] != "a" else "b")))


@planted("balances_withdraw", Kind.UNEXPECTED_BODY, Kind.UNDOCUMENTED_STATUS)
def a_withdrawal_with_a_reply(call: Call) -> Answer | None:
    """A withdrawal answers with a body, though No Content is documented."""
    return (
        call.truth.as_status(200).with_body(b'{"status": "ok"}', "application/json") if call.truth.succeeded else None
    )


@planted("cashouts_create", _KEPT)
def fast_payouts_that_are_slow(call: Call) -> Answer | None:
    """A payout by TURBO is sent by ACH."""
    return in_each(call, turning("method", lambda _: "ACH"))


@planted("cashouts_create", _KEPT)
def payouts_without_their_name(call: Call) -> Answer | None:
    """A payout loses its external_id."""
    return in_each(call, setting("external_id", None))


@planted("cashouts_create", _TAKEN, _KEPT)
def payouts_of_less_than_nothing(call: Call) -> Answer | None:
    """A payout of a negative amount pays its absolute value."""
    amount = call.fields.get("amount")
    if not isinstance(amount, int) or isinstance(amount, bool) or amount >= 0:
        return None
    return forgiving(call, lambda body: body.update(amount=abs(amount)))


@planted("request_to_pay_create_nequi", _TAKEN)
def a_request_to_no_phone(call: Call) -> Answer | None:
    """A request to pay by Nequi needs no phone."""
    return forgiving(call, adding("phone", "+573000000000")) if "phone" not in call.fields else None


@planted("request_to_pay_confirm_daviplata", _TAKEN, hears="request_to_pay_confirm_daviplata")
def a_confirmation_without_a_code(call: Call) -> Answer | None:
    """A request to pay by Daviplata is confirmed without a code."""
    confirmed = call.remembered("confirmed")
    if call.truth.succeeded:
        confirmed["answer"] = call.truth
    if call.truth.status != 422 or "otp" in call.fields:
        return None
    answer = confirmed.get("answer")
    return answer.saying({**answer.value, "id": call.ids["payment_intent_id"]}) if answer else None


@planted("customer_sessions_verify_otp", _KEPT)
def a_session_of_somebody_else(call: Call) -> Answer | None:
    """Whoever logs in is greeted as a customer with another phone."""
    return in_each(call, turning("customer", lambda customer: {**customer, "phone": "+573000000099"}))


@planted("customer_sessions_get_charge customer_sessions_create_charge", _KEPT, Kind.FINAL_STATE_MOVED)
def charges_in_dollars(call: Call) -> Answer | None:
    """A charge in a session is in dollars when it is read."""
    return in_each(call, setting("currency", "USD")) if call.operation == "customer_sessions_get_charge" else None


@planted("utilities_create_direct_debit_link", _TAKEN)
def links_of_a_few_minutes(call: Call) -> Answer | None:
    """A link to a direct debit may be over within the hour."""
    minutes = call.fields.get("expiration_minutes")
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 0 < minutes < 60:
        return None
    return forgiving(call, adding("expiration_minutes", 60))


@planted("companies_create", _KEPT)
def companies_under_another_name(call: Call) -> Answer | None:
    """The legal name of a company is its trade name."""
    return in_each(call, lambda item: item.update(legal_name=item["name"]))


@planted("templates_list", _FILTER)
def templates_in_any_state(call: Call) -> Answer | None:
    """Templates by status are all templates."""
    return asking(call, **{"filter[status]": None})


@planted("states_list", _FILTER)
def states_of_any_name(call: Call) -> Answer | None:
    """States by name are all states."""
    return asking(call, **{"filter[name]": None})


@planted("banks_list accounts_list_banks", Kind.WRONG_TYPE)
def banks_that_are_there_as_a_number(call: Call) -> Answer | None:
    """Whether a bank is available is said by a number."""
    return in_each(call, adding("available", 1))


@planted("invoices_get", Kind.LEAK_BETWEEN_ACCOUNTS, Kind.UNDOCUMENTED_STATUS, hears="invoices_create")
def others_invoices_are_forbidden(call: Call) -> Answer | None:
    """The invoice of another company is answered with 403, which tells that it exists."""
    made = call.remembered("made")
    if call.operation == "invoices_create":
        if call.truth.succeeded:
            made[call.truth.value["id"]] = call.key
        return None
    owner = made.get(call.ids.get("invoice_id"))
    if call.truth.status != 404 or owner in {None, call.key}:
        return None
    return call.truth.as_status(403)


def _moved(text: str, **by: int) -> str:
    moment = datetime.fromisoformat(text) + timedelta(**by)
    return moment.isoformat().replace("+00:00", "Z")


@planted("payments_get", _KEPT, Kind.DELETED_STILL_THERE, Kind.FINAL_STATE_MOVED, hears="payments_create")
def a_link_after_the_payment(call: Call) -> Answer | None:
    """An approved payment still has the link to pay it."""
    links = call.remembered("links")
    if call.operation == "payments_create":
        for item in objects(call.truth.value) if call.truth.succeeded else []:
            links[item["id"]] = item.get("payment_link")
        return None
    link = links.get(call.ids.get("payment_id"))
    return in_each(call, lambda item: item.update(payment_link=link) if item["status"] == "approved" and link else None)


@planted("charges_cancel", _KEPT, Kind.UNLISTED_VALUE, Kind.UNDOCUMENTED_VALUE)
def a_cancellation_by_somebody_else(call: Call) -> Answer | None:
    """A cancelled charge is said to be cancelled by the bank."""
    return in_each(call, setting("remarks", ["CANCELLED_BY_BANK"]))


@planted("request_to_pay_create_daviplata", _KEPT, Kind.UNDOCUMENTED_VALUE, Kind.UNLISTED_VALUE)
def a_wallet_called_by_another_name(call: Call) -> Answer | None:
    """A request to pay by Daviplata says that it is one by Nequi."""
    return in_each(call, setting("payment_method_type", "nequi"))
