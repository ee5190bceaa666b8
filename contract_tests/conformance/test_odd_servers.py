"""Honest servers that are odd, and gateways that fail: each is called what it is, once, and nobody else is accused."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import httpx
import pytest

from conformance.fakes import CREATE, LIST, Bench, Bent, Fresh, Hours, bench, findings_in
from onepay_conformance import cleanup, guard
from onepay_conformance.aborts import GatewayDown, RedirectedOffHost, ServerLost
from onepay_conformance.checks.registry import ACTIVE_CHECKS
from onepay_conformance.run import PHASES, Effort, Options, Report, run
from onepay_conformance.sender import MOST_GATEWAY_ERRORS, MOST_OUTAGE, NoReply, PlannedRequest
from onepay_conformance.session import Session
from onepay_conformance.target import around, from_environment, origin_of
from onepay_contract import document as contracts
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import ANY_OPERATION, Finding, Findings, Kind, Severity, merged
from onepay_core.json_values import Json, is_array, is_object

Bend = Callable[[httpx.Request, httpx.Response], httpx.Response]
COOKIE: Final = "BIGipServerpool_api=1677787402.20480.0000"


def _is_api(request: httpx.Request) -> bool:
    return "/_sandbox/" not in request.url.path


def _with_body(reply: httpx.Response, body: bytes, **headers: str) -> httpx.Response:
    kept = {name: value for name, value in reply.headers.items() if name != "content-length"}
    return httpx.Response(reply.status_code, headers={**kept, **headers}, content=body)


def _sets_cookies(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
    assert "cookie" not in request.headers
    reply.headers["set-cookie"] = f"{COOKIE}; path=/; HttpOnly"
    return reply


def _escapes_slashes(_: httpx.Request, reply: httpx.Response) -> httpx.Response:
    return _with_body(reply, reply.content.replace(b"/", b"\\/"))


def _compresses(_: httpx.Request, reply: httpx.Response) -> httpx.Response:
    return _with_body(reply, gzip.compress(reply.content), **{"content-encoding": "gzip"}) if reply.content else reply


def _shouts_headers(_: httpx.Request, reply: httpx.Response) -> httpx.Response:
    headers = [(name.upper(), value) for name, value in reply.headers.raw]
    headers = [(name, value.upper() if name == b"CONTENT-TYPE" else value) for name, value in headers]
    return httpx.Response(reply.status_code, headers=headers, content=reply.content)


def _names_its_port(_: httpx.Request, reply: httpx.Response) -> httpx.Response:
    return _with_body(reply, reply.content.replace(b"//api.onepay.la/", b"//api.onepay.la:443/"))


def _refuses_instant(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
    if b"INSTANT" in request.content and reply.status_code < 300:
        return httpx.Response(422, json={"message": "No.", "errors": {"method": ["Not for this account."]}})
    return reply


def _asked_some(fresh: Fresh, bend: Bend, budget: int = 130, phases: Sequence[str] = PHASES) -> Report:
    options = Options(watch=Hours().watch, effort=Effort(many=1))
    return run(around(Bent(fresh(), bend)), budget=budget, phases=phases, options=options)


@pytest.mark.parametrize(
    "bend",
    [_sets_cookies, _escapes_slashes, _compresses, _shouts_headers, _names_its_port],
    ids=lambda bend: bend.__name__,
)
def test_nothing_is_found_where_an_honest_server_is_odd(fresh: Fresh, bend: Bend) -> None:
    report = _asked_some(fresh, bend)
    assert (list(report.findings), report.figures.left, len(report.exchanges) > 100) == ([], [], True)


def test_instant_payout_may_be_refused(fresh: Fresh) -> None:
    only = frozenset(("cashouts_create",))
    options = Options(only=only, effort=Effort(each=20), watch=Hours().watch)
    report = run(around(Bent(fresh(), _refuses_instant)), phases=("coverage",), options=options)
    assert list(report.findings) == []
    assert any(b"INSTANT" in exchange.request_body and exchange.status == 422 for exchange in report.exchanges)


def _cut(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
    return _with_body(reply, reply.content[:-5]) if _is_api(request) and reply.status_code < 300 else reply


def test_cut_replies_are_one_finding(fresh: Fresh) -> None:
    [found] = _asked_some(fresh, _cut, phases=("examples",)).findings
    assert (found.kind, found.operation) == (Kind.UNREADABLE_BODY, ANY_OPERATION)


@dataclass
class Now429(httpx.BaseTransport):
    """Refuses each third request before the API sees it, as a rate limiter does."""

    inner: httpx.BaseTransport
    number: int = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.number += 1
        is_refused = self.number % 3 == 0 and _is_api(request)
        return httpx.Response(429, text="Slow down.") if is_refused else self.inner.handle_request(request)


def test_rate_limit_is_one_note(fresh: Fresh) -> None:
    report = run(around(Now429(fresh())), budget=130, options=Options(watch=Hours().watch))
    assert [(finding.kind, finding.operation, finding.severity) for finding in report.findings] == [
        (Kind.UNDOCUMENTED_STATUS, ANY_OPERATION, Severity.NOTE)
    ]
    assert report.findings.total > 20


@dataclass
class Gateway:
    """Answers 502 in the place of the API, after some requests, and then to each of a few."""

    after: int = 0
    every: int = 1
    number: int = field(default=0, init=False)

    def __call__(self, request: httpx.Request, reply: httpx.Response) -> httpx.Response:
        self.number += _is_api(request)
        is_down = _is_api(request) and self.number > self.after and self.number % self.every == 0
        return httpx.Response(502, text="<html>Bad gateway</html>") if is_down else reply


def test_gateway_that_fails_at_times_is_one_finding(fresh: Fresh) -> None:
    report = _asked_some(fresh, Gateway(every=7))
    assert [(finding.kind, finding.operation, finding.status) for finding in report.findings] == [
        (Kind.SERVER_ERROR, ANY_OPERATION, 502)
    ]


def test_storm_of_a_gateway_ends_the_run_and_names_what_is_left(fresh: Fresh) -> None:
    transport = Bent(fresh(), Gateway(after=60))
    report = run(around(transport), options=Options(watch=Hours().watch))
    assert (report.stopped or "").startswith("GatewayDown")
    assert (report.is_finished, len(report.findings), bool(report.figures.left)) == (False, 1, True)
    assert len(report.exchanges) == 60 + MOST_GATEWAY_ERRORS


def test_gateway_gets_what_has_no_key_only_once() -> None:
    here, script = bench(httpx.Response(502, text="down"))
    with pytest.raises(NoReply, match="502"):
        here.sender().send(PlannedRequest("charges_cancel", "POST", "/charges/a/cancel"))
    with pytest.raises(GatewayDown):
        here.sender().send(CREATE)
    assert len(script.requests) == 1 + MOST_GATEWAY_ERRORS


def test_error_of_the_api_itself_is_no_gateways() -> None:
    here, script = bench(httpx.Response(503, json={"message": "Intenta más tarde."}))
    assert (here.sender().send(LIST).status, len(script.requests)) == (503, 1)


def test_lost_connection_is_waited_for() -> None:
    lost = [httpx.ConnectError("no route")] * 4
    here, script = bench(httpx.Response(200, json={"data": []}), *lost, httpx.Response(200, json={"data": []}))
    sender = here.sender()
    assert [sender.send(LIST).status for _ in range(2)] == [200, 200]
    assert (len(script.requests), here.hours.passed > 3) == (6, True)


def test_wait_for_a_lost_connection_ends() -> None:
    here, _ = bench(httpx.Response(200, json={"data": []}), httpx.ConnectError("no route"))
    sender = here.sender()
    sender.send(LIST)
    with pytest.raises(ServerLost, match="no route"):
        sender.send(LIST)
    assert MOST_OUTAGE <= here.hours.passed <= MOST_OUTAGE + 15


def test_address_where_nobody_answers_is_told_soon() -> None:
    here, _ = bench(httpx.ConnectError("refused"))
    with pytest.raises(ServerLost, match="could not be reached"):
        here.sender().send(LIST)
    assert here.hours.passed < 10


def test_lost_connection_accuses_nobody() -> None:
    report = run(around(Bent(httpx.MockTransport(_unreachable))), options=Options(watch=Hours().watch))
    assert (list(report.findings), report.is_finished) == ([], False)


def _unreachable(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route", request=request)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("http://LOCALHOST:8000/v1", "http://127.0.0.1:8000"),
        ("http://[::1]/x", "http://localhost:80/y"),
        ("https://api.onepay.la:443/v1", "https://api.onepay.la./v1"),
    ],
)
def test_one_origin_has_several_names(first: str, second: str) -> None:
    assert origin_of(first) == origin_of(second)


@pytest.mark.parametrize("base", ["https://api.onepay.la:443/v1", "https://API.onepay.la/v1"])
def test_base_url_may_be_written_in_several_ways(base: str) -> None:
    environment = {"ONEPAY_API_KEY": "sk_test_a", "ONEPAY_BASE_URL": base, "ONEPAY_CARDS_URL": base}
    server = from_environment(environment, contracts.load())
    assert server
    guard.check_request(httpx.Request("GET", f"{base}/payments"), server)


@pytest.mark.parametrize("location", ["https://evil.example/", "http://[x", "https://api.onepay.la:8443/v1"])
def test_redirect_elsewhere_ends_the_run(location: str) -> None:
    here, _ = bench(httpx.Response(302, headers={"location": location}))
    with pytest.raises(RedirectedOffHost):
        here.sender().send(LIST)


def _local(address: str) -> list[Finding]:
    """What is found in a page of accounts, asked for at localhost, that names this address."""
    url = "http://localhost:8000/v1/accounts"
    body = json.dumps({"current_page": 1, "data": [], "first_page_url": address}).encode()
    exchange = Exchange("accounts_list", "GET", url, (), b"", 200, (), body, 1.0, "")
    found = findings_in([exchange])
    return [found_item for found_item in found if found_item.pointer == "/first_page_url"]


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8080", "[::1]:8000"])
def test_server_on_this_machine_may_name_itself_otherwise(host: str) -> None:
    assert _local(f"http://{host}/v1/accounts?page=1") == []


@pytest.mark.parametrize("address", ["http://evil.example/v1/accounts?page=1", "http://[x", "http://localhost:x/v1"])
def test_address_elsewhere_is_found(address: str) -> None:
    assert _local(address)


def _charge(status: str, *, method: str = "POST", key: str = "a") -> Exchange:
    """A charge that is made, under a key, or read."""
    made = method == "POST"
    operation, path = ("charges_create", "/charges") if made else ("charges_get", "/charges/c1")
    headers = (("Authorization", "Bearer sk_test_contract"), *((("x-idempotency", key),) if made else ()))
    reply = json.dumps({"id": "c1", "status": status, "amount": 5000}).encode()
    body = b'{"amount": 5000}' if made else b""
    return Exchange(operation, method, f"https://api.onepay.la/v1{path}", headers, body, 200, (), reply, 1.0, "")


def _moved(*exchanges: Exchange) -> bool:
    found = findings_in(exchanges)
    return Kind.FINAL_STATE_MOVED in {found_item.kind for found_item in found}


def test_replay_says_how_things_stood_and_does_nothing() -> None:
    failed = _charge("failed", method="GET")
    assert not _moved(_charge("processing"), failed, _charge("processing"), failed)
    assert _moved(_charge("processing"), failed, _charge("processing", method="GET"))
    assert _moved(_charge("processing"), failed, _charge("processing", key="b"))


def _reversed(value: Json) -> Json:
    if is_array(value):
        return value[::-1]
    return {name: _reversed(item) for name, item in value.items()} if is_object(value) else value


def test_list_in_another_order_is_no_repeated_creation(fresh: Fresh) -> None:
    turns = iter(range(10_000))

    def turn(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
        if request.method == "GET" and _is_api(request) and next(turns) % 2 and reply.status_code == 200:
            return _with_body(reply, json.dumps(_reversed(reply.json())).encode())
        return reply

    only = frozenset(("payments_create", "payments_list", "customers_create", "customers_list"))
    options = Options(only=only, watch=Hours().watch)
    report = run(around(Bent(fresh(), turn)), phases=("checks",), checks=ACTIVE_CHECKS[:8], options=options)
    assert Kind.IDEMPOTENCY_IGNORED not in {finding.kind for finding in report.findings}


def test_other_capitals_are_called_that() -> None:
    """And never a lost value, which would break programs."""
    body, reply = b'{"email": "Ana@example.com"}', b'{"id": "c1", "email": "ana@example.com"}'
    url = "https://api.onepay.la/v1/customers"
    exchange = Exchange("customers_create", "POST", url, (), body, 201, (), reply, 1.0, "")
    found = findings_in([exchange])
    [named] = [found_item for found_item in found if found_item.kind == Kind.VALUE_NOT_KEPT]
    assert (named.severity, named.actual) == (Severity.DRIFT, "the same in other capitals")


def test_one_cause_is_one_finding() -> None:
    many = [
        Finding.of(Kind.MISSING_HEADER, f"o{n}", 200 + n % 2, pointer="header:x", expected="it", actual="none")
        for n in range(30)
    ]
    alone = Finding.of(Kind.WRONG_TYPE, "o1", 200, pointer="/a", expected="text", actual="number")
    found = merged(Findings([*many, alone, alone]), called=40)
    assert [(found_item.operation, found.count(found_item)) for found_item in found] == [(ANY_OPERATION, 30), ("o1", 2)]
    assert len(merged(Findings(many), called=80)) == 30


def _made(fresh: Fresh, maker: str) -> tuple[Bench, Session]:
    here = Bench(around(fresh()))
    sender = here.sender()
    session = Session(sender.contract_index, sender, 0, "look")
    session.send(maker, body=session.base(session.contract_index.operations[maker]))
    return here, session


@pytest.mark.parametrize("maker", ["charges_create_pse", "charges_create_bre_b"])
def test_open_charges_are_cancelled(fresh: Fresh, maker: str) -> None:
    here, session = _made(fresh, maker)
    assert any(name.startswith("charges_cancel") for name in here.journal.past.made)
    assert cleanup.clean(session) == []
    assert [item["status"] for item in session.all_of("charges_list")] == ["failed"]


@dataclass
class Uncancellable(httpx.BaseTransport):
    """Refuses to cancel anything."""

    inner: httpx.BaseTransport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        is_cancel = request.url.path.endswith("/cancel")
        return httpx.Response(422, json={"message": "No."}) if is_cancel else self.inner.handle_request(request)


def test_open_charge_that_cannot_be_cancelled_is_named(fresh: Fresh) -> None:
    here = Bench(around(Uncancellable(fresh())))
    sender = here.sender()
    session = Session(sender.contract_index, sender, 0, "look")
    session.send("charges_create_pse", body=session.base(session.contract_index.operations["charges_create_pse"]))
    assert [name.partition(" ")[0] for name in cleanup.clean(session)] == ["charges_cancel"]
