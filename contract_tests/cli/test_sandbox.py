"""`onepay sandbox`: what a person does to a running sandbox from the terminal."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing

import httpx
import pytest

from cli.conftest import Ended
from onepay_cli.exits import ExitStatus
from onepay_contract.document import load
from server.receivers import Receiver

Run = Callable[..., Ended]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with closing(Receiver()) as receiver:
        yield receiver


def _payment(onepay: Run) -> str:
    made = onepay("payments", "create", "--title", "Café", "--amount", 150_000, "--json")
    return str(json.loads(made.output)["id"])


def test_status_shows_clock_and_balances(sandbox: str, onepay: Run) -> None:
    shown = json.loads(onepay("sandbox", "status", "--json").output)
    assert (shown["url"], shown["status"]) == (sandbox, "ok")
    assert shown["clock"]["now"]
    assert "clock.now" in onepay("sandbox", "status").output


def test_payment_is_declined_and_then_paid(sandbox: str, onepay: Run) -> None:
    assert sandbox
    payment = _payment(onepay)
    assert onepay("sandbox", "decline", payment, "--code", "CARD_EXPIRED").status == 0
    assert onepay("sandbox", "pay", payment, "--method", "nequi", "--json").status == 0
    assert '"approved"' in onepay("watch", payment, "--json").output
    lines = [json.loads(line) for line in onepay("sandbox", "logs", "--json").output.splitlines()]
    assert [line["method"] for line in lines if line["url"].endswith("/payments")] == ["POST"]
    assert onepay("sandbox", "logs", "--max", 1).output.count("\n") == 1


def test_time_passes_and_an_account_is_kept_aside(sandbox: str, onepay: Run) -> None:
    assert sandbox
    onepay("sandbox", "snapshot", "empty")
    _payment(onepay)
    before = json.loads(onepay("sandbox", "status", "--json").output)["clock"]["now"]
    after = json.loads(onepay("sandbox", "advance", "P1D", "--json").output)["now"]
    assert after[:10] > before[:10]
    assert onepay("sandbox", "snapshot", "empty", "--restore").output == "empty restored\n"
    assert onepay("payments", "list").errors == "The list is empty.\n"
    assert json.loads(onepay("sandbox", "reset", "--json").output) == {"done": "reset"}


def test_trigger_delivers_your_own_data_signed(sandbox: str, onepay: Run, receiver: Receiver) -> None:
    assert sandbox
    unheard = onepay("sandbox", "trigger", "payment.approved")
    assert (unheard.status, "listen --forward-to" in unheard.errors) == (ExitStatus.UNFINISHED, True)
    onepay(
        "webhooks", "create", "--name", "Tienda", "--url", receiver.url, "--events", "payment.approved",
        "--events", "invoice.created",
    )  # fmt: skip
    ended = onepay("sandbox", "trigger", "payment.approved", "--set", "amount=90000", "--set", "customer.email=a@b.co")
    assert (ended.status, "attempt 1: 200" in ended.output) == (0, True)
    [(headers, body)] = receiver.received
    payment = json.loads(body)["payment"]
    assert (payment["amount"], payment["customer"]["email"]) == (90_000, "a@b.co")
    assert headers["signature"]
    identifier = ended.output.split()[1]
    again = json.loads(onepay("sandbox", "resend", identifier, "--json").output)
    assert (again["event"], again["reply"]["status"], again["body"]) == ("payment.approved", 200, body.decode())


def test_every_event_can_be_triggered(sandbox: str, onepay: Run, receiver: Receiver) -> None:
    assert sandbox
    events = onepay("sandbox", "events").output.split()
    assert events == sorted(load().events)
    assert len(events) == len(json.loads(onepay("sandbox", "events", "--json").output))
    subscribed = [word for event in events for word in ("--events", event)]
    assert onepay("webhooks", "create", "--name", "Tienda", "--url", receiver.url, *subscribed).status == 0
    for event in (events[0], "cashout.completed", "subscription.created"):
        assert onepay("sandbox", "trigger", event).status == 0
    assert receiver.events() == [events[0], "cashout.completed", "subscription.created"]
    families = [name.partition(".")[0] for name in receiver.events()]
    assert all(json.loads(body)[family] for (_, body), family in zip(receiver.received, families, strict=True))


def test_listen_prints_what_it_forwards(
    sandbox: str, onepay: Run, onepay_process: Callable[..., subprocess.Popen[bytes]], receiver: Receiver
) -> None:
    assert sandbox
    arguments = ("--forward-to", receiver.url, "--event", "payment.approved", "--max", "1", "--json")
    with onepay_process("sandbox", "listen", *arguments, stdout=subprocess.PIPE) as process:
        assert process.stderr is not None
        words = b"".join(process.stderr.readline() for _ in range(3)).decode()
        assert words.endswith("Listening for 1 events; Ctrl-C ends.\n")
        onepay("sandbox", "trigger", "payment.approved")
        output, errors = process.communicate()
    assert (process.returncode, errors) == (0, b"")
    assert json.loads(output)["reply"]["status"] == 200
    assert re.search(r"^secret: \S+$", words, re.MULTILINE)
    assert onepay("webhooks", "list").errors == "The list is empty.\n"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("trigger", "payment.aproved"), ExitStatus.WRONG_USE, "payment.approved"),
        (("trigger", "payment.approved", "--set", "amount"), ExitStatus.WRONG_USE, "no FIELD=VALUE"),
        (("trigger", "payment.approved", "--set", "id.x=1"), ExitStatus.WRONG_USE, "is no object"),
        (("pay", "nothing"), ExitStatus.REFUSED, "404"),
        (("advance", "P1D", "--to", "x"), ExitStatus.WRONG_USE, "not both"),
        (("advance", "tomorrow"), ExitStatus.REFUSED, "422"),
    ],
)
def test_mistake_is_named(
    arguments: tuple[str, ...], status: ExitStatus, words: str, sandbox: str, onepay: Run
) -> None:
    assert sandbox
    ended = onepay("sandbox", *arguments)
    assert (ended.status, words in ended.errors, ended.output) == (status, True, "")


def test_sandbox_that_is_not_there_is_named(onepay: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEPAY_BASE_URL", "http://127.0.0.1:9")
    ended = onepay("sandbox", "status")
    assert (ended.status, "onepay sandbox start" in ended.errors) == (ExitStatus.NOT_REACHED, True)


def test_control_calls_never_go_to_the_real_api(onepay: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(httpx.Client, "request", refuse)
    monkeypatch.setenv("ONEPAY_BASE_URL", "https://api.onepay.la/v1")
    monkeypatch.setenv("ONEPAY_CARDS_URL", "https://cards.onepay.la/v1")
    ended = onepay("sandbox", "reset")
    assert (ended.status, "no sandbox" in ended.errors) == (ExitStatus.WRONG_USE, True)
