"""The pages on how the project knows are made from the contract, the sandbox and the results, and leave nothing out."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET

import pytest

from build_docs import CATALOGS, LINKED, spanish
from onepay_contract import document as contracts
from onepay_sandbox.registry import assumptions, state_machines
from reference import claims
from reference.diagrams import state_diagram
from reference.labels import PHRASES, Labels, phrases
from reference.pages import ASSUMED, MACHINES, pages
from reference.plots import Bar, ratio_plot, share_plot

CONTRACT: Final = contracts.load()


def _elements(svg: str, name: str, kind: str = "") -> list[ET.Element]:
    found = list(ET.fromstring(svg).iter(name))  # noqa: S314 - the SVG is ours
    return [element for element in found if not kind or element.get("class") == kind]


@pytest.mark.parametrize("kind", MACHINES)
def test_diagram_has_each_state_and_transition(kind: str) -> None:
    transitions = state_machines()[kind].transitions
    svg = state_diagram(kind, transitions, "States")
    assert [text.text for text in _elements(svg, "text")] == list(transitions)
    assert len(_elements(svg, "path", "transition")) == sum(map(len, transitions.values()))


def test_final_states_have_a_double_border() -> None:
    svg = state_diagram("order", {"open": ("paid", "open_again"), "open_again": ("open",), "paid": ()}, "Order")
    assert len(_elements(svg, "rect", "state")) == 4


def test_long_label_of_a_plot_is_set_narrower() -> None:
    short, _, long, _ = _elements(ratio_plot([Bar("ours", 0.4), Bar("x" * 60, 2.0)], "reading"), "text")
    assert (short.get("textLength"), long.get("textLength")) == (None, "440")


def test_evidence_counts_every_operation_event_and_field() -> None:
    rows = {row.kind: row.counts for row in claims.evidence(CONTRACT)}
    fields = sum(len(s.get("properties", {})) for s in CONTRACT.document["components"]["schemas"].values())
    assert tuple(rows) == claims.KINDS
    assert sum(rows["operations"].values()) == len(CONTRACT.operations)
    assert sum(rows["events"].values()) == len(CONTRACT.events)
    assert sum(rows["fields of objects"].values()) == fields


def test_plot_draws_each_figure_and_each_limit() -> None:
    svg = ratio_plot([Bar("ours", 0.4, limit=0.5), Bar("a peer & co", 27.0, peer=True)], "reading")
    (ours,), (peer,) = _elements(svg, "rect", "bar"), _elements(svg, "rect", "peer")
    assert len(_elements(svg, "line", "limit")) == 1
    assert float(ours.attrib["x"]) < float(peer.attrib["x"])  # faster is left of the line, slower right of it
    assert "a peer & co" in {text.text for text in _elements(svg, "text")}


def test_shares_are_as_long_as_they_are_large() -> None:
    half, whole = _elements(share_plot([Bar("half", 0.5), Bar("whole", 1.0)], "shares"), "rect")
    assert float(half.attrib["width"]) * 2 == float(whole.attrib["width"])


def test_result_files_hold_what_the_plots_need() -> None:
    figures = [figure for _, topic in claims.benchmarks().topics for figure in topic]
    assert figures
    assert all(figure["ratio"] >= 0 for figure in figures)
    *lines, whole = claims.comparison().lines
    assert whole.planted == sum(line.planted for line in lines) > 0
    assert {tool for line in lines for tool in line.found} <= claims.COMPARED.keys()


def test_each_topic_of_the_figures_has_one_heading() -> None:
    topics = [topic for topic, _ in claims.benchmarks().topics]
    assert sorted(topics) == sorted(set(topics))


def test_each_planted_fault_of_the_tests_is_counted_once() -> None:
    lines = [line for line in claims.NAMED_BY.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    ours, drawn = claims.named_by().values()
    assert ours + drawn == len(lines)
    assert 0 < drawn < ours


def test_every_page_that_others_link_to_is_made() -> None:
    made = dict(pages(CONTRACT, str))
    assert set(LINKED) <= made.keys()
    assert [o.id for o in CONTRACT.operations.values() if f"]({o.id}.md)" not in made["api.md"]] == []
    assert [claim.id for claim in assumptions() if f"`{claim.id}`" not in made["assumptions.md"]] == []
    assert {claim.evidence for claim in assumptions()} <= ASSUMED.keys()


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("sandbox: a year passes, 10,000 subscriptions", "sandbox: pasa un año, 10.000 suscripciones"),
        ("its 0.008 s", "sus 0,008 s"),
        ("GET /payments by external_id", "GET /payments por external_id"),
        ("openapi-python-client, stock", "openapi-python-client, sin cambios"),
        ("json.loads", "json.loads"),
    ],
)
def test_label_is_translated_by_its_phrases(label: str, text: str) -> None:
    assert Labels(str)(label) == label
    assert Labels(spanish(CATALOGS / "reference.po"))(label) == text


def test_label_with_a_new_phrase_stops_the_build() -> None:
    assert list(phrases("onepay_client, on a bicycle: 3 MiB")) == ["on a bicycle"]
    with pytest.raises(KeyError, match="on a bicycle"):
        Labels(spanish(CATALOGS / "reference.po"))("onepay_client, on a bicycle")


def test_phrases_of_labels_are_taken_apart_already() -> None:
    assert [phrase for phrase in PHRASES if list(phrases(phrase.format(*"123"))) != [phrase]] == []


def test_numbers_are_written_as_the_language_does() -> None:
    assert [Labels(str).number(value) for value in (0.3914, 27, 1234.5)] == ["0.391", "27", "1,230"]
    assert Labels(spanish(CATALOGS / "reference.po")).number(0.3914) == "0,391"
