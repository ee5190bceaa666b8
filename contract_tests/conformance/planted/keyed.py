"""Faults in what an idempotency key is: whose it is, how long it lasts, and which of its letters count."""

from __future__ import annotations

from typing import Final

from conformance.planted.answers import Answer
from conformance.planted.edits import in_each, setting
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind

_IGNORED: Final = Kind.IDEMPOTENCY_IGNORED
_MIXED_UP: Final = (_IGNORED, Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY, Kind.ID_REUSED)
_LONG: Final = 50
_COLUMN: Final = 255


def _first(call: Call, name: str) -> Answer | None:
    """The first success under a key, as this server names keys; None where this is the first, or the very same."""
    told = call.remembered("first")
    owner, first = told.get((call.operation, name), (call.idempotency_key, None))
    if first is None and call.truth.succeeded:
        told[call.operation, name] = (call.idempotency_key, call.truth)
    return first if owner != call.idempotency_key else None


def _count(call: Call) -> int:
    """How often this key has come, with this time."""
    counts = call.remembered("counts")
    counts[call.key, call.idempotency_key] = counts.get((call.key, call.idempotency_key), 0) + 1
    return int(counts[call.key, call.idempotency_key])


def _under_another(call: Call, end: object) -> Answer:
    return call.instead(headers={"x-idempotency": f"{call.idempotency_key}-{end}"})


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
    told = call.remembered("told")
    owner, answer = told.get((call.operation, call.idempotency_key), (call.key, None))
    if call.idempotency_key and call.truth.succeeded:
        told.setdefault((call.operation, call.idempotency_key), (call.key, call.truth))
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
    number = _count(call) if call.idempotency_key else 1
    bodies = call.remembered("bodies")
    is_same = bodies.setdefault(call.idempotency_key, call.request.content) == call.request.content
    return _under_another(call, number) if number > 1 and is_same else None


@planted("payments_create", _IGNORED, Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY)
def metadata_that_makes_a_key_new(call: Call) -> Answer | None:
    """A repeat is carried out again where the payment has metadata."""
    number = _count(call) if call.idempotency_key and call.fields.get("metadata") else 1
    return _under_another(call, number) if number > 1 else None


@planted("issuing_cards_create", _IGNORED)
def a_repeat_that_shows_the_present(call: Call) -> Answer | None:
    """A repeat shows what the card is called by now, instead of the first reply."""
    number = _count(call) if call.idempotency_key and call.truth.succeeded else 1
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
