"""Faults by rule: what goes wrong with a call, how often, and whether before or after its work was kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from onepay_core.json_values import Json, is_object
from onepay_sandbox.core.messages import Response
from onepay_sandbox.core.unit_of_work import UnitOfWork, seeded_code

EVERY: Final = "*"
"""The operation of a rule that is about all of them."""

_CHANCES: Final = 1_000_000
_PAGE: Final = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


class FaultRule(msgspec.Struct, omit_defaults=True):
    """One rule. `times` counts down and the rule ends with it; without it the rule stays.

    `delay` waits `seconds`; `cut` ends the connection without an answer, `reset` resets it; `status` answers
    `status`; `html` answers a page of a proxy; the others spoil the body of the true answer. With
    `when: before` the operation does nothing; the spoilers always come after it.
    """

    id: str
    kind: Literal[
        "delay",
        "cut",
        "reset",
        "status",
        "html",
        "cut_json",
        "wrong_type",
        "missing_field",
        "unknown_enum",
        "extra_field",
    ]
    operation: str = EVERY
    when: Literal["before", "after"] = "before"
    times: int | None = None
    probability: float = 1.0
    seconds: float = 0.0
    status: int = 500
    field: str | None = None
    retry_after: str | None = None

    @property
    def replaces(self) -> bool:
        """Whether the operation is kept from doing its work."""
        return self.when == "before" and self.kind in ("cut", "reset", "status", "html")


def take_rule(unit: UnitOfWork, operation: str) -> FaultRule | None:
    """The rule that applies to this call, if any; it is counted down."""
    rules = [msgspec.convert(rule, FaultRule) for rule in unit.tenant.settings.faults]
    for rule in rules:
        if rule.operation in (EVERY, operation) and _happens(unit, rule):
            _count_down(unit, rules, rule)
            return rule
    return None


def corrupt(rule: FaultRule, answer: Response) -> Response:
    """What the call is answered under `rule`; `answer` is the true answer, or an empty one before the work."""
    if rule.kind == "status":
        headers = {"retry-after": rule.retry_after} if rule.retry_after else {}
        return _with_body(answer, rule, rule.status, msgspec.json.encode({"message": "Server Error"}), headers)
    if rule.kind == "html":
        return _with_body(answer, rule, 502, _PAGE, {"content-type": "text/html; charset=utf-8"})
    body = _CORRUPTIONS[rule.kind](rule, answer.body) if rule.kind in _CORRUPTIONS and answer.body else answer.body
    return _with_body(answer, rule, answer.status, body, answer.headers)


def _happens(unit: UnitOfWork, rule: FaultRule) -> bool:
    chance = int(seeded_code(6, unit.tenant.name, rule.id, unit.number()))
    return chance < rule.probability * _CHANCES


def _count_down(unit: UnitOfWork, rules: list[FaultRule], rule: FaultRule) -> None:
    if rule.times is not None:
        rule.times -= 1
    kept = [item for item in rules if item.times is None or item.times > 0]
    unit.tenant.settings.faults = [msgspec.to_builtins(item) for item in kept]


def _with_body(answer: Response, rule: FaultRule, status: int, body: bytes, headers: Mapping[str, str]) -> Response:
    return replace(answer, status=status, body=body, headers=headers, fault=rule)


def _corrupt_object(change: Callable[[dict[str, Json], str], None], rule: FaultRule, body: bytes) -> bytes:
    value = msgspec.json.decode(body)
    if is_object(value) and value:
        change(value, rule.field or _first_field(value))
    return msgspec.json.encode(value)


def _first_field(value: Mapping[str, Json]) -> str:
    return "status" if "status" in value else next(iter(value))


def _set_wrong_type(value: dict[str, Json], field: str) -> None:
    value[field] = {"unexpected": True}


def _remove(value: dict[str, Json], field: str) -> None:
    value.pop(field, None)


def _set_unknown(value: dict[str, Json], field: str) -> None:
    value[field] = "a_value_of_tomorrow"


def _add(value: dict[str, Json], _: str) -> None:
    value["a_field_of_tomorrow"] = "new"


_CORRUPTIONS: Final[dict[str, Callable[[FaultRule, bytes], bytes]]] = {
    "cut_json": lambda _, body: body[: len(body) // 2],
    "wrong_type": lambda rule, body: _corrupt_object(_set_wrong_type, rule, body),
    "missing_field": lambda rule, body: _corrupt_object(_remove, rule, body),
    "unknown_enum": lambda rule, body: _corrupt_object(_set_unknown, rule, body),
    "extra_field": lambda rule, body: _corrupt_object(_add, rule, body),
}
