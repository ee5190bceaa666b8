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
_NO_METHOD: Final = 405


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
def nothing_wrong_is_taken(trail: Trail) -> Iterable[Finding]:
    """No body and no id is taken that the contract forbids, whoever sent it and why."""
    for seen in trail.successes:
        for one in seen.operation.parameters:
            kind = trail.surface.contract.followed(one.fact).schema.get("type")
            if one.place == "path" and kind == "integer" and not seen.ids.get(one.name, "0").isdigit():
                yield seen.finding(Kind.INVALID_REQUEST_ACCEPTED, f"path:{one.name}", "a number", "a text")
        if seen.operation.body and seen.exchange.request_body and not trail.surface.takes(seen.operation, seen.asked):
            expected = "a refusal of what the contract forbids"
            yield seen.finding(Kind.INVALID_REQUEST_ACCEPTED, "request:", expected, "a success")


@watcher
def nobody_is_sent_elsewhere(trail: Trail) -> Iterable[Finding]:
    """No reply is a redirect: a client that follows it takes the key along."""
    for seen in trail.seen:
        if seen.exchange.status in _REDIRECTS:
            yield seen.finding(Kind.REDIRECTED, "header:location", "an answer", "another address")


@watcher
def other_methods_are_refused(trail: Trail) -> Iterable[Finding]:
    """A method that a path does not have is refused, and a 405 says which it has."""
    for stray in trail.strays:
        status = stray.exchange.status
        if status < min(_REFUSALS):
            expected = f"a refusal of {stray.exchange.method}"
            yield stray.finding(Kind.WRONG_METHOD_ACCEPTED, "", expected, str(status))
        elif status == _NO_METHOD and not stray.exchange.header("allow"):
            yield stray.finding(Kind.MISSING_HEADER, "header:allow", "the methods that the path has", "nothing")
