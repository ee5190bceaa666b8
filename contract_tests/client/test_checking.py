"""A request that breaks the documents stays here, and every other one leaves."""

from __future__ import annotations

import json
from itertools import product
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_api import CallOptions, Deviation, InvalidRequest, StatusError
from onepay_contract.document import Operation
from onepay_core.json_values import Json
from support.client_variants import ClientVariant
from support.contract import Contract, attribute_of
from support.effort import examples
from support.every import both_sides, every_body
from support.intents import Intent, Intents
from support.limits import Limit, fields_of, limits_of

CONTRACT: Final = Contract.load()
LIMITS: Final = sorted(limits_of(CONTRACT), key=str)
OBSERVED: Final = [
    Limit(operation, location, name, keyword, value, sensitive=False)
    for operation, location, name, schema in fields_of(CONTRACT)
    for keyword, value in schema.get("x-observed", {}).items()
]
OPEN_LISTS: Final = [
    Limit(operation, location, name, "enum", ["brand_new"], sensitive=False)
    for operation, location, name, schema in fields_of(CONTRACT)
    if "x-extensible-enum" in CONTRACT.dereferenced(schema)
]
WRONG: Final[tuple[Json, ...]] = (None, True, 12, 1.5, "a text", ["a list"], {"an": "object"})


@pytest.fixture(scope="module")
def intents(contract: Contract) -> Intents:
    return Intents(contract)


def refusal(method: Any, intent: Intent, keywords: dict[str, Any]) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as caught:
        method(*intent.path.values(), **keywords)
    return caught.value


def passes(method: Any, intent: Intent, keywords: dict[str, Any]) -> None:
    """The request leaves, and is answered by what the wire answers in these tests."""
    with pytest.raises(StatusError):
        method(*intent.path.values(), **keywords)


def keywords_of(intents: Intents, operation: Operation, intent: Intent, **changes: Any) -> dict[str, Any]:
    return intents.fields_of(operation, intent) | intents.others_of(operation, intent) | changes


def tells(error: InvalidRequest, violation: Deviation) -> bool:
    """Whether an error says where, what the rule is, and what came; of an array never what is in it."""
    text = str(error)
    came = "array" if isinstance(violation.got, list) else f"{violation.got!r:.60}"
    return all(part in text for part in (violation.pointer, violation.expected, came))


@pytest.mark.parametrize("limit", LIMITS, ids=str)
@examples(2)
@given(data=st.data())
def test_a_value_beyond_a_limit_is_refused_with_field_and_rule(
    data: st.DataObject, limit: Limit, sides: tuple[ClientVariant, ClientVariant], intents: Intents
) -> None:
    intent = data.draw(intents.of(limit.operation))
    keywords = keywords_of(intents, limit.operation, intent, **{attribute_of(limit.name): limit.outside})
    for side in sides:
        side.wire.answer(500)
        error = refusal(side.method(limit.operation), intent, keywords)
        [violation] = error.violations
        assert (error.operation, violation.pointer, violation.got) == (limit.operation.id, limit.pointer, limit.outside)
        assert all(str(part) in violation.expected for part in limit.rule)
        assert tells(error, violation) is not limit.sensitive
        assert side.wire.requests == []


@pytest.mark.parametrize("limit", [*LIMITS, *OBSERVED, *OPEN_LISTS], ids=str)
@examples(2)
@given(data=st.data())
def test_a_limit_an_observed_rule_and_an_open_list_stop_nothing(
    data: st.DataObject, limit: Limit, sides: tuple[ClientVariant, ClientVariant], intents: Intents
) -> None:
    intent = data.draw(intents.of(limit.operation))
    value = limit.outside if limit in OBSERVED else limit.inside
    keywords = keywords_of(intents, limit.operation, intent, **{attribute_of(limit.name): value})
    for side in sides:
        side.wire.answer(500)
        passes(side.method(limit.operation), intent, keywords)
        assert len(side.wire.requests) == 1


@every_body
@examples(2)
@given(data=st.data())
def test_a_value_of_the_wrong_type_is_refused_in_every_field(
    data: st.DataObject,
    operation: Operation,
    sides: tuple[ClientVariant, ClientVariant],
    contract: Contract,
    intents: Intents,
) -> None:
    intent = data.draw(intents.of(operation))
    fields = contract.dereferenced(operation.body_schema or {})["properties"]
    wrong = [(n, value) for (n, schema), value in product(fields.items(), WRONG) if not contract.allows(schema, value)]
    for side, (name, value) in product(sides, wrong):
        side.wire.answer(500)
        keywords = keywords_of(intents, operation, intent, **{attribute_of(name): value})
        error = refusal(side.method(operation), intent, keywords)
        assert (name,) in {violation.path[:1] for violation in error.violations}
        assert side.wire.requests == []


@every_body
@examples(3)
@given(data=st.data())
def test_a_raw_body_is_checked_like_one_that_was_built(
    data: st.DataObject, operation: Operation, sides: tuple[ClientVariant, ClientVariant], intents: Intents
) -> None:
    intent = data.draw(intents.of(operation))
    others = intents.others_of(operation, intent)
    for side in sides:
        side.wire.answer(500)
        method = side.method(operation, "_from")
        passes(method, intent, {"body": intent.body, **others})
        assert json.loads(side.wire.requests.pop().content) == intent.body
        error = refusal(method, intent, {"body": intent.body | {"colour": "red"}, **others})
        assert [violation.pointer for violation in error.violations] == ["/colour"]
        assert side.wire.requests == []


@every_body
@pytest.mark.parametrize("side", ["sync"], indirect=True)
@examples(3)
@given(data=st.data())
def test_a_missing_field_is_refused_only_where_documents_say_so(
    data: st.DataObject, operation: Operation, side: ClientVariant, contract: Contract, intents: Intents
) -> None:
    side.wire.answer(500)
    schema = contract.dereferenced(operation.body_schema or {})
    intent = data.draw(intents.of(operation))
    for name in schema["required"]:
        body = {key: value for key, value in intent.body.items() if key != name}
        keywords = {"body": body, **intents.others_of(operation, intent)}
        if schema.get("x-required-evidence", "documented") == "documented":
            error = refusal(side.method(operation, "_from"), intent, keywords)
            assert [str(violation).partition(",")[0] for violation in error.violations] == [f"/{name}: missing field"]
        else:
            passes(side.method(operation, "_from"), intent, keywords)


@both_sides
@pytest.mark.parametrize("is_raw", [False, True], ids=["spelled out", "raw"])
@pytest.mark.parametrize("methods", [{}, {"card_id": "a", "account_id": "b"}], ids=["neither", "both"])
def test_a_charge_needs_exactly_one_of_card_and_account(
    *, methods: dict[str, str], is_raw: bool, operations: dict[str, Operation], side: ClientVariant
) -> None:
    side.wire.answer(500)
    fields: dict[str, Any] = {"title": "Café", "customer_id": "c", "amount": 1000, **methods}
    method = side.method(operations["charges_create"], "_from" if is_raw else "")
    with pytest.raises(InvalidRequest, match="expected exactly one of card_id, account_id") as caught:
        method(**{"body": fields} if is_raw else fields)
    assert all(name in caught.value.violations[0].got for name in methods)
    assert side.wire.requests == []


@both_sides
@pytest.mark.parametrize(
    ("client", "call", "leaves"),
    [
        (True, None, False),
        (True, True, False),
        (True, False, True),
        (False, None, True),
        (False, False, True),
        (False, True, False),
    ],
)
def test_client_and_call_switch_the_check_and_the_call_decides(
    *, client: bool, call: bool | None, leaves: bool, operations: dict[str, Operation], side: ClientVariant
) -> None:
    side.wire.answer(500)
    method = side.method(operations["invoices_update"], client=side.made(check=client))
    error = StatusError if leaves else InvalidRequest
    with pytest.raises(error):
        method("an_id", reference="abc", amount=1, name=["?"], options=CallOptions(check=call))
    sent = [json.loads(request.content) for request in side.wire.requests]
    assert sent == ([{"reference": "abc", "amount": 1, "name": ["?"]}] if leaves else [])
