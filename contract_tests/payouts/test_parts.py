"""A run that is divided into parts, which several processes send."""

from __future__ import annotations

from typing import Any

import pytest

from onepay_client import ConfigurationError, payouts
from onepay_client.payouts import RowState, RunState
from support.payroll import KEY, START, Payroll

OTHER_KEY = "approval_of_another_person_who_approves_runs"


def states(run: payouts.Run) -> list[RowState]:
    return [row.state for row in run.rows()]


def test_the_last_part_finishes_the_run(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(*range(1, 6)))
    assert run.divide(size=2, approval_key=KEY) == [1, 3, 5]
    assert run.send_part(5, approval_key=KEY).state is RunState.RUNNING
    assert states(run) == [*[RowState.NOT_SENT] * 4, RowState.PENDING]
    assert run.status().parts == 2
    run.send_part(1, approval_key=KEY)
    assert run.send_part(3, approval_key=KEY).state is RunState.FINISHED
    assert payroll.paid_out() == 15


def test_a_part_that_was_sent_is_not_sent_again(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(1, 2))
    run.divide(size=1, approval_key=KEY)
    for _ in range(3):
        run.send_part(1, approval_key=KEY)
    assert states(run) == [RowState.PENDING, RowState.NOT_SENT]
    assert payroll.paid_out() == 1


def test_a_part_is_sent_by_one_process(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(1, 2))
    run.divide(size=1, approval_key=KEY)
    payroll.change("UPDATE payout_parts SET sender = 'elsewhere:1:x', sender_until = ? WHERE first = 1", START + 30)
    with pytest.raises(payouts.BeingSent, match="Another process"):
        run.send(approval_key=KEY)
    with pytest.raises(payouts.BeingSent, match="Another process"):
        run.divide(approval_key=KEY)
    with pytest.raises(payouts.BeingSent, match="Another process"):
        run.send_part(1, approval_key=KEY)
    run.send_part(2, approval_key=KEY)
    payroll.now = START + 31
    assert run.send_part(1, approval_key=KEY).state is RunState.FINISHED


def test_a_part_that_was_half_sent_goes_on(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(1, 2, 4))
    run.divide(size=3, approval_key=KEY)
    payroll.change("UPDATE payout_rows SET state = 'sending', claimed_at = ? WHERE position = 2", START)
    payroll.change("UPDATE payout_parts SET sender = 'elsewhere:1:x', sender_until = ?", START - 1)
    assert run.send_part(1, approval_key=KEY).state is RunState.FINISHED
    assert payroll.paid_out() == 7


def test_a_process_that_was_taken_for_dead_takes_no_more_rows(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(*range(1, 61)))
    run.divide(approval_key=KEY)

    def take_over(_: payouts.Progress) -> None:
        payroll.change("UPDATE payout_parts SET sender = 'elsewhere:1:x', sender_until = 0")

    with pytest.raises(payouts.WrongState, match="taken over"):
        run.send_part(1, approval_key=KEY, workers=1, progress=take_over)
    assert RowState.NOT_SENT in states(run)
    assert run.send_part(1, approval_key=KEY).state is RunState.FINISHED
    assert payroll.paid_out() == sum(range(1, 61))


def test_a_part_that_pauses_takes_the_others_along(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(1, 2, 4))
    run.divide(size=1, approval_key=KEY)
    payroll.sandbox.control("POST", "/faults", {"kind": "status", "status": 401, "operation": "cashouts_create"})
    status = run.send_part(2, approval_key=KEY)
    payroll.sandbox.control("DELETE", "/faults")
    assert (status.state, status.parts, status.first_not_sent) == (RunState.PAUSED, 0, 1)
    run.send_part(1, approval_key=KEY)
    assert set(states(run)) == {RowState.NOT_SENT}
    assert run.divide(size=2, approval_key=KEY) == [1, 3]
    run.send_part(1, approval_key=KEY)
    assert run.send_part(3, approval_key=KEY).state is RunState.FINISHED


def test_rows_of_a_paused_run_are_not_taken(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(1))
    run.divide(approval_key=KEY)
    payroll.change("UPDATE payout_runs SET state = 'paused', paused_because = 'no money'")
    status = run.send_part(1, approval_key=KEY)
    assert (status.state, status.paused_because, payroll.paid_out()) == (RunState.PAUSED, "no money", 0)


def test_a_run_that_was_divided_is_sent_whole(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(1, 2))
    run.divide(size=1, approval_key=KEY)
    assert run.send(approval_key=KEY).state is RunState.FINISHED
    run.send_part(1, approval_key=KEY)
    assert payroll.paid_out() == 3


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE payout_rows SET amount = 3 WHERE position = 1",
        "UPDATE payout_rows SET account_id = 'another' WHERE position = 1",
        "UPDATE payout_rows SET attempt = 2 WHERE position = 1",
        "UPDATE payout_parts SET last = 2 WHERE first = 1",
        "UPDATE payout_parts SET seal = '' WHERE first = 1",
        "UPDATE payout_runs SET total = 1",
    ],
)
def test_a_changed_part_is_refused(payroll: Payroll, change: str) -> None:
    run = payroll.approved("a", payroll.rows(1, 2))
    run.divide(size=1, approval_key=KEY)
    payroll.change(change)
    with pytest.raises(payouts.NotApproved):
        run.send_part(1, approval_key=KEY)
    assert payroll.paid_out() == 0


def test_a_part_needs_the_key_of_the_approval(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(1))
    with pytest.raises(payouts.NotApproved):
        run.divide(approval_key=OTHER_KEY)
    run.divide(approval_key=KEY)
    with pytest.raises(payouts.NotApproved):
        run.send_part(1, approval_key=OTHER_KEY)


@pytest.mark.parametrize("limits", [payouts.Limits(per_payout=1), payouts.Limits(per_run=2)])
def test_limits_hold_for_parts(payroll: Payroll, limits: payouts.Limits) -> None:
    run = payroll.approved("a", payroll.rows(1, 2))
    with pytest.raises(payouts.LimitExceeded):
        run.divide(approval_key=KEY, limits=limits)
    run.divide(size=1, approval_key=KEY)
    with pytest.raises(payouts.LimitExceeded):
        run.send_part(2, approval_key=KEY, limits=limits)


def test_the_limit_of_a_day_counts_all_parts(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(1, 2, 4))
    run.divide(size=1, approval_key=KEY)
    limits = payouts.Limits(per_day=6)
    run.send_part(1, approval_key=KEY, limits=limits)
    run.send_part(2, approval_key=KEY, limits=limits)
    status = run.send_part(3, approval_key=KEY, limits=limits)
    assert (status.state, status.paused_because) == (RunState.PAUSED, "the limit of the day is reached")
    assert payroll.paid_out() == 3


@pytest.mark.parametrize("options", [{"size": 0}, {"size": True}, {"size": "5"}])
def test_a_part_has_rows(payroll: Payroll, options: dict[str, Any]) -> None:
    run = payroll.approved("a", payroll.rows(1))
    with pytest.raises(ConfigurationError, match="size"):
        run.divide(approval_key=KEY, **options)


def test_an_option_that_cannot_be_right_takes_nothing(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(1))
    run.divide(approval_key=KEY)
    with pytest.raises(ConfigurationError, match="workers"):
        run.send_part(1, approval_key=KEY, workers=0)
    with pytest.raises(ConfigurationError, match="rate"):
        run.send_part(1, approval_key=KEY, rate=-1.0)
    assert run.send_part(1, approval_key=KEY).state is RunState.FINISHED


def test_nothing_left_is_nothing_to_divide(payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1))
    with pytest.raises(payouts.WrongState, match="finished"):
        run.divide(approval_key=KEY)
    payroll.change("UPDATE payout_runs SET state = 'running'")  # it was killed after its last row
    assert run.divide(approval_key=KEY) == [1]
    assert run.send_part(1, approval_key=KEY).state is RunState.FINISHED
    assert payroll.paid_out() == 1
