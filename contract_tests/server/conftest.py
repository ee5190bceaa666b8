"""A sandbox for each test, inside of the process, and people who call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from onepay_sandbox import frozen
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.receivers import Receiver


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A fresh sandbox in memory, with its clock frozen."""
    sandbox = Sandbox(clock=frozen(), seed=7)
    yield sandbox
    sandbox.close()


@pytest.fixture
def waits() -> list[float]:
    """How long faults made callers wait, who did not."""
    return []


@pytest.fixture
def caller_with(sandbox: Sandbox, waits: list[float]) -> Callable[[str], Caller]:
    """Makes callers, each with a key of its own."""
    return lambda key: Caller(SandboxTransport(sandbox, waits.append), key)


@pytest.fixture
def api(caller_with: Callable[[str], Caller]) -> Caller:
    """A caller with a secret test key."""
    return caller_with("sk_test_alborada")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server that webhooks can be told at."""
    receiver = Receiver()
    yield receiver
    receiver.close()
