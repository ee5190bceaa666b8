"""Do the parts of a reply agree with each other, and with what they belong to?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final
from urllib.parse import parse_qs, urlsplit

from onepay_conformance.checks.check import history_check
from onepay_conformance.history import History, Interaction, creates, everywhere, new_id
from onepay_conformance.target import is_local, origin_of
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

_ID: Final = "_id"
_SUMS: Final = ("amount", "currency")
_NOT_PAID: Final = frozenset(("created", "pending", "processing", "declined", "cancelled", "expired"))
_PAID: Final = frozenset(("paid", "approved"))
_PAID_WITHOUT_MOMENT: Final = frozenset(("request_to_pay",))
"""What is shown as paid, and without a moment, in a documented sample."""
_FAILED: Final = "failed"
_ATTEMPTS: Final = "_list_intents"
_INVOICES: Final = "invoices"
_PLAIN: Final = "http://"


@history_check
def parts_are_those_that_are_named(history: History) -> Iterable[Finding]:
    """What is shown within an object has the id by which the object names it."""
    for seen in history.successes:
        for pointer, one in seen.parts:
            for name, value in one.items():
                part = one.get(name.removesuffix(_ID)) if name.endswith(_ID) else None
                if is_object(part) and isinstance(value, str) and part.get("id", value) != value:
                    place = f"{pointer}/{name.removesuffix(_ID)}/id"
                    yield seen.finding(Kind.VALUE_NOT_KEPT, place, f"the id that {name} names", "another one")


@history_check
def what_is_asked_for_is_answered(history: History) -> Iterable[Finding]:
    """What is read, changed or confirmed by an id has that id."""
    for seen in history.successes:
        steps = seen.operation.path.split("/")
        is_alone = len(seen.ids) == 1 and (steps[-1].startswith("{") or seen.operation.method != "GET")
        told = seen.objects[0].get("id") if seen.objects and is_alone and not creates(seen.operation) else None
        if isinstance(told, str) and told not in seen.ids.values():
            yield seen.finding(Kind.VALUE_NOT_KEPT, "/id", "the id that was asked for", "another one")


@history_check
def what_was_named_is_shown(history: History) -> Iterable[Finding]:
    """What was made for a customer, or by a method, shows that one within."""
    for seen in history.creations:
        for name, value in seen.asked.items() if is_object(seen.asked) else ():
            part = seen.objects[0].get(name.removesuffix(_ID)) if name.endswith(_ID) else None
            if is_object(part) and part.get("id", value) != value:
                place = f"/{name.removesuffix(_ID)}/id"
                yield seen.finding(Kind.VALUE_NOT_KEPT, place, f"the {name} that was sent", "another one")


@history_check
def sums_within_agree(history: History) -> Iterable[Finding]:
    """An object within another, that stands for the same money, is about the same sum."""
    for seen in history.successes:
        for pointer, one in seen.parts:
            for inner, part in ((inner, part) for inner, part in one.items() if is_object(part)):
                names = [name for name in _SUMS if name in one and part.get(name, one[name]) != one[name]]
                if names and one.get(f"{inner}_id") == part.get("id"):
                    expected, place = f"the {names[0]} of what it belongs to", f"{pointer}/{inner}/{names[0]}"
                    yield seen.finding(Kind.VALUE_NOT_KEPT, place, expected, "another one")


@history_check
def what_is_paid_says_when(history: History) -> Iterable[Finding]:
    """What is paid tells since when, and what is not paid tells no such moment."""
    for seen in history.successes:
        for pointer, one in seen.parts:
            if one.get("paid_at", 0) is None and one.get("status") in _PAID and seen.family not in _PAID_WITHOUT_MOMENT:
                yield seen.finding(Kind.VALUE_NOT_KEPT, f"{pointer}/paid_at", "the moment of the payment", "null")
            if one.get("paid_at") and one.get("status") in _NOT_PAID:
                yield seen.finding(Kind.VALUE_NOT_KEPT, f"{pointer}/paid_at", "null, as nothing is paid", "a moment")


@history_check
def what_fails_was_never_paid(history: History) -> Iterable[Finding]:
    """What an action has made fail tells no moment of payment from then on, since nothing paid can fail by one."""
    failed: set[Json] = set()
    for seen in history.actions:
        for one in seen.objects:
            name = one.get("id") or one.get("charge_id")
            if one.get("status") == _FAILED and seen.operation.method != "GET":
                failed.add(name)
            if name in failed and one.get("paid_at"):
                yield seen.finding(Kind.VALUE_NOT_KEPT, "/paid_at", "null, as it has failed", "a moment")


@history_check
def what_is_paid_was_tried(history: History) -> Iterable[Finding]:
    """The attempts to collect what is paid are one at least."""
    paid: set[Json] = set()
    for seen in history.actions:
        paid |= {one.get("id") for one in seen.objects if one.get("status") in _PAID}
        if seen.operation.id.endswith(_ATTEMPTS) and not seen.objects and not paid.isdisjoint(seen.ids.values()):
            yield seen.finding(Kind.PAGE_SKIPS, "", "the attempt that was paid", "nothing")


@history_check
def an_invoice_gets_another_payment(history: History) -> Iterable[Finding]:
    """The payment of an invoice that is updated has a new id, unless it was made."""
    payments: dict[Json, Json] = {}
    for seen in history.actions:
        for one in seen.objects if seen.family == _INVOICES else ():
            payment = one.get("payment")
            if not is_object(payment):
                continue
            is_same = payments.get(one.get("id")) == payment.get("id") and payment.get("status") not in _PAID
            if is_same and seen.operation.method == "PUT":
                yield seen.finding(Kind.VALUE_NOT_KEPT, "/payment/id", "that of a new payment", "the one before")
            payments[one.get("id")] = payment.get("id")


@history_check
def lists_of_one_hold_only_its_own(history: History) -> Iterable[Finding]:
    """A list at the path of one customer holds nothing of another."""
    for seen in history.successes:
        is_below = seen.operation.method == "GET" and "/" in seen.operation.path.partition("}")[2]
        for one in seen.objects if is_below else ():
            for name, asked in seen.ids.items():
                if isinstance(one.get(name), str) and one[name] != asked:
                    expected = f"only what belongs to this {name.removesuffix(_ID)}"
                    yield seen.finding(Kind.FILTER_IGNORED, f"path:{name}", expected, "something of another")


@history_check
def addresses_are_encrypted(history: History) -> Iterable[Finding]:
    """No address that the server makes itself goes without encryption, unless it was itself asked without."""
    for seen in history.successes:
        for place, address in _plain_addresses(seen):
            if not any(_holds(one.asked, address) for one in history.seen):
                yield seen.finding(Kind.WRONG_FORMAT, place, "an address with https", "one with http")


@history_check
def addresses_of_pages_are_those_that_were_asked(history: History) -> Iterable[Finding]:
    """A page names other pages at the address at which it was asked for."""
    for seen in history.successes:
        for name, value in seen.reply.items() if is_object(seen.reply) else ():
            if name.endswith("_page_url") and isinstance(value, str) and not _is_beside(seen, value):
                yield seen.finding(Kind.PAGE_TOTAL_WRONG, f"/{name}", "the address of this list", "another one")


@history_check
def neighbouring_pages_are_neighbours(history: History) -> Iterable[Finding]:
    """The page before has the number before, and the page after the number after."""
    for seen in history.successes:
        number = seen.reply.get("current_page") if is_object(seen.reply) else None
        for name, step in (("next_page_url", 1), ("prev_page_url", -1)):
            address = seen.reply.get(name) if number else None
            is_address = isinstance(address, str) and origin_of(address)[0]
            told = parse_qs(urlsplit(str(address)).query).get("page") if is_address else None
            if told and type(number) is int and told != [str(number + step)]:
                yield seen.finding(Kind.PAGE_TOTAL_WRONG, f"/{name}", "the neighbouring page", "another one")


@history_check
def what_is_ones_own_is_no_others(history: History) -> Iterable[Finding]:
    """Secrets and addresses that belong to one thing are not those of another."""
    owners: dict[tuple[str, str], Json] = {}
    for seen in history.creations:
        owner = new_id(seen)
        for place, value in _own(seen, history.contract_index.marks.unique(seen.operation)):
            if owners.setdefault((place, value), owner) != owner:
                yield seen.finding(Kind.ID_REUSED, place, "one of its own", "that of another")


def _own(seen: Interaction, unique: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """What a new thing, or a part without an id, has that nothing else has, with its place."""
    for pointer, one in everywhere(seen.objects[0]):
        for name in unique & one.keys() if not pointer or "id" not in one else ():
            value = one[name]
            if isinstance(value, str) and not _holds(seen.asked, value):
                yield f"{pointer}/{name}", value


def _is_beside(seen: Interaction, address: str) -> bool:
    asked = seen.exchange.url
    is_same_server = origin_of(address) == origin_of(asked) or (is_local(address) and is_local(asked))
    return is_same_server and urlsplit(address).path == urlsplit(asked).path


def _plain_addresses(seen: Interaction) -> Iterator[tuple[str, str]]:
    """The addresses in a reply that go without encryption.

    Those of the server itself do where it was asked so, and on this machine any may, whatever their port and name.
    """
    asked = seen.exchange.url
    for pointer, one in seen.parts:
        for name, value in one.items():
            if not isinstance(value, str) or not value.lower().startswith(_PLAIN):
                continue
            is_at_home = is_local(value) and is_local(asked)
            if not is_at_home and not (asked.startswith(_PLAIN) and origin_of(value) == origin_of(asked)):
                yield f"{pointer}/{name}", value


def _holds(asked: Json, value: str) -> bool:
    return any(item == value for _, one in everywhere(asked) for item in one.values())
