"""Faults in how a reply travels, and in how a server refuses."""

from __future__ import annotations

from typing import Final

from conformance.planted.answers import Answer
from conformance.planted.edits import adding, in_refusal, setting, without
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_PAGE: Final = b"<!doctype html><html><body><h1>Error</h1></body></html>"
_SECONDS: Final = 25.0
_TRACE: Final = (
    "Traceback (most recent call last):\n  File \"/srv/app/payments.py\", line 88, in create\nKeyError: 'customer'"
)
_PHP: Final = [{"file": "/var/www/vendor/laravel/framework/src/Router.php", "line": 693}]


@planted("payments_get", Kind.UNDOCUMENTED_STATUS)
def another_success(call: Call) -> Answer | None:
    """A payment is read with status 202."""
    return call.truth.as_status(202) if call.truth.status == 200 else None


@planted("plans_create subscriptions_list states_list", Kind.UNDOCUMENTED_STATUS)
def no_content_at_all(call: Call) -> Answer | None:
    """What should have a body is answered with 206."""
    return call.truth.as_status(206) if call.truth.succeeded else None


@planted("customers_get", Kind.UNDOCUMENTED_STATUS)
def another_refusal(call: Call) -> Answer | None:
    """A customer who does not exist is answered with 410 instead of 404."""
    return call.truth.as_status(410) if call.truth.status == 404 else None


@planted("charges_create", Kind.UNDOCUMENTED_STATUS)
def an_old_refusal(call: Call) -> Answer | None:
    """A charge that breaks the contract is answered with 400 instead of 422."""
    return call.truth.as_status(400) if call.truth.status == 422 else None


@planted("webhooks_get", *(Kind.MISSING_FIELD, Kind.MISSING_BODY, Kind.VALUE_NOT_KEPT, Kind.DELETED_STILL_THERE))
def success_for_nothing(call: Call) -> Answer | None:
    """A webhook that does not exist is read as an empty object, with status 200."""
    return Answer.of_json(200, {}) if call.truth.status == 404 else None


@planted("balances_get", Kind.WRONG_CONTENT_TYPE)
def json_called_text(call: Call) -> Answer | None:
    """The balance is called plain text."""
    return call.truth.with_header("content-type", "text/plain") if call.truth.succeeded else None


@planted("cities_list", Kind.MISSING_HEADER, Kind.WRONG_CONTENT_TYPE)
def no_content_type(call: Call) -> Answer | None:
    """Cities come without a content type."""
    return call.truth.with_header("content-type", None) if call.truth.succeeded else None


@planted("invoices_get invoices_update", Kind.WRONG_CONTENT_TYPE, Kind.UNREADABLE_BODY)
def a_refusal_as_a_web_page(call: Call) -> Answer | None:
    """An invoice that does not exist is refused with a web page."""
    return call.truth.with_body(_PAGE, "text/html; charset=utf-8") if call.truth.status == 404 else None


@planted("charges_get", Kind.UNREADABLE_BODY)
def json_cut_short(call: Call) -> Answer | None:
    """The last bytes of a charge are lost."""
    return call.truth.with_body(call.truth.body[:-9]) if call.truth.succeeded else None


@planted("customers_list", Kind.UNREADABLE_BODY)
def a_warning_before_the_json(call: Call) -> Answer | None:
    """A warning of the server's language stands before the page of customers."""
    return call.truth.with_body(b"Warning: undefined index\n" + call.truth.body) if call.truth.succeeded else None


@planted("accounts_get", Kind.UNREADABLE_BODY)
def one_name_twice(call: Call) -> Answer | None:
    """An account has its status twice."""
    return call.truth.with_body(b'{"status": "ACTIVE", ' + call.truth.body[1:]) if call.truth.succeeded else None


@planted("wallets_list_transactions", Kind.UNREADABLE_BODY)
def not_a_number(call: Call) -> Answer | None:
    """An empty list of movements has NaN as its total."""
    spoilt = call.truth.body.replace(b'"total": 0', b'"total": NaN').replace(b'"total":0', b'"total":NaN')
    return call.truth.with_body(spoilt) if spoilt != call.truth.body else None


@planted("customers_create", Kind.UNREADABLE_BODY)
def letters_in_an_old_encoding(call: Call) -> Answer | None:
    """Names with accents are written in Latin-1."""
    old = call.truth.body.decode().encode("latin-1", "replace") if call.truth.succeeded else b""
    return call.truth.with_body(old) if old and old != call.truth.body else None


@planted("payment_intents_list", Kind.MISSING_BODY, Kind.UNREADABLE_BODY)
def an_empty_success(call: Call) -> Answer | None:
    """A list of intents is answered with 200 and no body."""
    return call.truth.with_body(b"") if call.truth.succeeded else None


@planted("webhooks_delete customers_delete accounts_delete", Kind.UNEXPECTED_BODY)
def a_body_where_none_belongs(call: Call) -> Answer | None:
    """A deletion is answered with a word."""
    return Answer.of_json(200, {"message": "ok"}) if call.truth.succeeded else None


@planted("cards_list", Kind.REDIRECTED, Kind.UNDOCUMENTED_STATUS)
def a_redirect_within(call: Call) -> Answer | None:
    """The list of cards is said to have moved, on the same host."""
    return Answer(307, {"location": "/v1/customers"}, b"") if call.truth.succeeded else None


@planted("states_list", Kind.REDIRECTED, Kind.UNDOCUMENTED_STATUS)
def a_redirect_to_another_host(call: Call) -> Answer | None:
    """The list of states is said to be on another host, to which the key would go along."""
    moved = Answer(302, {"location": "https://pagos.example.com/v1/states"}, b"")
    return moved if call.truth.succeeded else None


@planted("templates_list utilities_list_providers", Kind.UNDOCUMENTED_HEADER)
def a_header_too_many(call: Call) -> Answer | None:
    """A list tells in a header which machine it comes from."""
    return call.truth.with_header("x-debug-node", "node-7") if call.truth.succeeded else None


@planted("", Kind.MISSING_HEADER)
def no_word_of_what_is_allowed(call: Call) -> Answer | None:
    """A refused method is answered without the header that lists the allowed ones."""
    return call.truth.with_header("allow", None) if call.truth.status == 405 else None


@planted("charges_create_pse", Kind.SLOW_REPLY)
def a_slow_reply(call: Call) -> Answer | None:
    """A PSE transfer takes half a minute to open."""
    if not call.truth.succeeded:
        return None
    call.pause(_SECONDS)
    return call.truth


@planted("customers_get", Kind.SERVER_ERROR)
def a_failure_now_and_then(call: Call) -> Answer | None:
    """Every seventh reading of a customer fails."""
    counts = call.remembered("counts")
    counts["readings"] = counts.get("readings", 0) + 1
    return Answer.of_json(503, {"message": "Intenta más tarde."}) if counts["readings"] % 7 == 0 else None


@planted("payments_delete payments_get", Kind.MISSING_FIELD, Kind.OTHER_SHAPE)
def a_refusal_without_words(call: Call) -> Answer | None:
    """A payment that does not exist is refused without a message."""
    return in_refusal(call, without("message"), 404)


@planted("customers_create", Kind.OTHER_SHAPE, Kind.WRONG_TYPE)
def fields_refused_in_sentences(call: Call) -> Answer | None:
    """What is wrong with the fields of a customer comes as a list of sentences."""
    return in_refusal(call, setting("errors", ["El campo email es obligatorio."]), 422)


@planted("webhooks_create webhooks_update", Kind.OTHER_SHAPE, Kind.WRONG_TYPE)
def one_sentence_for_each_field(call: Call) -> Answer | None:
    """Each field of a webhook has one sentence instead of a list of them."""
    return in_refusal(call, lambda item: item.update({"errors": {"url": "No es válida."}}), 422)


@planted("accounts_create", Kind.WRONG_TYPE)
def a_message_as_an_object(call: Call) -> Answer | None:
    """The message of a refused account is an object with one text for each language."""
    return in_refusal(call, setting("message", {"es": "No es válido."}), 422)


@planted("invoices_create", Kind.UNDOCUMENTED_FIELD)
def a_refusal_as_a_problem(call: Call) -> Answer | None:
    """A refused invoice is described by `title` and `detail`, as other APIs do."""
    problem = {"title": "Unprocessable", "detail": "La factura no es válida.", "status": 422}
    return call.truth.saying(problem) if call.truth.status == 422 else None


@planted("payments_create", Kind.STACK_TRACE_IN_REPLY)
def the_inside_of_the_server_as_a_message(call: Call) -> Answer | None:
    """The message of a refused payment is a stack trace."""
    return in_refusal(call, setting("message", _TRACE), 422)


@planted("charges_get", Kind.STACK_TRACE_IN_REPLY, Kind.UNDOCUMENTED_FIELD)
def the_inside_of_the_server_beside_the_message(call: Call) -> Answer | None:
    """A charge that does not exist is refused with a list of the server's own files."""
    return in_refusal(call, adding("trace", _PHP), 404)


@planted("cashouts_create balances_cashout", Kind.STACK_TRACE_IN_REPLY)
def the_database_speaks(call: Call) -> Answer | None:
    """A refused payout repeats what the database said."""
    return in_refusal(call, setting("message", "SQLSTATE[22P02]: invalid input syntax for type uuid"), 422)


@planted("customers_get wallets_get_balance", Kind.SECRET_IN_REPLY)
def the_key_in_a_message(call: Call) -> Answer | None:
    """Whoever asks without a right to is told which key was sent."""
    return in_refusal(call, lambda item: item.update({"message": f"La llave {call.key} no es válida."}), 404)
