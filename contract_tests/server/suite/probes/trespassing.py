"""Does the second account see, use or end what belongs to the first, and does anybody without a key?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import httpx

from onepay_contract.document import Operation
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import is_object
from server.suite.pools import items
from server.suite.probes import asking, listing
from server.suite.probes.probe import probe
from server.suite.server import Key
from server.suite.session import Session

_LIVE: Final = "Bearer sk_" + "live_x"
_NOBODY: Final = "00000000-0000-4000-8000-000000000000"
_NO_TOKENS: Final = ("", "nonsense")


@probe
def others_find_nothing(session: Session) -> Iterable[Finding]:
    """To the second account, things of the first are like things that do not exist; what it is given, watchers see."""
    if session.sender.server.keys.has(Key.OTHER):
        for operation in session.operations():
            if session.surface.key(operation) == Key.SECRET:
                yield from _as_owner_and_as_other(session, operation)


@probe
def others_find_nothing_by_filters(session: Session) -> Iterable[Finding]:
    """The second account filters by what things of the first have, and finds none of them; watchers judge."""
    if session.sender.server.keys.has(Key.OTHER):
        for operation in session.operations():
            names = listing.filters(operation) if operation.method == "GET" else []
            page = asking.attempt(session, operation) if names else None
            listed = [one for one in items(asking.reply_of(page)) if is_object(one)]
            for name in names:
                for value in listing.values_of(name, listed)[:1]:
                    asking.attempt(session, operation, query={name: value}, key=Key.OTHER)
    return ()


@probe
def nobody_comes_in_without_a_key(session: Session) -> Iterable[Finding]:
    """Every operation is asked without a key, and where it acts for a customer, without a login; watchers judge."""
    for operation in session.operations():
        body = asking.body_of(session, operation)
        asking.attempt(session, operation, body=body, key=Key.NONE)
        if session.surface.needs_session(operation):
            for token in (*_NO_TOKENS, *_spoilt(session)):
                sent = asking.attempt(session, operation, body=body, headers={"x-customer-token": token})
                if sent and asking.taken(sent) and token:
                    expected = "a refusal of a token that nobody was given"
                    yield asking.told(session, Kind.KEY_NOT_REQUIRED, sent, "", expected, "a success")


@probe
def live_keys_open_nothing(session: Session) -> Iterable[Finding]:
    """A live key, here an invented one, is refused. It is only sent inside of this process, never over a network."""
    server = session.sender.server
    for operation in session.operations() if server.transport else ():
        if operation.method == "GET" and "{" not in operation.path and server.transport:
            request = httpx.Request("GET", server.url(operation, operation.path), headers={"authorization": _LIVE})
            status = server.transport.handle_request(request).status_code
            if httpx.codes.is_success(status):
                expected = "a refusal of a live key"
                yield Finding.of(Kind.WRONG_ENVIRONMENT, operation.id, status, expected=expected, seen="a success")


def _spoilt(session: Session) -> list[str]:
    """The token of a login with another end, and its beginning."""
    token = str(session.pools.first.get("customer_token", ""))
    return [f"{token}0", f"{token.partition('|')[0]}|0"] if token else []


def _as_owner_and_as_other(session: Session, operation: Operation) -> Iterator[Finding]:
    body = asking.body_of(session, operation)
    for ids in _things(session, operation):
        if operation.method == "GET":
            asking.attempt(session, operation, ids=ids)
        if ids or body is not None or "_list" in operation.id:
            theirs = asking.attempt(session, operation, ids=ids, body=body, key=Key.OTHER)
            nobodys = dict.fromkeys(ids, _NOBODY)
            none = asking.attempt(session, operation, ids=nobodys, body=body, key=Key.OTHER) if ids else theirs
            if theirs and none and theirs.status != none.status:
                expected = "the reply to an id that nothing has"
                yield asking.told(session, Kind.LEAK_BETWEEN_ACCOUNTS, theirs, "", expected, "another one")


def _things(session: Session, operation: Operation) -> list[dict[str, str]]:
    """The ids of things of the first account; for calls that change one, of a new one from each maker."""
    names = [one.name for one in operation.parameters if one.place == "path"]
    makers = session.surface.makers.get(names[0], ()) if len(names) == 1 and operation.method != "GET" else ()
    made = [asking.object_in(asking.made_by(session, session.surface.operations[one])).get("id") for one in makers]
    found = [{names[0]: one} for one in made if isinstance(one, str)]
    try:
        return found or [{name: session.good_id(operation, name) for name in names}]
    except asking.TROUBLE:
        return []
