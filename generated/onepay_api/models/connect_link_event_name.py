"""ConnectLinkEventName, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class ConnectLinkEventName(OpenEnum):
    """Name of an event about a connect link.

    It was read in the documentation by an integrator; no page that names it is available.
    """

    __extensible__: ClassVar[bool] = True

    CONNECT_LINK_COMPLETED = "connect_link.completed"
