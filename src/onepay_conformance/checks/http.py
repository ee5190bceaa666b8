"""Messages, media types, redirects, methods and headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.checks.references import contains_value
from onepay_conformance.history import History, Interaction, creates
from onepay_conformance.sender import PlannedRequest
from onepay_conformance.session import Session
from onepay_conformance.target import Key, is_local, origin_of
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind, Severity
from onepay_core.json_values import is_object

_ODD_KEYS: Final = ("k" * 300, " ' \" % ; {}")
_ENOUGH: Final = 300
"""So many requests this takes at most, with a contract of this size."""
_RARE_METHODS: Final = ("TRACE", "PURGE", "COPY", "LOCK")
_OVERRIDES: Final = ("x-http-method-override", "x-http-method", "x-method-override")
"""The headers by which frameworks let a request name another method than its own."""
_STRANGER: Final = "https://contract.invalid"
_CACHING: Final = "cache-control"
_SHARED: Final = frozenset(("public", "s-maxage"))
_UNSHARED: Final = frozenset(("private", "no-store"))
_LET_IN: Final = "access-control-allow-origin"
_CREDENTIALS: Final = "access-control-allow-credentials"
_PLAIN: Final = "http://"
_REDIRECTS: Final = range(300, 400)
_REFUSALS: Final = range(400, 500)
_NO_METHOD: Final = 405
_CHARSET: Final = re.compile(r"charset=\"?([\w-]+)")
_CLASS: Final = re.compile(r"\b\w+(?:\\\w+){2,}|\b(?:[a-z]\w*[.]){2,}[A-Z]\w+|\w+(?:Exception|Error)\b")
"""How PHP, Java and Python write such names."""


@active_check
def unusual_headers_cause_no_error(session: Session) -> Iterable[Finding]:
    """A body that is called a text, and a long or an odd key, may be refused or not; history checks see what breaks."""
    for operation in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        if operation.body:
            body, ids = support.body_of(session, operation), support.good_ids(session, operation)
            support.attempt(session, operation, ids=ids, body=body, headers={"content-type": "text/plain"})
            for end in _ODD_KEYS if session.contract_index.takes_idempotency_key(operation) else ():
                key = f"{session.name()}{end}"
                support.attempt(session, operation, ids=ids, body=body, headers={"x-idempotency": key})
    return ()


@active_check
def rate_limited_request_is_sent_twice(session: Session) -> Iterable[Finding]:
    """Where a like request is refused for a while, it is made twice; what the refusal lacks, others see."""
    for maker in session.operations():
        if creates(maker) and maker.reply(support.TOO_SOON):
            body = support.body_of(session, maker)
            for _ in range(2):
                support.attempt(session, maker, body=body)
    return ()


@active_check
def rare_methods_are_refused(session: Session) -> Iterable[Finding]:
    """TRACE and methods that no path has are refused, with and without a key; a reply to TRACE repeats no key."""
    for operation in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        if operation.method == "GET" and "{" not in operation.path:
            for method in _RARE_METHODS:
                sent = _with_method(session, operation, method)
                if sent and sent.status < min(_REFUSALS):
                    expected = f"a refusal of {method}"
                    yield support.finding_of(
                        operation, Kind.WRONG_METHOD_ACCEPTED, sent.status, "", expected, str(sent.status)
                    )


@active_check
def method_override_is_ignored(session: Session) -> Iterable[Finding]:
    """A header that names another method changes nothing: what was to be read is still there."""
    index = session.contract_index
    for kind in support.kinds(session) if support.is_affordable(session, _ENOUGH) else ():
        reader = support.reader_of(session, kind)
        undoers = [item for item in support.at_one(session, kind) if item.method == "DELETE" and reader]
        for name in _OVERRIDES if reader and undoers else ():
            try:
                ids = {kind: session.new_id(kind)}
            except support.TROUBLE:
                break
            before = support.object_in(support.attempt(session, reader, ids=ids)).get("status") if reader else None
            sent = support.attempt(session, reader, ids=ids, headers={name: "DELETE"}) if reader else None
            after = support.attempt(session, reader, ids=ids) if reader else None
            is_same = support.taken(after) and support.object_in(after).get("status") == before
            if sent and after and not is_same and not index.is_state(before, "final"):
                expected = "a reading that changes nothing, whatever method a header names"
                yield support.finding_about(
                    session, Kind.WRONG_METHOD_ACCEPTED, sent, "", expected, "it was deleted or cancelled"
                )


@active_check
def other_websites_are_not_let_in(session: Session) -> Iterable[Finding]:
    """A request from another website is not told that its page may read the reply; history checks judge."""
    for operation in session.operations():
        if operation.method == "GET":
            ids = support.good_ids(session, operation)
            support.attempt(session, operation, ids=ids, headers={"origin": _STRANGER})
    return ()


@history_check
def reply_to_a_key_is_not_shared(history: History) -> Iterable[Finding]:
    """No reply to a key may be kept by a shared cache, or read by any website with a visitor's credentials."""
    for interaction in history.successes:
        if interaction.key not in {Key.NONE, Key.WRONG} and interaction.exchange.reply_body:
            for name, expected in _sharing(interaction):
                yield interaction.finding(Kind.REPLY_SHARED, f"header:{name}", expected, "leave to keep or read it")


@history_check
def addresses_use_https(history: History) -> Iterable[Finding]:
    """No address that the server makes itself goes without encryption, unless it was itself asked without."""
    for interaction in history.successes:
        for place, address in _plain_addresses(interaction):
            if not any(contains_value(item.body, address) for item in history.interactions):
                yield interaction.finding(Kind.WRONG_FORMAT, place, "an address with https", "one with http")


@history_check
def refusal_has_a_message(history: History) -> Iterable[Finding]:
    """Every refusal has a message for a person. Documents know refusals without one, so this is a note."""
    for interaction in history.interactions:
        if interaction.exchange.status in _REFUSALS and is_object(interaction.reply):
            message = interaction.reply.get("message")
            if not isinstance(message, str) or not message.strip():
                shown = interaction.finding(Kind.MISSING_FIELD, "/message", "a text for a person", "nothing")
                yield shown.rated(Severity.NOTE)


@history_check
def json_is_utf_8(history: History) -> Iterable[Finding]:
    """JSON is written in UTF-8, and no header calls it anything else."""
    for interaction in history.interactions:
        charset = _CHARSET.search(interaction.exchange.header("content-type") or "")
        if charset and charset[1].lower() not in {"utf-8", "utf8", "us-ascii"}:
            yield interaction.finding(
                Kind.WRONG_CONTENT_TYPE, "header:content-type", "no charset but UTF-8", charset[1]
            )


@history_check
def refusal_names_no_class(history: History) -> Iterable[Finding]:
    """No refusal names a class or a module of the server's own code."""
    for interaction in history.interactions:
        if interaction.exchange.status >= min(_REFUSALS) and is_object(interaction.reply):
            message = interaction.reply.get("message")
            if isinstance(message, str) and _CLASS.search(message):
                expected = "words for a person"
                yield interaction.finding(Kind.STACK_TRACE_IN_REPLY, "/message", expected, "the name of a class")


@history_check
def reply_is_no_redirect(history: History) -> Iterable[Finding]:
    """No reply is a redirect: a client that follows it takes the key along."""
    for interaction in history.interactions:
        if interaction.exchange.status in _REDIRECTS:
            yield interaction.finding(Kind.REDIRECTED, "header:location", "an answer", "another address")


@history_check
def undocumented_method_is_refused(history: History) -> Iterable[Finding]:
    """A method that a path does not have is refused, and a 405 says which it has."""
    for stray in history.unrouted:
        status = stray.exchange.status
        if status < min(_REFUSALS):
            expected = f"a refusal of {stray.exchange.method}"
            yield stray.finding(Kind.WRONG_METHOD_ACCEPTED, "", expected, str(status))
        elif status == _NO_METHOD and not stray.exchange.header("allow"):
            yield stray.finding(Kind.MISSING_HEADER, "header:allow", "the methods that the path has", "nothing")


def _with_method(session: Session, operation: Operation, method: str) -> Exchange | None:
    try:
        key = session.contract_index.key(operation)
        planned = PlannedRequest(operation.id, method, operation.path, key=key, is_documented=False)
        return session.carry(planned)
    except support.TROUBLE:
        return None


def _sharing(interaction: Interaction) -> Iterator[tuple[str, str]]:
    """The headers of a reply that share it, with what they should say."""
    caching = {
        word.strip().lower().partition("=")[0] for word in (interaction.exchange.header(_CACHING) or "").split(",")
    }
    if caching & _SHARED and not caching & _UNSHARED:
        yield _CACHING, "no leave for shared caches"
    let_in = (interaction.exchange.header(_LET_IN) or "").strip()
    with_credentials = (interaction.exchange.header(_CREDENTIALS) or "").strip().lower() == "true"
    if with_credentials and let_in in {"*", _STRANGER, "null"}:
        yield _LET_IN, "no leave for every website"


def _plain_addresses(interaction: Interaction) -> Iterator[tuple[str, str]]:
    """The addresses in a reply that go without encryption.

    Those of the server itself do where it was asked so, and on this machine any may, whatever their port and name.
    """
    requested = interaction.exchange.url
    for pointer, item in interaction.parts:
        for name, value in item.items():
            if not isinstance(value, str) or not value.lower().startswith(_PLAIN):
                continue
            is_at_home = is_local(value) and is_local(requested)
            if not is_at_home and not (requested.startswith(_PLAIN) and origin_of(value) == origin_of(requested)):
                yield f"{pointer}/{name}", value
