"""The report for people who act on it: what stands first, each cause once with its evidence, and a page in Spanish.

Keys are left out. What the run has invented is shown as it was sent; what a reply tells of anybody else is masked.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from onepay_conformance.run import Report
from onepay_contract.document import Contract
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind, Severity, Signature
from onepay_contract.reports import Sample
from onepay_core.json_values import Json, is_array, is_object

NOTHING_ASKED: Final = "Nothing was asked, so nothing was judged."
_MASK: Final = "•••"
_LONGEST: Final = 1_500
_MOST_PLACES: Final = 40
_KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {"authorization": "Bearer $ONEPAY_API_KEY", "x-customer-token": "$CUSTOMER_TOKEN"}
)
_LEFT_OUT: Final = frozenset(("host", "user-agent", "accept-encoding", "connection", "content-length"))
_REQUEST_IDS: Final = ("x-request-id", "x-correlation-id", "x-amzn-trace-id", "cf-ray")


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings that say the same of several operations: one sample, the places, and how often all were met."""

    sample: Finding
    places: Sequence[Finding]
    times: int


def causes(report: Report) -> list[Cause]:
    """The findings by cause, the gravest first: equal in kind, place within the reply, and expectation."""
    groups: dict[tuple[Kind, Severity, str, str], list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault((finding.kind, finding.severity, finding.pointer, finding.expected), []).append(finding)
    return [
        Cause(group[0], group, sum(report.findings.count(finding) for finding in group)) for group in groups.values()
    ]


def first_things(report: Report, resume: str = "") -> list[str]:
    """What a reader must know before any finding: what was not done, not answered and not cleaned, and how to go on."""
    lines = [NOTHING_ASKED] if not report.exchanges else []
    if report.stopped:
        lines.append(f"The run ended early. {report.stopped}")
        lines += [f"To go on, and to clean up: {resume}"] if resume else []
    lines += [f"Not cleaned up: {name}." for name in report.figures.left]
    for kept in report.figures.kept:
        is_open = f"; open still: {', '.join(kept.open)}" if kept.open else ""
        lines.append(f"Made by {kept.maker}, and no call undoes it: {kept.made}{is_open}.")
    for name, statuses in report.figures.unanswered.items():
        met = ", ".join(f"{status} ({times})" for status, times in statuses.items())
        lines.append(f"Never answered 2xx: {name}; it answered {met}.")
    return lines


def as_markdown(report: Report, contract: Contract, *, server: str, made: str, resume: str = "") -> str:
    """The report as Markdown: first things, causes with evidence in English, and a section for OnePay in Spanish."""
    shown = Evidence(report, contract)
    found = causes(report)
    lines = [f"# What {server} does and the contract does not say", "", f"Made: {made}.", ""]
    lines += [f"- {line}" for line in first_things(report, resume)]
    lines += ["", *_totals(found)]
    for number, cause in enumerate(found, 1):
        lines += ["", *_cause(number, cause, shown)]
    lines += ["", "# Para el soporte de OnePay", "", *_spanish(found, shown)]
    return "\n".join(lines).rstrip() + "\n"


class Evidence:
    """Writes exchanges of one run without keys, secrets, and what belongs to anybody else."""

    def __init__(self, report: Report, contract: Contract) -> None:
        self._contract: Final = contract
        self._lines: Final = {id(exchange): number for number, exchange in enumerate(report.exchanges, 2)}
        self._own: Final = frozenset(_invented(report.exchanges))
        marked = [
            (name, field["x-sensitive"])
            for schema in contract.schemas.values()
            for name, field in schema.get("properties", {}).items()
            if "x-sensitive" in field
        ]
        self._secret: Final = frozenset(name for name, mark in marked if mark == "secret")
        self._personal: Final = frozenset(name for name, _ in marked)

    def place(self, finding: Finding) -> str:
        """The operation of a finding as method and path."""
        operation = self._contract.operations.get(finding.operation)
        return f"`{operation.method} {operation.path}`" if operation else finding.operation

    def curl(self, exchange: Exchange) -> str:
        """The request as a command; keys are variables of the shell."""
        words = ["curl", "-X", exchange.method, shlex.quote(exchange.url)]
        for name, value in exchange.request_headers:
            if name.lower() not in _LEFT_OUT:
                header = (
                    f'"{name}: {_KEYS[name.lower()]}"' if name.lower() in _KEYS else shlex.quote(f"{name}: {value}")
                )
                words += ["-H", header]
        if exchange.request_body:
            words += ["-d", shlex.quote(self._body(exchange.request_body, is_own=True))]
        return " ".join(words)

    def reply(self, exchange: Exchange) -> str:
        """The status and the body of the reply."""
        return f"{exchange.status} {self._body(exchange.reply_body, is_own=False)}".rstrip()

    def sample(self, exchange: Exchange) -> Sample:
        """The exchange as all forms of the report show it."""
        operation = self._contract.operations.get(exchange.operation or "")
        return Sample(
            exchange.method,
            operation.path if operation else urlsplit(exchange.url).path,
            self.curl(exchange),
            self.reply(exchange),
            exchange.at,
            round(exchange.milliseconds, 1),
            next((f"{name} {value}" for name in _REQUEST_IDS if (value := exchange.header(name))), None),
            self._lines.get(id(exchange)),
        )

    def _body(self, body: bytes, *, is_own: bool) -> str:
        try:
            text = json.dumps(self._masked(json.loads(body), "", is_own=is_own), ensure_ascii=False)
        except (ValueError, RecursionError):
            text = f"({len(body)} bytes that are no JSON)" if body else ""
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} characters)"

    def _masked(self, value: Json, name: str, *, is_own: bool) -> Json:
        if is_object(value):
            return {key: self._masked(item, key, is_own=is_own) for key, item in value.items()}
        if is_array(value):
            return [self._masked(item, name, is_own=is_own) for item in value]
        is_foreign = name in self._personal and not is_own and str(value) not in self._own
        return _MASK if value is not None and (name in self._secret or is_foreign) else value


def samples_of(report: Report, contract: Contract) -> dict[Signature, Sample]:
    """The exchange that shows each finding, where there is one."""
    shown = Evidence(report, contract)
    return {item.signature: shown.sample(item.exchange) for item in report.findings if item.exchange}


def _invented(exchanges: Sequence[Exchange]) -> Iterator[str]:
    """The values of all request bodies, which the run has made up."""
    for exchange in exchanges:
        if exchange.request_body:
            try:
                yield from _leaves(json.loads(exchange.request_body))
            except (ValueError, RecursionError):
                continue


def _leaves(value: Json) -> Iterator[str]:
    held = [*value.values()] if is_object(value) else value if is_array(value) else None
    if held is None:
        yield str(value)
    for item in held or ():
        yield from _leaves(item)


def _totals(found: Sequence[Cause]) -> Iterator[str]:
    """How many causes there are of each severity and kind."""
    if not found:
        yield "Nothing departs from the contract in what was asked."
    for severity in reversed(Severity):
        kinds = dict.fromkeys(cause.sample.kind for cause in found if cause.sample.severity is severity)
        for kind in kinds:
            of_kind = [cause for cause in found if (cause.sample.kind, cause.sample.severity) == (kind, severity)]
            places = sum(len(cause.places) for cause in of_kind)
            yield f"- {severity.word}, {kind}: {len(of_kind)} cause(s) in {places} place(s). {kind.sentence}"


def _cause(number: int, cause: Cause, shown: Evidence) -> Iterator[str]:
    finding = cause.sample
    yield f"## {number}. {finding.severity.word}: {finding.kind}"
    yield ""
    yield f"{finding.kind.sentence} Expected {finding.expected}; seen {finding.actual}, {cause.times} time(s)."
    yield ""
    yield f"- where: `{finding.pointer or 'the reply'}` of {_places(cause, shown)}"
    yield f"- evidence: {finding.evidence}{f', {finding.source}' if finding.source else ''}"
    if finding.exchange:
        yield f"- sent: {shown.sample(finding.exchange).facts}"
        yield from ("", "```", shown.curl(finding.exchange), shown.reply(finding.exchange), "```")


def _places(cause: Cause, shown: Evidence) -> str:
    named = list(dict.fromkeys(shown.place(finding) for finding in cause.places))
    more = f" and {len(named) - _MOST_PLACES} more" if len(named) > _MOST_PLACES else ""
    return f"{', '.join(named[:_MOST_PLACES])}{more}"


def _spanish(found: Sequence[Cause], shown: Evidence) -> Iterator[str]:
    if not found:
        yield "No encontramos diferencias con la documentación en lo que se probó."
    for number, cause in enumerate(found, 1):
        finding = cause.sample
        yield f"## {number}. {SPANISH[finding.kind]}"
        yield ""
        yield f"- Operación: {_places(cause, shown)}; campo o lugar: `{finding.pointer or 'la respuesta'}`"
        yield f"- La documentación dice ({_DOCUMENTED[finding.evidence]}): {finding.source or 'sin página'}"
        yield f"- Veces: {cause.times}"
        if finding.exchange:
            yield f"- Momento y referencia: {shown.sample(finding.exchange).facts}"
            yield from ("", "Se envió:", "", "```", shown.curl(finding.exchange), "```", "", "Llegó:", "")
            yield from ("```", shown.reply(finding.exchange), "```")
        yield ""


_DOCUMENTED: Final[Mapping[str, str]] = MappingProxyType(
    {"documented": "página oficial", "observed": "observado en otros programas", "inferred": "deducido"}
)
SPANISH: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.UNDOCUMENTED_OPERATION: "Una dirección que la documentación no menciona",
        Kind.UNDOCUMENTED_STATUS: "Un código de estado que la documentación no menciona",
        Kind.UNDOCUMENTED_FIELD: "Un campo que la documentación no menciona",
        Kind.UNDOCUMENTED_HEADER: "Una cabecera que la documentación no menciona",
        Kind.UNDOCUMENTED_VALUE: "Un valor que no está en una lista cerrada",
        Kind.UNLISTED_VALUE: "Un valor nuevo en una lista abierta",
        Kind.UNEXPECTED_NULL: "Un valor nulo donde no se permite",
        Kind.WRONG_TYPE: "Un valor de otro tipo",
        Kind.WRONG_FORMAT: "Un texto en otro formato",
        Kind.BROKEN_CONSTRAINT: "Un valor fuera de sus límites",
        Kind.MISSING_FIELD: "Falta un campo",
        Kind.MISSING_HEADER: "Falta una cabecera",
        Kind.WRONG_CONTENT_TYPE: "El tipo de contenido no corresponde",
        Kind.UNREADABLE_BODY: "El cuerpo no es JSON",
        Kind.UNEXPECTED_BODY: "Hay un cuerpo donde no debe haberlo",
        Kind.MISSING_BODY: "Falta el cuerpo",
        Kind.OTHER_SHAPE: "Un objeto con otra forma",
        Kind.SERVER_ERROR: "Error del servidor (5XX)",
        Kind.IDEMPOTENCY_IGNORED: "Una repetición con la misma clave de idempotencia se ejecutó de nuevo",
        Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY: "Una clave de idempotencia usada se aceptó con otro cuerpo",
        Kind.IDEMPOTENCY_KEYS_CONFUSED: "Dos claves de idempotencia distintas se tomaron por una, o una se olvidó",
        Kind.KEY_NOT_REQUIRED: "Una solicitud sin una llave válida se ejecutó",
        Kind.PUBLIC_KEY_ACCEPTED: "La llave pública hace lo que solo puede la secreta",
        Kind.WRONG_ENVIRONMENT: "Datos reales con una llave de pruebas, o al revés",
        Kind.LEAK_BETWEEN_ACCOUNTS: "Una cuenta ve o cambia objetos de otra",
        Kind.DELETED_STILL_THERE: "Algo eliminado o cancelado todavía se puede usar",
        Kind.FINAL_STATE_MOVED: "Un objeto salió de un estado final",
        Kind.AMOUNT_NOT_WHOLE_PESOS: "Un monto que no está en pesos enteros",
        Kind.LABEL_DISAGREES: "La etiqueta muestra otro monto",
        Kind.PAGE_REPEATS: "Dos páginas de una lista repiten un objeto",
        Kind.PAGE_SKIPS: "Un objeto no aparece en ninguna página",
        Kind.PAGE_LOOPS: "Las páginas no terminan",
        Kind.PAGE_SIZE_IGNORED: "El tamaño de página no se respeta",
        Kind.PAGE_TOTAL_WRONG: "Los totales de una página no corresponden",
        Kind.FILTER_IGNORED: "Un filtro no se aplica",
        Kind.SORT_IGNORED: "El orden pedido no se aplica",
        Kind.TIME_WITHOUT_ZONE: "Una fecha y hora sin zona horaria",
        Kind.TIME_GOES_BACKWARDS: "Fechas en un orden imposible",
        Kind.VALUE_NOT_KEPT: "Lo que se lee no es lo que se escribió",
        Kind.ID_REUSED: "Dos objetos con el mismo identificador",
        Kind.SECRET_IN_REPLY: "Una respuesta repite un secreto",
        Kind.REPLY_SHARED: "Un caché o un sitio ajeno puede leer una respuesta privada",
        Kind.STACK_TRACE_IN_REPLY: "Una respuesta muestra el interior del servidor",
        Kind.SLOW_REPLY: "Una respuesta demasiado lenta",
        Kind.INVALID_REQUEST_ACCEPTED: "Se aceptó una solicitud que la documentación prohíbe",
        Kind.VALID_REQUEST_REFUSED: "Se rechazó una solicitud que la documentación permite",
        Kind.WRONG_METHOD_ACCEPTED: "Se aceptó un método que la ruta no tiene",
        Kind.WEBHOOK_NOT_AUTHENTIC: "Una entrega de webhook no prueba quién la envió",
        Kind.WEBHOOK_MISSING: "Falta la entrega de un evento",
        Kind.WEBHOOK_REPEATED: "Una entrega aceptada llega otra vez",
        Kind.REDIRECTED: "La respuesta envía la llave a otra dirección",
        Kind.STATUS_DIFFERS: "Dos servidores responden distinto",
        Kind.SHAPE_DIFFERS: "Dos servidores responden con formas distintas",
        Kind.VALUE_DIFFERS: "Dos servidores responden con valores distintos",
    }
)
"""What each kind of finding is called in the section for OnePay."""
