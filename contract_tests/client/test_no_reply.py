"""The client knows whether a request that was never answered may have arrived."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import httpx
import pytest

from onepay_api import NoResponse
from onepay_contract.document import Operation
from onepay_core.callers import TIMEOUT
from onepay_core.operation import CallOptions
from support.client_variants import ClientVariant
from support.every import both_sides, every_operation

NEVER_SENT: Final = {httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol}


def below(error: type[httpx.RequestError]) -> Iterator[type[httpx.RequestError]]:
    yield error
    for child in error.__subclasses__():
        yield from below(child)


FAILURES: Final = sorted(set(below(httpx.RequestError)), key=lambda error: error.__name__)


@both_sides
@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.__name__)
def test_only_what_never_left_is_known_not_to_have_arrived(
    failure: type[httpx.RequestError], operations: dict[str, Operation], side: ClientVariant
) -> None:
    side.wire.fail(failure("nobody answers"))
    client = side.made(http=None)
    with pytest.raises(NoResponse, match=failure.__name__) as caught:
        side.method(operations["payments_create"], client=client)(title="Café", amount=150_000)
    assert caught.value.may_have_arrived is (failure not in NEVER_SENT)
    side.wait(client.close() if side.name == "sync" else client.aclose())


@both_sides
@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.__name__)
def test_no_failure_of_a_given_client_proves_that_nothing_left(
    failure: type[httpx.RequestError], operations: dict[str, Operation], side: ClientVariant
) -> None:
    side.wire.fail(failure("nobody answers"))
    with pytest.raises(NoResponse, match=failure.__name__) as caught:
        side.ask(operations["payments_create"])
    assert caught.value.may_have_arrived


@both_sides
@every_operation
def test_no_operation_waits_for_ever(operation: Operation, side: ClientVariant) -> None:
    side.wire.fail(httpx.ReadTimeout("too slow"))
    with pytest.raises(NoResponse) as caught:
        side.ask(operation)
    assert (caught.value.operation, caught.value.may_have_arrived) == (operation.id, True)
    [request] = side.wire.requests
    assert set(request.extensions["timeout"].values()) == {TIMEOUT}


@both_sides
def test_a_call_may_have_a_time_limit_of_its_own(operations: dict[str, Operation], side: ClientVariant) -> None:
    side.wire.answer(500)
    with pytest.raises(Exception, match="HTTP 500"):
        side.method(operations["balances_get"])(options=CallOptions(timeout=1.5))
    [request] = side.wire.requests
    assert set(request.extensions["timeout"].values()) == {1.5}


@both_sides
def test_a_reply_cut_inside_its_body_may_have_arrived(operations: dict[str, Operation], side: ClientVariant) -> None:
    side.wire.answer(200, b"not gzip at all", encoding="gzip")
    with pytest.raises(NoResponse, match="DecodingError") as caught:
        side.ask(operations["balances_withdraw"])
    assert caught.value.may_have_arrived
