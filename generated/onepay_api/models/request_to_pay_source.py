"""RequestToPaySource, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class RequestToPaySource(OpenEnum):
    """Where a request to pay was sent. Both values come from samples."""

    __extensible__: ClassVar[bool] = True

    NEQUI = "nequi"
    DAVIPLATA = "daviplata"
