"""A success with another object than promised is an error of ours; one with a few fields less is a value."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_api import OPERATIONS, UnreadableBody, models
from onepay_client import DeviationKind, OnePay, errors
from onepay_client.sending.classification import read_success
from onepay_client.sending.messages import Headers, RawReply
from onepay_core.model import Model, wire_fields
from onepay_core.operation import Operation
from support.driving import CASHOUT
from support.effort import examples
from support.scripted_client import BALANCE, PAYOUT, ScriptedClient, ok

VALUES: Final = st.none() | st.integers() | st.text() | st.lists(st.booleans())
FOREIGN: Final = b'{"a": 1}'


def promised(operation: Operation[Any]) -> list[tuple[Any, bool]]:
    """The class of each success of an operation that promises one with required fields, and whether it is a list."""
    shapes = [shape for status, shape in operation.replies.items() if status[0] == "2" and shape is not None]
    classes = [(getattr(models, shape.name), shape.many) for shape in shapes]
    return [(kind, many) for kind, many in classes if isinstance(kind, type) and required(kind)]


def required(kind: Any) -> list[str]:
    return [f.encode_name for f in wire_fields(kind) if f.required] if issubclass(kind, Model) else []


PROMISING: Final = sorted(name for name, operation in OPERATIONS.items() if promised(operation))


def success(name: str, body: Any) -> Any:
    [status] = [status for status in OPERATIONS[name].replies if status[0] == "2"][:1]
    code = 200 if status == "2XX" else int(status)
    return read_success(OPERATIONS[name], RawReply(code, Headers(), json.dumps(body).encode()), None)


@pytest.mark.parametrize("name", PROMISING)
@examples(4)
@given(data=st.data())
def test_an_object_without_any_required_field_is_refused(name: str, data: st.DataObject) -> None:
    [(kind, many), *_] = promised(OPERATIONS[name])
    foreign = data.draw(st.dictionaries(st.text(min_size=1).filter(lambda key: key not in required(kind)), VALUES))
    with pytest.raises(UnreadableBody, match=f"none of the fields that make a {kind.__name__}"):
        success(name, [foreign] if many else foreign)


@pytest.mark.parametrize("name", PROMISING)
def test_an_object_with_a_required_field_is_a_value(name: str) -> None:
    [(kind, many), *_] = promised(OPERATIONS[name])
    for field in required(kind):
        body: dict[str, Any] = {field: [] if field == "data" else None}
        deviations = success(name, [{}, body] if many else body).deviations
        missing = {d.pointer.rpartition("/")[2] for d in deviations if d.kind is DeviationKind.MISSING_FIELD}
        assert missing >= {other for other in required(kind) if other != field}


def test_a_page_of_other_objects_is_refused(both: ScriptedClient) -> None:
    page = {"data": [{"a": 1}, {}], "current_page": 1, "from": 1, "to": 2, "total": 2, "last_page": 1, "per_page": 2}
    both.will(ok(json.dumps(page).encode()))
    with pytest.raises(errors.InvalidResponse, match="none of the fields that make a Charge"):
        both.wait(both.client.charges.list())


def test_a_read_that_gets_another_object_is_asked_again(both: ScriptedClient) -> None:
    both.will(ok(FOREIGN), ok(BALANCE))
    assert both.wait(both.client.balances.get()).balance == 150_000
    both.will(ok(FOREIGN))
    with pytest.raises(errors.InvalidResponse) as caught:
        both.wait(both.client.balances.get())
    assert caught.value.body == FOREIGN


def test_a_write_that_gets_another_object_says_how_to_go_on(both: ScriptedClient) -> None:
    both.will(ok(FOREIGN))
    with pytest.raises(errors.OutcomeUnknown, match="none of the fields that make a Cashout") as caught:
        both.wait(both.client.cashouts.create(**PAYOUT))
    error = caught.value
    assert {request.headers["x-idempotency"] for request in both.requests} == {error.idempotency_key}
    both.will(ok(CASHOUT))
    settled = error.resume() if isinstance(both.client, OnePay) else both.wait(error.resume_async())
    assert settled.id == json.loads(CASHOUT)["id"]


def test_a_success_of_which_nothing_must_be_there_is_a_value() -> None:
    assert success("accounts_validate", {"a": 1}).value.undocumented == {"a": 1}
