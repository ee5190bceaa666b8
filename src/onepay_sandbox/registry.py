"""What the sandbox is made of, gathered from its modules: functions, state machines, assumptions and contracts."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

from onepay_contract.document import Contract, ContractError, load
from onepay_core.json_values import Json
from onepay_sandbox import api, control, core, resources
from onepay_sandbox.api import Function, ServedApi, served_api
from onepay_sandbox.control.api import ControlFunction
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.objects import StateMachine

_PACKAGES: Final = (core, resources, control)


@dataclass(frozen=True, slots=True)
class SharedConfig:
    """The emulated API and the control API; the schemas of events; the state machines of objects."""

    api: ServedApi[Function]
    control: ServedApi[ControlFunction]
    events: Mapping[str, Json]
    state_machines: Mapping[str, StateMachine]


@functools.cache
def shared_config() -> SharedConfig:
    """What all sandboxes of one process share, since nothing of it changes and reading it takes its time.

    Raises `ContractError` where functions and contract do not fit together.
    """
    emulated, controlled = load(), load("sandbox.json")
    return SharedConfig(
        api=served_api(emulated, operation_functions(emulated)),
        control=served_api(controlled, control_functions(controlled)),
        events=emulated.events,
        state_machines=state_machines(),
    )


def operation_functions(contract: Contract) -> dict[str, Function]:
    """The function of each operation of the API: in `resources/<tag>.py`, named by its operationId.

    Raises `ContractError`, which lists them, where one is missing or belongs to no operation.
    """
    found = {
        name: function
        for module in _submodules(resources)
        for name, function in _public_functions(module)
        if name.startswith(f"{module.__name__.rpartition('.')[2]}_")
    }
    return matched(found, contract.operations)


def control_functions(contract: Contract) -> dict[str, ControlFunction]:
    """The same for the control API: the public functions of the modules of `control`, but for `control.api`."""
    modules = (module for module in _submodules(control) if module.__name__ != "onepay_sandbox.control.api")
    return matched(dict(found for module in modules for found in _public_functions(module)), contract.operations)


def state_machines() -> dict[str, StateMachine]:
    """The state machine of each kind of object."""
    found = (value for module in _modules() for value in vars(module).values() if isinstance(value, StateMachine))
    return {machine.kind: machine for machine in sorted(found, key=lambda machine: machine.kind)}


def assumptions() -> list[Assumption]:
    """Everything that the sandbox claims and how it is known: what modules call `ASSUMPTIONS`, sorted by id."""
    found = [assumption for module in _modules() for assumption in getattr(module, "ASSUMPTIONS", ())]
    return sorted(found, key=lambda assumption: assumption.id)


def matched(functions: dict[str, Any], wanted: Iterable[str]) -> dict[str, Any]:
    """The functions, if they are those that are wanted. Raises `ContractError` otherwise."""
    missing = sorted(set(wanted) - set(functions))
    extra = sorted(set(functions) - set(wanted))
    complaints = {
        "have no function in onepay_sandbox; write it, named as the operationId": missing,
        "are functions of no operation; rename them, or begin their name with an underscore": extra,
    }
    problems = [f"These {complaint}: {', '.join(names)}." for complaint, names in complaints.items() if names]
    if problems:
        raise ContractError("The sandbox and its contract do not fit together.\n" + "\n".join(problems))
    return functions


def _public_functions(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, value in vars(module).items():
        if inspect.isfunction(value) and not name.startswith("_") and value.__module__ == module.__name__:
            yield name, value


def _modules() -> Iterator[ModuleType]:
    yield api
    for package in _PACKAGES:
        yield from _submodules(package)


def _submodules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(package.__path__):
        yield importlib.import_module(f"{package.__name__}.{found.name}")
