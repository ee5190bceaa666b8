"""Faults in how a server refuses."""

from __future__ import annotations

from typing import Final

from conformance.planted.answers import Answer
from conformance.planted.edits import adding, in_refusal, setting, without
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_TRACE: Final = (
    "Traceback (most recent call last):\n  File \"/srv/app/payments.py\", line 88, in create\nKeyError: 'customer'"
)
_PHP: Final = [{"file": "/var/www/vendor/laravel/framework/src/Router.php", "line": 693}]


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
    return in_refusal(call, lambda one: one.update({"errors": {"url": "No es válida."}}), 422)


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
    return in_refusal(call, lambda one: one.update({"message": f"La llave {call.key} no es válida."}), 404)
