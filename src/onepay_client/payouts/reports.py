"""A run as a page that an accountant reads (what was paid, what was not, why, who decided), and its rows as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from os import PathLike
from typing import Final

from onepay_client.money import label
from onepay_client.tables.html import Language, checked_language, facts, page, table
from onepay_client.tables.writing import Record, checked_path, write_privately, write_table
from onepay_core.arguments import checked_kind
from onepay_core.tracebacks import private_locals

from .limits import BOGOTA
from .reasons import in_language, is_alarm, is_automatic
from .runs import Run
from .states import RowState, RunRow, RunState, RunStatus

__all__ = ("export", "report_html", "write_report")

TEXTS: Final[dict[str, dict[str, str]]] = {
    "es": {
        "title": "Dispersión",
        "environment": "Ambiente",
        "test": "pruebas: no es dinero real",
        "live": "producción",
        "state": "Estado",
        "approved_by": "Aprobada por",
        "nobody": "nadie todavía",
        "total": "Total",
        "payouts": "pagos",
        "paused": "En pausa",
        "first": "La primera fila que no se envió es la de la línea",
        "summary": "Resumen",
        "attention": "Por atender",
        "nothing": "Nada por atender.",
        "rows": "Pagos",
        "history": "Decisiones",
        "line": "Línea",
        "reference": "Referencia",
        "name": "Nombre",
        "document": "Documento",
        "amount": "Valor",
        "method": "Medio",
        "reason": "Motivo",
        "source": "Según",
        "changed_at": "Desde",
        "when": "Cuándo",
        "event": "Qué",
        "who": "Quién",
        "count": "Cantidad",
        "run": "toda la dispersión",
        "note": "Los pagos pendientes y en proceso aún pueden fallar; los procesados aún pueden ser devueltos. "
        "Las horas son las de Bogotá.",
    },
    "en": {
        "title": "Payout run",
        "environment": "Environment",
        "test": "test: this is not real money",
        "live": "live",
        "state": "State",
        "approved_by": "Approved by",
        "nobody": "nobody yet",
        "total": "Total",
        "payouts": "payouts",
        "paused": "Paused",
        "first": "The first row that was not sent is on line",
        "summary": "Summary",
        "attention": "To look at",
        "nothing": "Nothing to look at.",
        "rows": "Payouts",
        "history": "Decisions",
        "line": "Line",
        "reference": "Reference",
        "name": "Name",
        "document": "Document",
        "amount": "Amount",
        "method": "Method",
        "reason": "Reason",
        "source": "Says",
        "changed_at": "Since",
        "when": "When",
        "event": "What",
        "who": "Who",
        "count": "Number",
        "run": "the whole run",
        "note": "What is pending or under way may still fail; what was paid may still come back. "
        "Times are those of Bogotá.",
    },
}
STATE_NAMES: Final[dict[str, dict[RowState | RunState, str]]] = {
    "es": {
        RowState.NOT_SENT: "no enviado",
        RowState.SENDING: "en envío",
        RowState.UNKNOWN: "resultado desconocido",
        RowState.PENDING: "pendiente",
        RowState.PROCESSING: "en proceso",
        RowState.PROCESSED: "pagado",
        RowState.FAILED: "fallido",
        RowState.RETURNED: "devuelto",
        RunState.DRAFT: "borrador",
        RunState.CHECKED: "revisada",
        RunState.APPROVED: "aprobada",
        RunState.RUNNING: "en envío",
        RunState.PAUSED: "en pausa",
        RunState.FINISHED: "enviada",
    },
    "en": {
        RowState.NOT_SENT: "not sent",
        RowState.SENDING: "being sent",
        RowState.UNKNOWN: "outcome unknown",
        RowState.PENDING: "pending",
        RowState.PROCESSING: "under way",
        RowState.PROCESSED: "paid",
        RowState.FAILED: "failed",
        RowState.RETURNED: "came back",
        RunState.DRAFT: "draft",
        RunState.CHECKED: "checked",
        RunState.APPROVED: "approved",
        RunState.RUNNING: "being sent",
        RunState.PAUSED: "paused",
        RunState.FINISHED: "sent",
    },
}
COLOURS: Final = {
    RowState.PROCESSED: "#1a7f4b",
    RowState.PENDING: "#8a6d00",
    RowState.PROCESSING: "#2f6fb0",
    RowState.FAILED: "#b3261e",
    RowState.RETURNED: "#7a1fa2",
    RowState.UNKNOWN: "#5b2b00",
    RowState.SENDING: "#5b2b00",
    RowState.NOT_SENT: "#5f6368",
}
_COLUMNS: Final = (
    ("line", ""),
    ("reference", ""),
    ("name", ""),
    ("document", "short"),
    ("amount", "sum"),
    ("method", ""),
    ("state", ""),
    ("reason", ""),
    ("source", ""),
    ("changed_at", "short"),
)
_ATTENTION: Final = (RowState.FAILED, RowState.RETURNED, RowState.UNKNOWN, RowState.SENDING, RowState.NOT_SENT)
_STYLE: Final = """
.bar{display:flex;height:1.6rem;border-radius:4px;overflow:hidden;margin:.75rem 0;border:1px solid #ccc}
.state{white-space:nowrap;font-weight:600}
"""


@private_locals
def report_html(run: Run, language: Language = "es") -> str:
    """A run as one HTML page without anything from elsewhere: it prints, and it can be kept with the books.

    Raises:
        ConfigurationError: there is no such language.
    """
    checked_kind("run", run, Run)
    checked_language(language)
    return _Page(run, language).html()


@private_locals
def write_report(run: Run, path: str | PathLike[str], language: Language = "es") -> None:
    """Write ``report_html`` to a file that only its owner can read; it holds personal data.

    Raises:
        ConfigurationError: it cannot be written, or there is no such language.
    """
    target = checked_path(path)
    write_privately(target, report_html(run, language).encode("utf-8", "replace"))
    run.note_file(target)


class _Page:
    """The parts of the page; every value goes through ``escape``."""

    def __init__(self, run: Run, language: str) -> None:
        self._status: RunStatus = run.status()
        self._rows: Sequence[RunRow] = run.rows()
        self._history = run.history()
        self._language = language
        self._texts = TEXTS[language]
        self._states = STATE_NAMES[language]

    def html(self) -> str:
        """The whole page."""
        texts = self._texts
        attention = [row for row in self._rows if row.state in _ATTENTION or is_alarm(row.reason)]
        body = (
            self._facts(),
            f"<h2>{texts['summary']}</h2>{self._bar()}{self._totals()}<p>{escape(texts['note'])}</p>",
            f"<h2>{texts['attention']}</h2>",
            self._table(attention) if attention else f"<p>{texts['nothing']}</p>",
            f"<h2>{texts['rows']}</h2>{self._table(self._rows)}",
            f"<h2>{texts['history']}</h2>{self._decisions()}",
        )
        return page(self._language, f"{texts['title']} {self._status.name}", body, _STYLE)

    def _facts(self) -> str:
        texts, status = self._texts, self._status
        pairs = [
            (texts["environment"], texts.get(status.environment, status.environment)),
            (texts["state"], self._states[status.state]),
            (texts["total"], f"{label(status.total)}, {status.count} {texts['payouts']}"),
            (texts["approved_by"], status.approved_by or texts["nobody"]),
        ]
        if status.paused_because:
            first = f" {texts['first']} {status.first_not_sent}." if status.first_not_sent else ""
            pairs.append((texts["paused"], f"{in_language(status.paused_because, self._language).rstrip('.')}.{first}"))
        return facts(pairs)

    def _bar(self) -> str:
        """The sums of the states as parts of one bar; the table below says the same in words."""
        parts = [
            f'<div style="flex:{max(found.total, 1)};background:{COLOURS[state]}"></div>'
            for state, found in self._status.rows.items()
        ]
        return f'<div class="bar" aria-hidden="true">{"".join(parts)}</div>'

    def _totals(self) -> str:
        texts = self._texts
        columns = ((texts["state"], ""), (texts["count"], "sum"), (texts["total"], "sum"))
        rows = (
            (self._state(state), str(found.count), label(found.total)) for state, found in self._status.rows.items()
        )
        return table(columns, rows)

    def _table(self, rows: Sequence[RunRow]) -> str:
        columns = [(self._texts[name], kind) for name, kind in _COLUMNS]
        return table(columns, map(self._row, rows), [is_alarm(row.reason) for row in rows])

    def _row(self, row: RunRow) -> tuple[str, ...]:
        return (
            str(row.line),
            *(escape(text) for text in (row.reference, row.name, row.document)),
            label(row.amount),
            escape(row.method),
            self._state(row.state),
            escape(in_language(row.reason, self._language)),
            escape(in_language(row.source, self._language)),
            _time(row.changed_at),
        )

    def _state(self, state: RowState) -> str:
        return f'<span class="state" style="color:{COLOURS[state]}">{escape(self._states[state])}</span>'

    def _event(self, event: str) -> str:
        states = {state.value: name for state, name in self._states.items() if isinstance(state, RowState)}
        return states.get(event) or in_language(event, self._language)

    def _decisions(self) -> str:
        """What people decided; what OnePay said of each payout stands with the payout."""
        texts = self._texts
        lines = {row.position: str(row.line) for row in self._rows}
        columns = (
            (texts["when"], "short"),
            (texts["line"], ""),
            (texts["event"], ""),
            (texts["who"], ""),
            (texts["reason"], ""),
        )
        rows = [
            (
                _time(at),
                lines.get(position, texts["run"]),
                escape(self._event(event)),
                escape(source),
                escape(in_language(reason, self._language)),
            )
            for position, at, event, source, reason in self._history
            if not is_automatic(source)
        ]
        return table(columns, rows)


def _time(at: float) -> str:
    """A moment without its offset, which the page says once."""
    return moment(at).rpartition("-")[0]


COLUMNS: Final = (
    "line",
    "reference",
    "name",
    "document",
    "amount",
    "method",
    "state",
    "reason",
    "source",
    "changed_at",
    "sent_at",
    "cashout_id",
    "customer_id",
    "account_id",
    "attempt",
    "idempotency_key",
    "description",
)


@private_locals
def export(run: Run, path: str | PathLike[str]) -> None:
    """Write every row of a run to ``path``, which ends in ``.csv``, ``.xlsx`` or ``.json``.

    The file holds personal data, so only its owner may read it. ``purge`` does not reach it, but names it: the path is
    kept in the run's history. A text that a spreadsheet
    would take for a formula gets an apostrophe before it.

    Raises:
        ConfigurationError: the file cannot be written, has another ending, or an extra is missing.
    """
    rows = checked_kind("run", run, Run).rows()
    target = checked_path(path)
    write_table(target, COLUMNS, [record(row) for row in rows], sheet="payouts", pesos=("amount",))
    run.note_file(target)


def record(row: RunRow) -> Record:
    """A row as an accountant names its parts; moments are those of Bogotá."""
    values = {
        "changed_at": moment(row.changed_at),
        "sent_at": moment(row.claimed_at),
        "idempotency_key": row.key,
        "state": row.state.value,
    }
    return {name: values[name] if name in values else getattr(row, name) for name in COLUMNS}


def moment(at: float) -> str:
    """A moment in Bogotá, to the second; empty for one that never was."""
    return datetime.fromtimestamp(at, UTC).astimezone(BOGOTA).isoformat(" ", "seconds") if at else ""
