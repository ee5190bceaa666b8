"""States of an object: final states, cancellations, decisions, declines and settlements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Final

from onepay_conformance import preparation
from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.checks.persistence import read_back
from onepay_conformance.contract_index import ContractIndex, Link
from onepay_conformance.history import History, Interaction, creates
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_array, is_object

_NO_WORD: Final = "onepay-contract"
_FEW: Final = 6
_FEW_REJECTIONS: Final = 2
_RISE: Final = 100_000
_DAY: Final = timedelta(days=1)
_LATER_READS: Final = 150
"""So many requests this takes at most, with a contract of this size."""
_FLAGS: Final = ("true", "false")


class Ending:
    """One thing that is made, unless there is a spare one, undone, and tried again."""

    def __init__(
        self,
        session: Session,
        kind: str,
        maker: Operation,
        undoer: Operation,
        spare: Mapping[str, Json] | None = None,
    ) -> None:
        self._session: Final = session
        self._kind: Final = kind
        self._maker: Final = maker
        self._undoer: Final = undoer
        self._spare: Final = spare
        self._ids: Mapping[str, str] = {}
        self._owners: Mapping[str, str] = {}

    def findings(self) -> Iterator[Finding]:
        """Undo it, and yield what departs from the contract afterwards."""
        made = self._spare or support.object_in(support.made_by(self._session, self._maker))
        identifier = made.get("id")
        if not isinstance(identifier, str):
            return
        self._ids = {self._kind: identifier}
        self._owners = {name: str(made[name]) for name in support.kinds(self._session) if made.get(name)}
        if not self._spare:  # which was read already
            self._look()
        if support.taken(self._call(self._undoer)):
            yield from self._afterwards()

    def _afterwards(self) -> Iterator[Finding]:
        yield from self._read_again()
        for operation in support.at_one(self._session, self._kind):
            if operation.method != "GET":
                again = self._call(operation)
                if again and support.taken(again):
                    expected = f"a refusal after {self._undoer.id}"
                    yield support.finding_about(
                        self._session, Kind.DELETED_STILL_THERE, again, "", expected, "a success"
                    )
        self._look(is_read=bool(support.reader_of(self._session, self._kind)))

    def _read_again(self) -> Iterator[Finding]:
        reader = support.reader_of(self._session, self._kind)
        read = self._call(reader) if reader else None
        state = support.object_in(read).get("status")
        if read and support.taken(read) and not self._session.contract_index.is_state(state, "final"):
            expected = f"nothing, or a state that is final, after {self._undoer.id}"
            yield support.finding_about(
                self._session, Kind.DELETED_STILL_THERE, read, "/status", expected, str(state)[:20]
            )

    def _look(self, *, is_read: bool = False) -> None:
        """Read the thing, unless it was just read, and list it, so that history checks can compare."""
        session, identifier = self._session, self._ids[self._kind]
        for kind, reader in support.readers_of(session, self._maker):
            if not is_read or kind != self._kind:
                support.attempt(session, reader, ids={kind: identifier})
        lister = support.lister_of(session, self._session.contract_index.family(self._undoer))
        if lister:
            support.attempt(session, lister, ids=self._ids)
        for owner, identifier in self._owners.items():
            for beside in support.at_one(session, owner):
                if beside.method == "GET" and session.contract_index.family(
                    beside
                ) == self._session.contract_index.family(self._undoer):
                    support.attempt(session, beside, ids={owner: identifier})

    def _call(self, operation: Operation) -> Exchange | None:
        body = support.body_of(self._session, operation)
        return support.attempt(self._session, operation, ids=self._ids, body=body)


@active_check
def undone_object_has_ended(session: Session) -> Iterable[Finding]:
    """What was cancelled or deleted cannot be read as before, listed, used, changed or undone again."""
    for kind in support.kinds(session):
        for undoer in support.at_one(session, kind):
            if session.contract_index.is_undoing(undoer.id):
                for maker in session.contract_index.makers[kind]:
                    yield from Ending(session, kind, session.contract_index.operations[maker], undoer).findings()


@active_check
def renewed_part_has_ended(session: Session) -> Iterable[Finding]:
    """The part that a change makes anew, as the payment of an invoice, is not open any more where it is read."""
    index = session.contract_index
    for kind in support.kinds(session):
        for changer in support.at_one(session, kind):
            part = changer.raw.get("x-renews")
            reader = support.reader_of(session, f"{part}_id") if part else None
            for maker in index.makers[kind] if reader else ():
                if reader and part:
                    yield from _renewed(session, kind, index.operations[maker], changer, str(part), reader)


def _renewed(  # noqa: PLR0913, PLR0917 - what makes, changes and reads the thing and its part
    session: Session, kind: str, maker: Operation, changer: Operation, part: str, reader: Operation
) -> Iterator[Finding]:
    made = support.object_in(support.made_by(session, maker))
    before = made.get(part)
    body = next(support.others_than(session, changer, support.body_of(session, changer)), None)
    if not is_object(before) or not isinstance(before.get("id"), str) or body is None:
        return
    changed = support.object_in(support.attempt(session, changer, ids={kind: str(made.get("id"))}, body=body))
    after = changed.get(part)
    if is_object(after) and after.get("id") != before["id"]:
        read = support.attempt(session, reader, ids={f"{part}_id": before["id"]})
        state = support.object_in(read).get("status")
        if read and session.contract_index.is_state(state, "open"):
            expected = f"one that has ended, since {changer.id} has made another"
            yield support.finding_about(session, Kind.DELETED_STILL_THERE, read, "/status", expected, str(state)[:20])


@active_check
def decision_is_final(session: Session) -> Iterable[Finding]:
    """What was decided one way cannot be decided the other way afterwards."""
    for kind in support.kinds(session):
        for decider in support.at_one(session, kind):
            for name, choices in _choices(session, decider):
                for maker in session.contract_index.makers[kind]:
                    yield from _decided(session, kind, session.contract_index.operations[maker], decider, name, choices)


@history_check
def final_state_is_final(history: History) -> Iterable[Finding]:
    """What has failed, or was refunded or cancelled, stays so; what was paid is only refunded or disputed."""
    states: dict[tuple[str, str], str] = {}
    for interaction in history.actions:
        for name, state in _states(interaction):
            before = states.get(name, state)
            if not history.contract_index.may_follow(before, state):
                yield interaction.finding(Kind.FINAL_STATE_MOVED, "/status", f"still {before}", state[:20])
            states[name] = state if history.contract_index.may_follow(before, state) else before


@history_check
def ended_object_has_ended_in_every_view(history: History) -> Iterable[Finding]:
    """What has ended, or is paid, as one thing is not read as open as another, as a charge is as an intent."""
    ended: set[str] = set()
    for interaction in history.actions:
        for (_, name), state in _states(interaction):
            if history.contract_index.is_state(state, "final", "paid"):
                ended.add(name)
            elif (
                name in ended
                and history.contract_index.is_state(state, "open")
                and interaction.operation.method == "GET"
            ):
                yield interaction.finding(Kind.FINAL_STATE_MOVED, "/status", "a state that is final", state[:20])


@history_check
def paid_object_is_not_undone(history: History) -> Iterable[Finding]:
    """What is paid cannot be cancelled or deleted: it can only be refunded."""
    index = history.contract_index
    states: dict[str, str] = {}
    for interaction in history.actions:
        for name in interaction.ids.values() if index.is_undoing(interaction.operation.id) else ():
            if index.is_state(states.get(name), "paid") and not index.is_state(states.get(name), "open"):
                expected = f"a refusal, as it is {states[name]}"
                yield interaction.finding(Kind.FINAL_STATE_MOVED, "", expected, "a success")
        states |= {name: state for (_, name), state in _states(interaction)}


@history_check
def completed_action_is_not_undone(history: History) -> Iterable[Finding]:
    """What an action has moved to another state is not read in the state before, with nothing done in between."""
    states: dict[tuple[str, str], str] = {}
    left: dict[tuple[str, str], str] = {}
    for interaction in history.actions:
        is_reading = interaction.operation.method == "GET"
        for name, state in _states(interaction):
            if is_reading and left.get(name) == state:
                yield interaction.finding(
                    Kind.FINAL_STATE_MOVED, "/status", "the state that an action brought", state[:20]
                )
            if not is_reading and states.get(name, state) != state:
                left[name] = states[name]
            elif not is_reading:
                left.pop(name, None)
            states[name] = state


@history_check
def deleted_object_is_gone(history: History) -> Iterable[Finding]:
    """What was deleted is neither read nor listed again, unless it says that it is over."""
    gone: dict[tuple[str, str], str] = {}
    for interaction in history.actions:
        if interaction.operation.method == "DELETE":
            gone |= {(interaction.family, name): interaction.operation.id for name in interaction.ids.values()}
            continue
        for entry in interaction.objects if interaction.operation.method == "GET" else ():
            deleted = gone.get((interaction.family, str(entry.get("id"))))
            if deleted and not history.contract_index.is_state(entry.get("status"), "final"):
                expected = f"nothing of it after {deleted}"
                yield interaction.finding(Kind.DELETED_STILL_THERE, "/id", expected, "it is still there")


@history_check
def deleted_parent_hides_children(history: History) -> Iterable[Finding]:
    """No path leads through what was deleted, but for things that can be read again and say that they are over."""
    gone: dict[str, str] = {}
    final = history.contract_index.states.get("final", frozenset())
    kept = {observed.family for observed in history.actions for _, state in _states(observed) if state in final}
    for interaction in history.actions:
        if interaction.operation.method == "DELETE" and interaction.family not in kept:
            gone |= dict.fromkeys(interaction.ids.values(), interaction.operation.id)
        for name, value in interaction.ids.items() if not interaction.operation.path.endswith("}") else ():
            if value in gone:
                expected = f"a refusal after {gone[value]}"
                yield interaction.finding(Kind.DELETED_STILL_THERE, f"path:{name}", expected, "a success")


@active_check
def declined_charge_keeps_its_code(session: Session) -> Iterable[Finding]:
    """A charge that is told to be declined says the same code wherever it is shown, and is not paid."""
    for maker in session.operations():
        names = [name for name, states in session.contract_index.outcomes(maker).items() if "*" in states]
        body = support.new_body(session, maker) if names else None
        codes = session.contract_index.decline_codes(maker)
        for code in session.chance.sample(codes, min(_FEW, len(codes))) if is_object(body) else ():
            if is_object(body):
                yield from _declined(session, maker, {**body, **dict.fromkeys(names, code)}, code)


@active_check
def charge_settles_as_decided(session: Session) -> Iterable[Finding]:
    """A charge that its customer approves is not read as failed, nor one that the customer rejects as paid."""
    control = session.sender.server.control
    for maker in session.contract_index.operations.values() if control else ():
        for link in session.contract_index.links[maker.id]:
            reader = session.contract_index.operations[link.target]
            if control and reader.method == "GET" and _is_tested(session, maker, reader):
                for name, states in session.contract_index.outcomes(maker).items():
                    yield from _decided_beforehand(session, maker, link, name, states)


@active_check
def rejection_keeps_its_reason(session: Session) -> Iterable[Finding]:
    """A charge that is rejected for a reason is read with that reason."""
    index = session.contract_index
    for kind in support.kinds(session):
        reader = support.reader_of(session, kind)
        for settler in index.settlers(kind):
            name = index.reason(settler)
            if name and reader and _is_tested(session, settler, reader):
                codes = index.words(index.fields(settler)[name])
                for code in session.chance.sample(codes, min(_FEW_REJECTIONS, len(codes))):
                    read = _rejected(session, kind, settler, reader, {name: code})
                    if read and support.taken(read) and f'"{code}"'.encode() not in read.reply_body:
                        expected, place = "the reason that was given", f"/{name}/code"
                        yield support.finding_about(session, Kind.VALUE_NOT_KEPT, read, place, expected, "another one")


@active_check
def unauthorized_method_is_not_charged(session: Session) -> Iterable[Finding]:
    """A charge to a card or account whose holder has authorised none is refused, or is not paid."""
    methods = {kind: _authorizable(session, kind) for kind in support.kinds(session)}
    methods = {kind: makers for kind, makers in methods.items() if makers}
    for charger in session.contract_index.on_balance("adds"):
        others = [maker for makers in methods.values() for maker in makers]
        body = support.body_of(session, charger) if _is_tested(session, charger, *others) else None
        if is_object(body):
            rest = {name: value for name, value in body.items() if name not in methods}
            tried = [
                (kind, support.attempt(session, charger, body={**rest, kind: method}))
                for kind, method in _unauthorized(session, methods)
            ]
            later = _after_a_day(session, charger, [sent for _, sent in tried if sent])
            for (kind, sent), read in zip(tried, later, strict=False):
                for shown in (sent, read):
                    if shown and session.contract_index.is_state(support.object_in(shown).get("status"), "paid"):
                        expected = "a charge that is not paid, as nothing was authorised"
                        yield support.finding_about(
                            session, Kind.INVALID_REQUEST_ACCEPTED, shown, f"request:/{kind}", expected, "one that is"
                        )


@active_check
def states_follow_each_other_over_time(session: Session) -> Iterable[Finding]:
    """What has not ended goes on within a day as documents allow, in every view of it; history checks judge."""
    control = session.sender.server.control
    if control is None or not session.operations() or not support.is_affordable(session, _LATER_READS):
        return ()
    for maker in (item for item in session.operations() if creates(item)):
        support.made_by(session, maker)
    control.advance(_DAY)
    preparation.renew_login(session)
    for kind in support.kinds(session):
        reader = support.reader_of(session, kind)
        for identifier in session.fixtures.all.get(kind, [])[-_FEW:] if reader else ():
            if reader and reader.id not in session.skipped:
                support.attempt(session, reader, ids={kind: str(identifier)})
    for operation in session.operations():
        if session.contract_index.is_list(operation):
            support.attempt(session, operation, ids=support.good_ids(session, operation))
    return ()


@active_check
def plan_update_reaches_subscriptions_on_request(session: Session) -> Iterable[Finding]:
    """A change of a plan changes the subscriptions that follow it where it is told to, and else leaves them."""
    for kind in support.kinds(session):
        for changer in support.at_one(session, kind):
            if session.contract_index.name("reaches_followers") in session.contract_index.fields(changer):
                for maker in session.contract_index.operations.values():
                    if kind in session.contract_index.fields(maker) and creates(maker):
                        yield from _followed(session, kind, changer, maker)


@history_check
def paid_object_has_paid_at(history: History) -> Iterable[Finding]:
    """What is paid tells since when, and what is not paid tells no such moment."""
    index = history.contract_index
    paid_at = index.name("paid")
    for interaction in history.successes:
        is_otherwise = paid_at in index.marks.differing(interaction.operation, "state")
        for pointer, item in interaction.parts:
            is_paid = index.is_state(item.get("status"), "paid")
            if item.get(paid_at, 0) is None and is_paid and not is_otherwise:
                yield interaction.finding(
                    Kind.VALUE_NOT_KEPT, f"{pointer}/{paid_at}", "the moment of the payment", "null"
                )
            if item.get(paid_at) and index.is_state(item.get("status"), "open", "unpaid"):
                yield interaction.finding(
                    Kind.VALUE_NOT_KEPT, f"{pointer}/{paid_at}", "null, as nothing is paid", "a moment"
                )


@history_check
def failed_object_has_no_paid_at(history: History) -> Iterable[Finding]:
    """What an action has made fail tells no moment of payment from then on, since nothing paid can fail by one."""
    index = history.contract_index
    failed: set[Json] = set()
    paid_at = index.name("paid")
    for interaction in history.actions:
        for entry in interaction.objects:
            name, state = index.own_id(entry), entry.get("status")
            has_failed = index.is_state(state, "final") and state in _failures(index)
            if has_failed and interaction.operation.method != "GET":
                failed.add(name)
            if name in failed and entry.get(paid_at):
                yield interaction.finding(Kind.VALUE_NOT_KEPT, f"/{paid_at}", "null, as it has failed", "a moment")


@history_check
def paid_object_has_an_attempt(history: History) -> Iterable[Finding]:
    """The attempts to collect what is paid are one at least."""
    index = history.contract_index
    paid: set[Json] = set()
    for interaction in history.actions:
        paid |= {entry.get("id") for entry in interaction.objects if index.is_state(entry.get("status"), "paid")}
        if (
            index.has_role(interaction.operation, "attempts")
            and not interaction.objects
            and not paid.isdisjoint(interaction.ids.values())
        ):
            yield interaction.finding(Kind.PAGE_SKIPS, "", "the attempt that was paid", "nothing")


@history_check
def update_renews_what_it_says(history: History) -> Iterable[Finding]:
    """What an update makes anew, as the payment of an invoice, has a new id, unless it was paid."""
    renewing = {
        item.raw["x-renews"]: item for item in history.contract_index.operations.values() if "x-renews" in item.raw
    }
    parts: dict[tuple[str, Json], Json] = {}
    for interaction in history.actions:
        for field, renewer in renewing.items():
            is_near = interaction.family == history.contract_index.family(renewer)
            for entry in interaction.objects if is_near else ():
                part = entry.get(field)
                if is_object(part):
                    place = (field, entry.get("id"))
                    is_paid = history.contract_index.is_state(part.get("status"), "paid")
                    if interaction.operation == renewer and parts.get(place) == part.get("id") and not is_paid:
                        expected = f"that of a new {field}"
                        yield interaction.finding(Kind.VALUE_NOT_KEPT, f"/{field}/id", expected, "the one before")
                    parts[place] = part.get("id")


def _choices(session: Session, operation: Operation) -> Iterator[tuple[str, list[str]]]:
    """The fields of a body by which somebody decides: closed lists of words that the body must choose from."""
    if operation.body is None or operation.method != "POST":
        return
    required = session.contract_index.contract.followed(operation.body).schema.get("required", [])
    for name, schema in session.contract_index.fields(operation).items():
        while "$ref" in schema:
            schema = session.contract_index.contract.resolve(schema["$ref"])  # noqa: PLW2901 - to its end
        words = schema.get("enum")
        if name in required and is_array(words):
            yield name, words


def _decided(  # noqa: PLR0913, PLR0917 - who decides what about which thing
    session: Session, kind: str, maker: Operation, decider: Operation, name: str, choices: list[str]
) -> Iterator[Finding]:
    body = support.body_of(session, decider)
    yield from _undecided(session, kind, maker, decider, name)
    for first, second in ((first, second) for first in choices for second in choices if first != second):
        identifier = support.object_in(support.made_by(session, maker)).get("id")
        if not isinstance(identifier, str) or not is_object(body):
            return
        decided = support.attempt(session, decider, ids={kind: identifier}, body={**body, name: first})
        if not support.taken(decided):
            continue
        again = support.attempt(session, decider, ids={kind: identifier}, body={**body, name: second})
        if again and support.taken(again) and not _may_move(session, decided, again):
            expected = f"a refusal of another decision, {first} having been taken"
            yield support.finding_about(
                session, Kind.FINAL_STATE_MOVED, again, f"request:/{name}", expected, "a success"
            )


def _undecided(session: Session, kind: str, maker: Operation, decider: Operation, name: str) -> Iterator[Finding]:
    """A word that is no decision decides nothing, not even where one is waited for."""
    identifier = support.object_in(support.made_by(session, maker)).get("id")
    body = support.body_of(session, decider)
    if isinstance(identifier, str) and is_object(body):
        rest = {key: item for key, item in body.items() if key != name}
        for odd in (rest, {**rest, name: _NO_WORD}):
            shown = support.attempt(session, decider, ids={kind: identifier}, body=odd)
            if shown and support.taken(shown):
                expected = "a refusal of what is no decision"
                yield support.finding_about(
                    session, Kind.INVALID_REQUEST_ACCEPTED, shown, f"request:/{name}", expected, "a success"
                )


def _may_move(session: Session, first: Exchange | None, second: Exchange) -> bool:
    before: Json = support.object_in(first).get("status")
    after: Json = support.object_in(second).get("status")
    if not isinstance(before, str) or not isinstance(after, str):
        return False
    return before != after and session.contract_index.may_follow(before, after)


def _states(interaction: Interaction) -> Iterator[tuple[tuple[str, str], str]]:
    """The things of a reply, with the state of each."""
    for entry in interaction.objects:
        name, state = entry.get("id"), entry.get("status")
        if isinstance(name, str) and isinstance(state, str):
            yield (interaction.family, name), state


def _declined(session: Session, maker: Operation, body: dict[str, Json], code: str) -> Iterator[Finding]:
    made = support.attempt(session, maker, body=session.bodies.named(maker, body))
    charge = support.object_in(made)
    if made is None or not charge:
        return
    if f'"{code}"'.encode() not in made.reply_body:
        yield support.finding_about(
            session, Kind.VALUE_NOT_KEPT, made, "/remarks/code", "the code that was told", "another one"
        )
    paid_at = session.contract_index.name("paid")
    if charge.get(paid_at) is not None:
        yield support.finding_about(
            session, Kind.VALUE_NOT_KEPT, made, f"/{paid_at}", "null, since it was declined", "a moment"
        )
    yield from read_back(session, maker, charge)
    for kind, _ in support.readers_of(session, maker):
        for beside in support.at_one(session, kind):
            if session.contract_index.has_role(beside, "attempts"):
                support.attempt(session, beside, ids={kind: str(charge.get("id"))})


def _rejected(
    session: Session, kind: str, settler: Operation, reader: Operation, reason: dict[str, str]
) -> Exchange | None:
    """A new thing as it is read after it was rejected; None where it could not be rejected."""
    index = session.contract_index
    ids = {kind: str(support.waiting(session, kind))}
    rejecting = {
        name: value
        for name, states in index.outcomes(settler).items()
        for value, state in states.items()
        if index.is_state(state, "final")
    }
    settled = support.attempt(session, settler, ids=ids, body={**rejecting, **reason})
    return support.attempt(session, reader, ids=ids) if support.taken(settled) else None


def _decided_beforehand(
    session: Session, maker: Operation, link: Link, name: str, states: Mapping[str, str]
) -> Iterator[Finding]:
    """Make a thing for each outcome that can be told, let time pass, and read what came of them."""
    control, body = session.sender.server.control, support.body_of(session, maker)
    made: list[tuple[str, dict[str, str]]] = []
    for value, state in states.items() if is_object(body) and "*" not in states else ():
        decided = {**body, name: value == "true" if value in _FLAGS else value} if is_object(body) else body
        sent = support.attempt(session, maker, body=decided)
        ids = link.ids(support.reply_of(sent), {}) if support.taken(sent) else None
        made += [(state, ids)] if ids else []
    if control and made:
        control.wait()
    for state, ids in made:
        read = support.attempt(session, session.contract_index.operations[link.target], ids=ids)
        shown = support.object_in(read).get("status")
        if read and shown != state and shown in states.values():
            yield support.finding_about(session, Kind.VALUE_NOT_KEPT, read, "/status", state, str(shown))


def _followed(session: Session, kind: str, changer: Operation, maker: Operation) -> Iterator[Finding]:
    lister = support.lister_of(session, session.contract_index.family(maker))
    if lister is None or not _is_tested(session, changer, lister):
        return
    plan, made = _subscribed(session, kind, maker)
    sums = [name for name in session.contract_index.sums(changer) if type(made.get(name)) is int]
    for follows in (False, True) if sums else ():
        before = made.get(sums[0])
        if type(before) is int:
            body = _raised(session, changer, before + _RISE, follows=follows)
            changed = support.attempt(session, changer, ids={kind: plan}, body=body)
            shown = _listed_value(session, lister, made, sums[0]) if support.taken(changed) else None
            if changed and shown is not None and shown != (before + _RISE if follows else before):
                expected = f"what comes of {session.contract_index.name('reaches_followers')}={str(follows).lower()}"
                yield support.finding_about(
                    session, Kind.VALUE_NOT_KEPT, changed, f"/{sums[0]}", expected, "another amount"
                )


def _subscribed(session: Session, kind: str, maker: Operation) -> tuple[str, dict[str, Json]]:
    """The id of a new plan, and a subscription that follows it; an empty one where there can be none."""
    try:
        plan = session.new_id(kind)
    except support.TROUBLE:
        return "", {}
    body = support.body_of(session, maker)
    return plan, support.object_in(support.attempt(session, maker, body={**body, kind: plan})) if is_object(
        body
    ) else {}


def _raised(session: Session, changer: Operation, amount: int, *, follows: bool) -> Json:
    body = support.body_of(session, changer)
    raised = dict.fromkeys(
        (name for name in session.contract_index.sums(changer) if is_object(body) and name in body), amount
    )
    return {**body, **raised, session.contract_index.name("reaches_followers"): follows} if is_object(body) else body


def _listed_value(session: Session, lister: Operation, made: dict[str, Json], name: str) -> Json:
    """What the list says of a field of a thing."""
    listed = session.all_of(lister.id)
    return next((entry.get(name) for entry in listed if entry.get("id") == made.get("id")), None)


def _is_tested(session: Session, operation: Operation, *others: Operation) -> bool:
    """Whether an operation may be called, and it or another is tested."""
    tested = {item.id for item in session.operations()}
    return bool(tested & {operation.id, *(other.id for other in others)}) and operation.id not in session.skipped


def _failures(index: ContractIndex) -> set[str]:
    """The states in which a decision of a test ends what is not paid."""
    outcomes = (states for operation in index.operations.values() for states in index.outcomes(operation).values())
    return {state for states in outcomes for state in states.values() if not index.is_state(state, "paid")}


def _after_a_day(session: Session, maker: Operation, made: list[Exchange]) -> list[Exchange | None]:
    """What was made, as it is read a day later; nothing where time cannot be let pass."""
    control, readers = session.sender.server.control, support.readers_of(session, maker)
    if control is None or not readers:
        return [None for _ in made]
    control.advance(_DAY)
    preparation.renew_login(session)
    kind, reader = readers[0]
    names = [session.contract_index.own_id(support.object_in(sent)) for sent in made]
    return [support.attempt(session, reader, ids={kind: name}) if name else None for name in names]


def _authorizable(session: Session, kind: str) -> list[Operation]:
    """The makers of a kind of which a holder says whether they may be charged."""
    makers = (session.contract_index.operations[name] for name in session.contract_index.makers[kind])
    consent = session.contract_index.name("consent")
    return [maker for maker in makers if consent in session.contract_index.fields(maker)]


def _unauthorized(session: Session, methods: Mapping[str, list[Operation]]) -> Iterator[tuple[str, str]]:
    """New cards and accounts whose holder has authorised nothing, one by each operation that makes some."""
    for kind, makers in methods.items():
        for maker in makers:
            body = support.body_of(session, maker)
            sent = (
                support.attempt(session, maker, body={**body, session.contract_index.name("consent"): False})
                if is_object(body)
                else None
            )
            made = support.object_in(sent).get("id")
            if isinstance(made, str):
                yield kind, made
