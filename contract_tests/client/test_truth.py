"""Whatever happens, in whatever order: errors and the journal agree with what the server did.

A state machine makes calls over a server that fails, kills the process at any moment, starts it anew, resumes,
recovers, calls again with the same key, and turns the clock. What is told is compared with the server's ledger
after every step; only what is still reported unknown may be either.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import Any, Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from onepay_client import AlreadyDone, OnePayError, OutcomeUnknown, SqliteJournal, recover, recover_async
from onepay_contract.document import Operation
from support.client_variants import NAMES
from support.contract import Contract
from support.crash_injection import CrashCountdown, CrashingJournal, Death, MortalTransport
from support.faults import BAD_REPLIES, CONNECTION_FAULTS, REFUSED, STATUS_FAULTS, Fault
from support.folders import folder_in_memory
from support.harness import Clock, Harness
from support.ledger import Arrival

FAULTS: Final = [f for f in (*CONNECTION_FAULTS, *STATUS_FAULTS, *BAD_REPLIES) if not f.slow]
SCRIPTS: Final = st.lists(st.sampled_from(FAULTS) | st.sampled_from([REFUSED]), max_size=4)
KEYED: Final = ("cashouts_create", "payments_create", "charges_create_pse")
UNKEYED: Final = ("charges_cancel",)


class Known(Enum):
    """What the caller knows of an intent."""

    DONE = auto()
    NOT_DONE = auto()
    UNKNOWN = auto()


@dataclass
class Intent:
    """Something that the caller wants done once, and what it was told about it."""

    number: int
    operation: Operation
    known: Known = Known.UNKNOWN
    error: OutcomeUnknown | None = None

    @property
    def keyed(self) -> bool:
        """Whether it can be asked for again."""
        return self.operation.id in KEYED

    @property
    def key(self) -> str:
        """Its idempotency key."""
        return f"intent-{self.number}"

    def is_of(self, arrival: Arrival) -> bool:
        """Whether a request came from it."""
        return arrival.key == self.key if self.keyed else f"/charge-{self.number}/" in arrival.path


class Truth(RuleBasedStateMachine):
    """The machine."""

    def __init__(self, rig: Harness, contract: Contract) -> None:
        super().__init__()
        self._rig: Final = rig
        self._contract: Final = contract
        self._folder: Final = ExitStack()
        self._file: Final = self._folder.enter_context(folder_in_memory()) / "journal.sqlite"
        self._journal: Final = SqliteJournal(self._file)
        self._client: Any = rig.made(journal=self._journal)
        self._intents: list[Intent] = []
        rig.clock = Clock(rig.server.paused)

    @initialize(repeats=st.sampled_from(["replay", "conflict"]))
    def begin(self, repeats: Any) -> None:
        self._ledger = self._rig.server.play([], repeats)

    def teardown(self) -> None:
        self._rig.close(self._client)
        self._journal.close()
        self._folder.close()

    def _new(self, operation_id: str) -> Intent:
        intent = Intent(len(self._intents), self._contract.operations[operation_id])
        self._intents.append(intent)
        return intent

    def _call(self, intent: Intent, client: Any) -> Any:
        path = [f"charge-{intent.number}"] if not intent.keyed else []
        key = {"idempotency_key": intent.key} if intent.keyed else {}
        return self._rig.method(intent.operation, client)(*path, **self._rig.calls.keywords(intent.operation), **key)

    def _hear(self, intent: Intent, error: BaseException | None) -> None:
        """Take note of what the caller is told; what is known to be done stays known."""
        assert error is None or isinstance(error, OnePayError), error
        intent.error = error if isinstance(error, OutcomeUnknown) else None
        if intent.known is Known.DONE:
            return
        if error is None or isinstance(error, AlreadyDone):
            intent.known = Known.DONE
        else:
            intent.known = Known.UNKNOWN if isinstance(error, OutcomeUnknown) else Known.NOT_DONE

    @rule(operation=st.sampled_from(KEYED + UNKEYED), script=SCRIPTS)
    def call(self, operation: str, script: list[Fault]) -> None:
        self._rig.server.follow(script)
        intent = self._new(operation)
        self._hear(intent, self._rig.ended(lambda: self._call(intent, self._client)).error)

    @precondition(lambda self: any(intent.keyed for intent in self._intents))
    @rule(data=st.data(), script=SCRIPTS)
    def call_again_with_the_same_key(self, data: st.DataObject, script: list[Fault]) -> None:
        intent = data.draw(st.sampled_from([intent for intent in self._intents if intent.keyed]))
        self._rig.server.follow(script)
        self._hear(intent, self._rig.ended(lambda: self._call(intent, self._client)).error)

    @precondition(lambda self: any(intent.error and intent.error.can_resume for intent in self._intents))
    @rule(data=st.data(), script=SCRIPTS)
    def resume(self, data: st.DataObject, script: list[Fault]) -> None:
        open_ = [(intent, intent.error) for intent in self._intents if intent.error and intent.error.can_resume]
        intent, error = data.draw(st.sampled_from(open_))
        self._rig.server.follow(script)
        again = error.resume if self._rig.name == "sync" else error.resume_async
        self._hear(intent, self._rig.ended(again).error)

    @rule(operation=st.sampled_from(KEYED + UNKEYED), script=SCRIPTS, moments=st.integers(1, 8))
    def die_in_the_middle_of_a_call_and_start_anew(self, operation: str, script: list[Fault], moments: int) -> None:
        self._rig.server.follow(script)
        intent, life = self._new(operation), CrashCountdown(moments)
        mortal = self._rig.made(journal=CrashingJournal(self._journal, life), transport=MortalTransport(life))
        with suppress(Death):
            self._hear(intent, self._rig.ended(lambda: self._call(intent, mortal)).error)
        self._rig.close(mortal)
        for each in self._intents:
            each.error = None

    @rule(script=st.just([]) | SCRIPTS)
    def recover(self, script: list[Fault]) -> None:
        self._rig.server.follow(script)
        recovering = recover if self._rig.name == "sync" else recover_async
        found: Any = self._rig.wait(recovering(self._journal, self._client))
        by_key = {intent.key: intent for intent in self._intents if intent.keyed}
        for recovered in found:
            assert recovered.settled or recovered.advice
            if recovered.entry.resumable:
                self._hear(by_key[recovered.entry.id], recovered.error)

    @rule(seconds=st.sampled_from([-7200.0, -1.0, 0.5, 60.0, 3600.0]))
    def the_clock_jumps(self, seconds: float) -> None:
        self._rig.clock.jumped += seconds

    @invariant()
    def nothing_is_done_twice(self) -> None:
        self._rig.server.wait_until_idle()
        for intent in self._intents:
            assert sum(map(intent.is_of, self._ledger.deeds)) <= 1, intent

    @invariant()
    def what_was_told_is_true(self) -> None:
        for intent in self._intents:
            done = any(map(intent.is_of, self._ledger.deeds))
            assert intent.known is Known.UNKNOWN or done is (intent.known is Known.DONE), intent

    @invariant()
    def the_journal_knows_of_whatever_was_done_and_not_told(self) -> None:
        """As open, or as done: a process may die between writing that down and telling it."""
        known = self._known_to_the_journal()
        for intent in self._intents:
            if intent.keyed and intent.known is Known.UNKNOWN and any(map(intent.is_of, self._ledger.deeds)):
                assert known.get(intent.key) in {"open", "unknown", "done"}, intent

    def _known_to_the_journal(self) -> dict[str, str]:
        with closing(sqlite3.connect(self._file)) as connection:
            return dict(connection.execute("SELECT id, ending FROM entries"))


@pytest.fixture(scope="module")
def rig(request: pytest.FixtureRequest, contract: Contract) -> Iterator[Harness]:
    with Harness.opened(request.param, contract) as rig:
        yield rig


@pytest.mark.parametrize("rig", NAMES, indirect=True)
def test_errors_agree_with_what_the_server_did(rig: Harness, contract: Contract) -> None:
    effort = settings(max_examples=settings().max_examples * 15 // 100, stateful_step_count=15)
    machine: Any = partial(Truth, rig, contract)
    run_state_machine_as_test(machine, settings=effort)
