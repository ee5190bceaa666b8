"""Which Pythons the checks before a change run on."""

from __future__ import annotations

import sys
from pathlib import Path

import interpreters

VERSIONS = ["3.11", "3.12", "3.13", "3.14"]


def _interpreter(path: Path, status: int) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {status}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_the_claimed_versions_are_those_of_the_classifiers() -> None:
    versions = interpreters.claimed(interpreters.ROOT / "pyproject.toml")

    assert versions[:2] == ["3.11", "3.12"]
    assert f"3.{sys.version_info.minor}" in versions


def test_an_interpreter_is_found_on_path_before_pyenv(tmp_path: Path) -> None:
    on_path = _interpreter(tmp_path / "bin/python3.11", 0)
    _interpreter(tmp_path / "pyenv/versions/3.11.7/bin/python3.11", 0)
    newest = _interpreter(tmp_path / "pyenv/versions/3.13.0/bin/python3.13", 0)

    found = interpreters.installed(VERSIONS, str(tmp_path / "bin"), tmp_path / "pyenv")

    assert found == [on_path, newest]


def test_an_interpreter_without_venv_is_passed_over(tmp_path: Path) -> None:
    _interpreter(tmp_path / "bin/python3.12", 127)
    _interpreter(tmp_path / "bin/python3.14", 1)
    behind = _interpreter(tmp_path / "pyenv/versions/3.12.1/bin/python3.12", 0)

    assert interpreters.installed(VERSIONS, str(tmp_path / "bin"), tmp_path / "pyenv") == [behind]


def test_an_unclaimed_version_is_never_taken(tmp_path: Path) -> None:
    _interpreter(tmp_path / "bin/python3.10", 0)
    _interpreter(tmp_path / "bin/python3.15", 0)

    assert interpreters.installed(VERSIONS, str(tmp_path / "bin"), tmp_path / "pyenv") == []
