"""Does a server refuse in words, and send nobody elsewhere?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from onepay_contract.findings import Finding, Kind
from onepay_contract.kinds import Severity
from onepay_contract.values import is_object
from server.suite.probes.probe import watcher
from server.suite.probes.trail import Trail

_REDIRECTS: Final = range(300, 400)
_REFUSALS: Final = range(400, 500)


@watcher
def refusals_say_why(trail: Trail) -> Iterable[Finding]:
    """Every refusal has a message for a person. Documents know refusals without one, so this is a note."""
    for seen in trail.seen:
        if seen.exchange.status in _REFUSALS and is_object(seen.reply):
            message = seen.reply.get("message")
            if not isinstance(message, str) or not message.strip():
                told = seen.finding(Kind.MISSING_FIELD, "/message", "a text for a person", "nothing")
                yield told.rated(Severity.NOTE)


@watcher
def nobody_is_sent_elsewhere(trail: Trail) -> Iterable[Finding]:
    """No reply is a redirect: a client that follows it takes the key along."""
    for seen in trail.seen:
        if seen.exchange.status in _REDIRECTS:
            yield seen.finding(Kind.REDIRECTED, "header:location", "an answer", "another address")
