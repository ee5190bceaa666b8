"""The two APIs that a sandbox answers: the emulated one, and the control API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from onepay_sandbox.checking import Checker
from onepay_sandbox.contract import Contract
from onepay_sandbox.routes import Router

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Side(Generic[F]):
    """One API: what it promises, where its operations are, who answers them, and who checks that."""

    contract: Contract
    functions: Mapping[str, F]
    router: Router
    checker: Checker


def side(contract: Contract, functions: Mapping[str, F]) -> Side[F]:
    """The API that `contract` describes and `functions` answer."""
    return Side(contract, functions, Router(contract), Checker(contract))
