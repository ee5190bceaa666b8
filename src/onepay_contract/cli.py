"""Judges captured replies by the contract."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO, TypeAlias
from urllib.parse import urlsplit

from onepay_contract.document import Operation, UnknownOperation, load
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import ExitStatus, Findings, Kind
from onepay_contract.inputs import STDIN, Capture, InputError, Inputs
from onepay_contract.judging import Judge
from onepay_contract.judging.coverage import Coverage, read_live_list, updated_live_list
from onepay_contract.reports import Summary, as_html, as_json, as_junit, as_text

_SHOWN_PATHS: Final = 3
Outcome: TypeAlias = tuple[str, ExitStatus]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the command: its options, where its inputs come from, and when it was made."""

    options: argparse.Namespace
    inputs: Inputs
    made: str


def check(call: Call) -> Outcome:
    """What departs from the contract in one body, in a HAR file or in a recording."""
    options = call.options
    given = [name for name in (options.body, options.har, options.recording) if name]
    if len(given) != 1:
        raise InputError("Hand in one thing: a body with --operation, or --har FILE, or --recording FILE.")
    if options.body:
        return _check_body(call)
    if options.operation or options.status:
        raise InputError("--operation and --status belong to a body; a capture says itself what was called.")
    return _judged(call, [call.inputs.capture(given[0])])


def report(call: Call) -> Outcome:
    """The drift report of recordings."""
    return _judged(call, [call.inputs.capture(name) for name in call.options.recordings])


def coverage(call: Call) -> Outcome:
    """How much of the contract captures exercise."""
    contract = call.inputs.contract
    counted = Coverage(contract)
    exchanges = [exchange for name in call.options.captures for exchange in call.inputs.capture(name).exchanges]
    _called(call, exchanges)
    counted.add(exchanges)
    lines = [*map(str, counted.shares()), "", *_counts(counted, contract.operations.values())]
    if call.options.missing:
        lines += [
            line
            for share in counted.shares()
            for line in ["", f"Not exercised of {share.what}:", *sorted(share.missing)]
        ]
    return "\n".join(lines) + "\n", ExitStatus.CLEAN


def live(call: Call) -> Outcome:
    """Note in a list which operations the real API answered in recordings."""
    path: Path = call.options.list
    try:
        text = path.read_text(encoding="utf-8")
        exchanges = [exchange for name in call.options.captures for exchange in call.inputs.capture(name).exchanges]
        _called(call, exchanges)
        text = updated_live_list(text, exchanges, call.inputs.contract)
        path.write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {error}") from None
    answered, known = len(read_live_list(text)), len(call.inputs.contract.operations)
    return f"{path}: {answered} of {known} operations were answered live.\n", ExitStatus.CLEAN


def operations(call: Call) -> Outcome:
    """The operations of the contract, one a line."""
    chosen = [
        operation
        for operation in call.inputs.contract.operations.values()
        if call.options.word in f"{operation.id} {operation.path}"
    ]
    width = max((len(operation.id) for operation in chosen), default=0)
    lines = [
        f"{operation.id:<{width}}  {operation.method:<6}  {operation.path}  ({operation.evidence})\n"
        for operation in chosen
    ]
    if not lines:
        raise InputError(f"No operation has {call.options.word!r} in its name or path; leave the word out to see all.")
    return "".join(sorted(lines)), ExitStatus.CLEAN


def kinds(_: Call) -> Outcome:
    """Everything that can be found, the gravest first."""
    every = sorted(Kind, key=lambda kind: (-kind.severity, kind.value))
    width = max(len(kind.value) for kind in every)
    return "".join(
        f"{kind.severity.word:<8}  {kind.value:<{width}}  {kind.sentence}\n" for kind in every
    ), ExitStatus.CLEAN


def _check_body(call: Call) -> Outcome:
    options, contract = call.options, call.inputs.contract
    if not options.operation:
        raise InputError("Say which operation answered the body: --operation payments_get, for instance.")
    operation = contract.operation(options.operation)
    reply = call.inputs.reply(options.body)
    if options.status and reply.status not in {None, options.status}:
        raise InputError(f"The reply says {reply.status} and --status {options.status}; leave --status out.")
    judge, status = Judge(contract), options.status or reply.status or _success(operation)
    if reply.status is None:
        findings = Findings(judge.judge_body(operation.id, status, reply.body))
    else:
        exchange = Exchange(operation.id, "", "", (), b"", status, reply.headers, reply.body, 0.0, "")
        findings = Findings(judge.judge(exchange))
    server = "standard input" if options.body == STDIN else str(options.body)
    called, openapi = (operation.id,), _sources(call)
    summary = Summary.of(findings, made=call.made, server=server, exchanges=1, operations=called, openapi=openapi)
    return _reported(call, summary)


def _success(operation: Operation) -> int:
    """The documented status of a success."""
    key = next(key for key in operation.replies if key.startswith("2"))
    return int(key.replace("XX", "00"))


def _judged(call: Call, captures: list[Capture]) -> Outcome:
    judge = Judge(call.inputs.contract)
    exchanges = [exchange for capture in captures for exchange in capture.exchanges]
    operations = _called(call, exchanges)
    found = [finding for exchange in exchanges for finding in judge.judge(exchange)]
    if call.options.requests:
        found += [finding for exchange in exchanges for finding in judge.judge_request(exchange)]
    summary = Summary.of(
        Findings(found),
        made=min((capture.begun for capture in captures if capture.begun), default=call.made),
        server=", ".join(sorted({urlsplit(exchange.url).hostname or "" for exchange in exchanges})),
        exchanges=len(exchanges),
        operations=operations,
        notes=tuple(note for capture in captures for note in capture.notes),
        openapi=_sources(call),
    )
    return _reported(call, summary)


def _called(call: Call, exchanges: list[Exchange]) -> tuple[str, ...]:
    """The operations that were called; raises `InputError` where there is none."""
    operations = tuple({name for exchange in exchanges if (name := _operation(call, exchange))})
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


def _operation(call: Call, exchange: Exchange) -> str | None:
    match = call.inputs.contract.find(exchange.method, exchange.url)
    return exchange.operation or (match.operation.id if match else None)


def _sources(call: Call) -> Path | None:
    """The folder of the contract's sources, if it is one."""
    openapi: Path = call.options.openapi
    return openapi if (openapi / "openapi.yaml").is_file() else None


def _reported(call: Call, summary: Summary) -> Outcome:
    """Write the requested reports; print the one for a terminal."""
    _write(call.options.html, summary, as_html)
    _write(call.options.junit, summary, as_junit)
    _write(call.options.json, summary, as_json)
    return as_text(summary), summary.findings.exit_status


def _write(path: Path | None, summary: Summary, form: Callable[[Summary], str]) -> None:
    if path is None:
        return
    try:
        path.write_text(form(summary), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None


def _counts(counted: Coverage, every: Iterable[Operation]) -> Iterator[str]:
    """A line for each operation: how often it was called, what it answered, how many of its fields were there."""
    for operation in sorted(every, key=lambda operation: operation.id):
        statuses = " ".join(map(str, sorted(counted.statuses(operation.id)))) or "-"
        fields = counted.fields(operation.id)
        yield f"{operation.id:<40}  {counted.calls[operation.id]:>5} calls  {statuses:<16}  {fields}"


_WRONG_USE: Final = 2
_EPILOG: Final = """\
exit status:
  0  nothing departs from the contract, or nothing that is more than a note
  1  drift: the contract is out of date, a tolerant client copes
  2  the command was used wrongly, or what was handed in cannot be read
  3  breaking: a program that relies on the contract breaks
  4  danger: money or access is at stake

Nothing is sent anywhere. What is printed is redacted: types, lengths and words of the contract, never a value that
may belong to somebody.
"""


def main(arguments: Sequence[str] | None = None, printed: TextIO | None = None) -> int:
    """Run the command; return its exit status."""
    options = parser().parse_args(arguments)
    output = sys.stdout if printed is None else printed
    try:
        inputs = Inputs(load(), sys.stdin.buffer, getattr(options, "base_url", None))
        text, status = options.run(Call(options, inputs, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")))
        _print(text, output)
    except (InputError, UnknownOperation) as error:
        sys.stderr.write(f"onepay-contract: {error.args[0]}\n")
        return _WRONG_USE
    return int(status)


def _print(text: str, output: TextIO) -> None:
    """Write to standard output; raises `InputError` where it does not take what is written, such as a full disk.

    Whoever closes a pipe has read enough, which is no error and does not change how the command ends.
    """
    encoding = output.encoding or "utf-8"
    try:
        output.write(text.encode(encoding, "backslashreplace").decode(encoding))
        output.flush()
    except OSError as error:
        # Python flushes once more when it ends; what was not taken now must not make it fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())
        if not isinstance(error, BrokenPipeError):
            raise InputError(f"The report cannot be written to standard output: {error.strerror}.") from None


def parser() -> argparse.ArgumentParser:
    """The commands with their options."""
    made = _described(argparse.ArgumentParser, "onepay-contract", __doc__ or "")
    parsers = made.add_subparsers(required=True, metavar="COMMAND")
    _add_check(_added(parsers.add_parser, "check", check, "what departs in a body, a HAR file or a recording"))
    _add_report(_added(parsers.add_parser, "report", report, "the drift report of recordings"))
    _add_coverage(_added(parsers.add_parser, "coverage", coverage, "how much of the contract captures exercise"))
    _add_live(_added(parsers.add_parser, "live", live, "note in a list which operations the real API has answered"))
    _added(parsers.add_parser, "kinds", kinds, "everything that can be found, with a sentence each")
    listing = _added(parsers.add_parser, "operations", operations, "the operations of the contract")
    listing.add_argument("word", nargs="?", default="", help="only those with this in their name or path")
    return made


def _added(
    add: Callable[..., argparse.ArgumentParser], name: str, run: Callable[..., object], sentence: str
) -> argparse.ArgumentParser:
    parser = _described(add, name, sentence, help=sentence)
    parser.set_defaults(run=run)
    return parser


def _described(
    make: Callable[..., argparse.ArgumentParser], name: str, sentence: str, **more: str
) -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    return make(name, description=sentence, epilog=_EPILOG, formatter_class=formatter, **more)


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("body", nargs="?", help="a file with the JSON body of one reply; - for standard input")
    parser.add_argument("--operation", help="the operation that was called, such as payments_get")
    parser.add_argument("--status", type=_status, help="the status of the reply (default: the documented success)")
    parser.add_argument("--har", metavar="FILE", help="a HAR file of a browser or a proxy; - for standard input")
    parser.add_argument("--recording", metavar="FILE", help="a recording; - for standard input")
    parser.add_argument("--requests", action="store_true", help="judge the requests too")
    _add_outputs(parser)


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recordings", nargs="+", metavar="RECORDING", help="a recording or a HAR file")
    parser.add_argument("--requests", action="store_true", help="judge the requests too")
    _add_outputs(parser)


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    _add_base_url(parser)
    for name in ("html", "junit", "json"):
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help=f"write the report as {name.upper()} too")
    sources = "folder of the contract's sources, from which edits are proposed (default: openapi, if it is there)"
    parser.add_argument("--openapi", type=Path, default=Path("openapi"), metavar="FOLDER", help=sources)


def _add_coverage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("captures", nargs="+", metavar="FILE", help="a recording or a HAR file; - for standard input")
    parser.add_argument("--missing", action="store_true", help="name everything that was not exercised")
    _add_base_url(parser)


def _add_live(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("captures", nargs="+", metavar="RECORDING", help="a recording of the real API")
    parser.add_argument("--list", type=Path, required=True, metavar="FILE", help="the list to bring up to date")


def _add_base_url(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--base-url", metavar="URL", help="a server of yours whose requests count too")


def _status(text: str) -> int:
    if not (text.isdigit() and 100 <= int(text) <= 599):  # noqa: PLR2004 (HTTP's own)
        raise argparse.ArgumentTypeError(f"{text!r} is no status; one is a number from 100 to 599")
    return int(text)
