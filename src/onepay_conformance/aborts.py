"""The reasons for which a run ends before it is done."""

from __future__ import annotations

from typing import Final

from onepay_contract.exchanges import Exchange


class Abort(Exception):
    """The run is over; what was made is cleaned up, if the server can still be trusted."""

    may_clean: bool = True
    """Whether anything more may be sent."""

    def __init__(self, reason: str, exchange: Exchange | None = None) -> None:
        """`exchange` is the one whose reply ends the run, where a reply does."""
        super().__init__(reason)
        self.exchange: Final = exchange


class BudgetSpent(Abort):
    """Everything was sent that may be sent; what cleaning needs was kept aside."""


class LiveKeySeen(Abort):
    """A live key stood in a request or in a reply."""

    may_clean = False


class RedirectedOffHost(Abort):
    """The server redirects to another host, or a request was about to go to one."""

    may_clean = False


class ReachesSomebody(Abort):
    """A request might have reached a person; it was not sent. A defect of the suite, never of the server."""


class TooManyRefusals(Abort):
    """The server keeps answering 429."""


class ServerLost(Abort):
    """The server does not answer any more."""

    may_clean = False


class GatewayDown(Abort):
    """A gateway answers in the place of the API, again and again."""

    may_clean = False


class Interrupted(Abort):
    """Somebody stopped the run."""


class GoalReached(Abort):
    """Everything is known that was asked for."""

    may_clean = False


class Refused(Exception):
    """One request was not sent, because of how this run was asked for; the run goes on."""
