"""Does one request make one thing, with an id of its own, which stays what it is?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks.check import history_check
from onepay_conformance.history import History, Interaction, is_same_request, new_id
from onepay_contract.findings import Finding, Kind, Severity
from onepay_core.json_values import Json

_EVERYWHERE: Final = ("amount", "currency")
"""Fields that are the same in all families: what is a charge to one operation is an intent to another."""
_LASTING: Final = ("customer_id", "is_test", "document_number", "brand", "last_four", "url")
"""Fields that only change when somebody changes the object."""


@history_check
def repeats_are_replayed(history: History) -> Iterable[Finding]:
    """A key that comes again answers the first reply, and no other request under it is carried out."""
    firsts: dict[tuple[str, str], Interaction] = {}
    for seen in history.successes:
        key = seen.idempotency_key
        if key is None or not any(one.required and one.name == "x-idempotency" for one in seen.operation.parameters):
            continue
        first = firsts.setdefault((seen.key, key), seen)
        if not is_same_request(first, seen):
            expected = "a refusal of a key that another request has used"
            yield seen.finding(Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY, "", expected, "a success")
        elif first.exchange.status != seen.exchange.status:
            status = f"status {first.exchange.status}, as at first"
            yield seen.finding(Kind.IDEMPOTENCY_IGNORED, "", status, "another").rated(Severity.DRIFT)
        elif first.reply != seen.reply:
            yield seen.finding(Kind.IDEMPOTENCY_IGNORED, "", "the reply to the first request", "another reply")


@history_check
def ids_are_never_reused(history: History) -> Iterable[Finding]:
    """Two requests that made something made two things, with two ids."""
    owners: dict[tuple[str, str], tuple[Json, ...]] = {}
    for seen in history.creations:
        request = (seen.key, seen.idempotency_key)
        if owners.setdefault((seen.operation.id, new_id(seen) or ""), request) != request:
            yield seen.finding(Kind.ID_REUSED, "/id", "an id that is new", "that of another object")


@history_check
def nothing_stands_twice_on_a_page(history: History) -> Iterable[Finding]:
    """No page of a list holds an id twice."""
    for seen in history.successes:
        held: dict[str, Json] = {}
        for one in seen.objects if seen.operation.method == "GET" else ():
            name = str(one.get("id", id(one)))
            if name in held:
                kind = Kind.PAGE_REPEATS if held[name] == one else Kind.ID_REUSED
                yield seen.finding(kind, "/data/*/id", "one object with this id", "several")
            held[name] = one


@history_check
def things_stay_what_they_are(history: History) -> Iterable[Finding]:
    """What nobody has changed is shown with the same amount, currency, owner and so on, wherever it is shown."""
    shown: dict[tuple[str, str], dict[str, Json]] = {}
    for seen in history.actions:
        if seen.operation.method != "GET":
            _forget(shown, seen)
        for one in seen.objects:
            name = str(one.get("id"))
            yield from _compared(shown.setdefault((seen.family, name), {}), seen, one, _LASTING)
            yield from _compared(shown.setdefault(("", name), {}), seen, one, _EVERYWHERE)


def _compared(
    before: dict[str, Json], seen: Interaction, one: dict[str, Json], names: Iterable[str]
) -> Iterator[Finding]:
    for name in names if isinstance(one.get("id"), str) else ():
        if name in one and before.setdefault(name, one[name]) != one[name]:
            yield seen.finding(Kind.VALUE_NOT_KEPT, f"/{name}", "what was shown before", "something else")


def _forget(shown: dict[tuple[str, str], dict[str, Json]], seen: Interaction) -> None:
    for name in seen.ids.values():
        shown.pop((seen.family, name), None)
        shown.pop(("", name), None)
