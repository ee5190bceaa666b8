"""Reconciliation: your books held against what OnePay lists, the events that came, the journal and payout runs.

::

    from datetime import date
    from onepay_client import reconciliation

``docs/reconciliation.md`` leads through it. A module is loaded when one of its names is first used.
"""

from typing import TYPE_CHECKING

from onepay_core.lazy_names import lazy_names

if TYPE_CHECKING:
    from onepay_client.errors import UnreadableTable as UnreadableTable

    from .bookkeeping import *
    from .discrepancies import *
    from .reconciling import *
    from .records import *
    from .reports import *
    from .sources import *

_NAMES = {
    ".bookkeeping": ("BookColumns", "Books", "UnreadableRow", "books"),
    ".discrepancies": ("Discrepancy", "DiscrepancyKind"),
    ".reconciling": ("DayTotals", "Reconciliation", "reconcile"),
    ".records": ("Direction", "Period", "Record", "Records", "Source", "SourceTrust"),
    ".reports": ("export", "report_html", "write_report"),
    ".sources": ("from_api", "from_events", "from_invoices", "from_journal", "from_run", "from_wallets"),
    "onepay_client.errors": ("UnreadableTable",),
}

if not TYPE_CHECKING:  # else every misspelt name would pass
    __all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES)
