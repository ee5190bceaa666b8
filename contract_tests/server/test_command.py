"""The command explains invalid options, and serves as its options say."""

from __future__ import annotations

import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from onepay_cli.__main__ import main
from onepay_sandbox import frozen, running
from server.sockets import started

SHOP: Final = {"Authorization": "Bearer sk_test_shop"}
LIVE: Final = {"Authorization": "Bearer sk_" + "live_shop"}


def start(*options: str) -> int:
    """How the command ends."""
    return main(["sandbox", "start", *options])


@pytest.fixture(autouse=True)
def _nobody_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that starts although it should not is an error, and no test that never ends."""
    monkeypatch.setattr("onepay_sandbox.http.server.server", None)


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--port", "70000", "Invalid value"),  # the rest are Typer's words, which differ between its versions
        ("--port", "-1", "Invalid value"),
        ("--port", "http", "Invalid value"),
        ("--seed", "9" * 23, "Invalid value"),
        ("--at", "yesterday", "write one such as 2026-02-02T08:00:00-05:00"),
        ("--at", "9999-12-31T23:59:59Z", "too far away"),
    ],
)
def test_an_option_that_cannot_be_is_named(
    capsys: pytest.CaptureFixture[str], option: str, value: str, message: str
) -> None:
    assert start(option, value) == 2
    words = " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert option in words
    assert message in words


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which somebody listens already."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener.getsockname()[1]


def test_taken_port_is_reported_with_advice(capsys: pytest.CaptureFixture[str], taken: int) -> None:
    assert start("--port", str(taken)) == 2
    words = capsys.readouterr()
    assert f"Cannot listen on 127.0.0.1:{taken}: Address already in use. Choose another --port" in words.err
    assert words.out == ""


@pytest.fixture
def foreign(tmp_path: Path) -> str:
    """The database of another program."""
    file = tmp_path / "shop.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE meta (name TEXT)")
    return str(file)


def test_a_database_of_another_program_is_refused_and_left_alone(
    capsys: pytest.CaptureFixture[str], foreign: str
) -> None:
    assert start("--port", "0", "--database", foreign) == 2
    assert f"{foreign} is not used: another program has made it." in capsys.readouterr().err
    with closing(sqlite3.connect(foreign)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("meta",)]


@pytest.mark.parametrize(("place", "why"), [("", "it is a folder"), ("/nowhere/shop.db", "No such file or directory")])
def test_impossible_database_path_is_reported(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, place: str, why: str
) -> None:
    assert start("--port", "0", "--database", f"{tmp_path}{place}") == 2
    assert f"{why}. Name a " in capsys.readouterr().err


def test_missing_database_driver_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert start("--port", "0", "--database", "postgresql+psycopg://localhost/shop") == 2
    assert "its driver is not installed. Install onepay-client[sandbox,postgres]." in capsys.readouterr().err


def test_command_sets_the_clock_and_takes_live_keys() -> None:
    with started("--at", "2027-01-04T09:00:00-05:00", "--fake-live") as sandbox:
        url = f"{sandbox.url}/_sandbox/clock"
        clocks: list[Any] = [httpx.get(url, headers=headers, timeout=60).json() for headers in (SHOP, LIVE)]
    assert [clock["now"] for clock in clocks] == ["2027-01-04T14:00:00.000000Z"] * 2


@pytest.mark.parametrize("start", [datetime(2026, 2, 2, 13), datetime(9999, 1, 1, tzinfo=UTC)])  # noqa: DTZ001 - the point
def test_a_clock_that_starts_nowhere_is_refused_when_it_is_made(start: datetime) -> None:
    for made in (frozen, running):
        with pytest.raises(ValueError, match="give a moment with its zone"):
            made(start)
