"""What the smaller public names promise: statuses and their errors, attempts, limits, observers, what recovery says."""

from __future__ import annotations

import hashlib
import hmac
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

import onepay_client
from onepay_api import models
from onepay_client import (
    Attempt,
    AttemptResult,
    CallInfo,
    ClientOptions,
    DeviationCounter,
    DeviationKind,
    DeviationPlace,
    FieldProblem,
    Observer,
    OnePay,
    Recovered,
    Reply,
    SqliteJournal,
    Timeouts,
    errors,
    webhooks,
)
from support.calls import AN_ID
from support.client_variants import NAMES, SECRET_KEY
from support.contract import Contract
from support.faults import CUT, REFUSED, Fault, answering
from support.harness import RETRIES, Harness

both_rigs: Final = pytest.mark.parametrize("rig", NAMES, indirect=True)

OF_A_STATUS: Final[dict[int, type[errors.OnePayError]]] = {
    400: errors.ValidationFailed,
    401: errors.AuthenticationFailed,
    403: errors.PermissionDenied,
    404: errors.NotFound,
    409: errors.IdempotencyConflict,
    418: errors.ApiError,
    422: errors.ValidationFailed,
    429: errors.RateLimited,
}


@pytest.fixture(scope="module")
def rig(request: pytest.FixtureRequest, contract: Contract) -> Iterator[Harness]:
    with Harness.opened(request.param, contract) as rig:
        yield rig


def refusing(status: int, body: bytes = b"{}") -> list[Fault]:
    return [Fault(str(status), answering(status, body), proves_nothing_done=True)] * (RETRIES + 1)


@both_rigs
@pytest.mark.parametrize("status", OF_A_STATUS)
def test_each_refusal_has_an_error_of_its_own(status: int, rig: Harness, contract: Contract) -> None:
    case = rig.play(contract.operations["cashouts_create"], refusing(status))
    assert type(case.end.error) is OF_A_STATUS[status]
    assert isinstance(case.end.error, errors.StatusError)


@both_rigs
def test_a_conflict_without_a_key_is_no_repetition(rig: Harness, contract: Contract) -> None:
    case = rig.play(contract.operations["charges_refund"], refusing(409))
    assert type(case.end.error) is errors.Conflict


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"errors": {"amount": ["es requerido", "es bajo"]}}', [("amount", "es requerido"), ("amount", "es bajo")]),
        (b'{"errors": [{"key": "amount", "description": "es bajo"}]}', [("amount", "es bajo")]),
        (b'{"erros": [{"key": "amount", "description": "es bajo"}]}', [("amount", "es bajo")]),
        (b'{"message": "No."}', []),
    ],
)
@both_rigs
def test_the_problems_of_fields_are_one_list(body: bytes, found: list[Any], rig: Harness, contract: Contract) -> None:
    error = rig.play(contract.operations["payments_create"], refusing(422, body)).end.error
    assert isinstance(error, errors.ValidationFailed)
    assert list(error.field_errors) == [FieldProblem(*problem) for problem in found]


@both_rigs
def test_an_error_lists_what_was_seen_of_each_attempt(rig: Harness, contract: Contract) -> None:
    error = rig.play(contract.operations["cashouts_create"], [REFUSED, CUT[0], *refusing(401)]).end.error
    assert isinstance(error, errors.OutcomeUnknown)
    assert all(isinstance(attempt, Attempt) for attempt in error.attempts)
    assert [(a.number, a.result, a.status) for a in error.attempts] == [
        (1, AttemptResult.NEVER_SENT, None),
        (2, AttemptResult.NO_REPLY, None),
        (3, AttemptResult.REPLIED, 401),
    ]


def test_each_phase_has_a_limit_of_its_own() -> None:
    timeouts: list[Any] = []

    def answer(request: httpx.Request) -> httpx.Response:
        timeouts.append(request.extensions["timeout"])
        return httpx.Response(200, json={"balance": 1})

    limits = Timeouts(connect=1.0, read=2.0, write=3.0, pool=4.0)
    options: ClientOptions = {"timeout": limits, "deadline": None}
    with OnePay(SECRET_KEY, transport=httpx.MockTransport(answer), **options) as client:
        client.balances.get()
        client.balances.get(options=onepay_client.CallOptions(timeout=0.5))
    assert timeouts == [
        {"connect": 1.0, "read": 2.0, "write": 3.0, "pool": 4.0},
        dict.fromkeys(("connect", "read", "write", "pool"), 0.5),
    ]


def test_there_are_two_environments() -> None:
    assert set(typing.get_args(onepay_client.EnvironmentName)) == {"test", "live"}


class Diary:
    """A watcher that writes down what it is told."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def started(self, call: CallInfo) -> None:
        self.lines.append(("started", call.operation.id))

    def attempted(self, call: CallInfo, attempt: Attempt, request: Any, reply: Any) -> None:  # noqa: ARG002 - a protocol
        self.lines.append(("attempted", attempt.result))

    def finished(self, call: CallInfo, reply: Reply[Any] | None, error: BaseException | None) -> None:  # noqa: ARG002 - a protocol
        self.lines.append(("finished", type(error).__name__ if error else "value"))


@both_rigs
def test_a_watcher_is_told_of_every_attempt_and_of_the_end(rig: Harness, contract: Contract) -> None:
    diary = Diary()
    observer: Observer = diary
    client = rig.made(observers=[observer])
    rig.play(contract.operations["cashouts_create"], [CUT[0]], client=client)
    rig.close(client)
    assert diary.lines == [
        ("started", "cashouts_create"),
        ("attempted", "no reply"),
        ("attempted", "replied"),
        ("finished", "value"),
    ]


@both_rigs
def test_deviations_are_counted_by_place(rig: Harness) -> None:
    counter = DeviationCounter()
    body = b'{"id": "1", "novelty": 1}'
    client = rig.made(transport=httpx.MockTransport(lambda _: httpx.Response(200, content=body)), observers=[counter])
    for _ in range(3):
        rig.ended(lambda: client.payments.get(AN_ID))
    rig.close(client)
    places = [place for place in counter.counts if place.kind is DeviationKind.UNKNOWN_FIELD]
    assert places
    assert all(isinstance(place, DeviationPlace) and counter.counts[place] == 3 for place in places)


@both_rigs
def test_recovery_says_what_became_of_each_entry(tmp_path: Path, rig: Harness, contract: Contract) -> None:
    recovering: Any = onepay_client.recover if rig.name == "sync" else onepay_client.recover_async
    journal = SqliteJournal(tmp_path / "journal.sqlite")
    client = rig.made(journal=journal, retries=0, allow_long_keys=True)
    rig.play(contract.operations["cashouts_create"], [CUT[0]], client=client, idempotency_key="k" * 65)
    [found] = rig.wait(recovering(journal, rig.client))  # a key that was sent once can be sent again
    again = rig.wait(recovering(journal, rig.client))
    rig.close(client)
    journal.close()
    assert isinstance(found, Recovered)
    assert (found.settled, found.error, found.entry.operation) == (True, None, "cashouts_create")
    assert isinstance(found.value, models.Cashout)
    assert again == []


def test_the_events_of_a_webhook_are_those_of_the_contract(contract: Contract) -> None:
    families = {kind.__name__ for kind in typing.get_args(webhooks.KnownEvent)}
    assert families == {name for name in contract.schemas if name.endswith("Event")} & families
    assert all(
        issubclass(kind, models.PaymentSnapshot.__base__ or object) for kind in typing.get_args(webhooks.Resource)
    )


def test_a_signature_is_looked_for_under_both_of_its_names() -> None:
    assert [name.lower() for name in webhooks.SIGNATURE_HEADERS] == ["signature", "x-signature"]
    assert webhooks.sign(b"body", "secret") == hmac.new(b"secret", b"body", hashlib.sha256).hexdigest()
