"""CardList, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    CardList: TypeAlias = "CardPage"
    """A page of cards in one of its two documented forms.

    The newer version of the page, `CardPage`, keeps its counters beside `data`; the older one,
    `CardMetaPage`, keeps them in `meta`. Both are read, because nothing says which one a given account
    receives.
    """
else:

    class CardList(VariantBase):
        """A page of cards in one of its two documented forms.

        The newer version of the page, `CardPage`, keeps its counters beside `data`; the older one,
        `CardMetaPage`, keeps them in `meta`. Both are read, because nothing says which one a given account
        receives.
        """


# After the class, because what a variant holds may hold the variant.
from .card_meta_page import CardMetaPage
from .card_page import CardPage

if not TYPE_CHECKING:
    CardList.options = (
        CardPage,
        CardMetaPage,
    )
