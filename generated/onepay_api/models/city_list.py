"""CityList, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    CityList: TypeAlias = "CityPage"
    """Cities, either as a page or as a bare array.

    Third-party programs accept both. An object is a `CityPage`; an array holds the cities themselves.
    """
else:

    class CityList(VariantBase):
        """Cities, either as a page or as a bare array.

        Third-party programs accept both. An object is a `CityPage`; an array holds the cities themselves.
        """


# After the class, because what a variant holds may hold the variant.
from .city import City
from .city_page import CityPage

if not TYPE_CHECKING:
    CityList.options = (
        CityPage,
        list[City],
    )
    CityList.page = CityPage
