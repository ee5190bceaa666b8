"""A reconciliation as a file for people and programs, and as a page that an accountant reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from html import escape
from os import PathLike
from typing import Any, Final

from onepay_client.money import label
from onepay_client.outcomes import MoneyState
from onepay_client.payouts.reports import STATE_NAMES
from onepay_client.payouts.states import RowState
from onepay_client.tables.html import Language, checked_language, facts, page, table
from onepay_client.tables.writing import checked_path, write_privately, write_table
from onepay_core.arguments import checked_kind
from onepay_core.tracebacks import private_locals

from .discrepancies import Discrepancy
from .discrepancies import DiscrepancyKind as Kind
from .reconciling import Reconciliation
from .records import Record, Source

__all__ = ("export", "report_html", "write_report")

COLUMNS: Final = (
    "kind",
    "difference",
    "books",
    "onepay",
    "day",
    "booked",
    "moved",
    "external_id",
    "id",
    "detail",
    "advice",
)
SPANISH: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.MISSING_IN_ONEPAY: ("No está en OnePay", "Búsquelo en el panel; corrija los libros si nunca se hizo."),
    Kind.MISSING_IN_BOOKS: ("No está en los libros", "Regístrelo, o averigüe quién lo hizo."),
    Kind.AMOUNT: ("Monto distinto", "Compárelo con el documento que paga."),
    Kind.AMOUNT_IN_CENTS: ("Un lado cuenta centavos", "Los montos de llamadas y respuestas son pesos enteros."),
    Kind.FEE: ("Comisión distinta", "Compárela con el extracto de comisiones de OnePay."),
    Kind.FEE_DEDUCTED: ("Registrado sin la comisión", "Registre el ingreso completo y la comisión como costo."),
    Kind.CURRENCY: ("Moneda distinta", "Corrija la moneda en los libros."),
    Kind.DIRECTION: ("Entrada por salida", "Corrija el signo o la cuenta en los libros."),
    Kind.DAY: ("Día distinto", "Regístrelo el día en que OnePay lo movió, hora de Bogotá."),
    Kind.OUTSIDE_PERIOD: ("Fuera del periodo", "Páselo al periodo de su día."),
    Kind.ENVIRONMENT: ("Otro ambiente", "Saque de los libros el dinero de prueba."),
    Kind.DOUBLE_IN_ONEPAY: ("Doble en OnePay", "Devuelva uno de los dos, después de mirar ambos."),
    Kind.DOUBLE_IN_BOOKS: ("Doble en los libros", "Quite los registros repetidos."),
    Kind.PARTLY_PAID: ("Pagado en parte", "Registre la parte pagada y espere el resto."),
    Kind.STILL_OPEN: ("Aún sin pagar", "Regístrelo cuando se pague."),
    Kind.DECLINED: ("Rechazado", "Sáquelo de los libros; el código dice por qué se rechazó."),
    Kind.CANCELLED: ("Cancelado", "Sáquelo de los libros."),
    Kind.EXPIRED: ("Vencido", "Sáquelo de los libros y vuelva a pedir el pago."),
    Kind.REFUNDED: ("Reembolsado", "Registre el reembolso."),
    Kind.REFUND_NOT_FOUND: ("Reembolso sin encontrar", "Pida el reembolso o corrija los libros."),
    Kind.REVERSED: ("En disputa", "Responda la disputa en el panel de OnePay."),
    Kind.UNKNOWN_STATE: ("Estado desconocido", "Búsquelo en el panel de OnePay."),
    Kind.NOT_BOOKED_AS_PAID: ("Pagado y no registrado así", "Registre el pago."),
    Kind.IDENTIFIERS_DISAGREE: ("Identificadores contradictorios", "Averigüe cuál de los identificadores es correcto."),
    Kind.OUTCOME_UNKNOWN: ("Resultado desconocido", "Resuélvalo con onepay_client.recover antes de enviar algo nuevo."),
    Kind.EVENT_WITHOUT_OBJECT: (
        "Evento sin objeto",
        "Consulte el objeto por su id; puede ser de otra empresa o ambiente.",
    ),
    Kind.OBJECT_WITHOUT_EVENT: ("Objeto sin evento", "Revise que el webhook esté activo y consulte lo que perdió."),
    Kind.EVENT_DISAGREES: ("El evento dice otra cosa", "Confíe en el objeto y consúltelo de nuevo."),
    Kind.PAYOUT_RETURNED: ("Dispersión devuelta", "Corrija la cuenta y vuelva a pagar en un paso aparte."),
    Kind.PAYOUT_FAILED: ("Dispersión fallida", "Corrija la causa y vuelva a pagar en un paso aparte."),
    Kind.PAYOUT_NOT_SENT: ("Dispersión sin enviar", "Continúe la dispersión."),
    Kind.PAYOUT_OPEN: ("Dispersión sin confirmar", "Espere su evento o pregunte a OnePay."),
    Kind.PAYOUT_TWICE: ("Dispersión pagada dos veces", "Pida la devolución de una de las dos."),
    Kind.UNREADABLE: ("Fila ilegible", "Corrija la fila y concilie de nuevo."),
}
_TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "es": {
        "title": "Conciliación",
        "test": "pruebas: no es dinero real",
        "live": "producción",
        "environment": "Ambiente",
        "matched": "Registros que coinciden",
        "wrong": "Diferencias",
        "difference": "Diferencia de los libros",
        "in": "Entró",
        "out": "Salió",
        "fees": "Comisiones",
        "open": "Pendiente",
        "days": "Día por día",
        "kind": "Qué",
        "count": "Cantidad",
        "found": "Diferencias, una por una",
        "books": "Libros",
        "onepay": "OnePay",
        "day": "Día",
        "booked": "Registrado",
        "moved": "Movido",
        "detail": "Detalle",
        "advice": "Qué hacer",
        "sources": "Hasta dónde se puede confiar en cada fuente",
        "nothing": "Los libros y OnePay coinciden.",
        "zone": "Los días son los de Bogotá. Los valores son pesos enteros.",
    },
    "en": {
        "title": "Reconciliation",
        "test": "test: this is not real money",
        "live": "live",
        "environment": "Environment",
        "matched": "Entries that agree",
        "wrong": "Discrepancies",
        "difference": "Difference of the books",
        "in": "In",
        "out": "Out",
        "fees": "Fees",
        "open": "Open",
        "days": "Day by day",
        "kind": "What",
        "count": "Number",
        "found": "Discrepancies, one by one",
        "books": "Books",
        "onepay": "OnePay",
        "day": "Day",
        "booked": "Booked",
        "moved": "Moved",
        "detail": "Detail",
        "advice": "What to do",
        "sources": "How far each source can be trusted",
        "nothing": "The books and OnePay agree.",
        "zone": "Days are those of Bogotá. Amounts are whole pesos.",
    },
}
_SOURCES: Final[Mapping[str, Mapping[Source, str]]] = {
    "es": {
        Source.BOOKS: "libros",
        Source.API: "listas de OnePay",
        Source.INVOICES: "facturas",
        Source.WALLETS: "billeteras",
        Source.EVENTS: "eventos recibidos",
        Source.JOURNAL: "diario del cliente",
        Source.RUNS: "dispersiones",
    },
    "en": {source: source.value for source in Source},
}
_SPANISH_LIMITS: Final[Mapping[str, str]] = {
    "A row without a status is taken as paid.": "Una fila sin estado se toma por pagada.",
    "The lists have no documented filter by day and no promised order; pages are read well beyond the margin.": (
        "Las listas no tienen un filtro por día documentado ni un orden prometido; se leen páginas hasta bien antes "
        "del margen."
    ),
    "A list says how much of a payment in parts was paid only through its payment intents.": (
        "Cuánto se ha pagado de un pago en partes solo lo dicen sus intentos de pago."
    ),
    "The status of an invoice is always CREATED; whether it was paid is read from its payment.": (
        "El estado de una factura siempre es CREATED; si se pagó, lo dice su pago."
    ),
    "An invoice that was changed has a new payment, and what was paid of the former one stands there.": (
        "Una factura modificada tiene un pago nuevo; lo que se pagó del anterior quedó en aquel."
    ),
    "Only the wallets that were named were read; there is no list of all wallets.": (
        "Solo se leyeron las billeteras nombradas; no hay una lista de todas."
    ),
    "Deposits alone are documented; that other movements are payouts is inferred, and no event tells of a wallet.": (
        "Solo las recargas están documentadas; que lo demás sean dispersiones se deduce, y ningún evento informa de "
        "una billetera."
    ),
    "There is no list of payouts: their end comes by event, or not at all.": (
        "No hay una lista de dispersiones: su resultado llega por evento, o no llega."
    ),
    "Every documented reply shows a fee of null, so fees are compared only where OnePay names one.": (
        "Todas las respuestas documentadas muestran la comisión en null; se compara solo donde OnePay la nombra."
    ),
    "Whether an amount in an event is in pesos or in cents is not settled, so amounts of events are not compared.": (
        "Si el monto de un evento está en pesos o en centavos no está resuelto; esos montos no se comparan."
    ),
    "A webhook that was switched off has missed events, and nothing lists what it missed.": (
        "Un webhook desactivado perdió eventos, y nada lista cuáles."
    ),
    "It names only requests whose outcome is unknown; it keeps no amounts.": (
        "Solo nombra peticiones de resultado desconocido; no guarda montos."
    ),
    "A payout is paid only when an event or a person said so.": (
        "Una dispersión está pagada solo cuando lo dijo un evento o una persona."
    ),
}
_PLACES: Final[Mapping[str, str]] = {
    "payments.list": "pago",
    "payment_intents.list": "intento de pago",
    "charges.list": "cobro",
    "invoices.get": "factura",
    "wallets.list_transactions": "billetera",
}
STATES: Final[Mapping[str, str]] = {
    MoneyState.PAID: "pagado",
    MoneyState.PARTLY_PAID: "pagado en parte",
    MoneyState.OPEN: "pendiente",
    MoneyState.DECLINED: "rechazado",
    MoneyState.CANCELLED: "cancelado",
    MoneyState.EXPIRED: "vencido",
    MoneyState.REFUNDED: "reembolsado",
    MoneyState.DISPUTED: "en disputa",
    MoneyState.UNKNOWN: "desconocido",
    **{state.value: name for state, name in STATE_NAMES["es"].items() if isinstance(state, RowState)},
}
_STYLE: Final = """
:root{--in:#1a7f4b;--out:#2f6fb0;--open:#b88600}
.in{fill:var(--in)}.out{fill:var(--out)}.open{fill:var(--open)}svg text{fill:currentColor;font-size:11px}
.key{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin:0 .3em 0 1em}.keys{margin:.5rem 0 .5rem -1em}
"""
_HEIGHT: Final = 140
_TOP: Final = 16
_BAR: Final = 9
_MOST_DAYS: Final = 62
"""Days that the picture shows one by one; it shows the months of a longer period."""
_SHOWN: Final = 5
"""Records of one discrepancy that are named one by one."""


@private_locals
def export(reconciliation: Reconciliation, path: str | PathLike[str]) -> None:
    """Write every discrepancy to a file that ends in ``.csv``, ``.xlsx`` or ``.json``; only its owner may read it.

    Raises:
        ConfigurationError: the file cannot be written, has another ending, or an extra is missing.
    """
    discrepancies = checked_kind("reconciliation", reconciliation, Reconciliation).discrepancies
    records = [_record(found) for found in discrepancies]
    write_table(checked_path(path), COLUMNS, records, sheet="discrepancies", pesos=("difference", "booked", "moved"))


@private_locals
def report_html(reconciliation: Reconciliation, language: Language = "es") -> str:
    """The reconciliation as one HTML page without anything from elsewhere, with a picture of the period.

    Raises:
        ConfigurationError: there is no such language.
    """
    checked_kind("reconciliation", reconciliation, Reconciliation)
    checked_language(language)
    return _Page(reconciliation, language).html()


@private_locals
def write_report(reconciliation: Reconciliation, path: str | PathLike[str], language: Language = "es") -> None:
    """Write ``report_html`` to a file that only its owner can read.

    Raises:
        ConfigurationError: it cannot be written, or there is no such language.
    """
    write_privately(checked_path(path), report_html(reconciliation, language).encode("utf-8", "replace"))


def _record(found: Discrepancy) -> dict[str, Any]:
    ours, theirs = _sides(found)
    return {
        "kind": found.kind.value,
        "difference": found.difference,
        "books": ", ".join(record.where for record in ours),
        "onepay": ", ".join(record.where for record in theirs),
        "day": _day(found),
        "booked": sum(record.amount or 0 for record in ours),
        "moved": sum(record.amount or 0 for record in theirs),
        "external_id": next((value for record in found.records for value in record.external_id), ""),
        "id": next((value for record in found.records for value in record.id), ""),
        "detail": found.detail,
        "advice": found.advice,
    }


def _sides(found: Discrepancy) -> tuple[list[Record], list[Record]]:
    ours = [record for record in found.records if record.source is Source.BOOKS]
    return ours, [record for record in found.records if record.source is not Source.BOOKS]


def _day(found: Discrepancy) -> str:
    days = [record.day for record in found.records if record.day is not None]
    return min(days).isoformat() if days else ""


class _Page:
    """The parts of the page; every value goes through ``escape``."""

    def __init__(self, reconciliation: Reconciliation, language: str) -> None:
        self._found = reconciliation
        self._language = language
        self._texts = _TEXTS[language]

    def html(self) -> str:
        """The whole page."""
        texts, found = self._texts, self._found
        title = f"{texts['title']} {found.period.first} / {found.period.last}"
        body = (
            self._facts(),
            f"<h2>{texts['days']}</h2>{_picture(found, texts)}{self._days()}<p>{escape(texts['zone'])}</p>",
            f"<h2>{texts['wrong']}</h2>",
            self._counts() if found.discrepancies else f"<p>{texts['nothing']}</p>",
            f"<h2>{texts['found']}</h2>{self._table()}" if found.discrepancies else "",
            f"<h2>{texts['sources']}</h2>{self._sources()}",
        )
        return page(self._language, title, body, _STYLE)

    def _facts(self) -> str:
        texts, found = self._texts, self._found
        days = found.days.values()
        return facts(
            (
                (texts["environment"], texts[found.environment]),
                (texts["in"], label(sum(on.collected for on in days))),
                (texts["out"], label(sum(on.paid_out for on in days))),
                (texts["fees"], label(sum(on.fees for on in days))),
                (texts["open"], label(sum(on.open for on in days))),
                (texts["matched"], str(found.matched)),
                (texts["wrong"], str(len(found.discrepancies))),
                (texts["difference"], label(sum(wrong.difference for wrong in found.discrepancies))),
            )
        )

    def _days(self) -> str:
        names = ("in", "out", "fees", "open")
        columns = ((self._texts["day"], "short"), *((self._texts[name], "sum") for name in names))
        rows = (
            (str(day), *(label(sum_) if sum_ else "" for sum_ in (on.collected, on.paid_out, on.fees, on.open)))
            for day, on in self._found.days.items()
        )
        return table(columns, rows)

    def _counts(self) -> str:
        texts = self._texts
        columns = ((texts["kind"], ""), (texts["count"], "sum"), (texts["advice"], ""))
        rows = (
            (escape(self._name(kind)), str(count), escape(self._advice(kind)))
            for kind, count in self._found.counts.items()
        )
        return table(columns, rows)

    def _table(self) -> str:
        texts = self._texts
        columns = (
            (texts["kind"], ""),
            (texts["day"], "short"),
            (texts["books"], ""),
            (texts["booked"], "sum"),
            (texts["onepay"], ""),
            (texts["moved"], "sum"),
            (texts["detail"], ""),
        )
        return table(columns, map(self._row, self._found.discrepancies))

    def _row(self, found: Discrepancy) -> tuple[str, ...]:
        ours, theirs = _sides(found)
        detail = found.detail if self._language == "en" else ""
        cells = (
            self._name(found.kind),
            _day(found),
            self._places(ours),
            _amounts(ours),
            self._places(theirs),
            _amounts(theirs),
            detail or self._states(theirs),
        )
        return tuple(map(escape, cells))

    def _places(self, records: list[Record]) -> str:
        shown = [" ".join((self._place(record), *record.external_id[:1])) for record in records[:_SHOWN]]
        more = [f"+ {len(records) - _SHOWN}"] if len(records) > _SHOWN else []
        return ", ".join([*shown, *more])

    def _place(self, record: Record) -> str:
        if self._language != "es" or record.source is Source.EVENTS:
            return record.where
        return _PLACES.get(record.where) or re.sub(r"\bline (?=\d+$)", "línea ", record.where)

    def _states(self, records: list[Record]) -> str:
        states = dict.fromkeys(record.code or record.state.value for record in records)
        return ", ".join(STATES.get(state, state) if self._language == "es" else state for state in states)

    def _name(self, kind: Kind) -> str:
        return SPANISH[kind][0] if self._language == "es" else kind.value.replace("_", " ")

    def _advice(self, kind: Kind) -> str:
        return SPANISH[kind][1] if self._language == "es" else Discrepancy(kind=kind, records=()).advice

    def _sources(self) -> str:
        return facts(
            (
                (
                    f"{_SOURCES[self._language][trust.source]} ({trust.records})",
                    " ".join(map(self._limit, trust.limits)),
                )
                for trust in self._found.sources
            ),
            "long",
        )

    def _limit(self, limit: str) -> str:
        return _SPANISH_LIMITS[limit] if self._language == "es" else limit


def _amounts(records: list[Record]) -> str:
    amounts = [record.amount for record in records if record.amount is not None]
    return label(sum(amounts)) if len(amounts) > _SHOWN else " + ".join(map(label, amounts))


def _picture(found: Reconciliation, texts: Mapping[str, str]) -> str:
    """Bars for what came in, went out and waits, a day or a month; the table below says the same in figures."""
    steps = _steps(found)
    highest = max((max(sums) for sums in steps.values()), default=0)
    if not highest:
        return ""
    width = len(steps) * 4 * _BAR + _BAR
    bars = [f'<text x="0" y="11">{label(highest)}</text><path d="M0 {_TOP + _HEIGHT}H{width}" stroke="currentColor"/>']
    for place, (name, sums) in enumerate(steps.items()):
        left = _BAR + place * 4 * _BAR
        for number, (kind, value) in enumerate(zip(("in", "out", "open"), sums, strict=True)):
            height = round(_HEIGHT * value / highest)
            if height:
                bars.append(
                    f'<rect class="{kind}" x="{left + number * _BAR}" y="{_TOP + _HEIGHT - height}" '
                    f'width="{_BAR - 1}" height="{height}"><title>{name}: {texts[kind]} {label(value)}</title></rect>'
                )
        bars.append(f'<text x="{left}" y="{_TOP + _HEIGHT + 14}">{name[-2:]}</text>')
    keys = "".join(
        f'<svg class="key" viewBox="0 0 1 1" aria-hidden="true"><rect class="{kind}" width="1" height="1"/></svg>'
        f"{escape(texts[kind])}"
        for kind in ("in", "out", "open")
    )
    return (
        f'<p class="keys">{keys}</p><div class="wide"><svg role="img" aria-label="{escape(texts["days"])}" '
        f'viewBox="0 0 {width} {_TOP + _HEIGHT + 20}" width="{width}">{"".join(bars)}</svg></div>'
    )


def _steps(found: Reconciliation) -> dict[str, tuple[int, int, int]]:
    """What came in, went out and waits on each day of the period, or in each month of a longer one."""
    count = (found.period.last - found.period.first).days + 1
    days = [found.period.first + timedelta(days=number) for number in range(count)] if count <= _MOST_DAYS else []
    sums = {day.isoformat(): [0, 0, 0] for day in days}
    for day, on in found.days.items():
        step = sums.setdefault(day.isoformat() if days else f"{day:%Y-%m}", [0, 0, 0])
        for number, value in enumerate((on.collected, on.paid_out, on.open)):
            step[number] += value
    return {name: (step[0], step[1], step[2]) for name, step in sums.items()}
