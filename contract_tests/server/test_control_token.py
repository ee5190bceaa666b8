"""The control token closes the control API and the dashboard, and leaves payers and programs alone."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any, Final

import httpx
import pytest

from onepay_cli.__main__ import main
from onepay_conformance.target import accompanied, from_environment
from onepay_contract.document import load
from onepay_sandbox import Network
from onepay_sandbox.control.api import ControlToken
from onepay_sandbox.http.server import Started
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.browsing import Browser
from server.callers import CONTROL, Caller
from server.sockets import served

TOKEN: Final = "a-token-of-the-team"  # noqa: S105 - it opens sandboxes of tests alone
EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - nothing is served there
UI: Final = "/_sandbox/ui"
PAYMENT: Final[dict[str, Any]] = {"title": "Café", "amount": 10_000}
OPEN_PATHS: Final = ("/_sandbox/", "/_sandbox/health", "/_sandbox/openapi.json", f"{UI}/assumptions")


@pytest.fixture
def closed() -> Iterator[Sandbox]:
    with closing(Sandbox(network=Network(control_token=TOKEN))) as sandbox:
        yield sandbox


@pytest.fixture
def stranger(closed: Sandbox) -> Caller:
    return Caller(SandboxTransport(closed), "sk_test_alborada")


def test_every_control_call_wants_the_token(stranger: Caller) -> None:
    described: dict[str, dict[str, Any]] = stranger.client.get(f"{CONTROL}/openapi.json").json()["paths"]
    for path, item in described.items():
        for method in {"get", "put", "post", "delete"} & set(item):
            url = f"{CONTROL}{re.sub(r'{[^}]+}', 'a', path)}"
            for headers in ({}, {"X-Control-Token": TOKEN + "x"}, {"X-Control-Token": ""}):
                reply = stranger.client.request(method, url, headers=headers)
                assert reply.status_code == (200 if path == "/health" else 401), (method, path)


def test_token_opens_the_control_api(stranger: Caller) -> None:
    assert stranger.client.get(f"{CONTROL}/clock", headers={"X-Control-Token": TOKEN}).status_code == 200
    refused = stranger.client.get(f"{CONTROL}/clock")
    assert "ONEPAY_SANDBOX_CONTROL_TOKEN" in refused.json()["message"]
    assert TOKEN not in refused.text


def test_api_and_payers_need_no_token(stranger: Caller, closed: Sandbox) -> None:
    link = stranger.made("/payments", PAYMENT)["payment_link"]
    payer = Browser(SandboxTransport(closed), "en")
    paid = payer.submit(payer.open(f"{httpx.URL(link).path}/card"), "/card", test_card="4242424242424242")
    assert "Payment approved" in paid.text


def test_only_pages_without_accounts_are_open(stranger: Caller) -> None:
    for path in OPEN_PATHS:
        assert stranger.client.get(f"https://api.onepay.la{path}").status_code == 200
    for path in ("ledger", "payments", "requests", "control"):
        assert stranger.client.get(f"https://api.onepay.la{UI}/{path}").status_code == 401
        with_token = {"X-Control-Token": TOKEN}
        assert stranger.client.get(f"https://api.onepay.la{UI}/{path}", headers=with_token).status_code == 200


def test_dashboard_opens_with_the_token_alone(closed: Sandbox) -> None:
    person = Browser(SandboxTransport(closed), "en")
    fields = {"key": "sk_test_alborada", "control_token": TOKEN + "x"}
    refused = person.submit(person.open("/_sandbox/"), f"{UI}/session", **fields)
    assert (refused.status, "not the control token" in refused.text) == (422, True)
    assert person.open(f"{UI}/ledger").status == 401
    opened = person.submit(person.open("/_sandbox/"), f"{UI}/session", **{**fields, "control_token": TOKEN})
    assert opened.status == 200
    assert person.open(f"{UI}/ledger").status == 200


def test_cookie_of_another_account_is_not_proved(closed: Sandbox, stranger: Caller) -> None:
    opened = stranger.client.post(
        f"https://api.onepay.la{UI}/session",
        headers={"Authorization": ""},
        data={"key": "sk_test_mine", "control_token": TOKEN},
    )
    cookie = opened.headers["set-cookie"].partition(";")[0]
    assert TOKEN not in cookie
    for spoilt, status in ((cookie, 200), (cookie.replace("mine", "yours"), 401), (cookie.rpartition("~")[0], 401)):
        with httpx.Client(transport=SandboxTransport(closed), headers={"Cookie": spoilt}) as client:
            assert client.get(f"https://api.onepay.la{UI}/ledger").status_code == status


@pytest.mark.parametrize("text", ["short", "a" * 201, "with spaces in between", "con eñe y más letras", ""])
def test_weak_token_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(ValueError, match="16 to 200 characters") as raised:
        ControlToken(text)
    assert not text or text not in str(raised.value)


class _Server:
    """What the command runs in place of a server."""

    def run(self, sockets: object) -> None:
        assert sockets
        assert gc.isenabled()


@pytest.fixture
def _nobody_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    def server(*_: object) -> _Server:
        return _Server()

    monkeypatch.setattr("onepay_sandbox.http.server.server", server)


@pytest.mark.usefixtures("_nobody_serves")
def test_open_sandbox_warns_and_prints_its_token_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", "start", "--port", "0", "--host", EVERYWHERE]) == 0
    words = capsys.readouterr()
    tokens = re.findall(r"^  token +(\S{32}) ", words.out, re.MULTILINE)
    assert len(tokens) == 1
    assert words.err.startswith("Warning: the sandbox listens beyond this machine.")
    assert tokens[0] not in words.err


@pytest.mark.usefixtures("_nobody_serves")
def test_token_that_was_given_is_not_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEPAY_SANDBOX_CONTROL_TOKEN", TOKEN)
    assert main(["sandbox", "start", "--port", "0", "--host", EVERYWHERE]) == 0
    words = capsys.readouterr()
    assert TOKEN not in words.out + words.err
    assert main(["sandbox", "start", "--port", "0"]) == 0
    assert capsys.readouterr().err == ""
    assert TOKEN not in repr(Started("", "", is_open=True, new_token=TOKEN)) + repr(Network(control_token=TOKEN))


def test_commands_send_the_token(
    closed: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(closed) as port:
        monkeypatch.setenv("ONEPAY_BASE_URL", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("ONEPAY_API_KEY", "sk_test_alborada")
        assert main(["sandbox", "status"]) != 0
        assert "X-Control-Token" in capsys.readouterr().err
        monkeypatch.setenv("ONEPAY_SANDBOX_CONTROL_TOKEN", TOKEN)
        assert main(["sandbox", "status", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["status"] == "ok"


def test_conformance_controls_a_sandbox_with_its_token(closed: Sandbox) -> None:
    with served(closed) as port:
        variables = {"ONEPAY_API_KEY": "sk_test_alborada", "ONEPAY_BASE_URL": f"http://127.0.0.1:{port}"}
        controls: list[bool] = []
        for token in ("", TOKEN):
            server = from_environment({**variables, "ONEPAY_SANDBOX_CONTROL_TOKEN": token}, load())
            assert server is not None
            controls.append(accompanied(server).control is not None)
    assert controls == [False, True]
