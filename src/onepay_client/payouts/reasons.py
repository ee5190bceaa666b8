"""The reasons that runs and rows are given by this package, in English as they are kept, and in Spanish for reports."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """Why a run was paused, or a row is in its state. What the API or a person says is kept as it was said."""

    NO_ANSWER = "the API does not answer"
    NEVER_REACHED = "the API was never reached"
    NOTHING_TELLS = "no answer says whether it was carried out"
    INTERRUPTED = "it was interrupted"
    ERROR = "an error ended it"
    DAY_LIMIT = "the limit of the day is reached"
    UNKNOWN_LEFT = "the outcome of some payouts is not known"
    NOT_SENT_LEFT = "rows were not sent"
    TO_REPEAT = "rows are to be paid again"
    KEY_TOO_OLD = "it may have been sent, so long ago that its key may be forgotten; look it up, and settle it"
    ONEPAY_SAYS = "OnePay said so"
    CONTRADICTION = "OnePay said that it failed, and then that it was paid; look it up in the panel, and settle it"
    PAID_TWICE = "ALARM: its earlier payout, which had failed, was paid as well"
    STATUS = "OnePay's status"
    ODD_EVENT = "OnePay sent an event that is not known, or contradicts itself; look the payout up in the panel"


class Event(StrEnum):
    """What was decided about a run or a row, beside the states that a row was given."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    TO_REPEAT = "to be paid again"
    FORMER = "earlier payout"
    FORMER_PAID = "earlier payout was paid"
    ODD = "event that is not known"
    EXPORTED = "written to a file"


class Origin(StrEnum):
    """Who said what is known of a row, where that is no person; the name of the event follows."""

    API = "api"
    EVENT = "event"
    LIST = "list"


SPANISH: Final[dict[Reason | Event | Origin, str]] = {
    Reason.NO_ANSWER: "la API no responde",
    Reason.NEVER_REACHED: "no se pudo llegar a la API",
    Reason.NOTHING_TELLS: "ninguna respuesta dice si se hizo",
    Reason.INTERRUPTED: "fue interrumpida",
    Reason.ERROR: "la terminó un error",
    Reason.DAY_LIMIT: "se alcanzó el límite del día",
    Reason.UNKNOWN_LEFT: "no se conoce el resultado de algunos pagos",
    Reason.NOT_SENT_LEFT: "hay filas sin enviar",
    Reason.TO_REPEAT: "hay filas por pagar otra vez",
    Reason.KEY_TOO_OLD: "pudo haberse enviado hace tanto que su clave puede haberse olvidado; búsquelo y regístrelo",
    Reason.ONEPAY_SAYS: "así lo informó OnePay",
    Reason.CONTRADICTION: "OnePay informó que falló y después que se pagó; búsquelo en el panel y regístrelo",
    Reason.PAID_TWICE: "ALERTA: su pago anterior, que había fallado, también se pagó",
    Reason.STATUS: "estado según OnePay",
    Reason.ODD_EVENT: "OnePay envió un evento desconocido o contradictorio; busque el pago en el panel",
    Event.DRAFTED: "preparada",
    Event.APPROVED: "aprobada",
    Event.TO_REPEAT: "por pagar otra vez",
    Event.FORMER: "pago anterior",
    Event.FORMER_PAID: "el pago anterior sí se pagó",
    Event.ODD: "evento desconocido",
    Event.EXPORTED: "escrita en un archivo",
    Origin.API: "API",
    Origin.EVENT: "evento",
    Origin.LIST: "lista",
}


def in_language(text: str, language: str) -> str:
    """A reason or an event in a language, with whatever follows it; other texts stay as they are."""
    if language != "es":
        return text
    found = next(
        (
            phrase
            for phrase in SPANISH
            if text == phrase or text.startswith((f"{phrase} (", f"{phrase}: ", f"{phrase} cashout."))
        ),
        None,
    )
    return text if found is None else SPANISH[found] + text.removeprefix(found)


def is_alarm(reason: str) -> bool:
    """Whether somebody has to look at a row, whatever state it is in."""
    return reason == Reason.PAID_TWICE or reason.startswith(Reason.ODD_EVENT)


def is_automatic(source: str) -> bool:
    """Whether no person said it: an event, a list, or a reply of the API."""
    return source in list(Origin) or source.startswith(f"{Origin.EVENT} cashout.")
