"""The planted mistakes in the contract that a server can disprove, and why it cannot disprove the others."""

from __future__ import annotations

import copy
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Any, Final

from mutation.edits import Change, Edit, at, edit, renamed, step
from mutation.operation_edits import operation_edits
from mutation.schema_edits import schema_edits
from rules import Description
from values import Document, is_list, items, mapping, unescape

_ABOUT_US: Final = frozenset(
    (
        "change the evidence",
        "drop a link",
        "drop a mark",
        "rename an operation",
        "respell an event",
    )
)
"""Mistakes in what the contract says of itself, not of a server."""
_ABSENCES: Final = ("drop a parameter", "change whether it is required")
_PARAMETERS: Final = frozenset(("drop a parameter", "rename a parameter", "move a parameter", "take another parameter"))
_EXCUSES: Final = {
    "release a field": "A server may always send what it need not.",
    "require a field": "The sandbox always sends the field, so it cannot show that it may be missing.",
    "allow null": "A server may always send something where null is allowed.",
    "open an enum": "A list that is open allows what a closed one does.",
    "close an enum": "The sandbox sends no value beyond the listed ones.",
    "drop a constraint": "A server may always keep a limit that it need not.",
    "shift a constraint": "The sandbox sends no value at a limit.",
    "drop a format": "A server may always keep a form that it need not.",
    "open an object": "A server may always send no more fields than it could.",
    "drop an operation": "What is not in the contract is not called.",
}
"""Why no reply can show a mistake of a kind in what is answered."""
_SAME: Final = "Both replies have the same body, and differ in what they say to people."
_BOTH: Final = "The contract lists several successes, and the sandbox has chosen one of them."
_IN_PATH: Final = "The path names the parameter all the same."
_HUGE: Final = "No sum is so large that it would need more bits."
_ACTIVE: Final = "A company that is active, and has every permission, is never answered 403."
_TEXT: Final = "A URL carries texts, and none of them is null."
_OTHER_FORM: Final = "Documents show several forms of this reply, and the sandbox answers another one."
_FORMS: Final = frozenset(
    (
        "CardMetaPage",
        "LegacyPayer",
        "LegacyPaymentSnapshot",
        "PageMeta",
        "PaymentAttemptPage",
        "PaymentCompany",
        "PaymentMethodSnapshot",
        "PaymentMirror",
        "PaymentNotice",
    )
)
"""Schemas that only such forms have."""
_PEOPLE: Final = "Only people make it, in the panel or behind a link, so that calls alone never meet one."
_UNMADE: Final = frozenset(
    (
        "BalanceCashout",
        "BalanceCashoutAccount",
        "BalanceCashoutCreate",
        "BalanceCashoutStatus",
        "DirectDebit",
        "SessionWallet",
    )
)
_UNSENT: Final = "What is optional, and not in the contract any more, is not sent."
_ECHO: Final = "The sandbox says such a word only to one who has said it, and takes others where the list is open."
_ECHOED: Final = frozenset(("AccountSubtype", "BillingFrequency", "DeclineCode", "DocumentType", "EventName"))
_STATE: Final = "Time, a bank or OnePay leads to this state, which no call does."
_STATES: Final = frozenset(
    (
        "AccountStatus INACTIVE",
        "AccountStatus REJECTED",
        "CashoutStatus processed",
        "ChargeStatus disputed",
        "ChargeStatus refunded",
        "DirectDebitStatus Inactive",
        "ErrorCodeName CustomerBanned",
        "ErrorCodeName charge_is_not_paid",
        "ErrorCodeName charge_refunded",
        "PaymentIntentStatus disputed",
        "PaymentIntentStatus refunded",
        "PaymentSnapshotStatus expired",
        "PaymentSnapshotStatus partial_expired",
        "PaymentSnapshotStatus refunded",
        "PaymentStatus expired",
        "PaymentStatus partial_expired",
        "PaymentStatus refunded",
        "SubscriptionStatus finished",
        "SubscriptionStatus frozen",
        "SubscriptionStatus pass_due",
        "SubscriptionStatus unpaid",
    )
)
_NO_ID: Final = "What is no id at all is not found either."
_UNUSED: Final = "No operation asks for it or answers it."


class Uses:
    """By which operations the parts of a contract are used, in requests and in replies, and how far from them."""

    def __init__(self, document: Document) -> None:
        self.requested: Final[dict[str, dict[str, int]]] = defaultdict(dict)
        self.answered: Final[dict[str, dict[str, int]]] = defaultdict(dict)
        self._document: Final = document
        for path, item in mapping(document["paths"]).items():
            for method, operation in item.items():
                self._note(["", "paths", path.replace("/", "~1"), method], operation)

    def operations(self, pointer: str) -> list[str]:
        """The operations that use what a pointer leads to, the nearest first."""
        part = _part(pointer)
        found = {**self.answered[part], **self.requested[part]}
        return sorted(found, key=lambda name: (found[name], name))

    def is_in_request(self, pointer: str) -> bool:
        """Whether it is part of a request."""
        return "/responses" not in pointer and bool(self.requested[_part(pointer)])

    def _note(self, steps: list[str], operation: Any) -> None:
        """Take over what one operation uses, and the operation itself with its path."""
        name = operation["operationId"]
        for length in (1, 2, 3, 4):
            self.requested["/".join(steps[:length])][name] = 0
        for key, uses in (
            ("requestBody", self.requested),
            ("parameters", self.requested),
            ("responses", self.answered),
        ):
            for part, distance in _reached(self._document, operation.get(key)):
                uses[part].setdefault(name, distance)


def server_edits(description: Description) -> Iterator[Edit]:
    """Every single mistake that we know to make in what a server takes and answers."""
    for mistake in (*schema_edits(description), *operation_edits(description), *_renames(description)):
        if mistake.kind not in _ABOUT_US and not mistake.place.startswith("/webhooks"):
            yield mistake


def known_reason(mistake: Edit, uses: Uses, description: Description) -> str | None:  # noqa: PLR0911 - a list of reasons
    """Why no server behaviour can show that an edit is a mistake; None where one can."""
    if not uses.operations(mistake.holder):
        return _UNUSED
    if unmet := _unmet(mistake, description.document):
        return unmet
    if mistake.kind == "allow null" and mistake.holder.startswith("/components/parameters"):
        return _TEXT
    if mistake.kind in _PARAMETERS or (
        mistake.holder.startswith("/components/parameters") and mistake.kind in _ABSENCES
    ):
        return _parameter_reason(mistake, description)
    if mistake.kind in ("give another reply", "change a status"):
        return _reply_reason(mistake, description.document)
    if mistake.kind == "drop a reply" and mistake.place.endswith("/403"):
        return _ACTIVE
    if mistake.kind == "drop a format" and at(description.document, mistake.holder)["format"] == "int64":
        return _HUGE
    if _loses_operation(mistake, description.document):
        return _EXCUSES["drop an operation"]
    if not uses.is_in_request(mistake.holder):
        return _EXCUSES.get(mistake.kind)
    return _request_reason(mistake, uses, description.document)


def _unmet(mistake: Edit, document: Document) -> str | None:
    """Why a run meets nothing of what an edit is about."""
    name = _part(mistake.holder).rpartition("/")[2]
    if name in _FORMS or _drops_form(mistake, document) or _is_of_older_form(mistake, document):
        return _OTHER_FORM
    if f"{name} {unescape(mistake.place.rpartition('/')[2])}" in _STATES:
        return _STATE
    return _PEOPLE if name in _UNMADE else None


def _is_of_older_form(mistake: Edit, document: Document) -> bool:
    """Whether an edit is about a field that lists and events show of a payment, and the payment itself does not."""
    steps = mistake.place.split("/")
    schemas = mapping(mapping(document["components"])["schemas"])
    return steps[3:5] == ["PaymentSnapshot", "properties"] and steps[5] not in schemas["Payment"]["properties"]


def _drops_form(mistake: Edit, document: Document) -> bool:
    """Whether an edit drops one of several forms that the sandbox does not answer."""
    if mistake.kind != "drop a member":
        return False
    _, key, number = mistake.place.rsplit("/", 2)
    return str(at(document, mistake.holder)[key][int(number)].get("$ref")).rpartition("/")[2] in _FORMS


def _loses_operation(mistake: Edit, document: Document) -> bool:
    """Whether an operation is gone, or another stands in its place."""
    if mistake.kind != "change a method":
        return mistake.kind == "drop an operation"
    path = at(document, mistake.holder)
    bent = copy.deepcopy(path)
    mistake.change(bent)
    return len(bent) < len(path)


def _request_reason(mistake: Edit, uses: Uses, document: Document) -> str | None:
    """Why a mistake in what is asked does not show."""
    if mistake.kind == "drop a constraint" and mistake.holder.startswith("/components/parameters"):
        return _NO_ID if at(document, mistake.holder.removesuffix("/schema"))["in"] == "path" else None
    name = unescape(mistake.place.rpartition("/")[2])
    is_open = "/x-extensible-enum/" in mistake.place
    if _part(mistake.holder).rpartition("/")[2] in _ECHOED and (is_open or mistake.kind == "drop an enum value"):
        return _ECHO
    is_needed = name in items(at(document, mistake.holder).get("required")) or bool(
        uses.answered[_part(mistake.holder)]
    )
    return None if is_needed or mistake.kind != "drop a property" else _UNSENT


def _parameter_reason(mistake: Edit, description: Description) -> str | None:
    name = (
        mistake.place.rpartition("/")[2] if mistake.holder.startswith("/paths") else mistake.holder.rpartition("/")[2]
    )
    parameter = mapping(mapping(description.document["components"]["parameters"]).get(unescape(name)))
    if mistake.kind in (*_ABSENCES, "take another parameter") and parameter.get("in") == "path":
        return _IN_PATH
    if mistake.kind == "change whether it is required":
        return None
    return None if parameter.get("required") else _UNSENT


def _reply_reason(mistake: Edit, document: Document) -> str | None:
    replies = at(document, mistake.holder)
    bent = copy.deepcopy(replies)
    mistake.change(bent)
    status = unescape(mistake.place.rpartition("/")[2])
    if status == "403":
        return _ACTIVE
    if mistake.kind == "change a status":
        is_one_of_many = status == "2XX" or sum(key.startswith("2") for key in replies) > 1
        return _BOTH if status.startswith("2") and is_one_of_many else None
    bodies = [_content(document, each[status]) for each in (replies, bent)]
    return _SAME if bodies[0] == bodies[1] else None


def _content(document: Document, reply: Any) -> Any:
    reference = mapping(reply).get("$ref")
    whole = description_part(document, reference) if isinstance(reference, str) else reply
    return {name: mapping(media).get("schema") for name, media in mapping(mapping(whole).get("content")).items()}


def _renames(description: Description) -> Iterator[Edit]:
    for schema in description.schemas:
        for name in mapping(schema.value.get("properties")):
            yield edit("rename a property", schema.pointer, step("properties", name), _renamed(name))


def _renamed(name: str) -> Change:
    def change(schema: Document) -> None:
        renamed(name, f"{name}s")(schema["properties"])
        schema["required"] = [f"{field}s" if field == name else field for field in items(schema.get("required"))]

    return change


def _part(pointer: str) -> str:
    """The component that a pointer leads into, or the operation, the path or the document."""
    return "/".join(pointer.split("/")[:4])


def _reached(document: Document, value: Any) -> Iterator[tuple[str, int]]:
    """The pointers of all components that a value refers to, with the number of references that lead there."""
    waiting, reached = deque([(value, 0)]), set[str]()
    while waiting:
        node, distance = waiting.popleft()
        waiting.extend((inner, distance) for inner in (node if is_list(node) else mapping(node).values()))
        reference = mapping(node).get("$ref")
        if isinstance(reference, str) and reference not in reached:
            reached.add(reference)
            yield reference.removeprefix("#"), distance + 1
            waiting.append((description_part(document, reference), distance + 1))


def description_part(document: Document, reference: str) -> Any:
    """What a reference leads to."""
    return at(document, reference.removeprefix("#"))
