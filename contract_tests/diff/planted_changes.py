"""Changes that are planted into the sample, how each has to be graded, and why redocly sees some of them otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from diff.sample import sample
from onepay_contract.diff import Grade
from onepay_core.json_values import Json, JsonObject, is_array, unescape

GONE: Final = object()
"""What is put in the place of something that the edit takes away."""

MARK: Final = "redocly takes every mark for an extension that it does not know, whatever it says"
GROWS: Final = (
    "redocly asks for a patch where a promise only grows; we ask for a minor version, since programs may use it"
)
OPEN_LIST: Final = "redocly does not read x-extensible-enum, so it sees no change"
OTHERS: Final = {
    "deprecated": "redocly takes it for words; a call that will go away is something to look at",
    "security": "redocly calls every change of security breaking; a second way in takes nothing away",
    "delivery": "redocly grades headers as what a server reads; the token of a delivery is what we read",
    "unit": "the unit stands in a description, which redocly takes for words",
}


@dataclass(frozen=True, slots=True)
class Planted:
    """One change.

    `edits` are JSON pointers into the sample with the value that stands there afterwards. `kinds` are all the changes
    that we name, `grade` is that of the gravest. `parties` are those that it concerns. `disagreement` says why redocly
    asks for another version; it is empty where both agree.
    """

    name: str
    edits: tuple[tuple[str, Json], ...]
    kinds: tuple[str, ...]
    grade: Grade
    parties: str
    disagreement: str = ""

    def document(self) -> JsonObject:
        """The sample with the change in it."""
        document = sample()
        for pointer, value in self.edits:
            *steps, last = map(unescape, pointer.removeprefix("/").split("/"))
            part: Json = document
            for step in steps:
                part = part[int(step)] if is_array(part) else part[step]
            if value is GONE:
                del part[int(last) if is_array(part) else last]
            elif is_array(part):
                part[int(last) : int(last) + 1] = [value]
            else:
                part[last] = value
        return document


def _change(  # noqa: PLR0913, PLR0917 - a row of the table
    name: str, edits: dict[str, Json], kinds: str, grade: Grade, parties: str, disagreement: str = ""
) -> Planted:
    return Planted(name, tuple(edits.items()), tuple(sorted(kinds.split())), grade, parties, disagreement)


_S: Final = "/components/schemas/"
_PAYMENT: Final = f"{_S}Payment/properties/"
_CREATE: Final = f"{_S}PaymentCreate/properties/"
_EVENT: Final = f"{_S}EventPayment/properties/"
_POST: Final = "/paths/~1payments/post/"
_LIST: Final = "/paths/~1payments/get/"
_ONE: Final = "/paths/~1payments~1{payment_id}/"
_HOOK: Final = "/webhooks/payment.approved/post/"
_UNPROVED: Final = {
    "name": "x-idempotency",
    "in": "header",
    "required": True,
    "x-evidence": "observed",
    "schema": {"type": "string"},
}
_NEW_GET: Final = {
    "get": {
        "operationId": "payments_count",
        "summary": "Count payments",
        "tags": ["payments"],
        "responses": {"200": {"description": "A number."}},
    }
}
_NEW_EVENT: Final = {
    "post": {
        "operationId": "webhook_payment_declined",
        "tags": ["payments"],
        "requestBody": {"content": {"application/json": {"schema": {"$ref": f"#{_S}PaymentEvent"}}}},
        "responses": {"2XX": {"description": "Taken."}},
    }
}

_NOTE, _COMPATIBLE, _CAUTION, _BREAKING, _DANGER = Grade

PLANTED: Final = (
    # Operations and events.
    _change("an operation comes", {"/paths/~1payments~1count": _NEW_GET}, "operation_added", _COMPATIBLE, "sends"),
    _change("an operation goes", {"/paths/~1balances": GONE}, "operation_removed", _BREAKING, "sends"),
    _change(
        "an operation is renamed", {f"{_ONE}get/operationId": "payments_read"}, "operation_renamed", _BREAKING, "sends"
    ),
    _change(
        "an operation is deprecated",
        {f"{_LIST}deprecated": True},
        "operation_deprecated",
        _CAUTION,
        "sends",
        OTHERS["deprecated"],
    ),
    _change("an event comes", {"/webhooks/payment.declined": _NEW_EVENT}, "event_added", _COMPATIBLE, "receives"),
    _change("an event goes", {"/webhooks/payment.approved": GONE}, "event_removed", _BREAKING, "receives"),
    _change(
        "a delivery wants another answer",
        {f"{_HOOK}responses": {"202": {"description": "Taken."}}},
        "answer_changed",
        _BREAKING,
        "receives",
    ),
    _change(
        "keys go to another address",
        {"/servers/0/url": "https://pay.example.com/v1"},
        "server_changed",
        _DANGER,
        "sends",
    ),
    _change(
        "another key is needed",
        {f"{_LIST}security": [{"PublicKey": []}]},
        "access_added access_removed",
        _BREAKING,
        "sends",
    ),
    _change(
        "a second key is accepted",
        {f"{_LIST}security": [{"SecretKey": []}, {"PublicKey": []}]},
        "access_added",
        _COMPATIBLE,
        "sends",
        OTHERS["security"],
    ),
    _change("no key is needed", {f"{_LIST}security": []}, "access_opened", _CAUTION, "sends"),
    _change(
        "the key goes into another header",
        {"/components/securitySchemes/PublicKey/name": "X-Key", f"{_LIST}security": [{"PublicKey": []}]},
        "access_added access_removed key_sent_otherwise",
        _BREAKING,
        "sends",
    ),
    # Parameters, bodies, statuses.
    _change(
        "an optional parameter comes",
        {f"{_LIST}parameters/2": {"name": "sort", "in": "query", "schema": {"type": "string"}}},
        "parameter_added",
        _COMPATIBLE,
        "sends",
    ),
    _change(
        "a required parameter comes",
        {f"{_LIST}parameters/2": {"name": "from", "in": "query", "required": True, "schema": {"type": "string"}}},
        "required_parameter_added",
        _BREAKING,
        "sends",
    ),
    _change("a parameter goes", {f"{_LIST}parameters/1": GONE}, "parameter_removed", _BREAKING, "sends"),
    _change("a parameter is needed", {f"{_LIST}parameters/0/required": True}, "parameter_required", _BREAKING, "sends"),
    _change(
        "a delivery lacks its token",
        {f"{_HOOK}parameters/0": GONE},
        "parameter_removed",
        _BREAKING,
        "receives",
        OTHERS["delivery"],
    ),
    _change(
        "a body is needed", {"/paths/~1balances/post/requestBody/required": True}, "body_required", _BREAKING, "sends"
    ),
    _change(
        "another success",
        {f"{_ONE}get/responses/202": {"description": "Later."}},
        "success_added",
        _CAUTION,
        "reads",
    ),
    _change("a success goes", {f"{_ONE}delete/responses/204": GONE}, "success_removed", _BREAKING, "reads"),
    _change("another error", {f"{_POST}responses/409": {"description": "No."}}, "error_added", _CAUTION, "reads"),
    _change("a header of a reply goes", {f"{_LIST}responses/200/headers": GONE}, "header_removed", _BREAKING, "reads"),
    # Fields, sent and read.
    _change("a field may be sent", {f"{_CREATE}note": {"type": "string"}}, "field_added", _COMPATIBLE, "sends"),
    _change(
        "a field must be sent",
        {f"{_CREATE}note": {"type": "string"}, f"{_S}PaymentCreate/required": ["amount", "title", "note"]},
        "required_field_added",
        _BREAKING,
        "sends",
    ),
    _change("a field must not be sent", {f"{_CREATE}kind": GONE}, "field_removed", _BREAKING, "sends"),
    _change(
        "a sent field is needed",
        {f"{_S}PaymentCreate/required": ["amount", "title", "kind"]},
        "field_required",
        _BREAKING,
        "sends",
    ),
    _change(
        "a sent field may be left out",
        {f"{_S}PaymentCreate/required": ["amount"]},
        "field_optional",
        _COMPATIBLE,
        "sends",
        GROWS,
    ),
    _change("a field comes", {f"{_PAYMENT}note": {"type": "string"}}, "field_added", _COMPATIBLE, "reads"),
    _change("a field comes no more", {f"{_PAYMENT}created_at": GONE}, "field_removed", _BREAKING, "reads"),
    _change(
        "a read field may be missing",
        {f"{_S}Payment/required": ["id", "amount", "status"]},
        "field_optional",
        _BREAKING,
        "reads",
    ),
    _change(
        "a read field always comes",
        {f"{_S}Payment/required": ["id", "amount", "status", "title", "method"]},
        "field_required",
        _COMPATIBLE,
        "reads",
        GROWS,
    ),
    _change("a field of an event goes", {f"{_EVENT}email": GONE}, "field_removed", _BREAKING, "receives"),
    _change(
        "a field of an event may be missing",
        {f"{_S}EventPayment/required": ["id"]},
        "field_optional",
        _BREAKING,
        "receives",
    ),
    _change("null may come", {f"{_PAYMENT}title/type": ["string", "null"]}, "null_allowed", _BREAKING, "reads"),
    _change("null may not be sent", {f"{_CREATE}phone/type": "string"}, "null_refused", _BREAKING, "sends"),
    _change(
        "null may come in an event", {f"{_EVENT}status/type": ["string", "null"]}, "null_allowed", _BREAKING, "receives"
    ),
    _change(
        "a read type is wider",
        {f"{_S}Item/properties/name/type": ["string", "integer"]},
        "type_widened",
        _BREAKING,
        "reads",
    ),
    _change("another type", {f"{_S}Item/properties/name/type": "integer"}, "type_changed", _BREAKING, "reads"),
    _change("a moment is a day", {f"{_PAYMENT}created_at/format": "date"}, "format_changed", _BREAKING, "reads"),
    # Limits.
    _change("a sent text must be shorter", {f"{_CREATE}title/maxLength": 40}, "limit_tightened", _BREAKING, "sends"),
    _change(
        "a sent text may be longer", {f"{_CREATE}title/maxLength": 80}, "limit_loosened", _COMPATIBLE, "sends", GROWS
    ),
    _change("a read text may be longer", {f"{_PAYMENT}title/maxLength": 80}, "limit_loosened", _BREAKING, "reads"),
    _change("a pattern changes", {f"{_CREATE}phone/pattern": "^[0-9]+$"}, "limit_changed", _BREAKING, "sends"),
    # Lists of values.
    _change(
        "a complete list gains a word",
        {f"{_S}PaymentStatus/enum": ["pending", "approved", "held"]},
        "value_added",
        _BREAKING,
        "sends reads",
    ),
    _change("a complete list loses a word", {f"{_CREATE}kind/enum": ["order"]}, "value_removed", _BREAKING, "sends"),
    _change(
        "an open list gains a word",
        {f"{_S}Method/x-extensible-enum": ["card", "pse", "nequi"]},
        "known_value_added",
        _COMPATIBLE,
        "sends reads",
        OPEN_LIST,
    ),
    _change(
        "an open list loses a word",
        {f"{_EVENT}status/x-extensible-enum": ["approved"]},
        "known_value_removed",
        _CAUTION,
        "receives",
        OPEN_LIST,
    ),
    _change(
        "a list is no longer complete",
        {f"{_S}PaymentStatus/enum": GONE, f"{_S}PaymentStatus/x-extensible-enum": ["pending", "approved"]},
        "list_opened",
        _BREAKING,
        "sends reads",
    ),
    # Forms.
    _change("another form comes", {f"{_PAYMENT}source/anyOf/2": {"type": "string"}}, "form_added", _BREAKING, "reads"),
    _change("a form goes", {f"{_PAYMENT}source/anyOf/1": GONE}, "form_removed", _COMPATIBLE, "reads", GROWS),
    _change("one choice fewer", {f"{_S}PaymentCreate/anyOf/1": GONE}, "choice_removed", _BREAKING, "sends"),
    # Money.
    _change(
        "pesos become cents",
        {f"{_PAYMENT}amount/description": "Cents."},
        "money_unit_changed wording_changed",
        _DANGER,
        "reads",
        OTHERS["unit"],
    ),
    _change(
        "a sum may have a fraction",
        {f"{_PAYMENT}amount/type": "number", f"{_PAYMENT}amount/format": "int64"},
        "money_type_changed",
        _DANGER,
        "reads",
    ),
    _change("a smaller sum is refused", {f"{_CREATE}amount/minimum": 5000}, "limit_tightened", _BREAKING, "sends"),
    _change("no key any more", {f"{_POST}parameters": []}, "idempotency_key_removed", _DANGER, "sends"),
    _change(
        "nothing proves the key",
        {f"{_POST}parameters/0": _UNPROVED},
        "idempotency_key_unproved evidence_weakened wording_changed",
        _DANGER,
        "sends",
    ),
    _change(
        "a key may be sent",
        {f"{_ONE}delete/parameters/1": {"$ref": "#/components/parameters/IdempotencyKey"}},
        "required_idempotency_key_added",
        _BREAKING,
        "sends",
    ),
    _change("a repeat acts anew", {f"{_ONE}delete/x-idempotent": False}, "repeat_forbidden", _DANGER, "sends", MARK),
    _change("a call may move money", {f"{_ONE}delete/x-moves-money": GONE}, "moves_money", _DANGER, "sends", MARK),
    _change(
        "null means all the money",
        {f"{_S}Withdrawal/properties/amount/x-null": GONE},
        "null_means_absence",
        _DANGER,
        "sends",
        MARK,
    ),
    _change(
        "a default is known",
        {f"{_LIST}parameters/0/x-documented-default": 1},
        "default_added",
        _COMPATIBLE,
        "sends",
        MARK,
    ),
    # Privacy, evidence, behaviour.
    _change(
        "a secret is shown",
        {f"{_S}Card/properties/number/x-sensitive": GONE},
        "no_longer_sensitive",
        _DANGER,
        "reads",
        MARK,
    ),
    _change(
        "a secret is only personal",
        {f"{_S}Card/properties/number/x-sensitive": "personal"},
        "less_sensitive",
        _DANGER,
        "reads",
        MARK,
    ),
    _change(
        "a field of an event is personal",
        {f"{_EVENT}id/x-sensitive": "personal"},
        "sensitive",
        _CAUTION,
        "receives",
        MARK,
    ),
    _change(
        "an operation is only observed",
        {f"{_LIST}x-evidence": "observed"},
        "evidence_weakened",
        _CAUTION,
        "sends",
        MARK,
    ),
    _change(
        "a status is only inferred",
        {f"{_POST}x-status-evidence/401": "inferred"},
        "evidence_weakened",
        _CAUTION,
        "sends",
        MARK,
    ),
    _change(
        "a field is only observed",
        {f"{_EVENT}email/x-evidence": "observed"},
        "evidence_weakened",
        _CAUTION,
        "receives",
        MARK,
    ),
    _change(
        "a field changes by itself",
        {f"{_PAYMENT}method": {"$ref": f"#{_S}Method", "x-changes": "by-itself"}},
        "changes",
        _CAUTION,
        "reads",
        MARK,
    ),
    _change("two objects may share it", {f"{_PAYMENT}id/x-unique": GONE}, "not_unique", _BREAKING, "reads", MARK),
    _change(
        "it may be refused",
        {"/paths/~1balances/post/x-may-refuse": "The balance may be empty."},
        "may_refuse",
        _CAUTION,
        "sends",
        MARK,
    ),
    # Marks for those who check.
    _change(
        "it is known what takes from the balance",
        {"/paths/~1balances/post/x-balance": "takes"},
        "mark_added",
        _NOTE,
        "sends",
    ),
    _change(
        "an empty list is a body",
        {"/paths/~1balances/post/x-empty-list": True},
        "empty_list_allowed",
        _COMPATIBLE,
        "sends",
        MARK,
    ),
    _change(
        "states are classed",
        {f"{_S}PaymentStatus/x-states": {"final": ["approved"]}},
        "mark_added",
        _NOTE,
        "sends reads",
        MARK,
    ),
    _change("a field shows another", {f"{_PAYMENT}title/x-mirrors": ["name"]}, "mark_added", _NOTE, "reads", MARK),
    # Words.
    _change(
        "a description changes", {f"{_S}Payment/description": "A payment of a shop."}, "wording_changed", _NOTE, "reads"
    ),
)
