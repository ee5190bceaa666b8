"""The figures follow from their timings, and are judged fairly. Nothing here asserts a time."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

import bench
from benches import figures, payments, timing
from benches.figures import Figure, Verdict
from benches.starting import HTTPX, start
from benches.timing import Ratio, interleave, ratio, timed
from onepay_api import DeviationKind, models, read

if TYPE_CHECKING:
    from collections.abc import Callable

BARS = {
    "onepay_api": 0.5,
    "unknown field": 4.0,
    "missing field": 6.0,
    "wrong type": 6.0,
    "onepay_api, wall time": 1.25,
    "onepay_api, CPU time": 1.25,
    "scripts/generate.py": 1.0,
    "onepay": 1.1,
    "onepay, fast": 0.5,
    "onepay, async": 1.1,
    "onepay, fast, async": 0.5,
    "onepay, at once": 0.5,
    "onepay, fast, at once": 0.12,
    "onepay, beyond httpx": 1.0,
    "onepay, wall time": 1.25,
    "onepay, CPU time": 1.25,
    "sandbox": 1 / 0.6,
    "sandbox, in a file": 1 / 0.2,
    "p99": 8.0,
    "onepay sandbox start": 1.0,
    "in process": 1.0,
    "200 objects": 1.0,
    "one core": 1.0,
    "500 rows": 1.0,
    "50 of a run": 1.0,
}


def figure(value: float, low: float, high: float, bar: float | None) -> Figure:
    return Figure("reading", "ours", "theirs", Ratio(value, low, high), 0.002, bar)


def _measured(taken: Figure, *_: object) -> list[Figure]:
    return [taken]


def _trusted(run: Callable[[], float], _: object) -> Callable[[], float]:
    return run


def test_a_ratio_is_a_median_with_the_range_of_groups() -> None:
    ours, theirs = [1.0, 6.0, 3.0, 2.0, 8.0, 5.0], [8.0] * 6
    assert ratio(ours, theirs) == Ratio(value=0.5, low=0.1875, high=0.875)


def test_a_machine_that_slows_down_half_way_changes_no_ratio() -> None:
    ours, theirs = [1.0] * 6 + [3.0] * 6, [4.0] * 6 + [12.0] * 6
    assert ratio(ours, theirs) == Ratio(value=0.25, low=0.25, high=0.25)


def test_contestants_take_turns_in_a_rotating_order() -> None:
    turns: list[str] = []
    runs = {name: partial(turns.append, name) for name in "ABC"}
    interleave(runs, 3)
    assert "".join(turns) == "ABC" + "ABC" + "BCA" + "CAB"


def test_the_first_round_is_thrown_away() -> None:
    seconds = itertools.count()
    assert interleave({"ours": lambda: next(seconds)}, 2) == {"ours": [1, 2]}


def test_a_run_is_as_long_as_its_clock_says() -> None:
    ticks = iter([100.0, 107.5])
    assert timed(lambda: None, lambda: next(ticks))() == 7.5


def test_all_runs_are_compared_with_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = {"base": 4.0, "ours": 1.0, "peer": 8.0}
    monkeypatch.setattr(figures, "timed", _trusted)
    runs = {name: partial(lengths.__getitem__, name) for name in lengths}
    [ours, peer] = figures.compare("reading", runs, 3, {"ours": 0.5})
    assert (ours.subject, ours.against, ours.ratio.value, ours.seconds, ours.bar) == ("ours", "base", 0.25, 1.0, 0.5)
    assert (peer.subject, peer.against, peer.ratio.value, peer.bar) == ("peer", "base", 2.0, None)


@pytest.mark.parametrize(
    ("measured", "verdict"),
    [
        (figure(0.4, 0.3, 0.9, 0.5), Verdict.MET),
        (figure(0.5, 0.5, 0.5, 0.5), Verdict.MET),
        (figure(0.6, 0.45, 0.9, 0.5), Verdict.WITHIN_NOISE),
        (figure(0.6, 0.51, 0.9, 0.5), Verdict.MISSED),
        (figure(9.0, 9.0, 9.0, None), Verdict.NO_BAR),
    ],
)
def test_a_bar_is_missed_only_when_the_whole_range_lies_above_it(measured: Figure, verdict: Verdict) -> None:
    assert measured.verdict is verdict


@pytest.mark.parametrize(("low", "status"), [(0.45, 0), (0.55, 1)])
def test_the_exit_status_tells_of_a_missed_bar(
    low: float, status: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "measure", partial(_measured, figure(0.6, low, 0.7, 0.5)))
    assert bench.main(["--output", str(tmp_path)]) == status
    assert ("reading: ours took 0.60 of theirs, not 0.5" in capsys.readouterr().out) is bool(status)


def test_a_smoke_run_judges_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench, "measure", partial(_measured, figure(9.0, 9.0, 9.0, 0.5)))
    assert bench.main(["--quick", "--output", str(tmp_path)]) == 0


def test_the_table_shows_figure_range_bar_and_verdict() -> None:
    console = Console(width=bench.WIDTH)
    with console.capture() as shown:
        console.print(figures.table([figure(0.6, 0.55, 0.7, 0.5)]))
    for text in ("reading", "ours", "theirs", "2.00 ms", "0.60", "0.55", "0.70", "≤ 0.5", "missed"):
        assert text in shown.get()


def test_the_sample_is_valid_and_has_nulls_and_values() -> None:
    sample = payments.mixed(8)
    value, deviations = read(payments.body(sample), list[models.Payment])
    assert deviations == ()
    assert len({payment.id for payment in value}) == 8
    for name in ("customer", "method", "metadata"):
        assert {getattr(payment, name) is None for payment in value} == {True, False}
    assert all(payment.customer and payment.method and payment.metadata for payment in _read_full())


def _read_full() -> list[models.Payment]:
    return read(payments.body(payments.full(3)), list[models.Payment]).value


@pytest.mark.parametrize(
    ("bend", "kind"),
    [
        ("unknown field", DeviationKind.UNKNOWN_FIELD),
        ("unknown enum value", DeviationKind.UNKNOWN_VALUE),
        ("missing field", DeviationKind.MISSING_FIELD),
        ("wrong type", DeviationKind.WRONG_TYPE),
    ],
)
def test_each_bend_is_one_deviation_in_each_payment(bend: str, kind: DeviationKind) -> None:
    body = payments.bent(payments.mixed(8), payments.BENDS[bend])
    deviations = read(body, list[models.Payment]).deviations
    assert [deviation.kind for deviation in deviations] == [kind] * 8


def test_a_start_that_fails_says_where_and_why() -> None:
    with pytest.raises(SystemExit, match=r"`import nothing_here` failed in .*(?s:.)*ModuleNotFoundError"):
        start("import nothing_here")


def test_a_given_interpreter_does_not_see_the_tree() -> None:
    with pytest.raises(SystemExit, match="needs the wheel installed"):
        start("import benches", Path(sys.executable))
    assert start(HTTPX, Path(sys.executable)).wall > 0


def test_a_smoke_run_takes_every_figure(tmp_path: Path) -> None:
    command = [sys.executable, str(Path(bench.__file__)), "--quick", "--output", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    kept: dict[str, Any] = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    found = kept["figures"]
    assert "its figures judge nothing" in done.stdout
    assert kept["effort"] == bench.QUICK._asdict()
    assert all(entry["low"] <= entry["ratio"] <= entry["high"] for entry in found)
    assert {entry["subject"]: entry["bar"] for entry in found if entry["bar"]} == BARS
    assert {entry["subject"] for entry in found} >= {"openapi-python-client, stock", *payments.BENDS}


def test_every_group_has_rounds() -> None:
    for effort in (bench.QUICK, bench.THOROUGH):
        assert effort.rounds >= timing.GROUPS
        assert effort.starts >= timing.GROUPS
