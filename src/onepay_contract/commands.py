"""What `onepay contract` does: judge captured replies, count what they exercise, list what the contract has.

Each function returns the text for a terminal and how the command ends; it raises `InputError` or `UnknownOperation`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from onepay_contract.document import Contract, Operation
from onepay_contract.exchanges import Exchange, read_json
from onepay_contract.findings import ExitStatus, Finding, Findings, Kind, Severity
from onepay_contract.inputs import STDIN, Capture, CapturedReply, InputError, Inputs
from onepay_contract.judging import Judge
from onepay_contract.judging.coverage import Coverage, Share, read_live_list, updated_live_list
from onepay_contract.reports import Summary, as_html, as_json, as_junit, as_text
from onepay_core.json_values import Document, Json, is_object

__all__ = ("Delivery", "delivery_in", "error_reply", "is_error", "refused_status")

_SHOWN_PATHS: Final = 3
Outcome: TypeAlias = tuple[str, ExitStatus]


@dataclass(frozen=True, slots=True)
class Reports:
    """What judging takes beside its inputs: which files to write, and whether requests are judged too.

    `openapi` is the folder of the contract's sources, from which edits are proposed; `made` is when the call was made.
    With `as_json` what is returned is JSON.
    """

    made: str
    html: Path | None = None
    junit: Path | None = None
    openapi: Path = Path("openapi")
    requests: bool = False
    as_json: bool = False


def check(
    inputs: Inputs, names: Sequence[str], reports: Reports, *, operation: str | None = None, status: int | None = None
) -> Outcome:
    """What departs from the contract in inputs of any form.

    `operation` and `status` say what one reply answered, where the input itself does not; a status of None is that of
    the documented success.
    """
    found = [inputs.read(name) for name in names]
    captures = [item for item in found if isinstance(item, Capture)]
    replies = [reply for item in found if not isinstance(item, Capture) for reply in item]
    if not replies:
        if operation or status:
            raise InputError("--operation and --status belong to a body; a capture says itself what was called.")
        return _judged_captures(inputs.contract, captures, reports)
    if captures:
        raise InputError("Hand in bodies, or recordings and HAR files, and not both at once.")
    judge, counted, notes = Judge(inputs.contract), Findings(), list[str]()
    judged = [_judged_body(reply, inputs.contract, judge, operation, status) for reply in replies]
    for body in judged:
        counted.add(*body.findings)
        notes += [body.note] if body.note and body.note not in notes else []
    summary = Summary.of(
        counted,
        made=reports.made,
        server=", ".join("standard input" if name == STDIN else name for name in names),
        exchanges=len(replies),
        operations=tuple({body.operation for body in judged}),
        notes=tuple(notes),
        openapi=_sources(reports.openapi),
    )
    return _reported(summary, reports)


@dataclass(frozen=True, slots=True)
class _Judged:
    """One body: what it was taken for, what departs, and a note where that was a guess."""

    operation: str
    findings: tuple[Finding, ...]
    note: str = ""


def _judged_body(
    reply: CapturedReply, contract: Contract, judge: Judge, name: str | None, status: int | None
) -> _Judged:
    value = read_json(reply.body) if reply.body else None
    delivery = delivery_in(value) if reply.status is None and name is None else None
    if delivery is not None:
        return _judged_delivery(delivery, contract, judge)
    if name is None and is_error(value):
        called = error_reply(contract)
        status = status or reply.status or refused_status(called) or _success(called)
        return _Judged(called.id, judge.judge_as(called, status, reply.body), "Read as an error of any operation.")
    if name is None:
        raise InputError("Say which operation answered the body: --operation payments_get, for instance.")
    operation = contract.operation(name)
    if status and reply.status not in {None, status}:
        raise InputError(f"The reply says {reply.status} and --status {status}; leave --status out.")
    chosen = status or reply.status
    if reply.status is not None:
        exchange = Exchange(name, "", "", (), b"", reply.status, reply.headers, reply.body, 0.0, "")
        return _Judged(name, judge.judge(exchange))
    findings = judge.judge_body(name, chosen or _success(operation), reply.body)
    refused = refused_status(operation)
    if chosen is None and findings and refused and is_error(value):
        note = f"Read as an error of the operation ({refused}); name another --status where it was another."
        return _Judged(name, judge.judge_body(name, refused, reply.body), note)
    return _Judged(name, findings)


def _judged_delivery(delivery: Delivery, contract: Contract, judge: Judge) -> _Judged:
    event, body = delivery
    if event in contract.events:
        operation = contract.delivery(event)
        return _Judged(operation.id, judge.judge_as(operation, 200, body))
    known = "an event of the contract"
    found = Finding.of(Kind.UNDOCUMENTED_OPERATION, "webhook", 200, expected=known, actual="another event")
    return _Judged("webhook", (found.rated(Severity.DRIFT),))


def _judged_captures(contract: Contract, captures: Sequence[Capture], reports: Reports) -> Outcome:
    judge = Judge(contract)
    exchanges = [exchange for capture in captures for exchange in capture.exchanges]
    operations = _called(contract, exchanges)
    found = [finding for exchange in exchanges for finding in judge.judge(exchange)]
    if reports.requests:
        found += [finding for exchange in exchanges for finding in judge.judge_request(exchange)]
    summary = Summary.of(
        Findings(found),
        made=min((capture.begun for capture in captures if capture.begun), default=reports.made),
        server=", ".join(sorted({urlsplit(exchange.url).hostname or "" for exchange in exchanges})),
        exchanges=len(exchanges),
        operations=operations,
        notes=tuple(note for capture in captures for note in capture.notes),
        openapi=_sources(reports.openapi),
    )
    return _reported(summary, reports)


def report(inputs: Inputs, names: Sequence[str], reports: Reports) -> Outcome:
    """The drift report of recordings and HAR files."""
    return _judged_captures(inputs.contract, [inputs.capture(name) for name in names], reports)


def coverage(inputs: Inputs, names: Sequence[str], *, missing: bool = False, as_json: bool = False) -> Outcome:
    """How much of the contract captures exercise; with `missing`, also everything that they do not."""
    contract = inputs.contract
    counted = Coverage(contract)
    exchanges = _exchanges(inputs, names)
    counted.add(exchanges)
    if as_json:
        shares = {share.what: _share(share, missing=missing) for share in counted.shares()}
        return f"{json.dumps(shares)}\n", ExitStatus.CLEAN
    lines = [*map(str, counted.shares()), "", *_counts(counted, contract.operations.values())]
    if missing:
        lines += [
            line
            for share in counted.shares()
            for line in ["", f"Not exercised of {share.what}:", *sorted(share.missing)]
        ]
    return "\n".join(lines) + "\n", ExitStatus.CLEAN


def live(inputs: Inputs, names: Sequence[str], path: Path) -> Outcome:
    """Note in the list at `path` which operations the real API answered in recordings."""
    try:
        text = path.read_text(encoding="utf-8")
        text = updated_live_list(text, _exchanges(inputs, names), inputs.contract)
        path.write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {error}") from None
    answered, known = len(read_live_list(text)), len(inputs.contract.operations)
    return f"{path}: {answered} of {known} operations were answered live.\n", ExitStatus.CLEAN


def operations(contract: Contract, word: str = "") -> list[Operation]:
    """The operations of the contract with `word` in their name or path, by name."""
    chosen = [operation for operation in contract.operations.values() if word in f"{operation.id} {operation.path}"]
    if not chosen:
        raise InputError(f"No operation has {word!r} in its name or path; leave the word out to see all.")
    return sorted(chosen, key=lambda operation: operation.id)


def kinds() -> list[Kind]:
    """Everything that can be found, the gravest first."""
    return sorted(Kind, key=lambda kind: (-kind.severity, kind.value))


def _success(operation: Operation) -> int:
    """The documented status of a success."""
    key = next(key for key in operation.replies if key.startswith("2"))
    return int(key.replace("XX", "00"))


def _exchanges(inputs: Inputs, names: Sequence[str]) -> list[Exchange]:
    exchanges = [exchange for name in names for exchange in inputs.capture(name).exchanges]
    _called(inputs.contract, exchanges)
    return exchanges


def _called(contract: Contract, exchanges: list[Exchange]) -> tuple[str, ...]:
    """The operations that were called; raises `InputError` where there is none."""
    operations = tuple({name for exchange in exchanges if (name := _operation(contract, exchange))})
    if not operations:
        raise InputError(_nothing_judged(exchanges))
    return operations


def _nothing_judged(exchanges: list[Exchange]) -> str:
    """Why no reply could be judged; without a message, nothing judged would look like nothing found."""
    if not exchanges:
        return "Nothing was judged: what was handed in holds no exchange."
    paths = sorted({f"{exchange.method} {exchange.path}" for exchange in exchanges})[:_SHOWN_PATHS]
    return (
        f"Nothing was judged: no operation of the contract has one of the paths that were called ({', '.join(paths)}). "
        "If the API stands below another path, name it with --base-url, such as https://host/proxy/v1."
    )


def _operation(contract: Contract, exchange: Exchange) -> str | None:
    match = contract.find(exchange.method, exchange.url)
    return exchange.operation or (match.operation.id if match else None)


def _sources(openapi: Path) -> Path | None:
    """The folder of the contract's sources, if it is one."""
    return openapi if (openapi / "openapi.yaml").is_file() else None


def _reported(summary: Summary, reports: Reports) -> Outcome:
    """Write the requested reports; return the one for a terminal."""
    _write(reports.html, summary, as_html)
    _write(reports.junit, summary, as_junit)
    return as_json(summary) if reports.as_json else as_text(summary), summary.findings.exit_status


def _write(path: Path | None, summary: Summary, form: Callable[[Summary], str]) -> None:
    if path is None:
        return
    try:
        path.write_text(form(summary), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None


def _share(share: Share, *, missing: bool) -> dict[str, Json]:
    """One share as JSON."""
    counts: dict[str, Json] = {"exercised": len(share.exercised), "total": len(share.exercised) + len(share.missing)}
    return counts | ({"missing": sorted(share.missing)} if missing else {})


def _counts(counted: Coverage, every: Iterable[Operation]) -> Iterator[str]:
    """A line for each operation: how often it was called, what it answered, how many of its fields were there."""
    for operation in sorted(every, key=lambda operation: operation.id):
        statuses = " ".join(map(str, sorted(counted.statuses(operation.id)))) or "-"
        fields = counted.fields(operation.id)
        yield f"{operation.id:<40}  {counted.calls[operation.id]:>5} calls  {statuses:<16}  {fields}"


Delivery = tuple[str, bytes]
"""The name of an event, and the body of its delivery."""

_TELLING = frozenset({"message", "code_name", "errors", "erros", "error"})
"""Fields by which any body shows that it refuses, before it is known which operation, or which API, it came from."""


def delivery_in(value: Json) -> Delivery | None:
    """The delivery in a JSON value, in either envelope, or as `onepay sandbox listen --json` prints one."""
    if not is_object(value) or "event" not in value:
        return None
    event, text = value["event"], value.get("body")
    if isinstance(event, str) and isinstance(text, str):
        return event, text.encode()
    name = event.get("type") if is_object(event) else event
    is_delivery = isinstance(name, str) and (is_object(event) or "data" in value)
    return (str(name), json.dumps(value).encode()) if is_delivery else None


def is_error(value: Json) -> bool:
    """Whether a body has the form in which the API refuses: known fields of an error, whatever else is beside them."""
    return is_object(value) and bool(_TELLING & value.keys()) and not ({"id", "data"} & value.keys())


def error_reply(contract: Contract) -> Operation:
    """An operation that stands for any: its replies are the errors that the contract documents."""
    found: Document = {}
    for operation in contract.operations.values():
        found = {**{key: reply for key, reply in operation.replies.items() if key.startswith("4")}, **found}
    first = next(iter(contract.operations.values()))
    return replace(first, id="an error reply", replies=found)


def refused_status(operation: Operation) -> int | None:
    """The status of a refusal that an operation documents; None where it documents none."""
    refusals = sorted(key for key in operation.replies if key.startswith("4"))
    return int(refusals[-1].replace("XX", "00")) if refusals else None
