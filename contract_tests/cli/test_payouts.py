"""`onepay payouts` pays a table from check to report, and says by its exit status what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Ended
from onepay_cli.exits import ExitStatus
from onepay_client import Journal, OnePay, Runtime
from onepay_sandbox.local import LocalSandbox
from people import BANK, register_payee
from server.sockets import served

KEY = LocalSandbox.secret_key
APPROVAL_KEY = "approval_made_up_for_the_tests_of_the_command"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[LocalSandbox]:
    """The sandbox whose account the key opens."""
    with closing(LocalSandbox()) as local:
        yield local


@pytest.fixture(scope="module")
def url(sandbox: LocalSandbox) -> Iterator[str]:
    """Where it listens."""
    with served(sandbox.sandbox) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def payouts(
    url: str, onepay: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Ended]:
    """The command, in an empty folder, with a key and the address of a sandbox."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONEPAY_API_KEY", KEY)
    monkeypatch.setenv("ONEPAY_BASE_URL", f"{url}/v1")
    monkeypatch.setenv("ONEPAY_APPROVAL_KEY", APPROVAL_KEY)
    return lambda *arguments: onepay("payouts", *arguments)


@pytest.fixture
def people(sandbox: LocalSandbox) -> dict[str, Any]:
    """The ids of a person with an account, and money to pay them."""
    sandbox.deposit(1_000_000)
    with OnePay(KEY, transport=sandbox.transport) as client:
        payee = register_payee(client)
    return {"customer": payee.customer_id, "account": payee.account_id}


def write_table(people: dict[str, Any], *amounts: str) -> None:
    rows = [f"{amount};{people['customer']};{people['account']}" for amount in amounts]
    Path("nomina.csv").write_text("\n".join(["Valor;Cliente;Cuenta", *rows]), encoding="cp1252")


COLUMNS = ("--column", "amount=valor", "--column", "customer_id=cliente", "--column", "account_id=cuenta")


def test_three_commands_pay_a_table(payouts: Callable[..., Ended], people: dict[str, Any]) -> None:
    write_table(people, "$1.500", "$2.500")
    checked = payouts("check", "nomina.csv", "--run", "nomina-11", "--method", "ACH", *COLUMNS)
    assert (checked.status, checked.errors) == (0, "")
    assert "2 payouts, $4.000 (ACH $4.000)" in checked.output
    assert payouts("approve", "nomina-11", "--by", "Marta Ruiz", "--yes").status == 0
    sent = payouts("send", "nomina-11")
    assert (sent.status, sent.errors) == (0, "")
    assert "finished, 2 payouts, $4.000" in sent.output
    assert payouts("status").output == payouts("status", "nomina-11").output == sent.output
    settled = payouts("settle", "nomina-11", "2", "failed", "--by", "Ana Gil", "--reason", "closed account")
    assert settled.output == "line 2: $1.500, failed, attempt 1, Ana Gil: closed account\n"
    again = ("retry", "nomina-11", "2", "--by", "Marta Ruiz", "--reason", "new account")
    assert payouts(*again).status == ExitStatus.WRONG_USE
    assert payouts(*again, "--yes").output.endswith("line 2: $1.500, not_sent, attempt 2\n")
    assert payouts("send", "nomina-11", "--rate", "1000").status == 0
    assert payouts("catch-up", "nomina-11").output == "0 settled, 2 still to come, 0 overdue\n"
    for name in ("run.csv", "run.json", "run.xlsx"):
        assert payouts("export", "nomina-11", name).status == 0
    assert payouts("report", "nomina-11", "run.html", "--language", "en").status == 0
    assert "Marta Ruiz" in Path("run.html").read_text("utf-8")
    for line in ("2", "3"):
        payouts("settle", "nomina-11", line, "processed", "--by", "Ana Gil", "--reason", "seen in the bank")
    assert payouts("purge", "nomina-11", "--yes").status == 0


def test_a_wrong_table_ends_the_command_and_keeps_nothing(
    payouts: Callable[..., Ended], people: dict[str, Any]
) -> None:
    write_table(people, "1,500", "0")
    ended = payouts("check", "nomina.csv", "--run", "wrong", "--method", "ACH", *COLUMNS)
    assert ended.status == ExitStatus.WRONG_USE
    assert "line 2, amount" in ended.output
    assert "line 3, amount" in ended.output
    missing = payouts("status")
    assert (missing.status, missing.output) == (ExitStatus.WRONG_USE, "")
    assert "no journal payouts.sqlite" in missing.errors
    assert not Path("payouts.sqlite").exists()


def test_what_is_to_be_accepted_is_shown_to_whoever_approves(
    payouts: Callable[..., Ended], people: dict[str, Any]
) -> None:
    write_table(people, "11", "11")
    checked = payouts("check", "nomina.csv", "--run", "b", "--method", "ACH", *COLUMNS)
    assert checked.output.endswith("onepay payouts approve b --by NAME --accept double:3\n")
    refused = payouts("approve", "b", "--by", "Marta Ruiz", "--yes")
    assert "to be accepted: line 3, amount: Line 2 pays the same amount to the same person." in refused.output
    assert refused.status == ExitStatus.WRONG_USE
    assert payouts("approve", "b", "--by", "Marta Ruiz", "--yes", "--accept", "double:3").status == 0


def test_who_lacks_the_approval_key_can_neither_approve_nor_send(
    payouts: Callable[..., Ended], people: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_table(people, "7")
    payouts("check", "nomina.csv", "--run", "a", "--method", "ACH", *COLUMNS)
    monkeypatch.delenv("ONEPAY_APPROVAL_KEY")
    for command in (("approve", "a", "--by", "The maker", "--yes"), ("send", "a")):
        ended = payouts(*command)
        assert (ended.status, "ONEPAY_APPROVAL_KEY" in ended.errors) == (ExitStatus.WRONG_USE, True)


def test_what_is_left_decides_the_exit_status(
    payouts: Callable[..., Ended], people: dict[str, Any], sandbox: LocalSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_pauses(*, journal: Journal) -> OnePay:
        return OnePay(KEY, transport=sandbox.transport, journal=journal, runtime=Runtime(sleep=lambda _: None))

    monkeypatch.setattr("onepay_cli.payouts.make_client", without_pauses)
    write_table(people, *map(str, range(1, 9)))
    payouts("check", "nomina.csv", "--run", "b", "--method", "ACH", *COLUMNS)
    payouts("approve", "b", "--by", "Marta Ruiz", "--yes")
    assert payouts("send", "b", "--max-day", "10").status == ExitStatus.UNFINISHED
    sandbox.control("POST", "/faults", {"kind": "cut", "when": "after", "operation": "cashouts_create"})
    assert payouts("send", "b", "--workers", "1").status == ExitStatus.OUTCOME_UNKNOWN
    sandbox.control("DELETE", "/faults")
    assert payouts("send", "b").status == 0
    assert payouts("send", "missing").status == ExitStatus.WRONG_USE


def test_templates_and_keys_are_printed(payouts: Callable[..., Ended]) -> None:
    assert payouts("template").output.startswith("amount;method;")
    assert payouts("template", "a.xlsx").status == 0
    assert payouts("template", "a.xlsx").status == ExitStatus.WRONG_USE
    assert payouts("approval-key").output.startswith("approval_")
    assert payouts("check", "a.xlsx", "--column", "amount").status == ExitStatus.WRONG_USE


def test_people_of_a_table_are_registered(payouts: Callable[..., Ended]) -> None:
    Path("gente.csv").write_text(
        "amount;document_type;document_number;account_type;account_number;bank_id;first_name;last_name;email;phone\n"
        f"5;CC;1053800088;SAVINGS;00997712;{BANK};Lucía;Prada;lucia@example.com;3001234567\n",
        encoding="utf-8",
    )
    assert payouts("register", "gente.csv").status == ExitStatus.WRONG_USE
    assert payouts("register", "gente.csv", "--yes").output == "1 customers and 1 accounts registered\n"
    assert payouts("register", "gente.csv", "--yes").output == "0 customers and 0 accounts registered\n"


def test_a_person_of_whom_nothing_is_kept_is_named_so(payouts: Callable[..., Ended], people: dict[str, Any]) -> None:
    write_table(people, "9")
    payouts("check", "nomina.csv", "--run", "d", "--method", "ACH", *COLUMNS)
    ended = payouts("erase", "--document", "CC 1053800099", "--yes")
    assert (ended.status, "No run holds a row of this person" in ended.output) == (0, True)
    assert payouts("erase", "--document", "1053800099", "--yes").status == ExitStatus.WRONG_USE


def test_people_and_old_runs_are_erased(payouts: Callable[..., Ended], people: dict[str, Any], tmp_path: Path) -> None:
    write_table(people, "$1.500")
    payouts("check", "nomina.csv", "--run", "a", "--method", "ACH", *COLUMNS)
    payouts("approve", "a", "--by", "Marta Ruiz", "--yes")
    payouts("send", "a")
    payouts("export", "a", "run.csv")
    erase = ("erase", "--customer-id", people["customer"], "--yes")
    kept = payouts(*erase)
    assert kept.status == ExitStatus.UNFINISHED
    assert "kept, because its payout is not settled or its run not finished: a, line 2\n" in kept.output
    payouts("settle", "a", "2", "processed", "--by", "Ana Gil", "--reason", "seen in the bank")
    file = f"still holds personal data, delete it or write it anew: {tmp_path / 'run.csv'}\n"
    assert payouts(*erase).output == f"erased: a, line 2\n{file}"
    assert payouts("purge", "a", "--yes").output == file
    assert payouts("purge", "--older-than", "1", "--yes").output == (
        "erased: 0 runs, 0 journal entries, 0 webhook deliveries\n"
    )
    assert payouts("purge").status == payouts("purge", "a", "--older-than", "1").status == ExitStatus.WRONG_USE
