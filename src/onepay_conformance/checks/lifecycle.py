"""States of an object: final states, cancellations, decisions, declines and settlements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.checks.persistence import read_back
from onepay_conformance.history import History, Interaction, family_of
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_array, is_object

_NO_WORD: Final = "onepay-contract"
ENDED: Final = frozenset(("failed", "refunded", "cancelled", "canceled", "expired", "partial_expired", "finished"))
"""The states that nothing leaves, under whichever name; `declined` is none, since a payer may try again."""
PAID: Final = frozenset(("paid", "approved", "processed"))
_OPEN: Final = frozenset(("created", "pending", "processing", "in_progress"))
_AFTERPAID: Final = frozenset(("refunded", "disputed", "failed"))
_MAKER: Final = "charges_create"
_SETTLER: Final = "charges_resolve"
_ATTEMPTS: Final = "charges_list_intents"
_FEW: Final = 6
_CHARGES: Final = "charges_create"
_WAITING: Final = "charges_create_pse"
_READER: Final = "charges_get"
_OF_CUSTOMER: Final = "customer_sessions_create_charge"
_OF_CUSTOMER_READER: Final = "customer_sessions_get_charge"
_CANNOT_BE: Final = {True: "failed", False: "paid"}
"""What cannot come of a charge that its customer approves, and of one that the customer does not."""
_METHODS: Final = ("card_id", "account_id")
_PAID: Final = "paid"
_FEW_REJECTIONS: Final = 2
_RISE: Final = 100_000
_NOT_PAID: Final = frozenset(("created", "pending", "processing", "declined", "cancelled", "expired"))
_PAID_STATES: Final = frozenset(("paid", "approved"))
_PAID_WITHOUT_MOMENT: Final = frozenset(("request_to_pay",))
"""What is shown as paid, and without a moment, in a documented sample."""
_FAILED: Final = "failed"
_ATTEMPT_LISTS: Final = "_list_intents"
_INVOICES: Final = "invoices"


class _Ending:
    """One thing that is made, undone, and tried again."""

    def __init__(self, session: Session, kind: str, maker: Operation, undoer: Operation) -> None:
        self._session: Final = session
        self._kind: Final = kind
        self._maker: Final = maker
        self._undoer: Final = undoer
        self._ids: Mapping[str, str] = {}
        self._owners: Mapping[str, str] = {}

    def findings(self) -> Iterator[Finding]:
        made = support.object_in(support.made_by(self._session, self._maker))
        if not isinstance(made.get("id"), str):
            return
        self._ids = {self._kind: made["id"]}
        self._owners = {name: str(made[name]) for name in support.kinds(self._session) if made.get(name)}
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
        self._look()

    def _read_again(self) -> Iterator[Finding]:
        reader = support.reader_of(self._session, self._kind)
        read = self._call(reader) if reader else None
        state = support.object_in(read).get("status")
        if read and support.taken(read) and state not in ENDED:
            expected = f"nothing, or a state that is final, after {self._undoer.id}"
            yield support.finding_about(
                self._session, Kind.DELETED_STILL_THERE, read, "/status", expected, str(state)[:20]
            )

    def _look(self) -> None:
        """Read and list the thing, so that history checks can compare."""
        session, identifier = self._session, self._ids[self._kind]
        for kind, reader in support.readers_of(session, self._maker):
            support.attempt(session, reader, ids={kind: identifier})
        lister = support.lister_of(session, family_of(self._undoer.id))
        if lister:
            support.attempt(session, lister, ids=self._ids)
        for owner, identifier in self._owners.items():
            for beside in support.at_one(session, owner):
                if beside.method == "GET" and family_of(beside.id) == family_of(self._undoer.id):
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
                    yield from _Ending(session, kind, session.contract_index.operations[maker], undoer).findings()


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
            if not may_follow(before, state):
                yield interaction.finding(Kind.FINAL_STATE_MOVED, "/status", f"still {before}", state[:20])
            states[name] = state if may_follow(before, state) else before


@history_check
def ended_object_has_ended_in_every_view(history: History) -> Iterable[Finding]:
    """What has ended, or is paid, as one thing is not read as open as another, as a charge is as an intent."""
    ended: set[str] = set()
    for interaction in history.actions:
        for (_, name), state in _states(interaction):
            if state in ENDED | PAID:
                ended.add(name)
            elif name in ended and state in _OPEN and interaction.operation.method == "GET":
                yield interaction.finding(Kind.FINAL_STATE_MOVED, "/status", "a state that is final", state[:20])


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
            if deleted and entry.get("status") not in ENDED:
                expected = f"nothing of it after {deleted}"
                yield interaction.finding(Kind.DELETED_STILL_THERE, "/id", expected, "it is still there")


@history_check
def deleted_parent_hides_children(history: History) -> Iterable[Finding]:
    """No path leads through what was deleted, but for things that can be read again and say that they are over."""
    gone: dict[str, str] = {}
    kept = {observed.family for observed in history.actions for _, state in _states(observed) if state in ENDED}
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
    maker = next((operation for operation in session.operations() if operation.id == _MAKER), None)
    body = support.new_body(session, maker) if maker else None
    if maker is None or not is_object(body) or "test_scenario" not in session.contract_index.fields(maker):
        return
    for code in _codes(session):
        yield from _declined(session, maker, {**body, "test_scenario": code}, code)


@active_check
def charge_settles_as_decided(session: Session) -> Iterable[Finding]:
    """A charge that its customer approves is not read as failed, nor one that the customer rejects as paid."""
    maker, control = _tested(session, _OF_CUSTOMER, _OF_CUSTOMER_READER), session.sender.server.control
    body = support.body_of(session, maker) if maker and control else None
    if maker is None or control is None or not is_object(body):
        return
    made = [(support.attempt(session, maker, body={**body, "approve": item}), item) for item in _CANNOT_BE]
    control.wait()
    for charge, approve in made:
        yield from _settled(session, support.object_in(charge).get("charge_id"), approve=approve)


@active_check
def rejection_keeps_its_reason(session: Session) -> Iterable[Finding]:
    """A charge that is rejected for a reason is read with that reason."""
    settler = _tested(session, _SETTLER, _READER)
    for code in _reasons(session, settler) if settler else ():
        read = _rejected(session, code)
        if read and support.taken(read) and f'"{code}"'.encode() not in read.reply_body:
            expected = "the reason that was given"
            yield support.finding_about(session, Kind.VALUE_NOT_KEPT, read, "/remarks/code", expected, "another one")


@active_check
def unauthorized_method_is_not_charged(session: Session) -> Iterable[Finding]:
    """A charge to a card or account whose holder has authorised none is refused, or is not paid."""
    makers = [name for kind in _METHODS for name in session.contract_index.makers.get(kind, ())]
    charger = _tested(session, _CHARGES, *makers)
    body = support.body_of(session, charger) if charger else None
    if charger and is_object(body):
        rest = {name: value for name, value in body.items() if name not in _METHODS}
        for kind, method in _unauthorised(session):
            sent = support.attempt(session, charger, body={**rest, kind: method})
            if sent and support.object_in(sent).get("status") == _PAID:
                expected, found = "a charge that is not paid, as nothing was authorised", Kind.INVALID_REQUEST_ACCEPTED
                yield support.finding_about(session, found, sent, f"request:/{kind}", expected, "one that is")


@active_check
def plan_update_reaches_subscriptions_on_request(session: Session) -> Iterable[Finding]:
    """A change of a plan changes the subscriptions that follow it where it is told to, and else leaves them."""
    changer = _tested(session, "plans_update", "subscriptions_list")
    plan, made = _subscribed(session) if changer else ({}, {})
    for follows in (False, True) if made else ():
        before = made.get("amount_in_cents")
        if changer and type(before) is int:
            body = _raised(session, changer, before + _RISE, follows=follows)
            changed = support.attempt(session, changer, ids={"plan_id": str(plan["id"])}, body=body)
            shown = _shown(session, made) if support.taken(changed) else None
            if changed and shown is not None and shown != (before + _RISE if follows else before):
                expected = f"what comes of update_existing_subscriptions={str(follows).lower()}"
                yield support.finding_about(
                    session, Kind.VALUE_NOT_KEPT, changed, "/amount_in_cents", expected, "another amount"
                )


@history_check
def paid_object_has_paid_at(history: History) -> Iterable[Finding]:
    """What is paid tells since when, and what is not paid tells no such moment."""
    for interaction in history.successes:
        for pointer, item in interaction.parts:
            if (
                item.get("paid_at", 0) is None
                and item.get("status") in _PAID_STATES
                and interaction.family not in _PAID_WITHOUT_MOMENT
            ):
                yield interaction.finding(
                    Kind.VALUE_NOT_KEPT, f"{pointer}/paid_at", "the moment of the payment", "null"
                )
            if item.get("paid_at") and item.get("status") in _NOT_PAID:
                yield interaction.finding(
                    Kind.VALUE_NOT_KEPT, f"{pointer}/paid_at", "null, as nothing is paid", "a moment"
                )


@history_check
def failed_object_has_no_paid_at(history: History) -> Iterable[Finding]:
    """What an action has made fail tells no moment of payment from then on, since nothing paid can fail by one."""
    failed: set[Json] = set()
    for interaction in history.actions:
        for entry in interaction.objects:
            name = entry.get("id") or entry.get("charge_id")
            if entry.get("status") == _FAILED and interaction.operation.method != "GET":
                failed.add(name)
            if name in failed and entry.get("paid_at"):
                yield interaction.finding(Kind.VALUE_NOT_KEPT, "/paid_at", "null, as it has failed", "a moment")


@history_check
def paid_object_has_an_attempt(history: History) -> Iterable[Finding]:
    """The attempts to collect what is paid are one at least."""
    paid: set[Json] = set()
    for interaction in history.actions:
        paid |= {entry.get("id") for entry in interaction.objects if entry.get("status") in _PAID_STATES}
        if (
            interaction.operation.id.endswith(_ATTEMPT_LISTS)
            and not interaction.objects
            and not paid.isdisjoint(interaction.ids.values())
        ):
            yield interaction.finding(Kind.PAGE_SKIPS, "", "the attempt that was paid", "nothing")


@history_check
def updated_invoice_gets_a_new_payment(history: History) -> Iterable[Finding]:
    """The payment of an invoice that is updated has a new id, unless it was made."""
    payments: dict[Json, Json] = {}
    for interaction in history.actions:
        for entry in interaction.objects if interaction.family == _INVOICES else ():
            payment = entry.get("payment")
            if not is_object(payment):
                continue
            is_same = payments.get(entry.get("id")) == payment.get("id") and payment.get("status") not in _PAID_STATES
            if is_same and interaction.operation.method == "PUT":
                yield interaction.finding(Kind.VALUE_NOT_KEPT, "/payment/id", "that of a new payment", "the one before")
            payments[entry.get("id")] = payment.get("id")


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
        if again and support.taken(again) and not _may_move(decided, again):
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


def _may_move(first: Exchange | None, second: Exchange) -> bool:
    before: Json = support.object_in(first).get("status")
    after: Json = support.object_in(second).get("status")
    return isinstance(before, str) and isinstance(after, str) and before != after and may_follow(before, after)


def _states(interaction: Interaction) -> Iterator[tuple[tuple[str, str], str]]:
    """The things of a reply, with the state of each."""
    for entry in interaction.objects:
        name, state = entry.get("id"), entry.get("status")
        if isinstance(name, str) and isinstance(state, str):
            yield (interaction.family, name), state


def may_follow(before: str, state: str) -> bool:
    """Whether something that was in one state may be in another later."""
    if before in ENDED:
        return state == before
    return before not in PAID or state == before or state in _AFTERPAID


def _codes(session: Session) -> list[str]:
    """Some of the codes that the contract lists, others with another seed."""
    settler = session.contract_index.operations.get(_SETTLER)
    remarks = session.contract_index.fields(settler).get("remarks") if settler else None
    words = session.contract_index.words(remarks) if remarks is not None else []
    return session.chance.sample(words, min(_FEW, len(words)))


def _declined(session: Session, maker: Operation, body: dict[str, Json], code: str) -> Iterator[Finding]:
    made = support.attempt(session, maker, body=session.bodies.named(maker, body))
    charge = support.object_in(made)
    if made is None or not charge:
        return
    if f'"{code}"'.encode() not in made.reply_body:
        yield support.finding_about(
            session, Kind.VALUE_NOT_KEPT, made, "/remarks/code", "the code that was told", "another one"
        )
    if charge.get("paid_at") is not None:
        yield support.finding_about(
            session, Kind.VALUE_NOT_KEPT, made, "/paid_at", "null, since it was declined", "a moment"
        )
    yield from read_back(session, maker, charge)
    attempts = session.contract_index.operations.get(_ATTEMPTS)
    if attempts and _ATTEMPTS not in session.skipped:
        support.attempt(session, attempts, ids={"charge_id": str(charge.get("id"))})


def _rejected(session: Session, code: str) -> Exchange | None:
    """A new charge as it is read after it was rejected; None where it could not be rejected."""
    maker, settler, reader = (session.contract_index.operations[name] for name in (_WAITING, _SETTLER, _READER))
    ids = {"charge_id": str(support.object_in(support.made_by(session, maker)).get("id"))}
    settled = support.attempt(session, settler, ids=ids, body={"action": "reject", "remarks": code})
    return support.attempt(session, reader, ids=ids) if support.taken(settled) else None


def _settled(session: Session, charge: Json, *, approve: bool) -> Iterator[Finding]:
    reader = session.contract_index.operations[_OF_CUSTOMER_READER]
    read = support.attempt(session, reader, ids={"charge_id": charge}) if isinstance(charge, str) else None
    if read and support.object_in(read).get("status") == _CANNOT_BE[approve]:
        expected = f"what comes of approve={str(approve).lower()}"
        yield support.finding_about(session, Kind.VALUE_NOT_KEPT, read, "/status", expected, _CANNOT_BE[approve])


def _subscribed(session: Session) -> tuple[dict[str, Json], dict[str, Json]]:
    """A new plan, and a subscription that follows it; empty ones where there can be none."""
    planner, maker = (session.contract_index.operations[name] for name in ("plans_create", "subscriptions_create"))
    plan, body = support.object_in(support.made_by(session, planner)), support.body_of(session, maker)
    if "id" not in plan or not is_object(body):
        return {}, {}
    return plan, support.object_in(support.attempt(session, maker, body={**body, "plan_id": plan["id"]}))


def _raised(session: Session, changer: Operation, amount: int, *, follows: bool) -> Json:
    body = support.body_of(session, changer)
    shown = {"amount_in_cents": amount, "reference_price_in_cents": amount, "update_existing_subscriptions": follows}
    return {**body, **shown} if is_object(body) else body


def _shown(session: Session, made: dict[str, Json]) -> Json:
    """What the list says that a subscription collects."""
    listed = session.all_of("subscriptions_list")
    return next((entry.get("amount_in_cents") for entry in listed if entry.get("id") == made.get("id")), None)


def _tested(session: Session, name: str, *others: str) -> Operation | None:
    """An operation that may be called, where it or another is tested."""
    tested = {operation.id for operation in session.operations()}
    return session.contract_index.operations[name] if tested & {name, *others} and name not in session.skipped else None


def _reasons(session: Session, settler: Operation) -> list[str]:
    words = session.contract_index.words(session.contract_index.fields(settler)["remarks"])
    return session.chance.sample(words, min(_FEW_REJECTIONS, len(words)))


def _unauthorised(session: Session) -> Iterator[tuple[str, str]]:
    """New cards and accounts whose holder has authorised nothing, one by each operation that makes some."""
    for kind in _METHODS:
        for name in session.contract_index.makers.get(kind, ()):
            maker = session.contract_index.operations[name]
            body = support.body_of(session, maker)
            sent = support.attempt(session, maker, body={**body, "authorization": False}) if is_object(body) else None
            made = support.object_in(sent).get("id")
            if isinstance(made, str):
                yield kind, made
