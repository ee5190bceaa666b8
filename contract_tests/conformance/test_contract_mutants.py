"""A contract with a planted mistake is noticed on the true sandbox."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from mutation.edits import Edit, put
from mutation.server_edits import Uses, known_reason, server_edits
from mutation.server_suite import ServerSuite
from mutation.trials import drawing
from rules import Description

ROOT: Final = Path(__file__).resolve().parent.parent.parent
NOTICED: Final = (
    "change a type  /components/schemas/City/properties/name/type/string",
    "drop a property  /components/schemas/ConnectLink/properties/visits",
    "forbid null  /components/schemas/Payment/properties/paid_at",
    "release a field  /components/schemas/WebhookEndpointCreate/required/url",
    "rename a property  /components/schemas/WebhookEndpointCreate/properties/url",
    "respell a path  /paths/~1webhooks",
)
LEFT_OUT: Final = (
    ("allow null  /components/schemas/Payment/properties/title", "may always send something"),
    ("release a field  /components/schemas/Payment/required/amount", "need not"),
    ("drop a parameter  /paths/~1customers/get/parameters/Page", "not sent"),
    ("drop an operation  /paths/~1customers/get", "not called"),
)


@pytest.fixture(scope="module")
def suite() -> ServerSuite:
    return ServerSuite(ROOT)


@pytest.fixture(scope="module")
def edits(suite: ServerSuite) -> dict[str, Edit]:
    return {str(server_edit): server_edit for server_edit in server_edits(suite.description)}


def test_the_contract_as_it_is_finds_nothing(suite: ServerSuite) -> None:
    assert suite.killed_by(None) is None


@pytest.mark.parametrize("name", NOTICED)
def test_the_suite_notices_the_mistake(suite: ServerSuite, edits: dict[str, Edit], name: str) -> None:
    assert suite.killed_by(edits[name]) is not None


@pytest.mark.parametrize(("name", "reason"), LEFT_OUT)
def test_what_no_server_can_show_is_left_out_with_its_reason(
    suite: ServerSuite, edits: dict[str, Edit], name: str, reason: str
) -> None:
    uses = Uses(suite.description.document)
    assert reason in (known_reason(edits[name], uses, suite.description) or "")
    assert name not in {str(mutant) for mutant in suite.mutants()}


def test_a_mistake_that_makes_no_contract_is_noticed(suite: ServerSuite) -> None:
    broken = Edit("break a schema", "/components/schemas/Payment", "/components/schemas/Payment", put("type", 7))
    assert suite.killed_by(broken) is not None


def test_the_same_seed_draws_the_same_mistakes(suite: ServerSuite) -> None:
    first, second = (drawing(7, 20)(suite.mutants()) for _ in range(2))
    assert [str(item) for item in first] == [str(item) for item in second]


def test_mistake_that_is_left_out_has_a_counted_reason(suite: ServerSuite) -> None:
    lines = list(suite.left_out())
    known = len(list(server_edits(Description(suite.description.document))))
    assert sum(int(line.split()[0].replace(",", "")) for line in lines) == known - len(suite.mutants())
