"""A run whose process is killed with SIGKILL pays nobody twice and forgets nobody."""

from __future__ import annotations

from pathlib import Path

from kill_payouts import killed
from onepay_client.payouts import RowState, RunState, StateTotal


def test_a_run_that_is_killed_again_and_again_pays_each_row_once(tmp_path: Path) -> None:
    outcome = killed(tmp_path, rows=40, kills=2)
    assert outcome.kills == 2
    assert outcome.paid == outcome.owed
    assert outcome.payouts == 40
    assert outcome.status.state is RunState.FINISHED
    assert outcome.status.rows == {RowState.PENDING: StateTotal(40, outcome.owed)}
