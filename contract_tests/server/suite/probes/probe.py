"""What our own checks are: probes ask a server something, watchers look at all that was asked and answered."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from onepay_contract.findings import Finding
from server.suite.probes.trail import Trail
from server.suite.session import Session

Ask: TypeAlias = Callable[[Session], Iterable[Finding]]
Look: TypeAlias = Callable[[Trail], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Probe:
    """A check that sends requests of its own."""

    name: str
    sentence: str
    ask: Ask

    def __call__(self, session: Session) -> Iterable[Finding]:
        """Send, and say what is wrong."""
        return self.ask(session)


@dataclass(frozen=True, slots=True)
class Watcher:
    """A check of everything that a run has sent, whoever sent it."""

    name: str
    sentence: str
    look: Look

    def __call__(self, trail: Trail) -> Iterable[Finding]:
        """Look through a run, and say what is wrong."""
        return self.look(trail)


def probe(ask: Ask) -> Probe:
    """Make a probe of a function: its name is the probe's, and its docstring the sentence."""
    return Probe(*_told(ask), ask)


def watcher(look: Look) -> Watcher:
    """Make a watcher of a function in the same way."""
    return Watcher(*_told(look), look)


def _told(function: Callable[..., object]) -> tuple[str, str]:
    name = getattr(function, "__name__", "").replace("_", " ")
    return name, (inspect.getdoc(function) or "").partition("\n")[0]
