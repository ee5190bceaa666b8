"""CardSort, as the contract describes it."""

from onepay_core.values import OpenEnum


class CardSort(OpenEnum):
    """The order of a list of cards; a leading minus puts the latest first."""

    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"
