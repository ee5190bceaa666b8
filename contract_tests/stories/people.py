"""The people of the stories, as customers of a merchant."""

from __future__ import annotations

from typing import Final

from onepay_client import UNSET, Unset, models
from stories.merchant import Merchant

WALLETS: Final = ("Nequi", "Daviplata")


class Mariana:
    """A natural person with a phone, who owns cards and accounts when she is asked for them."""

    phone: Final = "+573000000001"
    email: Final = "mariana@example.com"
    document_number: Final = "1053800001"

    def __init__(self, merchant: Merchant) -> None:
        self._merchant: Final = merchant
        self.id: Final[str] = merchant.client.customers.create(
            user_type=models.UserType.NATURAL,
            first_name="Mariana",
            last_name="Ospina",
            email=self.email,
            phone=self.phone,
            document_type=models.CustomerDocumentType.CC,
            document_number=self.document_number,
            birthdate="1992-08-14",
        ).id

    def card(self, number: str = "4111111111111111") -> str:
        """The id of a card with this number."""
        return self._merchant.client.cards.create(
            card_number=number,
            expiration_year="31",
            expiration_month="12",
            ccv="123",
            holder_name="Mariana Ospina",
            customer_id=self.id,
            authorization=True,
        ).id

    def charged(self, amount: int, card_id: str | Unset = UNSET, *, account_id: str | Unset = UNSET) -> models.Charge:
        """What becomes of charging one of her cards, or accounts."""
        return self._merchant.client.charges.create(
            title="Café de la casa", amount=amount, customer_id=self.id, card_id=card_id, account_id=account_id
        )

    def paid(
        self, amount: int, account_id: str, method: models.CashoutMethod, key: str | None = None
    ) -> models.Cashout:
        """What becomes of paying to one of her accounts."""
        return self._merchant.client.cashouts.create(
            amount=amount, customer_id=self.id, account_id=account_id, method=method, idempotency_key=key
        )

    def account(self) -> str:
        """The id of a savings account that its bank has validated."""
        bank = next(bank for bank in self._banks() if bank.name not in WALLETS)
        account_id = self._save(models.AccountSubtype.SAVINGS, "0010020020", bank.id)
        self._merchant.control.advance("PT1M")
        return account_id

    def wallet(self, name: str) -> str:
        """The id of a wallet of hers that nobody has validated yet."""
        bank = next(bank for bank in self._banks() if bank.name == name)
        return self._save(models.AccountSubtype.ELECTRONIC_DEPOSIT, self.phone[3:], bank.id)

    def _banks(self) -> list[models.Bank]:
        banks = self._merchant.client.accounts.list_banks()
        return banks.data

    def _save(self, subtype: models.AccountSubtype, number: str, bank_id: str) -> str:
        return self._merchant.client.accounts.create(
            subtype=subtype,
            authorization=True,
            re_enrollment=False,
            account_number=number,
            customer_id=self.id,
            bank_id=bank_id,
        ).id
