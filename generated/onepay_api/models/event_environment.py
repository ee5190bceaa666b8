"""EventEnvironment, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class EventEnvironment(OpenEnum):
    """Whether an event belongs to test or to live data.

    The pages about payments and charges say `live` or `test`, the overview prints `production`, and the
    charge sample prints `live|test` as it stands, plainly a placeholder. The list is open so that all of
    these can be read.
    """

    __extensible__: ClassVar[bool] = True

    LIVE = "live"
    TEST = "test"
    PRODUCTION = "production"
