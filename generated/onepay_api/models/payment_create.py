"""PaymentCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Array, DateText, DateTimeText, Unset


class PaymentCreate(Model, kw_only=True):
    """A payment to be created.

    The creation page gives names and types, and what is visible of it does not say which fields are
    required. The guide on direct debits says that a payment needs an amount and a title, the guide on
    payment links leaves the amount out; so only the title is required here.

    Attributes:
        title: Title that the payer reads. An integrator keeps it to 60 characters.
        amount: Amount in whole Colombian pesos, left out to let the payer choose it. Two integrators
            believe that the field is required; one of them sends between 1,000 and 80,000,000. Two
            programs send fractions, to two and to four decimals; what the API makes of them is not known,
            and a fraction of a peso cannot be paid, so they are refused here.
        currency: Currency of the amount, COP when it is absent.
        phone: Phone number in E.164 form, such as +57 and ten digits, to which the link is sent on
            WhatsApp. A number in a wrong form was seen to be accepted without a word.
        email: E-mail address to which the link is sent. An integrator keeps it to 100 characters.
        reference: Reference by which the payer finds the payment in OnePay's portal. An integrator keeps
            it to 30 characters.
        tax: Tax that is part of the amount, in whole Colombian pesos. An integrator believes that 19
            percent are assumed when it is absent, and sends 0 to avoid that; another calls it cents,
            against the rule on amounts.
        external_id: Your own id for the payment. An integrator keeps it to 64 characters.
        description: Longer text that the payer reads.
        document_url: Address of the document to be paid, such as a bill in PDF.
        expiration_date: Moment from which the payment can no longer be made.
        schedule_at: When the payment is to be sent, by its name; the page's own words for it are not
            available.
        due_date: Day on which the payment falls due, as YYYY-MM-DD. It leads to reminders and blocks
            nothing.
        template_id: Id of the WhatsApp template to send. The API was seen to refuse templates that are
            not selectable.
        metadata: Your own data, kept with the payment.
        redirect_url: Address to which the payer is sent after paying. That somebody arrives there does
            not prove that the payment was made. An integrator keeps it to 2,000 characters.
        splits: Shares of the payment that go to others.
        partial_payment_config: Terms on which the payment may be made in parts; only the newer version of
            the page has the field.
        allows: Which payment methods the payer is offered; the mirror of the page has the field, the
            newer version does not.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "email",
            "phone",
        }
    )

    __observed__: ClassVar[dict[str, dict[str, int | str]]] = {
        "title": {"maxLength": 60},
        "phone": {"pattern": "^\\+[1-9][0-9]{6,14}$"},
        "email": {"maxLength": 100},
        "reference": {"maxLength": 30},
        "external_id": {"maxLength": 64},
        "redirect_url": {"maxLength": 2000},
    }

    title: str
    """Title that the payer reads. An integrator keeps it to 60 characters."""
    amount: int | Unset = UNSET
    """Amount in whole Colombian pesos, left out to let the payer choose it.

    Two integrators believe that the field is required; one of them sends between 1,000 and 80,000,000. Two
    programs send fractions, to two and to four decimals; what the API makes of them is not known, and a
    fraction of a peso cannot be paid, so they are refused here.
    """
    currency: CurrencyLike | Unset | None = UNSET
    """Currency of the amount, COP when it is absent."""
    phone: str | Unset | None = UNSET
    """Phone number in E.164 form, such as +57 and ten digits, to which the link is sent on WhatsApp.

    A number in a wrong form was seen to be accepted without a word.
    """
    email: str | Unset | None = UNSET
    """E-mail address to which the link is sent. An integrator keeps it to 100 characters."""
    reference: str | Unset | None = UNSET
    """Reference by which the payer finds the payment in OnePay's portal.

    An integrator keeps it to 30 characters.
    """
    tax: int | Unset | None = UNSET
    """Tax that is part of the amount, in whole Colombian pesos.

    An integrator believes that 19 percent are assumed when it is absent, and sends 0 to avoid that; another
    calls it cents, against the rule on amounts.
    """
    external_id: str | Unset | None = UNSET
    """Your own id for the payment. An integrator keeps it to 64 characters."""
    description: str | Unset | None = UNSET
    """Longer text that the payer reads."""
    document_url: str | Unset | None = UNSET
    """Address of the document to be paid, such as a bill in PDF."""
    expiration_date: DateTimeText | Unset | None = UNSET
    """Moment from which the payment can no longer be made."""
    schedule_at: str | Unset | None = UNSET
    """When the payment is to be sent, by its name; the page's own words for it are not available."""
    due_date: DateText | Unset | None = UNSET
    """Day on which the payment falls due, as YYYY-MM-DD. It leads to reminders and blocks nothing."""
    template_id: int | Unset | None = UNSET
    """Id of the WhatsApp template to send. The API was seen to refuse templates that are not selectable."""
    metadata: MetadataLike | Unset | None = UNSET
    """Your own data, kept with the payment."""
    redirect_url: str | Unset | None = UNSET
    """Address to which the payer is sent after paying.

    That somebody arrives there does not prove that the payment was made. An integrator keeps it to 2,000
    characters.
    """
    splits: Array[SplitCreate] | Unset | None = UNSET
    """Shares of the payment that go to others."""
    partial_payment_config: PartialPaymentConfig | Unset | None = UNSET
    """Terms on which the payment may be made in parts; only the newer version of the page has the field."""
    allows: Allows | Unset | None = UNSET
    """Which payment methods the payer is offered; the mirror of the page has the field, the newer version does
    not.
    """


# After the class, because objects may hold each other.
from .allows import Allows
from .currency import CurrencyLike
from .metadata import MetadataLike
from .partial_payment_config import PartialPaymentConfig
from .split_create import SplitCreate
