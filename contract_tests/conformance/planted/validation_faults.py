"""Faults of a server that takes what the contract forbids, or fails over extreme values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from conformance.planted.answers import Answer
from conformance.planted.edits import Object, forgiving, owner_of
from conformance.planted.faults import EVERYTHING, Call, planted
from onepay_contract.findings import Kind
from onepay_core.json_values import is_object

_CUSTOMER_FIELDS: Final = [
    "user_type",
    "first_name",
    "last_name",
    "email",
    "phone",
    "document_type",
    "document_number",
    "enable_notifications",
    "nationality",
    "birthdate",
    "related_to",
]
_TAKEN: Final = Kind.INVALID_REQUEST_ACCEPTED
_BROKEN: Final = Answer.of_json(500, {"message": "Error interno."})
_FAR: Final = 0xFFFF
_LARGEST: Final = 2**63 - 1
_WORD: Final = "Bearer "


@planted("webhooks_create", _TAKEN)
def a_text_that_is_too_long(call: Call) -> Answer | None:
    """The name of a webhook may have any length, and is cut."""
    return forgiving(call, _replacing("name", _text_over(255), lambda value: value[:255]))


@planted("invoices_create", _TAKEN)
def a_text_that_is_too_short(call: Call) -> Answer | None:
    """The name of an invoice may be shorter than five characters."""
    mend = _replacing(
        "name", lambda value: isinstance(value, str) and len(value) < 5, lambda value: value.ljust(5, ".")
    )
    return forgiving(call, mend)


@planted("invoices_create invoices_update", _TAKEN)
def a_number_out_of_range(call: Call) -> Answer | None:
    """An invoice may be about less or more than the limits allow."""
    return forgiving(call, _replacing("amount", _number_beyond(5_000, 100_000_000), lambda _: 5_000))


@planted("utilities_create_direct_debit_link", _TAKEN)
def an_optional_number_out_of_range(call: Call) -> Answer | None:
    """A link may last longer, or shorter, than the limits allow."""
    return forgiving(call, _replacing("expiration_minutes", _number_beyond(60, 43_200), lambda _: 60))


@planted("cashouts_create", _TAKEN)
def a_method_that_nobody_knows(call: Call) -> Answer | None:
    """A payout with an unknown method goes by ACH."""
    known = ("ACH", "TURBO", "INSTANT")
    return forgiving(call, _replacing("method", lambda value: value not in known, lambda _: "ACH"))


@planted("charges_resolve", _TAKEN)
def an_action_that_nobody_knows(call: Call) -> Answer | None:
    """A charge that is resolved with an unknown action is rejected."""
    return forgiving(call, _replacing("action", lambda value: value != "approve", lambda _: "reject"))


@planted("customers_create", _TAKEN)
def a_field_that_nobody_knows(call: Call) -> Answer | None:
    """Fields of a customer that the contract does not have are dropped without a word."""
    return forgiving(call, lambda body: [body.pop(name) for name in {*body} - {*_CUSTOMER_FIELDS}])


@planted("payments_create", _TAKEN)
def a_field_that_is_not_sent(call: Call) -> Answer | None:
    """A payment needs no title."""
    return forgiving(call, lambda body: body.setdefault("title", "Pago"))


@planted("charges_create_bre_b", _TAKEN)
def a_number_as_text(call: Call) -> Answer | None:
    """The amount of a Bre-B charge may be a text, or have a fraction."""
    return forgiving(call, _replacing("amount", lambda value: type(value) is not int, lambda _: 10_000))


@planted("connect_links_create", _TAKEN)
def a_flag_as_text(call: Call) -> Answer | None:
    """Whether a link serves once may be told by any value."""
    return forgiving(call, _replacing("single_use", lambda value: not isinstance(value, bool), bool))


@planted("webhooks_create", _TAKEN)
def a_list_that_is_empty(call: Call) -> Answer | None:
    """A webhook may be registered for no event at all."""
    return forgiving(call, _replacing("events", lambda value: value == [], lambda _: ["payment.created"]))


@planted("plans_create", _TAKEN)
def a_field_of_a_field_that_nobody_knows(call: Call) -> Answer | None:
    """The trial of a plan may have fields that the contract does not know."""
    known = {"has_trial", "trial_days", "start_trial_date"}

    def mend(body: Object) -> None:
        trial = body.get("trial")
        if is_object(trial):
            body["trial"] = {name: value for name, value in trial.items() if name in known}

    return forgiving(call, mend)


@planted("issuing_cards_create", _TAKEN)
def a_body_that_is_no_object(call: Call) -> Answer | None:
    """A body that is no object is taken for the last one that was."""
    bodies = call.remembered("bodies")
    if call.truth.succeeded:
        bodies["last"] = call.body
    is_odd = call.truth.status == 422 and not is_object(call.body)
    return call.instead(body=bodies["last"]) if is_odd and bodies else None


@planted("accounts_list", _TAKEN)
def a_parameter_out_of_range(call: Call) -> Answer | None:
    """More accounts than the limit of a page may be asked for."""
    requested = call.query.get("limit", "")
    is_over = requested.isdigit() and int(requested) > 100 and not call.truth.succeeded
    answer = call.instead(query={**call.query, "limit": "100"}) if is_over else call.truth
    return answer if is_over and answer.succeeded else None


@planted("payment_intents_list", _TAKEN)
def a_parameter_of_any_value(call: Call) -> Answer | None:
    """An unknown order of intents counts as none."""
    rest = {name: value for name, value in call.query.items() if name != "sort"}
    answer = call.instead(query=rest) if call.truth.status == 422 and rest != call.query else call.truth
    return answer if not call.truth.succeeded and answer.succeeded else None


@planted("customers_list customers_create", Kind.WRONG_METHOD_ACCEPTED, hears=EVERYTHING)
def a_method_that_the_path_lacks(call: Call) -> Answer | None:
    """Any other method at the customers counts as listing them."""
    is_there = call.request.url.path.endswith("/customers")
    return call.instead(method="GET") if is_there and call.truth.status == 405 else None


@planted("charges_get", Kind.WRONG_METHOD_ACCEPTED, hears=EVERYTHING)
def a_method_that_does_nothing(call: Call) -> Answer | None:
    """A charge can be changed by PUT or PATCH or deleted, it seems, and nothing happens."""
    is_there = call.request.url.path.rpartition("/")[0].endswith("/charges")
    return Answer(204, {}, b"") if is_there and call.truth.status == 405 else None


@planted("customers_create", Kind.SERVER_ERROR)
def a_failure_over_odd_letters(call: Call) -> Answer | None:
    """A customer whose name goes beyond Latin-1 makes the server fail."""
    name = str(call.fields.get("first_name", ""))
    is_odd = any(ord(letter) > 255 for letter in name)
    return Answer.of_json(500, {"message": "Error interno."}) if is_odd else None


@planted("payments_create", Kind.SERVER_ERROR)
def a_failure_over_a_wrong_type(call: Call) -> Answer | None:
    """Whatever is no object where one is expected makes the server fail."""
    is_odd = call.truth.status == 422 and not is_object(call.body)
    return Answer.of_json(500, {"message": "Error interno."}) if is_odd else None


@planted("charges_list", Kind.SERVER_ERROR)
def a_failure_over_a_date(call: Call) -> Answer | None:
    """A date that cannot be read makes the list of charges fail."""
    return Answer.of_json(500, {"message": "Error interno."}) if call.truth.status == 422 else None


@planted("payments_get", Kind.SERVER_ERROR)
def a_failure_over_an_odd_id(call: Call) -> Answer | None:
    """An id with other characters than letters, digits and dashes makes the server fail."""
    is_odd = not call.ids["payment_id"].replace("-", "").replace("_", "").isalnum()
    return Answer.of_json(500, {"message": "Error interno."}) if is_odd else None


@planted("plans_create", Kind.VALID_REQUEST_REFUSED)
def an_accent_that_is_refused(call: Call) -> Answer | None:
    """A plan whose name has more than ASCII letters is refused."""
    is_foreign = not str(call.fields.get("name", "")).isascii()
    refused = {"message": "No es válido.", "errors": {"name": ["No es válido."]}}
    return Answer.of_json(422, refused) if is_foreign and call.truth.succeeded else None


@planted("invoices_create", Kind.VALID_REQUEST_REFUSED)
def a_limit_one_too_low(call: Call) -> Answer | None:
    """The greatest amount that an invoice may have is refused."""
    is_greatest = call.fields.get("amount") == 100_000_000
    refused = {"message": "Muy grande.", "errors": {"amount": ["Muy grande."]}}
    return Answer.of_json(422, refused) if is_greatest and call.truth.succeeded else None


@planted("connect_links_create", Kind.SERVER_ERROR)
def a_picture_in_the_metadata_that_breaks(call: Call) -> Answer | None:
    """A letter beyond the basic plane in the metadata of a link makes the server fail."""
    return _broken(is_odd=any(ord(letter) > _FAR for letter in str(call.fields.get("metadata"))))


@planted("invoices_list", Kind.SERVER_ERROR)
def a_quotation_mark_that_breaks(call: Call) -> Answer | None:
    """A quotation mark in a reference that is looked for makes the server fail."""
    return _broken(is_odd="'" in call.query.get("filter[reference]", ""))


@planted("states_list", Kind.SERVER_ERROR)
def no_word_that_breaks(call: Call) -> Answer | None:
    """An empty name that is looked for makes the server fail."""
    return _broken(is_odd=not call.query.get("filter[name]", "-"))


@planted("subscriptions_list", Kind.SERVER_ERROR)
def a_page_beyond_all_that_breaks(call: Call) -> Answer | None:
    """The number of a page that needs more than 64 bits makes the server fail."""
    requested = call.query.get("page", "")
    return _broken(is_odd=requested.isdigit() and int(requested) > _LARGEST)


@planted("balances_withdraw", Kind.SERVER_ERROR)
def a_withdrawal_of_nothing_that_breaks(call: Call) -> Answer | None:
    """A withdrawal of no pesos makes the server fail."""
    return _broken(is_odd=call.fields.get("amount") == 0)


@planted("invoices_create", Kind.INVALID_REQUEST_ACCEPTED)
def a_day_in_no_calendar(call: Call) -> Answer | None:
    """An invoice may be due on the thirtieth of February, which counts as no day."""

    def mend(body: Object) -> None:
        if str(body.get("due_date")).endswith("-02-30"):
            del body["due_date"]

    return forgiving(call, mend)


@planted("plans_list", Kind.UNDOCUMENTED_STATUS)
def json_alone_that_is_refused(call: Call) -> Answer | None:
    """Who takes JSON and nothing else is told that there is none."""
    is_strict = call.request.headers.get("accept") == "application/json"
    return Answer.of_json(406, {"message": "No se puede responder así."}) if is_strict else None


@planted("companies_create plans_list", Kind.KEY_NOT_REQUIRED)
def a_key_behind_any_word(call: Call) -> Answer | None:
    """The key counts, whatever scheme it is sent by."""
    key = call.key.rpartition(" ")[2]
    is_other = key.startswith("sk_test_") and not call.key.startswith(_WORD)
    return _as(call, f"{_WORD}{key}") if is_other else None


@planted("subscriptions_list", Kind.KEY_NOT_REQUIRED)
def a_key_in_capitals(call: Call) -> Answer | None:
    """A key is looked up as a database compares texts, without regard to capitals."""
    owner = owner_of(call)
    return _as(call, owner) if call.key != owner and call.key.lower() == owner.lower() else None


@planted("cards_get webhooks_get", Kind.KEY_NOT_REQUIRED)
def ids_that_are_told_without_a_key(call: Call) -> Answer | None:
    """Who has no key is told by 404 and 401 which cards there are."""
    owner = owner_of(call)
    is_nothing = call.truth.status == 401 and call.instead(headers={"authorization": owner}).status == 404
    return Answer.of_json(404, {"message": "El recurso no existe."}) if is_nothing else None


@planted("accounts_validate subscriptions_cancel", Kind.UNDOCUMENTED_STATUS)
def nobody_is_no_good(call: Call) -> Answer | None:
    """What does not exist is answered with 422, which the operation has for other reasons, instead of 404."""
    return call.truth.as_status(422) if call.truth.status == 404 else None


def _replacing(name: str, is_wrong: Callable[[Any], bool], value: Callable[[Any], Any]) -> Callable[[Object], object]:
    return lambda body: body.update({name: value(body[name])}) if name in body and is_wrong(body[name]) else None


def _text_over(limit: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and len(value) > limit


def _number_beyond(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and not least <= value <= most


def _broken(*, is_odd: bool) -> Answer | None:
    return _BROKEN if is_odd else None


def _as(call: Call, bearer: str) -> Answer | None:
    answer = call.instead(headers={"authorization": bearer})
    return answer if answer.succeeded else None
