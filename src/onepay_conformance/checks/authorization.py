"""Keys, sessions and accounts: who may do what, and whose objects are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

import httpx

from onepay_conformance import preparation
from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.checks.lists import filters, values_of
from onepay_conformance.contract_index import ContractIndex, path_names
from onepay_conformance.fixtures import items, objects_of
from onepay_conformance.history import History, Interaction, creates, everywhere
from onepay_conformance.session import Session
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

_LIVE: Final = "Bearer sk_" + "live_x"
_NOBODY: Final = "00000000-0000-4000-8000-000000000000"
_NO_TOKENS: Final = ("", "nonsense")
_ENOUGH: Final = 400
"""So many requests this takes at most, with a contract of this size."""
_UNKNOWN_ID: Final = "7e4a1f00-0000-4000-8000-00000000dead"
_NOT_FOUND: Final = 404
_SHORT: Final = 3
_LONG: Final = 6
"""A secret of so many characters is not met by chance."""
_ID: Final = "_id"
_TOKEN: Final = "customer_token"  # noqa: S105 - a name


@active_check
def other_account_finds_nothing(session: Session) -> Iterable[Finding]:
    """The second account finds no object of the first; history checks see what it is given."""
    if session.sender.server.keys.has(Key.OTHER):
        for operation in session.operations():
            if session.contract_index.key(operation) == Key.SECRET:
                yield from _as_owner_and_as_other(session, operation)


@active_check
def other_account_finds_nothing_by_filter(session: Session) -> Iterable[Finding]:
    """The second account filters by what things of the first have, and finds none of them; history checks judge."""
    if session.sender.server.keys.has(Key.OTHER):
        for operation in session.operations():
            names = filters(operation) if operation.method == "GET" else []
            page = support.attempt(session, operation) if names else None
            listed = [item for item in items(support.reply_of(page)) if is_object(item)]
            for name in names:
                for value in values_of(name, listed)[:1]:
                    support.attempt(session, operation, query={name: value}, key=Key.OTHER)
    return ()


@active_check
def request_without_key_is_sent(session: Session) -> Iterable[Finding]:
    """Every operation is called without a key or, for a customer, without a session; history checks judge."""
    for operation in session.operations():
        body = support.body_of(session, operation)
        support.attempt(session, operation, body=body, key=Key.NONE)
        if session.contract_index.needs_session(operation):
            for token in (*_NO_TOKENS, *_spoilt(session)):
                sent = support.attempt(session, operation, body=body, headers={"x-customer-token": token})
                if sent and support.taken(sent) and token:
                    expected = "a refusal of a token that nobody was given"
                    yield support.finding_about(session, Kind.KEY_NOT_REQUIRED, sent, "", expected, "a success")


@active_check
def live_key_is_refused(session: Session) -> Iterable[Finding]:
    """A live key, here an invented one, is refused. It is only sent inside of this process, never over a network."""
    server = session.sender.server
    for operation in session.operations() if server.transport else ():
        if operation.method == "GET" and "{" not in operation.path and server.transport:
            request = httpx.Request("GET", server.url(operation, operation.path), headers={"authorization": _LIVE})
            status = server.transport.handle_request(request).status_code
            if httpx.codes.is_success(status):
                expected = "a refusal of a live key"
                yield Finding.of(Kind.WRONG_ENVIRONMENT, operation.id, status, expected=expected, actual="a success")


@active_check
def altered_key_is_refused(session: Session) -> Iterable[Finding]:
    """The key behind another word or in capitals opens nothing, nor does the word alone; history checks judge."""
    for operation in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        body = support.body_of(session, operation)
        for spelling in spellings(session, operation):
            support.attempt(session, operation, body=body, headers={"authorization": spelling}, key=Key.NONE)
    return ()


@active_check
def spoilt_key_opens_nothing(session: Session) -> Iterable[Finding]:
    """The key cut by a letter, lengthened by one, or in other letters, shows nothing that the key itself has made."""
    for operation in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        if operation.method == "GET":
            key, ids = session.contract_index.key(operation), support.good_ids(session, operation)
            own = support.attempt(session, operation, ids=ids)
            named = {*_ids(support.reply_of(own))} & _made(session) if support.taken(own) else set[str]()
            for bearer in session.sender.server.keys.spoilt(key) if named else ():
                sent = support.attempt(session, operation, ids=ids, headers={"authorization": bearer}, key=Key.NONE)
                if sent and named & {*_ids(support.reply_of(sent))}:
                    expected = "nothing of what another key has made"
                    yield support.finding_about(
                        session, Kind.KEY_NOT_REQUIRED, sent, "", expected, "the same as with the key"
                    )


@active_check
def wrong_code_is_refused(session: Session) -> Iterable[Finding]:
    """A code that is another than the one that was sent, by one digit or by its length, proves nothing."""
    name = session.contract_index.name("code")
    for operation in session.operations():
        if name in session.contract_index.fields(operation):
            ids, body = _coded(session, operation)
            for code in _other_codes(str(body[name])) if body else ():
                sent = support.attempt(session, operation, ids=ids, body={**body, name: code})
                if sent and support.taken(sent):
                    expected, place = "a refusal of a code that was not sent", f"request:/{name}"
                    yield support.finding_about(session, Kind.KEY_NOT_REQUIRED, sent, place, expected, "a success")


@active_check
def token_serves_its_customer_until_it_expires(session: Session) -> Iterable[Finding]:
    """A customer's token reads no charge of another customer, and nothing after it has expired."""
    control, first = session.sender.server.control, session.fixtures.first.get(_TOKEN)
    readers = [item for item in session.operations() if session.contract_index.needs_session(item)]
    login = preparation.second_login(session) if control and first and readers else None
    for reader in readers if login else ():
        if login and reader.method == "GET":
            ids = support.good_ids(session, reader)
            for token, owner in ((str(first), "its own"), (login.token, "another's")):
                read = support.attempt(session, reader, ids=ids, headers={"x-customer-token": token})
                if read and ids and support.taken(read) and owner == "another's":
                    expected = "nothing of another customer"
                    yield support.finding_about(session, Kind.LEAK_BETWEEN_ACCOUNTS, read, "", expected, "a success")
    if control and login and login.expires_at and (now := control.now()):
        control.advance(login.expires_at - now + timedelta(minutes=1))
        for reader in (item for item in readers if item.method == "GET" and "{" not in item.path):
            read = support.attempt(session, reader, headers={"x-customer-token": login.token})
            if read and support.taken(read):
                expected = "a refusal of a token that has expired"
                yield support.finding_about(session, Kind.KEY_NOT_REQUIRED, read, "", expected, "a success")
        preparation.renew_login(session)


@active_check
def unknown_id_is_not_found(session: Session) -> Iterable[Finding]:
    """What nothing has is not found, by whoever has a key; who has none is not told so."""
    for operation in session.operations():
        ids = {parameter.name: _UNKNOWN_ID for parameter in operation.parameters if parameter.place == "path"}
        if ids:
            yield from _sought(session, operation, ids)


@history_check
def missing_or_wrong_key_is_refused(history: History) -> Iterable[Finding]:
    """Nothing is carried out without a key, or with one of the wrong kind."""
    for interaction in history.successes:
        wanted = history.contract_index.key(interaction.operation)
        held = Key.SECRET if interaction.key == Key.OTHER else interaction.key
        if held not in {wanted, Key.SPOILT}:  # a spoilt key may be that of somebody else; others see what it opens
            kind = Kind.PUBLIC_KEY_ACCEPTED if held == Key.PUBLIC else Kind.KEY_NOT_REQUIRED
            yield interaction.finding(kind, "", f"a refusal of any but a {wanted} key", "a success")


@history_check
def session_token_is_required(history: History) -> Iterable[Finding]:
    """Nothing is done in a customer's name who has not logged in."""
    for interaction in history.successes:
        if history.contract_index.needs_session(interaction.operation) and not interaction.exchange.request_header(
            "x-customer-token"
        ):
            yield interaction.finding(Kind.KEY_NOT_REQUIRED, "", "a refusal without a customer's token", "a success")


@history_check
def test_key_reads_test_data_only(history: History) -> Iterable[Finding]:
    """Whatever tells its environment says that it is for tests."""
    is_test = history.contract_index.name("is_test_data")
    for interaction in history.successes:
        for pointer, item in interaction.parts:
            if item.get(is_test) is False:
                yield interaction.finding(Kind.WRONG_ENVIRONMENT, f"{pointer}/{is_test}", "true", "false")


@history_check
def tenants_are_isolated(history: History) -> Iterable[Finding]:
    """Neither account sees, changes or uses what the other has made."""
    owners = {observed.new_id or "": observed for observed in reversed(list(history.creations))}
    for interaction in history.successes:
        named = dict.fromkeys(_own_ids(interaction), "what it answers")
        named |= dict.fromkeys([*_values(interaction.body), *interaction.ids.values()], "what it was given")
        foreign = [where for item, where in named.items() if item in owners and not _is_own(owners[item], interaction)]
        if foreign:
            expected = "only things of the account whose key was sent"
            yield interaction.finding(Kind.LEAK_BETWEEN_ACCOUNTS, "", expected, f"another's, in {foreign[0]}")


@history_check
def otp_works_once(history: History) -> Iterable[Finding]:
    """A code from a phone that has logged somebody in does so once."""
    used: set[bytes] = set()
    code, token = history.contract_index.name("code"), history.contract_index.name("token")
    for interaction in history.actions:
        if (
            is_object(interaction.body)
            and code in interaction.body
            and is_object(interaction.reply)
            and token in interaction.reply
        ):
            if interaction.exchange.request_body in used:
                expected = "a refusal of a code that was used"
                yield interaction.finding(Kind.KEY_NOT_REQUIRED, f"request:/{code}", expected, "a success")
            used.add(interaction.exchange.request_body)


@history_check
def session_shows_own_objects_only(history: History) -> Iterable[Finding]:
    """Who has logged in as a customer is shown nothing of another."""
    owners = {
        name: owner
        for observed in history.creations
        if (name := observed.new_id) and (owner := _owner(observed, history.contract_index))
    }
    logins: dict[str, str] = {}
    for interaction in history.successes:
        logins.update(_login(interaction, history.contract_index))
        if history.contract_index.needs_session(interaction.operation):
            own = logins.get(interaction.exchange.request_header("x-customer-token") or "")
            if own and any(owners.get(name, own) != own for name in _own_ids(interaction)):
                expected = "only what belongs to the customer"
                yield interaction.finding(Kind.LEAK_BETWEEN_ACCOUNTS, "", expected, "something of another customer")


@history_check
def session_lists_every_card(history: History) -> Iterable[Finding]:
    """Who has logged in as a customer is shown each card that this customer has authorised."""
    makers = history.contract_index.makers.get(history.contract_index.name("card"), ())
    cards: dict[str, set[str]] = {}
    logins: dict[str, str] = {}
    for interaction in history.actions:
        logins.update(_login(interaction, history.contract_index))
        owner, card = _owner(interaction, history.contract_index), interaction.new_id
        if (
            creates(interaction.operation)
            and interaction.operation.id in makers
            and interaction.body.get(history.contract_index.name("consent"))
            and owner
            and card
        ):
            cards.setdefault(owner, set()).add(card)
        saved = cards.get(logins.get(interaction.exchange.request_header("x-customer-token") or "", ""), set())
        held = interaction.reply.get("data") if is_object(interaction.reply) else None
        if is_object(held) and "cards" in held and not saved <= {*_own_ids(interaction)}:
            yield interaction.finding(Kind.PAGE_SKIPS, "/data/cards", "each card of the customer", "not all of them")


@history_check
def secrets_are_not_echoed(history: History) -> Iterable[Finding]:
    """No reply repeats a card number, a code or another secret that was sent."""
    names = {
        operation.id: _secret_fields(history.contract_index, operation)
        for operation in history.contract_index.operations.values()
    }
    for interaction in history.interactions:
        shown = [
            item[name]
            for _, item in everywhere(interaction.body)
            for name in names[interaction.operation.id] & item.keys()
        ]
        for secret in shown:
            if isinstance(secret, str) and _is_shown(secret, interaction):
                yield interaction.finding(Kind.SECRET_IN_REPLY, "", "nothing of the secret that was sent", "all of it")


@active_check
def lists_of_two_customers_are_disjoint(session: Session) -> Iterable[Finding]:
    """What stands in the list of one thing stands in that of no other."""
    for kind in support.kinds(session):
        for operation in support.at_one(session, kind):
            if session.contract_index.is_list(operation):
                yield from _apart(session, operation, kind)


@active_check
def lists_of_two_customers_differ(session: Session) -> Iterable[Finding]:
    """What two customers have is listed at the path of each; history checks see what belongs to the other."""
    index = session.contract_index
    for lister in session.operations():
        owners = path_names(lister.path) if index.is_list(lister) and not index.needs_session(lister) else []
        for maker in index.operations.values() if len(owners) == 1 and owners[0] in index.makers else ():
            if creates(maker) and index.family(maker) == index.family(lister) and owners[0] in index.fields(maker):
                _fill_lists_of_two(session, owners[0], maker, lister)
                break
    return ()


def _fill_lists_of_two(session: Session, kind: str, maker: Operation, lister: Operation) -> None:
    """Make a thing for two owners, and list what each has."""
    try:
        owners = [session.new_id(kind) for _ in range(2)]
    except support.TROUBLE:
        return
    body = support.body_of(session, maker)
    for owner in owners if is_object(body) else ():
        support.attempt(session, maker, body={**body, kind: owner})
    for owner in owners:
        support.attempt(session, lister, ids={kind: owner})


@history_check
def list_of_a_customer_is_their_own(history: History) -> Iterable[Finding]:
    """A list at the path of one customer holds nothing of another."""
    for interaction in history.successes:
        is_below = interaction.operation.method == "GET" and "/" in interaction.operation.path.partition("}")[2]
        for entry in interaction.objects if is_below else ():
            for name, requested in interaction.ids.items():
                if isinstance(entry.get(name), str) and entry[name] != requested:
                    expected = f"only what belongs to this {name.removesuffix(_ID)}"
                    yield interaction.finding(Kind.FILTER_IGNORED, f"path:{name}", expected, "something of another")


def _made(session: Session) -> set[str]:
    """The ids of what this run has made."""
    return {str(value) for kind in support.kinds(session) for value in session.fixtures.all.get(kind, ())}


def _coded(session: Session, operation: Operation) -> tuple[dict[str, str], dict[str, Json]]:
    """The ids and the body of a request with the code that was sent for it; an empty body where nobody tells one."""
    control, login = session.sender.server.control, session.contract_index.login
    if control and login and operation == login[1]:
        return {}, preparation.coded_login(session)
    for name in session.contract_index.sources(operation.id) if control else ():
        maker = session.contract_index.operations[name]
        for number in range(len(session.contract_index.examples(maker))):
            made = support.object_in(support.attempt(session, maker, body=support.body_of(session, maker, number)))
            parameters = [parameter.name for parameter in operation.parameters_in("path")]
            ids = dict.fromkeys(parameters, str(made.get("id")))
            code = next((shown for kind in ids if control and (shown := control.code(kind, ids[kind]))), None)
            body = support.body_of(session, operation)
            if code and is_object(body):
                return ids, {**body, session.contract_index.name("code"): code}
    return {}, {}


def _other_codes(code: str) -> Iterator[str]:
    last = (int(code[-1]) + 1) % 10 if code[-1:].isdigit() else 0
    yield from (f"{code[:-1]}{last}", f"{code}0", code[:-1])


def _spoilt(session: Session) -> list[str]:
    """The token of a login with another end, and its beginning."""
    token = str(session.fixtures.first.get("customer_token", ""))
    return [f"{token}0", f"{token.partition('|')[0]}|0"] if token else []


def _as_owner_and_as_other(session: Session, operation: Operation) -> Iterator[Finding]:
    body = support.body_of(session, operation)
    for ids in _things(session, operation):
        if operation.method == "GET":
            support.attempt(session, operation, ids=ids)
        if ids or body is not None or session.contract_index.is_list(operation):
            theirs = support.attempt(session, operation, ids=ids, body=body, key=Key.OTHER)
            nobodys = dict.fromkeys(ids, _NOBODY)
            none = support.attempt(session, operation, ids=nobodys, body=body, key=Key.OTHER) if ids else theirs
            if theirs and none and theirs.status != none.status:
                expected = "the reply to an id that nothing has"
                yield support.finding_about(session, Kind.LEAK_BETWEEN_ACCOUNTS, theirs, "", expected, "another one")


def shows_what_was_made(session: Session, sent: Exchange) -> bool:
    """Whether a reply shows something that this run has made."""
    return support.taken(sent) and not _made(session).isdisjoint(_ids(support.reply_of(sent)))


def _things(session: Session, operation: Operation) -> list[dict[str, str]]:
    """The ids of things of the first account; for calls that change one, of a new one from each maker."""
    names = [parameter.name for parameter in operation.parameters if parameter.place == "path"]
    makers = session.contract_index.makers.get(names[0], ()) if len(names) == 1 and operation.method != "GET" else ()
    made = [
        support.object_in(support.made_by(session, session.contract_index.operations[maker])).get("id")
        for maker in makers
    ]
    found = [{names[0]: item} for item in made if isinstance(item, str)]
    try:
        return found or [{name: session.good_id(operation, name) for name in names}]
    except support.TROUBLE:
        return []


def spellings(session: Session, operation: Operation) -> Iterator[str]:
    """What stands in the header `Authorization` with the key behind another word or in capitals, and without it."""
    bearer = session.sender.server.keys.bearer(session.contract_index.key(operation)) or ""
    word, _, key = bearer.partition(" ")
    yield from (f"Basic {key}", f"{word} {key.upper()}", word)


def _sought(session: Session, operation: Operation, ids: dict[str, str]) -> Iterator[Finding]:
    body = support.body_of(session, operation)
    own = support.attempt(session, operation, ids=ids, body=body)
    if own and own.status != _NOT_FOUND and str(_NOT_FOUND) in operation.replies:
        expected = "404, as nothing has this id"
        yield support.finding_about(session, Kind.UNDOCUMENTED_STATUS, own, "path:", expected, "another status")
    none = support.attempt(session, operation, ids=ids, body=body, key=Key.NONE)
    if none and none.status == _NOT_FOUND:
        expected = "a refusal for want of a key, whether there is such a thing or not"
        yield support.finding_about(session, Kind.KEY_NOT_REQUIRED, none, "", expected, "whether there is one")


def _is_own(maker: Interaction, interaction: Interaction) -> bool:
    strangers = (Key.OTHER, Key.SPOILT)
    return {*strangers}.isdisjoint((maker.key, interaction.key)) or maker.key == interaction.key


def _login(interaction: Interaction, index: ContractIndex) -> dict[str, str]:
    """The token that a login answers, with the customer who has it."""
    names = (index.name("token"), index.name("customer").removesuffix(_ID))
    token, customer = (interaction.reply.get(name) if is_object(interaction.reply) else None for name in names)
    return {token: str(customer.get("id") if is_object(customer) else None)} if isinstance(token, str) else {}


def _owner(interaction: Interaction, index: ContractIndex) -> str | None:
    """The customer for whom something was made."""
    owner = interaction.body.get(index.name("customer")) if is_object(interaction.body) else None
    return owner if isinstance(owner, str) else None


def _own_ids(interaction: Interaction) -> Iterator[str]:
    return (item["id"] for _, item in interaction.parts if isinstance(item.get("id"), str))


def _ids(reply: Json) -> Iterator[str]:
    return (item["id"] for _, item in everywhere(reply) if isinstance(item.get("id"), str))


def _values(value: Json) -> Iterator[str]:
    for _, entry in everywhere(value):
        yield from (item for item in entry.values() if isinstance(item, str))


def _is_shown(secret: str, interaction: Interaction) -> bool:
    if len(secret) >= _LONG:
        return bool(secret.strip()) and secret.encode() in interaction.exchange.reply_body
    texts = (item for _, entry in interaction.parts for item in entry.values() if isinstance(item, str))
    is_alone = re.compile(rf"(?<!\w){re.escape(secret)}(?!\w)") if len(secret) >= _SHORT else None
    return bool(secret.strip()) and any(item == secret or (is_alone and is_alone.search(item)) for item in texts)


def _secret_fields(contract_index: ContractIndex, operation: Operation) -> frozenset[str]:
    """The names of fields that the contract marks as secret, at the top of a request or one step below."""
    top = contract_index.fields(operation)
    below = (contract_index.followed(item).get("properties", {}) for item in top.values())
    return frozenset(
        name for fields in (top, *below) for name, item in fields.items() if item.get("x-sensitive") == "secret"
    )


def _apart(session: Session, operation: Operation, kind: str) -> Iterator[Finding]:
    try:
        owners = [session.id_of(kind), session.new_id(kind)]
    except support.TROUBLE:
        return
    first, second = (support.attempt(session, operation, ids={kind: owner}) for owner in owners)
    names = [
        {str(entry["id"]) for entry in objects_of(support.reply_of(page)) if "id" in entry} for page in (first, second)
    ]
    if second and names[0] & names[1]:
        expected = f"nothing of another {kind.removesuffix('_id')}"
        yield support.finding_about(session, Kind.FILTER_IGNORED, second, f"path:{kind}", expected, "something of it")
