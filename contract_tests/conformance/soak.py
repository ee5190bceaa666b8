"""A long check of the sandbox against the contract. `nox -s soak` runs this; it is too slow for every change.

Each test is one part of one run, so that pytest-xdist spreads a run over processes.
"""

from __future__ import annotations

import pytest

from conformance.matrix import WAYS, Way, graver_than_notes, report_of
from conformance.sandbox_transport import in_process
from onepay_conformance.checks.registry import ACTIVE_CHECKS
from onepay_conformance.run import Effort, Options, run
from onepay_sandbox import frozen
from onepay_sandbox.sandbox import Sandbox

SEEDS = range(8)
PARTS = 4
DEEP = Effort(each=5, many=25, rounds=4, chains=8)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_departs_from_the_contract(seed: int, part: int) -> None:
    sandbox = Sandbox(clock=frozen(), seed=seed)
    options = Options(effort=DEEP, part=(part, PARTS))
    report = run(in_process(sandbox, f"soak-{seed}"), seed=seed, checks=ACTIVE_CHECKS, options=options)
    sandbox.close()
    assert (list(report.findings), report.stopped, report.figures.left) == ([], None, [])


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("seed", range(20))
def test_nothing_departs_however_the_server_is_reached(seed: int, way: Way) -> None:
    report = report_of(way, seed)
    assert (graver_than_notes(report), report.figures.left) == ([], [])
