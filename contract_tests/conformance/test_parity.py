"""The same walk on two servers: what differs is found, shown by few requests, and explained by assumptions."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final
from unittest import mock

import httpx
import pytest

from conformance.fakes import Bent, Fresh, Hours
from onepay_cli.__main__ import main
from onepay_conformance.parity import (
    Explanation,
    Limits,
    ParityReport,
    UnknownAssumption,
    compared,
    read_explanations,
)
from onepay_conformance.target import around
from onepay_contract import document as contracts
from onepay_contract.exchanges import write_json
from onepay_contract.findings import Kind
from server.sockets import HOST, served

FEW: Final = frozenset(
    ("customers_create", "payments_create", "payments_get", "payments_delete", "webhooks_create", "webhooks_get")
)
Bend = Callable[[httpx.Request, httpx.Response], httpx.Response]


def _other_title(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
    """A server that shows the titles of payments in capitals, but not where they are made."""
    if request.method == "GET" and _is_payment(request) and reply.is_success:
        return _changed(reply, title=reply.json()["title"].upper())
    return reply


def _is_payment(request: httpx.Request) -> bool:
    return request.url.path.startswith("/v1/payments/") and request.url.path.count("/") == 3


def _without_source(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
    is_new = request.method == "POST" and request.url.path == "/v1/payments" and reply.is_success
    return _changed(reply, source=None) if is_new else reply


def _another_status(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
    is_removal = request.method == "DELETE" and request.url.path.startswith("/v1/payments/") and reply.is_success
    return httpx.Response(200, json={}) if is_removal else reply


def _changed(reply: httpx.Response, **fields: object) -> httpx.Response:
    body = {name: value for name, value in {**reply.json(), **fields}.items() if name not in fields or fields[name]}
    return httpx.Response(reply.status_code, content=write_json(body), headers={"content-type": "application/json"})


def _compared(fresh: Fresh, bend: Bend | None = None, **more: object) -> ParityReport:
    other = Bent(fresh(), bend) if bend else fresh()
    servers = around(fresh()), around(other, "second")
    limits = Limits(budget=2_000)
    return compared(contracts.load(), *servers, limits=limits, only=FEW, watch=Hours().watch, **more)  # type: ignore[arg-type] # options of the comparison


def test_two_sandboxes_do_not_differ(fresh: Fresh) -> None:
    report = _compared(fresh)
    assert (list(report.unexplained), report.stopped, list(report.left)) == ([], None, [])
    assert set(report.operations) >= FEW


@pytest.mark.parametrize(
    ("bend", "kind", "place", "walk"),
    [
        (_other_title, Kind.VALUE_DIFFERS, "/title", ["payments_create", "payments_get"]),
        (_without_source, Kind.SHAPE_DIFFERS, "/source", ["payments_create"]),
        (_another_status, Kind.STATUS_DIFFERS, "status", ["payments_create", "payments_delete"]),
    ],
    ids=["value", "field", "status"],
)
def test_a_difference_is_shown_by_few_requests(
    fresh: Fresh, bend: Bend, kind: Kind, place: str, walk: list[str]
) -> None:
    report = _compared(fresh, bend)
    found = [(item.finding.operation, item.finding.kind, item.place, list(item.walk)) for item in report.unexplained]
    assert found == [(walk[-1], kind, place, walk)]


def test_an_assumption_explains_a_difference(fresh: Fresh) -> None:
    known = [Explanation("payments_get", "/title", "titles"), Explanation("payments_get", "/amount", "titles")]
    report = _compared(fresh, _other_title, explanations=known, assumptions=["titles"])
    assert list(report.unexplained) == []
    assert [item.place for item in report.explained] == ["/title"]
    assert list(report.unused) == known[1:]


def test_an_unknown_assumption_is_refused_before_sending(fresh: Fresh) -> None:
    other = Bent(fresh())
    known = [Explanation("payments_get", "/title", "nonsense")]
    with pytest.raises(UnknownAssumption, match="nonsense"):
        compared(contracts.load(), around(fresh()), around(other), explanations=known, assumptions=["titles"])
    assert other.requests == []


def test_explanations_are_three_words_in_a_line() -> None:
    assert read_explanations("# known\n\npayments_get  /title  titles\n") == [
        Explanation("payments_get", "/title", "titles")
    ]
    with pytest.raises(ValueError, match="is no explanation"):
        read_explanations("payments_get /title")


def test_the_command_compares_a_server_with_the_sandbox(
    fresh: Fresh, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    explained = tmp_path / "explained.txt"
    explained.write_text("payments_get /amount nonsense\n", encoding="utf-8")
    with served(fresh().sandbox) as port:
        root = f"http://{HOST}:{port}"
        variables = {"ONEPAY_API_KEY": "sk_test_a", "ONEPAY_PUBLIC_KEY": "pk_test_a"}
        variables |= {"ONEPAY_BASE_URL": f"{root}/v1", "ONEPAY_CARDS_URL": f"{root}/cards/v1"}
        with mock.patch.dict(os.environ, variables):
            assert main(["conformance", "parity", "--explained", str(explained)]) == 2
            assert "No assumption is called nonsense" in capsys.readouterr().err
            assert main(["conformance", "parity", "--budget", "60", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []
