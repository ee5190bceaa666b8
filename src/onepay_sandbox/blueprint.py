"""What all sandboxes of one process share, since nothing of it changes: contracts, functions, lives, validators."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from onepay_sandbox import registry
from onepay_sandbox.calls import Function
from onepay_sandbox.contract import load
from onepay_sandbox.control_room import ControlFunction
from onepay_sandbox.life import Life
from onepay_sandbox.sides import Side, side
from onepay_sandbox.values import Json


@dataclass(frozen=True, slots=True)
class Blueprint:
    """The emulated API and the control API; the schemas of events; the lives of objects."""

    api: Side[Function]
    control: Side[ControlFunction]
    events: Mapping[str, Json]
    lives: Mapping[str, Life]


@functools.cache
def blueprint() -> Blueprint:
    """The blueprint; reading it takes longer than building a sandbox, so each process reads it once.

    Raises `ContractError` where functions and contract do not fit together.
    """
    api, control = load(), load("sandbox.json")
    return Blueprint(
        api=side(api, registry.operation_functions(api)),
        control=side(control, registry.control_functions(control)),
        events=_bodies_of_events(api.document),
        lives=registry.all_lives(),
    )


def _bodies_of_events(document: Json) -> dict[str, Json]:
    return {
        event: item["post"]["requestBody"]["content"]["application/json"]["schema"]
        for event, item in document["webhooks"].items()
    }
