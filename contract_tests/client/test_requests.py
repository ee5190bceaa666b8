"""Every operation sends its arguments as the contract describes them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_api import OPERATIONS, StatusError
from support.effort import examples
from support.every import every_body, every_operation
from support.intents import ABSENT, Intent, Intents
from support.strategies import HOSTILE_IDS
from support.wire_rules import WireRules

if TYPE_CHECKING:
    import httpx

    from onepay_contract.document import Operation
    from support.client_variants import ClientVariant
    from support.contract import Contract


@pytest.fixture(scope="module")
def intents(contract: Contract) -> Intents:
    return Intents(contract)


def sent_by(side: ClientVariant, method: Any, /, *arguments: Any, **keywords: Any) -> httpx.Request:
    """The one request that a call sends."""
    side.wire.answer(500)
    with pytest.raises(StatusError):
        method(*arguments, **keywords)
    [request] = side.wire.requests
    return request


def body_of_keywords(intents: Intents, operation: Operation, intent: Intent) -> Any:
    """The body that keywords make; with none of them, a body that may be left out is left out."""
    left_out = operation.body is None or (intent.body == {} and not operation.body_required)
    return ABSENT if left_out else intents.body_of(operation, intent)


@every_operation
@examples(7)
@given(data=st.data())
def test_every_operation_sends_what_the_contract_describes(
    data: st.DataObject,
    operation: Operation,
    sides: tuple[ClientVariant, ClientVariant],
    intents: Intents,
    contract: Contract,
) -> None:
    intent = data.draw(intents.of(operation))
    keywords = intents.fields_of(operation, intent) | intents.others_of(operation, intent)
    body = body_of_keywords(intents, operation, intent)
    for side in sides:
        request = sent_by(side, side.method(operation), *intent.path.values(), **keywords)
        assert (side.name, WireRules(contract, operation).complaints(request, intent, body)) == (side.name, [])


@every_body
@examples(5)
@given(data=st.data())
def test_a_built_body_is_sent_like_keyword_arguments(
    data: st.DataObject,
    operation: Operation,
    sides: tuple[ClientVariant, ClientVariant],
    intents: Intents,
    contract: Contract,
) -> None:
    intent = data.draw(intents.of(operation))
    body, others = intents.body_of(operation, intent), intents.others_of(operation, intent)
    for side in sides:
        request = sent_by(side, side.method(operation, "_from"), *intent.path.values(), body, **others)
        assert (side.name, WireRules(contract, operation).complaints(request, intent, body)) == (side.name, [])


@every_operation
def test_no_id_leaves_its_place_in_the_path(
    operation: Operation, sides: tuple[ClientVariant, ClientVariant], contract: Contract
) -> None:
    names = [parameter.name for parameter in operation.parameters_in("path")]
    for side, hostile in product(sides, HOSTILE_IDS if names else HOSTILE_IDS[:1]):
        request = sent_by(side, side.ask, operation, hostile)
        assert list(WireRules(contract, operation).misplaced(request, dict.fromkeys(names, hostile))) == []


def test_no_operation_of_the_contract_is_left_out(contract: Contract) -> None:
    assert contract.operations.keys() == OPERATIONS.keys() != set()
