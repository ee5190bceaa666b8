"""The errors of payout runs; each is an ``OnePayError``, as is ``onepay_client.errors.UnreadableTable``.

::

    OnePayError
    └── PayoutError
        ├── RepeatedFile        an earlier run holds exactly these payouts; nothing was kept
        ├── ProblemsFound       rows are wrong: ``report`` lists all of them; nothing was sent
        ├── NotApproved         the run has no valid approval; nothing was sent
        ├── LimitExceeded       a limit of yours would be exceeded; nothing was sent
        └── WrongState          the run, or a row, is in a state in which this cannot be done; nothing was sent
            └── BeingSent       another process is sending these rows; try again when it is done, or gone
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.errors import OnePayError

if TYPE_CHECKING:
    from .problems import CheckReport

__all__ = (
    "BeingSent",
    "LimitExceeded",
    "NotApproved",
    "PayoutError",
    "ProblemsFound",
    "RepeatedFile",
    "WrongState",
)


class PayoutError(OnePayError):
    """Something about a payout run cannot be right. Nothing was sent."""


class RepeatedFile(PayoutError):
    """An earlier run holds exactly these payouts.

    Attributes:
        run: the name of that run.
    """

    def __init__(self, run: str) -> None:
        super().__init__(run)
        self.run = run

    def __str__(self) -> str:
        return (
            f"The run {self.run!r} holds exactly these payouts. Look at its status; if they are to be paid a second "
            "time, say so: repeat=True, or --repeat."
        )


class ProblemsFound(PayoutError):
    """Rows are wrong, and nothing is sent while one is.

    Attributes:
        report: every problem, with its line and column.
    """

    def __init__(self, report: CheckReport) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        return str(self.report)


class NotApproved(PayoutError):
    """The run has no approval, or one that does not hold for what the run is now."""


class LimitExceeded(PayoutError):
    """A limit for one payout, one run or one day would be exceeded."""


class WrongState(PayoutError):
    """The run, or a row of it, is in a state in which this cannot be done."""


class BeingSent(WrongState):
    """Another process is sending these rows, or gave a sign of life less than 30 seconds ago. Try again later."""
