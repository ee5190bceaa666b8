"""OnePay's payments API as the contract in ``openapi/`` describes it: models, operations, a thin client."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import models
    from .client import AsyncClient, Client
    from .deviations import Deviation, DeviationKind
    from .enums import OpenEnum
    from .errors import InvalidRequest, NoReply, OnePayError, StatusError, UnreadableBody
    from .model import Model, Undocumented
    from .operation import AsyncCaller, Call, Caller, CallOptions, Operation, Parameter, Shape, Timeouts
    from .operations import OPERATIONS
    from .pages import Page, Pages
    from .reading import Reading, read
    from .types import UNSET, Unset
    from .writing import to_json

_MODULES = {
    "AsyncCaller": "operation",
    "AsyncClient": "client",
    "Call": "operation",
    "CallOptions": "operation",
    "Caller": "operation",
    "Client": "client",
    "Deviation": "deviations",
    "DeviationKind": "deviations",
    "InvalidRequest": "errors",
    "Model": "model",
    "NoReply": "errors",
    "OPERATIONS": "operations",
    "OnePayError": "errors",
    "OpenEnum": "enums",
    "Operation": "operation",
    "Page": "pages",
    "Pages": "pages",
    "Parameter": "operation",
    "Reading": "reading",
    "Shape": "operation",
    "StatusError": "errors",
    "Timeouts": "operation",
    "UNSET": "types",
    "Undocumented": "model",
    "UnreadableBody": "errors",
    "Unset": "types",
    "read": "reading",
    "to_json": "writing",
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
    "NoReply",
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
    loaded: object = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = loaded
    return loaded


def __dir__() -> list[str]:
    return sorted(__all__)
