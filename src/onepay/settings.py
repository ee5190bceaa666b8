"""What a client is told once, and what the engine reads at each call."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from onepay_api.operation import Timeouts

from .keys import Keys
from .retries import Backoff

if TYPE_CHECKING:
    from .journal import Journal
    from .watching import Watcher

MAX_BODY = 32 * 1024 * 1024
"""Bytes of a reply's body, after decompression, that a client reads unless it is told otherwise."""


class Surroundings(Struct, frozen=True):
    """Time and chance, passed in so that tests need neither."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    random: Callable[[], float] = random.random
    sleep: Callable[[float], object] | None = None
    """Waits for so many seconds, or returns something to await; None for the real one."""


class Settings(Struct, frozen=True, kw_only=True):
    """Everything that the engine needs to know of its client."""

    keys: Keys
    servers: Mapping[str, str]
    user_agent: str
    timeouts: Timeouts
    deadline: float | None
    retries: int
    backoff: Backoff
    check: bool
    long_keys: bool
    max_body: int
    journal: Journal | None
    watchers: tuple[Watcher, ...]
    surroundings: Surroundings
