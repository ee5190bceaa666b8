"""Use the installed wheel as a consumer would: a call to a server on loopback, and its typed reply.

`nox -s build` runs this with the interpreter of an empty environment, in isolated mode.
"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Final

import onepay_client
from onepay_api.models import CashoutMethod

REPLY: Final = {
    "id": "c0000000-0000-4000-8000-000000000001",
    "customer_id": "20000000-0000-4000-8000-000000000002",
    "account_id": "30000000-0000-4000-8000-000000000001",
    "is_test": True,
    "amount": 1_200_000,
    "status": "processing",
    "scheduled_at": None,
    "created_at": "2026-04-06T14:00:00.000000Z",
    "external_id": "HARVEST-7",
    "method": "ACH",
}


class OneReply(BaseHTTPRequestHandler):
    """Answers every POST with the cashout above."""

    def do_POST(self) -> None:
        """Answer."""
        body = json.dumps(REPLY).encode()
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class chose the name
        """Stay silent."""


def main() -> None:
    """Make one cashout and look at what came back."""
    with HTTPServer(("127.0.0.1", 0), OneReply) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        with onepay_client.OnePay("sk_test_wheel", base_url=address) as client:
            cashout = client.cashouts.create(
                amount=1_200_000,
                account_id=str(REPLY["account_id"]),
                customer_id=str(REPLY["customer_id"]),
                method=CashoutMethod.ACH,
                external_id="HARVEST-7",
            )
        server.shutdown()
    if (cashout.amount, cashout.status) != (1_200_000, "processing"):
        raise SystemExit(f"the installed package read something else than was sent: {cashout!r}")
    print(f"onepay from {onepay_client.__file__}: {cashout!r}")


if __name__ == "__main__":
    main()
