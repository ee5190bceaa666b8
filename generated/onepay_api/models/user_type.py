"""UserType, as the contract describes it."""

from onepay_core.field_types import OpenEnum


class UserType(OpenEnum):
    """Whether a customer is a natural person or a company."""

    NATURAL = "natural"
    COMPANY = "company"
