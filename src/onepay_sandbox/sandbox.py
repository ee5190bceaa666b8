"""The sans-I/O core: `answer(request) -> response`; `http.application` and `http.transport` drive it."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable
from typing import Final
from urllib.parse import urlsplit

from onepay_contract.document import ContractError
from onepay_core.json_values import Json
from onepay_sandbox.api import Api
from onepay_sandbox.control.api import CONTROL, ControlApi, ControlContext
from onepay_sandbox.core.clock import Clock, WallClock, frozen, wall_time
from onepay_sandbox.core.journal import Journal
from onepay_sandbox.core.messages import DeliveryTarget, Request, Response, Steps, json_response
from onepay_sandbox.core.scheduler import Scheduler
from onepay_sandbox.core.unit_of_work import PAGES, SandboxConfig, Transactions
from onepay_sandbox.registry import shared_config
from onepay_sandbox.storage.database import Database
from onepay_sandbox.web.calls import Calls
from onepay_sandbox.web.site import Site

_PRIVATE: Final = (".localhost", ".test", ".internal", ".example", ".invalid")
"""Endings that nobody can register in the public DNS."""


class AllowedHosts:
    """The hosts that a request may name."""

    def __init__(self, names: Iterable[str]) -> None:
        """Allow `names` besides addresses of IP, names without a dot, and names that the public DNS does not have."""
        self._names: Final = frozenset(name.lower() for name in names)

    def refusal(self, host: str) -> Response | None:
        """The answer to a request for a host that is not allowed; None where it is."""
        name = _host_name(host)
        if name is not None and self._is_allowed(name):
            return None
        message = (
            f"El sandbox no atiende el host {host[:100]}. Usa 127.0.0.1, o inícialo con --allow-host y ese nombre."
        )
        return json_response(421, {"message": message})

    def _is_allowed(self, name: str) -> bool:
        return "." not in name or name in self._names or name.endswith(_PRIVATE) or _is_address(name)


def _host_name(host: str) -> str | None:
    """The name in a Host header, without its port; None where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        name = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    is_plain = parts.netloc == host and "@" not in host and host.isascii() and host.isprintable()
    return name if name and is_plain else None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Sandbox:
    """A stateful stand-in for the API, without a socket.

    `answer` gives what leaves, `afterwards` sends the deliveries that follow from it. Both are steps: they yield what
    is to be sent or waited for, and go on with what came back. Only a call that moves a clock sends before it answers.
    """

    def __init__(  # noqa: PLR0913 - all are keywords with defaults
        self,
        *,
        clock: Clock | None = None,
        seed: int | None = None,
        database: str | None = None,
        live: bool = False,
        remote_webhooks: bool = False,
        pages: str = PAGES,
        check_replies: bool = True,
        hosts: Collection[str] = (),
        wall: WallClock = wall_time,
    ) -> None:
        """Open the database and put everything together; see `create_app` for the arguments."""
        self.delivery_target: DeliveryTarget | None = None
        self._shared: Final = shared_config()
        api = self._shared.api
        self._database: Final = Database(database, seed)
        config = SandboxConfig(
            self._database.seed,
            self._shared.state_machines,
            self._check_event,
            remote_webhooks=remote_webhooks,
            pages=pages,
        )
        self.transactions: Final = Transactions(self._database, config, clock or frozen(), wall)
        self.scheduler: Final = Scheduler(self.transactions)
        self.journal: Final = Journal(api.contract)
        self._api: Final = Api(api, self.scheduler, live=live, checked=check_replies)
        known = (urlsplit(url).hostname or "" for url in (*api.contract.servers, pages))
        self._hosts: Final = AllowedHosts((*hosts, *known))
        context = ControlContext(self.transactions.clock, wall, self.journal, api.functions.keys(), live=live)
        self._control: Final = ControlApi(self._shared.control, self.scheduler, context)
        calls = Calls(self._answer)
        self._site: Final = Site(self.transactions, self._shared.control.contract, calls, self.journal, live=live)

    def answer(self, request: Request) -> Steps[Response]:
        """The response to a request."""
        refusal = self._hosts.refusal(request.host)
        if refusal:
            return refusal
        if self._site.serves(request):
            return (yield from self._site.answer(request))
        return (yield from self._answer(request))

    def _answer(self, request: Request) -> Steps[Response]:
        """The response of the control API or the emulated API."""
        if request.raw_path == CONTROL or request.raw_path.startswith(CONTROL + b"/"):
            return (yield from self._control.answer(request))
        response = yield from self._api.answer(request)
        self.journal.note(request, response)
        if response.pending:
            yield from self.scheduler.pass_time(response.pending)
        return response

    def afterwards(self, response: Response) -> Steps[None]:
        """Send the deliveries that follow from a response."""
        if response.pending:
            yield from self.scheduler.deliver(response.pending)

    def overdue(self, *, running: bool) -> list[str]:
        """The accounts for which something is due by now; only those whose clock runs if `running`."""
        return self.transactions.overdue(running=running)

    def catch_up(self, account: str) -> Steps[None]:
        """Do and send what is due by now for one account."""
        yield from self.scheduler.pass_time(account)
        yield from self.scheduler.deliver(account)

    def close(self) -> None:
        """Give back the database."""
        self._database.close()

    def _check_event(self, event: str, body: Json) -> None:
        schema = self._shared.events.get(event)
        if schema is None:
            raise ContractError(f"The contract knows no event {event}.")
        problems = self._shared.api.validator.errors(event, schema, body)
        if problems:
            raise ContractError("An event breaks the contract.\n" + "\n".join(problems))
