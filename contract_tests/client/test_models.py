"""Models are values: they can be copied, pickled, compared and shown."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_api import (
    UNSET,
    InvalidRequest,
    NoResponse,
    OnePayError,
    StatusError,
    Undocumented,
    UnreadableBody,
    models,
    read,
    to_json,
)
from onepay_core.deviations import Deviation, DeviationKind
from support.contract import Contract
from support.effort import examples
from support.strategies import Strategies, spelled_moments

CONTRACT: Final = Contract.load()
MODELS: Final = [name for name, schema in CONTRACT.schemas.items() if "properties" in schema]

every_model = pytest.mark.parametrize("name", MODELS)


@pytest.fixture(scope="module")
def strategies(contract: Contract) -> Strategies:
    return Strategies(contract, spelled_moments())


def drawn(data: st.DataObject, name: str, strategies: Strategies) -> Any:
    """A model as it is read from a body, at times with fields that nobody documented."""
    body = data.draw(strategies.of({"$ref": f"#/components/schemas/{name}"}))
    extra = data.draw(st.sampled_from([{}, {"brand_new": {"list": [1, None]}}]))
    return read(json.dumps(body | extra).encode(), getattr(models, name)).value


def copies(value: Any) -> list[Any]:
    return [copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))]  # noqa: S301 - our own


@every_model
@examples(4)
@given(data=st.data())
def test_a_model_is_copied_compared_and_shown_as_a_value(
    data: st.DataObject, name: str, strategies: Strategies
) -> None:
    model = drawn(data, name, strategies)
    assert_copies_are_equal_and_written_alike(model)
    assert_another_value_in_a_field_makes_it_unequal(model)
    assert_a_deep_copy_shares_nothing_that_can_change(model)
    assert_repr_names_the_class_and_every_field_that_is_there(model, name)


def assert_copies_are_equal_and_written_alike(model: Any) -> None:
    for other in copies(model):
        assert other == model
        assert to_json(other) == to_json(model)
        assert repr(other) == repr(model)


def assert_another_value_in_a_field_makes_it_unequal(model: Any) -> None:
    for field in msgspec.structs.fields(model):
        other = copy.copy(model)
        setattr(other, field.name, object())
        assert other != model


def assert_a_deep_copy_shares_nothing_that_can_change(model: Any) -> None:
    before = to_json(model)
    other = copy.deepcopy(model)
    for field in msgspec.structs.fields(model):
        value = getattr(other, field.name)
        if isinstance(value, list | dict):
            value.clear()
    assert to_json(model) == before


def assert_repr_names_the_class_and_every_field_that_is_there(model: Any, name: str) -> None:
    shown = repr(model)
    assert shown.startswith(f"{name}(")
    assert shown.endswith(")")
    for field in msgspec.structs.fields(model):
        value = getattr(model, field.name)
        is_there = value is not UNSET and value != Undocumented()
        assert (f"{field.name}=" in shown) or not is_there


@pytest.mark.parametrize(
    "error",
    [
        InvalidRequest("payments_create", (Deviation(("title",), DeviationKind.WRONG_TYPE, "string", 1),)),
        NoResponse("payments_create", "ReadTimeout", may_have_arrived=True),
        NoResponse("payments_create", "ConnectError", may_have_arrived=False),
        UnreadableBody(b"<html>", "cut"),
        StatusError("payments_get", 404, None, b"{}"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_survives_copy_and_pickle(error: OnePayError) -> None:
    for other in copies(error):
        assert (type(other), str(other), repr(other)) == (type(error), str(error), repr(error))
