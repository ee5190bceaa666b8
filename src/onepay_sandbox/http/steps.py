"""Steps of the core in an event loop: carried out in it, or in threads where the database is a server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AsyncExitStack, closing
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias, TypeVar
from weakref import WeakValueDictionary

from onepay_sandbox.core.messages import DeliveryRequest, DeliveryResponse, Steps, Wait
from onepay_sandbox.sandbox import Sandbox
from onepay_sandbox.storage.database import CONNECTIONS

T = TypeVar("T")
AsyncPost: TypeAlias = Callable[[DeliveryRequest], Awaitable[DeliveryResponse]]

_EACH: Final = CONNECTIONS // 4
_TURNS: Final = 20
_BREATH: Final = 0.001


class Stepping(Protocol):
    """Where a step is carried out."""

    async def run(self, step: Callable[[], T], account: str) -> T:
        """Carry out a step of an account."""
        ...

    def close(self) -> None:
        """Give back what it has."""
        ...


class Inline:
    """Carries out steps in the event loop: with SQLite that is quicker than to change threads, and nothing waits."""

    async def run(self, step: Callable[[], T], account: str) -> T:  # noqa: ARG002 - all accounts are treated alike
        """Carry out a step."""
        return step()

    def close(self) -> None:
        """Nothing is to be given back."""


class Threads:
    """Carries out steps in threads, for each account a few at once, so that no account keeps all of them busy."""

    def __init__(self) -> None:
        """As many threads as the server has connections for this process."""
        self._threads: Final = ThreadPoolExecutor(CONNECTIONS, "onepay-sandbox")
        self._accounts: Final = WeakValueDictionary[str, asyncio.Semaphore]()

    async def run(self, step: Callable[[], T], account: str) -> T:
        """Carry out a step; who gives up still waits for its end, as no step can be stopped half way."""
        turn = self._accounts.setdefault(account, asyncio.Semaphore(_EACH))
        async with turn:
            running = asyncio.get_running_loop().run_in_executor(self._threads, step)
            try:
                return await asyncio.shield(running)
            except asyncio.CancelledError:
                await asyncio.wait([running])
                raise

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown()


@dataclass(frozen=True, slots=True)
class _Ended:
    """What a generator has returned; no future takes a `StopIteration`."""

    value: Any


async def drive(steps: Steps[T], account: str, stepping: Stepping, sandbox: Sandbox) -> T:
    """Run steps to their end, and send the deliveries that they yield: to the sandbox's target, or over the network."""
    with closing(steps):
        step = await stepping.run(_next(steps, None), account)
        if not isinstance(step, _Ended):
            step = await _go_on(step, steps, account, stepping, sandbox)
    result: T = step.value
    return result


async def _go_on(
    step: DeliveryRequest | Wait, steps: Steps[T], account: str, stepping: Stepping, sandbox: Sandbox
) -> _Ended:
    """Do what `step` says, and run the steps after it to their end."""
    post: AsyncPost | None = sandbox.delivery_target.async_post if sandbox.delivery_target else None
    async with AsyncExitStack() as stack:
        following: DeliveryRequest | Wait | _Ended = step
        while not isinstance(following, _Ended):
            response: DeliveryResponse | None = None
            if isinstance(following, Wait):
                await _wait(following)
            else:
                if post is None:
                    post = await stack.enter_async_context(_delivery_client())
                response = await post(following)
                sandbox.metrics.count_delivery(response)
            following = await stepping.run(_next(steps, response), account)
        return following


def _next(steps: Steps[Any], response: DeliveryResponse | None) -> Callable[[], DeliveryRequest | Wait | _Ended]:
    def step() -> DeliveryRequest | Wait | _Ended:
        try:
            return steps.send(response)
        except StopIteration as stop:
            return _Ended(stop.value)

    return step


async def _wait(step: Wait) -> None:
    if step.until:
        await asyncio.wrap_future(step.until)
        return
    await asyncio.sleep(max(step.seconds, _BREATH))
    for _ in range(_TURNS):  # a request takes fewer turns of the loop from its connection to its answer
        await asyncio.sleep(0)


def _delivery_client() -> AbstractAsyncContextManager[AsyncPost]:
    from onepay_sandbox.http.delivery_client import async_delivery_client  # noqa: PLC0415 - most sandboxes send nothing

    return async_delivery_client()
