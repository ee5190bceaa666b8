"""The stories of `endurance.py` in full, with servers in processes of their own. `nox -s soak` runs this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from server.endurance import caller, equal_posts_make_one_object, kills_lose_nothing, money_is_conserved
from server.sockets import started


@pytest.fixture
def servers(kept: str) -> Iterator[list[httpx.Client]]:
    """Who calls two servers on one database."""
    with ExitStack() as stack:
        processes = [stack.enter_context(started("--database", kept)) for _ in range(2)]
        yield [stack.enter_context(caller(process.url)) for process in processes]


def test_money_is_conserved_over_five_thousand_operations(servers: list[httpx.Client]) -> None:
    money_is_conserved(servers, clients=4, operations=5_000)


def test_two_hundred_equal_posts_make_one_object(servers: list[httpx.Client]) -> None:
    equal_posts_make_one_object(servers, posts=200)


def test_thirty_kills_lose_nothing(kept: str) -> None:
    assert kills_lose_nothing(kept, kills=30, before_each=200, clients=4) >= 30 * 200


def test_four_workers_lose_nothing(kept: str) -> None:
    assert kills_lose_nothing(kept, kills=10, before_each=200, clients=8, workers=4) >= 10 * 200
