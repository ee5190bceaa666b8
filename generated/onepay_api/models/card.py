"""Card, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    Card: TypeAlias = "CardMethod"
    """A tokenized card of a customer, in one of its two documented forms.

    The newer version of the card pages shows the short form, `CardMethod`, which has a `label`; the older
    version of the same pages shows the long form, `TokenizedCard`, which has a `title`, a `card_name` and the
    results of the checks. Both are read, because nothing says which one a given account receives.
    """
else:

    class Card(VariantBase):
        """A tokenized card of a customer, in one of its two documented forms.

        The newer version of the card pages shows the short form, `CardMethod`, which has a `label`; the older
        version of the same pages shows the long form, `TokenizedCard`, which has a `title`, a `card_name` and
        the results of the checks. Both are read, because nothing says which one a given account receives.
        """


# After the class, because what a variant holds may hold the variant.
from .card_method import CardMethod
from .tokenized_card import TokenizedCard

if not TYPE_CHECKING:
    Card.options = (
        CardMethod,
        TokenizedCard,
    )
