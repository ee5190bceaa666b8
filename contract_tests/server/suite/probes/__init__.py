"""Questions that one exchange cannot answer, each a callable that takes a session and yields findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from onepay_contract.findings import Finding
from server.suite.session import Session


class Probe(Protocol):
    """A question about a server. `name` is one word, `sentence` what is true of a server that keeps the contract."""

    @property
    def name(self) -> str: ...

    @property
    def sentence(self) -> str: ...

    def __call__(self, session: Session) -> Iterable[Finding]:
        """Ask; the session's own errors may pass through, and end this probe only."""
        ...
