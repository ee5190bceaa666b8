"""Use the installed sandbox and judge as a consumer would: their commands, a payment, and a verdict about it.

`nox -s build` runs this with the interpreter of an environment into which only the wheel and its extras went.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import onepay_client

COMMANDS: Final = Path(sys.executable).parent


def main() -> None:
    """Start the sandbox, make a payment in it, and judge what came."""
    command = [str(COMMANDS / "onepay"), "sandbox", "start", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sandbox:  # noqa: S603 - our own words
        try:
            greeting = sandbox.stdout.readline() if sandbox.stdout else ""
            made = _make_payment(greeting.split()[-1])
        finally:
            sandbox.kill()
    _judge(made)
    print(f"The sandbox of the wheel made a payment, and the judge agrees with it: {json.loads(made)['payment_link']}")


def _make_payment(address: str) -> bytes:
    with onepay_client.OnePay("sk_test_wheel", base_url=f"{address}/v1") as client:
        return client.with_reply(client.payments.create, title="Café de origen", amount=150_000).body


def _judge(body: bytes) -> None:
    command = [str(COMMANDS / "onepay"), "contract", "check", "--operation", "payments_create", "--status", "201", "-"]
    verdict = subprocess.run(command, input=body, capture_output=True, check=False)  # noqa: S603 - our own words
    if verdict.returncode:
        raise SystemExit(f"The judge finds fault with the sandbox:\n{verdict.stdout.decode()}{verdict.stderr.decode()}")


if __name__ == "__main__":
    main()
