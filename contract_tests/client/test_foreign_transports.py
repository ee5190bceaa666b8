"""What the transports of others raise proves nothing, and none of them follows a redirect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest
from aiohttp import ClientSession
from httpx_aiohttp import AiohttpTransport
from opentelemetry.instrumentation.httpx import SyncOpenTelemetryTransport
from pyreqwest.client import SyncClientBuilder
from pyreqwest.compatibility.httpx import HttpxTransport, SyncHttpxTransport

from onepay_client import AsyncOnePay, ConfigurationError, OnePay
from onepay_client.errors import NoResponse, NotSent, OutcomeUnknown, ValidationFailed
from support.client_variants import SECRET_KEY
from support.contract import Contract
from support.effort import is_thorough
from support.faults import BAD_REPLIES, CONNECTION_FAULTS, CUT, REFUSED, STATUS_FAULTS
from support.harness import RETRIES, Harness
from support.http2_server import Answer as Http2Answer
from support.http2_server import Http2Server
from support.scripted_client import ScriptedClient
from support.transports import PROVED, TRANSPORTS, HookedClient, async_pyreqwest_transport, opened, pyreqwest_transport

SAMPLES: Final = (
    "payments_get",  # a read
    "webhooks_update",  # a PUT
    "payments_delete",  # a DELETE
    "cashouts_create",  # a POST with a key
    "charges_refund",  # a POST without
    "invoices_update",  # a PUT that makes a payment each time
)
TROUBLES: Final = [fault for fault in (*CONNECTION_FAULTS, *STATUS_FAULTS) if not fault.slow]


@pytest.fixture(scope="module", params=TRANSPORTS, ids=": ".join)
def transport(request: pytest.FixtureRequest, contract: Contract) -> Iterator[tuple[str, Harness, Any]]:
    side, name = request.param
    with Harness.opened(side, contract) as rig, opened(rig, name) as client:
        yield name, rig, client


def test_no_fault_is_misreported_over_any_transport(transport: tuple[str, Harness, Any], contract: Contract) -> None:
    name, rig, client = transport
    scripts = [[fault] for fault in (*TROUBLES, *BAD_REPLIES)] + [[fault] * (RETRIES + 2) for fault in (REFUSED, *CUT)]
    cases = [
        rig.play(contract.operations[sample], script, client=client, is_proved=name in PROVED)
        for number, sample in enumerate(SAMPLES)
        for script in (scripts if is_thorough() else scripts[(number + TRANSPORTS.index((rig.name, name))) % 2 :: 2])
    ]
    assert [complaint for case in cases for complaint in case.complaints()] == []


def test_only_proved_transports_know_that_nothing_left(transport: tuple[str, Harness, Any], contract: Contract) -> None:
    name, rig, client = transport
    refund, read = contract.operations["charges_refund"], contract.operations["payments_get"]
    for operation, unknown in ((refund, OutcomeUnknown), (read, NoResponse)):
        end = rig.play(operation, [REFUSED] * (RETRIES + 1), client=client, is_proved=name in PROVED).end
        if name != "fast":  # which may meet the end of a kept connection instead
            assert type(end.error) is (NotSent if name in PROVED else unknown)
        cut = rig.play(operation, [CUT[0]] * (RETRIES + 1), client=client, is_proved=name in PROVED).end
        assert type(cut.error) is unknown


class Subclass(httpx.HTTPTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        super().handle_request(request).close()
        raise httpx.ConnectError("the reply was lost")


class SubclassedClient(httpx.Client):
    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        super().send(request, **options).close()
        raise httpx.ConnectError("the reply was lost")


@pytest.mark.parametrize(
    "settings",
    [
        lambda: {"transport": Subclass()},
        lambda: {"http_client": httpx.Client(transport=Subclass())},
        lambda: {"http_client": httpx.Client(mounts={"all://127.0.0.1": Subclass()})},
        lambda: {"http_client": SubclassedClient()},
        lambda: {"transport": SyncOpenTelemetryTransport(Subclass())},
        lambda: {"http_client": httpx.Client(transport=pyreqwest_transport())},
    ],
    ids=["transport", "client", "mount", "subclassed client", "wrapped", "pyreqwest in a client"],
)
def test_a_transport_of_the_callers_own_proves_nothing(settings: Any, contract: Contract) -> None:
    with Harness.opened("sync", contract) as rig:
        made = settings()
        client = rig.made(**made)
        case = rig.play(contract.operations["charges_refund"], [CUT[0]], client=client)
        assert case.ledger.sent == 1
        assert type(case.end.error) is OutcomeUnknown
        rig.close(client)
        made.get("http_client", client).close()


def test_a_transport_that_always_repeats_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ClientSession, "ATTRS", frozenset[str]())
    with pytest.raises(ConfigurationError, match="sends requests again"):
        AsyncOnePay(SECRET_KEY, transport=AiohttpTransport())


@pytest.mark.parametrize("given", ["function", "session"])
def test_a_session_of_the_callers_does_not_repeat_either(given: str, contract: Contract) -> None:
    async def session() -> Any:
        return ClientSession if given == "function" else ClientSession()

    with Harness.opened("async", contract) as rig:
        client = rig.made(transport=AiohttpTransport(client=rig.wait(session())))
        case = rig.play(contract.operations["invoices_update"], [CUT[0]], client=client, is_proved=False)
        assert case.complaints() == []
        assert case.ledger.sent == 1
        rig.close(client)


@pytest.mark.parametrize("at", ["request", "response"])
def test_what_a_hook_raises_is_not_taken_for_the_network(at: str, contract: Contract) -> None:
    def fail(_: Any) -> None:
        raise httpx.ConnectError("the hook failed")

    with Harness.opened("sync", contract) as rig, httpx.Client(event_hooks={at: [fail]}) as http:
        case = rig.play(contract.operations["charges_refund"], [], client=rig.made(http_client=http))
        assert case.ledger.sent == (0 if at == "request" else 1)
        assert type(case.end.error) is (NotSent if at == "request" else OutcomeUnknown)


def test_a_request_that_cannot_be_made_never_left() -> None:
    def build_fails(*_: Any, **__: Any) -> httpx.Request:
        raise RuntimeError("no request")

    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200))) as http:
        http.build_request = build_fails  # type: ignore[method-assign]
        with pytest.raises(NotSent):
            OnePay(SECRET_KEY, http_client=http).charges.refund("a-charge")


@pytest.mark.parametrize(
    "settings",
    [
        lambda: {"transport": SyncHttpxTransport()},
        lambda: {"http_client": httpx.Client(transport=SyncHttpxTransport())},
        lambda: {"transport": SyncOpenTelemetryTransport(SyncHttpxTransport())},
        lambda: {"transport": SyncHttpxTransport(SyncClientBuilder().max_redirects(1).build())},
        lambda: {"transport": type("Mine", (SyncHttpxTransport,), {})()},
    ],
    ids=["transport", "client", "wrapped", "few", "subclass"],
)
def test_a_transport_that_follows_redirects_is_refused(settings: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"follow_redirects\(False\)"):
        OnePay(SECRET_KEY, **settings())


def test_an_async_transport_that_follows_redirects_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"follow_redirects\(False\)"):
        AsyncOnePay(SECRET_KEY, transport=HttpxTransport())


def test_a_transport_that_follows_none_is_taken() -> None:
    OnePay(SECRET_KEY, transport=pyreqwest_transport()).close()
    AsyncOnePay(SECRET_KEY, transport=async_pyreqwest_transport())
    AsyncOnePay(SECRET_KEY, transport=AiohttpTransport())


def test_a_client_that_followed_a_redirect_is_not_believed(contract: Contract) -> None:
    class Follows(httpx.Client):
        def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
            options["follow_redirects"] = True
            return super().send(request, **options)

    [redirect] = [fault for fault in BAD_REPLIES if fault.name == "redirect 307"]
    with Harness.opened("sync", contract) as rig, Follows() as http:
        case = rig.play(contract.operations["charges_refund"], [redirect], client=rig.made(http_client=http))
        assert type(case.end.error) is OutcomeUnknown
        assert "followed a redirect" in str(case.end.error)


HTTP2_ANSWERS: Final[dict[Http2Answer, type[Exception]]] = {
    "cut": OutcomeUnknown,
    "reset": OutcomeUnknown,
    "go away": OutcomeUnknown,
    307: OutcomeUnknown,
    503: OutcomeUnknown,
    422: ValidationFailed,
}


@pytest.mark.parametrize("answer", HTTP2_ANSWERS)
def test_an_unkeyed_write_leaves_once_over_http2(answer: Http2Answer, both: ScriptedClient) -> None:
    kind: Any = httpx.HTTPTransport if both.name == "sync" else httpx.AsyncHTTPTransport
    with Http2Server.running(b"{}", answer) as server:
        transport = kind(http1=False, http2=True)
        client = both.made(transport=transport, base_url=server.url, cards_url=server.url)
        with pytest.raises(HTTP2_ANSWERS[answer]):
            both.wait(client.charges.refund("a-charge"))
        assert len(server.request_headers) == 1
        both.wait(client.close() if both.name == "sync" else client.aclose())


def test_nobody_at_home_is_known_over_http2(both: ScriptedClient) -> None:
    kind: Any = httpx.HTTPTransport if both.name == "sync" else httpx.AsyncHTTPTransport
    url = "http://127.0.0.1:1"
    client = both.made(transport=kind(http1=False, http2=True), base_url=url, cards_url=url)
    with pytest.raises(NotSent):
        both.wait(client.charges.refund("a-charge"))
    both.wait(client.close() if both.name == "sync" else client.aclose())


def test_hooks_see_every_attempt(contract: Contract) -> None:
    hooked = HookedClient()
    with Harness.opened("sync", contract) as rig, hooked.sync() as http:
        rig.play(contract.operations["cashouts_create"], [CUT[0]], client=rig.made(http_client=http))
    assert (hooked.requests, hooked.responses) == (2, 1)
