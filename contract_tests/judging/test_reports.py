from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from onepay_contract.findings import Finding, Findings, Kind
from onepay_contract.reports import Summary, as_html, as_json, as_junit, as_text

NASTY: Final = "<script>alert('x')</script> & \"quoted\" ${headline} $headline \x00\x1b[31m"


def _finding(kind: Kind = Kind.WRONG_TYPE, operation: str = "payments_get", pointer: str = "/amount") -> Finding:
    source = "https://docs.onepay.la/client/payments/detail"
    return Finding.of(kind, operation, 200, pointer=pointer, expected="whole number", actual="text", source=source)


FOUND: Final = (
    _finding(),
    _finding(),
    _finding(Kind.UNLISTED_VALUE, "cards_list", "/data/*/brand"),
    _finding(Kind.KEY_NOT_REQUIRED, "payments_list", ""),
)
DIFF: Final = "--- a/openapi/x.yaml\n+++ b/openapi/x.yaml\n-    type: integer\n"


@pytest.fixture
def summary() -> Summary:
    called = ("payments_get", "cards_list", "payments_list", "banks_list")
    diffs = {FOUND[0].signature: DIFF}
    return Summary("2026-03-02T15:04:05Z", "api.onepay.la", 1200, called, Findings(FOUND), ("A note.",), diffs)


@pytest.fixture
def nasty() -> Summary:
    finding = Finding.of(Kind.WRONG_TYPE, NASTY, 200, pointer=NASTY, expected=NASTY, actual=NASTY, source=NASTY)
    diffs = {finding.signature: NASTY}
    return Summary(NASTY, NASTY, 1, (NASTY,), Findings([finding]), (NASTY,), diffs)


def test_the_headline_counts(summary: Summary) -> None:
    assert summary.headline == (
        "3 departures (met 4 times) in 1,200 exchanges with 4 operations; the gravest is: danger."
    )


def test_a_clean_run_says_so() -> None:
    clean = Summary("now", "here", 5, ("a",), Findings())

    assert clean.headline == "Nothing departs from the contract in 5 exchanges with 1 operation."
    assert 'class="verdict clean"' in as_html(clean)
    assert json.loads(as_json(clean))["worst"] is None


def test_the_table_groups_by_operation_with_the_gravest_first(summary: Summary) -> None:
    text = as_text(summary)

    places = [text.index(f"\n{name}\n") for name in ("payments_list", "payments_get", "cards_list")]
    assert places == sorted(places)
    assert "breaking  200     wrong_type  /amount  2" in text
    assert "(documented: https://docs.onepay.la/client/payments/detail)" in text
    assert "A note." in text


def test_the_document_holds_everything(summary: Summary) -> None:
    document = json.loads(as_json(summary))

    assert (document["worst"], document["exit_status"], document["exchanges"]) == ("danger", 4, 1200)
    [wrong] = [finding for finding in document["findings"] if finding["kind"] == "wrong_type"]
    assert (wrong["count"], wrong["proposal"], wrong["sentence"]) == (2, DIFF, Kind.WRONG_TYPE.sentence)


def test_junit_fails_an_operation_above_a_note(summary: Summary) -> None:
    [suite] = ET.fromstring(as_junit(summary))  # noqa: S314 (our own)

    failing = {case.get("name"): case.find("failure") is not None for case in suite}
    assert failing == {"banks_list": False, "cards_list": False, "payments_get": True, "payments_list": True}
    assert (suite.get("tests"), suite.get("failures")) == ("4", "2")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_needs_nothing_from_elsewhere(summary: Summary) -> None:
    reader = _Reader()
    reader.feed(as_html(summary))

    tags = {tag for tag, _ in reader.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    assert not [
        attributes for _, attributes in reader.tags if {"src", "srcset", "style", "onclick", "onload"} & set(attributes)
    ]
    assert not re.search(r"url\(|@import|@font-face", as_html(summary))


def test_the_page_can_be_navigated_and_read_in_the_dark(summary: Summary) -> None:
    reader = _Reader()
    reader.feed(as_html(summary))

    anchors = {
        str(attributes["href"]).removeprefix("#")
        for tag, attributes in reader.tags
        if tag == "a" and str(attributes["href"])[0] == "#"
    }
    ids = {attributes["id"] for _, attributes in reader.tags if "id" in attributes}
    assert anchors == ids == {"payments_get", "payments_list", "cards_list"}
    assert "prefers-color-scheme: dark" in as_html(summary)
    assert "color-scheme: light dark" in as_html(summary)


def test_nothing_that_a_server_said_becomes_markup(nasty: Summary) -> None:
    page = as_html(nasty)

    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert 'href="javascript' not in page


def test_a_source_that_is_no_page_of_the_web_is_no_link() -> None:
    finding = Finding.of(Kind.WRONG_TYPE, "a", 200, expected="x", actual="y", source="javascript:alert(1)")

    assert "href" not in as_html(Summary("now", "here", 1, (), Findings([finding]))).partition("<h2")[2]


def test_what_xml_cannot_hold_does_not_break_junit(nasty: Summary) -> None:
    [suite] = ET.fromstring(as_junit(nasty))  # noqa: S314 (our own)

    assert suite[0].get("name", "").startswith("<script>")


def test_what_a_server_said_cannot_steer_a_terminal(nasty: Summary) -> None:
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", as_text(nasty))
