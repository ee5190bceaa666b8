"""The code of the pages about configuration, money and observability runs, and does what they say."""

from __future__ import annotations

import logging
import re
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from onepay_client import OnePay, OnePayError
from onepay_client.settings import Runtime
from support.answering import Answer, Server

DOCS = Path(__file__).resolve().parents[2] / "docs"
NAMES = ("configuration.md", "money.md", "observability.md")
PAGES = {name: (DOCS / name).read_text(encoding="utf-8") for name in NAMES}
BLOCKS = [
    (name, block) for name, text in PAGES.items() for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL)
]


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page sets up for its reader is not set up for the other tests."""
    logger = logging.getLogger("onepay_client")
    monkeypatch.setattr(logging, "basicConfig", lambda: None)
    monkeypatch.setattr(logger, "level", logger.level)


class Span:
    """What OpenTelemetry's spans can do, as far as the page uses it."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name, self.attributes = name, attributes
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.status: tuple[str, str] | None = None
        self.ended = 0

    def add_event(self, name: str, attributes: dict[str, Any]) -> None:
        self.events.append((name, attributes))

    def set_status(self, code: str, description: str) -> None:
        self.status = code, description

    def end(self) -> None:
        self.ended += 1


class Tracer:
    """A tracer that keeps its spans."""

    def __init__(self) -> None:
        self.spans: list[Span] = []

    def start_span(self, name: str, attributes: dict[str, str]) -> Span:
        self.spans.append(Span(name, attributes))
        return self.spans[-1]


@pytest.fixture
def tracer(monkeypatch: pytest.MonkeyPatch) -> Tracer:
    """Stands for OpenTelemetry's, which is not installed here."""
    tracer = Tracer()

    def get_tracer(_name: str) -> Tracer:
        return tracer

    trace = types.ModuleType("opentelemetry.trace")
    vars(trace).update(get_tracer=get_tracer, StatusCode=types.SimpleNamespace(ERROR="ERROR"))
    package = types.ModuleType("opentelemetry")
    vars(package).update(trace=trace)
    monkeypatch.setitem(sys.modules, "opentelemetry", package)
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", trace)
    return tracer


@pytest.mark.parametrize(
    ("page", "block"), BLOCKS, ids=[f"{page}: {block.splitlines()[-1][:40]}" for page, block in BLOCKS]
)
def test_the_code_of_the_pages_runs_as_it_stands(
    page: str, block: str, tracer: Tracer, monkeypatch: pytest.MonkeyPatch
) -> None:
    del tracer
    monkeypatch.setattr(logging, "basicConfig", lambda: None)
    exec(compile(block, page, "exec"), {})  # noqa: S102 - running the page is the point


def test_the_tracing_recipe_opens_and_closes_a_span_per_call(tracer: Tracer) -> None:
    [block] = [block for _, block in BLOCKS if "class Tracing" in block]
    names: dict[str, Any] = {}
    exec(compile(block, "observability.md", "exec"), names)  # noqa: S102 - the same
    tracing = names["Tracing"](tracer)
    replies = iter([Answer(503), Answer(200, {"id": "c1"}), Answer(404)])
    around = Runtime(random=lambda: 0.0, sleep=lambda _: None)
    with (
        Server.running(lambda _: next(replies)) as server,
        OnePay("sk_test_made_up", base_url=server.url, runtime=around, observers=[tracing]) as client,
    ):
        client.charges.get("c1")
        with pytest.raises(OnePayError):
            client.charges.get("c2")

    first, second = tracer.spans
    assert first.name == "onepay charges_get"
    assert first.attributes["url.template"] == "/charges/{charge_id}"
    assert [facts["status"] for _, facts in first.events] == [503, 200]
    assert (first.status, second.status) == (None, ("ERROR", "NotFound"))
    assert (first.ended, second.ended, tracing.spans) == (1, 1, {})
