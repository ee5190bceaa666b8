"""The only place that sends. Everything that keeps a run polite and harmless happens here, for every request."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final

import httpx

from onepay_conformance import guard
from onepay_conformance.aborts import GatewayDown, Refused, ServerLost, TooManyRefusals
from onepay_conformance.contract_index import ContractIndex
from onepay_conformance.journal import Intent, Journal, Made
from onepay_conformance.policy import MOST_REFUSALS, RunPolicy, wait_after
from onepay_conformance.target import Key, Server
from onepay_contract.exchanges import Exchange
from onepay_contract.judging import is_of_gateway
from onepay_core.json_values import limit_depth

TIMEOUT: Final = 30.0
_SILENCES: Final = 3
MOST_OUTAGE: Final = 120.0
"""So many seconds a lost connection is waited for (ours)."""
FIRST_OUTAGE: Final = 3.0
"""The same where there was no connection yet; the address may be wrong."""
MOST_GATEWAY_ERRORS: Final = 5
"""So many times in a row a gateway may answer in the place of the API (ours)."""
_LONGEST_PAUSE: Final = 15.0
_TOO_MANY: Final = 429


class NoReply(Exception):
    """The connection broke or nothing came in time; what the server did is unknown."""


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """A request that is to be sent."""

    operation: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    key: Key = Key.SECRET
    ids: Mapping[str, str] = field(default_factory=dict[str, str])
    cleans: bool = False
    is_documented: bool = True
    """Whether the operation has this method; an exchange without one belongs to no operation."""


class Sender:
    """Sends to one server, within the policy of one run."""

    def __init__(
        self,
        server: Server,
        contract_index: ContractIndex,
        policy: RunPolicy,
        journal: Journal,
        record: Callable[[Exchange], None],
    ) -> None:
        """Hand every exchange to `record` before the next request is sent."""
        self.server: Final = server
        self.policy: Final = policy
        self.journal: Final = journal
        self.contract_index: Final = contract_index
        self._record: Final = record
        self._client: Final = httpx.Client(
            transport=server.transport, timeout=TIMEOUT, trust_env=False, cookies=_no_cookies()
        )
        self._silences = 0
        self._gateway_errors = 0
        self._was_reached = False
        self._books: Final = threading.Lock()  # active checks send twice at the same moment

    def close(self) -> None:
        """Give connections back."""
        self._client.close()

    def send(self, requested: PlannedRequest) -> Exchange:
        """Send, patiently where the server asks for it.

        Raises `Abort` where the run has to end, `Refused` where this request must not be sent, and `NoReply`.
        """
        request = self._request(requested)
        if self.policy.read_only and request.method != "GET":
            raise Refused(f"{requested.operation} would write, and this run only reads.")
        guard.check_request(request, self.server)
        exchange = self._once(requested, request)
        refusals = 1
        while self._is_put_off(exchange):
            if refusals > MOST_REFUSALS:
                raise TooManyRefusals(
                    f"{requested.operation} was answered {exchange.status} {refusals} times. Try again later."
                )
            if is_of_gateway(exchange) and not self._may_repeat(requested):
                raise NoReply(f"{requested.operation}: a gateway answered {exchange.status}")
            now = self.policy.watch.now()
            self.policy.watch.sleep(wait_after(refusals, exchange.header("retry-after"), now))
            exchange = self._once(requested, request)
            refusals += 1
        return exchange

    def _is_put_off(self, exchange: Exchange) -> bool:
        """Whether the request did not come to the API now, and should be sent again; ends the run in a storm."""
        is_of_storm = is_of_gateway(exchange)
        self._gateway_errors = self._gateway_errors + 1 if is_of_storm else 0
        if self._gateway_errors >= MOST_GATEWAY_ERRORS:
            raise GatewayDown(
                f"A gateway before {self.server.name} answered {exchange.status} {self._gateway_errors} times in a row."
            )
        return is_of_storm or self._asks_to_wait(exchange)

    def _may_repeat(self, request: PlannedRequest) -> bool:
        """Whether a request may be sent again though it may have been carried out."""
        return request.method == "GET" or any(name.lower() == "x-idempotency" for name, _ in request.headers)

    def _once(self, requested: PlannedRequest, request: httpx.Request) -> Exchange:
        makes = self._makes(requested)
        with self._books:
            number = self._entered(requested, makes=makes)
        exchange = self._exchanged(requested, request)
        with self._books:
            self._note(number, requested, exchange, makes=makes)
        guard.check_reply(exchange, self.server)
        return exchange

    def _entered(self, request: PlannedRequest, *, makes: bool) -> int:
        """The number of a request that is about to leave, and is paid for and written down."""
        self.policy.budget.spend(makes=makes, cleans=request.cleans)
        self.policy.bucket.take()
        number = self.policy.budget.sent
        if makes:
            self.journal.intends(_intent(number, request))
        else:
            self.journal.sends(number)
        return number

    def _exchanged(self, requested: PlannedRequest, request: httpx.Request) -> Exchange:
        watch = self.policy.watch
        stamp, before = watch.stamp(), watch.elapsed()
        try:
            reply = self._connected(request)
        except (httpx.TransportError, httpx.DecodingError) as error:
            self._silences += 1
            if self._silences >= _SILENCES:
                lost = NoReply(requested.operation)
                lost.__cause__ = error
                raise ServerLost(f"{self.server.name} did not answer {_SILENCES} times in a row: {error}.") from lost
            raise NoReply(f"{requested.operation}: {type(error).__name__}: {error}") from error
        self._silences = 0
        return _exchange(requested, request, reply, (watch.elapsed() - before) * 1000, stamp)

    def _connected(self, request: httpx.Request) -> httpx.Response:
        """Send; where no connection comes about, nothing was sent, so wait and try again until patience ends."""
        waited = 0.0
        patience = MOST_OUTAGE if self._was_reached else FIRST_OUTAGE
        while True:
            try:
                reply = self._client.send(request)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if waited >= patience:
                    name, reason = self.server.name, f"{type(error).__name__}: {error}"
                    raise ServerLost(f"{name} could not be reached for {waited:g} s ({reason}).") from error
                pause = min(_LONGEST_PAUSE, max(1.0, waited))
                self.policy.watch.sleep(pause)
                waited += pause
            else:
                self._was_reached = True
                return reply

    def _note(self, number: int, request: PlannedRequest, exchange: Exchange, *, makes: bool) -> None:
        """Write down what came back before anything else is sent."""
        made = self._made(request, exchange) if makes and 200 <= exchange.status < 300 else None
        is_new = made is not None and made.name not in self.journal.past.made
        if makes and 200 <= exchange.status < 300:
            self.policy.budget.note_made(can_be_cleaned=is_new)
        self.journal.answered(number, request.operation, exchange.status, made)
        if 200 <= exchange.status < 300:
            self._note_undone(request)
        self._record(exchange)

    def _note_undone(self, request: PlannedRequest) -> None:
        made = self.journal.past.made.get(Made("", request.operation, request.ids).name)
        if made:
            self.forget(made)

    def forget(self, made: Made) -> None:
        """An object needs no cleaning any more."""
        self.journal.gone(made)
        self.policy.budget.note_cleaned()

    def _makes(self, request: PlannedRequest) -> bool:
        operation = self.contract_index.operations[request.operation]
        is_whole = request.method == operation.method == "POST"
        return is_whole and not request.cleans and self.contract_index.takes_idempotency_key(operation)

    def _made(self, request: PlannedRequest, exchange: Exchange) -> Made | None:
        link = self.contract_index.undoer(request.operation)
        ids = link.ids(exchange.value, request.ids) if link else None
        return Made(request.operation, link.target, ids) if link and ids else None

    def _asks_to_wait(self, exchange: Exchange) -> bool:
        """A 429, unless the operation documents one that means something else and no time is given."""
        if exchange.status != _TOO_MANY:
            return False
        documented = exchange.operation is not None and self.contract_index.operations[exchange.operation].reply(
            _TOO_MANY
        )
        return not documented or exchange.header("retry-after") is not None

    def _request(self, request: PlannedRequest) -> httpx.Request:
        operation = self.contract_index.operations[request.operation]
        bearer = self.server.keys.bearer(request.key)
        headers = [*request.headers, *([("Authorization", bearer)] if bearer else [])]
        return self._client.build_request(
            request.method,
            self.server.url(operation, request.path),
            params=list(request.query) or None,
            headers=[("User-Agent", "onepay-contract"), *headers],
            content=request.body,
        )


def _no_cookies() -> CookieJar:
    """A jar that keeps nothing: what a load balancer sets is no part of the API, and must not change what is asked."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def _intent(number: int, request: PlannedRequest) -> Intent:
    try:
        body = json.loads(limit_depth(request.body)) if request.body else None
    except ValueError:
        body = None
    key = next((value for name, value in request.headers if name.lower() == "x-idempotency"), "")
    return Intent(number, request.operation, request.ids, body, key)


def _exchange(
    requested: PlannedRequest, request: httpx.Request, reply: httpx.Response, milliseconds: float, stamp: str
) -> Exchange:
    return Exchange(
        operation=requested.operation if requested.is_documented else None,
        method=request.method,
        url=str(request.url),
        request_headers=tuple(request.headers.multi_items()),
        request_body=request.content,
        status=reply.status_code,
        reply_headers=tuple(reply.headers.multi_items()),
        reply_body=reply.content,
        milliseconds=milliseconds,
        at=stamp,
    )
