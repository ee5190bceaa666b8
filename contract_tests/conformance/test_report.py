"""The report for people: what stands first, each cause once with its request and reply, and Spanish for OnePay."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from xml.etree import ElementTree as ET

import httpx
import pytest

from conformance.fakes import Bent, Fresh, Hours
from onepay_conformance.report import NOTHING_ASKED, SPANISH, as_markdown, causes, first_things, samples_of
from onepay_conformance.run import Options, Report, run
from onepay_conformance.target import around
from onepay_contract import document as contracts
from onepay_contract.findings import Findings, Kind
from onepay_contract.reports import Summary, as_html, as_json, as_junit, as_text

ONLY = frozenset(("customers_create", "customers_get", "customers_list", "request_to_pay_create_nequi"))
MADE = "2026-02-02T13:00:00Z"


def _report(fresh: Fresh, bend: Callable[[httpx.Request, httpx.Response], httpx.Response] | None = None) -> Report:
    transport = Bent(fresh(), bend) if bend else fresh()
    return run(around(transport), phases=("examples",), options=Options(only=ONLY, watch=Hours().watch))


def _numbered(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
    """Customers have a number in the place of their first name."""
    if request.url.path.startswith("/v1/customers") and reply.is_success and b'"first_name"' in reply.content:
        value = json.loads(reply.content)
        for item in value.get("data", [value]):
            item["first_name"] = 7
        return httpx.Response(reply.status_code, json=value, headers={"x-request-id": "r-118"})
    return reply


def test_each_finding_has_its_request_and_reply(fresh: Fresh) -> None:
    report = _report(fresh, _numbered)
    text = as_markdown(report, contracts.load(), server="a server", made=MADE)
    assert "`POST /customers`" in text
    assert "curl -X POST https://api.onepay.la/v1/customers" in text
    assert '-H "authorization: Bearer $ONEPAY_API_KEY"' in text
    assert "x-request-id r-118" in text
    assert "sk_test_" not in text


def _summary(report: Report) -> Summary:
    samples = samples_of(report, contracts.load())
    return Summary.of(report.findings, made=MADE, server="s", exchanges=1, operations=(), samples=samples)


@pytest.mark.parametrize("form", [as_json, as_junit, as_html])
def test_all_forms_show_the_request_and_its_reply(fresh: Fresh, form: Callable[[Summary], str]) -> None:
    text = html.unescape(form(_summary(_report(fresh, _numbered))))
    assert "curl -X POST https://api.onepay.la/v1/customers" in text
    assert "$ONEPAY_API_KEY" in text
    assert '"first_name":' in text.replace("\\", "")
    assert "x-request-id r-118" in text
    assert "breaking" in text
    assert "sk_test_" not in text


def test_json_tells_where_the_exchange_stands(fresh: Fresh) -> None:
    report = _report(fresh, _numbered)
    found = json.loads(as_json(_summary(report)))["findings"]
    sample = next(item["sample"] for item in found if item["operation"] == "customers_create")
    line: int = sample["line"]
    exchange = report.exchanges[line - 2]  # the first line of a recording is its head
    assert (sample["method"], sample["path"]) == ("POST", "/customers")
    assert (exchange.operation, exchange.at) == ("customers_create", sample["at"])


def test_what_the_run_invented_is_shown(fresh: Fresh) -> None:
    text = as_markdown(_report(fresh, _numbered), contracts.load(), server="a server", made=MADE)
    assert "Mariana" in text or "+5730000000" in text


def test_one_cause_stands_once_with_all_places(fresh: Fresh) -> None:
    found = [cause for cause in causes(_report(fresh, _numbered)) if cause.sample.pointer == "/first_name"]
    assert {finding.operation for cause in found for finding in cause.places} >= {"customers_create", "customers_get"}
    assert len([cause for cause in found if cause.sample.kind is Kind.WRONG_TYPE]) == 1


def test_open_requests_to_pay_are_named(fresh: Fresh) -> None:
    report = _report(fresh)
    [kept] = [item for item in report.figures.kept if item.maker == "request_to_pay_create_nequi"]
    assert kept.open
    assert any(kept.open[0] in line for line in first_things(report))


def test_never_answered_operations_stand_first(fresh: Fresh) -> None:
    def refuse(request: httpx.Request, reply: httpx.Response) -> httpx.Response:
        is_list = request.url.path == "/v1/customers" and request.method == "GET"
        return httpx.Response(401, json={"message": "No."}) if is_list else reply

    report = _report(fresh, refuse)
    assert any("Never answered 2xx: customers_list; it answered 401" in line for line in first_things(report))


def test_every_kind_has_a_name_in_spanish() -> None:
    assert SPANISH.keys() == set(Kind)


@pytest.mark.parametrize("form", [as_text, as_json, as_junit])
def test_a_run_that_asked_nothing_fails(form: Callable[[Summary], str]) -> None:
    summary = Summary.of(Findings(), made=MADE, server="s", exchanges=0, operations=(), failed=NOTHING_ASKED)
    text = form(summary)
    assert NOTHING_ASKED in text
    if form is as_json:
        assert json.loads(text)["exit_status"] == 9
    if form is as_junit:
        assert ET.fromstring(text)[0].get("errors") == "1"  # noqa: S314 - our own words
