"""A list is read to its end, each item once, and no server makes the client go in circles."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from onepay_api import CallOptions
from onepay_client.errors import PaginationError
from support.listing import ENVELOPES, TAGS, Bend, List, Walk, ids

if TYPE_CHECKING:
    pass


@pytest.fixture(params=["sync", "async"])
def walk(request: pytest.FixtureRequest) -> Walk:
    return Walk(request.param)


@pytest.mark.parametrize("envelope", ENVELOPES)
@pytest.mark.parametrize("count", [0, 1, 3, 4, 10])
def test_every_item_comes_once_and_in_order(walk: Walk, envelope: str, count: int) -> None:
    listing = List(count, envelope)

    assert walk.items(listing, TAGS[envelope]).ids == ids(count)
    assert listing.page_numbers == list(range(1, max(1, -(-count // 3)) + 1))


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_pages_come_one_by_one_with_their_numbers(walk: Walk, envelope: str) -> None:
    walked = walk.pages(List(7, envelope), TAGS[envelope])

    assert walked.numbers == [1, 2, 3]
    assert walked.ids == ids(7)


def test_a_page_is_fetched_when_it_is_needed_and_not_before(walk: Walk) -> None:
    listing = List(9)
    asyncio.run(walk.first(listing))

    assert listing.page_numbers == [1]


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_a_walk_that_stopped_goes_on_from_the_number_of_its_page(walk: Walk, envelope: str) -> None:
    held = asyncio.run(walk.first(List(9, envelope), TAGS[envelope], page=2))

    assert held.number == 2
    assert walk.items(List(9, envelope), TAGS[envelope], page=held.number).ids == ids(9)[3:]


def test_the_next_pages_are_fetched_with_the_same_arguments(walk: Walk) -> None:
    listing = List(7)
    options = CallOptions(headers={"X-Trace": "a"}, query={"color": "red"})
    walk.items(listing, status="paid", options=options)

    assert [call.arguments["status"] for call in listing.calls] == ["paid"] * 3
    assert [call.options.headers for call in listing.calls] == [{"X-Trace": "a"}] * 3
    assert [call.options.query for call in listing.calls] == [{"color": "red"}] * 3


def test_a_page_given_in_the_query_is_where_the_walk_starts(walk: Walk) -> None:
    listing = List(9)

    assert walk.items(listing, options=CallOptions(query={"page": "2"})).ids == ids(9)[3:]
    assert listing.page_numbers == [2, 3]


def test_a_list_without_a_page_parameter_is_walked_all_the_same(walk: Walk) -> None:
    listing = List(7)

    assert walk.items(listing, "templates").ids == ids(7)
    assert [call.options.query.get("page") for call in listing.calls] == [None, "2", "3"]


def test_a_list_without_counters_or_page_is_its_own_end(walk: Walk) -> None:
    listing = List(3, "bare")

    assert walk.items(listing, "webhooks").ids == ids(3)
    assert listing.page_numbers == [1]


@pytest.mark.parametrize(("count", "requests"), [(7, 4), (6, 3), (0, 1)])
def test_a_list_without_counters_is_read_until_an_empty_page(walk: Walk, count: int, requests: int) -> None:
    listing = List(count, "bare")

    assert walk.items(listing, "customers").ids == ids(count)
    assert len(listing.page_numbers) == requests


@pytest.mark.parametrize("by", ["items", "pages"])
def test_a_list_that_ignores_the_page_is_read_once(walk: Walk, by: str) -> None:
    listing = List(3, "bare")
    listing.bend = lambda page, _: {**page, "data": listing.items}
    walked = getattr(walk, by)(listing, "customers")

    assert walked.ids == ids(3)
    assert walked.error is None
    assert listing.page_numbers == [1, 2]


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

    assert isinstance(walked.error, PaginationError)
    assert walked.error.operation == "charges_list"
    assert walked.error.number == listing.page_numbers[-1]


@pytest.mark.parametrize("what", BROKEN_URLS)
def test_an_address_that_does_not_lead_on_ends_in_an_error(walk: Walk, what: str) -> None:
    listing = List(9, "with urls")
    listing.bend = lambda page, number: {**page, "next_page_url": BROKEN_URLS[what]} if number == 2 else page
    walked = walk.items(listing, "accounts")

    assert isinstance(walked.error, PaginationError)
    assert walked.ids == ids(3)
    assert listing.page_numbers == [1, 2]


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
    assert listing.page_numbers == [1, 2]


def test_a_list_that_shrinks_says_that_items_were_missed(walk: Walk) -> None:
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
    assert isinstance(walked.error, PaginationError)
    assert walked.error.number == 3


def test_counters_that_are_text_are_read(walk: Walk) -> None:
    listing = List(7)
    listing.bend = lambda page, _: {name: str(v) if isinstance(v, int) else v for name, v in page.items()}

    assert walk.items(listing).ids == ids(7)
