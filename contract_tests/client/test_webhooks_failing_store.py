"""A store that fails at any step hides no error of the handler, and has no event handled again."""

from __future__ import annotations

import asyncio
import logging
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from onepay_client.errors import ConfigurationError, OnePayError
from onepay_client.webhooks import ClaimResult, DedupStoreUnavailable, InMemoryDedupStore, Lease
from support.deliveries import AWKWARD, DUPLICATE, HANDLED, IN_PROGRESS, NOTICE, RecordingEndpoint, headers_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from onepay_client.webhooks import Delivery


class FailingStore(InMemoryDedupStore):
    """Fails at each step as often as ``failures`` says."""

    def __init__(self, error: BaseException | None = None, **failures: int) -> None:
        super().__init__()
        self.error = error or OSError("password=hunter2")
        self.failures = failures

    def claim(self, lease: Lease) -> ClaimResult:
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


def deliver_six_times(
    endpoint: RecordingEndpoint, deliver: Callable[[bytes], tuple[int, str]]
) -> list[tuple[int, str]]:
    """As OnePay does when it is not answered."""
    answers: list[tuple[int, str]] = []
    for pause in (0, 10, 30, 60, 120, 300):
        endpoint.clock.now += pause
        answers.append(deliver(AWKWARD))
    return answers


@pytest.mark.parametrize("error", [OSError(), DedupStoreUnavailable("locked"), RuntimeError("closed")])
def test_handled_event_is_never_handled_again(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    store = FailingStore(error, finish=99)
    endpoint = RecordingEndpoint(store)

    assert deliver_six_times(endpoint, endpoint.deliver) == [HANDLED] + [DUPLICATE] * 5
    assert deliver_six_times(endpoint, endpoint.adeliver) == [DUPLICATE] * 6
    assert len(endpoint.deliveries) == 1
    assert "could not be recorded" in caplog.text


def test_event_is_recorded_as_soon_as_the_store_works_again() -> None:
    endpoint = RecordingEndpoint(FailingStore(finish=1))
    assert endpoint.deliver(AWKWARD) == HANDLED
    endpoint.deliver(NOTICE)
    restarted = RecordingEndpoint(endpoint.store)
    restarted.clock.now += 61

    assert (restarted.deliver(AWKWARD), restarted.deliver(NOTICE)) == (DUPLICATE, DUPLICATE)


def test_repetition_records_what_could_not_be_recorded() -> None:
    endpoint = RecordingEndpoint(FailingStore(finish=1))
    endpoint.deliver(AWKWARD)
    endpoint.deliver(AWKWARD)

    assert RecordingEndpoint(endpoint.store).deliver(AWKWARD) == DUPLICATE


def test_unrecorded_event_is_forgotten_with_the_others() -> None:
    endpoint = RecordingEndpoint(FailingStore(finish=99), remember=4000.0)
    endpoint.deliver(NOTICE)
    endpoint.clock.now += 4000

    assert endpoint.deliver(b'{"event":"moon.risen"}') == HANDLED
    assert endpoint.deliver(NOTICE) == HANDLED


def test_interrupt_while_recording_leaves_the_event_handled() -> None:
    endpoint = RecordingEndpoint(FailingStore(KeyboardInterrupt(), finish=1))
    with pytest.raises(KeyboardInterrupt):
        endpoint.deliver(AWKWARD)

    assert endpoint.deliver(AWKWARD) == DUPLICATE


@pytest.mark.parametrize("deliver", ["deliver", "adeliver"])
def test_failing_release_does_not_hide_the_handlers_error(deliver: str, caplog: pytest.LogCaptureFixture) -> None:
    endpoint = RecordingEndpoint(FailingStore(release=1))
    endpoint.failures = [ValueError("no stock")]

    with pytest.raises(ValueError, match="no stock") as raised:
        getattr(endpoint, deliver)(AWKWARD)

    assert raised.value.__context__ is None
    assert endpoint.deliver(AWKWARD) == IN_PROGRESS
    endpoint.clock.now += 60
    assert endpoint.deliver(AWKWARD) == HANDLED
    assert "hunter2" not in caplog.text


def test_block_that_ended_raises_nothing_of_the_store() -> None:
    endpoint = RecordingEndpoint(FailingStore(finish=1))
    delivery = endpoint.receiver.receive(AWKWARD, headers_for(AWKWARD))
    with endpoint.receiver.once(delivery):
        pass

    assert endpoint.deliver(AWKWARD) == DUPLICATE


@pytest.mark.parametrize("deliver", ["deliver", "adeliver"])
def test_store_that_cannot_claim_is_our_error(deliver: str) -> None:
    endpoint = RecordingEndpoint(FailingStore(claim=1))

    with pytest.raises(DedupStoreUnavailable, match="FailingStore failed to claim an event: OSError") as raised:
        getattr(endpoint, deliver)(AWKWARD)

    assert "hunter2" not in str(raised.value)
    assert endpoint.deliver(AWKWARD) == HANDLED


@pytest.mark.parametrize("answer", [None, True, "first", 1])
def test_store_that_answers_otherwise_is_our_error(answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = RecordingEndpoint()

    def claim(_: Lease) -> Any:
        return answer

    monkeypatch.setattr(endpoint.store, "claim", claim)

    with pytest.raises(ConfigurationError, match="Return a ClaimResult"):
        endpoint.deliver(AWKWARD)


def test_cancelled_task_lets_an_ordinary_handler_end() -> None:
    endpoint = RecordingEndpoint()

    async def cancel_in_the_middle() -> None:
        loop, started, goes_on, ended = asyncio.get_running_loop(), asyncio.Event(), Event(), Event()

        def handler(delivery: Delivery) -> None:
            loop.call_soon_threadsafe(started.set)
            assert goes_on.wait(30)
            endpoint.handle(delivery)
            ended.set()

        task = asyncio.create_task(endpoint.receiver.ahandle(AWKWARD, headers_for(AWKWARD), handler))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        goes_on.set()
        assert await asyncio.to_thread(ended.wait, 30)

    asyncio.run(cancel_in_the_middle())
    endpoint.clock.now += 60

    assert (endpoint.deliver(AWKWARD), len(endpoint.deliveries)) == (DUPLICATE, 1)


def test_logs_name_neither_event_nor_store(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    RecordingEndpoint(FailingStore(finish=1)).deliver(AWKWARD)

    assert "hunter2" not in caplog.text
    assert [record.exc_info for record in caplog.records] == [None, None]


@pytest.mark.parametrize("handler", [None, "handle", 7])
def test_handler_that_is_no_function_is_our_error(handler: Any) -> None:
    endpoint = RecordingEndpoint()

    with pytest.raises(OnePayError, match="handler must be a function"):
        endpoint.receiver.handle(AWKWARD, headers_for(AWKWARD), handler)
    with pytest.raises(OnePayError, match="handler must be a function"):
        asyncio.run(endpoint.receiver.ahandle(AWKWARD, headers_for(AWKWARD), handler))
    assert endpoint.deliver(AWKWARD) == HANDLED


@pytest.mark.parametrize("deliver", ["deliver", "adeliver"])
def test_handler_that_raises_stop_iteration_is_handled_again(deliver: str) -> None:
    endpoint = RecordingEndpoint()

    def handler(_: Delivery) -> None:
        next(iter(()))

    def call() -> object:
        if deliver == "deliver":
            return endpoint.receiver.handle(AWKWARD, headers_for(AWKWARD), handler)
        handled = endpoint.receiver.ahandle(AWKWARD, headers_for(AWKWARD), handler)
        return asyncio.run(asyncio.wait_for(handled, 30))

    with pytest.raises((StopIteration, RuntimeError)):
        call()

    assert endpoint.deliver(AWKWARD) == HANDLED


def test_handler_that_is_a_generator_is_refused() -> None:
    endpoint = RecordingEndpoint()

    def handler(delivery: Delivery) -> Any:
        endpoint.handle(delivery)
        yield

    async def ahandler(delivery: Delivery) -> Any:
        endpoint.handle(delivery)
        yield

    generators: list[Any] = [handler, ahandler]
    for generator in generators:
        with pytest.raises(ConfigurationError, match="generator"):
            endpoint.receiver.handle(AWKWARD, headers_for(AWKWARD), generator)
        with pytest.raises(ConfigurationError, match="generator"):
            asyncio.run(endpoint.receiver.ahandle(AWKWARD, headers_for(AWKWARD), generator))
    assert endpoint.deliver(AWKWARD) == HANDLED


def test_ahandle_without_asyncio_is_our_error() -> None:
    coroutine = RecordingEndpoint().receiver.ahandle(AWKWARD, headers_for(AWKWARD), print)

    with pytest.raises(ConfigurationError, match="asyncio"):
        coroutine.send(None)


@pytest.mark.parametrize("delivery", [None, AWKWARD, {}])
def test_block_for_something_else_is_our_error(delivery: Any) -> None:
    with (
        pytest.raises(ConfigurationError, match="delivery must be a Delivery"),
        RecordingEndpoint().receiver.once(delivery),
    ):
        pass
