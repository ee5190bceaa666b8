"""Every operation returns, and raises, what the contract describes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_api import OPERATIONS, StatusError, models, read
from onepay_api.models import ErrorReply
from onepay_core.decode import interpret
from support.effort import examples
from support.every import every_event, every_failure, every_success
from support.mirror import Mirror
from support.promises import breaches
from support.sameness import losses
from support.strategies import Strategies, spelled_moments

if TYPE_CHECKING:
    from onepay_contract.document import Operation
    from onepay_core.json_values import Json
    from support.client_variants import ClientVariant
    from support.contract import Contract

RANGES: Final = {"2XX": st.sampled_from([200, 201, 202])}


@pytest.fixture(scope="module")
def strategies(contract: Contract) -> Strategies:
    return Strategies(contract, spelled_moments())


@pytest.fixture(scope="module")
def mirror(contract: Contract) -> Mirror:
    replies = [
        (o.id, status, documented.schema)
        for o in contract.operations.values()
        for status, documented in o.replies.items()
    ]
    return Mirror(contract, {f"{name}-{status}": schema for name, status, schema in replies if schema is not None})


def concrete(data: st.DataObject, status: str) -> int:
    """A status that stands for itself or for a range."""
    return data.draw(RANGES[status]) if status in RANGES else int(status)


def assert_kept_whole(side: ClientVariant, operation: Operation, status: int, body: Json) -> None:
    content = json.dumps(body, ensure_ascii=False).encode()
    side.wire.answer(status, content)
    value = side.ask(operation)
    assert (side.name, list(breaches(value, side.promise(operation)))) == (side.name, [])
    assert (side.name, losses(value, body)) == (side.name, [])
    assert interpret(OPERATIONS[operation.id], status, content).deviations == ()


@every_success
@examples(6)
@given(data=st.data())
def test_every_documented_success_is_typed_and_kept_whole(
    data: st.DataObject,
    operation: Operation,
    status: str,
    sides: tuple[ClientVariant, ClientVariant],
    strategies: Strategies,
) -> None:
    schema = operation.replies[status].schema
    body = None if schema is None else data.draw(strategies.of(schema))
    number = concrete(data, status)
    for side in sides:
        assert_kept_whole(side, operation, number, body)


@every_event
@examples(12)
@given(data=st.data())
def test_every_event_is_typed_as_promised_and_kept_whole(
    data: st.DataObject, event: str, strategies: Strategies
) -> None:
    body = data.draw(strategies.of({"$ref": f"#/components/schemas/{event}"}))
    as_type = getattr(models, event)
    reading = read(json.dumps(body).encode(), as_type)
    assert list(breaches(reading.value, as_type)) == []
    assert losses(reading.value, body) == []
    assert reading.deviations == ()


# Our own strategies know the dialect of our contract, and would draw too little wherever their
# author misread it, just as the author of a reader may. Those of schemathesis share nothing with them.
@every_success
@examples(2)
@given(data=st.data())
def test_drawn_replies_are_typed_as_promised_and_kept_whole(
    data: st.DataObject, operation: Operation, status: str, sides: tuple[ClientVariant, ClientVariant], mirror: Mirror
) -> None:
    body = None if operation.replies[status].schema is None else data.draw(mirror.of(f"{operation.id}-{status}"))
    assert_kept_whole(sides[0], operation, concrete(data, status), body)


@every_failure
@examples(2)
@given(data=st.data())
def test_every_documented_error_keeps_its_whole_reply(
    data: st.DataObject,
    operation: Operation,
    status: str,
    sides: tuple[ClientVariant, ClientVariant],
    strategies: Strategies,
) -> None:
    schema = operation.replies[status].schema
    assert schema is not None
    body = data.draw(strategies.of(schema))
    for side in sides:
        side.wire.answer(int(status), json.dumps(body).encode())
        with pytest.raises(StatusError) as caught:
            side.ask(operation)
        assert (caught.value.operation, caught.value.status) == (operation.id, int(status))
        assert (side.name, list(breaches(caught.value.error, ErrorReply))) == (side.name, [])
        assert (side.name, losses(caught.value.error, body)) == (side.name, [])
