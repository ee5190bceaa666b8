"""A correct server is found to be one through a proxy too; `nox -s soak` tries all ways with 20 seeds each."""

from __future__ import annotations

from typing import Final

import httpx
import pytest

from conformance.fakes import Scripted
from conformance.matrix import Way, graver_than_notes, report_of
from conformance.proxy import LaravelProxy
from onepay_conformance.command import POLITE
from onepay_contract import document as contracts
from onepay_core.json_values import Json

SAMPLE: Final = (
    Way("", has_control=True, has_proxy=True),
    Way("localhost", has_control=False, has_proxy=True),
)


@pytest.mark.parametrize("way", SAMPLE, ids=str)
def test_nothing_departs_through_a_proxy(way: Way) -> None:
    report = report_of(way, seed=1)
    assert (graver_than_notes(report), report.figures.left) == ([], [])
    assert POLITE.budget * 0.9 < report.figures.sent <= POLITE.budget
    assert {finding.status for finding in report.findings} == {429}, "the rate limit is one note"


def test_the_proxy_changes_how_a_reply_is_written() -> None:
    server = Scripted([httpx.Response(200, json={"url": "https://a.test/b", "metadata": {}, "allows": {}})])
    with httpx.Client(transport=LaravelProxy(server, contracts.load(), every=2), base_url="https://a.test") as client:
        first, second = client.get("/"), client.get("/")
    assert first.json() == {"url": "https://a.test/b", "metadata": [], "allows": {}}
    assert r"https:\/\/a.test" in first.text
    assert (first.headers["content-encoding"], len(first.headers.get_list("set-cookie"))) == ("gzip", 2)
    assert (second.status_code, second.headers["retry-after"]) == (429, "1")


def _through_proxy(path: str, reply: object) -> tuple[Json, httpx.Request]:
    server = Scripted([httpx.Response(200, json=reply)])
    with httpx.Client(transport=LaravelProxy(server, contracts.load()), base_url="https://api.onepay.la/v1") as client:
        read = client.get(path).json()
    return read, server.requests[0]


def test_the_proxy_writes_null_where_the_contract_allows_it() -> None:
    [attempt], _ = _through_proxy("/payments/a/intents", [{"id": "b", "status": "approved"}])
    assert attempt == {"id": "b", "status": "approved"}, "null would tell that it is not paid"
    schemas = contracts.load().schemas
    invoice = dict.fromkeys(schemas["Invoice"]["required"], "")
    read, _ = _through_proxy("/invoices/a", invoice)
    assert read == {**invoice, "due_date": None, "partial_payment_config": None}


def test_the_proxy_asks_for_older_pages_in_plain_card_lists() -> None:
    assert _through_proxy("/cards?page=2", {})[1].url.query == b"page=2&limit=15"
    assert _through_proxy("/cards?per_page=2", {})[1].url.query == b"per_page=2"
    assert _through_proxy("/charges", {})[1].url.query == b""
