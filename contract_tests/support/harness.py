"""One side of the client, wired to a server that fails on cue, with a clock on which pauses take no time."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any, Final, Self

from onepay_client import AsyncOnePay, OnePay
from onepay_client.settings import Runtime
from onepay_contract.document import Operation
from support.calls import Calls
from support.client_variants import PUBLIC_KEY, SECRET_KEY
from support.contract import Contract
from support.faults import Fault
from support.faulty_server import FaultyServer, Repeats
from support.judge import Case, End

MAX_BODY: Final = 128 * 1024
RETRIES: Final = 2


class Clock:
    """The time that has passed, and what was slept of it; sleeping takes no time."""

    def __init__(self, slept: Callable[[float], None] | None = None) -> None:
        self.pauses: Final[list[float]] = []
        self.ahead = 0.0
        self.jumped = 0.0
        self._slept: Final = slept

    def monotonic(self) -> float:
        """Seconds since some moment."""
        return time.monotonic() + self.ahead

    def now(self) -> float:
        """Unix time, which somebody may set."""
        return 1_790_000_000.0 + self.monotonic() + self.jumped

    def sleep(self, seconds: float) -> None:
        """Be there at once."""
        self.pauses.append(seconds)
        self.ahead += max(seconds, 0.0)
        if self._slept is not None:
            self._slept(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """The same, without blocking."""
        self.sleep(seconds)


@contextmanager
def no_search_for_sniffio() -> Generator[None]:
    """httpcore looks for it, in vain and on every path, several times in each async request."""
    modules: dict[str, Any] = sys.modules
    modules.setdefault("sniffio", None)  # known to be absent
    try:
        yield
    finally:
        if modules.get("sniffio") is None:
            modules.pop("sniffio", None)


class Harness:
    """A client, the server that it talks to, and the calls that it can make."""

    def __init__(self, name: str, wait: Callable[[Any], Any], server: FaultyServer, calls: Calls) -> None:
        self.name: Final = name
        self.wait: Final = wait
        self.server: Final = server
        self.calls: Final = calls
        self.clock = Clock(server.paused)
        self.client: Final = self.made()

    @classmethod
    @contextmanager
    def opened(cls, name: str, contract: Contract) -> Generator[Self]:
        """A rig of that side, with the event loop that it needs; everything is closed at the end."""
        calls = Calls(contract)
        with no_search_for_sniffio(), asyncio.Runner() as runner, FaultyServer.running(calls.success) as server:
            rig = cls(name, runner.run if name == "async" else lambda result: result, server, calls)
            yield rig
            rig.close(rig.client)

    def made(self, **settings: Any) -> Any:
        """Another client of this side."""
        synchronous = self.name == "sync"
        around = Runtime(
            monotonic=lambda: self.clock.monotonic(),  # noqa: PLW0108 - the clock may be replaced
            now=lambda: self.clock.now(),  # noqa: PLW0108 - the same
            random=lambda: 1.0,
            sleep=(lambda seconds: self.clock.sleep(seconds))  # noqa: PLW0108 - the same
            if synchronous
            else (lambda seconds: self.clock.sleep_async(seconds)),  # noqa: PLW0108 - the same
        )
        given: dict[str, Any] = {
            "secret_key": SECRET_KEY,
            "public_key": PUBLIC_KEY,
            "base_url": self.server.url,
            "cards_url": self.server.url,
            "timeout": 2.0,
            "retries": RETRIES,
            "retry_quota": None,
            "max_body": MAX_BODY,
            "runtime": around,
        }
        return OnePay(**(given | settings)) if synchronous else AsyncOnePay(**(given | settings))

    def close(self, client: Any) -> None:
        """Close a client."""
        self.wait(client.close() if self.name == "sync" else client.aclose())

    def ended(self, call: Callable[[], Any]) -> End:
        """How a call ends, whatever it raises."""
        try:
            return End(self.wait(call()))
        except Exception as error:  # noqa: BLE001 - whatever escapes is what we want to see
            return End(error=error)

    def method(self, operation: Operation, client: Any = None) -> Callable[..., Any]:
        """The method of an operation, such as `client.payments.create`."""
        method: Callable[..., Any] = getattr(getattr(client or self.client, operation.tag), operation.method_name)
        return method

    def play(
        self,
        operation: Operation,
        script: Sequence[Fault],
        repeats: Repeats = "replay",
        client: Any = None,
        *,
        is_proved: bool = True,
        **more: Any,
    ) -> Case:
        """Make the example call of an operation while the server follows a script.

        ``is_proved`` is false where the client sends over a transport whose errors prove nothing.
        """
        ledger = self.server.play(script, repeats)
        self.clock = Clock(self.server.paused)
        keywords = self.calls.keywords(operation) | more
        end = self.ended(lambda: self.method(operation, client)(*self.calls.path(operation), **keywords))
        self.server.wait_until_idle()
        return Case(operation, script, ledger, end, is_proved)
