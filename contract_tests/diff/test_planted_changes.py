"""Every planted change is named, graded and addressed; where redocly judges otherwise, the table says why."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest

from diff.planted_changes import GONE, PLANTED, Planted
from diff.sample import sample
from onepay_contract.diff import Comparison, Grade, compare
from onepay_contract.diff.marks import MARKS
from onepay_contract.diff.operations import COMPARED
from onepay_contract.document import Contract
from onepay_core.json_values import Json

RECORDED: Final = json.loads((Path(__file__).parent / "redocly_verdicts.json").read_text(encoding="utf-8"))
BUMPS: Final = {
    Grade.NOTE: "patch",
    Grade.COMPATIBLE: "minor",
    Grade.CAUTION: "minor",
    Grade.BREAKING: "major",
    Grade.DANGER: "major",
}
"""The part of a version that a grade asks for, in redocly's words."""


def _comparison(planted: Planted) -> Comparison:
    return compare(Contract(sample()), Contract(planted.document()))


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_planted_change_is_named_and_graded(planted: Planted) -> None:
    found = _comparison(planted)

    assert sorted({str(change.kind) for change in found}) == list(planted.kinds)
    assert found.grade is planted.grade
    assert " ".join(dict.fromkeys(party.value for change in found for party in change.effects)) == planted.parties


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_the_reverse_of_a_change_is_a_change(planted: Planted) -> None:
    assert len(compare(Contract(planted.document()), Contract(sample())).changes) > 0


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_disagreement_with_redocly_is_explained(planted: Planted) -> None:
    differs = RECORDED["verdicts"][planted.name] != BUMPS[planted.grade]

    assert differs == bool(planted.disagreement), f"redocly says {RECORDED['verdicts'][planted.name]}"


@pytest.mark.parametrize(
    ("pointer", "values", "kind"),
    [
        ("/paths/~1balances/post/x-balance", ("takes", "shows"), "balance_moves_otherwise"),
        ("/paths/~1balances/post/x-balance", ("takes", GONE), "balance_moves_otherwise"),
        ("/paths/~1balances/post/x-empty-list", (True, GONE), "empty_list_refused"),
        (
            "/components/schemas/PaymentStatus/x-states",
            ({"paid": ["approved"]}, {"open": ["approved"]}),
            "states_mean_otherwise",
        ),
        ("/components/schemas/Payment/properties/id/x-id", ("payment_id", "charge_id"), "mark_changed"),
        ("/components/securitySchemes/SecretKey/x-login", ("a", "b"), "mark_changed"),
    ],
)
def test_mark_that_says_something_else_is_named(pointer: str, values: tuple[Json, Json], kind: str) -> None:
    before, after = (Planted("", ((pointer, value),), (), Grade.NOTE, "") for value in values)
    known = after.document() if after.edits[0][1] is not GONE else sample()

    [change] = compare(Contract(before.document()), Contract(known))

    assert change.kind == kind


def test_every_mark_of_the_contract_is_compared_by_its_meaning() -> None:
    page = (Path(__file__).parents[2] / "openapi/README.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`(x-[a-z-]+)`", page.partition("| mark | says |")[2].partition("\n\n")[0]))

    assert len(documented) > 20
    assert documented - {"x-login"} <= MARKS | COMPARED | {"x-extensible-enum"}, (
        "say in onepay_contract.diff what it means"
    )


def test_every_recorded_verdict_belongs_to_a_planted_change() -> None:
    assert [planted.name for planted in PLANTED] == list(RECORDED["verdicts"])
    assert len(PLANTED) >= 60
