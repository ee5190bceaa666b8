"""The fewest requests that tell most of each operation, for a budget that does not reach for all checks.

What can be told apart in one reply is asked in one request: one body varies all that may vary, another breaks a rule of
each field, and a third thing is ended that something else has made. History checks judge most of what comes back.
The probes take turns, each in proportion to what it is worth for a request, and go through one operation of each family
before the next of any.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Final

from onepay_conformance.checks import breaches, support
from onepay_conformance.checks.authorization import lists_of_two_customers_differ
from onepay_conformance.checks.filters import date_filters_include_their_day
from onepay_conformance.checks.idempotency import repeat_reverts_no_later_change
from onepay_conformance.checks.lifecycle import plan_update_reaches_subscriptions_on_request, renewed_part_has_ended
from onepay_conformance.checks.money import declined_charge_keeps_balance, top_up_raises_wallet_balance
from onepay_conformance.checks.pagination import list_holds_new_objects
from onepay_conformance.checks.persistence import change_findings
from onepay_conformance.checks.references import (
    reference_to_unknown_object_is_refused,
    reference_to_unselectable_object_is_refused,
)
from onepay_conformance.checks.time import later_expiry_is_kept
from onepay_conformance.contract_index import path_names
from onepay_conformance.history import creates
from onepay_conformance.phases.survey import access, bodies, lists, states
from onepay_conformance.phases.survey.creations import Creations
from onepay_conformance.phases.survey.turns import Unit, in_turns, spread
from onepay_conformance.session import Session
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.findings import Finding

Queues = Mapping[str, tuple[float, Iterator[Unit]]]
"""The units of each probe by its name, with what it is worth."""


def run(session: Session) -> Iterator[Finding]:
    """Ask what tells most for a request."""
    yield from Survey(session).findings()


class Survey:
    """The probes of one run, and what they have made for each other."""

    def __init__(self, session: Session) -> None:
        self._session: Final = session
        self._index: Final = session.contract_index
        self._creations: Final = Creations(session)
        self._lists: Final = lists.Lists(session)
        self._operations: Final = spread(session.operations())
        self._makers: Final = [item for item in self._operations if creates(item) and item.body]
        self._writers: Final = [item for item in self._operations if item.method in {"POST", "PUT"} and item.body]
        listers = (item for item in self._operations if self._index.is_list(item))
        self._listers: Final = sorted(
            (item for item in listers if not self._index.needs_session(item)),
            key=lambda item: self._index.listed_as(item) not in self._index.makers,
        )
        """Those first of which the run makes what they hold."""

    def findings(self) -> Iterator[Finding]:
        """Let the probes take their turns: first what makes, then what looks at it, then what is left to ask."""
        for queues in (self._first(), self._second(), self._third()):
            noted = {name: (worth, self._unfinished(name, units)) for name, (worth, units) in queues.items()}
            yield from in_turns(noted, self._sent)

    def _first(self) -> Queues:
        makers, creations = self._makers, self._creations
        others = [item for item in self._writers if item not in makers]
        return {
            "creations": (1.0, map(creations.created, makers)),
            "missing": (0.3, (breaches.breach(self._session, item, breaches.without) for item in others)),
            "beyond": (0.3, (breaches.breach(self._session, item, breaches.beyond) for item in self._writers)),
        }

    def _second(self) -> Queues:
        session, makers, creations = self._session, self._makers, self._creations
        turned = enumerate(makers, session.seed)
        return {
            "lists": (1.5, map(self._lists.listed, self._listers)),
            "combinations": (0.5, map(self._lists.combined, self._listers)),
            "excluded": (0.5, (bodies.excluded(session, item) for item in self._writers)),
            "decisions": (0.5, self._decisions()),
            "changes": (0.5, self._changes()),
            "endings": (0.7, self._endings()),
            "reuses": (0.5, map(creations.reused, makers)),
            "confusions": (0.3, (creations.confused(item, turn) for turn, item in turned)),
            "repeats": (0.4, map(creations.repeated, makers)),
            "few": (0.7, (iter(check(session)) for check in _FEW)),
            "creations by others": (0.2, map(creations.by_other, makers)),
            "borrowed keys": (0.1, self._borrowings()),
            "readings": (0.2, self._by_others(is_reading=True)),
            "writings": (0.2, self._by_others(is_reading=False)),
            "other kinds": (0.2, self._other_kinds()),
            "keys": (0.3, self._keys()),
        }

    def _third(self) -> Queues:
        session, makers, creations = self._session, self._makers, self._creations
        pages = enumerate(self._listers, session.seed)
        return {
            "lists of others": (0.4, (lists.listed_to_other(session, item) for item in self._listers_of_account())),
            "references": (0.4, iter([iter(reference_to_unknown_object_is_refused(session))])),
            "other ends": (0.3, (breaches.breach(session, item, breaches.beyond_other_end) for item in self._writers)),
            "odd pages": (0.2, (lists.paged_oddly(session, item, turn) for turn, item in pages)),
            "no keys": (0.2, map(creations.without_key, makers)),
            "nonsense": (0.1, (bodies.unread(session, item) for item in self._writers)),
        }

    def _unfinished(self, probe: str, units: Iterator[Unit]) -> Iterator[Unit]:
        """The units that an earlier turn of the run has not finished."""
        for number, unit in enumerate(units):
            label = f"survey/{probe}/{number}"
            if self._session.takes(label):
                yield self._finishing(unit, label)

    def _finishing(self, unit: Unit, label: str) -> Unit:
        with contextlib.suppress(*support.TROUBLE):
            yield from unit
        self._session.sender.journal.finished(label)

    def _sent(self) -> int:
        return self._session.sender.policy.budget.sent

    def _keys(self) -> Iterator[Unit]:
        """Call each operation with one of the keys that must not open it, each time with the next of them."""
        return (
            access.with_other_key(self._session, item, turn)
            for turn, item in enumerate(self._operations, self._session.seed)
        )

    def _borrowings(self) -> Iterator[Unit]:
        """Create some things under the key of the first operation that creates anything."""
        makers = [item for item in self._session.operations() if item in self._makers]
        return (self._creations.borrowed(item, makers[0]) for item in makers[1:_BORROWERS])

    def _by_others(self, *, is_reading: bool) -> Iterator[Unit]:
        """Read or change things of the first account with the key of the second."""
        has_other = self._session.sender.server.keys.has(Key.OTHER)
        wanted = [item for item in self._operations if access.needs_key(self._session, item)] if has_other else []
        return (access.by_other(self._session, item) for item in wanted if (item.method == "GET") == is_reading)

    def _listers_of_account(self) -> list[Operation]:
        has_other = self._session.sender.server.keys.has(Key.OTHER)
        return [
            item
            for item in self._listers
            if has_other and "{" not in item.path and self._index.listed_as(item) in self._index.makers
        ]

    def _other_kinds(self) -> Iterator[Unit]:
        """Read by ids of other things."""
        readers = [
            item
            for item in self._operations
            if item.method == "GET" and len(path_names(item.path)) == 1 and not self._index.needs_session(item)
        ]
        return (
            access.by_id_of_another_kind(self._session, item, turn)
            for turn, item in enumerate(readers, self._session.seed)
        )

    def _changes(self) -> Iterator[Unit]:
        """Change what can be changed, and read it."""
        for kind in support.kinds(self._session):
            for changer in support.at_one(self._session, kind):
                if changer.method == "PUT":
                    reader = support.reader_of(self._session, kind)
                    yield change_findings(self._session, kind, changer, reader, is_brief=True)

    def _endings(self) -> Iterator[Unit]:
        """Undo what was made before, and look for it."""
        for kind in support.kinds(self._session):
            for undoer in support.at_one(self._session, kind):
                if self._index.is_undoing(undoer.id):
                    yield states.ended(self._session, kind, undoer, self._creations)

    def _decisions(self) -> Iterator[Unit]:
        """Let what waits be paid, read it, and undo it, which must be refused."""
        for kind in support.kinds(self._session):
            for settler in self._index.settlers(kind):
                yield states.decided(self._session, kind, settler)


_BORROWERS: Final = 7
_FEW: Final = (
    renewed_part_has_ended,
    declined_charge_keeps_balance,
    date_filters_include_their_day,
    list_holds_new_objects,
    reference_to_unselectable_object_is_refused,
    plan_update_reaches_subscriptions_on_request,
    repeat_reverts_no_later_change,
    lists_of_two_customers_differ,
    top_up_raises_wallet_balance,
    later_expiry_is_kept,
)
"""Whole checks that need few requests and tell much, the cheapest first."""
