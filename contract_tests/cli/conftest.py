"""Runs the command `onepay`: in this process, or in one of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from onepay_cli.__main__ import main
from onepay_sandbox.local import LocalSandbox
from server.sockets import served

ROOT = Path(__file__).parents[2]
PATHS = os.pathsep.join([str(ROOT / "src"), str(ROOT / "generated")])


class Ended(NamedTuple):
    """How the command ended."""

    status: int
    output: str
    errors: str


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("ONEPAY_"):
            monkeypatch.delenv(name)


@pytest.fixture
def onepay(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Run the command in this process, with arguments and with text on its standard input."""

    def run(*arguments: object, stdin: str = "") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ended(status, captured.out, captured.err)

    return run


@pytest.fixture
def onepay_process() -> Callable[..., subprocess.Popen[bytes]]:
    """Start the command as a process of its own."""

    def start(*arguments: str, stdout: Any) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": PATHS}
        command = [sys.executable, "-m", "onepay_cli", *arguments]
        return subprocess.Popen(command, env=environment, stdout=stdout, stderr=subprocess.PIPE)  # noqa: S603 - our own words

    return start


@pytest.fixture(scope="session")
def _served() -> Iterator[str]:
    with closing(LocalSandbox()) as local, served(local.sandbox) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def sandbox(_served: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A sandbox behind a socket, with an account of its own, in the variables that the command reads."""
    account = "".join(letter for letter in request.node.name if letter.isalnum())
    monkeypatch.setenv("ONEPAY_BASE_URL", _served)
    monkeypatch.setenv("ONEPAY_API_KEY", f"sk_test_{account}")
    monkeypatch.setenv("ONEPAY_PUBLIC_KEY", f"pk_test_{account}")
    return _served
