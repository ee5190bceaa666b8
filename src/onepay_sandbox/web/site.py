"""Which page answers which path: static files, the payers' pages, and the dashboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Final, TypeAlias
from urllib.parse import unquote

from onepay_contract.document import Contract
from onepay_sandbox.core.clock import stamp
from onepay_sandbox.core.journal import Journal
from onepay_sandbox.core.messages import Request, Response, Steps, json_response
from onepay_sandbox.core.unit_of_work import Transactions
from onepay_sandbox.monitoring import CONTENT_TYPE, Metrics
from onepay_sandbox.web.calls import Calls
from onepay_sandbox.web.checkout import Checkout, not_found
from onepay_sandbox.web.dashboard import UI, Dashboard
from onepay_sandbox.web.kinds import INBOX
from onepay_sandbox.web.languages import language_of
from onepay_sandbox.web.rendering import SECURITY_HEADERS, STATIC, Visit, form_fields, render
from onepay_sandbox.web.sessions import Sessions, is_from_another_site

Show: TypeAlias = Callable[..., Response]
Submit: TypeAlias = Callable[..., Steps[Response]]
_TYPES: Final = {
    "pages.css": "text/css; charset=utf-8",
    "pages.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
_ID: Final = "([^/]{1,300})"


@dataclass(frozen=True, slots=True)
class Route:
    """A path, what a GET of it shows, and what a form that is posted to it does; a private one wants a session."""

    template: str
    pattern: re.Pattern[str]
    show: Show | None
    submit: Submit | None
    is_private: bool = False
    takes_deliveries: bool = False

    def takes(self, method: str) -> bool:
        """Whether the path answers a method."""
        return (method in ("GET", "HEAD") and self.show is not None) or (method == "POST" and self.submit is not None)


def public(pattern: str, show: Show | None = None, submit: Submit | None = None) -> Route:
    """A page for everybody; `{}` in its path is an id."""
    return Route(_template(pattern), re.compile(pattern.replace("{}", _ID)), show, submit)


def private(pattern: str, show: Show | None = None, submit: Submit | None = None) -> Route:
    """A page of an account, for who has its key."""
    path = f"{UI}/{pattern}"
    return Route(_template(path), re.compile(path.replace("{}", _ID)), show, submit, is_private=True)


def _template(pattern: str) -> str:
    """The path of a route for people: `{id}` and `{name}` for what varies."""
    plain = pattern.removesuffix("/?").replace("{}", "{id}").replace("\\.", ".")
    return re.sub(r"\((?:\[[^\]]*\]|[^()])*\)", "{name}", plain)


@dataclass(frozen=True, slots=True)
class Records:
    """What a process remembers of the requests that it has answered."""

    journal: Journal
    metrics: Metrics


class Site:
    """Answers requests for pages."""

    def __init__(
        self,
        transactions: Transactions,
        control: Contract,
        calls: Calls,
        records: Records,
        sessions: Sessions,
    ) -> None:
        """Show what `transactions` read and `records` remember; let `calls` do what a click wants."""
        checkout = Checkout(transactions, calls)
        dashboard = Dashboard(transactions, calls, records.journal, sessions)
        self._transactions: Final = transactions
        self._counted: Final = records.metrics
        self._control: Final = control
        self._dashboard: Final = dashboard
        self._sessions: Final = sessions
        self._routes: Final = (
            public("/payment/{}", checkout.payment),
            public("/payment/{}/([a-z_]{1,20})", checkout.method, checkout.pay),
            public("/charge/{}", checkout.charge, checkout.decide),
            public(r"/qr/([^/]{1,300})\.png", checkout.qr),
            public("/plan/{}", checkout.plan, checkout.subscribe),
            public("/connect-link/{}", checkout.connect, checkout.save),
            public("/enrol/{}", checkout.enrolment, checkout.enrol),
            public("/_sandbox/?", dashboard.home),
            public("/_sandbox/openapi.json", self._description),
            public("/health", self._health),
            public("/metrics", self._metrics),
            public(f"{STATIC}/{{}}", self._static),
            public(f"{UI}/session", None, dashboard.open_session),
            public(f"{UI}/assumptions", dashboard.assumptions),
            Route(INBOX, re.compile(INBOX), None, dashboard.receive, takes_deliveries=True),
            private("session/end", None, dashboard.end_session),
            private("search", dashboard.search),
            private("ledger", dashboard.ledger),
            private("requests", dashboard.requests),
            private("control", dashboard.control),
            private("control/([a-z-]{1,20})", None, dashboard.use),
            private("sample/([a-z]{1,20})", None, dashboard.sample),
            private("([a-z-]{1,20})", dashboard.listing),
            private("([a-z-]{1,20})/new", dashboard.new, dashboard.create),
            private("([a-z-]{1,20})/{}", dashboard.show),
            private("([a-z-]{1,20})/{}/([a-z-]{1,20})", None, dashboard.act),
        )

    def serves(self, request: Request) -> bool:
        """Whether a page answers the request."""
        return self._found(request) is not None

    def template(self, request: Request) -> str:
        """The path of the page that answers a request, with `{id}` for what varies; empty where none does."""
        found = self._found(request)
        return found[0].template if found else ""

    def answer(self, request: Request) -> Steps[Response]:
        """The page that a request names, or what becomes of the form that it brings."""
        visit = Visit(request, language_of(request), self._sessions.find(request))
        found = self._found(request)
        if found is None:
            return not_found(visit)
        route, texts = found
        if route.is_private and visit.session is None:
            return self._dashboard.welcome(visit, status=401)
        if request.method != "POST":
            return route.show(visit, *texts) if route.show else not_found(visit)
        visit = replace(visit, form=form_fields(request))
        if not _may_submit(route, visit):
            return render(visit, "checkout/refused.html", 403)
        return (yield from route.submit(visit, *texts)) if route.submit else not_found(visit)

    def _found(self, request: Request) -> tuple[Route, list[str]] | None:
        path = request.raw_path.decode("ascii", "replace")
        for route in self._routes:
            match = route.pattern.fullmatch(path)
            if match and route.takes(request.method):
                return route, [unquote(text) for text in match.groups()]
        return None

    def _description(self, _: Visit) -> Response:
        return json_response(200, self._control.document)

    def _health(self, _: Visit) -> Response:
        """Say that the sandbox can answer, which takes its database; without that, everything is answered 503."""
        with self._transactions.read("") as unit:
            return json_response(200, {"status": "ok", "at": stamp(unit.now)})

    def _metrics(self, _: Visit) -> Response:
        return Response(200, self._counted.text().encode(), {"content-type": CONTENT_TYPE})

    def _static(self, visit: Visit, name: str) -> Response:
        if name not in _TYPES:
            return not_found(visit)
        body = (files("onepay_sandbox.web") / "static" / name).read_bytes()
        return Response(200, body, {**SECURITY_HEADERS, "content-type": _TYPES[name], "cache-control": "max-age=60"})


def _may_submit(route: Route, visit: Visit) -> bool:
    """Whether a form comes from a page of ours, and of its session where the page is an account's."""
    if route.takes_deliveries:
        return True
    if is_from_another_site(visit.request):
        return False
    return not route.is_private or (visit.session is not None and visit.session.permits(visit.form.get("token", "")))
