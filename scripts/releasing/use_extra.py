"""Use the installed wheel with one of its extras, as somebody would who has nothing else.

    python -I scripts/releasing/use_extra.py sandbox     (no word: the wheel without an extra)

`nox -s release` runs this in an empty environment for each extra and each Python.
"""

from __future__ import annotations

import importlib
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import metadata
from pathlib import Path
from typing import Final

COMMANDS: Final = Path(sys.executable).parent
_YAML: Final = "openapi: 3.1.0\ninfo: {title: Small, version: 1.0.0}\npaths:\n  /beans:\n    $ref: paths/beans.yaml\n"
_BEANS: Final = "get:\n  operationId: beans_list\n  responses:\n    '200':\n      description: All.\n"


def use_client() -> None:
    """Make a client and a payment's body; no extra is needed for it."""
    from onepay_client import OnePay, models, webhooks  # noqa: PLC0415 - each extra imports what it needs

    with OnePay("sk_test_wheel", base_url="http://127.0.0.1:9") as client:
        client.payments  # noqa: B018 - a resource is imported when it is first used
    _expect(models.CashoutMethod("ACH").is_known and bool(webhooks.EventName.PAYMENT_APPROVED), "an enum")


def use_cli() -> None:
    """Run the command."""
    _expect("contract" in _output("onepay", "--help"), "the help of onepay")


def use_conformance() -> None:
    """Load the checks with the library that draws cases."""
    importlib.import_module("onepay_conformance.run")
    importlib.import_module("onepay_conformance.generation.drawing")


def use_contract() -> None:
    """Bundle a folder of sources, which needs PyYAML, and compare it with itself."""
    from onepay_contract.diff import compare_sources  # noqa: PLC0415 - the extra brings it

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "openapi/paths").mkdir(parents=True)
        (Path(folder) / "openapi/openapi.yaml").write_text(_YAML, encoding="utf-8")
        (Path(folder) / "openapi/paths/beans.yaml").write_text(_BEANS, encoding="utf-8")
        _expect(compare_sources(".", "openapi", Path(folder)).changes == (), "a comparison")


def use_fast() -> None:
    """Call an address where nobody listens."""
    from onepay_client import NotSent, OnePay, OnePayError  # noqa: PLC0415 - the extra brings what it sends with

    end: OnePayError | None = None
    with OnePay("sk_test_extra", base_url="http://127.0.0.1:1", fast=True, retries=0) as client:
        try:
            client.balances.get()
        except OnePayError as error:
            end = error
    _expect(isinstance(end, NotSent), "a call")


def use_payouts() -> None:
    """Write a table with one library, and open it with the other."""
    python_calamine = importlib.import_module("python_calamine")
    xlsxwriter = importlib.import_module("xlsxwriter")
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        workbook.add_worksheet("payroll").write(0, 0, "amount")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content.getvalue()))
    _expect(book.sheet_names == ["payroll"], "a table")
    phonenumbers = importlib.import_module("phonenumbers")
    _expect(phonenumbers.is_valid_number(phonenumbers.parse("3001234567", "CO")), "a telephone number")
    importlib.import_module("onepay_client.payouts")


def use_postgres() -> None:
    """Load the driver with its own libpq."""
    psycopg = importlib.import_module("psycopg")
    _expect(psycopg.pq.__impl__ == "binary", "the binary driver")
    importlib.import_module("onepay_client.storage.postgres")


def use_sandbox() -> None:
    """Pay a payment in a sandbox in this process."""
    from onepay_client import OnePay, outcome_of  # noqa: PLC0415 - the extra brings the sandbox
    from onepay_sandbox.local import LocalSandbox  # noqa: PLC0415 - the same

    sandbox = LocalSandbox()
    with OnePay(sandbox.secret_key, transport=sandbox.transport) as client:
        payment = client.payments.create(title="Café de origen", amount=150_000)
        sandbox.control("POST", f"/payments/{payment.id}/attempts", {"method": "pse"})
        _expect(outcome_of(client.payments.get(payment.id)).paid, "a paid payment")
    sandbox.close()


def use_telemetry() -> None:
    """Make a span, which without a recorder goes nowhere."""
    importlib.import_module("onepay_client.observability.telemetry")
    trace = importlib.import_module("opentelemetry.trace")
    with trace.get_tracer("smoke test").start_as_current_span("payment") as span:
        _expect(not span.is_recording(), "a span")


def use_workers() -> None:
    """Load the queue with its driver."""
    importlib.import_module("onepay_client.payouts.workers")


def use_all() -> None:
    """Use everything, and the commands that need two extras."""
    for extra, use in USES.items():
        if extra != "all":
            use()
    _expect("--port" in _output("onepay", "sandbox", "start", "--help"), "the help of onepay sandbox")
    _expect("--read-only" in _output("onepay", "conformance", "run", "--help"), "the help of onepay conformance")


USES: Final[dict[str, Callable[[], None]]] = {
    "cli": use_cli,
    "conformance": use_conformance,
    "contract": use_contract,
    "fast": use_fast,
    "payouts": use_payouts,
    "postgres": use_postgres,
    "sandbox": use_sandbox,
    "telemetry": use_telemetry,
    "workers": use_workers,
    "all": use_all,
}


def main(arguments: list[str]) -> int:
    """Use the client, and what the extra brings; `all` brings everything."""
    extra = arguments[0] if arguments else ""
    use_client()
    if extra:
        USES[extra]()
    version = metadata("onepay-client")["Version"]
    print(f"onepay-client {version}{f'[{extra}]' if extra else ''} works on Python {sys.version.split()[0]}.")
    return 0


def _output(command: str, *arguments: str) -> str:
    done = subprocess.run([str(COMMANDS / command), *arguments], check=True, capture_output=True, text=True)  # noqa: S603 - our own words
    return done.stdout


def _expect(fact: object, what: str) -> None:
    if not fact:
        raise SystemExit(f"The installed package did not make {what}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
