"""What OnePay lists is compared with the books once, whichever of its lists show it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onepay_client import OnePay, models, payouts, reconciliation
from onepay_client.errors import UnreadableTable
from onepay_client.outcomes import MoneyState
from onepay_client.reconciliation import BookColumns, DiscrepancyKind, Period, Record, Records, Source
from onepay_client.webhooks.deliveries import build_delivery
from onepay_sandbox.local import LocalSandbox
from people import MARIANA

FEBRUARY = Period(date(2026, 2, 1), date(2026, 2, 28))
Kind = DiscrepancyKind
IN = reconciliation.Direction.IN


class Merchant:
    """A company that collects, and gets every event."""

    def __init__(self) -> None:
        self.sandbox = LocalSandbox()
        self.client = OnePay(self.sandbox.secret_key, transport=self.sandbox.transport)
        self.events: list[bytes] = []

        async def hear(request: Request) -> Response:
            self.events.append(await request.body())
            return Response()

        self.sandbox.deliver_to(Starlette(routes=[Route("/onepay", hear, methods=["POST"])]))
        self.sandbox.webhook()

    def pays(self, payment_id: str, **attempt: Any) -> None:
        self.sandbox.control("POST", f"/payments/{payment_id}/attempts", {"method": "pse", **attempt})

    def sells(self, order: str, amount: int = 150_000) -> None:
        self.pays(self.client.payments.create(title="Café", amount=amount, external_id=order).id)

    def invoices(self, reference: str, number: str) -> models.Invoice:
        return self.client.invoices.create(
            name="Hotel Niebla", amount=780_000, reference=reference, provider="WISPRO", provider_id=number
        )

    def customer(self) -> str:
        return self.client.customers.create(**MARIANA).id

    def compare(self, rows: list[dict[str, Any]], *others: Records) -> reconciliation.Reconciliation:
        listed = reconciliation.from_api(self.client, FEBRUARY)
        events = reconciliation.from_events(build_delivery(body, None) for body in self.events)
        books = reconciliation.books(rows)
        return reconciliation.reconcile(FEBRUARY, books, listed, events, *others, environment="test")


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    merchant = Merchant()
    yield merchant
    merchant.client.close()
    merchant.sandbox.close()


def test_own_ids_with_blanks_are_told_apart(merchant: Merchant) -> None:
    orders = ["Pedido 118", "Pedido 119"]
    for order in orders:
        merchant.sells(order)
    found = merchant.compare([{"external_id": order, "amount": 150_000} for order in orders])
    assert (found.matched, found.discrepancies) == (2, ())


def test_attempt_that_paid_is_no_second_payment(merchant: Merchant) -> None:
    merchant.sells("A-1")
    found = merchant.compare([{"external_id": "A-1", "amount": 150_000}])
    assert found.agrees, found.discrepancies
    (totals,) = found.days.values()
    assert totals.collected == 150_000


def test_a_request_to_pay_is_found_though_two_lists_lack_it(merchant: Merchant) -> None:
    customer = merchant.customer()
    request = merchant.client.request_to_pay.create_nequi(
        amount=40_000, phone="3001234567", customer_id=customer, external_id="R-7"
    )
    merchant.client.request_to_pay.confirm_nequi(request.id)
    merchant.sandbox.advance("PT1H")
    assert merchant.compare([{"external_id": "R-7", "amount": 40_000}]).agrees
    assert merchant.compare([{"external_id": "R-7", "amount": 41_000}]).counts == {Kind.AMOUNT: 1}


def test_books_of_invoices_are_matched_by_each_of_their_ids(merchant: Merchant) -> None:
    made = [merchant.invoices("FV-00119", ""), merchant.invoices("FV-00120", "w-2"), merchant.invoices("FV-00121", "")]
    for invoice in made:
        merchant.pays(invoice.payment.id)
    rows: list[dict[str, Any]] = [
        {"reference": "FV-00119", "external_id": "", "id": "", "amount": 780_000},
        {"reference": "", "external_id": "w-2", "id": "", "amount": 780_000},
        {"reference": "", "external_id": "", "id": made[2].id, "amount": 700_000},
    ]
    invoices = reconciliation.from_invoices(merchant.client, FEBRUARY)
    found = merchant.compare(rows, invoices)
    assert (found.matched, found.counts) == (2, {Kind.AMOUNT: 1})
    (totals,) = found.days.values()
    assert totals.collected == 3 * 780_000
    alone = reconciliation.reconcile(FEBRUARY, reconciliation.books(rows), invoices, environment="test")
    assert alone.counts == {Kind.AMOUNT: 1}


def test_an_invoice_that_is_deleted_meanwhile_is_passed_over(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, gone = merchant.invoices("FV-00200", ""), merchant.invoices("FV-00201", "")
    listed = list(merchant.client.invoices.list(sort="-created_at"))
    merchant.client.invoices.delete(gone.id, reason=models.InvoiceDeleteReason.DELETE_FROM_PROVIDER)

    def list_as_before(_: object, **__: object) -> Iterator[models.InvoiceSummary]:
        return iter(listed)

    monkeypatch.setattr(type(merchant.client.invoices), "list", list_as_before)
    records = reconciliation.from_invoices(merchant.client, FEBRUARY).items
    assert [record.id for record in records] == [(kept.id,)]


def test_a_top_up_of_a_wallet_is_money_that_went_out(merchant: Merchant) -> None:
    merchant.sandbox.deposit(100_000)
    customer = merchant.customer()
    merchant.client.wallets.top_up(customer, amount=60_000, concept="Anticipo cosecha")
    wallets = reconciliation.from_wallets(merchant.client, [customer, customer], FEBRUARY)
    assert merchant.compare([{"reference": "Anticipo cosecha", "amount": -60_000}], wallets).agrees
    assert merchant.compare([{"reference": "otra cosa", "amount": -60_000}], wallets).counts == {
        Kind.MISSING_IN_BOOKS: 1,
        Kind.MISSING_IN_ONEPAY: 1,
    }


def test_every_source_says_how_far_it_can_be_trusted(merchant: Merchant) -> None:
    given = [
        reconciliation.from_invoices(merchant.client, FEBRUARY),
        reconciliation.from_wallets(merchant.client, [], FEBRUARY),
        *(Records(source) for source in (Source.JOURNAL, Source.RUNS)),
    ]
    found = merchant.compare([{"id": "a", "amount": 1}], *given)
    assert {trust.source for trust in found.sources if trust.limits} == set(Source)
    page = reconciliation.report_html(found, "es")
    assert not [limit for trust in found.sources for limit in trust.limits if limit in page]


def part(number: int, amount: int, state: MoneyState = MoneyState.PAID) -> Record:
    return listed(f"part-{number}", amount, state, kind="payment_intent", belongs_to="p-1", external_id=("A-1",))


def listed(identifier: str, amount: int, state: MoneyState = MoneyState.PAID, **changes: Any) -> Record:
    given: dict[str, Any] = {"kind": "payment", "external_id": ("A-1",), "day": FEBRUARY.first}
    return Record(
        source=Source.API, where="api", direction=IN, amount=amount, state=state, id=(identifier,), **given | changes
    )


@pytest.mark.parametrize(
    ("booked", "whole", "parts", "kinds"),
    [
        (75_000, MoneyState.PARTLY_PAID, [part(1, 75_000)], {}),
        (150_000, MoneyState.PARTLY_PAID, [part(1, 75_000)], {Kind.PARTLY_PAID: 1}),
        (150_000, MoneyState.PARTLY_PAID, [], {Kind.PARTLY_PAID: 1}),
        (150_000, MoneyState.PAID, [part(1, 75_000), part(2, 75_000)], {}),
        (150_000, MoneyState.PAID, [part(1, 150_000, MoneyState.DECLINED), part(2, 150_000)], {}),
        (150_000, MoneyState.PAID, [part(1, 150_000), part(2, 150_000)], {Kind.DOUBLE_IN_ONEPAY: 1}),
    ],
)
def test_parts_are_compared_in_place_of_their_payment(
    booked: int, whole: MoneyState, parts: list[Record], kinds: dict[Kind, int]
) -> None:
    records = Records(Source.API, (listed("p-1", 150_000, whole), *parts))
    books = reconciliation.books([{"external_id": "A-1", "amount": booked}])
    found = reconciliation.reconcile(FEBRUARY, books, records)
    assert found.counts == kinds
    if not kinds:
        assert sum(day.collected for day in found.days.values()) == booked


def test_books_come_from_a_query_of_any_database() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE ventas (pedido TEXT, valor NUMERIC, hecho TEXT)")
        rows = [("A-1", 150_000, "2026-02-03 10:15:00.123456"), ("A-2", 90_000.0, "2026-02-04T02:00:00+00:00")]
        connection.executemany("INSERT INTO ventas VALUES (?, ?, ?)", rows)
        cursor = connection.execute("SELECT pedido, valor, hecho FROM ventas ORDER BY pedido")
        columns = BookColumns(external_id="pedido", amount="valor", day="hecho")
        first, second = reconciliation.books(cursor, columns).records
        assert (first.external_id, first.amount, first.day) == (("A-1",), 150_000, date(2026, 2, 3))
        assert (second.amount, second.day) == (90_000, date(2026, 2, 3))
        cursor.row_factory = lambda _, row: dict(zip(("id", "amount"), row, strict=True))
        (by_name,) = reconciliation.books(cursor.execute("SELECT 'A-1' AS id, 5 AS amount")).records
        assert (by_name.id, by_name.amount) == (("A-1",), 5)
        twice = connection.execute("SELECT valor, valor, pedido AS id FROM ventas")
        with pytest.raises(UnreadableTable, match="twice"):
            reconciliation.books(twice, BookColumns(amount="valor", id="id"))
        with pytest.raises(UnreadableTable, match="SELECT"):
            reconciliation.books(connection.execute("DELETE FROM ventas"))


def test_numbers_and_ids_of_a_database_are_read() -> None:
    identifier = UUID("20000000-0000-4000-8000-000000000001")
    rows = [{"id": identifier, "amount": Decimal("-150000.00"), "fee": Decimal(0)}]
    (record,) = reconciliation.books(rows).records
    assert (record.id, record.amount, record.direction, record.fee) == ((str(identifier),), 150_000, "out", None)
    row = {"amount": Decimal("1500000.00"), "customer_id": identifier, "account_id": identifier, "method": "ACH"}
    (payout,) = payouts.read([{**row, "reference": Decimal(7)}]).payouts
    assert (payout.amount, payout.customer_id, payout.reference) == (1_500_000, str(identifier), "7")
    wrong = [10**400, Decimal("10.5"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity")]
    assert len(reconciliation.books([{"id": "a", "amount": amount} for amount in wrong]).unreadable) == 5
    assert all(payouts.read([{**row, "reference": reference}]).problems for reference in wrong)


@pytest.mark.parametrize("written", ["(150.000)", "-$150.000", "$-150.000", "\N{MINUS SIGN}150000", "150.000-"])
def test_accountants_write_what_went_out_in_many_ways(written: str) -> None:
    (record,) = reconciliation.books([{"id": "a", "amount": written}]).records
    assert (record.amount, record.direction) == (150_000, "out")


def test_a_negative_income_is_not_taken_for_an_income() -> None:
    books = reconciliation.books([{"id": "a", "amount": -150_000, "direction": "ingreso"}])
    assert "negative" in books.unreadable[0].reason


def test_a_column_that_comes_twice_is_not_guessed_at() -> None:
    with pytest.raises(UnreadableTable, match="twice"):
        reconciliation.books([{"id": "a", "amount": 1, "Amount": 2}])
