"""Is a list read to its end, each item once, and does no server make the client go in circles?"""

from __future__ import annotations

import asyncio
import copy
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay.errors import BrokenListing
from onepay.pages import items
from onepay_api import CallOptions, Pages, models, read, to_json
from support.effort import examples
from support.listing import ENVELOPES, AsyncReader, Bend, List, SyncReader, Walk, body_of, is_page

if TYPE_CHECKING:
    from support.contract import Contract
    from support.json_values import Json

TAGS = {"flat": "charges", "with urls": "accounts", "nested": "cards", "full": "charges", "bare": "webhooks"}


@pytest.fixture(params=["sync", "async"])
def walk(request: pytest.FixtureRequest) -> Walk:
    return Walk(request.param)


def ids(count: int) -> list[str]:
    return [f"item-{number}" for number in range(1, count + 1)]


@pytest.mark.parametrize("envelope", ENVELOPES)
@pytest.mark.parametrize("count", [0, 1, 3, 4, 10])
def test_every_item_comes_once_and_in_order(walk: Walk, envelope: str, count: int) -> None:
    listing = List(count, envelope)

    assert walk.items(listing, TAGS[envelope]).ids == ids(count)
    assert listing.asked == list(range(1, max(1, -(-count // 3)) + 1))


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_pages_come_one_by_one_with_their_numbers(walk: Walk, envelope: str) -> None:
    walked = walk.pages(List(7, envelope), TAGS[envelope])

    assert walked.numbers == [1, 2, 3]
    assert walked.ids == ids(7)


def test_a_page_is_fetched_when_it_is_needed_and_not_before(walk: Walk) -> None:
    listing = List(9)
    asyncio.run(walk.first(listing))

    assert listing.asked == [1]


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_a_walk_that_stopped_goes_on_from_the_number_of_its_page(walk: Walk, envelope: str) -> None:
    held = asyncio.run(walk.first(List(9, envelope), TAGS[envelope], page=2))

    assert held.number == 2
    assert walk.items(List(9, envelope), TAGS[envelope], page=held.number).ids == ids(9)[3:]


def test_the_pages_after_one_are_asked_for_with_the_same_arguments(walk: Walk) -> None:
    listing = List(7)
    options = CallOptions(headers={"X-Trace": "a"}, query={"color": "red"})
    walk.items(listing, status="paid", options=options)

    assert [call.arguments["status"] for call in listing.calls] == ["paid"] * 3
    assert [call.options.headers for call in listing.calls] == [{"X-Trace": "a"}] * 3
    assert [call.options.query for call in listing.calls] == [{"color": "red"}] * 3


def test_a_page_that_was_asked_for_in_the_query_is_where_the_walk_starts(walk: Walk) -> None:
    listing = List(9)

    assert walk.items(listing, options=CallOptions(query={"page": "2"})).ids == ids(9)[3:]
    assert listing.asked == [2, 3]


def test_a_list_without_a_page_parameter_is_walked_all_the_same(walk: Walk) -> None:
    listing = List(7)

    assert walk.items(listing, "payments").ids == ids(7)
    assert [call.options.query.get("page") for call in listing.calls] == [None, "2", "3"]


def test_a_list_without_counters_that_takes_no_page_is_its_own_end(walk: Walk) -> None:
    listing = List(3, "bare")

    assert walk.items(listing, "webhooks").ids == ids(3)
    assert listing.asked == [1]


@pytest.mark.parametrize(("count", "asked"), [(7, 4), (6, 3), (0, 1)])
def test_a_list_without_counters_that_takes_a_page_is_read_until_one_is_empty(
    walk: Walk, count: int, asked: int
) -> None:
    listing = List(count, "bare")

    assert walk.items(listing, "customers").ids == ids(count)
    assert len(listing.asked) == asked


@pytest.mark.parametrize("by", ["items", "pages"])
def test_a_list_without_counters_that_ignores_the_page_is_read_once(walk: Walk, by: str) -> None:
    listing = List(3, "bare")
    listing.bend = lambda page, _: {**page, "data": listing.items}
    walked = getattr(walk, by)(listing, "customers")

    assert walked.ids == ids(3)
    assert walked.error is None
    assert listing.asked == [1, 2]


def test_an_item_that_slid_to_the_next_page_comes_once(walk: Walk) -> None:
    listing = List(7)

    def insert(number: int) -> None:
        if number == 2:
            listing.items.insert(0, {"id": "new"})

    listing.before = insert

    assert walk.items(listing).ids == ids(7)


def test_items_without_an_id_are_never_taken_for_one_another(walk: Walk) -> None:
    listing = List(0)
    listing.items = [{"id": ""}, {"id": ""}, {"id": None}, {"id": ""}, {"id": None}, {"id": "last"}]

    assert walk.items(listing).ids == ["", "", None, "", None, "last"]


BROKEN: dict[str, Bend] = {
    "a page that comes again": lambda page, _: {**page, "data": [{"id": "a"}]},
    "a page that comes again under its first number": lambda page, _: {**page, "current_page": 1},
    "two pages in turn": lambda page, number: {**page, "data": [{"id": f"item {number % 2}"}], "last_page": number + 1},
    "a last page that runs away": lambda page, number: {**page, "data": [{"id": "a"}], "last_page": number + 1},
    "empty pages without end": lambda page, number: {**page, "data": [], "last_page": number + 1},
    "a list that shrinks": lambda page, number: {**page, "total": 100 - number},
    "a page that is not a page": lambda page, number: page if number == 1 else [],
    "a page without data": lambda page, number: page if number == 1 else {"current_page": 2},
    "data that are no list": lambda page, number: {**page, "data": page["data"] if number == 1 else {"a": 1}},
    "the wrong number": lambda page, number: {**page, "current_page": number if number < 3 else 7},
}
BROKEN_URLS: dict[str, str] = {
    "an address that leads back": "https://api.onepay.la/v1/accounts?page=1",
    "an address that leads to the same page": "https://api.onepay.la/v1/accounts?page=2",
    "an address that leaves a page out": "https://api.onepay.la/v1/accounts?page=9",
}


@pytest.mark.parametrize("by", ["items", "pages"])
@pytest.mark.parametrize("what", BROKEN)
def test_a_list_that_does_not_fit_together_ends_in_an_error(walk: Walk, what: str, by: str) -> None:
    listing = List(9)
    listing.bend = BROKEN[what]
    walked = getattr(walk, by)(listing)

    assert isinstance(walked.error, BrokenListing)
    assert walked.error.operation == "charges_list"
    assert walked.error.number == listing.asked[-1]


@pytest.mark.parametrize("what", BROKEN_URLS)
def test_an_address_that_does_not_lead_on_ends_in_an_error(walk: Walk, what: str) -> None:
    listing = List(9, "with urls")
    listing.bend = lambda page, number: {**page, "next_page_url": BROKEN_URLS[what]} if number == 2 else page
    walked = walk.items(listing, "accounts")

    assert isinstance(walked.error, BrokenListing)
    assert walked.ids == ids(3)
    assert listing.asked == [1, 2]


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/v1/accounts?page=2",
        "//elsewhere.example?page=2",
        "?page=2",
        "http://[broken?page=2",
        "https://api.onepay.la/v1/accounts?cursor=abc",
        "https://api.onepay.la/v1/accounts?page=two",
        "not an address",
    ],
)
def test_no_more_than_a_number_is_taken_from_the_next_address(walk: Walk, address: str) -> None:
    listing = List(6, "with urls")
    listing.bend = lambda page, number: {**page, "next_page_url": address} if number == 1 else page

    assert walk.items(listing, "accounts").ids == ids(6)
    assert {call.operation.server for call in listing.calls} == {"https://api.onepay.la/v1"}
    assert listing.asked == [1, 2]


def test_a_list_from_which_the_reader_takes_items_away_says_that_some_were_missed(walk: Walk) -> None:
    listing = List(9)

    def settle(number: int) -> None:
        if number == 2:
            del listing.items[:3]

    listing.before = settle
    walked = walk.items(listing)

    assert walked.ids == ids(3)
    assert "shrank from 9 to 6" in str(walked.error)
    assert "before you change them" in str(walked.error)


def test_what_came_before_the_error_was_delivered(walk: Walk) -> None:
    listing = List(9)
    listing.bend = lambda page, number: page if number < 3 else []
    walked = walk.items(listing)

    assert walked.ids == ids(6)
    assert isinstance(walked.error, BrokenListing)
    assert walked.error.number == 3


def test_counters_that_are_text_are_read(walk: Walk) -> None:
    listing = List(7)
    listing.bend = lambda page, _: {name: str(v) if isinstance(v, int) else v for name, v in page.items()}

    assert walk.items(listing).ids == ids(7)


@pytest.mark.parametrize("envelope", ["flat", "nested", "full"])
def test_a_list_can_be_counted_without_reading_it(envelope: str) -> None:
    listing = List(7, envelope)
    page = getattr(SyncReader(listing), TAGS[envelope]).list()

    assert (page.total_items, page.last_number, page.number, page.has_next) == (7, 3, 1, True)
    assert listing.asked == [1]


def test_a_list_with_addresses_only_cannot_be_counted() -> None:
    page = SyncReader(List(7, "with urls")).accounts.list()

    assert (page.total_items, page.last_number, page.number, page.has_next) == (None, None, 1, True)
    assert page.next_number == 2


def test_counters_in_an_envelope_that_the_contract_does_not_know_are_found() -> None:
    counters = {"current_page": 2, "last_page": 5, "total": 99}
    page = read(body_of({"data": [], "meta": counters}), models.PaymentPage).value

    assert (page.number, page.last_number, page.total_items, page.has_next) == (2, 5, 99, True)


@pytest.mark.parametrize("counter", [True, "1e3", "", "9" * 5000, "٣", None, [1], {"a": 1}, 1.5])
def test_a_counter_that_is_no_number_counts_as_unsaid(counter: Json) -> None:
    page = read(body_of({"data": [], "current_page": counter, "meta": counter}), models.PaymentPage).value

    assert page.number is None
    assert page.has_next is None


def test_a_page_on_its_own_is_its_own_items() -> None:
    page = read(body_of({"data": [{"id": "a"}, {"id": "b"}], "current_page": 1, "last_page": 9}), models.ChargePage)

    assert [item.id for item in page.value] == ["a", "b"]
    assert list(page.value.pages()) == [page.value]


def test_a_page_on_its_own_can_be_read_with_async_for() -> None:
    page = read(body_of({"data": [{"id": "a"}, {"id": "b"}]}), models.ChargePage).value

    async def collect() -> tuple[list[str], list[models.ChargePage]]:
        return [item.id async for item in page], [one async for one in page.pages()]

    assert asyncio.run(collect()) == (["a", "b"], [page])


def test_a_walker_is_neither_compared_nor_pickled_nor_copied_nor_sent() -> None:
    page = SyncReader(List(3)).charges.list()
    alone = read(to_json(page), models.ChargePage).value

    assert page == alone
    assert to_json(page) == to_json(alone)
    assert repr(page) == repr(alone)
    assert pickle.loads(pickle.dumps(page)) == alone  # noqa: S301 - our own bytes
    assert not pickle.loads(pickle.dumps(page)).__dict__  # noqa: S301 - the same
    assert not copy.deepcopy(page).__dict__


def test_a_page_of_an_async_client_says_how_it_is_read() -> None:
    page = asyncio.run(Walk("async").first(List(3)))

    with pytest.raises(TypeError, match="`async for`"):
        iter(page)
    with pytest.raises(TypeError, match="`async for`"):
        iter(page.pages())


def test_a_page_of_a_client_that_blocks_says_how_it_is_read() -> None:
    page = SyncReader(List(3)).charges.list()

    with pytest.raises(TypeError, match="`for`"):
        aiter(page)
    with pytest.raises(TypeError, match="`for`"):
        aiter(page.pages())


def test_a_bare_array_is_a_list() -> None:
    listing = List(0)
    listing.bend = lambda _, __: [{"id": "a"}]
    banks = SyncReader(listing).banks.list()

    assert isinstance(banks, list)
    assert [bank.id for bank in banks] == ["a"]


@pytest.mark.parametrize("is_bare", [True, False])
def test_a_bare_array_and_a_page_are_read_by_one_async_for(*, is_bare: bool) -> None:
    listing = List(7)
    if is_bare:
        listing.bend = lambda _, __: listing.items

    async def collect() -> list[str]:
        return [bank.id async for bank in items(await AsyncReader(listing).banks.list())]

    assert asyncio.run(collect()) == ids(7)


def test_every_page_of_the_contract_goes_through_its_items(contract: Contract) -> None:
    named = [name for name in contract.schemas if name.endswith("Page")]

    assert named
    for name in named:
        model: Any = getattr(models, name)
        page: Any = read(b'{"data": [{}, {}]}', model).value
        assert is_page(page), name
        assert len(list(page)) == 2, name


def test_pages_name_where_they_start() -> None:
    pages = SyncReader(List(9)).charges.list(page=2).pages()

    assert isinstance(pages, Pages)
    assert repr(pages) == "Pages(from ChargePage 2)"


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
@examples(300)
def test_whatever_a_server_answers_the_walk_ends_and_no_id_comes_twice(
    replies: list[Json], side: str, tag: str
) -> None:
    listing = List(0)
    listing.bend = lambda _, __: replies[(len(listing.asked) - 1) % len(replies)]
    walked = Walk(side).items(listing, tag)

    pages = [[item["id"] for item in replies[turn % len(replies)]["data"]] for turn in range(len(listing.asked))]
    assert set(walked.ids) <= {name for page in pages for name in page}
    assert all(walked.ids.count(name) <= max(page.count(name) for page in pages) for name in walked.ids)
    assert walked.error is None or isinstance(walked.error, BrokenListing)
