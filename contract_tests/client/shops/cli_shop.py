"""A command that registers people from a file and pays them."""

import argparse
import csv
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from onepay_client import OnePay, OnePayError, idempotency_key


def pay(client: OnePay, rows: Iterable[dict[str, str]], month: str) -> list[str]:
    """Register and pay each person of the rows; a line for each."""
    lines: list[str] = []
    for row in rows:
        customer = client.customers.create(
            user_type="natural",
            first_name=row["first_name"],
            last_name=row["last_name"],
            email=row["email"],
            phone=row["phone"],
            document_type="CC",
            document_number=row["document"],
            birthdate=date.fromisoformat(row["born"]),
        )
        account = client.accounts.create(
            customer_id=customer.id,
            subtype="ELECTRONIC_DEPOSIT",
            bank_id=row["bank"],
            account_number=row["phone"].removeprefix("+57"),
            authorization=False,
            re_enrollment=False,
        )
        try:
            cashout = client.cashouts.create(
                amount=int(row["pesos"]),
                customer_id=customer.id,
                account_id=account.id,
                method="ACH",
                idempotency_key=idempotency_key("payroll", month, row["document"]),
            )
            lines.append(f"{row['document']}: {cashout.status}")
        except OnePayError as error:
            lines.append(f"{row['document']}: {error}")
    return lines


def main(arguments: list[str], client: OnePay) -> int:
    """Pay the people of a file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--month", required=True)
    given = parser.parse_args(arguments)
    with given.file.open(encoding="utf-8", newline="") as rows:
        sys.stdout.writelines(f"{line}\n" for line in pay(client, csv.DictReader(rows), given.month))
    return 0
