"""Lists come whole through real sockets, and a walk ends whatever a server answers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from onepay_client import AsyncOnePay, OnePay
from onepay_client.errors import PaginationError
from support.answering import Answer, ReceivedRequest, Server
from support.effort import examples
from support.listing import List, Walk

if TYPE_CHECKING:
    from onepay_core.json_values import Json

KEY = "sk_test_made_up_for_the_tests"


def test_pages_are_walked_through_real_sockets() -> None:
    listing = List(7)

    def answer(request: ReceivedRequest) -> Answer:
        return Answer(200, listing.page(int(request.query.get("page", "1"))))

    async def walk(url: str) -> list[str]:
        async with AsyncOnePay(KEY, base_url=url) as client:
            return [charge.id async for charge in await client.charges.list()]

    with Server.running(answer) as server, OnePay(KEY, base_url=server.url) as client:
        assert [charge.id for charge in client.charges.list(page=2)] == [item["id"] for item in listing.items[3:]]
        assert asyncio.run(walk(server.url)) == [item["id"] for item in listing.items]
        assert [page.number for page in client.charges.list().pages()] == [1, 2, 3]

    assert [request.query.get("page") for request in server.requests] == ["2", "3", None, "2", "3", None, "2", "3"]


_counters: st.SearchStrategy[Json] = st.none() | st.integers(-1, 6) | st.sampled_from(["2", "", True, "x"])
_replies: st.SearchStrategy[list[Json]] = st.lists(
    st.fixed_dictionaries(
        {"data": st.lists(st.sampled_from("abcde").map(lambda name: {"id": name}), max_size=3)},
        optional={
            "current_page": _counters,
            "last_page": _counters,
            "total": _counters,
            "meta": st.dictionaries(st.sampled_from(["current_page", "last_page", "total"]), _counters),
            "next_page_url": st.none() | st.integers(0, 6).map(lambda number: f"https://x.example/?page={number}"),
        },
    ),
    min_size=1,
    max_size=6,
)


@given(replies=_replies, side=st.sampled_from(["sync", "async"]), tag=st.sampled_from(["charges", "payments", "cards"]))
@examples(100)
def test_every_walk_ends_and_no_id_comes_twice(replies: list[Json], side: str, tag: str) -> None:
    listing = List(0)
    listing.bend = lambda _, __: replies[(len(listing.page_numbers) - 1) % len(replies)]
    walked = Walk(side).items(listing, tag)

    pages = [[item["id"] for item in replies[turn % len(replies)]["data"]] for turn in range(len(listing.page_numbers))]
    assert set(walked.ids) <= {name for page in pages for name in page}
    assert all(walked.ids.count(name) <= max(page.count(name) for page in pages) for name in walked.ids)
    assert walked.error is None or isinstance(walked.error, PaginationError)
