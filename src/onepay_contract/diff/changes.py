"""What changed between two contracts: grades, kinds with what they mean for whom, and the changes themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple, Self

from onepay_contract.findings import ExitStatus


class Grade(IntEnum):
    """How much a change asks of a program that was written for the earlier contract."""

    NOTE = 0
    """Only words changed, or the contract is better known."""
    COMPATIBLE = 1
    """Programs go on as before; something new can be used."""
    CAUTION = 2
    """No request or reply of before is wrong now, but somebody should look."""
    BREAKING = 3
    """A program that relied on the earlier contract breaks."""
    DANGER = 4
    """Money, access or somebody's data is at stake."""

    @property
    def word(self) -> str:
        """The name as people read it."""
        return self.name.lower()


EXIT_STATUS: Final = MappingProxyType(
    {
        Grade.NOTE: ExitStatus.CLEAN,
        Grade.COMPATIBLE: ExitStatus.CLEAN,
        Grade.CAUTION: ExitStatus.DRIFT,
        Grade.BREAKING: ExitStatus.BREAKING,
        Grade.DANGER: ExitStatus.DANGER,
    }
)
"""The exit status for the gravest change."""


class Party(StrEnum):
    """Whom a change concerns."""

    SENDS = "sends"
    """Whoever sends requests."""
    READS = "reads"
    """Whoever reads replies."""
    RECEIVES = "receives"
    """Whoever receives webhooks: what is a request in the contract is read by them."""


class Topic(StrEnum):
    """What a change is about."""

    SHAPE = "shape"
    MONEY = "money"
    PRIVACY = "privacy"
    EVIDENCE = "evidence"
    BEHAVIOUR = "behaviour"
    WORDING = "wording"


class Effect(NamedTuple):
    """What a change means for one party."""

    grade: Grade
    sentence: str


class Kind(StrEnum):
    """How something changed. The value is the name in reports.

    `sent` is what it means for the side that writes the value, `received` for the side that reads it. The sender of
    requests writes their bodies; readers of replies and receivers of webhooks read.
    """

    _value_: str
    topic: Topic
    sent: Effect
    received: Effect

    def __new__(cls, name: str, topic: Topic, sent: Effect, received: Effect | None = None) -> Self:
        """A kind with its topic and effects; both sides have the same effect where one is given."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.topic = topic
        member.sent = sent
        member.received = received or sent
        return member

    # Operations and events.
    OPERATION_ADDED = ("operation_added", Topic.SHAPE, Effect(Grade.COMPATIBLE, "There is a new call."))
    OPERATION_REMOVED = (
        "operation_removed",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Stop calling it: the contract no longer has this call."),
    )
    OPERATION_MOVED = (
        "operation_moved",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Send it to the new method and path; the old address is no longer known."),
    )
    OPERATION_RENAMED = (
        "operation_renamed",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Call the Python method by its new name; the request is the same."),
    )
    OPERATION_DEPRECATED = (
        "operation_deprecated",
        Topic.BEHAVIOUR,
        Effect(Grade.CAUTION, "Plan to do without it: it is marked as deprecated."),
    )
    EVENT_ADDED = ("event_added", Topic.SHAPE, Effect(Grade.COMPATIBLE, "A new event may be subscribed to."))
    EVENT_REMOVED = (
        "event_removed",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Stop waiting for it: the contract no longer has this event."),
    )
    ANSWER_CHANGED = (
        "answer_changed",
        Topic.BEHAVIOUR,
        Effect(Grade.BREAKING, "Answer deliveries with a status that is listed now."),
    )
    SERVER_CHANGED = (
        "server_changed",
        Topic.BEHAVIOUR,
        Effect(Grade.DANGER, "Requests, and the key in them, go to another address: make sure that it is the API's."),
    )
    ACCESS_ADDED = ("access_added", Topic.SHAPE, Effect(Grade.COMPATIBLE, "Another kind of key is accepted too."))
    ACCESS_REMOVED = (
        "access_removed",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Send another kind of key: this one is no longer accepted."),
    )
    ACCESS_OPENED = (
        "access_opened",
        Topic.PRIVACY,
        Effect(Grade.CAUTION, "It needs no key any more: whoever reaches the API can call it."),
    )
    KEY_SENT_OTHERWISE = (
        "key_sent_otherwise",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Send the key in the new place: the old one is not looked at."),
    )
    # Parameters, bodies and replies as a whole.
    PARAMETER_ADDED = (
        "parameter_added",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "A new parameter may be sent."),
        Effect(Grade.COMPATIBLE, "A new header may come."),
    )
    REQUIRED_PARAMETER_ADDED = (
        "required_parameter_added",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Send the new parameter: without it the request is refused."),
        Effect(Grade.COMPATIBLE, "A new header comes each time."),
    )
    PARAMETER_REMOVED = (
        "parameter_removed",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Stop sending it: the parameter is no longer known."),
        Effect(Grade.BREAKING, "Stop reading it: the header no longer comes."),
    )
    PARAMETER_RENAMED = (
        "parameter_renamed",
        Topic.SHAPE,
        Effect(Grade.CAUTION, "The URL is the same; code that passes the parameter by name needs the new name."),
    )
    PARAMETER_REQUIRED = (
        "parameter_required",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Send it always: without it the request is refused."),
        Effect(Grade.COMPATIBLE, "It comes each time."),
    )
    PARAMETER_OPTIONAL = (
        "parameter_optional",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "It may be left out."),
        Effect(Grade.BREAKING, "Do without it where it does not come."),
    )
    BODY_ADDED = (
        "body_added",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "A body may be sent."),
        Effect(Grade.COMPATIBLE, "A body comes where none was documented."),
    )
    BODY_REMOVED = (
        "body_removed",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Send no body."),
        Effect(Grade.BREAKING, "Do without the body: none is documented any more."),
    )
    BODY_REQUIRED = (
        "body_required",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Send a body always."),
        Effect(Grade.COMPATIBLE, "A body comes each time."),
    )
    BODY_OPTIONAL = (
        "body_optional",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "The body may be left out."),
        Effect(Grade.BREAKING, "Do without a body where none comes."),
    )
    MEDIA_TYPE_ADDED = (
        "media_type_added",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "The body may be sent in this form too."),
        Effect(Grade.CAUTION, "The body may come in this form."),
    )
    MEDIA_TYPE_REMOVED = (
        "media_type_removed",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Send the body in another form."),
        Effect(Grade.BREAKING, "Read the body in another form."),
    )
    SUCCESS_ADDED = (
        "success_added",
        Topic.SHAPE,
        Effect(Grade.CAUTION, "A success may have this status: do not compare with one number."),
    )
    SUCCESS_REMOVED = (
        "success_removed",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Do not wait for this status: a success has another one."),
    )
    ERROR_ADDED = ("error_added", Topic.SHAPE, Effect(Grade.CAUTION, "Handle it: a failure may have this status."))
    ERROR_REMOVED = ("error_removed", Topic.SHAPE, Effect(Grade.COMPATIBLE, "This failure is documented no longer."))
    HEADER_ADDED = ("header_added", Topic.SHAPE, Effect(Grade.COMPATIBLE, "A new header may come with the reply."))
    HEADER_REMOVED = ("header_removed", Topic.SHAPE, Effect(Grade.BREAKING, "Do without this header of the reply."))
    HEADER_REQUIRED = ("header_required", Topic.SHAPE, Effect(Grade.COMPATIBLE, "The header comes each time."))
    HEADER_OPTIONAL = ("header_optional", Topic.SHAPE, Effect(Grade.BREAKING, "Do without it where it does not come."))
    # Schemas.
    FIELD_ADDED = (
        "field_added",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "The field may be sent."),
        Effect(Grade.COMPATIBLE, "The field may come; until now it was an undocumented one."),
    )
    REQUIRED_FIELD_ADDED = (
        "required_field_added",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Send the field: without it the request is refused."),
        Effect(Grade.COMPATIBLE, "The field comes each time."),
    )
    FIELD_REMOVED = (
        "field_removed",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Stop sending it: the field is no longer known."),
        Effect(Grade.BREAKING, "Stop reading it: the field is no longer documented."),
    )
    FIELD_REQUIRED = (
        "field_required",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Send it always: without it the request is refused."),
        Effect(Grade.COMPATIBLE, "It comes each time."),
    )
    FIELD_OPTIONAL = (
        "field_optional",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "It may be left out."),
        Effect(Grade.BREAKING, "Do without it where it does not come."),
    )
    NULL_ALLOWED = (
        "null_allowed",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "It may be null."),
        Effect(Grade.BREAKING, "Expect null."),
    )
    NULL_REFUSED = (
        "null_refused",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Stop sending null: it is refused."),
        Effect(Grade.COMPATIBLE, "It is never null."),
    )
    TYPE_WIDENED = (
        "type_widened",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "More types are accepted."),
        Effect(Grade.BREAKING, "Read the new types too."),
    )
    TYPE_NARROWED = (
        "type_narrowed",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Send only the types that are left."),
        Effect(Grade.COMPATIBLE, "Fewer types come."),
    )
    TYPE_CHANGED = ("type_changed", Topic.SHAPE, Effect(Grade.BREAKING, "Use the new type."))
    FORMAT_CHANGED = ("format_changed", Topic.SHAPE, Effect(Grade.BREAKING, "Write and read it in the new format."))
    LIMIT_TIGHTENED = (
        "limit_tightened",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Keep to the new limit: what is beyond it is refused."),
        Effect(Grade.COMPATIBLE, "Values keep to a narrower limit."),
    )
    LIMIT_LOOSENED = (
        "limit_loosened",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "More values are accepted."),
        Effect(Grade.BREAKING, "Make room: values may be beyond the old limit."),
    )
    LIMIT_CHANGED = ("limit_changed", Topic.SHAPE, Effect(Grade.BREAKING, "Some values of before do not fit any more."))
    VALUE_ADDED = (
        "value_added",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "The value may be sent."),
        Effect(Grade.BREAKING, "Handle the value: the list was called complete."),
    )
    VALUE_REMOVED = (
        "value_removed",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Stop sending the value: it is refused."),
        Effect(Grade.COMPATIBLE, "The value does not come any more."),
    )
    KNOWN_VALUE_ADDED = (
        "known_value_added",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "The value is known to be accepted."),
        Effect(Grade.COMPATIBLE, "The value is known now; the list was never called complete."),
    )
    KNOWN_VALUE_REMOVED = (
        "known_value_removed",
        Topic.SHAPE,
        Effect(Grade.CAUTION, "The value is no longer known to be accepted."),
        Effect(Grade.CAUTION, "The value is no longer known; it may still come, since the list is open."),
    )
    LIST_OPENED = (
        "list_opened",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "Other values may be sent too."),
        Effect(Grade.BREAKING, "Expect values that are not in the list: nobody calls it complete any more."),
    )
    LIST_CLOSED = (
        "list_closed",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Send only values of the list: it is called complete now."),
        Effect(Grade.COMPATIBLE, "Only values of the list come."),
    )
    FORM_ADDED = (
        "form_added",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "The value may be sent in this form too."),
        Effect(Grade.BREAKING, "Expect another form of the value."),
    )
    FORM_REMOVED = (
        "form_removed",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Stop sending this form of the value."),
        Effect(Grade.COMPATIBLE, "This form of the value does not come any more."),
    )
    FORM_DECIDED_OTHERWISE = (
        "form_decided_otherwise",
        Topic.SHAPE,
        Effect(Grade.CAUTION, "Another field, or another value of it, says which form this is."),
    )
    CHOICE_ADDED = (
        "choice_added",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "Another choice of fields is enough."),
        Effect(Grade.BREAKING, "Another choice of fields may come."),
    )
    CHOICE_REMOVED = (
        "choice_removed",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Send one of the choices of fields that are left."),
        Effect(Grade.COMPATIBLE, "Fewer choices of fields come."),
    )
    OTHER_FIELDS_ALLOWED = (
        "other_fields_allowed",
        Topic.SHAPE,
        Effect(Grade.COMPATIBLE, "Fields of your own may be sent."),
        Effect(Grade.CAUTION, "Fields that the contract does not name may come."),
    )
    OTHER_FIELDS_REFUSED = (
        "other_fields_refused",
        Topic.SHAPE,
        Effect(Grade.BREAKING, "Send only fields that the contract names."),
        Effect(Grade.COMPATIBLE, "Only fields that the contract names come."),
    )
    FIELD_DEPRECATED = (
        "field_deprecated",
        Topic.BEHAVIOUR,
        Effect(Grade.CAUTION, "Plan to do without it: it is marked as deprecated."),
    )
    NO_LONGER_DEPRECATED = (
        "no_longer_deprecated",
        Topic.BEHAVIOUR,
        Effect(Grade.NOTE, "It is not deprecated any more."),
    )
    OTHER_KEYWORD_CHANGED = (
        "other_keyword_changed",
        Topic.SHAPE,
        Effect(Grade.CAUTION, "Read the change yourself: it is not known what this keyword means for a program."),
    )
    # Money.
    MONEY_UNIT_CHANGED = (
        "money_unit_changed",
        Topic.MONEY,
        Effect(Grade.DANGER, "Convert what you send: the same number is another sum of money."),
        Effect(Grade.DANGER, "Convert what you read: the same number is another sum of money."),
    )
    MONEY_UNIT_UNNAMED = (
        "money_unit_unnamed",
        Topic.MONEY,
        Effect(Grade.DANGER, "Do not rely on the unit: the contract names none any more."),
    )
    MONEY_TYPE_CHANGED = (
        "money_type_changed",
        Topic.MONEY,
        Effect(Grade.DANGER, "Write the sum in the new type, and check that no fraction is lost or made up."),
        Effect(Grade.DANGER, "Read the sum in the new type, and check that no fraction is lost or made up."),
    )
    KEY_ADDED = (
        "idempotency_key_added",
        Topic.MONEY,
        Effect(Grade.COMPATIBLE, "Send a key: a repeat with the same key does nothing again."),
    )
    KEY_REQUIRED_ADDED = (
        "required_idempotency_key_added",
        Topic.MONEY,
        Effect(Grade.BREAKING, "Send a key always: without it the request is refused."),
    )
    KEY_UNPROVED_ADDED = (
        "unproved_idempotency_key_added",
        Topic.MONEY,
        Effect(
            Grade.COMPATIBLE, "A key may be sent, and nothing proves that it is heeded: repeat nothing because of it."
        ),
    )
    KEY_REMOVED = (
        "idempotency_key_removed",
        Topic.MONEY,
        Effect(Grade.DANGER, "Repeat nothing: a second request may be carried out a second time."),
    )
    KEY_UNPROVED = (
        "idempotency_key_unproved",
        Topic.MONEY,
        Effect(Grade.DANGER, "Repeat nothing because of the key: nothing proves any more that it is heeded."),
    )
    KEY_PROVED = (
        "idempotency_key_proved",
        Topic.MONEY,
        Effect(Grade.COMPATIBLE, "A repeat with the same key is safe: a document says so now."),
    )
    REPEAT_FORBIDDEN = (
        "repeat_forbidden",
        Topic.MONEY,
        Effect(Grade.DANGER, "Repeat nothing: each request does something anew."),
    )
    REPEAT_ALLOWED = (
        "repeat_allowed",
        Topic.MONEY,
        Effect(Grade.COMPATIBLE, "It may be sent again: twice does what once does."),
    )
    MOVES_MONEY = (
        "moves_money",
        Topic.MONEY,
        Effect(Grade.DANGER, "Treat it as a call that moves money: the contract no longer says that it moves none."),
    )
    MOVES_NO_MONEY = (
        "moves_no_money",
        Topic.MONEY,
        Effect(Grade.COMPATIBLE, "It moves no money, whatever becomes of it."),
    )
    BALANCE_MOVES_OTHERWISE = (
        "balance_moves_otherwise",
        Topic.MONEY,
        Effect(Grade.DANGER, "Check your books: the call does something else to the balance than before."),
    )
    STATES_MEAN_OTHERWISE = (
        "states_mean_otherwise",
        Topic.MONEY,
        Effect(Grade.DANGER, "Check what your program takes for paid or over: states are classed otherwise."),
    )
    EMPTY_LIST_ALLOWED = (
        "empty_list_allowed",
        Topic.MONEY,
        Effect(Grade.COMPATIBLE, "An empty list may be sent for an empty body."),
    )
    EMPTY_LIST_REFUSED = (
        "empty_list_refused",
        Topic.MONEY,
        Effect(Grade.BREAKING, "Send an empty object, or no body: an empty list is refused."),
    )
    NULL_MEANS_ABSENCE = (
        "null_means_absence",
        Topic.MONEY,
        Effect(Grade.DANGER, "Check where null is sent: it says the same as leaving the field out, which it did not."),
    )
    NULL_IS_A_VALUE = (
        "null_is_a_value",
        Topic.MONEY,
        Effect(Grade.DANGER, "Check where null is sent: it is a value of its own, and no longer the same as absence."),
    )
    NULL_NOT_TAKEN = (
        "null_not_taken",
        Topic.MONEY,
        Effect(Grade.BREAKING, "Leave the field out instead of sending null: its absence decides about money."),
    )
    DEFAULT_CHANGED = (
        "default_changed",
        Topic.BEHAVIOUR,
        Effect(Grade.BREAKING, "Send the value that you want: leaving it out means another one than before."),
        Effect(Grade.CAUTION, "A field that does not come means another value than before."),
    )
    DEFAULT_ADDED = (
        "default_added",
        Topic.BEHAVIOUR,
        Effect(Grade.COMPATIBLE, "It may be left out: it is known what is taken then."),
        Effect(Grade.COMPATIBLE, "It is known what a field that does not come means."),
    )
    DEFAULT_REMOVED = (
        "default_removed",
        Topic.BEHAVIOUR,
        Effect(Grade.BREAKING, "Send it always: it is no longer known what is taken without it."),
        Effect(Grade.CAUTION, "It is no longer known what a field that does not come means."),
    )
    # Privacy.
    NO_LONGER_SENSITIVE = (
        "no_longer_sensitive",
        Topic.PRIVACY,
        Effect(Grade.DANGER, "It is no longer masked: logs, errors and recordings show it from now on."),
    )
    LESS_SENSITIVE = (
        "less_sensitive",
        Topic.PRIVACY,
        Effect(Grade.DANGER, "It is masked as personal data, and no longer hidden as a secret."),
    )
    SENSITIVE = (
        "sensitive",
        Topic.PRIVACY,
        Effect(Grade.CAUTION, "It is masked from now on; look at what logs and recordings have kept until now."),
    )
    # Evidence and behaviour.
    EVIDENCE_WEAKENED = (
        "evidence_weakened",
        Topic.EVIDENCE,
        Effect(Grade.CAUTION, "Try it before you rely on it: it is known less well than before."),
    )
    EVIDENCE_STRENGTHENED = ("evidence_strengthened", Topic.EVIDENCE, Effect(Grade.NOTE, "It is better known."))
    CHANGES = (
        "changes",
        Topic.BEHAVIOUR,
        Effect(Grade.CAUTION, "Do not keep or compare its value: it may change though nobody changes the object."),
    )
    CHANGES_OTHERWISE = ("changes_otherwise", Topic.BEHAVIOUR, Effect(Grade.NOTE, "Something else changes its value."))
    STAYS = ("stays", Topic.BEHAVIOUR, Effect(Grade.COMPATIBLE, "It changes only when somebody changes the object."))
    NOT_UNIQUE = (
        "not_unique",
        Topic.BEHAVIOUR,
        Effect(Grade.BREAKING, "Do not use it to tell objects apart: two may have the same value."),
    )
    UNIQUE = ("unique", Topic.BEHAVIOUR, Effect(Grade.COMPATIBLE, "No two objects have the same value."))
    MAY_REFUSE = (
        "may_refuse",
        Topic.BEHAVIOUR,
        Effect(Grade.CAUTION, "Expect refusals of requests that the contract allows; it says why."),
    )
    REFUSES_NO_MORE = (
        "refuses_no_more",
        Topic.BEHAVIOUR,
        Effect(Grade.COMPATIBLE, "A request that the contract allows is not refused."),
    )
    MARK_ADDED = (
        "mark_added",
        Topic.BEHAVIOUR,
        Effect(Grade.NOTE, "The contract says more of it than before; nothing else changed."),
    )
    MARK_CHANGED = (
        "mark_changed",
        Topic.BEHAVIOUR,
        Effect(Grade.CAUTION, "Read what is said of it now: it is not what was said before."),
    )
    OBSERVED_LIMIT_CHANGED = (
        "observed_limit_changed",
        Topic.EVIDENCE,
        Effect(Grade.NOTE, "Programs keep to another limit; nothing is refused because of it."),
    )
    WORDING_CHANGED = ("wording_changed", Topic.WORDING, Effect(Grade.NOTE, "Only texts, examples or sources changed."))


@dataclass(frozen=True, slots=True)
class Use:
    """Where a change is met: by whom, in which operation or event, and where in its request, reply or body.

    `where` is a place as in findings: `/amount` in a body, `200 /amount` in a reply, `query:page`, `header:x-token`.
    """

    party: Party
    owner: str
    where: str
    is_received: bool

    def __str__(self) -> str:
        """The owner with the place, as reports show it."""
        return f"{self.owner} {self.where}".rstrip()


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one fact, with everything that meets it.

    `place` is a JSON pointer into the later contract, or into the earlier one for what is gone. `before` and `after`
    are short texts; each is empty where there is nothing to show.
    """

    kind: Kind
    topic: Topic
    place: str
    before: str
    after: str
    uses: tuple[Use, ...]

    @property
    def effects(self) -> Mapping[Party, Effect]:
        """What the change means, for each party that meets it; the graver one where it meets it on both sides."""
        effects: dict[Party, Effect] = {}
        for use in self.uses:
            effect = self.kind.received if use.is_received else self.kind.sent
            effects[use.party] = max(effects.get(use.party, effect), effect, key=lambda known: known.grade)
        return {party: effects[party] for party in Party if party in effects}

    @property
    def grade(self) -> Grade:
        """The gravest of its effects."""
        return max(effect.grade for effect in self.effects.values())


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every change between two contracts, the gravest first; `before` and `after` name the contracts."""

    before: str
    after: str
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, before: str, after: str, changes: Iterable[Change]) -> Self:
        """A comparison with its changes in order, those that are the same fact put together."""
        ordered = sorted(_merged(changes), key=lambda change: (-change.grade, change.place, change.kind, change.after))
        return cls(before, after, tuple(ordered))

    def __iter__(self) -> Iterator[Change]:
        """The changes."""
        return iter(self.changes)

    @property
    def grade(self) -> Grade:
        """The grade of the gravest change; `NOTE` where nothing changed."""
        return max((change.grade for change in self.changes), default=Grade.NOTE)

    @property
    def counts(self) -> Mapping[Grade, int]:
        """How many changes have each grade, the gravest first; grades without a change are left out."""
        counted = Counter(change.grade for change in self.changes)
        return {grade: counted[grade] for grade in sorted(counted, reverse=True)}

    def exit_status(self, tolerated: Grade = Grade.COMPATIBLE) -> ExitStatus:
        """How the command ends; changes of the tolerated grade, and those below it, count as success."""
        return EXIT_STATUS[self.grade] if self.grade > tolerated else ExitStatus.CLEAN


def _merged(changes: Iterable[Change]) -> Iterator[Change]:
    """One change for each fact, with the uses of all that are the same."""
    uses: dict[tuple[Kind, Topic, str, str, str], dict[Use, None]] = {}
    for change in changes:
        key = (change.kind, change.topic, change.place, change.before, change.after)
        uses.setdefault(key, {}).update(dict.fromkeys(change.uses))
    for (kind, topic, place, before, after), merged in uses.items():
        yield Change(kind, topic, place, before, after, tuple(merged))
