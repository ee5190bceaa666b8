"""Every planted change is named, graded and addressed; where redocly judges otherwise, the table says why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from diff.planted_changes import PLANTED, Planted
from diff.sample import sample
from onepay_contract.diff import Comparison, Grade, compare
from onepay_contract.document import Contract

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


def test_every_recorded_verdict_belongs_to_a_planted_change() -> None:
    assert [planted.name for planted in PLANTED] == list(RECORDED["verdicts"])
    assert len(PLANTED) >= 60
