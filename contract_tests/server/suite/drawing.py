"""Schemathesis, as we use it: what draws cases from a contract, and what holds a reply against one.

Its types are known in part only, so its objects are `Any` to us, here and in the modules that hand them on.
"""

from __future__ import annotations

import functools
import json
import warnings
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

import requests
import schemathesis
import schemathesis.checks
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import HypothesisException
from requests.structures import CaseInsensitiveDict
from schemathesis.core import NotSet
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.hypothesis import examples as drawing

from onepay_contract.exchanges import Exchange

Case: TypeAlias = Any
"""A case that schemathesis has drawn."""
DrawnFrom: TypeAlias = Any
"""An operation as schemathesis reads it."""
Strategy: TypeAlias = Any
"""What hypothesis draws cases from."""

_METHODS: Final = ("get", "put", "post", "delete", "patch")
"""The methods that a path may turn out to have undocumented; HEAD and OPTIONS are answered by many servers."""
_MODES: Final = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
_TOOL: Any = schemathesis
_DRAWING: Any = drawing
_HEALTH: Any = list(HealthCheck)
_REFUSALS: Final = ["4xx"]


def read(document: str) -> dict[str, DrawnFrom]:
    """The operations of a contract, by operationId."""
    schema = _TOOL.openapi.from_dict(json.loads(document))
    schema.config.phases.coverage.unexpected_methods = set(_METHODS)
    schema.config.checks.missing_required_header.expected_statuses = _REFUSALS
    schema.config.checks.negative_data_rejection.expected_statuses = _REFUSALS
    return {one.definition.raw["operationId"]: one for one in _operations(schema)}


def examples(operation: DrawnFrom) -> list[Case]:
    """The documented examples; one case that keeps the contract where there are none."""
    found = [_DRAWING.generate_one(strategy) for strategy in operation.get_strategies_from_examples()]
    return found or [_DRAWING.generate_one(operation.as_strategy(generation_mode=_MODES[0]))]


def coverage(operation: DrawnFrom) -> list[Case]:
    """Each rule kept and broken."""
    config = operation.schema.config.generation_for(operation=operation, phase="coverage")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its advice to authors of contracts
        modes = list(_MODES)
        return list(operation.schema.iter_coverage_cases(operation, generation_modes=modes, generation_config=config))


def strategies(operation: DrawnFrom) -> tuple[Strategy, ...]:
    """What random cases are drawn from: first those that keep the contract, then those that break it."""
    return tuple(operation.as_strategy(generation_mode=mode) for mode in _MODES)


def fuzzing(sources: Sequence[Strategy], many: int, chosen: int) -> list[Case]:
    """Random cases, as many from each of `sources`."""
    return [one for strategy in sources for one in _drawn(strategy, many, chosen)]


def _drawn(strategy: Strategy, many: int, chosen: int) -> list[Case]:
    found: list[Case] = []

    @seed(chosen)
    @settings(
        max_examples=many,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=_HEALTH,
    )
    @given(strategy)
    def draw(case: Case) -> None:
        found.append(case)

    try:
        draw()
    except HypothesisException:
        return found  # nothing breaks the contract of an operation that takes nothing
    return found


def is_absent(body: Any) -> bool:
    """Whether a case has no body at all, which is another thing than null."""
    return isinstance(body, NotSet)


def failures(case: Case, exchange: Exchange, names: Sequence[str]) -> list[Any]:
    """What the checks of these names have against a reply."""
    try:
        case.validate_response(_response(exchange), checks=_checks(tuple(names)))
    except FailureGroup as group:
        return list(group.exceptions)
    return []


@functools.cache
def _checks(names: Sequence[str]) -> list[Any]:
    registry: Any = schemathesis.checks
    registry.load_all_checks()
    return [registry.CHECKS.get_one(name) for name in names]


def _operations(schema: Any) -> Iterator[DrawnFrom]:
    for result in schema.get_all_operations():
        yield result.ok()


def _response(exchange: Exchange) -> Any:
    """The reply as schemathesis reads it."""
    headers: dict[str, list[str]] = {}
    for name, value in exchange.reply_headers:
        headers.setdefault(name.lower(), []).append(value)
    seconds = exchange.milliseconds / 1000
    return _TOOL.Response(exchange.status, headers, exchange.reply_body, _request(exchange), seconds, verify=True)


def _request(exchange: Exchange) -> requests.PreparedRequest:
    """The request as it was sent; preparing it anew might change it, and takes longer than sending it."""
    request = requests.PreparedRequest()
    request.method, request.url, request.body = exchange.method, exchange.url, exchange.request_body
    request.headers = CaseInsensitiveDict(exchange.request_headers)
    return request
