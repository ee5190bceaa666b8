"""What sending over pyreqwest promises beyond the fault matrix, which runs over it too."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from onepay_client import ConfigurationError, client
from onepay_client.errors import NotSent, OutcomeUnknown
from onepay_client.sending.fast_transport import failed
from onepay_client.sending.messages import Failure, TransmissionState
from support.connection import Connection
from support.contract import Contract
from support.faults import CUT, Fault, Success, reply
from support.forks import in_a_child
from support.harness import Harness
from support.scripted_client import ScriptedClient

NOBODY = "http://127.0.0.1:1"
BALANCE = b'{"id": "b1", "balance": 150000, "label": "fresh"}'


@pytest.fixture(scope="module", params=["sync", "async"])
def rig(request: pytest.FixtureRequest, contract: Contract) -> Iterator[Harness]:
    with Harness.opened(request.param, contract) as rig:
        yield rig


def close(both: ScriptedClient, fast: Any) -> None:
    both.wait(fast.close() if both.name == "sync" else fast.aclose())


@pytest.mark.parametrize(
    "other",
    [{"http2": True}, {"proxy": "socks5://127.0.0.1:1"}, {"fast": "yes"}],
    ids=["http2", "socks", "no bool"],
)
def test_what_it_cannot_do_is_refused(other: dict[str, Any], both: ScriptedClient) -> None:
    with pytest.raises(ConfigurationError, match=r"fast|socks"):
        both.made(**({"fast": True} | other))


def test_it_is_refused_beside_another_transport(both: ScriptedClient) -> None:
    with pytest.raises(ConfigurationError, match="fast=True brings its own transport"):
        both.made(fast=True, transport=httpx.MockTransport(lambda _: httpx.Response(200)))


def test_the_missing_extra_is_named(both: ScriptedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "find_spec", dict[str, None]().get)
    with pytest.raises(ConfigurationError, match=r"pip install 'onepay-client\[fast\]'"):
        both.made(fast=True)


def test_nobody_at_home_proves_that_nothing_left(both: ScriptedClient) -> None:
    fast = both.made(fast=True, base_url=NOBODY, cards_url=NOBODY)
    with pytest.raises(NotSent, match="Connection refused") as caught:
        both.wait(fast.charges.refund("an-id-of-mine"))
    assert "an-id-of-mine" not in str(caught.value)
    close(both, fast)
    with pytest.raises(ConfigurationError, match="has been closed"):
        both.wait(fast.charges.refund("an-id-of-mine"))


def test_a_cut_connection_is_not_named_a_failed_one(rig: Harness, contract: Contract) -> None:
    fast = rig.made(fast=True)
    end = rig.play(contract.operations["charges_refund"], [CUT[0]], client=fast).end
    assert isinstance(end.error, OutcomeUnknown)
    assert "the connection ended" in str(end.error)
    rig.close(fast)


def test_the_proxy_of_the_environment_is_not_used_here(rig: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(variable, NOBODY)
    fast = rig.made(fast=True)
    rig.server.play([Fault("fresh", _fresh)])
    assert rig.wait(fast.balances.get()).label == "fresh"
    rig.close(fast)


def _fresh(connection: Connection, _: Success) -> None:
    connection.send(reply(200, BALANCE, X_Odd="caf\u00e9"))


def test_a_proxy_gets_its_own_password_and_no_key(both: ScriptedClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        heads: list[bytes] = []
        proxy = threading.Thread(target=_refuse_tunnels, args=(listener, heads))
        proxy.start()
        address = f"http://me:hunter2@127.0.0.1:{listener.getsockname()[1]}"
        fast = both.made(fast=True, proxy=address, retries=0)
        with pytest.raises(NotSent) as caught:
            both.wait(fast.charges.refund("an-id"))
        proxy.join()
    close(both, fast)
    assert heads[0].startswith(b"CONNECT api.onepay.la:443")
    assert b"Proxy-Authorization: Basic" in heads[0].title()
    assert b"sk_test" not in heads[0]
    assert "hunter2" not in str(caught.value)


def _refuse_tunnels(listener: socket.socket, heads: list[bytes]) -> None:
    connection, _ = listener.accept()
    with connection:
        heads.append(connection.recv(65536))
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")


def test_a_forked_child_says_why_nothing_was_sent(both: ScriptedClient) -> None:
    fast = both.made(fast=True, base_url=NOBODY, cards_url=NOBODY)

    def call() -> bool:
        with pytest.raises(NotSent, match="spawn"):
            both.wait(fast.balances.get())
        return True

    assert in_a_child(call) == 0
    close(both, fast)


class _Refused(Exception):
    def __init__(self, *causes: str) -> None:
        self.details = {"causes": [{"message": cause} for cause in causes]}


def test_a_refused_certificate_is_named_and_not_tried_again() -> None:
    error = _Refused("client error (Connect)", "invalid peer certificate: UnknownIssuer")
    found = failed(error, TransmissionState(handed_over=True), None)
    assert found.failure is Failure.NEVER_SENT
    assert found.reason == "no connection: invalid peer certificate: UnknownIssuer"
    assert not found.expected


def test_what_names_no_cause_proves_nothing() -> None:
    found = failed(RuntimeError("client error (Connect)"), TransmissionState(handed_over=True), None)
    assert found.failure is Failure.MAY_HAVE_ARRIVED
