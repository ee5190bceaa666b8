"""A correct server is found to be one through a proxy too; `nox -s soak` tries all ways with 20 seeds each."""

from __future__ import annotations

from typing import Final

import httpx
import pytest

from conformance.fakes import Scripted
from conformance.matrix import Way, graver_than_notes, report_of
from conformance.proxy import LaravelProxy
from onepay_conformance.command import POLITE

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
    with httpx.Client(transport=LaravelProxy(server, every=2), base_url="https://a.test") as client:
        first, second = client.get("/"), client.get("/")
    assert first.json() == {"url": "https://a.test/b", "metadata": [], "allows": {}}
    assert r"https:\/\/a.test" in first.text
    assert (first.headers["content-encoding"], len(first.headers.get_list("set-cookie"))) == ("gzip", 2)
    assert (second.status_code, second.headers["retry-after"]) == (429, "1")
