"""The application for in-process tests and for any ASGI server."""

from __future__ import annotations

from collections.abc import Collection

from onepay_sandbox.asgi import Application
from onepay_sandbox.clock import Clock
from onepay_sandbox.links import PAGES
from onepay_sandbox.sandbox import Sandbox


def create_app(  # noqa: PLR0913 - what a sandbox can be told are keywords
    *,
    clock: Clock | None = None,
    seed: int | None = None,
    database: str | None = None,
    live: bool = False,
    remote_webhooks: bool = False,
    pages: str = PAGES,
    check_replies: bool = True,
    hosts: Collection[str] = (),
) -> Application:
    """A sandbox of its own.

    `clock` is `frozen()` unless you say `running()`; `seed` decides every id and code; `database` is the path
    of a file or a URL, and without it the data live in memory and go with the application. `live` takes live
    keys too, which open accounts of their own, as false as the others. Webhooks stand on loopback, unless
    `remote_webhooks` lets deliveries leave this machine. `pages` is where the links of payments lead; the
    sandbox answers there wherever it is served. Unless `check_replies` is off, a reply that would break the
    contract does not leave, and an error that says why takes its place. Requests that name another host than this
    machine's addresses, a name without a dot, the API's own hosts or one of `hosts` are answered 421.
    """
    return Application(
        Sandbox(
            clock=clock,
            seed=seed,
            database=database,
            live=live,
            remote_webhooks=remote_webhooks,
            pages=pages,
            check_replies=check_replies,
            hosts=hosts,
        )
    )
