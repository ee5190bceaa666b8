"""A comparison as text, JSON and Markdown, and how it ends the command."""

from __future__ import annotations

import json
from typing import Final

import pytest

from diff.planted_changes import PLANTED
from diff.sample import sample
from onepay_contract.diff import Comparison, Grade, as_json, as_markdown, as_text, compare
from onepay_contract.document import Contract
from onepay_contract.findings import ExitStatus

PLANTED_BY_NAME: Final = {planted.name: planted for planted in PLANTED}


def _found(name: str = "") -> Comparison:
    document = PLANTED_BY_NAME[name].document() if name else sample()
    return compare(Contract(sample()), Contract(document), ("v1", "openapi"))


def test_text_says_what_changed_and_for_whom() -> None:
    assert as_text(_found("pesos become cents")) == (
        "2 changes from v1 to openapi: 1 danger, 1 note.\n"
        "\n"
        "danger\n"
        "  money_unit_changed  payments_list 200 /*/amount, payments_create 201 /amount and 1 more  [money]\n"
        "      pesos -> cents\n"
        "      who reads: Convert what you read: the same number is another sum of money. (danger)\n"
        "      at /components/schemas/Payment/properties/amount\n"
        "\n"
        "note\n"
        "  wording_changed  payments_list 200 /*/amount, payments_create 201 /amount and 1 more  (description)\n"
    )


def test_text_of_equal_contracts_is_one_sentence() -> None:
    assert as_text(_found()) == "Nothing changed from v1 to openapi.\n"


def test_json_holds_every_use_and_effect() -> None:
    written = json.loads(as_json(_found("a complete list gains a word")))
    [change] = written["changes"]

    assert (written["grade"], written["counts"]) == ("breaking", {"breaking": 1})
    assert {party: effect["grade"] for party, effect in change["effects"].items()} == {
        "sends": "compatible",
        "reads": "breaking",
    }
    assert {"party": "sends", "owner": "payments_list", "where": "query:status"} in change["uses"]
    assert {"party": "reads", "owner": "payments_get", "where": "200 /status"} in change["uses"]


def test_markdown_shows_texts_of_the_contract_as_they_are() -> None:
    document = sample()
    document["components"]["schemas"]["Method"]["x-extensible-enum"].append("<b>*pse*`|\x1b[31m")

    text = as_markdown(compare(Contract(sample()), Contract(document)))

    assert "&lt;b&gt;\\*pse\\*\\`\\|?\\[31m" in text
    assert text.startswith(
        "**1 change from before to after: 1 compatible.**\n\n### Compatible\n\n- `known_value_added`"
    )


@pytest.mark.parametrize(
    ("name", "tolerated", "status"),
    [
        ("a description changes", Grade.COMPATIBLE, ExitStatus.CLEAN),
        ("an operation comes", Grade.COMPATIBLE, ExitStatus.CLEAN),
        ("another error", Grade.COMPATIBLE, ExitStatus.DRIFT),
        ("another error", Grade.CAUTION, ExitStatus.CLEAN),
        ("a parameter goes", Grade.CAUTION, ExitStatus.BREAKING),
        ("pesos become cents", Grade.BREAKING, ExitStatus.DANGER),
        ("pesos become cents", Grade.DANGER, ExitStatus.CLEAN),
    ],
)
def test_gravest_change_decides_the_exit_status(name: str, tolerated: Grade, status: ExitStatus) -> None:
    assert _found(name).exit_status(tolerated) is status
