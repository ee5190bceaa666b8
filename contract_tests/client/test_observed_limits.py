"""Texts beyond what programs that work send are sent, with a warning that names the field and not the value."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from onepay_client import CallOptions, ObservedLimitWarning, models
from onepay_core.model import wire_fields
from support.scripted_client import ScriptedClient

PAYMENT: dict[str, Any] = {"title": "Café", "amount": 15_000}
LONG = "A" * 61
BODY = b'{"id": "p1"}'


def warned(both: ScriptedClient, method: str, **fields: Any) -> list[warnings.WarningMessage]:
    both.will((201, BODY, {}))
    tag, name = method.split(".")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call(both, getattr(getattr(both.client, tag), name), fields)
    assert len(both.requests) == 1
    return caught


def call(both: ScriptedClient, method: Any, fields: dict[str, Any]) -> None:
    async def awaited() -> None:
        await method(**fields)

    both.wait(method(**fields) if both.name == "sync" else awaited())


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title": LONG}, "title has more than 60 characters"),
        ({"phone": "3001112233"}, "phone has another form"),
        ({"phone": "+57 300 111 2233"}, "phone has another form"),
        ({"email": "a" * 96 + "@b.co"}, "email has more than 100 characters"),
    ],
)
def test_a_text_beyond_a_limit_is_sent_with_a_warning(fields: dict[str, str], name: str, both: ScriptedClient) -> None:
    [message] = warned(both, "payments.create", **(PAYMENT | fields))
    assert message.category is ObservedLimitWarning
    assert str(message.message).startswith(f"payments_create: {name}")
    assert "help(models.PaymentCreate)" in str(message.message)
    [value] = fields.values()
    assert value not in str(message.message)
    assert message.filename == __file__


@pytest.mark.parametrize("email", ["two@a.co, three@a.co", ".dot@a.co", "two..dots@a.co", "blank @a.co", "none"])
def test_an_email_that_invoices_refuse_is_warned_of(email: str, both: ScriptedClient) -> None:
    fields = {"reference": "factura-1", "provider": "mine", "amount": 15_000, "name": "Factura"}
    [message] = warned(both, "invoices.create", **fields, email=email)
    assert "email has another form" in str(message.message)


def test_what_programs_send_is_not_warned_of(both: ScriptedClient) -> None:
    fields = {"title": "A" * 60, "phone": "+573001112233", "email": "ana.maria@correo.com.co"}
    assert warned(both, "payments.create", **(PAYMENT | fields)) == []
    assert warned(both, "payments.create", **(PAYMENT | {"title": LONG}), options=CallOptions(check=False)) == []


def test_each_place_is_warned_once(both: ScriptedClient) -> None:
    both.will((201, BODY, {}))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for length in (61, 75):
            call(both, both.client.payments.create, PAYMENT | {"title": "A" * length})
    assert len(caught) == 1


def test_a_warning_made_an_error_stops_the_call_before_it_leaves(both: ScriptedClient) -> None:
    both.will((201, BODY, {}))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ObservedLimitWarning):
            both.wait(both.client.payments.create(title=LONG, amount=15_000))
    assert both.requests == []


def test_the_limits_are_those_of_fields_that_exist() -> None:
    assert models.PaymentCreate.__observed__["title"] == {"maxLength": 60}
    for name in models.__all__:
        model = getattr(models, name)
        if limits := getattr(model, "__observed__", None):
            assert limits.keys() <= {field.name for field in wire_fields(model)}


def test_it_is_a_warning_that_users_see_under_its_public_name() -> None:
    assert issubclass(ObservedLimitWarning, UserWarning)
    assert ObservedLimitWarning.__module__ == "onepay_client.errors"
