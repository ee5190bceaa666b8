"""CitySort, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class CitySort(OpenEnum):
    """The order of a list of cities."""

    __extensible__: ClassVar[bool] = True

    NAME = "name"
