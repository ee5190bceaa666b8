"""Every operation sends its arguments as the contract describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_api import OPERATIONS, StatusError
from support.effort import examples
from support.every import both_sides, every_body, every_operation
from support.intents import ABSENT, Intent, Intents
from support.strategies import HOSTILE_IDS
from support.wire_rules import WireRules

if TYPE_CHECKING:
    from onepay_contract.document import Operation
    from support.contract import Contract
    from support.sides import Side


@pytest.fixture(scope="module")
def intents(contract: Contract) -> Intents:
    return Intents(contract)


def body_of_keywords(intents: Intents, operation: Operation, intent: Intent) -> Any:
    """The body that keywords make; with none of them, a body that may be left out is left out."""
    left_out = operation.body is None or (intent.body == {} and not operation.body_required)
    return ABSENT if left_out else intents.body_of(operation, intent)


@both_sides
@every_operation
@examples(20)
@given(data=st.data())
def test_every_operation_sends_what_the_contract_describes(
    data: st.DataObject, operation: Operation, side: Side, intents: Intents, contract: Contract
) -> None:
    intent = data.draw(intents.of(operation))
    side.wire.answer(500)
    keywords = intents.fields_of(operation, intent) | intents.others_of(operation, intent)
    with pytest.raises(StatusError):
        side.method(operation)(*intent.path.values(), **keywords)
    [request] = side.wire.requests
    body = body_of_keywords(intents, operation, intent)
    assert WireRules(contract, operation).complaints(request, intent, body) == []


@both_sides
@every_body
@examples(15)
@given(data=st.data())
def test_a_built_body_is_sent_like_keyword_arguments(
    data: st.DataObject, operation: Operation, side: Side, intents: Intents, contract: Contract
) -> None:
    intent = data.draw(intents.of(operation))
    side.wire.answer(500)
    body = intents.body_of(operation, intent)
    with pytest.raises(StatusError):
        side.method(operation, "_from")(*intent.path.values(), body, **intents.others_of(operation, intent))
    [request] = side.wire.requests
    assert WireRules(contract, operation).complaints(request, intent, body) == []


@both_sides
@every_operation
def test_no_id_leaves_its_place_in_the_path(operation: Operation, side: Side, contract: Contract) -> None:
    names = [parameter.name for parameter in operation.parameters_in("path")]
    side.wire.answer(500)
    for hostile in HOSTILE_IDS:
        with pytest.raises(StatusError):
            side.ask(operation, hostile)
        request = side.wire.requests.pop()
        assert list(WireRules(contract, operation).misplaced(request, dict.fromkeys(names, hostile))) == []


def test_no_operation_of_the_contract_is_left_out(contract: Contract) -> None:
    assert contract.operations.keys() == OPERATIONS.keys() != set()
