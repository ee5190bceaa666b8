"""No sandbox starts whose functions are not the operations of its contract."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onepay_cli.__main__ import main
from onepay_contract.document import ContractError
from onepay_sandbox import create_app
from onepay_sandbox.control import accounts
from onepay_sandbox.registry import shared_config
from onepay_sandbox.resources import payments


@pytest.fixture
def _unread() -> Iterator[None]:
    """Nobody has read the contract yet, nor will have."""
    shared_config.cache_clear()
    yield
    shared_config.cache_clear()


@pytest.mark.usefixtures("_unread")
def test_missing_function_stops_the_start_and_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delattr(payments, "payments_get")
    monkeypatch.setattr("onepay_sandbox.http.server.server", None)
    assert main(["sandbox", "start", "--port", "0"]) == 2
    words = capsys.readouterr()
    assert (words.out, "have no function in onepay_sandbox" in words.err) == ("", True)
    assert "payments_get." in words.err


@pytest.mark.usefixtures("_unread")
def test_extra_function_stops_the_start_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def payments_dance() -> None:
        """Nothing that the contract knows."""

    payments_dance.__module__ = payments.__name__
    monkeypatch.setattr(payments, "payments_dance", payments_dance, raising=False)
    with pytest.raises(ContractError, match=r"functions of no operation.*payments_dance"):
        create_app()


@pytest.mark.usefixtures("_unread")
def test_a_sandbox_that_lacks_a_control_call_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(accounts, "clock_advance")
    with pytest.raises(ContractError, match=r"clock_advance"):
        create_app()
