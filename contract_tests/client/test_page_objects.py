"""A page that is held has counters, items of its own, and a place where it came from."""

from __future__ import annotations

import asyncio
import copy
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from onepay_api import Pages, models, read, to_json
from support.listing import ENVELOPES, TAGS, AsyncReader, List, SyncReader, Walk, body_of, ids, is_page

if TYPE_CHECKING:
    from onepay_core.json_values import Json
    from support.contract import Contract


@pytest.mark.parametrize("envelope", ["flat", "nested", "full"])
def test_a_list_can_be_counted_without_reading_it(envelope: str) -> None:
    listing = List(7, envelope)
    page = getattr(SyncReader(listing), TAGS[envelope]).list()

    assert (page.total_items, page.last_number, page.number, page.has_next) == (7, 3, 1, True)
    assert listing.page_numbers == [1]


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_the_last_page_says_that_none_follows(envelope: str) -> None:
    pages = getattr(SyncReader(List(7, envelope)), TAGS[envelope])

    assert [pages.list(page=number).has_next for number in (1, 2, 3)] == [True, True, False]


def test_a_list_with_addresses_only_cannot_be_counted() -> None:
    page = SyncReader(List(7, "with urls")).accounts.list()

    assert (page.total_items, page.last_number, page.number, page.has_next) == (None, None, 1, True)
    assert page.next_number == 2


def test_counters_in_an_unknown_envelope_are_found() -> None:
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
        return [item.id async for item in page], [each async for each in page.pages()]

    assert asyncio.run(collect()) == (["a", "b"], [page])


def test_a_walker_is_not_compared_pickled_copied_or_sent() -> None:
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


def test_a_bare_array_is_a_page_after_which_none_follows() -> None:
    listing = List(0)
    listing.bend = lambda _, __: [{"id": "a"}]
    banks = SyncReader(listing).banks.list()

    assert isinstance(banks, models.BankPage)
    assert [bank.id for bank in banks] == ["a"]
    assert (banks.has_next, banks.total_items, banks.to_dict()) == (False, None, {"data": [{"id": "a"}]})
    assert listing.page_numbers == [1]


@pytest.mark.parametrize("is_bare", [True, False])
def test_a_bare_array_and_a_page_are_read_by_one_async_for(*, is_bare: bool) -> None:
    listing = List(7)
    if is_bare:
        listing.bend = lambda _, __: listing.items

    async def collect() -> list[str]:
        return [bank.id async for bank in await AsyncReader(listing).banks.list()]

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
