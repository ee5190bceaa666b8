"""Payout runs: many payouts as one object that is read, checked, approved, sent and followed to its end.

::

    from onepay_client import OnePay, SqliteJournal, payouts

``docs/payouts.md`` leads through it. A module is loaded when one of its names is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onepay_client.tables.errors import *

    from .approval import *
    from .columns import *
    from .erasure import *
    from .errors import *
    from .exporting import *
    from .following import *
    from .limits import *
    from .pace import *
    from .problems import *
    from .reading import *
    from .registration import *
    from .reports import *
    from .rows import *
    from .runs import *
    from .states import *
    from .templates import *

_NAMES = {
    "approval": ("new_approval_key",),
    "columns": ("Columns",),
    "errors": (
        "BeingSent",
        "LimitExceeded",
        "NotApproved",
        "PayoutError",
        "ProblemsFound",
        "RepeatedFile",
        "WrongState",
    ),
    "erasure": ("Erasure", "PersonRow"),
    "exporting": ("export",),
    "following": ("CatchUp",),
    "limits": ("Limits",),
    "pace": ("Progress",),
    "problems": ("CheckReport", "Problem", "Severity"),
    "reading": ("PayoutTable", "read"),
    "registration": ("Registration", "register"),
    "reports": ("report_html", "write_report"),
    "rows": ("Payout",),
    "runs": ("Run", "Runs"),
    "states": ("RowState", "RunRow", "RunState", "RunStatus", "StateTotal"),
    "templates": ("template", "write_template"),
    ".tables.errors": ("UnreadableTable",),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}

if not TYPE_CHECKING:  # else every misspelt name would pass
    __all__ = [*_MODULE_OF]  # noqa: PLE0604 - all of them are strings

    def __getattr__(name: str) -> object:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        loaded: object = getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
        globals()[name] = loaded
        return loaded

    def __dir__() -> list[str]:
        return sorted(__all__)
