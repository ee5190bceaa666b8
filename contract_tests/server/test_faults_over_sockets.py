"""Each kind of fault reaches a client over a real socket."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest

from onepay_sandbox.core.faults import FaultRule
from onepay_sandbox.sandbox import Sandbox
from server.sockets import HOST, served

PATH = "/v1/balances"
KINDS = msgspec.json.schema(FaultRule)["$defs"]["FaultRule"]["properties"]["kind"]["enum"]


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with served(sandbox) as port:
        key = {"Authorization": "Bearer sk_test_alborada"}
        with httpx.Client(base_url=f"http://{HOST}:{port}", headers=key, timeout=30) as client:
            yield client


def _hit(client: httpx.Client, kind: str, **more: Any) -> httpx.Response:
    """What a call is answered that one rule of this kind hits."""
    rule = {"kind": kind, "operation": "balances_get", "times": 1, **more}
    client.post("/_sandbox/faults", json=rule).raise_for_status()
    return client.get(PATH)


@pytest.mark.parametrize("status", [400, 429, 500, 503, 504])
def test_a_status_comes_with_its_pause(client: httpx.Client, status: int) -> None:
    reply = _hit(client, "status", status=status, retry_after="7")
    assert (reply.status_code, reply.headers["retry-after"]) == (status, "7")
    assert client.get(PATH).status_code == 200


def test_a_page_of_a_proxy_is_no_json(client: httpx.Client) -> None:
    reply = _hit(client, "html")
    assert (reply.status_code, reply.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert reply.text.startswith("<html>")


def test_json_ends_in_the_middle(client: httpx.Client) -> None:
    whole = client.get(PATH).content
    assert _hit(client, "cut_json").content == whole[: len(whole) // 2]


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("wrong_type", {"balance": {"unexpected": True}}),
        ("unknown_enum", {"balance": "a_value_of_tomorrow"}),
        ("extra_field", {"a_field_of_tomorrow": "new"}),
        ("missing_field", {}),
    ],
)
def test_a_spoiled_body_is_the_true_one_but_for_one_field(client: httpx.Client, kind: str, changed: Any) -> None:
    true = client.get(PATH).json()
    kept = {name: value for name, value in true.items() if kind != "missing_field" or name != "balance"}
    assert _hit(client, kind, field="balance").json() == {**kept, **changed}


def test_a_delay_keeps_the_answer_back(client: httpx.Client) -> None:
    begun = time.monotonic()
    assert _hit(client, "delay", seconds=0.2).status_code == 200
    assert time.monotonic() - begun >= 0.2


@pytest.mark.parametrize(("kind", "error"), [("cut", httpx.RemoteProtocolError), ("reset", httpx.ReadError)])
def test_a_broken_connection_is_an_error(client: httpx.Client, kind: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        _hit(client, kind)
    assert client.get(PATH).status_code == 200


def test_no_kind_of_fault_is_missing_here() -> None:
    shown = {"status", "html", "cut_json", "wrong_type", "unknown_enum", "extra_field", "missing_field", "delay"}
    assert shown | {"cut", "reset"} == set(KINDS)
