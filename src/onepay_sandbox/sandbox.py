"""The sans-I/O core: `answer(request) -> response`; `http.application` and `http.transport` drive it."""

from __future__ import annotations

import logging
from functools import partial
from typing import Final

from onepay_contract.document import ContractError
from onepay_core.json_values import Json
from onepay_sandbox.api import Api
from onepay_sandbox.control.api import CONTROL, ControlApi, ControlContext, ControlToken
from onepay_sandbox.core.clock import Clock, WallClock, frozen, wall_time
from onepay_sandbox.core.journal import Journal
from onepay_sandbox.core.messages import DeliveryTarget, Request, Response, Steps, error_response
from onepay_sandbox.core.migration import migrate
from onepay_sandbox.core.scheduler import Scheduler
from onepay_sandbox.core.unit_of_work import PAGES, SandboxConfig, Transactions
from onepay_sandbox.monitoring import Metrics
from onepay_sandbox.network import Network, WebhookHosts
from onepay_sandbox.registry import shared_config
from onepay_sandbox.routing import Addresses
from onepay_sandbox.storage.database import Database, DatabaseUnavailable
from onepay_sandbox.web.calls import Calls
from onepay_sandbox.web.sessions import Sessions
from onepay_sandbox.web.site import Records, Site

_LOG: Final = logging.getLogger("onepay_sandbox")


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
        check_replies: bool = True,
        network: Network | None = None,
        wall: WallClock = wall_time,
    ) -> None:
        """Open the database and put everything together; see `create_app` for the arguments."""
        network = network or Network()
        self.delivery_target: DeliveryTarget | None = None
        self._shared: Final = shared_config()
        api = self._shared.api
        self._addresses: Final = Addresses(network, (*api.contract.servers, PAGES))
        webhook_hosts = WebhookHosts(network.webhook_hosts, remote=network.remote_webhooks)
        try:
            self._database: Final = Database(database, seed, partial(migrate, kinds=self._shared.state_machines))
        finally:
            del database  # it may hold a password, which no traceback shall show
        config = SandboxConfig(
            self._database.seed,
            self._shared.state_machines,
            self._check_event,
            webhook_hosts=webhook_hosts,
            pages=self._addresses.public_url or network.local_url or PAGES,
            local_url=network.local_url,
        )
        self.transactions: Final = Transactions(self._database, config, clock or frozen(), wall)
        self.scheduler: Final = Scheduler(self.transactions)
        self.journal: Final = Journal(api.contract)
        self.metrics: Final = Metrics(wall().timestamp())
        self._api: Final = Api(api, self.scheduler, live=live, checked=check_replies)
        token = ControlToken(network.control_token)
        context = ControlContext(self.transactions.clock, wall, self.journal, api.functions.keys(), live, token)
        self._control: Final = ControlApi(self._shared.control, self.scheduler, context)
        sessions, records = Sessions(token, live=live), Records(self.journal, self.metrics)
        calls = Calls(self._answer, token.headers)
        self._site: Final = Site(self.transactions, self._shared.control.contract, calls, records, sessions)

    @property
    def public_url(self) -> str | None:
        """Where all links lead, if the network says so."""
        return self._addresses.public_url

    @property
    def waits_for_a_server(self) -> bool:
        """Whether the database is a server, for which a step may have to wait."""
        return self._database.is_server

    @property
    def is_kept(self) -> bool:
        """Whether the data outlive this process, and others can use them too."""
        return self._database.is_kept

    def serve_as(self, worker: int) -> None:
        """Be one of several processes that answer at one address: none of them sees all requests."""
        self.journal.is_complete = False
        self.metrics.worker = worker
        self.scheduler.locks.are_shared = True

    def answer(self, request: Request) -> Steps[Response]:
        """The response to a request."""
        received = self._addresses.received(request)
        if isinstance(received, Response):
            return received
        is_page = not received.raw_path.startswith(self._shared.api.router.prefixes) and self._site.serves(received)
        answer = self._site.answer if is_page else self._answer
        try:
            return (yield from answer(received))
        except DatabaseUnavailable as failure:
            _LOG.warning("A request was answered with 503. %s", failure)
            return error_response(503)

    def _answer(self, request: Request) -> Steps[Response]:
        """The response of the control API or the emulated API."""
        if request.raw_path == CONTROL or request.raw_path.startswith(CONTROL + b"/"):
            return (yield from self._control.answer(request))
        response = yield from self._api.answer(request)
        self.journal.note(request, response)
        if response.pending:
            yield from self.scheduler.pass_time(response.pending)
        return response

    def route(self, request: Request) -> str:
        """The template of the path of a request, such as `/v1/payments/{payment_id}`; empty where there is none.

        So nothing that a client wrote gets into a log or a metric.
        """
        for router in (self._shared.api.router, self._shared.control.router):
            if template := router.template(request.host, request.raw_path):
                return template
        return self._site.template(request)

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
