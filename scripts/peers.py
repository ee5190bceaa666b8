"""What other payment clients do when the server fails. The same server, the same faults, in one table.

    nox -s peers

Each client makes one call that moves money, with the settings that its maker chose; only the time limit is short.
The server does what it is asked before it fails wherever the client cannot know that. A cell says how often the
request arrived and with how many keys, how often money moved, and how the call ended. Only loopback is used.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module, metadata
from typing import Any, Final
from unittest.mock import patch

from rich.console import Console
from rich.table import Table

from support.faults import BAD_REPLIES, CONNECTION_FAULTS, STATUS_FAULTS, Fault, Success
from support.faulty_server import FaultyServer
from support.ledger import Ledger

TIME_LIMIT: Final = 0.15
"""Seconds that each client waits for data."""

PATIENCE: Final = 2.0
"""Seconds after which the server hangs up on a call that would never end."""

FAULTS: Final = [f for f in (*CONNECTION_FAULTS, *STATUS_FAULTS, *BAD_REPLIES) if not f.name.endswith("not done")]
_SUCCESS: Final = b'{"id": "50000000-0000-4000-8000-000000000001", "object": "payment_intent"}'

Pay = Callable[[], object]


@dataclass(frozen=True)
class Peer:
    """A client: its distribution, the module of its own errors, and what makes a call with it."""

    name: str
    errors: str
    made: Callable[[str], Pay]

    @property
    def version(self) -> str:
        """The version that is installed; ours is that of this tree."""
        return "this tree" if self.name == "onepay" else metadata.version(self.name)


def _onepay(url: str) -> Pay:
    client = import_module("onepay_client").OnePay("sk_test_peers", base_url=url, timeout=TIME_LIMIT, deadline=1.5)
    return lambda: client.payments.create(title="Café", amount=1000, currency="COP")


def _stripe(url: str) -> Pay:
    stripe: Any = import_module("stripe")
    http = stripe.RequestsClient(timeout=TIME_LIMIT)
    client = stripe.StripeClient("sk_test_peers", base_addresses={"api": url}, http_client=http)
    return lambda: client.v1.payment_intents.create(params={"amount": 1000, "currency": "usd"})


def _lithic(url: str) -> Pay:
    client = import_module("lithic").Lithic(api_key="peers", base_url=url, timeout=TIME_LIMIT)
    parties = {"from_financial_account_token": "one", "to_financial_account_token": "other"}
    what = {"amount": 1000, "category": "TRANSFER", "type": "TRANSFER", "subtype": "book"}
    return lambda: client.book_transfers.create(**what, **parties)


def _increase(url: str) -> Pay:
    client = import_module("increase").Increase(api_key="peers", base_url=url, timeout=TIME_LIMIT)
    transfer = {"account_id": "one", "amount": 1000, "description": "Café", "destination_account_id": "other"}
    return lambda: client.account_transfers.create(**transfer)


def _mercadopago(url: str) -> Pay:
    sdk: Any = import_module("mercadopago").SDK("TEST-peers")
    options = import_module("mercadopago.config").RequestOptions(connection_timeout=TIME_LIMIT)
    config: Any = import_module("mercadopago.config.config").Config
    config._Config__api_base_url = url  # noqa: SLF001 - it has no setting for its address
    return lambda: sdk.payment().create({"transaction_amount": 1000}, options)


PEERS: Final = (
    Peer("onepay", "onepay_client", _onepay),
    Peer("stripe", "stripe", _stripe),
    Peer("lithic", "lithic", _lithic),
    Peer("increase", "increase", _increase),
    Peer("mercadopago", "mercadopago", _mercadopago),
)


@contextmanager
def retries_over_http() -> Generator[None]:
    """Let what mercadopago sets up for https count on loopback too, where it would not retry at all."""
    session: Any = import_module("requests").Session
    mount = session.mount

    def both(self: Any, prefix: str, adapter: Any) -> None:
        mount(self, prefix, adapter)
        if prefix == "https://":
            mount(self, "http://", adapter)

    with patch.object(session, "mount", both):
        yield


def end_of(pay: Pay, peer: Peer) -> str:
    """How a call ended: with a value, an error of the client's own, or one of somebody else."""
    try:
        value = pay()
    except Exception as error:  # noqa: BLE001 - whose error it is, is the question
        own = type(error).__module__.split(".")[0].startswith(peer.errors)
        return type(error).__name__ if own else f"[red]{type(error).__name__}[/]"
    return _value(value)


def _value(value: Any) -> str:
    """Mercadopago returns a dict whatever came; the others objects."""
    if type(value) is dict and value["status"] not in range(200, 300):
        return f"a value, status {value['status']}"
    return f"[red]a {type(value).__name__}[/]" if isinstance(value, (str, bytes, type(None))) else "value"


def cell(server: FaultyServer, peer: Peer, pay: Pay, fault: Fault) -> str:
    """What one client did about one fault that happens once."""
    ledger = server.play([fault])
    hang_up = threading.Timer(PATIENCE, server.hang_up)
    hang_up.start()
    end = end_of(pay, peer)
    late = not hang_up.is_alive()
    hang_up.cancel()
    hang_up.join()
    server.wait_until_idle()
    return f"{arrivals(ledger)}{moved(ledger)} {'[red]never ended[/]' if late else end}"


def arrivals(ledger: Ledger) -> str:
    """How often the request arrived, and how it was told apart from another."""
    keys = {key for key in ledger.keys if key is not None}
    text = f"{ledger.sent}x " + (f"{len(keys)} key" if keys else "no key")
    return f"[red]{text}[/]" if ledger.sent > 1 and len(keys) != 1 else text


def moved(ledger: Ledger) -> str:
    """How often money moved, where it was more than once."""
    return f" [bold red]moved {len(ledger.deeds)}x[/]" if len(ledger.deeds) > 1 else ""


def table(peers: list[Peer]) -> Table:
    """Every fault and every client."""
    made = Table("fault", *(f"{peer.name}\n{peer.version}" for peer in peers), title="One payment, one fault")
    with ExitStack() as stack:
        server = stack.enter_context(FaultyServer.running(lambda _: Success(200, _SUCCESS)))
        stack.enter_context(retries_over_http())
        stack.enter_context(patch.object(time, "sleep", server.paused))
        pays = [(peer, peer.made(server.url)) for peer in peers]
        for fault in FAULTS:
            made.add_row(fault.name.removesuffix(", done"), *(cell(server, peer, pay, fault) for peer, pay in pays))
    return made


def main(names: list[str]) -> int:
    """Print the table of all clients, or of those that are named."""
    Console(width=170).print(table([peer for peer in PEERS if peer.name in names or not names]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
