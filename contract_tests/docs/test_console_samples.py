"""Every command of the pages is run by `nox -s examples`, or listed with the reason why it is not."""

from __future__ import annotations

import pytest

import console_samples
from console_samples import exceptions_by_command, samples_of_pages


def test_every_exception_is_a_command_of_a_page() -> None:
    commands = {command for _, command in samples_of_pages()}
    assert sorted(exceptions_by_command().keys() - commands) == []


def test_command_that_fails_fails_the_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    found = [("docs/sandbox.md", "onepay sandbox status"), ("docs/sandbox.md", "onepay sandbox rest")]
    monkeypatch.setattr(console_samples, "samples_of_pages", lambda: iter(found))
    assert console_samples.main([]) == 1
    printed = capsys.readouterr()
    assert printed.out == "docs/sandbox.md: onepay sandbox status\ndocs/sandbox.md: onepay sandbox rest\n"
    assert printed.err.startswith("docs/sandbox.md: FAILED: onepay sandbox rest: ended with 2")
    assert "status: ended" not in printed.err
