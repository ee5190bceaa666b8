"""`scripts/start.py` says in one line what is missing, and what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import start


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "ENVIRONMENT", tmp_path / ".venv")


def _said(capsys: pytest.CaptureFixture[str]) -> str:
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    return shown.err


def test_python_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))
    assert start.main(["tour"]) == 2
    assert "Python 3.11 or later" in _said(capsys)


def test_python_without_venv_is_told_the_package(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "venv", None)
    assert start.main(["tour"]) == 2
    assert f"apt install python3.{sys.version_info[1]}-venv" in _said(capsys)


def test_venv_without_pip_is_told_the_package(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def create(*_: object, **__: object) -> None:
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr("venv.create", create)
    assert start.main(["tour"]) == 2
    assert "-venv. Then run this again." in _said(capsys)


def test_missing_network_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    words = "WARNING: Retrying\nERROR: No matching distribution found for nox==1\n"

    def pip(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", words)

    def create(folder: Path, **_: object) -> None:
        folder.mkdir()

    monkeypatch.setattr("venv.create", create)
    monkeypatch.setattr(subprocess, "run", pip)
    assert start.main(["tour"]) == 2
    said = _said(capsys)
    assert "No matching distribution found" in said
    assert "check the network" in said


def test_folder_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(start, "ENVIRONMENT", tmp_path / "file" / ".venv")
    assert start.main(["tour"]) == 2
    assert "cannot be made" in _said(capsys)


def test_interrupt_ends_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("venv.create", interrupt)
    assert start.main(["tour"]) == 130
