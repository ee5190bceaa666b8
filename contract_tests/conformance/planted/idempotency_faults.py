"""Faults in idempotency keys: repeats, scope, lifetime, and almost equal bodies."""

from __future__ import annotations

import threading
from typing import Any, Final

from conformance.planted.answers import Answer
from conformance.planted.edits import Object, in_each, setting
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind
from onepay_core.json_values import is_array, is_object

_IGNORED: Final = Kind.IDEMPOTENCY_IGNORED
_REUSED: Final = Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY
_CONFLICT: Final = (409, 419)
_REMEMBERED: Final = 2
_MIXED_UP: Final = (_IGNORED, Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY, Kind.IDEMPOTENCY_KEYS_CONFUSED)
_LONG: Final = 50
_COLUMN: Final = 255


@planted("payments_create", _IGNORED)
def a_payment_made_twice(call: Call) -> Answer | None:
    """A repeated creation of a payment makes a second one."""
    return _again(call) if _first_replies(call) == call.request.content else None


@planted("cashouts_create", _IGNORED, Kind.VALID_REQUEST_REFUSED, Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY)
def a_payout_sent_twice(call: Call) -> Answer | None:
    """A repeated payout sends the money again."""
    return _again(call) if _first_replies(call) == call.request.content else None


@planted("wallets_top_up", _IGNORED)
def a_repeat_with_the_same_id(call: Call) -> Answer | None:
    """A repeated top-up is carried out again, though its reply shows the first id."""
    first = call.remembered("first")
    key = (call.key, call.idempotency_key)
    if _first_replies(call) != call.request.content:
        first.update({key: call.truth.value} if call.truth.succeeded else {})
        return None
    again = _again(call)
    return again.saying(first[key]) if again.succeeded else None


@planted("customers_create", _REUSED)
def a_key_that_fits_any_body(call: Call) -> Answer | None:
    """A key that was used answers the first customer, whoever is sent with it."""
    first = _first_replies(call)
    if first is None or first == call.request.content:
        return None
    return call.resent(first)


@planted("charges_create_bre_b", _REUSED)
def a_key_that_is_free_again(call: Call) -> Answer | None:
    """A used key with another body is carried out like a new one."""
    first = _first_replies(call)
    answer = _again(call) if first not in (None, call.request.content) else None
    return answer if answer and answer.succeeded else None


@planted("invoices_create", _REUSED)
def a_key_that_only_knows_amounts(call: Call) -> Answer | None:
    """A used key is refused for another amount alone; other fields may change."""
    table = call.remembered("amounts")
    key = (call.key, call.idempotency_key)
    if call.truth.succeeded:
        table[key] = call.fields
    first: dict[str, Any] = table.get(key, {})
    is_near = bool(first) and first.get("amount") == call.fields.get("amount")
    return call.instead(body=first) if is_near and call.truth.status == 409 else None


@planted("webhooks_create", Kind.VALID_REQUEST_REFUSED, Kind.IDEMPOTENCY_IGNORED, _REUSED)
def a_refusal_that_stays(call: Call) -> Answer | None:
    """A key under which a body was refused answers that refusal for ever, whatever is sent then."""
    table = call.remembered("refused")
    key = (call.key, call.idempotency_key)
    if key in table:
        return Answer.of_json(422, table[key])
    if call.truth.status == 422 and call.idempotency_key:
        table[key] = call.truth.value
    return None


@planted("connect_links_create", Kind.INVALID_REQUEST_ACCEPTED)
def a_key_that_is_not_asked_for(call: Call) -> Answer | None:
    """A link is made without an idempotency key, too."""
    if call.idempotency_key is not None:
        return None
    return call.instead(headers={"x-idempotency": f"none-{len(call.remembered('made'))}-{id(call)}"})


@planted("plans_create", _IGNORED)
def two_at_once(call: Call) -> Answer | None:
    """Of two requests with one key that come at the same time, each makes a plan."""
    table = call.remembered("threads")
    key, here = (call.key, call.idempotency_key), threading.get_ident()
    if table.setdefault(key, here) == here:
        return None
    return _again(call)


@planted("charges_create_bre_b", _IGNORED)
def a_repeat_that_says_something_else(call: Call) -> Answer | None:
    """A repeated Bre-B charge is answered with another alias."""
    if _first_replies(call) != call.request.content:
        return None
    return in_each(call, lambda item: item["key"].update({"alias": "@otra"}))


@planted("plans_update", _IGNORED, Kind.VALID_REQUEST_REFUSED)
def a_repeat_that_is_refused(call: Call) -> Answer | None:
    """A repeated change of a plan is refused as a duplicate."""
    is_repeat = _first_replies(call) == call.request.content and call.truth.succeeded
    return Answer.of_json(419, {"message": "Duplicado.", "code_name": "idempotency_error"}) if is_repeat else None


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


@planted("payments_create customers_create invoices_create", *_MIXED_UP)
def keys_without_case(call: Call) -> Answer | None:
    """Two keys that differ in a capital count as one: the second request is answered as the first."""
    return _first(call, call.idempotency_key.lower()) if call.idempotency_key else None


@planted("payments_create customers_create invoices_create", *_MIXED_UP)
def keys_that_are_cut(call: Call) -> Answer | None:
    """Only the first fifty letters of a key count."""
    key = call.idempotency_key or ""
    return _first(call, key[:_LONG]) if len(key) > _LONG else None


@planted("customers_create webhooks_create plans_create", Kind.LEAK_BETWEEN_ACCOUNTS)
def keys_that_accounts_share(call: Call) -> Answer | None:
    """A key that another account has used is answered with that account's thing."""
    shown = call.remembered("shown")
    owner, answer = shown.get((call.operation, call.idempotency_key), (call.key, None))
    if call.idempotency_key and call.truth.succeeded:
        shown.setdefault((call.operation, call.idempotency_key), (call.key, call.truth))
    return answer if owner != call.key else None


@planted("customers_create webhooks_create", _IGNORED, hears="customers_delete webhooks_delete")
def a_key_that_a_deletion_frees(call: Call) -> Answer | None:
    """The key of what was deleted since makes another one."""
    made, gone = call.remembered("made"), call.remembered("gone")
    if str(call.operation).endswith("_delete"):
        gone.update(dict.fromkeys(call.ids.values(), True) if call.truth.succeeded else {})
        return None
    if made.get(call.idempotency_key) in gone:
        return _under_another(call, "anew")
    if call.idempotency_key and call.truth.succeeded:
        made[call.idempotency_key] = call.truth.value.get("data", call.truth.value).get("id")
    return None


@planted("plans_update issuing_cards_update", _IGNORED)
def a_repeat_that_undoes_a_later_change(call: Call) -> Answer | None:
    """A repeated change is carried out again, though another one came in between."""
    number = _uses_of_key(call) if call.idempotency_key else 1
    bodies = call.remembered("bodies")
    is_same = bodies.setdefault(call.idempotency_key, call.request.content) == call.request.content
    return _under_another(call, number) if number > 1 and is_same else None


@planted("payments_create", _IGNORED, Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY)
def metadata_that_makes_a_key_new(call: Call) -> Answer | None:
    """A repeat is carried out again where the payment has metadata."""
    number = _uses_of_key(call) if call.idempotency_key and call.fields.get("metadata") else 1
    return _under_another(call, number) if number > 1 else None


@planted("issuing_cards_create", _IGNORED)
def a_repeat_that_shows_the_present(call: Call) -> Answer | None:
    """A repeat shows what the card is called by now, instead of the first reply."""
    number = _uses_of_key(call) if call.idempotency_key and call.truth.succeeded else 1
    return in_each(call, setting("nickname", "Otro")) if number > 1 else None


@planted("customers_create plans_create", Kind.SERVER_ERROR)
def a_long_key_that_breaks(call: Call) -> Answer | None:
    """A key that is longer than a column of the database makes the server fail."""
    is_long = len(call.idempotency_key or "") > _COLUMN
    return Answer.of_json(500, {"message": "Data too long for column"}) if is_long else None


@planted("payments_create connect_links_create customers_create", Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY)
def a_key_for_all_operations(call: Call) -> Answer | None:
    """A key that one operation has used answers that reply to any other."""
    firsts = call.remembered("firsts")
    name = (call.key, call.idempotency_key)
    if call.idempotency_key and call.truth.succeeded:
        firsts.setdefault(name, (call.operation, call.truth))
    operation, first = firsts.get(name, (call.operation, call.truth))
    answer: Answer = first
    return answer if operation != call.operation else None


def _again(call: Call) -> Answer:
    """Carry the request out under a key of its own."""
    counts = call.remembered("counts")
    counts["repeats"] = counts.get("repeats", 0) + 1
    return call.instead(headers={"x-idempotency": f"{call.idempotency_key}-again-{counts['repeats']}"})


def _first_replies(call: Call) -> bytes | None:
    """The body that came with this key first; None when the key is new, or comes with nothing."""
    key = (call.key, call.idempotency_key)
    if call.idempotency_key is None:
        return None
    table = call.remembered("bodies")
    if key in table:
        return bytes(table[key])
    if call.truth.succeeded:
        table[key] = call.request.content
    return None


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


def _first(call: Call, name: str) -> Answer | None:
    """The first success under a key, as this server names keys; None where this is the first, or the very same."""
    shown = call.remembered("first")
    owner, first = shown.get((call.operation, name), (call.idempotency_key, None))
    if first is None and call.truth.succeeded:
        shown[call.operation, name] = (call.idempotency_key, call.truth)
    return first if owner != call.idempotency_key else None


def _uses_of_key(call: Call) -> int:
    """How often this key has come, with this time."""
    counts = call.remembered("counts")
    counts[call.key, call.idempotency_key] = counts.get((call.key, call.idempotency_key), 0) + 1
    return int(counts[call.key, call.idempotency_key])


def _under_another(call: Call, end: object) -> Answer:
    return call.instead(headers={"x-idempotency": f"{call.idempotency_key}-{end}"})
