"""Read every documented example through the generated client, and show what came of it.

    nox -s examples

Requests are checked as the client checks them before it sends them; replies and webhooks are decoded as it
decodes them, and written back to see that nothing is lost. After that: how much of the contract is known how.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

import onepay_core.operation
from onepay_api import OPERATIONS, Deviation, Operation, Shape, read, to_json
from onepay_core.requests import violations
from values import is_list, is_mapping

DOCUMENTED: Final = Path(__file__).resolve().parent.parent / "contract_tests" / "documented"
EVENTS: Final = {"payment": "PaymentEvent", "charge": "ChargeEvent"}
WIDTH: Final = 110
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Line:
    """One documented body, and how it was read."""

    where: str
    body: str
    read_as: str
    deviations: tuple[Deviation, ...]
    kept: bool

    @property
    def result(self) -> str:
        """What came of it, for people."""
        notes = [*map(str, self.deviations), *([] if self.kept else ["[red]a value was lost[/]"])]
        return "\n".join(notes) or "fits"


def lines() -> list[Line]:
    """Every documented body, by operation."""
    index: dict[str, dict[str, Any]] = json.loads((DOCUMENTED / "index.json").read_text(encoding="utf-8"))
    found = [_line(name, entry, (DOCUMENTED / name).read_bytes()) for name, entry in index.items()]
    return sorted(found, key=lambda line: (line.where, line.body))


def _line(name: str, entry: dict[str, Any], content: bytes) -> Line:
    where, shape = _place(name, entry)
    value, deviations = read(content, shape.type)
    if entry["kind"] == "request":
        deviations += violations(value, shape.type)
    kept = _comparable(json.loads(to_json(value))) == _comparable(json.loads(content))
    body = "request" if entry["kind"] == "request" else f"{entry['kind']} {entry['status'] or ''}".strip()
    return Line(where, body, f"list[{shape.name}]" if shape.many else shape.name, deviations, kept)


def _place(name: str, entry: dict[str, Any]) -> tuple[str, onepay_core.operation.Shape]:
    if entry["kind"] == "webhook":
        return name.removesuffix(".json"), Shape(EVENTS[name.split(".")[1]])
    if entry["path"] == "(any)":
        return "any operation", Shape("ErrorReply")
    operation = next(o for o in OPERATIONS.values() if _is_at(o, entry))
    shape = operation.body if entry["kind"] == "request" else operation.reply_shape(entry["status"] or 200)
    if shape is None:
        raise SystemExit(f"{name}: the contract gives {operation.id} no such body; compare it with index.json")
    return operation.id, shape


def _is_at(operation: Operation[Any], entry: dict[str, Any]) -> bool:
    return operation.method == entry["method"] and _steps(operation.path) == _steps(entry["path"])


def _steps(path: str) -> list[str]:
    return ["{}" if step.startswith("{") else step for step in path.split("/")]


def _comparable(value: Any) -> Any:
    """The value, with two spellings of one moment made equal."""
    if is_mapping(value):
        return {key: _comparable(item) for key, item in value.items()}
    if is_list(value):
        return [_comparable(item) for item in value]
    return _moment(value) if isinstance(value, str) and _MOMENT.match(value) else value


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def examples_table(found: list[Line]) -> Table:
    """What came of each documented body."""
    table = Table(title="Documented bodies, read through the generated client", title_justify="left")
    for heading in ("operation", "body", "read as", "result"):
        table.add_column(heading, no_wrap=heading != "result")
    for line, following in zip(found, [*found[1:], None], strict=True):
        ends_section = following is None or following.where != line.where
        table.add_row(line.where, line.body, line.read_as, line.result, end_section=ends_section)
    return table


def evidence_table() -> Table:
    """How many operations are known how."""
    counts = Counter(operation.evidence for operation in OPERATIONS.values())
    table = Table(title="How the operations are known", title_justify="left")
    for heading in ("evidence", "operations", "meaning"):
        table.add_column(heading)
    table.add_row("documented", str(counts["documented"]), "a page of OnePay's describes it")
    table.add_row("observed", str(counts["observed"]), "programs of others use it; no page is known")
    table.add_row("inferred", str(counts["inferred"]), "our own conclusion from its neighbours")
    return table


def main() -> int:
    """Print both tables; return 1 if a body was not kept whole."""
    console = Console()
    console.width = max(console.width, WIDTH)
    found = lines()
    lost = sum(not line.kept for line in found)
    departing = sum(bool(line.deviations) for line in found)
    console.print(examples_table(found), "", evidence_table())
    console.print(f"{len(found)} bodies read; {departing} depart from the contract; {lost} lost a value.")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
