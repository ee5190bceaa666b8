"""Schemathesis, as we use it: what draws cases from a contract, and what holds a reply against one.

Its types are known in part only, so its objects are `Any` to us, here and in the modules that hand them on.
"""

from __future__ import annotations

import functools
import json
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import requests
import schemathesis
import schemathesis.checks
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Flaky, HypothesisException
from requests.structures import CaseInsensitiveDict
from schemathesis.core import NotSet
from schemathesis.core.failures import FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.engine.errors import is_inconsistent_replay
from schemathesis.generation.hypothesis import examples as drawing
from schemathesis.generation.stateful import run_state_machine_as_test
from schemathesis.generation.stateful.state_machine import StepOutput, release_state_machines

from onepay_contract.exchanges import Exchange

Case: TypeAlias = Any
"""A case that schemathesis has drawn."""
DrawnFrom: TypeAlias = Any
"""An operation as schemathesis reads it."""
Strategy: TypeAlias = Any
"""What hypothesis draws cases from."""
Machine: TypeAlias = Any
"""A class whose instances choose which call follows which."""
Step: TypeAlias = Callable[[str, Case, frozenset[str]], Exchange | None]
"""Makes a call of an operation, with the path parameters of these names as the case has them; None for no call."""

_METHODS: Final = ("get", "put", "post", "delete", "patch")
"""The methods that a path may turn out to have undocumented; HEAD and OPTIONS are answered by many servers."""
_MODES: Final = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
_TOOL: Any = schemathesis
_DRAWING: Any = drawing
_HEALTH: Any = list(HealthCheck)
_REFUSALS: Final = ["4xx"]
_STEPS: Final = 8
"""How long a scenario may be."""


def read(document: str) -> dict[str, DrawnFrom]:
    """The operations of a contract, by operationId."""
    schema = _TOOL.openapi.from_dict(json.loads(document))
    schema.config.phases.coverage.unexpected_methods = set(_METHODS)
    schema.config.phases.stateful.generation.update(modes=_MODES[:1])  # a refused call ends a chain
    schema.config.checks.missing_required_header.expected_statuses = _REFUSALS
    schema.config.checks.negative_data_rejection.expected_statuses = _REFUSALS
    return {operation.definition.raw["operationId"]: operation for operation in _operations(schema)}


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
    return [item for strategy in sources for item in _drawn(strategy, many, chosen)]


def _settings(many: int, **others: Any) -> settings:
    """Draw `many` and no more; nothing is shrunk or tried again."""
    return settings(
        max_examples=many,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=_HEALTH,
        **others,
    )


def _drawn(strategy: Strategy, many: int, chosen: int) -> list[Case]:
    found: list[Case] = []

    @seed(chosen)
    @_settings(many)
    @given(strategy)
    def draw(case: Case) -> None:
        found.append(case)

    try:
        draw()
    except HypothesisException:
        return found  # nothing breaks the contract of an operation that takes nothing
    return found


def machine(operations: Mapping[str, DrawnFrom]) -> Machine:
    """The state machine over the links of these operations."""
    return next(iter(operations.values())).schema.as_state_machine()


def scenarios(machine: Machine, step: Step, chosen: int, many: int) -> None:
    """Let a state machine choose `many` scenarios, whose calls `step` makes.

    A server that has more objects than before answers otherwise than before, and hypothesis gives up on what it takes
    for a flaky test; the machine then begins anew.
    """
    driven = _driven(machine, step)
    for number in range(many):
        if driven.begun < many:
            _choose(seed(chosen + number)(driven), many - driven.begun)
    release_state_machines(driven)  # it would be kept for as long as the process lives


def _choose(driven: Machine, many: int) -> None:
    try:
        run_state_machine_as_test(driven, settings=_settings(many, stateful_step_count=_STEPS))
    except Flaky:
        return
    except AssertionError as error:
        if not is_inconsistent_replay(error):
            raise


def _driven(machine: Machine, step: Step) -> Machine:
    class Driven(machine):  # type: ignore[misc] # nobody knows its type
        begun = 0

        def setup(self) -> None:
            type(self).begun += 1

        def step(self, input: Any) -> StepOutput | None:  # noqa: A002 - its name in schemathesis
            case = input.case
            linked = frozenset(name for place, name in input.applied_parameters if place == ParameterLocation.PATH)
            exchange = step(case.operation.definition.raw["operationId"], case, linked)
            if exchange is None:
                return None
            response = _response(exchange)
            self.after_call(response, case)
            return StepOutput(response, case)

    return Driven


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
