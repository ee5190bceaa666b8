"""A call is repeated exactly as the table in the docs says, and ends as it should."""

from __future__ import annotations

import re
from collections import Counter
from email.utils import formatdate
from pathlib import Path
from typing import Any, Final

import pytest

from onepay_api import OPERATIONS, CallOptions
from onepay_client.client import raw_call
from onepay_client.errors import (
    ApiError,
    Conflict,
    IdempotencyConflict,
    InsufficientFunds,
    InvalidResponse,
    NoResponse,
    NotFound,
    NotSent,
    OnePayError,
    OutcomeUnknown,
    RateLimited,
    Redirected,
    ReplyUnavailable,
    ServerFailed,
    ValidationFailed,
)
from onepay_client.sending.classification import (
    RULE,
    FailureKind,
    OperationClass,
    RetryDecision,
    is_ambiguous,
    kind_of,
)
from onepay_client.sending.messages import IoEvent
from onepay_client.sending.retries import Backoff
from onepay_client.settings import Runtime
from support.driving import CASHOUT, CUT, NEVER_SENT, Driven, answer, refusal

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "retries.md"
NOW: Final = 1_790_000_000.0

SAMPLES: Final = {
    OperationClass.READ: "payments_get",
    OperationClass.WRITE: "invoices_delete",
    OperationClass.KEYED: "cashouts_create",
    OperationClass.UNKEYED: "charges_refund",
}
FAILURES: Final[dict[FailureKind, IoEvent]] = {
    FailureKind.NEVER_SENT: NEVER_SENT,
    FailureKind.AMBIGUOUS: CUT,
    FailureKind.THROTTLED: refusal(429, retry_after="1"),
}


def test_the_table_of_the_docs_is_the_rule_in_the_code() -> None:
    lines = [re.sub("[`*]", "", line) for line in _table("| the operation |")]
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in lines]
    assert rows[0] == ["the operation", *(failure.value for failure in FailureKind)]
    assert rows[2:] == [
        [kind.value, *(RULE[kind][failure].value for failure in FailureKind)] for kind in OperationClass
    ]


def _table(beginning: str) -> list[str]:
    text = PAGE.read_text(encoding="utf-8")
    return re.split(r"\n(?!\|)", text[text.index(beginning) :], maxsplit=1)[0].splitlines()


def test_every_operation_stands_in_one_row() -> None:
    rows = Counter(kind_of(operation) for operation in OPERATIONS.values())
    assert rows.keys() == set(OperationClass)
    assert rows.total() == len(OPERATIONS)
    assert {kind: kind_of(OPERATIONS[sample]) for kind, sample in SAMPLES.items()} == {
        kind: kind for kind in OperationClass
    }


@pytest.mark.parametrize("failure", FailureKind)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_is_repeated_as_its_row_says(operation: str, failure: FailureKind) -> None:
    driven = Driven(operation, FAILURES[failure])
    never = RULE[kind_of(OPERATIONS[operation])][failure] is RetryDecision.NEVER
    assert driven.tries == (1 if never else 3)
    assert len(driven.keys) == 1
    assert (None in driven.keys) is (OPERATIONS[operation].idempotency is None)


ENDS: Final[dict[tuple[OperationClass, FailureKind], type[OnePayError]]] = {
    (OperationClass.READ, FailureKind.NEVER_SENT): NotSent,
    (OperationClass.READ, FailureKind.AMBIGUOUS): NoResponse,
    (OperationClass.READ, FailureKind.THROTTLED): RateLimited,
    (OperationClass.WRITE, FailureKind.NEVER_SENT): NotSent,
    (OperationClass.WRITE, FailureKind.AMBIGUOUS): OutcomeUnknown,
    (OperationClass.WRITE, FailureKind.THROTTLED): RateLimited,
    (OperationClass.KEYED, FailureKind.NEVER_SENT): NotSent,
    (OperationClass.KEYED, FailureKind.AMBIGUOUS): OutcomeUnknown,
    (OperationClass.KEYED, FailureKind.THROTTLED): RateLimited,
    (OperationClass.UNKEYED, FailureKind.NEVER_SENT): NotSent,
    (OperationClass.UNKEYED, FailureKind.AMBIGUOUS): OutcomeUnknown,
    (OperationClass.UNKEYED, FailureKind.THROTTLED): RateLimited,
}


@pytest.mark.parametrize(("kind", "failure"), ENDS, ids=str)
def test_a_trouble_that_stays_ends_in_what_is_known(kind: OperationClass, failure: FailureKind) -> None:
    error = Driven(SAMPLES[kind], FAILURES[failure]).error
    assert error is not None
    assert type(error) is ENDS[kind, failure]
    assert len(error.attempts) == (1 if RULE[kind][failure] is RetryDecision.NEVER else 3)


@pytest.mark.parametrize("happening", [*FAILURES.values(), refusal(500), answer(200, b"<html>")], ids=repr)
@pytest.mark.parametrize("operation", SAMPLES.values())
def test_one_argument_switches_repetition_off(operation: str, happening: Any) -> None:
    assert Driven(operation, happening, retries=0).tries == 1
    assert Driven(operation, happening, options=CallOptions(retries=0)).tries == 1


def test_one_call_may_be_repeated_more_often_than_others() -> None:
    assert Driven("payments_get", CUT, options=CallOptions(retries=5)).tries == 6


def test_a_put_that_makes_a_payment_is_not_repeated() -> None:
    driven = Driven("invoices_update", CUT)
    assert (driven.tries, type(driven.error)) == (1, OutcomeUnknown)


@pytest.mark.parametrize("operation", ["charges_refund", "payments_resend", "accounts_validate", "invoices_update"])
def test_call_with_an_unproved_key_is_resumed_by_its_caller_only(operation: str) -> None:
    driven = Driven(operation, CUT)
    error = driven.error
    assert (driven.tries, type(error), driven.exchange.may_resume) == (1, OutcomeUnknown, True)
    assert isinstance(error, OutcomeUnknown)
    assert "nothing is repeated by itself" in error.how
    assert str(error.idempotency_key) in error.how


def test_call_without_a_key_is_not_resumed() -> None:
    assert not Driven("charges_cancel", CUT).exchange.may_resume


@pytest.mark.parametrize(("method", "tries"), [("PUT", 1), ("PATCH", 1), ("POST", 1), ("DELETE", 3), ("GET", 3)])
def test_a_put_that_the_contract_lacks_is_not_repeated(method: str, tries: int) -> None:
    assert Driven(raw_call(method, "/prices/1").operation, CUT).tries == tries
    assert Driven(raw_call(method, "/prices/1", idempotency_key="k").operation, CUT).tries == 3


@pytest.mark.parametrize("operation", ["webhooks_delete", "payments_resend", "customer_sessions_request_otp"])
def test_an_unknown_outcome_of_a_harmless_call_names_no_money(operation: str) -> None:
    error = Driven(operation, CUT).error
    assert isinstance(error, OutcomeUnknown)
    assert not error.moves_money
    assert "money may have moved" not in str(error)
    assert "moves no money" in str(error)


def test_an_unknown_outcome_of_a_payout_names_the_money() -> None:
    assert "money may have moved" in str(Driven("cashouts_create", CUT).error)


UNREADABLE: Final = (b"", b"<html>", b'{"id": "c', b"[]", b'{"id": 1, "id": 2}', b"[" * 5000, b'{"id": "\xff"}')


@pytest.mark.parametrize("body", UNREADABLE)
def test_a_success_that_cannot_be_read_may_have_been_done(body: bytes) -> None:
    assert type(Driven("payments_get", answer(200, body)).error) is InvalidResponse
    assert type(Driven("cashouts_create", answer(200, body)).error) is OutcomeUnknown
    assert Driven("cashouts_create", [answer(200, body), answer(200, CASHOUT)]).reply is not None
    without_body = OutcomeUnknown if body not in (b"", b"[]") else type(None)
    assert type(Driven("customers_delete", answer(200, body)).error) is without_body


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_neither_followed_nor_repeated(status: int) -> None:
    happening = answer(status, b"", location="https://example.org")
    for operation, expected in (("payments_get", Redirected), ("cashouts_create", OutcomeUnknown)):
        driven = Driven(operation, happening)
        assert (driven.tries, type(driven.error)) == (1, expected)


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 520, 599, 600, 999, 100])
def test_a_status_without_an_outcome_leaves_it_open(status: int) -> None:
    assert is_ambiguous(status)
    assert type(Driven("payments_get", refusal(status)).error) is ServerFailed
    assert type(Driven("charges_refund", refusal(status)).error) is OutcomeUnknown


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405, 410, 413, 418, 419, 422, 451])
def test_a_refusal_ends_the_call_at_once(status: int) -> None:
    driven = Driven("cashouts_create", refusal(status))
    assert (driven.tries, isinstance(driven.error, ApiError)) == (1, True)


@pytest.mark.parametrize("status", [429, 425])
def test_proof_of_nothing_done_allows_an_unkeyed_retry(status: int) -> None:
    assert Driven("charges_refund", [refusal(status), answer(200, b"")]).reply is not None


def test_a_503_with_retry_after_proves_nothing() -> None:
    driven = Driven("charges_refund", refusal(503, retry_after="1"))
    assert (driven.tries, type(driven.error)) == (1, OutcomeUnknown)


@pytest.mark.parametrize("second", [401, 402, 403, 404, 419, 422, 400])
def test_no_refusal_after_a_cut_says_that_nothing_was_done(second: int) -> None:
    error = Driven("cashouts_create", [CUT, refusal(second)]).error
    assert isinstance(error, OutcomeUnknown)
    assert error.reply is not None
    assert error.reply.status == second


def test_a_404_after_a_cut_delete_is_success() -> None:
    reply = Driven("invoices_delete", [CUT, refusal(404)]).reply
    assert reply is not None
    assert (reply.value, reply.status) == (None, 404)


@pytest.mark.parametrize("first", [[], [NEVER_SENT], [refusal(429)]])
def test_a_404_of_a_delete_that_never_arrived_before_is_an_error(first: list[Any]) -> None:
    assert type(Driven("invoices_delete", [*first, refusal(404)]).error) is NotFound


def test_a_404_after_a_cut_post_is_no_success() -> None:
    assert isinstance(Driven("cashouts_create", [CUT, refusal(404)]).error, OutcomeUnknown)


@pytest.mark.parametrize("conflict", [refusal(409, "idempotency_error"), answer(409, b"{}"), answer(409, b"<html>")])
def test_a_409_for_our_key_after_a_cut_proves_arrival(conflict: Any) -> None:
    error = Driven("cashouts_create", [CUT, conflict, conflict]).error
    assert type(error) is ReplyUnavailable
    assert [attempt.status for attempt in error.attempts] == [None, 409, 409]


def test_a_409_that_turns_into_the_first_reply_is_a_value() -> None:
    driven = Driven("cashouts_create", [CUT, refusal(409, "idempotency_error"), answer(200, CASHOUT)])
    assert driven.reply is not None
    assert driven.reply.value.id == "c1"


def test_a_409_for_a_key_that_never_left_before_is_the_callers() -> None:
    driven = Driven("cashouts_create", refusal(409, "idempotency_error"), idempotency_key="mine")
    assert (driven.tries, type(driven.error)) == (1, IdempotencyConflict)
    assert driven.error is not None
    assert driven.error.idempotency_key == "mine"


def test_a_409_that_asks_for_a_key_proves_no_arrival() -> None:
    asks = answer(409, b'{"message": "Falta.", "code": 10003, "code_name": "idempotency_error"}')
    assert type(Driven("cashouts_create", [CUT, asks]).error) is OutcomeUnknown
    assert type(Driven("cashouts_create", asks).error) is Conflict


def test_a_409_for_another_reason_after_a_cut_proves_nothing() -> None:
    assert type(Driven("cashouts_create", [CUT, refusal(409, "duplicated_reference")]).error) is OutcomeUnknown


@pytest.mark.parametrize("code_name", ["balance_is_empty", "insufficient_funds"])
def test_an_empty_balance_is_no_bad_key(code_name: str) -> None:
    assert type(Driven("balances_withdraw", refusal(401, code_name)).error) is InsufficientFunds


def test_an_empty_balance_after_a_cut_may_be_our_own_doing() -> None:
    assert type(Driven("balances_withdraw", [CUT, refusal(401, "balance_is_empty")]).error) is OutcomeUnknown


FORMS: Final = {
    "2": 2.0,
    "0": 0.0,
    " 7 ": 7.0,
    formatdate(NOW + 30, usegmt=True): 30.0,
    formatdate(NOW - 30, usegmt=True): 0.0,
    "Thu, 21 Oct 2015 07:28:00 -0500": 0.0,
}
NOT_FORMS: Final = ("soon", "", "-5", "0.5", "nan", "inf", "1e3", "Wed, 99 Oct 2015 07:28:00 GMT", "123456789x")


@pytest.mark.parametrize(("text", "pause"), FORMS.items())
def test_the_pause_is_the_one_that_the_server_asked_for(text: str, pause: float) -> None:
    assert Driven("payments_get", [refusal(429, retry_after=text), CUT, CUT]).pauses[0] == pause


@pytest.mark.parametrize("text", NOT_FORMS)
def test_a_retry_after_that_says_nothing_leaves_the_pause_to_us(text: str) -> None:
    assert Driven("payments_get", refusal(429, retry_after=text)).pauses == [0.5, 1.0]
    assert Driven("charges_refund", refusal(503, retry_after=text)).tries == 1


@pytest.mark.parametrize("text", ["61", "9" * 30, formatdate(NOW + 90, usegmt=True), "Wed, 21 Oct 9999 07:28:00 GMT"])
def test_a_pause_that_is_too_long_is_not_waited_for(text: str) -> None:
    driven = Driven("payments_get", refusal(429, retry_after=text), deadline=None)
    assert (driven.tries, driven.pauses) == (1, [])
    assert isinstance(driven.error, RateLimited)
    assert driven.error.retry_after is not None
    assert driven.error.retry_after > 60


def test_no_pause_reaches_beyond_the_deadline() -> None:
    driven = Driven("payments_get", refusal(429, retry_after="5"), deadline=11.0, retries=9)
    assert (driven.pauses, driven.tries) == ([5.0, 5.0], 3)


def test_the_deadline_of_a_call_comes_before_its_clients() -> None:
    assert Driven("payments_get", CUT, deadline=None, options=CallOptions(deadline=0.4)).tries == 1


def test_no_wait_of_an_attempt_reaches_beyond_the_deadline() -> None:
    driven = Driven("payments_get", CUT, deadline=8.0)
    limits = [send.timeouts for send in driven.sent]
    assert [limit["read"] for limit in limits] == [8.0, 7.5, 6.5]
    assert [limit["connect"] for limit in limits] == [5.0, 5.0, 5.0]


@pytest.mark.parametrize("chance", [0.0, 0.25, 1.0])
def test_pauses_grow_with_full_jitter_up_to_a_cap(chance: float) -> None:
    backoff = Backoff(base=0.5, cap=8.0)
    pauses = [backoff.pause(repetition, chance) for repetition in (0, 1, 2, 3, 4, 5, 5000)]
    assert pauses == [chance * whole for whole in (0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0)]


def test_each_pause_is_drawn_by_the_chance_of_the_client() -> None:
    chances = iter([0.25, 0.75])
    around = Runtime(random=lambda: next(chances))
    assert Driven("payments_get", CUT, runtime=around).pauses == [0.125, 0.75]


def test_what_is_deleted_has_no_body_that_a_404_could_lack() -> None:
    deletions = [operation for operation in OPERATIONS.values() if operation.method == "DELETE"]
    bodies = {shape for operation in deletions for status, shape in operation.replies.items() if status[0] == "2"}
    assert (len(deletions), bodies) == (6, {None})


def test_a_refusal_is_told_with_its_fields_whichever_shape_came() -> None:
    shapes = (
        b'{"errors": {"email": ["malo", "corto"]}}',
        b'{"errors": [{"key": "email", "description": "malo"}, {"key": "email", "description": "corto"}]}',
        b'{"erros": [{"key": "email", "description": "malo"}, {"key": "email", "description": "corto"}]}',
    )
    for shape in shapes:
        error = Driven("customers_create", answer(422, shape)).error
        assert isinstance(error, ValidationFailed)
        assert error.field_errors == (("email", "malo"), ("email", "corto"))
        assert "fields email" in str(error)
