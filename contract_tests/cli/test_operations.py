"""Every operation of the contract is a command, and sends what its options say."""

from __future__ import annotations

import csv
import io
import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from cli.conftest import Ended
from onepay_api.operations import OPERATIONS
from onepay_cli import calls, operations
from onepay_cli.exits import CommandError, ExitStatus
from onepay_contract.document import load

CONTRACT = load()
Run = Callable[..., Ended]


def test_every_operation_is_a_command_of_its_tag(onepay: Run) -> None:
    listed = {
        f"{tag['name']}_{name.replace('-', '_')}"
        for tag in CONTRACT.document["tags"]
        for name in operations.OperationGroup(name=tag["name"].replace("_", "-")).list_commands(None)
    }
    assert listed == set(CONTRACT.operations) == set(OPERATIONS)
    assert "payment-intents" in onepay("--help").output


@pytest.mark.parametrize("tag", ["payments", "cards", "customer_sessions", "companies"])
def test_help_of_an_operation_shows_its_fields_and_example(tag: str, onepay: Run) -> None:
    for operation in (operation for operation in CONTRACT.operations.values() if operation.tag == tag):
        group, name = tag.replace("_", "-"), operation.method_name.replace("_", "-")
        shown = " ".join(onepay(group, name, "--help").output.replace("│", " ").split())
        assert f"Example: onepay {group} {name}" in shown
        assert operation.path.split("{", maxsplit=1)[0] in shown
        options = [word for word in shown.split() if word.startswith("--")]
        assert "--dry-run" in options
        assert ("--idempotency-key" in shown) == (operation.idempotency_key is not None)


def _example(operation_id: str) -> list[str]:
    """The example of the help as arguments, with a made-up id for each parameter of the path."""
    operation = CONTRACT.operations[operation_id]
    line = operations.example(operation, CONTRACT)
    return shlex.split(line.removeprefix("onepay "))


@pytest.mark.parametrize("operation", sorted(CONTRACT.operations))
def test_example_of_the_help_makes_the_request_of_the_contract(operation: str, onepay: Run) -> None:
    ended = onepay(*_example(operation), "--dry-run", "--sandbox")
    assert (ended.status, ended.errors) == (0, "")
    words = shlex.split(ended.output.replace("\\\n", " "))
    raw = CONTRACT.operations[operation]
    assert words[:3] == ["curl", "-X", raw.method]
    assert "Authorization: Bearer $ONEPAY_" in ended.output
    if "--data-raw" in words:
        body = json.loads(words[words.index("--data-raw") + 1])
        expected = operations.example_body(raw, CONTRACT)
        secret = {field.name for field in operations.fields_of(raw, CONTRACT) if field.is_secret}
        assert {name: value for name, value in body.items() if name not in secret} == {
            name: value for name, value in expected.items() if name not in secret and value is not None
        }


def test_dry_run_shows_no_secret_of_a_body(onepay: Run) -> None:
    card = {**operations.example_body(CONTRACT.operations["cards_create"], CONTRACT), "ccv": "7'\"\\3"}
    ended = onepay("cards", "create", "--body", "-", "--dry-run", stdin=json.dumps(card))
    assert (ended.status, ended.output.count('"***"')) == (0, 2)
    assert card["card_number"] not in ended.output
    assert "$ONEPAY_PUBLIC_KEY" in ended.output


def test_payment_is_made_read_and_listed(sandbox: str, onepay: Run, tmp_path: Path) -> None:
    made = onepay("payments", "create", "--title", "Café", "--amount", 150_000, "--metadata", "order=118", "--json")
    assert made.status == 0
    payment = json.loads(made.output)
    assert (payment["title"], payment["amount"]) == ("Café", 150_000)
    assert made.errors.startswith("idempotency key: ")
    key = made.errors.split()[-1]
    again = onepay(
        "payments", "create", "--title", "Café", "--amount", 150_000, "--metadata", "order=118", "--json",
        "--idempotency-key", key,
    )  # fmt: skip
    assert json.loads(again.output)["id"] == payment["id"]
    (tmp_path / "body.json").write_text('{"title": "Té", "amount": 1}', encoding="utf-8")
    onepay("payments", "create", "--body", tmp_path / "body.json", "--amount", 90_000)
    onepay("payments", "create", "--body", "-", stdin='{"title": "Pan"}')
    shown = onepay("payments", "get", payment["id"])
    assert "metadata.order" in shown.output
    rows = [json.loads(line) for line in onepay("payments", "list", "--json").output.splitlines()]
    assert sorted((row["title"], row["amount"]) for row in rows) == [("Café", 150_000), ("Pan", 0), ("Té", 90_000)]
    table = onepay("payments", "list", "--columns", "title,amount").output.splitlines()
    assert (table[0].split(), len(table)) == (["title", "amount"], 4)
    cells = list(csv.reader(io.StringIO(onepay("payments", "list", "--format", "csv", "--max", 2).output)))
    assert cells[0][0] == "id"
    assert len(cells) == 3
    assert sandbox


def test_list_goes_on_to_its_last_page(sandbox: str, onepay: Run) -> None:
    assert sandbox
    lines = onepay("cities", "list", "--per-page", 10, "--format", "jsonl").output.splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == len(lines) > 30


def test_empty_list_is_said(sandbox: str, onepay: Run) -> None:
    assert sandbox
    assert onepay("payments", "list") == (0, "", "The list is empty.\n")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("payments", "create", "--amount", 1), ExitStatus.WRONG_USE, "title"),
        (("payments", "create", "--title", "x", "--metadata", "{"), ExitStatus.WRONG_USE, "--metadata is not JSON"),
        (("payments", "create", "--body", "nowhere"), ExitStatus.WRONG_USE, "cannot be read"),
        (("payments", "create", "--body", "-"), ExitStatus.WRONG_USE, "is not JSON"),
        (("payments", "get", "50000000-0000-4000-8000-000000000009"), ExitStatus.REFUSED, "404"),
        (("payments", "list", "--filter-status", "zzz"), ExitStatus.WRONG_USE, "zzz"),
        (("payments", "list", "--no-such"), ExitStatus.WRONG_USE, "--no-such"),
        (("payments", "lst"), ExitStatus.WRONG_USE, "list"),
        (("customer-sessions", "list-payment-methods"), ExitStatus.WRONG_USE, "ONEPAY_CUSTOMER_TOKEN"),
        (("cards", "create", "--customer-id", "c"), ExitStatus.WRONG_USE, "card_number is a secret"),
        (("open", "50000000-0000-4000-8000-000000000009"), ExitStatus.REFUSED, "404"),
    ],
)
def test_failure_ends_as_the_page_says(
    arguments: tuple[object, ...], status: ExitStatus, words: str, sandbox: str, onepay: Run
) -> None:
    assert sandbox
    ended = onepay(*arguments)
    assert (ended.status, ended.output) == (status, "")
    assert words in " ".join(ended.errors.replace("│", " ").split())
    assert "Traceback" not in ended.errors


def test_key_is_asked_for_and_is_no_argument(onepay: Run) -> None:
    ended = onepay("payments", "list")
    assert (ended.status, "set ONEPAY_API_KEY" in ended.errors) == (ExitStatus.WRONG_USE, True)
    assert "sk_" not in onepay("payments", "list", "--help").output


def test_server_that_is_not_there_was_not_reached(onepay: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEPAY_API_KEY", "sk_test_a")
    monkeypatch.setenv("ONEPAY_BASE_URL", "http://127.0.0.1:9")
    monkeypatch.setattr("onepay_client.settings.RETRIES", 0)
    assert onepay("balances", "withdraw", "--amount", 1000, "--idempotency-key", "k").status == ExitStatus.NOT_REACHED


class Terminal(io.StringIO):
    """Standard input on which somebody sits."""

    def isatty(self) -> bool:
        return True


LIVE = "sk_" + "live_made_up"


def test_live_money_moves_only_after_a_yes(onepay: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []
    monkeypatch.setenv("ONEPAY_API_KEY", LIVE)

    def keep(_: object, call: object) -> None:
        sent.append(call)

    monkeypatch.setattr("onepay_client.OnePay.call", keep)
    withdraw = ("balances", "withdraw", "--amount", 1000)
    ended = onepay(*withdraw)
    assert (ended.status, "add --yes" in ended.errors) == (ExitStatus.WRONG_USE, True)
    assert sent == []
    assert onepay(*withdraw, "--yes").status == 0
    assert len(sent) == 1
    assert onepay("payments", "list").status == 0


def _confirmed(question: str, *, err: bool) -> bool:
    return err and question == "Yes?"


def _typed(name: str, *, hide_input: bool, err: bool) -> str:
    return f"{name} {hide_input} {err}"


def test_whoever_declines_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(typer, "confirm", _confirmed)
    calls.confirm("Yes?", yes=False)
    with pytest.raises(CommandError) as declined:
        calls.confirm("No?", yes=False)
    assert declined.value.status is ExitStatus.UNFINISHED


def test_secret_is_asked_for_on_a_terminal_and_sent(sandbox: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sandbox
    operation = CONTRACT.operations["cards_create"]
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(typer, "prompt", _typed)
    fields = list(operations.fields_of(operation, CONTRACT))
    body = operations.body_of(operation, fields, {"body_customer_id": "c"}, dry_run=False)
    assert body == {"customer_id": "c", "card_number": "card_number True True", "ccv": "ccv True True"}
    assert calls.prompt_secret("Secret key", "ONEPAY_API_KEY") == "Secret key True True"


def test_watch_ends_when_the_outcome_is_final(sandbox: str, onepay: Run) -> None:
    made = json.loads(onepay("payments", "create", "--title", "Café", "--amount", 150_000, "--json").output)
    assert onepay("open", made["id"]).output.strip() == made["payment_link"]
    assert json.loads(onepay("open", made["id"], "--json").output)["payment_link"] == made["payment_link"]
    waiting = onepay("watch", made["id"], "--timeout", 0)
    assert (waiting.status, "still pending" in waiting.errors) == (ExitStatus.UNFINISHED, True)
    onepay("payments", "delete", made["id"])
    ended = onepay("watch", made["id"], "--json")
    assert (ended.status, json.loads(ended.output)["final"]) == (0, True)
    assert sandbox
