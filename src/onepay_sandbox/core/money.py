"""The money of an account in double entry, and amounts as the API prints them.

Every posting moves amounts between ledger accounts and sums to zero. `outside` is everybody else's money; `balance`
the company's at OnePay; `payouts` what has left the balance and not yet arrived; `splits` what was set aside for
others and not yet sent to them; `wallet:<customer id>` what a customer holds. Amounts are whole pesos.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select

from onepay_sandbox.core.clock import to_microseconds
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.storage.database import execute_many, fetch_first
from onepay_sandbox.storage.tables import ENTRIES

OUTSIDE: Final = "outside"
BALANCE: Final = "balance"
PAYOUTS: Final = "payouts"
SPLITS: Final = "splits"
_LAST: Final = (
    select(ENTRIES.c.balance)
    .where(ENTRIES.c.tenant == bindparam("t"), ENTRIES.c.account == bindparam("a"))
    .order_by(ENTRIES.c.sequence.desc())
    .limit(1)
)
_INSERT: Final = insert(ENTRIES)
_LARGEST_AMOUNT: Final = 10**12


def pesos(amount: int) -> str:
    """`$150.000`, the form of the concepts page."""
    return f"${bare(amount)}"


def spaced(amount: int) -> str:
    """`$ 150.000`, the form of the payment page."""
    return f"$ {bare(amount)}"


def bare(amount: int) -> str:
    """`150.000`, the form of older pages."""
    return f"{amount:,}".replace(",", ".")


class UnsoundPosting(Exception):
    """A posting does not sum to zero, or takes what is not there; the code before it has forgotten a refusal."""


def wallet(customer_id: str) -> str:
    """The account of what a customer holds."""
    return f"wallet:{customer_id}"


class Ledger:
    """The entries of one tenant within one transaction."""

    def __init__(self, connection: Connection, tenant: str, number: Callable[[], int]) -> None:
        """Number entries with `number`; they are written by `write`."""
        self._connection: Final = connection
        self._tenant: Final = tenant
        self._number: Final = number
        self._balances: Final[dict[str, int]] = {}
        self._entries: Final[list[dict[str, Any]]] = []

    def balance(self, account: str = BALANCE) -> int:
        """What the account holds."""
        if account not in self._balances:
            found = fetch_first(self._connection, _LAST, {"t": self._tenant, "a": account})
            self._balances[account] = found[0] if found else 0
        return self._balances[account]

    def post(self, reason: str, record: StoredObject, at: datetime, amounts: Mapping[str, int]) -> None:
        """Move money because of `record`: what each account gains.

        Raises `UnsoundPosting` where the amounts do not sum to zero, or an account other than `outside`
        would hold less than nothing.
        """
        if sum(amounts.values()):
            raise UnsoundPosting(f"{reason}: {dict(amounts)} does not sum to zero.")
        posting = self._number()
        about = {"posting": posting, "reason": reason, "kind": record.kind, "id": record.id, "at": to_microseconds(at)}
        for account, amount in amounts.items():
            balance = self.balance(account) + amount
            if balance < 0 and account != OUTSIDE:
                raise UnsoundPosting(f"{reason}: {account} holds {balance - amount}, and {-amount} were taken from it.")
            self._balances[account] = balance
            entry = {"sequence": self._number(), "account": account, "amount": amount, "balance": balance}
            self._entries.append({"tenant": self._tenant, **about, **entry})

    def write(self) -> None:
        """Write the new entries."""
        execute_many(self._connection, _INSERT, self._entries)
        self._entries.clear()


def check_amount(amount: int) -> None:
    """Raises `Refusal` where the amount is nothing, or more than anybody has."""
    if not 1 <= amount <= _LARGEST_AMOUNT:
        raise invalid_field("amount", f"El campo amount debe estar entre 1 y {_LARGEST_AMOUNT}.")
