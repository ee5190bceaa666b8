"""A reply that the contract does not allow raises nothing and loses nothing, and each deviation is reported."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_api import OPERATIONS, Deviation, DeviationKind, models, read
from onepay_core.decode import interpret
from support.contract import promised_body
from support.effort import examples
from support.every import every_event, every_promised_body
from support.json_values import at
from support.malformed_replies import STRANGERS, bent, without_long_integers
from support.promises import breaches
from support.sameness import losses
from support.strategies import Strategies, spelled_moments

if TYPE_CHECKING:
    from onepay_contract.document import Operation
    from onepay_core.json_values import Json
    from support.client_variants import ClientVariant
    from support.contract import Contract


@pytest.fixture(scope="module")
def strategies(contract: Contract) -> Strategies:
    return Strategies(contract, spelled_moments())


def assert_kept_whole(
    sides: tuple[ClientVariant, ClientVariant], contract: Contract, operation: Operation, body: Json
) -> None:
    """Nothing is raised, nothing is lost, and what departs from the contract is reported, and only that."""
    status, schema = promised_body(operation)
    content = json.dumps(body).encode()
    deviations = interpret(OPERATIONS[operation.id], status, content).deviations
    assert bool(deviations) is not contract.allows(schema, without_long_integers(body))
    for side in sides:
        side.wire.answer(status, content)
        assert_reported(side.ask(operation), deviations, body, side.promise(operation))


def assert_reported(value: Any, deviations: tuple[Deviation, ...], body: Json, promise: Any) -> None:
    """The value has all of the body; each deviation is true, and each breach of the promise is among them."""
    assert losses(value, body) == []
    assert [deviation for deviation in deviations if not is_true(deviation, body)] == []
    assert set(breaches(value, promise)) <= {deviation.path for deviation in deviations}


def is_true(deviation: Deviation, body: Json) -> bool:
    """Whether a body has what a deviation says of it, at the very place."""
    if deviation.kind is DeviationKind.MISSING_FIELD:
        return deviation.path[-1] not in at(body, deviation.path[:-1])
    return bool(at(body, deviation.path) == deviation.got)


@every_promised_body
@examples(7)
@given(data=st.data())
def test_a_bent_reply_is_kept_whole_and_every_departure_reported(
    data: st.DataObject,
    operation: Operation,
    sides: tuple[ClientVariant, ClientVariant],
    contract: Contract,
    strategies: Strategies,
) -> None:
    body = data.draw(strategies.of(promised_body(operation).schema))
    assert_kept_whole(sides, contract, operation, data.draw(bent(body)))


@every_promised_body
def test_a_reply_of_another_kind_is_kept_whole_and_reported(
    operation: Operation, sides: tuple[ClientVariant, ClientVariant], contract: Contract
) -> None:
    for stranger in STRANGERS:
        assert_kept_whole(sides, contract, operation, stranger)


@every_event
@examples(15)
@given(data=st.data())
def test_a_bent_event_is_kept_whole_and_every_departure_reported(
    data: st.DataObject, event: str, contract: Contract, strategies: Strategies
) -> None:
    schema = {"$ref": f"#/components/schemas/{event}"}
    body = data.draw(bent(data.draw(strategies.of(schema))))
    reading = read(json.dumps(body).encode(), getattr(models, event))
    assert bool(reading.deviations) is not contract.allows(schema, without_long_integers(body))
    assert_reported(reading.value, reading.deviations, body, getattr(models, event))
