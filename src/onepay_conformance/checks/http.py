"""Does a server refuse in words, and send nobody elsewhere?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from onepay_conformance.checks.check import history_check
from onepay_conformance.history import History
from onepay_contract.findings import Finding, Kind, Severity
from onepay_core.json_values import is_object

_REDIRECTS: Final = range(300, 400)
_REFUSALS: Final = range(400, 500)
_NO_METHOD: Final = 405
_CHARSET: Final = re.compile(r"charset=\"?([\w-]+)")
_CLASS: Final = re.compile(r"\b\w+(?:\\\w+){2,}|\b(?:[a-z]\w*[.]){2,}[A-Z]\w+|\w+(?:Exception|Error)\b")
"""How PHP, Java and Python write such names."""


@history_check
def refusals_say_why(history: History) -> Iterable[Finding]:
    """Every refusal has a message for a person. Documents know refusals without one, so this is a note."""
    for seen in history.seen:
        if seen.exchange.status in _REFUSALS and is_object(seen.reply):
            message = seen.reply.get("message")
            if not isinstance(message, str) or not message.strip():
                told = seen.finding(Kind.MISSING_FIELD, "/message", "a text for a person", "nothing")
                yield told.rated(Severity.NOTE)


@history_check
def json_is_called_utf_8(history: History) -> Iterable[Finding]:
    """JSON is written in UTF-8, and no header calls it anything else."""
    for seen in history.seen:
        charset = _CHARSET.search(seen.exchange.header("content-type") or "")
        if charset and charset[1].lower() not in {"utf-8", "utf8", "us-ascii"}:
            yield seen.finding(Kind.WRONG_CONTENT_TYPE, "header:content-type", "no charset but UTF-8", charset[1])


@history_check
def refusals_name_no_classes(history: History) -> Iterable[Finding]:
    """No refusal names a class or a module of the server's own code."""
    for seen in history.seen:
        if seen.exchange.status >= min(_REFUSALS) and is_object(seen.reply):
            message = seen.reply.get("message")
            if isinstance(message, str) and _CLASS.search(message):
                expected = "words for a person"
                yield seen.finding(Kind.STACK_TRACE_IN_REPLY, "/message", expected, "the name of a class")


@history_check
def nothing_wrong_is_taken(history: History) -> Iterable[Finding]:
    """No body and no id is taken that the contract forbids, whoever sent it and why."""
    for seen in history.successes:
        for one in seen.operation.parameters:
            kind = history.contract_index.contract.followed(one.fact).schema.get("type")
            if one.place == "path" and kind == "integer" and not seen.ids.get(one.name, "0").isdigit():
                yield seen.finding(Kind.INVALID_REQUEST_ACCEPTED, f"path:{one.name}", "a number", "a text")
        if (
            seen.operation.body
            and seen.exchange.request_body
            and not history.contract_index.takes(seen.operation, seen.asked)
        ):
            expected = "a refusal of what the contract forbids"
            yield seen.finding(Kind.INVALID_REQUEST_ACCEPTED, "request:", expected, "a success")


@history_check
def nobody_is_sent_elsewhere(history: History) -> Iterable[Finding]:
    """No reply is a redirect: a client that follows it takes the key along."""
    for seen in history.seen:
        if seen.exchange.status in _REDIRECTS:
            yield seen.finding(Kind.REDIRECTED, "header:location", "an answer", "another address")


@history_check
def other_methods_are_refused(history: History) -> Iterable[Finding]:
    """A method that a path does not have is refused, and a 405 says which it has."""
    for stray in history.strays:
        status = stray.exchange.status
        if status < min(_REFUSALS):
            expected = f"a refusal of {stray.exchange.method}"
            yield stray.finding(Kind.WRONG_METHOD_ACCEPTED, "", expected, str(status))
        elif status == _NO_METHOD and not stray.exchange.header("allow"):
            yield stray.finding(Kind.MISSING_HEADER, "header:allow", "the methods that the path has", "nothing")
