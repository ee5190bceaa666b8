"""What active checks share: sending, good bodies, and which operations belong to one kind of object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, Final

from onepay_conformance.aborts import Refused
from onepay_conformance.fixtures import objects_of
from onepay_conformance.history import creates
from onepay_conformance.sender import NoReply
from onepay_conformance.session import CannotMake, Session
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

TROUBLE: Final = (CannotMake, Refused, NoReply)
"""Why one request of a check may not come about; the check goes on with the next."""
TOO_SOON: Final = 429


def attempt(  # noqa: PLR0913 - the parts of a request
    session: Session,
    operation: Operation,
    *,
    ids: Mapping[str, str] | None = None,
    query: Mapping[str, str | int] | None = None,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
    key: Key | None = None,
) -> Exchange | None:
    """Send a request; None where it does not come about."""
    try:
        return session.send(operation.id, ids=ids or {}, query=query, body=body, headers=headers, key=key)
    except TROUBLE:
        return None


def together(session: Session, operation: Operation, ids: Mapping[str, str], body: Any, key: str) -> list[Exchange]:
    """Send the same request twice at the same moment, under one idempotency key; those that were answered."""
    start = Barrier(2)

    def send() -> Exchange | None:
        start.wait()
        return attempt(session, operation, ids=ids, body=body, headers={"x-idempotency": key})

    with ThreadPoolExecutor(2) as pool:
        sent = [pool.submit(send) for _ in range(2)]
        return [item for future in sent if (item := future.result())]


def taken(exchange: Exchange | None) -> bool:
    """Whether a request was carried out."""
    return exchange is not None and 200 <= exchange.status < 300


def reply_of(exchange: Exchange | None) -> Json:
    """What a success answers as JSON, else None."""
    return exchange.value if exchange and taken(exchange) else None


def object_in(exchange: Exchange | None) -> dict[str, Json]:
    """The object that a success answers; an empty one where it answers none."""
    found = objects_of(reply_of(exchange))
    return found[0] if found else {}


def finding_about(  # noqa: PLR0913, PLR0917 - the parts of a finding
    session: Session, kind: Kind, exchange: Exchange, pointer: str, expected: str, actual: str
) -> Finding:
    """A finding about an exchange."""
    operation = session.contract_index.operations[exchange.operation or ""]
    return finding_of(operation, kind, exchange.status, pointer, expected, actual).shown_by(exchange)


def finding_of(  # noqa: PLR0913, PLR0917 - the parts of a finding
    operation: Operation, kind: Kind, status: int, pointer: str, expected: str, actual: str
) -> Finding:
    """A finding about an operation, for a reply that belongs to none."""
    facts = {"evidence": operation.evidence, "source": operation.source, "place": operation.place}
    return Finding.of(kind, operation.id, status, pointer=pointer, expected=expected, actual=actual, **facts)


def body_of(session: Session, operation: Operation, number: int = 0) -> Json:
    """A good body of an operation, with things that exist; None where it takes none."""
    for name in session.bodies.references(operation):
        try:
            session.id_of(name)
        except TROUBLE:
            continue
    return session.bodies.base(operation, number)


def new_body(session: Session, operation: Operation) -> Json:
    """The same with a sum of its own where a like request is refused for a while, as a second PSE transfer is."""
    body = body_of(session, operation)
    if not operation.reply(TOO_SOON) or not is_object(body):
        return body
    sums = {name: body[name] for name in session.contract_index.sums(operation) if type(body.get(name)) is int}
    return {**body, **{name: value + session.chance.randrange(1_000, 900_000) for name, value in sums.items()}}


def made_by(session: Session, maker: Operation) -> Exchange | None:
    """What came of an attempt to make a thing."""
    return attempt(session, maker, body=new_body(session, maker))


def waiting(session: Session, kind: str) -> str | None:
    """The id of a new thing that is not settled yet, as a charge is that waits for its payer."""
    for name in session.contract_index.makers[kind]:
        made = object_in(made_by(session, session.contract_index.operations[name]))
        if isinstance(made.get("id"), str) and not session.contract_index.is_state(made.get("status"), "paid", "final"):
            return str(made["id"])
    return None


def others_than(session: Session, operation: Operation, body: Json) -> Iterator[dict[str, Json]]:
    """Good bodies that mean something else: one with other words, one with another sum."""
    index = session.contract_index
    for names, change in ((index.free_texts(operation), _longer), (index.sums(operation), _more)):
        for name in names:
            changed = {**body, name: change(body[name])} if is_object(body) and name in body else body
            if changed != body and session.contract_index.takes(operation, changed):
                yield changed
                break


def good_ids(session: Session, operation: Operation) -> dict[str, str]:
    """The ids of one thing for an operation's path, so that all requests are about the same."""
    found: dict[str, str] = {}
    for parameter in operation.parameters:
        if parameter.place == "path":
            try:
                found[parameter.name] = session.good_id(operation, parameter.name)
            except TROUBLE:
                continue
    return found


def fund(session: Session) -> None:
    """Let a customer pay, so that there is money to pay out."""
    for payer in session.contract_index.on_balance("adds"):
        if payer.id not in session.scope.skipped:
            attempt(session, payer, body=body_of(session, payer))


def kinds(session: Session) -> list[str]:
    """The names that the ids of things have in paths."""
    return list(session.contract_index.makers)


def at_one(session: Session, kind: str) -> list[Operation]:
    """The operations at one thing: those whose path has its id and no other."""
    listed = session.operations()
    return [entry for entry in listed if f"{{{kind}}}" in entry.path and entry.path.count("{") == 1]


def reader_of(session: Session, kind: str) -> Operation | None:
    """The operation that reads one thing."""
    index = session.contract_index
    listed = [item for item in at_one(session, kind) if item.method == "GET" and item.path.endswith(f"{{{kind}}}")]
    return next((entry for entry in listed if not index.needs_session(entry)), None)


def readers_of(session: Session, maker: Operation) -> list[tuple[str, Operation]]:
    """The operations that read what another makes, each with what the id is called there."""
    named = [kind for kind in kinds(session) if maker.id in session.contract_index.makers[kind]]
    return [(kind, reader) for kind in named if (reader := reader_of(session, kind))]


def lister_of(session: Session, family: str) -> Operation | None:
    """The operation that lists the things of a family, all of them."""
    index = session.contract_index
    return next(
        (
            operation
            for operation in session.operations()
            if index.is_list(operation) and "{" not in operation.path and index.family(operation) == family
        ),
        None,
    )


def repeatable(session: Session) -> list[Operation]:
    """The operations that take an idempotency key."""
    known = session.operations()
    return [
        item
        for item in known
        if creates(item) or (item.method == "PUT" and session.contract_index.takes_idempotency_key(item))
    ]


def is_affordable(session: Session, requests: int) -> bool:
    """Whether a check that needs so many requests leaves most of the budget to others."""
    return session.sender.policy.budget.left > requests * 4


def _longer(value: Json) -> Json:
    return f"{value} bis" if isinstance(value, str) else value


def _more(value: Json) -> Json:
    return value + 1_000 if type(value) is int else value
