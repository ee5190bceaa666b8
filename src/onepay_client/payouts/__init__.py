"""Payout runs: many payouts as one object that is read, checked, approved, sent and followed to its end.

::

    from onepay_client import OnePay, SqliteJournal, payouts

``docs/payouts.md`` leads through it. A module is loaded when one of its names is first used.
"""

from typing import TYPE_CHECKING

from onepay_core.lazy_names import lazy_names

if TYPE_CHECKING:
    from onepay_client.errors import UnreadableTable as UnreadableTable

    from .approval import *
    from .columns import *
    from .erasure import *
    from .errors import *
    from .following import *
    from .limits import *
    from .problems import *
    from .reading import *
    from .registration import *
    from .reports import *
    from .rows import *
    from .runs import *
    from .states import *
    from .templates import *

_NAMES = {
    ".approval": ("new_approval_key",),
    ".columns": ("Columns",),
    ".errors": (
        "BeingSent",
        "LimitExceeded",
        "NotApproved",
        "PayoutError",
        "ProblemsFound",
        "RepeatedFile",
        "WrongState",
    ),
    ".erasure": ("Erasure", "PersonRow"),
    ".following": ("CatchUp",),
    ".limits": ("Limits", "Progress"),
    ".problems": ("CheckReport", "Problem", "Severity"),
    ".reading": ("PayoutTable", "read"),
    ".registration": ("Registration", "register"),
    ".reports": ("export", "report_html", "write_report"),
    ".rows": ("Payout",),
    ".runs": ("Run", "Runs"),
    ".states": ("RowState", "RunRow", "RunState", "RunStatus", "StateTotal"),
    ".templates": ("template", "write_template"),
    "onepay_client.errors": ("UnreadableTable",),
}

if not TYPE_CHECKING:  # else every misspelt name would pass
    __all__, __getattr__, __dir__ = lazy_names(__name__, _NAMES)
