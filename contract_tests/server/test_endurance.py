"""Money, kills and equal requests at once, in a small size; `nox -s soak` has the full one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import httpx
import pytest

from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.endurance import caller, equal_posts_make_one_object, kills_lose_nothing, money_is_conserved

API: Final = "https://api.onepay.la"


@pytest.fixture
def servers(kept: str) -> Iterator[list[httpx.Client]]:
    """Who calls two sandboxes on one database."""
    sandboxes = [Sandbox(database=kept, seed=7) for _ in range(2)]
    callers = [caller(API, SandboxTransport(sandbox)) for sandbox in sandboxes]
    yield callers
    for client, sandbox in zip(callers, sandboxes, strict=True):
        client.close()
        sandbox.close()


def test_money_is_conserved_by_clients_at_once(servers: list[httpx.Client]) -> None:
    money_is_conserved(servers, clients=4, operations=80)


def test_equal_posts_at_once_make_one_object(servers: list[httpx.Client]) -> None:
    equal_posts_make_one_object(servers, posts=40)


def test_kills_under_load_lose_nothing(kept: str) -> None:
    assert kills_lose_nothing(kept, kills=1, before_each=12) >= 12
