"""`onepay open` and `onepay watch`: a payment's link, and what becomes of the payment."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from onepay_cli.calls import Sandbox, client_errors, make_client
from onepay_cli.exits import CommandError, ExitStatus
from onepay_cli.output import write

if TYPE_CHECKING:
    from onepay_client import Outcome

__all__ = ("open_payment", "watch_payment")


def open_payment(
    payment_id: Annotated[str, typer.Argument(metavar="PAYMENT_ID", help="The id of the payment.")],
    *,
    sandbox: Sandbox = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, and open nothing.")] = False,
) -> None:
    """Print the link of a payment, and open it in a browser where the command runs on a terminal."""
    with client_errors(), make_client(sandbox=sandbox) as client:
        payment = client.payments.get(payment_id)
    link = payment.payment_link
    if not link:
        raise CommandError(f"The payment has no link; its status is {payment.status}.", ExitStatus.REFUSED)
    write(f"{json.dumps({'id': payment_id, 'payment_link': link})}\n" if as_json else f"{link}\n")
    if sys.stdout.isatty() and not as_json:
        typer.launch(str(link))


def watch_payment(
    payment_id: Annotated[str, typer.Argument(metavar="PAYMENT_ID", help="The id of the payment.")],
    *,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks.")] = 2.0,
    timeout: Annotated[float, typer.Option(min=0, help="Give up after so many seconds.")] = 600.0,
    sandbox: Sandbox = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON for each change.")] = False,
) -> None:
    """Print each change of a payment's status until its outcome is final."""
    from onepay_client import outcome_of  # noqa: PLC0415 - see onepay_cli.app

    end, last = time.monotonic() + timeout, ""
    with client_errors(), make_client(sandbox=sandbox) as client:
        while True:
            payment = client.payments.get(payment_id)
            outcome = outcome_of(payment)
            if str(payment.status) != last:
                last = str(payment.status)
                write(_line(payment_id, last, outcome, as_json=as_json))
            if outcome.final:
                return
            if time.monotonic() + every > end:
                raise CommandError(f"The payment is still {last} after {timeout:g} s.", ExitStatus.UNFINISHED)
            time.sleep(every)


def _line(payment_id: str, status: str, outcome: Outcome, *, as_json: bool) -> str:
    if as_json:
        return (
            f"{json.dumps({'id': payment_id, 'status': status, 'state': str(outcome.state), 'final': outcome.final})}\n"
        )
    return f"{time.strftime('%H:%M:%S')}  {status}\n"
