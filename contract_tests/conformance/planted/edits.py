"""Small changes of answers and of requests, of which faults are made."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from conformance.planted.answers import Answer
from conformance.planted.faults import Call
from onepay_core.json_values import is_array, is_object

Json: TypeAlias = Any
Object: TypeAlias = dict[str, Json]
Change: TypeAlias = Callable[[Object], object]
BACKEND: Final = "Bearer sk_test_"


def objects(value: Json) -> list[Object]:
    """The objects that a reply is about: the body itself, what its `data` holds, or its items."""
    held = value.get("data", value) if is_object(value) else value
    return [entry for entry in (held if is_array(held) else [held]) if is_object(entry)]


def in_each(call: Call, change: Change) -> Answer | None:
    """The answer of a success after `change` was applied to each object in it; None where that changes nothing."""
    return in_whole(call, lambda value: [change(entry) for entry in objects(value)])


def in_whole(call: Call, change: Callable[[Json], object]) -> Answer | None:
    """The same with `change` applied to the whole body."""
    return _changed(call.truth, change) if call.truth.succeeded else None


def in_refusal(call: Call, change: Change, *statuses: int) -> Answer | None:
    """The same for a refusal, with one of the statuses."""
    return _changed(call.truth, change) if call.truth.status in statuses else None


def without(name: str) -> Change:
    """Take a field away."""
    return lambda item: item.pop(name, None)


def setting(name: str, value: Json) -> Change:
    """Give a field another value, in objects that have it."""
    return lambda item: item.update({name: value}) if name in item else None


def adding(name: str, value: Json) -> Change:
    """Add a field."""
    return lambda item: item.update({name: value})


def turning(name: str, turn: Callable[[Json], Json]) -> Change:
    """Make another value of the one that a field has, unless that is null."""
    return lambda item: item.update({name: turn(item[name])}) if item.get(name) is not None else None


def forgiving(call: Call, mend: Change) -> Answer | None:
    """Carry out a refused request after all, with its body mended; None where there is nothing to mend.

    A server that lacks a rule lacks it beside other mistakes too: what is refused all the same is refused for these.
    """
    body = call.body
    if call.truth.succeeded or not is_object(body):
        return None
    mended = copy.deepcopy(body)
    mend(mended)
    answer = call.instead(body=mended) if json.dumps(mended) != json.dumps(body) else call.truth
    return answer if answer.succeeded or answer.body != call.truth.body else None


def asking(call: Call, **changed: str | None) -> Answer | None:
    """What is answered to the request with other parameters; None where these are the same."""
    whole: Mapping[str, str | None] = {**call.query, **changed}
    query = {name: value for name, value in whole.items() if value is not None}
    return call.instead(query=query) if query != call.query else None


def page_of(call: Call) -> int:
    """The number of the page that is asked for."""
    text = call.query.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() else 1


def owner_of(call: Call) -> str:
    """The bearer of the account that was seen first."""
    owners = call.remembered("owners")
    if call.truth.succeeded and call.key.startswith(BACKEND):
        owners.setdefault("first", call.key)
    return str(owners.get("first", call.key))


def _changed(answer: Answer, change: Callable[[Json], object]) -> Answer | None:
    value = answer.value
    if value is None:
        return None
    change(value)
    changed = answer.saying(value)
    return changed if changed.body != answer.saying(answer.value).body else None
