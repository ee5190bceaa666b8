"""The command `onepay-contract`: what in a captured reply departs from the contract?"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

from onepay_contract import commands
from onepay_contract.captures import InputError, Inputs
from onepay_contract.document import UnknownOperation, load

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
        text, status = options.run(commands.Call(options, inputs, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")))
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
    _add_check(_added(parsers.add_parser, "check", commands.check, "what departs in a body, a HAR file or a recording"))
    _add_report(_added(parsers.add_parser, "report", commands.report, "the drift report of recordings"))
    _add_coverage(
        _added(parsers.add_parser, "coverage", commands.coverage, "how much of the contract captures exercise")
    )
    _add_seen(_added(parsers.add_parser, "seen", commands.seen, "note in a ledger which operations were seen live"))
    _added(parsers.add_parser, "kinds", commands.kinds, "everything that can be found, with a sentence each")
    operations = _added(parsers.add_parser, "operations", commands.operations, "the operations of the contract")
    operations.add_argument("word", nargs="?", default="", help="only those with this in their name or path")
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
    parser.add_argument("--requests", action="store_true", help="hold what was sent to the contract too")
    _add_outputs(parser)


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recordings", nargs="+", metavar="RECORDING", help="a recording or a HAR file")
    parser.add_argument("--requests", action="store_true", help="hold what was sent to the contract too")
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


def _add_seen(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("captures", nargs="+", metavar="RECORDING", help="a recording of the real API")
    parser.add_argument("--ledger", type=Path, required=True, metavar="FILE", help="the ledger to bring up to date")


def _add_base_url(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--base-url", metavar="URL", help="a server of yours whose requests count too")


def _status(text: str) -> int:
    if not (text.isdigit() and 100 <= int(text) <= 599):  # noqa: PLR2004 (HTTP's own)
        raise argparse.ArgumentTypeError(f"{text!r} is no status; one is a number from 100 to 599")
    return int(text)
