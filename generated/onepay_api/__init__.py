"""OnePay's payments API as the contract in ``openapi/`` describes it: models, operations, a thin client."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onepay_core.decode import Reading, read
    from onepay_core.deviations import Deviation, DeviationKind
    from onepay_core.errors import InvalidRequest, NoResponse, OnePayError, StatusError, UnreadableBody
    from onepay_core.model import Model
    from onepay_core.operation import AsyncCaller, Call, Caller, CallOptions, Operation, Parameter, Timeouts
    from onepay_core.pages import Page, Pages
    from onepay_core.types import UNSET, Unset
    from onepay_core.values import OpenEnum, Undocumented, to_json

    from . import models
    from .client import AsyncClient, Client
    from .operations import OPERATIONS
    from .shapes import Shape

_MODULES = {
    "AsyncCaller": "onepay_core.operation",
    "AsyncClient": ".client",
    "Call": "onepay_core.operation",
    "CallOptions": "onepay_core.operation",
    "Caller": "onepay_core.operation",
    "Client": ".client",
    "Deviation": "onepay_core.deviations",
    "DeviationKind": "onepay_core.deviations",
    "InvalidRequest": "onepay_core.errors",
    "Model": "onepay_core.model",
    "NoResponse": "onepay_core.errors",
    "OPERATIONS": ".operations",
    "OnePayError": "onepay_core.errors",
    "OpenEnum": "onepay_core.values",
    "Operation": "onepay_core.operation",
    "Page": "onepay_core.pages",
    "Pages": "onepay_core.pages",
    "Parameter": "onepay_core.operation",
    "Reading": "onepay_core.decode",
    "Shape": ".shapes",
    "StatusError": "onepay_core.errors",
    "Timeouts": "onepay_core.operation",
    "UNSET": "onepay_core.types",
    "Undocumented": "onepay_core.values",
    "UnreadableBody": "onepay_core.errors",
    "Unset": "onepay_core.types",
    "read": "onepay_core.decode",
    "to_json": "onepay_core.values",
}

__all__ = [
    "OPERATIONS",
    "UNSET",
    "AsyncCaller",
    "AsyncClient",
    "Call",
    "CallOptions",
    "Caller",
    "Client",
    "Deviation",
    "DeviationKind",
    "InvalidRequest",
    "Model",
    "NoResponse",
    "OnePayError",
    "OpenEnum",
    "Operation",
    "Page",
    "Pages",
    "Parameter",
    "Reading",
    "Shape",
    "StatusError",
    "Timeouts",
    "Undocumented",
    "UnreadableBody",
    "Unset",
    "models",
    "read",
    "to_json",
]


def __getattr__(name: str) -> object:
    if name == "models":
        return import_module(".models", __name__)
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    loaded: object = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = loaded
    return loaded


def __dir__() -> list[str]:
    return sorted(__all__)
