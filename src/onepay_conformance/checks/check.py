"""The two kinds of checks: active checks send requests, history checks read everything that a run has sent."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from onepay_conformance.history import History
from onepay_conformance.session import Session
from onepay_contract.findings import Finding

SendRequests: TypeAlias = Callable[[Session], Iterable[Finding]]
ReadHistory: TypeAlias = Callable[[History], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class ActiveCheck:
    """A check that sends requests of its own.

    `sentence` is true of a server that keeps the contract. An error of the session ends this check and no other.
    """

    name: str
    sentence: str
    function: SendRequests

    def __call__(self, session: Session) -> Iterable[Finding]:
        """Send the requests, and yield what departs from the contract."""
        return self.function(session)


@dataclass(frozen=True, slots=True)
class HistoryCheck:
    """A check of everything that a run has sent, whichever phase sent it; `sentence` is as an active check's."""

    name: str
    sentence: str
    function: ReadHistory

    def __call__(self, history: History) -> Iterable[Finding]:
        """Read the history, and yield what departs from the contract."""
        return self.function(history)


def active_check(function: SendRequests) -> ActiveCheck:
    """Make an active check of a function: its name is the check's, and its docstring the sentence."""
    return ActiveCheck(_name(function), _sentence(function), function)


def history_check(function: ReadHistory) -> HistoryCheck:
    """Make a history check of a function in the same way."""
    return HistoryCheck(_name(function), _sentence(function), function)


def _name(function: Callable[..., object]) -> str:
    return str(getattr(function, "__name__", "")).replace("_", " ")


def _sentence(function: Callable[..., object]) -> str:
    return (inspect.getdoc(function) or "").partition("\n")[0]
