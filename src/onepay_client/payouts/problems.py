"""What is wrong with a table of payouts: every problem with its line and column, and never a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct

from onepay_client.money import label

__all__ = (
    "CheckReport",
    "Problem",
    "Severity",
)


_LONGEST_HEADER: Final = 60


class Severity(StrEnum):
    """What a problem stops."""

    ERROR = "error"
    """Nothing is sent until it is mended."""
    CONFIRM = "confirm"
    """Nothing is sent until whoever approves the run accepts it by name (``Problem.name``)."""


class Problem(Struct, frozen=True, kw_only=True):
    """Something wrong, or to be confirmed, in one row.

    Attributes:
        line: the line of the file; for an iterable and a sheet, the number of the row. 0 for the table as a whole.
        column: the field of ``Columns`` that is wrong; empty where it is the row as a whole.
        rule: a short name of the rule that is broken, such as ``nit_check_digit``.
        message: what is wrong, and how to mend it. It holds no value of the row.
        severity: what it stops.
    """

    line: int
    column: str
    rule: str
    message: str
    severity: Severity = Severity.ERROR

    @property
    def name(self) -> str:
        """What whoever approves the run accepts it by, such as ``changed_account:12``."""
        return f"{self.rule}:{self.line}"

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", {self.column}" if self.column else "")
        accept = f" (accept it by its name, {self.name})" if self.severity is Severity.CONFIRM else ""
        return f"{place if self.line else 'the whole table'}: {self.message}{accept}"


class CheckReport(Struct, frozen=True, kw_only=True):
    """All that was found in a table of payouts, and what it comes to.

    Attributes:
        problems: every problem, in the order of the lines.
        count: how many payouts there are.
        total: their sum in whole pesos.
        totals: the sum of each method in whole pesos.
        unread_columns: headers of the file that no field is mapped to.
        balance: the balance of the company in whole pesos; None where the API was not asked.
    """

    problems: tuple[Problem, ...]
    count: int
    total: int
    totals: Mapping[str, int]
    unread_columns: tuple[str, ...] = ()
    balance: int | None = None

    @property
    def is_clean(self) -> bool:
        """Whether no row is wrong; some may still have to be confirmed."""
        return not self.errors

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that have to be mended."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def to_confirm(self) -> tuple[Problem, ...]:
        """The problems that whoever approves the run has to accept by name."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.CONFIRM)

    def __str__(self) -> str:
        methods = ", ".join(f"{method} {label(total)}" for method, total in sorted(self.totals.items()))
        lines = [f"{self.count} payouts, {label(self.total)}" + (f" ({methods})" if methods else "")]
        if self.balance is not None:
            lines.append(f"balance {label(self.balance)}")
        if self.unread_columns:
            lines.append(f"columns that nothing reads: {', '.join(map(_shown, self.unread_columns))}")
        lines += [f"{problem.severity}: {problem}" for problem in self.problems]
        if not self.is_clean:
            lines.append(f"{len(self.errors)} to mend. Nothing is sent while a row is wrong.")
        return "\n".join(lines)


def _shown(header: str) -> str:
    """A header on one line of a terminal, whatever stands in it."""
    text = " ".join(header.split())
    return "".join(letter if letter.isprintable() else "?" for letter in text[:_LONGEST_HEADER])


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by line, those of the whole table first."""
    return tuple(sorted(problems, key=lambda problem: problem.line))
