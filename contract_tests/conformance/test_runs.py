"""Whole runs: an honest server has no findings, a faulty one has, and one seed sends one sequence."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, Final

import httpx
import pytest

from conformance.fakes import Bent, Fresh, Hours, findings_in, opened
from conformance.sandbox_transport import in_process
from onepay_conformance.checks.registry import ACTIVE_CHECKS
from onepay_conformance.generation.corpus import corpus_of
from onepay_conformance.run import Effort, Options, Report, run
from onepay_conformance.target import Server, around, over_socket
from onepay_contract import document as contracts
from onepay_contract.document import Contract
from onepay_contract.exchanges import Exchange, write_json
from onepay_contract.findings import Kind
from onepay_sandbox import frozen
from onepay_sandbox.sandbox import Sandbox
from server.sockets import HOST, served
from support.effort import is_thorough, seeds

NEVER_SUCCEED: Final = {
    "balances_cashout",  # needs an account of the company's own, which no call makes
    "charges_refund",  # refuses charges of a test account
}
LIGHT: Final = Effort(each=1, many=1, rounds=1)
FEW: Final = frozenset(("customers_create", "customers_get", "customers_list", "payments_create", "payments_get"))


def _described(report: Report) -> str:
    """What a failed test should show."""
    return "\n".join([*map(str, report.findings), str(report.stopped or ""), *report.figures.left])


PARTS: Final = 3 if is_thorough() else 12
"""Of a run that asks everything, what is left out here is in the test that reaches every operation."""


@pytest.mark.parametrize("seed", seeds(3, 10))
def test_nothing_departs_from_the_contract(fresh: Fresh, seed: int) -> None:
    options = Options(effort=LIGHT, part=(seed % PARTS, PARTS))
    assert _described(run(around(fresh()), seed=seed, checks=ACTIVE_CHECKS, options=options)) == ""


def test_a_whole_run_reaches_every_operation(fresh: Fresh) -> None:
    report = run(around(fresh()), checks=ACTIVE_CHECKS, options=Options(effort=LIGHT))
    reached = {exchange.operation for exchange in report.exchanges if exchange.status < 300}
    assert _described(report) == ""
    assert set(contracts.load().operations) - reached == NEVER_SUCCEED


def test_payments_are_paid_and_declined_before_anything_else(fresh: Fresh) -> None:
    report = run(around(fresh()), phases=())
    read = [exchange.json() for exchange in report.exchanges if exchange.operation == "payments_get"]
    tried = [exchange.json() for exchange in report.exchanges if exchange.operation == "payments_list_intents"]
    assert [item["status"] for item in read] == ["approved", "declined"]
    assert [[attempt["status"] for attempt in item] for item in tried] == [["paid"]]


def test_cases_belong_to_the_contract_that_they_were_drawn_from() -> None:
    true = contracts.load()
    bent = Contract({**true.document, "x-other": True})
    cases = [corpus_of(item).fuzzing("cities_list", 1, 0)[0].case for item in (bent, true)]
    assert ["x-other" in case.operation.schema.raw_schema for case in cases] == [True, False]


def test_nothing_departs_where_the_clock_shows_another_year() -> None:
    only = frozenset(("payments_create", "payments_get", "payments_list"))
    with closing(Sandbox(clock=frozen(datetime(2061, 5, 1, tzinfo=UTC)), seed=7)) as later:
        assert _described(run(in_process(later), checks=ACTIVE_CHECKS, options=Options(effort=LIGHT, only=only))) == ""


@pytest.mark.parametrize(
    ("operation", "method", "path", "body", "is_secret"),
    [
        ("accounts_validate", "POST", "accounts/a/validate", b'{"otp": "482913"}', True),
        ("plans_update", "PUT", "plans/a", b'{"features": [{"otp": "482913"}]}', False),
    ],
)
def test_a_secret_is_what_the_contract_calls_one(
    operation: str, method: str, path: str, body: bytes, *, is_secret: bool
) -> None:
    echoed = Exchange(operation, method, f"https://api.onepay.la/v1/{path}", (), body, 201, (), body, 1.0, "")
    found = findings_in([echoed])
    assert (Kind.SECRET_IN_REPLY in {found_item.kind for found_item in found}) == is_secret


def test_nothing_departs_over_a_socket(fresh: Fresh) -> None:
    with served(fresh().sandbox) as port:
        report = run(
            over_socket(f"http://{HOST}:{port}"), checks=ACTIVE_CHECKS, options=Options(effort=LIGHT, part=(0, 12))
        )
    assert (_described(report), report.figures.sent > 200) == ("", True)


def test_the_same_seed_asks_the_same(fresh: Fresh) -> None:
    first, second = (_requests(run(around(fresh()), seed=5, options=_some())) for _ in range(2))
    assert first == second


def test_another_seed_asks_something_else(fresh: Fresh) -> None:
    first, second = (_requests(run(around(fresh()), seed=seed, options=_some())) for seed in (5, 6))
    assert sorted(first) != sorted(second)


def _requests(report: Report) -> list[tuple[str, str, bytes, bytes]]:
    return [
        (exchange.method, exchange.url, exchange.request_body, exchange.reply_body) for exchange in report.exchanges
    ]


def _some(**more: Any) -> Options:
    return Options(only=FEW, watch=Hours().watch, **more)


def test_the_parts_of_a_run_find_together_what_the_run_finds(fresh: Fresh) -> None:
    whole = run(_bent(fresh, _without_title), options=_some())
    parts = [run(_bent(fresh, _without_title), options=_some(part=(number, 3))) for number in range(3)]
    found = {finding.signature for part in parts for finding in part.findings}
    assert found == {finding.signature for finding in whole.findings}
    assert {finding.operation for finding in whole.findings} == {"payments_create", "payments_get"}


def test_checks_send_requests_of_their_own(fresh: Fresh) -> None:
    report = run(around(fresh()), phases=("checks",), checks=ACTIVE_CHECKS[:1], options=_some())
    assert report.figures.requests["checks"] > 0


def _bent(fresh: Fresh, bend: Callable[[httpx.Request, httpx.Response], httpx.Response]) -> Server:
    return around(Bent(fresh(), bend))


def _changed(reply: httpx.Response, **fields: Any) -> httpx.Response:
    """The reply with other fields; None takes one out."""
    body = {name: item for name, item in {**reply.json(), **fields}.items() if item is not None}
    return httpx.Response(reply.status_code, content=write_json(body), headers={"content-type": "application/json"})


def _is_payment(request: httpx.Request, reply: httpx.Response) -> bool:
    steps = request.url.path.removeprefix("/v1/").split("/")
    is_one = (request.method == "POST" and len(steps) == 1) or (request.method == "GET" and len(steps) == 2)
    return steps[0] == "payments" and is_one and reply.status_code < 300


def _without_title(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
    return _changed(reply, title=None) if _is_payment(request, reply) else reply


def _with_more(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
    return _changed(reply, beans=3) if _is_payment(request, reply) else reply


def _accepted(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
    """A server that takes customers of any kind."""
    if request.method == "POST" and reply.status_code == 422 and b'"document_type"' in reply.content:
        request = httpx.Request("POST", request.url, headers=request.headers, content=_GOOD)
        with opened() as other:
            return other.handle_request(request)
    return reply


def _keyless(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
    if reply.status_code == 401 and request.method == "GET" and request.url.path == "/v1/customers":
        return httpx.Response(200, json={"data": []})
    return reply


def _any_method(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
    return httpx.Response(200, json={}) if reply.status_code == 405 and request.method == "PATCH" else reply


def _broken_by_odd_ids(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
    return httpx.Response(500, text="Oops") if "%" in request.url.raw_path.decode() else reply


def _refusing(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
    if request.method == "POST" and b"birthdate" in request.content and reply.status_code == 201:
        return httpx.Response(422, json={"message": "No."})
    return reply


_GOOD: Final = write_json(
    {"user_type": "natural", "first_name": "A", "last_name": "B", "email": "a@example.com", "phone": "+573000000001"}
    | {"document_type": "CC", "document_number": "1053800001"}
)


@pytest.mark.parametrize(
    ("bend", "kind", "operation"),
    [
        (_without_title, Kind.MISSING_FIELD, "payments_get"),
        (_with_more, Kind.UNDOCUMENTED_FIELD, "payments_create"),
        (_accepted, Kind.INVALID_REQUEST_ACCEPTED, "customers_create"),
        (_keyless, Kind.KEY_NOT_REQUIRED, "customers_list"),
        (_any_method, Kind.WRONG_METHOD_ACCEPTED, "unknown"),
        (_broken_by_odd_ids, Kind.SERVER_ERROR, "payments_get"),
        (_refusing, Kind.VALID_REQUEST_REFUSED, "customers_create"),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)).strip("_"),
)
def test_a_fault_is_found_and_named(
    fresh: Fresh, bend: Callable[..., httpx.Response], kind: Kind, operation: str
) -> None:
    report = run(_bent(fresh, bend), options=_some(effort=Effort(many=8)))
    assert (kind, operation) in {(finding.kind, finding.operation) for finding in report.findings}


def test_a_reply_that_takes_too_long_is_found(fresh: Fresh) -> None:
    hours = Hours()

    def slow(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
        hours.passed += 6.0 if _is_payment(request, reply) else 0.0
        return reply

    phases = ("examples", "walks")
    report = run(_bent(fresh, slow), phases=phases, options=Options(only=FEW, watch=hours.watch))
    assert {(finding.kind, finding.operation) for finding in report.findings} == {
        (Kind.SLOW_REPLY, "payments_create"),
        (Kind.SLOW_REPLY, "payments_get"),
    }


def test_one_pause_is_no_finding(fresh: Fresh) -> None:
    hours, pauses = Hours(), iter([6.0])

    def slow_once(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
        hours.passed += next(pauses, 0.0) if _is_payment(request, reply) else 0.0
        return reply

    report = run(_bent(fresh, slow_once), phases=("examples",), options=Options(only=FEW, watch=hours.watch))
    assert list(report.findings) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"maxLength": 3}, Kind.INVALID_REQUEST_ACCEPTED),
        ({"pattern": "^Z+$"}, Kind.INVALID_REQUEST_ACCEPTED),
        ({"type": "integer"}, Kind.VALID_REQUEST_REFUSED),
    ],
    ids=["maxLength", "pattern", "type"],
)
def test_a_contract_that_was_bent_is_noticed_on_the_true_sandbox(
    fresh: Fresh, change: dict[str, Any], kind: Kind
) -> None:
    report = run(around(fresh()), options=_some(contract=_with_first_name(change)))
    assert kind in {finding.kind for finding in report.findings if finding.operation == "customers_create"}


def _with_first_name(change: dict[str, Any]) -> Contract:
    """The contract with another rule for the first name of a new customer."""
    document = contracts.load().document
    schemas = document["components"]["schemas"]
    fields = schemas["CustomerCreate"]["properties"]
    bent = {**schemas["CustomerCreate"], "properties": {**fields, "first_name": {**fields["first_name"], **change}}}
    components = {**document["components"], "schemas": {**schemas, "CustomerCreate": bent}}
    return Contract({**document, "components": components})
