"""Is what is over over?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks.check import history_check
from onepay_conformance.history import History, Interaction
from onepay_contract.findings import Finding, Kind

ENDED: Final = frozenset(("failed", "refunded", "cancelled", "canceled", "expired", "partial_expired", "finished"))
"""The states that nothing leaves, under whichever name; `declined` is none, since a payer may try again."""
PAID: Final = frozenset(("paid", "approved", "processed"))
_OPEN: Final = frozenset(("created", "pending", "processing", "in_progress"))
_AFTERPAID: Final = frozenset(("refunded", "disputed", "failed"))


@history_check
def final_states_never_move(history: History) -> Iterable[Finding]:
    """What has failed, or was refunded or cancelled, stays so; what was paid is only refunded or disputed."""
    states: dict[tuple[str, str], str] = {}
    for seen in history.actions:
        for name, state in _states(seen):
            before = states.get(name, state)
            if not may_follow(before, state):
                yield seen.finding(Kind.FINAL_STATE_MOVED, "/status", f"still {before}", state[:20])
            states[name] = state if may_follow(before, state) else before


@history_check
def what_is_over_is_over_under_each_name(history: History) -> Iterable[Finding]:
    """What has ended, or is paid, as one thing is not read as open as another, as a charge is as an intent."""
    ended: set[str] = set()
    for seen in history.actions:
        for (_, name), state in _states(seen):
            if state in ENDED | PAID:
                ended.add(name)
            elif name in ended and state in _OPEN and seen.operation.method == "GET":
                yield seen.finding(Kind.FINAL_STATE_MOVED, "/status", "a state that is final", state[:20])


@history_check
def what_was_done_stays_done(history: History) -> Iterable[Finding]:
    """What an action has moved to another state is not read in the state before, with nothing done in between."""
    states: dict[tuple[str, str], str] = {}
    left: dict[tuple[str, str], str] = {}
    for seen in history.actions:
        is_reading = seen.operation.method == "GET"
        for name, state in _states(seen):
            if is_reading and left.get(name) == state:
                yield seen.finding(Kind.FINAL_STATE_MOVED, "/status", "the state that an action brought", state[:20])
            if not is_reading and states.get(name, state) != state:
                left[name] = states[name]
            elif not is_reading:
                left.pop(name, None)
            states[name] = state


@history_check
def what_is_deleted_is_gone(history: History) -> Iterable[Finding]:
    """What was deleted is neither read nor listed again, unless it says that it is over."""
    gone: dict[tuple[str, str], str] = {}
    for seen in history.actions:
        if seen.operation.method == "DELETE":
            gone |= {(seen.family, name): seen.operation.id for name in seen.ids.values()}
            continue
        for one in seen.objects if seen.operation.method == "GET" else ():
            deleted = gone.get((seen.family, str(one.get("id"))))
            if deleted and one.get("status") not in ENDED:
                expected = f"nothing of it after {deleted}"
                yield seen.finding(Kind.DELETED_STILL_THERE, "/id", expected, "it is still there")


@history_check
def nothing_is_below_what_is_gone(history: History) -> Iterable[Finding]:
    """No path leads through what was deleted, but for things that can be read again and say that they are over."""
    gone: dict[str, str] = {}
    kept = {seen.family for seen in history.actions for _, state in _states(seen) if state in ENDED}
    for seen in history.actions:
        if seen.operation.method == "DELETE" and seen.family not in kept:
            gone |= dict.fromkeys(seen.ids.values(), seen.operation.id)
        for name, value in seen.ids.items() if not seen.operation.path.endswith("}") else ():
            if value in gone:
                expected = f"a refusal after {gone[value]}"
                yield seen.finding(Kind.DELETED_STILL_THERE, f"path:{name}", expected, "a success")


def _states(seen: Interaction) -> Iterator[tuple[tuple[str, str], str]]:
    """The things of a reply, with the state of each."""
    for one in seen.objects:
        name, state = one.get("id"), one.get("status")
        if isinstance(name, str) and isinstance(state, str):
            yield (seen.family, name), state


def may_follow(before: str, state: str) -> bool:
    """Whether something that was in one state may be in another later."""
    if before in ENDED:
        return state == before
    return before not in PAID or state == before or state in _AFTERPAID
