"""A run is checked whole, approved by a second person, and pays each row once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from onepay_client import ConfigurationError, JournalError, OnePay, models, payouts
from onepay_client.payouts import RowState, RunState
from support.payroll import KEY, START, Payroll


def states(run: payouts.Run) -> list[str]:
    return [str(row.state) for row in run.rows()]


def test_a_run_goes_from_draft_to_finished(payroll: Payroll) -> None:
    run = payroll.runs.draft("payroll-2026-11", payouts.read(payroll.rows(100, 200)))
    assert run.status().state is RunState.DRAFT
    report = run.check()
    assert (report.is_clean, report.balance, report.total) == (True, 1_000_000, 300)
    assert run.state is RunState.CHECKED
    assert run.approve(by="Marta Ruiz", approval_key=KEY).approved_by == "Marta Ruiz"
    steps: list[payouts.Progress] = []
    status = run.send(approval_key=KEY, progress=steps.append)
    assert status.state is RunState.FINISHED
    assert status.rows == {RowState.PENDING: payouts.StateTotal(2, 300)}
    assert (steps[-1].done, steps[-1].total) == (2, 2)
    assert payroll.paid_out() == 300
    assert payroll.runs.names() == ["payroll-2026-11"]
    assert "finished, 2 payouts, $300" in str(payroll.runs.get("payroll-2026-11").status())
    with pytest.raises(payouts.WrongState, match="left to send"):
        run.send(approval_key=KEY)


def test_two_rows_for_one_person_are_two_payments(payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(500, 500))
    first, second = run.rows()
    assert first.key != second.key
    assert first.cashout_id != second.cashout_id
    assert payroll.paid_out() == 1000


def test_keys_follow_from_run_and_reference_alone(payroll: Payroll) -> None:
    rows = [row | {"reference": f"N-{row['amount']}"} for row in payroll.rows(1, 2)]
    keys = {row.line: row.key for row in payroll.checked("a", rows).rows()}
    again = {row.line: row.key for row in payroll.checked("a", rows[::-1]).rows()}
    other = {row.line: row.key for row in payroll.checked("b", rows).rows()}
    assert (keys[1], keys[2]) == (again[2], again[1])
    assert not set(keys.values()) & set(other.values())


def test_a_repeated_file_is_recognised(payroll: Payroll) -> None:
    rows = payroll.rows(100)
    payroll.sent("november", rows)
    with pytest.raises(payouts.RepeatedFile) as repeated:
        payroll.runs.draft("december", payouts.read(rows))
    assert repeated.value.run == "november"
    assert payroll.runs.draft("december", payouts.read(rows), repeat=True).state is RunState.DRAFT
    with pytest.raises(payouts.WrongState):
        payroll.runs.draft("november", payouts.read(payroll.rows(7)))


def test_a_repeated_file_is_recognised_in_another_order(payroll: Payroll) -> None:
    first, second = payroll.rows(100, 200)
    payroll.approved("a", [first, second])
    renamed = [second | {"first_name": "Mariana"}, first | {"email": "mariana@example.com"}]
    with pytest.raises(payouts.RepeatedFile):
        payroll.runs.draft("b", payouts.read(renamed))
    assert payroll.checked("c", [second, first | {"description": "Prima"}]).state is RunState.CHECKED


def test_one_file_under_two_names_is_approved_once(payroll: Payroll) -> None:
    rows = payroll.rows(100)
    first, second = payroll.checked("a", rows), payroll.checked("b", rows)
    first.approve(by="Marta Ruiz", approval_key=KEY)
    with pytest.raises(payouts.RepeatedFile, match="'a'"):
        second.approve(by="Marta Ruiz", approval_key=KEY)
    assert [problem.name for problem in second.check().to_confirm] == ["repeated_file:0"]
    with pytest.raises(payouts.NotApproved, match="repeated_file:0"):
        second.approve(by="Marta Ruiz", approval_key=KEY)
    second.approve(by="Marta Ruiz", approval_key=KEY, accept=["repeated_file:0"])
    assert second.state is RunState.APPROVED


def test_nothing_is_kept_of_a_table_with_a_wrong_row(payroll: Payroll) -> None:
    with pytest.raises(payouts.ProblemsFound, match="line 2, amount"):
        payroll.runs.draft("a", payouts.read([*payroll.rows(1), *payroll.rows(0)]))
    assert payroll.runs.names() == []


def wrong_account(payroll: Payroll) -> dict[str, Any]:
    other = payroll.account(payroll.person(2))
    return payroll.rows(1)[0] | {"account_id": other.id}


def unknown_person(_: Payroll) -> dict[str, Any]:
    return {"amount": 1, "method": "ACH", "document_type": "CC", "document_number": "77777", "account_number": "1234"}


WRONG_RECIPIENTS: dict[str, Callable[[Payroll], dict[str, Any]]] = {
    "ownership": wrong_account,
    "account": lambda payroll: payroll.rows(1)[0] | {"account_id": "nobodys"},
    "document_differs": lambda payroll: payroll.rows(1)[0] | {"document_type": "CC", "document_number": "99999"},
    "customer": unknown_person,
    "balance": lambda payroll: payroll.rows(1_000_001)[0],
}


@pytest.mark.parametrize("rule", WRONG_RECIPIENTS)
def test_a_wrong_recipient_keeps_the_run_a_draft(rule: str, payroll: Payroll) -> None:
    run = payroll.runs.draft("a", payouts.read([WRONG_RECIPIENTS[rule](payroll)]))
    report = run.check()
    assert [problem.rule for problem in report.errors] == [rule]
    assert run.state is RunState.DRAFT
    with pytest.raises(payouts.WrongState):
        run.approve(by="Marta Ruiz", approval_key=KEY)


def test_companies_are_not_paid_at_once(payroll: Payroll) -> None:
    company = payroll.person(
        user_type=models.UserType.COMPANY,
        document_type=models.CustomerDocumentType.NIT,
        document_number="900123456-8",
    )
    row = {"amount": 1, "customer_id": company.id, "account_id": payroll.account(company).id, "method": "INSTANT"}
    [problem] = payroll.runs.draft("a", payouts.read([row])).check().errors
    assert (problem.rule, problem.column) == ("instant_to_company", "method")


def test_recipients_are_found_by_document_and_account(payroll: Payroll) -> None:
    person = payroll.person()
    account = payroll.account(person, "00124512")
    payroll.account(person, "00129999")
    by_document = {
        "amount": 5,
        "method": "ACH",
        "document_type": "CC",
        "document_number": "1.053.800.001",
        "account_number": "124512",
        "bank_id": account.bank_id,
        "account_type": "SAVINGS",
    }
    [row] = payroll.sent("a", [by_document]).rows()
    assert (row.customer_id, row.account_id, row.state) == (person.id, account.id, RowState.PENDING)
    payroll.account(person, "77774512")
    payroll.person()
    report = payroll.runs.draft("b", payouts.read([by_document | {"amount": 6}])).check()
    assert [problem.message for problem in report.errors] == ["2 customers have this document. Give the customer_id."]


def test_another_account_than_last_time_is_accepted_by_name(payroll: Payroll) -> None:
    rows = payroll.rows(100)
    payroll.sent("october", rows)
    person = payroll.client.customers.get(rows[0]["customer_id"])
    new = rows[0] | {"account_id": payroll.account(person, "666").id}
    run = payroll.runs.draft("november", payouts.read([new]))
    report = run.check()
    assert [problem.name for problem in report.to_confirm] == ["changed_account:1"]
    assert "'october'" in str(report)
    with pytest.raises(payouts.NotApproved, match="changed_account:1"):
        run.approve(by="Marta Ruiz", approval_key=KEY)
    run.approve(by="Marta Ruiz", approval_key=KEY, accept=["changed_account:1"])
    assert run.state is RunState.APPROVED


def test_whoever_prepares_a_run_can_neither_approve_nor_send(payroll: Payroll, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONEPAY_APPROVAL_KEY", raising=False)
    run = payroll.checked("a", payroll.rows(100))
    with pytest.raises(ConfigurationError, match="approval key"):
        run.approve(by="The maker")
    with pytest.raises(ConfigurationError, match="approval key"):
        run.send()
    run.approve(by="The maker", approval_key="a key that the maker made up on his own")
    with pytest.raises(payouts.NotApproved, match="not made with this approval key"):
        run.send(approval_key=KEY)
    with pytest.raises(ConfigurationError):
        run.send(approval_key="short")
    with pytest.raises(ConfigurationError):
        run.approve(by=" ", approval_key=KEY)
    assert payroll.paid_out() == 0
    assert len(payouts.new_approval_key()) > 40


CHANGES = {
    "amount": "UPDATE payout_rows SET amount = amount + 1",
    "account": "UPDATE payout_rows SET account_id = 'another'",
    "customer": "UPDATE payout_rows SET customer_id = 'another'",
    "method": "UPDATE payout_rows SET method = 'TURBO'",
    "identity": "UPDATE payout_rows SET identity = 'another'",
    "content": "UPDATE payout_private SET content = CAST(replace(CAST(content AS TEXT), 'Nomina', 'Nomine') AS BLOB)",
    "a row less": "DELETE FROM payout_rows WHERE position = 2",
    "name": "UPDATE payout_runs SET name = 'b'",
    "attempt": "UPDATE payout_rows SET attempt = 2",
    "approval": "UPDATE payout_runs SET approval = replace(approval, 'Marta', 'Marty')",
    "damage": "UPDATE payout_runs SET approval = 'x'",
    "none": "UPDATE payout_runs SET approval = ''",
}


@pytest.mark.parametrize("changed", CHANGES)
def test_an_approval_lapses_when_a_byte_changes(changed: str, payroll: Payroll) -> None:
    run = payroll.approved("a", [row | {"description": "Nomina"} for row in payroll.rows(100, 200)])
    payroll.change(CHANGES[changed])
    with pytest.raises(payouts.NotApproved):
        run.send(approval_key=KEY)
    assert payroll.paid_out() == 0


def test_a_corrected_table_takes_the_place_of_an_approved_one(payroll: Payroll) -> None:
    rows = payroll.rows(100)
    stale = payroll.approved("a", rows)
    corrected = payroll.checked("a", [{**rows[0], "amount": 90}])
    with pytest.raises(payouts.WrongState, match="checked"):
        corrected.send(approval_key=KEY)
    with pytest.raises(payouts.WrongState, match="drafted anew"):
        stale.send(approval_key=KEY)
    assert payroll.paid_out() == 0


def test_checking_again_makes_an_approval_lapse(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(100))
    run.check()
    with pytest.raises(payouts.WrongState, match="checked"):
        run.send(approval_key=KEY)


def test_a_row_that_changes_while_it_is_sent_is_not_sent(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(*range(1, 201)))

    def spoil(progress: payouts.Progress) -> None:
        if progress.done < 20:
            payroll.change("UPDATE payout_rows SET account_id = 'another' WHERE position = 190")

    with pytest.raises(payouts.NotApproved, match="line 190"):
        run.send(approval_key=KEY, workers=1, progress=spoil)
    assert run.rows()[189].state is not RowState.PENDING
    assert payroll.paid_out() < sum(range(1, 201)) - 189


def test_a_check_that_ends_late_leaves_a_sent_run_alone(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(100))
    with pytest.raises(payouts.WrongState, match="somebody else"):
        run.check(progress=lambda _: run.send(approval_key=KEY))
    assert run.state is RunState.FINISHED
    assert payroll.paid_out() == 100


def test_limits_are_required_for_live_keys(payroll: Payroll) -> None:
    with OnePay("sk_live_made_up", journal=payroll.journal) as client:
        run = payouts.Runs(client).draft("a", payouts.read(payroll.rows(1)))
        for limits in (None, payouts.Limits(per_payout=1)):
            with pytest.raises(ConfigurationError, match="Limits"):
                run.check(limits=limits)


def test_limits_are_held_before_anything_is_sent(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(100, 200))
    for limits in (payouts.Limits(per_payout=199), payouts.Limits(per_run=299)):
        with pytest.raises(payouts.LimitExceeded):
            run.send(approval_key=KEY, limits=limits)
    assert payroll.paid_out() == 0


def test_the_limit_of_a_day_counts_every_run(payroll: Payroll) -> None:
    limits = payouts.Limits(per_day=350)
    payroll.approved("a", payroll.rows(100)).send(approval_key=KEY, limits=limits)
    run = payroll.approved("b", payroll.rows(200, 100))
    status = run.send(approval_key=KEY, limits=limits)
    assert (status.state, status.first_not_sent) == (RunState.PAUSED, 2)
    assert "limit of the day" in status.paused_because
    assert payroll.paid_out() == 300
    payroll.now = START + 24 * 3600
    assert run.send(approval_key=KEY, limits=limits).state is RunState.FINISHED
    assert payroll.paid_out() == 400


def test_one_bad_row_stops_nobody_else(payroll: Payroll) -> None:
    rows = payroll.rows(100, 200, 300)
    doomed = payroll.rows(7)[0]
    run = payroll.approved("a", [*rows, doomed])
    payroll.client.accounts.delete(doomed["account_id"])
    assert run.send(approval_key=KEY).state is RunState.FINISHED
    assert states(run) == ["pending", "pending", "pending", "failed"]
    assert "HTTP 422" in run.rows(RowState.FAILED)[0].reason


def test_an_empty_balance_pauses_and_nobody_counts_as_failed(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(600_000, 300_000))
    payroll.client.balances.withdraw(amount=800_000)
    status = run.send(approval_key=KEY, workers=1)
    assert (status.state, status.first_not_sent) == (RunState.PAUSED, 1)
    assert "insufficient_funds" in status.paused_because
    assert states(run) == ["not_sent", "not_sent"]
    payroll.sandbox.deposit(800_000)
    assert run.send(approval_key=KEY).state is RunState.FINISHED
    assert states(run) == ["pending", "pending"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_outage_pauses_and_names_the_first_row_not_sent(when: str, payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(*range(1, 21)))
    payroll.sandbox.control("POST", "/faults", {"kind": "cut", "when": when, "operation": "cashouts_create"})
    status = run.send(approval_key=KEY, workers=2)
    assert status.state is RunState.PAUSED
    assert status.rows[RowState.UNKNOWN].count >= 5
    assert status.first_not_sent == status.rows[RowState.UNKNOWN].count + 1
    assert "does not answer" in status.paused_because
    payroll.sandbox.control("DELETE", "/faults")
    assert run.send(approval_key=KEY).state is RunState.FINISHED
    assert set(states(run)) == {"pending"}
    assert all(row.cashout_id for row in run.rows())
    assert payroll.paid_out() == sum(range(1, 21))


def test_a_breaker_of_the_client_pauses_as_well(payroll: Payroll) -> None:
    from onepay_client import CircuitBreaker  # noqa: PLC0415 - only this test has one

    payroll.approved("a", payroll.rows(*range(1, 9)))
    payroll.sandbox.control("POST", "/faults", {"kind": "cut", "when": "before", "operation": "cashouts_create"})
    with payroll.another_client(breaker=CircuitBreaker(failures=2)) as client:
        status = payouts.Runs(client).get("a").send(approval_key=KEY, workers=1)
    assert status.rows[RowState.UNKNOWN].count == 2
    assert status.first_not_sent == 3


def test_what_may_have_been_sent_long_ago_is_not_sent_again(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(100))
    payroll.sandbox.control("POST", "/faults", {"kind": "cut", "when": "after", "operation": "cashouts_create"})
    run.send(approval_key=KEY, workers=1)
    payroll.sandbox.control("DELETE", "/faults")
    payroll.now = START + 2 * 24 * 3600
    assert run.send(approval_key=KEY).state is RunState.PAUSED
    assert states(run) == ["unknown"]
    settled = run.settle(1, RowState.PENDING, by="Ana Gil", reason="it is in the panel", cashout_id="c-1")
    assert (settled.state, settled.source, settled.cashout_id) == (RowState.PENDING, "Ana Gil", "c-1")
    assert run.state is RunState.FINISHED
    assert payroll.journal.unsettled() == []


def test_an_old_row_is_not_sent_though_the_journal_forgot_it(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(100))
    payroll.sandbox.control("POST", "/faults", {"kind": "cut", "when": "after", "operation": "cashouts_create"})
    run.send(approval_key=KEY, workers=1)
    payroll.sandbox.control("DELETE", "/faults")
    payroll.change("DELETE FROM entries")
    payroll.now = START + 2 * 24 * 3600
    assert run.send(approval_key=KEY).state is RunState.PAUSED
    assert states(run) == ["unknown"]


@pytest.mark.parametrize("status", [401, 403, 422, 429])
def test_a_refused_repetition_proves_nothing_of_the_first(status: int, payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(100))
    cut = {"kind": "cut", "when": "after", "operation": "cashouts_create"}
    payroll.sandbox.control("POST", "/faults", cut)
    run.send(approval_key=KEY, workers=1)
    payroll.sandbox.control("DELETE", "/faults")
    [first] = run.rows()
    payroll.change("DELETE FROM entries")  # as a restored journal may lack it
    refused = {"kind": "status", "status": status, "operation": "cashouts_create"}
    payroll.sandbox.control("POST", "/faults", refused)
    assert run.send(approval_key=KEY, workers=1).state is RunState.PAUSED
    [again] = run.rows()
    assert (again.state, again.key, again.claimed_at) == (RowState.UNKNOWN, first.key, first.claimed_at)
    payroll.sandbox.control("DELETE", "/faults")
    assert run.send(approval_key=KEY).state is RunState.FINISHED
    assert payroll.paid_out() == 100


def test_only_one_process_sends_a_run(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(100))
    insert = "INSERT INTO payout_parts (run, first, last, seal, sender, sender_until) VALUES (1, 1, 1, '', ?, ?)"
    payroll.change(insert, "elsewhere:1:x", START + 30)
    with pytest.raises(payouts.WrongState, match="Another process"):
        run.send(approval_key=KEY)
    payroll.now = START + 31
    assert run.send(approval_key=KEY).state is RunState.FINISHED


def test_ctrl_c_pauses_and_loses_nothing(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(*range(1, 41)))

    def interrupt(_: payouts.Progress) -> None:
        raise KeyboardInterrupt

    status = run.send(approval_key=KEY, workers=2, progress=interrupt)
    assert (status.state, status.paused_because) == (RunState.PAUSED, "it was interrupted")
    assert set(states(run)) == {"pending", "not_sent"}
    assert run.send(approval_key=KEY).state is RunState.FINISHED
    assert payroll.paid_out() == sum(range(1, 41))


def test_a_full_disk_in_the_middle_pays_nobody_twice(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(*range(1, 41)))
    full = "RAISE(ABORT, 'database or disk is full')"

    def fill_the_disk(progress: payouts.Progress) -> None:
        if progress.done == progress.total or payroll.now > START:
            return
        payroll.now += 1
        payroll.change(f"CREATE TRIGGER full_rows BEFORE UPDATE ON payout_rows BEGIN SELECT {full}; END")
        payroll.change(f"CREATE TRIGGER full_entries BEFORE INSERT ON entries BEGIN SELECT {full}; END")

    with pytest.raises(JournalError, match="full"):
        run.send(approval_key=KEY, workers=4, progress=fill_the_disk)
    paid = payroll.paid_out()
    payroll.change("DROP TRIGGER full_rows")
    payroll.change("DROP TRIGGER full_entries")
    payroll.now += 60  # it gave its last sign so long ago
    assert run.send(approval_key=KEY).state is RunState.FINISHED
    assert 0 < paid < payroll.paid_out() == sum(range(1, 41))


def test_an_error_of_a_callback_comes_out_and_pauses(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(*range(1, 41)))

    def fail(_: payouts.Progress) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run.send(approval_key=KEY, workers=2, progress=fail)
    assert run.state is RunState.PAUSED
    run.send(approval_key=KEY)
    assert payroll.paid_out() == sum(range(1, 41))


def test_personal_data_are_shown_nowhere_and_erased(
    payroll: Payroll, caplog: pytest.LogCaptureFixture, tmp_path: Any
) -> None:
    caplog.set_level(logging.INFO)
    canaries = ["Quetzalina", "1053800009", "9988774512", "Bonificación secreta", "quetzalina@example.com"]
    person = payroll.person(9, first_name="Quetzalina")
    payroll.account(person, "9988774512")
    row = {
        "amount": 5,
        "method": "ACH",
        "document_type": "CC",
        "document_number": "1053800009",
        "account_number": "9988774512",
        "description": "Bonificación secreta",
        "first_name": "Quetzalina",
        "email": "quetzalina@example.com",
    }
    run = payroll.sent("a", [row])
    shown = f"{run!r} {run.status()} {run.rows()!r} {run.history()} {caplog.text}"
    assert not [canary for canary in canaries if canary in shown]
    assert run.rows()[0].name == "Quetzalina"
    with pytest.raises(payouts.WrongState, match="not settled"):
        run.purge()
    run.settle(1, RowState.PROCESSED, by="Ana Gil", reason="seen in the bank's list")
    run.purge()
    assert (run.rows()[0].name, run.rows()[0].amount) == ("", 5)
    payroll.journal.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not [canary for canary in canaries if canary.encode() in kept]


def test_what_the_api_repeats_of_a_person_is_not_kept(payroll: Payroll) -> None:
    person = {"first_name": "Quetzalina", "email": "quetzalina@example.com"}
    run = payroll.approved("a", [payroll.rows(1)[0] | person])
    message = "QUETZALINA (CC 1.053.800.001, cuenta 00124512, quetzalina@example.com no existe"

    def refuse(_: httpx.Request) -> httpx.Response:
        return httpx.Response(422, json={"message": message, "code_name": "account_not_found"})

    transport = httpx.MockTransport(refuse)
    with OnePay(payroll.sandbox.secret_key, transport=transport, journal=payroll.journal) as client:
        payouts.Runs(client).get("a").send(approval_key=KEY)
    [row] = run.rows()
    assert row.reason == "HTTP 422, account_not_found, *** (CC ***, cuenta ***, *** no existe"


def test_runs_need_a_journal_that_keeps_them(payroll: Payroll) -> None:
    with payroll.another_client(journal=None) as client, pytest.raises(ConfigurationError, match="journal"):
        payouts.Runs(client)
    for wrong in (None, 3):
        with pytest.raises(ConfigurationError):
            payouts.Runs(wrong)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    with pytest.raises(payouts.WrongState):
        payroll.runs.get("none")
    for name in ("", "a" * 61, "a\n"):
        with pytest.raises(ConfigurationError):
            payroll.runs.draft(name, payouts.read(payroll.rows(1)))
    run = payroll.approved("a", payroll.rows(1))
    wrong_options: tuple[dict[str, Any], ...] = ({"rate": 0}, {"rate": True}, {"workers": 0}, {"workers": 101})
    for options in wrong_options:
        with pytest.raises(ConfigurationError):
            run.send(approval_key=KEY, **options)


def test_pace_spreads_rows_evenly() -> None:
    from onepay_client.payouts.limits import Pace  # noqa: PLC0415 - a look inside

    now = [10.0]
    pace = Pace(4, lambda: now[0])
    assert [pace.delay() for _ in range(3)] == [0.0, 0.25, 0.5]
    now[0] = 20.0
    assert pace.delay() == 0.0
    assert payouts.Progress(done=2, total=6, seconds=1.0).seconds_left == 2.0
    assert payouts.Progress(done=0, total=6, seconds=1.0).seconds_left is None
