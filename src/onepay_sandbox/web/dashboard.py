"""The dashboard at `/_sandbox/`: what an account holds, and everything that a click can do to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

import msgspec
from msgspec.structs import replace
from sqlalchemy import func, select

from onepay_core.json_values import Json, is_array, is_object
from onepay_sandbox import registry
from onepay_sandbox.core import scenarios
from onepay_sandbox.core.clock import from_microseconds, parse_datetime
from onepay_sandbox.core.journal import Journal
from onepay_sandbox.core.messages import Response, Steps
from onepay_sandbox.core.money import pesos
from onepay_sandbox.core.objects import Search, StoredObject
from onepay_sandbox.core.unit_of_work import Transactions, UnitOfWork
from onepay_sandbox.storage.tables import ENTRIES, OBJECTS, SNAPSHOTS, TIMERS
from onepay_sandbox.web.calls import API, Calls, Reply
from onepay_sandbox.web.checkout import not_found
from onepay_sandbox.web.forms import Field, Form, read_form
from onepay_sandbox.web.kinds import BY_KIND, BY_SLUG, INBOX, KINDS, TOOLS, Column, Kind
from onepay_sandbox.web.languages import message, tone_of
from onepay_sandbox.web.plot import balance_plot
from onepay_sandbox.web.rendering import Visit, new_nonce, redirect, render
from onepay_sandbox.web.samples import GOOD_CARD, PERSON, Samples
from onepay_sandbox.web.sessions import Session, Sessions, expired_cookie, new_key

HOME: Final = "/_sandbox/"
UI: Final = "/_sandbox/ui"
_PAGE: Final = 25
_RECENT: Final = 6
_SEARCHED: Final = 2_000
_SHOWN: Final = 200
_LONGEST_ID: Final = 100
_VALUES: Final = (
    (message("Card number"), scenarios.CARDS),
    (message("Account number"), scenarios.ACCOUNTS),
    (message("Phone of a wallet"), scenarios.PHONES),
    (message("Amount"), {f"{amount}": code for amount, code in scenarios.AMOUNTS.items()}),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the tour that the first page offers: whether it was done, and where it is done."""

    label: str
    is_done: bool
    link: str | None = None
    sample: str | None = None


class Dashboard:
    """The pages of an account, for whoever has its key."""

    def __init__(self, transactions: Transactions, calls: Calls, journal: Journal, sessions: Sessions) -> None:
        """Show what `transactions` read and `journal` remembers; let `calls` do what a click wants."""
        self._transactions: Final = transactions
        self._calls: Final = calls
        self._journal: Final = journal
        self._sessions: Final = sessions

    # Sessions

    def home(self, visit: Visit) -> Response:
        """The overview of the account, or how to open one."""
        if visit.session is None:
            return self.welcome(visit)
        with self._transactions.read(visit.session.tenant) as unit:
            return _render(visit, unit, "dashboard/overview.html", **self._overview(unit))

    def welcome(self, visit: Visit, problem: str = "", status: int = 200) -> Response:
        """The page for who has no account yet."""
        needs_token = self._sessions.token.is_needed
        return render(visit, "dashboard/welcome.html", status, problem=problem, needs_token=needs_token)

    def open_session(self, visit: Visit) -> Steps[Response]:
        """Open the account of the key that was typed in, or a new one."""
        key = visit.form.get("key", "").strip() or new_key()
        if not self._sessions.token.permits(visit.form.get("control_token", "")):
            problem = message("This is not the control token: whoever started the sandbox has it.")
            return self.welcome(visit, problem, 422)
        if self._sessions.tenant_of(key) is None:
            problem = message("The sandbox takes no such key: write one such as sk_test_shop.")
            return self.welcome(visit, problem, 422)
        yield from ()
        return redirect(HOME, cookie=self._sessions.cookie(key, visit.request))

    def end_session(self, visit: Visit) -> Steps[Response]:
        """Forget the key."""
        yield from ()
        return redirect(HOME, cookie=expired_cookie(visit.request))

    def receive(self, _: Visit) -> Steps[Response]:
        """Take a delivery, where no shop listens."""
        yield from ()
        return Response(204)

    # The first page, and examples

    def _overview(self, unit: UnitOfWork) -> dict[str, Any]:
        counts = unit.objects.numbers_by_status()
        recent = [_row(BY_KIND["payment"], item) for item in _newest(unit, "payment", _RECENT)]
        deliveries = [_row(BY_KIND["delivery"], item) for item in _newest(unit, "delivery", _RECENT)]
        return {
            "balance": unit.ledger.balance(),
            "plot": balance_plot(unit),
            "counts": [(kind, sum(counts.get(kind.kind, {}).values())) for kind in KINDS],
            "payments": recent,
            "deliveries": deliveries,
            "payment_kind": BY_KIND["payment"],
            "delivery_kind": BY_KIND["delivery"],
            "upcoming": _upcoming(unit),
            "steps": list(self._steps(unit, counts)),
            "nonce": new_nonce(),
        }

    def _steps(self, unit: UnitOfWork, counts: Mapping[str, Mapping[str, int]]) -> Iterator[Step]:
        """The tour, in its order."""
        payments = counts.get("payment", {})
        open_payment = next(
            (item for item in _newest(unit, "payment", _PAGE) if item.status in ("pending", "declined")), None
        )
        subscription = next(iter(_newest(unit, "subscription", 1)), None)
        listens = bool(counts.get("webhook"))
        yield Step(message("Let the dashboard listen to webhooks"), listens, sample="webhook")
        yield Step(message("Create a payment"), bool(payments), link=f"{UI}/payments/new")
        paid = any(payments.get(status) for status in ("approved", "partially_paid", "refunded"))
        link = f"/payment/{open_payment.id}" if open_payment else f"{UI}/payments/new"
        yield Step(message("Pay it, as the payer at its link"), paid, link=link)
        delivered = bool(counts.get("delivery"))
        yield Step(message("See the webhook that says so"), listens and paid and delivered, link=f"{UI}/deliveries")
        yield Step(message("Subscribe an example customer"), subscription is not None, sample="subscription")
        moved = subscription is not None and subscription["current_cicle"] > 1
        about = f"{UI}/subscriptions/{subscription.id}" if subscription else f"{UI}/subscriptions"
        yield Step(message("Let a month pass for the subscription"), moved, link=about)

    def sample(self, visit: Visit, name: str) -> Steps[Response]:
        """Make an example."""
        session = _session(visit)
        samples = Samples(self._calls, visit.request, session.tenant, visit.form.get("nonce", ""))
        if name == "webhook":
            body = {
                "name": "Sandbox",
                "url": f"{self._transactions.config.local_url or visit.request.base}{INBOX}",
                "events": sorted(registry.shared_config().events),
            }
            call = ("POST", f"{API}/webhooks")
            made = yield from self._calls.make(visit.request, session.tenant, call, body, f"page-{new_nonce()}")
            target = f"{UI}/webhooks"
        elif name == "subscription":
            terms = {"name": "Café de la casa", "amount_in_cents": 4_200_000, "cicle_frequency": "monthly"}
            made = yield from samples.subscription(PERSON, GOOD_CARD, terms)
            target = f"{UI}/subscriptions/{made.body['id']}" if made.is_success else ""
        else:
            made = yield from samples.payout(80_000)
            target = f"{UI}/payouts/{made.body['id']}" if made.is_success else ""
        return self._after(visit, made, HOME if name == "webhook" else target)

    # Lists and objects

    def listing(self, visit: Visit, slug: str) -> Response:
        """The objects of one kind, newest first, a page at a time."""
        kind = BY_SLUG.get(slug)
        if kind is None:
            return not_found(visit)
        parameters, number = visit.request.parameters(), _page_number(visit)
        status = parameters.get("status", "").replace("\0", "") or None  # PostgreSQL refuses to look for NUL
        with self._transactions.read(_session(visit).tenant) as unit:
            search = Search(kind.kind, status=status, offset=(number - 1) * _PAGE, limit=_PAGE)
            found, total = unit.objects.find(search)
            shown: dict[str, Any] = {
                "kind": kind,
                "rows": [_row(kind, item) for item in found],
                "states": sorted(unit.objects.numbers_by_status().get(kind.kind, {}).items()),
                "chosen": status,
                "number": number,
                "last": max(1, -(-total // _PAGE)),
                "nonce": new_nonce(),
            }
            return _render(visit, unit, "dashboard/listing.html", **shown)

    def new(self, visit: Visit, slug: str, problems: Mapping[str, str] | None = None) -> Response:
        """The form that makes an object."""
        kind = BY_SLUG.get(slug)
        if kind is None or kind.create is None:
            return not_found(visit)
        with self._transactions.read(_session(visit).tenant) as unit:
            fields = [(item, _options(unit, item)) for item in kind.create.fields]
            about: dict[str, Any] = {"kind": kind, "form": kind.create, "fields": fields, "nonce": new_nonce()}
            status = 422 if problems else 200
            return _render(visit, unit, "dashboard/new.html", status, problems=problems or {}, **about)

    def create(self, visit: Visit, slug: str) -> Steps[Response]:
        """Make an object."""
        kind = BY_SLUG.get(slug)
        if kind is None or kind.create is None:
            return not_found(visit)
        typed = read_form(kind.create, visit.form)
        if typed.problems:
            return self.new(visit, slug, typed.problems)
        key = f"page-{visit.form.get('nonce', '')}"
        made = yield from self._calls.make(visit.request, _session(visit).tenant, kind.create.call(""), typed.body, key)
        if not made.is_success:
            return replace(self.new(visit, slug, {"": made.problem}), pending=made.pending)
        return redirect(_made_path(kind.create, made, f"{UI}/{slug}"), pending=made.pending)

    def show(self, visit: Visit, slug: str, identifier: str, problem: str = "") -> Response:
        """An object: its fields, its history, what belongs to it, and what can be done to it."""
        kind = BY_SLUG.get(slug)
        with self._transactions.read(_session(visit).tenant) as unit:
            record = unit.objects.get(kind.kind, identifier, include_deleted=True) if kind else None
            if kind is None or record is None:
                return not_found(visit)
            template = "dashboard/delivery.html" if kind.kind == "delivery" else "dashboard/object.html"
            return _render(
                visit, unit, template, 422 if problem else 200, problem=problem, **_object_page(unit, kind, record)
            )

    def act(self, visit: Visit, slug: str, identifier: str, action: str) -> Steps[Response]:
        """Do something to an object, and show it again."""
        kind = BY_SLUG.get(slug)
        form = next((item for item in kind.actions if item.name == action), None) if kind else None
        if kind is None or form is None:
            return not_found(visit)
        typed = read_form(form, visit.form)
        body = _named(typed.body, identifier)
        made = yield from self._calls.make(
            visit.request, _session(visit).tenant, form.call(identifier), body, f"page-{new_nonce()}"
        )
        if not made.is_success:
            return replace(self.show(visit, slug, identifier, made.problem), pending=made.pending)
        return redirect(_made_path(form, made, f"{UI}/{slug}/{identifier}"), pending=made.pending)

    def search(self, visit: Visit) -> Response:
        """What has the text that is looked for, in its id or in one of its fields."""
        text = visit.request.parameters().get("q", "").strip()
        with self._transactions.read(_session(visit).tenant) as unit:
            found = list(_found(unit, text)) if text else []
            rows = [(BY_KIND[item.kind], item, _title(item)) for item in found]
            return _render(visit, unit, "dashboard/search.html", text=text, rows=rows)

    # The account as a whole

    def ledger(self, visit: Visit) -> Response:
        """The double entry of the account's money."""
        with self._transactions.read(_session(visit).tenant) as unit:
            number = _page_number(visit)
            owned = ENTRIES.c.tenant == unit.tenant.name
            sums = select(ENTRIES.c.account, func.sum(ENTRIES.c.amount), func.count()).where(owned)
            accounts = list(unit.connection.execute(sums.group_by(ENTRIES.c.account)))
            part = select(ENTRIES).where(owned).order_by(ENTRIES.c.sequence.desc()).limit(_SHOWN)
            entries = unit.connection.execute(part.offset((number - 1) * _SHOWN)).mappings()
            shown: dict[str, Any] = {
                "balances": [(account, int(held)) for account, held, _ in accounts],
                "number": number,
                "last": -(-sum(many for _, _, many in accounts) // _SHOWN),
                "entries": [{**row, "at": from_microseconds(row["at"])} for row in entries],
                "plot": balance_plot(unit),
                "tools": TOOLS,
                "kinds": BY_KIND,
            }
            return _render(visit, unit, "dashboard/ledger.html", **shown)

    def requests(self, visit: Visit) -> Response:
        """The last requests and their answers."""
        tenant = _session(visit).tenant
        with self._transactions.read(tenant) as unit:
            entries, number = self._journal.entries(tenant), _page_number(visit)
            shown: dict[str, Any] = {
                "entries": entries[(number - 1) * _SHOWN : number * _SHOWN],
                "number": number,
                "last": -(-len(entries) // _SHOWN),
                "journal": self._journal,
            }
            return _render(visit, unit, "dashboard/requests.html", **shown)

    def control(self, visit: Visit, problem: str = "") -> Response:
        """Clock, outcomes, faults, deliveries and snapshots."""
        with self._transactions.read(_session(visit).tenant) as unit:
            named = select(SNAPSHOTS.c.name).where(SNAPSHOTS.c.tenant == unit.tenant.name).order_by(SNAPSHOTS.c.name)
            shown: dict[str, Any] = {
                "tools": TOOLS,
                "settings": unit.tenant.settings,
                "snapshots": list(unit.connection.execute(named).scalars()),
                "upcoming": _upcoming(unit),
                "values": [(words, table.items()) for words, table in _VALUES],
                "problem": problem,
            }
            return _render(visit, unit, "dashboard/control.html", 422 if problem else 200, **shown)

    def use(self, visit: Visit, name: str) -> Steps[Response]:
        """Do something to the account as a whole, and go back to the page where it was wanted."""
        form = TOOLS.get(name)
        if form is None:
            return not_found(visit)
        typed = read_form(form, visit.form)
        if typed.problems:
            return self.control(visit, next(iter(typed.problems.values())))
        target = visit.form.get("id", "").strip() or "saved"
        made = yield from self._calls.make(visit.request, _session(visit).tenant, form.call(target), typed.body)
        if not made.is_success:
            return replace(self.control(visit, made.problem), pending=made.pending)
        back = visit.form.get("back", "")
        return redirect(form.then or (back if back.startswith(HOME) else f"{UI}/control"), pending=made.pending)

    def assumptions(self, visit: Visit) -> Response:
        """Everything that the sandbox claims, and how it is known."""
        claims = registry.assumptions()
        evidence = visit.request.parameters().get("evidence")
        kinds = sorted({claim.evidence for claim in claims})
        shown = [claim for claim in claims if evidence in (None, "", claim.evidence)]
        about: dict[str, Any] = {"claims": shown, "kinds": kinds, "evidence": evidence, "total": len(claims)}
        if visit.session is None:
            return render(visit, "dashboard/assumptions.html", menu=None, **about)
        with self._transactions.read(visit.session.tenant) as unit:
            return _render(visit, unit, "dashboard/assumptions.html", **about)

    def _after(self, visit: Visit, made: Reply, target: str) -> Response:
        if made.is_success:
            return redirect(target, pending=made.pending)
        return replace(self.control(visit, made.problem), pending=made.pending)


def _session(visit: Visit) -> Session:
    """The session of a page that has one; the site shows no other page without one."""
    if visit.session is None:
        raise LookupError("A page of an account was asked for without a session.")
    return visit.session


def _render(visit: Visit, unit: UnitOfWork, template: str, status: int = 200, **values: Any) -> Response:
    """A page of the account, with what stands around each: the menu and the clock."""
    menu = {
        "kinds": KINDS,
        "now": unit.now,
        "running": unit.tenant.running,
        "key": _session(visit).key,
        "here": visit.path,
        "tools": TOOLS,
    }
    return render(visit, template, status, menu=menu, tone=tone_of, **values)


def _newest(unit: UnitOfWork, kind: str, limit: int) -> list[StoredObject]:
    return unit.objects.find(Search(kind, limit=limit))[0]


def _row(kind: Kind, record: StoredObject) -> tuple[StoredObject, list[tuple[Column, Json]]]:
    return record, [(column, _cell(record, column)) for column in kind.columns]


def _cell(record: StoredObject, column: Column) -> Json:
    """What a column shows of an object, written as its kind says."""
    value = record.get(column.field)
    if column.kind == "pesos" and isinstance(value, int):
        return pesos(value)
    if column.kind == "cents" and isinstance(value, int):
        return pesos(value // 100)
    if column.kind == "count":
        return len(value) if is_array(value) else value
    return "" if value is None else value


def _title(record: StoredObject) -> str:
    names = ("title", "name", "first_name", "event", "reference", "url", "method", "brand", "subtype")
    return next((str(record.state[name]) for name in names if record.state.get(name)), record.id)


def _options(unit: UnitOfWork, field: Field) -> list[tuple[str, str]]:
    """What a field lets a person choose from."""
    if field.source is None:
        return list(field.options)
    found = [(item.id, f"{_title(item)} · {item.id[:8]}") for item in _newest(unit, field.source, _SHOWN)]
    return [*found, ("", "—")] if field.source == "card" else found


def _named(body: Json, identifier: str) -> Json:
    """The body of a form about an object, with its id where the form says `{id}`."""
    if not is_object(body):
        return body
    return {name: identifier if value == "{id}" else value for name, value in body.items()}


def _made_path(form: Form, made: Reply, usual: str) -> str:
    """Where a person goes after a form: to what it made, if the form says so."""
    if form.then is None:
        return usual
    body = made.body if is_object(made.body) else {}
    found = body.get("id") or (body["data"].get("id") if is_object(body.get("data")) else None)
    return form.then.replace("{id}", str(found or ""))


def _object_page(unit: UnitOfWork, kind: Kind, record: StoredObject) -> dict[str, Any]:
    claims = [claim for claim in registry.assumptions() if claim.id.startswith(kind.claims)] if kind.claims else []
    actions = [form for form in kind.actions if form.offered(record.status) and not record.gone]
    return {
        "kind": kind,
        "record": record,
        "title": _title(record),
        "cells": [item for item in _row(kind, record)[1] if item[1] != ""],
        "actions": [(form, [(item, _options(unit, item)) for item in form.fields]) for form in actions],
        "page": kind.page.replace("{id}", record.id) if kind.page and not record.gone else None,
        "related": list(_related(unit, record)),
        "history": list(_history(unit, record)),
        "planned": _upcoming(unit, record),
        "claims": claims,
        "state": msgspec.json.format(
            msgspec.json.encode({"id": record.id, "status": record.status, **record.state})
        ).decode(),
        "body": _pretty(record.get("body")),
    }


def _pretty(text: Json) -> str:
    """JSON over several lines; any other text as it is."""
    if not isinstance(text, str):
        return ""
    try:
        return msgspec.json.format(text.encode()).decode()
    except msgspec.DecodeError:
        return text


def _related(unit: UnitOfWork, record: StoredObject) -> Iterator[tuple[Kind, StoredObject, str]]:
    """The objects that this one names, and those that belong to it."""
    named = {
        text
        for text in _texts({**record.state, "owner": record.owner})
        if 0 < len(text) <= _LONGEST_ID and "\0" not in text
    }
    query = select(OBJECTS.c.kind, OBJECTS.c.id).where(
        OBJECTS.c.tenant == unit.tenant.name, OBJECTS.c.kind.in_(list(BY_KIND)), OBJECTS.c.id.in_(sorted(named))
    )
    keys = [(kind, identifier) for kind, identifier in unit.connection.execute(query)]
    found = {key: unit.objects.get(*key, include_deleted=True) for key in keys}
    found |= {(item.kind, item.id): item for item in unit.objects.newest(BY_KIND, _PAGE, owner=record.id)}
    others = [item for item in found.values() if item and item is not record]
    for item in sorted(others, key=lambda item: item.sequence, reverse=True)[:_PAGE]:
        yield BY_KIND[item.kind], item, _title(item)


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_object(value):
        for item in value.values():
            yield from _texts(item)
    elif is_array(value):
        for item in value:
            yield from _texts(item)


def _history(unit: UnitOfWork, record: StoredObject) -> Iterator[tuple[datetime, str, str, str | None]]:
    """What happened to an object, oldest first: a moment, a message, what fills it in, and a page about it."""
    found: list[tuple[datetime, str, str, str | None]] = []
    if record.get("created_at"):
        found.append((parse_datetime(record["created_at"]), message("made"), "", None))
    attempts: list[str] = record["attempts"] if record.kind == "payment" else []
    for identifier in attempts:
        charge = unit.objects.get("charge", identifier)
        if charge:
            page = f"{UI}/charges/{charge.id}"
            found.append((parse_datetime(charge["created_at"]), message("tried to pay"), pesos(charge["amount"]), page))
    entries = select(ENTRIES.c.at, ENTRIES.c.reason, ENTRIES.c.account, ENTRIES.c.amount).where(
        ENTRIES.c.tenant == unit.tenant.name, ENTRIES.c.kind == record.kind, ENTRIES.c.id == record.id
    )
    for at, reason, account, amount in unit.connection.execute(entries.order_by(ENTRIES.c.sequence).limit(_SHOWN)):
        words = f"{account} {'+' if amount > 0 else '-'}{pesos(abs(amount))}"
        found.append((from_microseconds(at), reason, words, f"{UI}/ledger"))
    for delivery in reversed(_newest(unit, "delivery", _SHOWN)):
        if record.id in delivery["body"]:
            page = f"{UI}/deliveries/{delivery.id}"
            found.append((parse_datetime(delivery["created_at"]), message("webhook"), delivery["event"], page))
    yield from sorted(found, key=lambda item: item[0])


def _upcoming(unit: UnitOfWork, record: StoredObject | None = None) -> list[tuple[datetime, str, Kind | None, str]]:
    """What will happen next: a moment, the name of the timer, and the object to which it happens."""
    timers = select(TIMERS.c.due_at, TIMERS.c.name, TIMERS.c.kind, TIMERS.c.id)
    timers = timers.where(TIMERS.c.tenant == unit.tenant.name)
    if record is not None:
        timers = timers.where(TIMERS.c.kind == record.kind, TIMERS.c.id == record.id)
    found = unit.connection.execute(timers.order_by(TIMERS.c.due_at, TIMERS.c.sequence).limit(_RECENT))
    return [(from_microseconds(due), name, BY_KIND.get(kind), identifier) for due, name, kind, identifier in found]


def _found(unit: UnitOfWork, text: str) -> Iterator[StoredObject]:
    """The newest objects with a text in their id or in a field, whatever its case."""
    wanted = text.casefold()
    matches = (
        record
        for record in unit.objects.newest(BY_KIND, _SEARCHED)
        if any(wanted in item.casefold() for item in (record.id, *_texts(record.state)))
    )
    yield from islice(matches, _SHOWN)


def _page_number(visit: Visit) -> int:
    """The page that the address names; the first, where it names none that can be."""
    text = visit.request.parameters().get("page", "")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1  # noqa: PLR2004 - enough
