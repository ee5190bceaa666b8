"""What the sandbox is made of: operation functions, lives and assumptions, gathered from its modules."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any, Final

import onepay_sandbox
from onepay_sandbox import control, lives, resources
from onepay_sandbox.calls import Function
from onepay_sandbox.contract import Contract, ContractError
from onepay_sandbox.control_room import ControlFunction
from onepay_sandbox.life import Assumption, Life


def operation_functions(contract: Contract) -> dict[str, Function]:
    """The function of each operation of the API: the public functions of `resources`, named by operationId.

    Raises `ContractError`, which lists them, where one is missing or belongs to no operation.
    """
    return matched(_public_functions(resources), contract.operations)


def control_functions(contract: Contract) -> dict[str, ControlFunction]:
    """The same for the control API, from `control`."""
    return matched(_public_functions(control), contract.operations)


def all_lives() -> dict[str, Life]:
    """The lives of all kinds of objects: what modules call `LIFE`."""
    found = {module.LIFE.kind: module.LIFE for module in _modules() if hasattr(module, "LIFE")}
    return dict(sorted(found.items()))


def assumptions() -> list[Assumption]:
    """Everything that the sandbox claims and how it is known: what modules call `ASSUMPTIONS`, sorted by id."""
    found = [one for module in _modules() for one in getattr(module, "ASSUMPTIONS", ())]
    return sorted(found, key=lambda one: one.id)


def matched(functions: dict[str, Any], wanted: Iterable[str]) -> dict[str, Any]:
    """The functions, if they are those that are wanted. Raises `ContractError` otherwise."""
    missing = sorted(set(wanted) - set(functions))
    extra = sorted(set(functions) - set(wanted))
    complaints = {
        "have no function in onepay_sandbox; write it, named as the operationId": missing,
        "are functions of no operation; rename them, or begin their name with an underscore": extra,
    }
    told = [f"These {complaint}: {', '.join(names)}." for complaint, names in complaints.items() if names]
    if told:
        raise ContractError("The sandbox and its contract do not fit together.\n" + "\n".join(told))
    return functions


def _public_functions(package: ModuleType) -> dict[str, Any]:
    return {
        name: value
        for module in _submodules(package)
        for name, value in vars(module).items()
        if inspect.isfunction(value) and not name.startswith("_") and value.__module__ == module.__name__
    }


_PACKAGES: Final = (onepay_sandbox, lives, resources, control)


def _modules() -> Iterator[ModuleType]:
    for package in _PACKAGES:
        yield from _submodules(package)


def _submodules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(package.__path__):
        if found.name != "__main__":
            yield importlib.import_module(f"{package.__name__}.{found.name}")
