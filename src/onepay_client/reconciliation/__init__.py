"""Reconciliation: your books held against what OnePay lists, the events that came, the journal and payout runs.

::

    from datetime import date
    from onepay_client import reconciliation

``docs/reconciliation.md`` leads through it. A module is loaded when one of its names is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onepay_client.tables.errors import *

    from .bookkeeping import *
    from .discrepancies import *
    from .reconciling import *
    from .records import *
    from .reports import *
    from .sources import *

_NAMES = {
    "bookkeeping": ("BookColumns", "Books", "UnreadableRow", "books"),
    "discrepancies": ("Discrepancy", "DiscrepancyKind"),
    "reconciling": ("DayTotals", "Reconciliation", "reconcile"),
    "records": ("Direction", "Period", "Record", "Records", "Source", "SourceTrust"),
    "reports": ("export", "report_html", "write_report"),
    "sources": ("from_api", "from_events", "from_invoices", "from_journal", "from_run", "from_wallets"),
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
