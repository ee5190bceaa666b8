"""Faults in who may do what, and whose objects are shown."""

from __future__ import annotations

from typing import Final

from conformance.planted.answers import Answer
from conformance.planted.edits import BACKEND, adding, in_each, in_whole, objects, owner_of, setting
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_FRONTEND: Final = "Bearer pk_test_"
_LIVE: Final = "Bearer sk_" + "live_"
_CARD: Final = "card_number"


@planted("payments_get", Kind.PUBLIC_KEY_ACCEPTED)
def a_public_key_that_reads(call: Call) -> Answer | None:
    """A payment can be read with a public key."""
    return _as(call, call.key.replace(_FRONTEND, BACKEND)) if call.key.startswith(_FRONTEND) else None


@planted("customers_create webhooks_create charges_create_bre_b", Kind.PUBLIC_KEY_ACCEPTED)
def a_public_key_that_writes(call: Call) -> Answer | None:
    """Customers, webhooks and charges can be made with a public key."""
    return _as(call, call.key.replace(_FRONTEND, BACKEND)) if call.key.startswith(_FRONTEND) else None


@planted("cards_create", Kind.KEY_NOT_REQUIRED, Kind.PUBLIC_KEY_ACCEPTED, Kind.INVALID_REQUEST_ACCEPTED)
def a_secret_key_in_the_front_end(call: Call) -> Answer | None:
    """A card can be saved with a secret key, which invites people to ship it in a web page."""
    return _as(call, call.key.replace(BACKEND, _FRONTEND)) if call.key.startswith(BACKEND) else None


@planted("charges_list", Kind.KEY_NOT_REQUIRED)
def no_key_at_all(call: Call) -> Answer | None:
    """The charges of the last caller can be listed without a key."""
    owner = owner_of(call)
    return _as(call, owner) if not call.key and owner else None


@planted("webhooks_delete", Kind.KEY_NOT_REQUIRED)
def no_key_to_delete(call: Call) -> Answer | None:
    """A webhook can be deleted without a key."""
    return Answer(204, {}, b"") if not call.key else None


@planted("banks_list cities_list", Kind.KEY_NOT_REQUIRED)
def any_text_as_a_key(call: Call) -> Answer | None:
    """Whatever stands in the header counts as a key of the account that came first."""
    owner = owner_of(call)
    is_key = call.key.startswith((BACKEND, _FRONTEND))
    return _as(call, owner) if call.key and not is_key else None


@planted("balances_get", Kind.WRONG_ENVIRONMENT, Kind.KEY_NOT_REQUIRED)
def a_live_key_among_test_data(call: Call) -> Answer | None:
    """A live key reads the test account."""
    owner = owner_of(call)
    return _as(call, owner) if call.key.startswith(_LIVE) else None


@planted("payments_get payments_create", Kind.WRONG_ENVIRONMENT)
def test_data_called_live(call: Call) -> Answer | None:
    """Payments made with a test key say that they are live."""
    return in_each(call, setting("is_test", value=False))


@planted("charges_list", Kind.WRONG_ENVIRONMENT)
def one_live_object_among_test_data(call: Call) -> Answer | None:
    """The last charge of a page is a live one."""
    return in_whole(call, lambda page: [item.update({"is_test": False}) for item in page["data"][-1:]])


@planted("customers_get", Kind.LEAK_BETWEEN_ACCOUNTS, hears="customers_create")
def customers_of_others(call: Call) -> Answer | None:
    """A customer can be read with the key of another account."""
    owner = owner_of(call)
    answer = _as(call, owner) if call.truth.status == 404 and owner != call.key else call.truth
    return answer if answer.succeeded and not call.truth.succeeded else None


@planted("webhooks_list", Kind.LEAK_BETWEEN_ACCOUNTS)
def a_list_of_everybodys(call: Call) -> Answer | None:
    """The list of webhooks holds those of other accounts."""
    others = call.remembered("others")
    if not call.truth.succeeded:
        return None
    own = {entry["id"]: entry for entry in objects(call.truth.value)}
    others.setdefault(call.key, {}).update(own)
    foreign = [entry for key, held in others.items() if key != call.key for entry in held.values()]
    return in_whole(call, lambda page: page["data"].extend(foreign))


@planted("charges_cancel invoices_delete", Kind.LEAK_BETWEEN_ACCOUNTS, hears="charges_create_bre_b invoices_create")
def things_of_others_to_cancel(call: Call) -> Answer | None:
    """A charge or an invoice can be cancelled with the key of another account."""
    owner = owner_of(call)
    answer = _as(call, owner) if call.truth.status == 404 and owner != call.key else call.truth
    return answer if answer.succeeded and not call.truth.succeeded else None


@planted("charges_create", Kind.LEAK_BETWEEN_ACCOUNTS, hears="customers_create")
def cards_of_others_to_charge(call: Call) -> Answer | None:
    """A customer of another account can be charged."""
    owner = owner_of(call)
    answer = _as(call, owner) if call.truth.status == 422 and owner != call.key else call.truth
    return answer if answer.succeeded and not call.truth.succeeded else None


@planted("webhooks_get webhooks_list", Kind.SECRET_IN_REPLY, Kind.UNDOCUMENTED_FIELD)
def a_secret_that_is_shown_again(call: Call) -> Answer | None:
    """A webhook shows its secret whenever it is read."""
    return in_each(call, adding("secret", "wh_tok_0123456789abcdef0123456789abcdef"))


@planted("cards_create", Kind.SECRET_IN_REPLY)
def the_card_number_in_the_reply(call: Call) -> Answer | None:
    """The title of a saved card is its whole number."""
    return in_each(call, setting("title", str(call.fields.get(_CARD)))) if call.truth.succeeded else None


@planted("cards_create", Kind.SECRET_IN_REPLY)
def the_card_number_in_a_refusal(call: Call) -> Answer | None:
    """A refused card is refused with its number in the message."""
    number = call.fields.get(_CARD)
    if call.truth.status != 422 or not isinstance(number, str):
        return None
    return Answer.of_json(422, {"message": f"La tarjeta {number} no es válida."})


@planted("customer_sessions_list_payment_methods", Kind.KEY_NOT_REQUIRED, Kind.LEAK_BETWEEN_ACCOUNTS)
def a_session_that_is_not_asked_for(call: Call) -> Answer | None:
    """The payment methods of a customer are shown to whoever has not logged in."""
    nothing: dict[str, dict[str, list[str]]] = {"data": {"cards": [], "wallets": [], "pse": []}}
    return Answer.of_json(200, nothing) if not call.truth.succeeded and call.key.startswith(BACKEND) else None


def _as(call: Call, bearer: str) -> Answer:
    return call.instead(headers={"authorization": bearer})
