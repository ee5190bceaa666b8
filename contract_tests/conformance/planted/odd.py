"""Faults over what is odd: a word, a number or a day that nobody thought of, and a key that is not said as usual."""

from __future__ import annotations

from typing import Final

from conformance.planted.answers import Answer
from conformance.planted.edits import Object, forgiving, owner_of
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_BROKEN: Final = Answer.of_json(500, {"message": "Error interno."})
_FAR: Final = 0xFFFF
_LARGEST: Final = 2**63 - 1
_WORD: Final = "Bearer "


def _broken(*, is_odd: bool) -> Answer | None:
    return _BROKEN if is_odd else None


def _as(call: Call, bearer: str) -> Answer | None:
    answer = call.instead(headers={"authorization": bearer})
    return answer if answer.succeeded else None


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
    asked = call.query.get("page", "")
    return _broken(is_odd=asked.isdigit() and int(asked) > _LARGEST)


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
