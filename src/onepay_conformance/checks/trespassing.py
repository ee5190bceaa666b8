"""Does the second account see, use or end what belongs to the first, and does anybody without a key?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import httpx

from onepay_conformance.checks import listing, support
from onepay_conformance.checks.check import active_check
from onepay_conformance.fixtures import items
from onepay_conformance.session import Session
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import is_object

_LIVE: Final = "Bearer sk_" + "live_x"
_NOBODY: Final = "00000000-0000-4000-8000-000000000000"
_NO_TOKENS: Final = ("", "nonsense")


@active_check
def others_find_nothing(session: Session) -> Iterable[Finding]:
    """To the second account, things of the first are like things that do not exist; what it is given, watchers see."""
    if session.sender.server.keys.has(Key.OTHER):
        for operation in session.operations():
            if session.contract_index.key(operation) == Key.SECRET:
                yield from _as_owner_and_as_other(session, operation)


@active_check
def others_find_nothing_by_filters(session: Session) -> Iterable[Finding]:
    """The second account filters by what things of the first have, and finds none of them; watchers judge."""
    if session.sender.server.keys.has(Key.OTHER):
        for operation in session.operations():
            names = listing.filters(operation) if operation.method == "GET" else []
            page = support.attempt(session, operation) if names else None
            listed = [one for one in items(support.reply_of(page)) if is_object(one)]
            for name in names:
                for value in listing.values_of(name, listed)[:1]:
                    support.attempt(session, operation, query={name: value}, key=Key.OTHER)
    return ()


@active_check
def nobody_comes_in_without_a_key(session: Session) -> Iterable[Finding]:
    """Every operation is asked without a key, and where it acts for a customer, without a login; watchers judge."""
    for operation in session.operations():
        body = support.body_of(session, operation)
        support.attempt(session, operation, body=body, key=Key.NONE)
        if session.contract_index.needs_session(operation):
            for token in (*_NO_TOKENS, *_spoilt(session)):
                sent = support.attempt(session, operation, body=body, headers={"x-customer-token": token})
                if sent and support.taken(sent) and token:
                    expected = "a refusal of a token that nobody was given"
                    yield support.told(session, Kind.KEY_NOT_REQUIRED, sent, "", expected, "a success")


@active_check
def live_keys_open_nothing(session: Session) -> Iterable[Finding]:
    """A live key, here an invented one, is refused. It is only sent inside of this process, never over a network."""
    server = session.sender.server
    for operation in session.operations() if server.transport else ():
        if operation.method == "GET" and "{" not in operation.path and server.transport:
            request = httpx.Request("GET", server.url(operation, operation.path), headers={"authorization": _LIVE})
            status = server.transport.handle_request(request).status_code
            if httpx.codes.is_success(status):
                expected = "a refusal of a live key"
                yield Finding.of(Kind.WRONG_ENVIRONMENT, operation.id, status, expected=expected, actual="a success")


def _spoilt(session: Session) -> list[str]:
    """The token of a login with another end, and its beginning."""
    token = str(session.fixtures.first.get("customer_token", ""))
    return [f"{token}0", f"{token.partition('|')[0]}|0"] if token else []


def _as_owner_and_as_other(session: Session, operation: Operation) -> Iterator[Finding]:
    body = support.body_of(session, operation)
    for ids in _things(session, operation):
        if operation.method == "GET":
            support.attempt(session, operation, ids=ids)
        if ids or body is not None or "_list" in operation.id:
            theirs = support.attempt(session, operation, ids=ids, body=body, key=Key.OTHER)
            nobodys = dict.fromkeys(ids, _NOBODY)
            none = support.attempt(session, operation, ids=nobodys, body=body, key=Key.OTHER) if ids else theirs
            if theirs and none and theirs.status != none.status:
                expected = "the reply to an id that nothing has"
                yield support.told(session, Kind.LEAK_BETWEEN_ACCOUNTS, theirs, "", expected, "another one")


def _things(session: Session, operation: Operation) -> list[dict[str, str]]:
    """The ids of things of the first account; for calls that change one, of a new one from each maker."""
    names = [one.name for one in operation.parameters if one.place == "path"]
    makers = session.contract_index.makers.get(names[0], ()) if len(names) == 1 and operation.method != "GET" else ()
    made = [
        support.object_in(support.made_by(session, session.contract_index.operations[one])).get("id") for one in makers
    ]
    found = [{names[0]: one} for one in made if isinstance(one, str)]
    try:
        return found or [{name: session.good_id(operation, name) for name in names}]
    except support.TROUBLE:
        return []
