"""What somebody writes into a notebook: make a few payments, and look at them in a table."""

import csv
import io
import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import assert_type

from onepay_client import OnePay, models, money
from onepay_sandbox.local import LocalSandbox

with closing(LocalSandbox()) as sandbox, OnePay(sandbox.secret_key, transport=sandbox.transport) as client:
    for number in range(3):
        client.payments.create(
            title=f"Pedido {number}",
            amount=10_000 * (number + 1),
            external_id=f"order-{number}",
            expiration_date=datetime.now(UTC) + timedelta(days=30),
        )
    payments = list(client.payments.list(filter_status="pending"))
    payment = client.payments.get(payments[0].id)

assert_type(payment, models.Payment)
assert_type(payment.paid_at, datetime | None)

rows = [payment.to_dict() for payment in payments]
table = io.StringIO()
writer = csv.DictWriter(table, ["id", "amount", "status"], extrasaction="ignore")
writer.writeheader()
writer.writerows(rows)

total = money.label(sum(payment.amount for payment in payments))
text = json.dumps(rows)
