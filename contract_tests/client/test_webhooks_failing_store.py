"""A store that fails at any step hides no error of the handler, and has no event handled again."""

from __future__ import annotations

import asyncio
import logging
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from onepay.errors import ConfigurationError, OnePayError
from onepay.webhooks import InProcessMemory, Lease, MemoryUnavailable, Turn
from support.deliveries import AWKWARD, BUSY, HANDLED, NOTICE, SEEN, Ledger, headers_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from onepay.webhooks import Delivery


class FailingStore(InProcessMemory):
    """Fails at each step as often as ``failures`` says."""

    def __init__(self, error: BaseException | None = None, **failures: int) -> None:
        super().__init__()
        self.error = error or OSError("password=hunter2")
        self.failures = failures

    def claim(self, lease: Lease) -> Turn:
        self._fail("claim")
        return super().claim(lease)

    def finish(self, lease: Lease) -> None:
        self._fail("finish")
        super().finish(lease)

    def release(self, lease: Lease) -> None:
        self._fail("release")
        super().release(lease)

    def _fail(self, step: str) -> None:
        if self.failures.get(step, 0) > 0:
            self.failures[step] -= 1
            raise self.error


def deliver_six_times(ledger: Ledger, deliver: Callable[[bytes], tuple[int, str]]) -> list[tuple[int, str]]:
    """As OnePay does when it is not answered."""
    answers: list[tuple[int, str]] = []
    for pause in (0, 10, 30, 60, 120, 300):
        ledger.clock.now += pause
        answers.append(deliver(AWKWARD))
    return answers


@pytest.mark.parametrize("error", [OSError(), MemoryUnavailable("locked"), RuntimeError("closed")])
def test_handled_event_is_never_handled_again(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    store = FailingStore(error, finish=99)
    ledger = Ledger(store)

    assert deliver_six_times(ledger, ledger.deliver) == [HANDLED] + [SEEN] * 5
    assert deliver_six_times(ledger, ledger.adeliver) == [SEEN] * 6
    assert len(ledger.deliveries) == 1
    assert "could not be recorded" in caplog.text


def test_event_is_recorded_as_soon_as_the_store_works_again() -> None:
    ledger = Ledger(FailingStore(finish=1))
    assert ledger.deliver(AWKWARD) == HANDLED
    ledger.deliver(NOTICE)
    restarted = Ledger(ledger.store)
    restarted.clock.now += 61

    assert (restarted.deliver(AWKWARD), restarted.deliver(NOTICE)) == (SEEN, SEEN)


def test_repetition_records_what_could_not_be_recorded() -> None:
    ledger = Ledger(FailingStore(finish=1))
    ledger.deliver(AWKWARD)
    ledger.deliver(AWKWARD)

    assert Ledger(ledger.store).deliver(AWKWARD) == SEEN


def test_unrecorded_event_is_forgotten_with_the_others() -> None:
    ledger = Ledger(FailingStore(finish=99), remember=4000.0)
    ledger.deliver(NOTICE)
    ledger.clock.now += 4000

    assert ledger.deliver(b'{"event":"moon.risen"}') == HANDLED
    assert ledger.deliver(NOTICE) == HANDLED


def test_interrupt_while_recording_leaves_the_event_handled() -> None:
    ledger = Ledger(FailingStore(KeyboardInterrupt(), finish=1))
    with pytest.raises(KeyboardInterrupt):
        ledger.deliver(AWKWARD)

    assert ledger.deliver(AWKWARD) == SEEN


@pytest.mark.parametrize("deliver", ["deliver", "adeliver"])
def test_failing_release_does_not_hide_the_handlers_error(deliver: str, caplog: pytest.LogCaptureFixture) -> None:
    ledger = Ledger(FailingStore(release=1))
    ledger.failures = [ValueError("no stock")]

    with pytest.raises(ValueError, match="no stock") as raised:
        getattr(ledger, deliver)(AWKWARD)

    assert raised.value.__context__ is None
    assert ledger.deliver(AWKWARD) == BUSY
    ledger.clock.now += 60
    assert ledger.deliver(AWKWARD) == HANDLED
    assert "hunter2" not in caplog.text


def test_block_that_ended_raises_nothing_of_the_store() -> None:
    ledger = Ledger(FailingStore(finish=1))
    delivery = ledger.receiver.receive(AWKWARD, headers_for(AWKWARD))
    with ledger.receiver.once(delivery):
        pass

    assert ledger.deliver(AWKWARD) == SEEN


@pytest.mark.parametrize("deliver", ["deliver", "adeliver"])
def test_store_that_cannot_claim_is_our_error(deliver: str) -> None:
    ledger = Ledger(FailingStore(claim=1))

    with pytest.raises(MemoryUnavailable, match="FailingStore failed to claim an event: OSError") as raised:
        getattr(ledger, deliver)(AWKWARD)

    assert "hunter2" not in str(raised.value)
    assert ledger.deliver(AWKWARD) == HANDLED


@pytest.mark.parametrize("answer", [None, True, "first", 1])
def test_store_that_answers_otherwise_is_our_error(answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger()
    monkeypatch.setattr(ledger.store, "claim", lambda _: answer)

    with pytest.raises(ConfigurationError, match="Return a Turn"):
        ledger.deliver(AWKWARD)


def test_cancelled_task_lets_an_ordinary_handler_end() -> None:
    ledger = Ledger()

    async def cancel_in_the_middle() -> None:
        loop, started, goes_on, ended = asyncio.get_running_loop(), asyncio.Event(), Event(), Event()

        def handler(delivery: Delivery) -> None:
            loop.call_soon_threadsafe(started.set)
            assert goes_on.wait(30)
            ledger.handle(delivery)
            ended.set()

        task = asyncio.create_task(ledger.receiver.ahandle(AWKWARD, headers_for(AWKWARD), handler))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        goes_on.set()
        assert await asyncio.to_thread(ended.wait, 30)

    asyncio.run(cancel_in_the_middle())
    ledger.clock.now += 60

    assert (ledger.deliver(AWKWARD), len(ledger.deliveries)) == (SEEN, 1)


def test_logs_name_neither_event_nor_store(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    Ledger(FailingStore(finish=1)).deliver(AWKWARD)

    assert "hunter2" not in caplog.text
    assert [record.exc_info for record in caplog.records] == [None, None]


@pytest.mark.parametrize("handler", [None, "handle", 7])
def test_handler_that_is_no_function_is_our_error(handler: Any) -> None:
    ledger = Ledger()

    with pytest.raises(OnePayError, match="handler is a function"):
        ledger.receiver.handle(AWKWARD, headers_for(AWKWARD), handler)
    with pytest.raises(OnePayError, match="handler is a function"):
        asyncio.run(ledger.receiver.ahandle(AWKWARD, headers_for(AWKWARD), handler))
    assert ledger.deliver(AWKWARD) == HANDLED
