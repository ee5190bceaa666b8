"""The score of a mutation run is right, and the run fails when it should."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, Final

import pytest

import mutants
from mutation.trials import FlakySuiteError, Report, Trial, drawing, run_trials

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

NOTICED: Final = Trial("a kind", "one", "a check")
SURVIVED: Final = Trial("a kind", "two", None)
KNOWN: Final = Trial("another kind", "three", None, "Nothing can notice it.")
STALE: Final = Trial("another kind", "four", "a check", "Nothing can notice it.")


class Numbers:
    """A suite where mistakes are numbers, and the odd ones are noticed."""

    area = "numbers"

    def __init__(self, objection: str | None = None) -> None:
        self._objection = objection

    def mutants(self) -> list[int]:
        return list(range(100))

    def group(self, mutant: int) -> str:
        return f"{mutant // 10}x"

    def killed_by(self, mutant: int | None) -> str | None:
        if mutant is None:
            return self._objection
        return "parity" if mutant % 2 else None


def held(
    draw: Callable[[Sequence[int]], Sequence[int]] = lambda known: known,
    known_survivors: Mapping[str, str] | None = None,
    time_is_up: Callable[[], bool] = lambda: False,
) -> Report:
    return run_trials(Numbers(), draw, known_survivors or {}, 0.5, time_is_up)


def report(*trials: Trial, bar: float = 0.5) -> Report:
    return Report("contract", 1234, trials, bar)


def test_the_score_is_the_share_that_was_noticed() -> None:
    assert report(NOTICED, SURVIVED).score == 0.5
    assert report(NOTICED).score == 1.0
    assert report(SURVIVED).score == 0.0


def test_a_survivor_that_the_list_names_does_not_count() -> None:
    assert report(NOTICED, KNOWN).score == 1.0
    assert report(NOTICED, KNOWN).survivors == []


def test_a_run_passes_at_its_bar_and_fails_below_it() -> None:
    assert report(NOTICED, SURVIVED, bar=0.5).passes
    assert not report(NOTICED, SURVIVED, bar=0.51).passes


def test_a_known_survivor_for_what_is_noticed_fails_the_run() -> None:
    stale = report(NOTICED, STALE)

    assert not stale.passes
    assert "  noticed now, so delete its line from the list  four" in list(stale.lines())


def test_a_run_without_any_trial_passes_and_says_so() -> None:
    assert report().passes
    assert next(report().lines()) == "contract: 0 planted mistakes of 1,234 that we know to make"


def test_the_table_tells_each_kind_and_names_the_survivors() -> None:
    assert list(report(NOTICED, SURVIVED, KNOWN).lines()) == [
        "contract: 3 planted mistakes of 1,234 that we know to make",
        "                noticed  survived    known",
        "  a kind              1         1        0",
        "  another kind        0         0        1",
        "  survived  two",
        "  50.0% noticed; at least 50% is asked for",
    ]


def test_every_mistake_that_is_drawn_is_tried() -> None:
    found = held()

    assert (found.known, len(found.trials), found.score) == (100, 100, 0.5)
    assert found.trials[13] == Trial("1x", "13", "parity")


def test_a_known_survivor_is_taken_by_name() -> None:
    assert held(known_survivors={"4": "Even."}).trials[4] == Trial("0x", "4", None, "Even.")


def test_no_more_are_tried_when_the_time_is_up() -> None:
    ticks = count()

    assert len(held(time_is_up=lambda: next(ticks) >= 7).trials) == 7


def test_a_suite_that_objects_to_what_is_right_is_not_believed() -> None:
    with pytest.raises(FlakySuiteError, match="the linter objects to the numbers as it is"):
        run_trials(Numbers("the linter"), drawing(1, 5), {}, 0.5, lambda: False)


def test_a_seed_decides_which_mistakes_are_drawn() -> None:
    known = list(range(1000))

    assert drawing(1, 20)(known) == drawing(1, 20)(known)
    assert drawing(1, 20)(known) != drawing(2, 20)(known)
    assert sorted(drawing(1, 5000)(known)) == known


@pytest.mark.parametrize(("bar", "status"), [(0.0, 0), (1.0, 1)])
def test_the_command_fails_below_the_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], bar: float, status: int
) -> None:
    _replace(monkeypatch, Numbers(), bar)

    assert mutants.main(["--contract", "50", "--server", "0", "--code", "0"]) == status
    assert "numbers: 50 planted mistakes of 100" in capsys.readouterr().out


def test_the_command_fails_when_a_right_contract_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _replace(monkeypatch, Numbers("the linter"), 0.0)

    assert mutants.main(["--contract", "50", "--server", "0", "--code", "0"]) == 1
    assert "the linter objects" in capsys.readouterr().err


def test_the_bars_are_high_enough_to_mean_something() -> None:
    assert mutants.BARS.keys() == {"contract", "server", "code"}
    assert min(mutants.BARS.values()) >= 0.85


def _replace(monkeypatch: pytest.MonkeyPatch, suite: Any, bar: float) -> None:
    def suite_of(_: Path) -> Any:
        return suite

    monkeypatch.setattr(mutants, "ContractSuite", suite_of)
    monkeypatch.setattr(mutants, "BARS", {"numbers": bar})
