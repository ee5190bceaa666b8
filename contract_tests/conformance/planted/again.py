"""Faults that show when a request comes once more: later, for the third time, or as hardly another."""

from __future__ import annotations

from typing import Final

from conformance.planted.answers import Answer
from conformance.planted.edits import Object
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind
from onepay_core.json_values import is_array, is_object

_IGNORED: Final = Kind.IDEMPOTENCY_IGNORED
_REUSED: Final = Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY
_CONFLICT: Final = (409, 419)
_REMEMBERED: Final = 2


def _anew(call: Call) -> Answer | None:
    """Carry the request out under a key of its own."""
    call.memory["anew"] = call.memory.get("anew", 0) + 1
    answer = call.instead(headers={"x-idempotency": f"{call.idempotency_key}-anew-{call.memory['anew']}"})
    return answer if answer.succeeded else None


def _count(call: Call) -> int:
    """How often this request was taken under its key, with this time."""
    if call.idempotency_key is None or not call.truth.succeeded:
        return 0
    counts = call.remembered("counts")
    name = (call.operation, call.key, call.idempotency_key)
    counts[name] = counts.get(name, 0) + 1
    return int(counts[name])


def _first_like(call: Call, likeness: object) -> Answer | None:
    """The first answer under a key, for another request that is like the first."""
    firsts = call.remembered("firsts")
    name = (call.operation, call.key, call.idempotency_key)
    if call.truth.succeeded and call.idempotency_key:
        firsts.setdefault(name, (likeness, call.truth))
    known, answer = firsts.get(name, (None, None))
    return answer if call.truth.status in _CONFLICT and known == likeness else None


@planted("invoices_create accounts_create", _IGNORED)
def a_third_request(call: Call) -> Answer | None:
    """The second request under a key is answered like the first, and the third is carried out again."""
    return _anew(call) if _count(call) > _REMEMBERED else None


@planted("customers_create plans_create subscriptions_create", _IGNORED)
def keys_that_are_forgotten_soon(call: Call) -> Answer | None:
    """Only the last two keys are remembered."""
    known = call.memory.setdefault("known", [])
    name = (call.key, call.idempotency_key)
    if call.idempotency_key is None or not call.truth.succeeded or name in known[-_REMEMBERED:]:
        return None
    is_old = name in known
    known.append(name)
    return _anew(call) if is_old else None


@planted("customers_create", _REUSED)
def another_body_that_is_as_long(call: Call) -> Answer | None:
    """A used key with another body is answered like the first where both bodies are equally long."""
    return _first_like(call, len(call.request.content))


@planted("companies_create plans_create", _REUSED)
def another_body_deep_within(call: Call) -> Answer | None:
    """A used key with another body is answered like the first where the fields at the top are equal."""

    def is_flat(value: object) -> bool:
        return not is_object(value) and not is_array(value)

    flat: Object = {name: value for name, value in call.fields.items() if is_flat(value)}
    return _first_like(call, flat)


@planted("wallets_top_up", _REUSED)
def a_key_for_every_path(call: Call) -> Answer | None:
    """A key under which one wallet was topped up answers that for another wallet."""
    return _first_like(call, call.request.content)


@planted("request_to_pay_confirm_nequi", _IGNORED)
def a_confirmation_that_conflicts(call: Call) -> Answer | None:
    """A confirmation that comes again with its key is refused."""
    refused = {"message": "El token de idempotencia ya fue usado.", "code_name": "idempotency_error"}
    return Answer.of_json(409, refused) if _count(call) > 1 else None


@planted("request_to_pay_confirm_daviplata", Kind.FINAL_STATE_MOVED)
def a_request_that_is_paid_twice(call: Call) -> Answer | None:
    """What was confirmed and paid is confirmed again under another key."""
    paid = call.remembered("paid")
    [intent] = call.ids.values()
    if call.truth.succeeded:
        paid[intent] = call.truth
    return paid.get(intent) if call.truth.status == 422 and "otp" in call.fields else None
