"""The closed list of what can be wrong with a server, each with its severity and one sentence."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Self


class Severity(IntEnum):
    """How grave a finding is."""

    NOTE = 0
    """Worth knowing; no program breaks."""
    DRIFT = 1
    """The contract is out of date; a tolerant client copes."""
    BREAKING = 2
    """A program that relies on the contract breaks."""
    DANGER = 3
    """Money or access is at stake."""

    @property
    def word(self) -> str:
        """The name as people read it."""
        return self.name.lower()


class Kind(StrEnum):
    """What is wrong. The value is the name in reports; `sentence` says what it means."""

    _value_: str
    severity: Severity
    sentence: str

    def __new__(cls, name: str, severity: Severity, sentence: str) -> Self:
        """A kind, its usual severity, and its sentence."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.severity = severity
        member.sentence = sentence
        return member

    # What one reply shows by itself.
    UNDOCUMENTED_OPERATION = (
        "undocumented_operation",
        Severity.NOTE,
        "The URL belongs to no operation of the contract.",
    )
    UNDOCUMENTED_STATUS = "undocumented_status", Severity.DRIFT, "The operation does not list this status."
    UNDOCUMENTED_FIELD = "undocumented_field", Severity.DRIFT, "An object has a field that the contract does not know."
    UNDOCUMENTED_HEADER = (
        "undocumented_header",
        Severity.NOTE,
        "The reply has a header that the contract does not know.",
    )
    UNDOCUMENTED_VALUE = "undocumented_value", Severity.DRIFT, "A value is none of those in a list called complete."
    UNLISTED_VALUE = "unlisted_value", Severity.NOTE, "A value is new in a list that nobody called complete."
    UNEXPECTED_NULL = "unexpected_null", Severity.BREAKING, "A value is null where the contract does not allow it."
    WRONG_TYPE = "wrong_type", Severity.BREAKING, "A value has another JSON type than the contract says."
    WRONG_FORMAT = "wrong_format", Severity.BREAKING, "A text is not written in the format that the contract names."
    BROKEN_CONSTRAINT = "broken_constraint", Severity.DRIFT, "A value is outside of a limit that the contract sets."
    MISSING_FIELD = "missing_field", Severity.BREAKING, "An object lacks a field that the contract requires."
    MISSING_HEADER = "missing_header", Severity.BREAKING, "The reply lacks a header that the contract requires."
    WRONG_CONTENT_TYPE = "wrong_content_type", Severity.BREAKING, "The reply calls its body something else."
    UNREADABLE_BODY = "unreadable_body", Severity.BREAKING, "The body is not JSON, though it should be."
    UNEXPECTED_BODY = "unexpected_body", Severity.DRIFT, "The reply has a body where the contract has none."
    MISSING_BODY = "missing_body", Severity.BREAKING, "The reply has no body where the contract has one."
    OTHER_SHAPE = "other_shape", Severity.BREAKING, "A value has none of the forms that the contract knows for it."
    SERVER_ERROR = "server_error", Severity.BREAKING, "The server failed (5XX)."

    # What several exchanges show together.
    IDEMPOTENCY_IGNORED = "idempotency_ignored", Severity.DANGER, "A repeat with the same key was carried out again."
    IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY = (
        "idempotency_key_reused_for_another_body",
        Severity.DANGER,
        "A key that was used before was taken with another body.",
    )
    KEY_NOT_REQUIRED = "key_not_required", Severity.DANGER, "A request without a valid API key was carried out."
    PUBLIC_KEY_ACCEPTED = "public_key_accepted", Severity.DANGER, "A public key may do what only a secret key may."
    WRONG_ENVIRONMENT = "wrong_environment", Severity.DANGER, "A test key was answered with live data, or the reverse."
    LEAK_BETWEEN_ACCOUNTS = "leak_between_accounts", Severity.DANGER, "One account can see or change another's objects."
    DELETED_STILL_THERE = "deleted_still_there", Severity.BREAKING, "What was deleted or cancelled can still be used."
    FINAL_STATE_MOVED = "final_state_moved", Severity.DANGER, "An object left a state that is final."
    AMOUNT_NOT_WHOLE_PESOS = "amount_not_whole_pesos", Severity.DANGER, "An amount is not counted in whole pesos."
    LABEL_DISAGREES = "label_disagrees", Severity.DANGER, "The label of an amount shows another amount."
    PAGE_REPEATS = "page_repeats", Severity.BREAKING, "Two pages of a list hold the same object."
    PAGE_SKIPS = "page_skips", Severity.BREAKING, "An object stands on no page of its list."
    PAGE_LOOPS = "page_loops", Severity.BREAKING, "The pages of a list do not come to an end."
    PAGE_SIZE_IGNORED = "page_size_ignored", Severity.BREAKING, "A page holds another number of objects than asked for."
    PAGE_TOTAL_WRONG = "page_total_wrong", Severity.BREAKING, "What a page says of its list is not what the list holds."
    FILTER_IGNORED = "filter_ignored", Severity.BREAKING, "A filtered list holds what the filter excludes."
    SORT_IGNORED = "sort_ignored", Severity.DRIFT, "A sorted list is not in the order that was asked for."
    TIME_WITHOUT_ZONE = "time_without_zone", Severity.BREAKING, "A moment has no time zone."
    TIME_GOES_BACKWARDS = "time_goes_backwards", Severity.BREAKING, "Something is dated before what it follows."
    VALUE_NOT_KEPT = "value_not_kept", Severity.BREAKING, "What was written, or shown before, is not what is read."
    ID_REUSED = "id_reused", Severity.DANGER, "Two objects have the same id."
    SECRET_IN_REPLY = "secret_in_reply", Severity.DANGER, "A reply repeats a key or another secret."
    STACK_TRACE_IN_REPLY = "stack_trace_in_reply", Severity.BREAKING, "A reply shows the inside of the server."
    SLOW_REPLY = "slow_reply", Severity.DRIFT, "A reply took longer than the agreed time."
    INVALID_REQUEST_ACCEPTED = "invalid_request_accepted", Severity.DRIFT, "What the contract forbids was carried out."
    VALID_REQUEST_REFUSED = "valid_request_refused", Severity.BREAKING, "What the contract allows was refused."
    WRONG_METHOD_ACCEPTED = "wrong_method_accepted", Severity.DRIFT, "A method that the path does not have was taken."
    REDIRECTED = "redirected", Severity.DANGER, "The server sent the caller, and so the key, somewhere else."
    STATUS_DIFFERS = "status_differs", Severity.BREAKING, "Two servers answered the same request differently."
    SHAPE_DIFFERS = "shape_differs", Severity.DRIFT, "Two servers answered the same request in different shapes."
