"""Every behaviour that no document states is an assumption with evidence and reason."""

from __future__ import annotations

import re
from collections import Counter

import pytest

import assumptions
import exceptions
from onepay_sandbox import registry
from onepay_sandbox.core.assumptions import Assumption

CLAIMS = registry.assumptions()


def test_the_ledger_holds_exactly_what_no_document_says() -> None:
    stands = set(assumptions.LIST.read_text(encoding="utf-8").splitlines())
    should = set(assumptions.text().splitlines())
    advice = "Run `python scripts/assumptions.py`, and review what comes in."
    assert (sorted(should - stands), sorted(stands - should)) == ([], []), advice
    assert assumptions.LIST.read_text(encoding="utf-8") == assumptions.text(), advice


def test_the_ledger_is_sorted_and_gives_each_claim_its_reason() -> None:
    rows = exceptions.read(assumptions.LIST, columns=4)
    assert {row[1] for row in rows} == {"observed", "inferred", "ours"}


def test_each_claim_has_a_name_of_its_own() -> None:
    assert [name for name, times in Counter(claim.id for claim in CLAIMS).items() if times > 1] == []


@pytest.mark.parametrize("claim", CLAIMS, ids=[item.id for item in CLAIMS])
def test_each_claim_has_words_as_id_and_whole_sentences(claim: Assumption) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", claim.id)
    for text in (claim.sentence, claim.reason):
        assert re.fullmatch(r"([A-Z0-9`]|[a-z]+[_.])[^\n]*\.", text)
        assert "  " not in text


def test_unlisted_assumption_is_reported(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    new = Assumption("moon-phase", "ours", "Charges fail at full moon.", "Somebody had to say so.")
    monkeypatch.setattr(registry, "assumptions", lambda: [*CLAIMS, new])
    assert (assumptions.main(["--check"]), "python scripts/assumptions.py" in capsys.readouterr().err) == (1, True)
