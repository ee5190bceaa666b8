"""A reconciliation as a file for people and programs, and as a page that an accountant reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from os import PathLike
from typing import Any, Final, Literal, TypeAlias

from onepay_client.errors import ConfigurationError
from onepay_client.money import label
from onepay_client.tables.writing import checked_path, write_privately, write_table
from onepay_core.arguments import checked_kind
from onepay_core.tracebacks import private_locals

from .discrepancies import Discrepancy
from .discrepancies import DiscrepancyKind as Kind
from .reconciling import DayTotals, Reconciliation
from .records import Record, Source

__all__ = ("export", "report_html", "write_report")

Language: TypeAlias = Literal["es", "en"]

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
        "amount": "Valor",
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
        "amount": "Amount",
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
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE: Final = """
:root{color-scheme:light dark;--line:#8884;--in:#1a7f4b;--out:#2f6fb0;--open:#b88600}
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}
h1{font-size:1.6rem;margin:0 0 .5rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0}dd{margin:0}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}svg{max-width:100%;height:auto}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
td.sum,th.sum{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.in{fill:var(--in)}.out{fill:var(--out)}.open{fill:var(--open)}svg text{fill:currentColor;font-size:11px}
.key{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin:0 .3em 0 1em}
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}
"""
_HEIGHT: Final = 120
_BAR: Final = 8


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
    if not isinstance(language, str) or language not in _TEXTS:  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a type checker
        raise ConfigurationError("A report is written in Spanish (es) or in English (en).")
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
        title = escape(f"{texts['title']} {found.period.first} / {found.period.last}")
        return "".join(
            (
                f'<!doctype html>\n<html lang="{self._language}"><head><meta charset="utf-8">',
                '<meta name="viewport" content="width=device-width">',
                f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
                f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>",
                self._facts(),
                f"<h2>{texts['days']}</h2>{_picture(found.days, texts)}{self._days()}<p>{escape(texts['zone'])}</p>",
                f"<h2>{texts['wrong']}</h2>",
                self._counts() if found.discrepancies else f"<p>{texts['nothing']}</p>",
                f"<h2>{texts['found']}</h2>{self._table()}" if found.discrepancies else "",
                f"<h2>{texts['sources']}</h2>{self._sources()}</main></body></html>\n",
            )
        )

    def _facts(self) -> str:
        texts, found = self._texts, self._found
        facts = (
            (texts["environment"], texts[found.environment]),
            (texts["matched"], str(found.matched)),
            (texts["wrong"], str(len(found.discrepancies))),
            (texts["difference"], label(sum(wrong.difference for wrong in found.discrepancies))),
        )
        return "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts) + "</dl>"

    def _days(self) -> str:
        texts = self._texts
        names = ("in", "out", "fees", "open")
        head = _head((texts["day"], ""), *((texts[name], "sum") for name in names))
        rows = [
            f"<tr><td>{day}</td>"
            + "".join(f'<td class="sum">{label(value)}</td>' for value in (on.collected, on.paid_out, on.fees, on.open))
            + "</tr>"
            for day, on in self._found.days.items()
        ]
        return f'<div class="wide"><table>{head}{"".join(rows)}</table></div>'

    def _counts(self) -> str:
        texts = self._texts
        head = _head((texts["kind"], ""), (texts["count"], "sum"), (texts["advice"], ""))
        rows = [
            f'<tr><td>{escape(self._name(kind))}</td><td class="sum">{count}</td>'
            f"<td>{escape(self._advice(kind))}</td></tr>"
            for kind, count in self._found.counts.items()
        ]
        return f'<div class="wide"><table>{head}{"".join(rows)}</table></div>'

    def _table(self) -> str:
        texts = self._texts
        columns = (
            (texts["kind"], ""),
            (texts["day"], ""),
            (texts["books"], ""),
            (texts["amount"], "sum"),
            (texts["onepay"], ""),
            (texts["amount"], "sum"),
            (texts["detail"], ""),
        )
        rows = "".join(map(self._row, self._found.discrepancies))
        return f'<div class="wide"><table>{_head(*columns)}{rows}</table></div>'

    def _row(self, found: Discrepancy) -> str:
        ours, theirs = _sides(found)
        detail = found.detail if self._language == "en" else ""
        cells = (
            (self._name(found.kind), ""),
            (_day(found), ""),
            (_places(ours), ""),
            (_amounts(ours), "sum"),
            (_places(theirs), ""),
            (_amounts(theirs), "sum"),
            (detail or self._states(theirs), ""),
        )
        return "<tr>" + "".join(f'<td class="{kind}">{escape(text)}</td>' for text, kind in cells) + "</tr>"

    def _states(self, records: list[Record]) -> str:
        return ", ".join(dict.fromkeys(record.code or record.state.value for record in records))

    def _name(self, kind: Kind) -> str:
        return SPANISH[kind][0] if self._language == "es" else kind.value.replace("_", " ")

    def _advice(self, kind: Kind) -> str:
        return SPANISH[kind][1] if self._language == "es" else Discrepancy(kind=kind, records=()).advice

    def _sources(self) -> str:
        items = [
            f"<dt>{escape(_SOURCES[self._language][trust.source])} ({trust.records})</dt>"
            f"<dd>{escape(' '.join(map(self._limit, trust.limits)))}</dd>"
            for trust in self._found.sources
        ]
        return f"<dl>{''.join(items)}</dl>"

    def _limit(self, limit: str) -> str:
        return _SPANISH_LIMITS[limit] if self._language == "es" else limit


def _places(records: list[Record]) -> str:
    return ", ".join(" ".join((record.where, *record.external_id[:1])) for record in records)


def _amounts(records: list[Record]) -> str:
    return " + ".join(label(record.amount) for record in records if record.amount is not None)


def _picture(days: Mapping[date, DayTotals], texts: Mapping[str, str]) -> str:
    """A bar a day for what came in, went out and waits; the table below says the same in figures."""
    if not days:
        return ""
    highest = max(max(on.collected, on.paid_out, on.open) for on in days.values()) or 1
    width = len(days) * (4 * _BAR) + _BAR
    bars: list[str] = []
    for place, (day, on) in enumerate(days.items()):
        left = _BAR + place * 4 * _BAR
        for number, (kind, value) in enumerate((("in", on.collected), ("out", on.paid_out), ("open", on.open))):
            height = round(_HEIGHT * value / highest)
            title = f"{day}: {texts[kind]} {label(value)}"
            bars.append(
                f'<rect class="{kind}" x="{left + number * _BAR}" y="{_HEIGHT - height}" width="{_BAR - 1}" '
                f'height="{height}"><title>{escape(title)}</title></rect>'
            )
        bars.append(f'<text x="{left}" y="{_HEIGHT + 14}">{day.day}</text>')
    keys = "".join(
        f'<svg class="key" viewBox="0 0 1 1" aria-hidden="true"><rect class="{kind}" width="1" height="1"/></svg>'
        f"{escape(texts[kind])}"
        for kind in ("in", "out", "open")
    )
    return (
        f'<p>{keys}</p><svg role="img" aria-label="{escape(texts["days"])}" viewBox="0 0 {width} {_HEIGHT + 20}" '
        f'width="{width}">{"".join(bars)}</svg>'
    )


def _head(*columns: tuple[str, str]) -> str:
    cells = "".join(f'<th scope="col" class="{kind}">{escape(name)}</th>' for name, kind in columns)
    return f"<thead><tr>{cells}</tr></thead>"
