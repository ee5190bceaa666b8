"""Run the console samples of the README and of the site against a sandbox on this machine, each as it is written.

    python scripts/console_samples.py [PAGE ...]    such as docs/sandbox.md; without one, all of them

Each page has a sandbox and a folder of its own, with the files that its commands name. What stands for the reader's own
(an id, an address, a port) is replaced; `contract_tests/exceptions/console_samples.txt` lists the commands that are
not run, each with the reason. A command that serves is ended by Ctrl-C after the last one of the page.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import groupby
from pathlib import Path
from typing import Final

import exceptions
from onepay_client import OnePay
from onepay_contract import document as contracts
from people import Payee, register_payee
from reference import samples
from scene import Sandbox, SandboxControl

ROOT: Final = Path(__file__).resolve().parent.parent
EXCEPTIONS: Final = ROOT / "contract_tests" / "exceptions" / "console_samples.txt"
_MADE: Final = {"reference", "decisions", "_templates"}
_BLOCK: Final = re.compile(r"^```(console|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_AN_ID: Final = "50000000-0000-4000-8000-000000000001"
_SERVES: Final = re.compile(r"onepay sandbox (start|listen|logs --follow)|compose/shop\.py")
"""Commands that go on until somebody ends them."""
_FINDS: Final = re.compile(r"onepay (contract|conformance|reconcile)|next_version")
"""Commands whose exit status says what they found."""
_FOUND: Final = frozenset({0, 1, 3, 4})
_INTERRUPTED: Final = frozenset({0, 130, -signal.SIGINT})
_SECONDS: Final = 300


def main(arguments: list[str]) -> int:
    """Run the samples of the pages; 1 where one failed."""
    parser = argparse.ArgumentParser(description="Run the console samples of the pages against a sandbox.")
    parser.add_argument("pages", nargs="*", help="such as docs/sandbox.md; without one, all of them")
    wanted = parser.parse_args(arguments).pages
    skipped = exceptions_by_command()
    failures = 0
    for page, found in groupby(samples_of_pages(), lambda sample: sample[0]):
        commands = [command for _, command in found if command not in skipped]
        if commands and (not wanted or page in wanted):
            failures += _run(page, commands)
    return 1 if failures else 0


def samples_of_pages() -> Iterator[tuple[str, str]]:
    """Each page with each command of its consoles, without comments."""
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))):
        if not _MADE & {*page.relative_to(ROOT).parts}:
            for command in _commands(page):
                yield page.relative_to(ROOT).as_posix(), command


def exceptions_by_command() -> dict[str, str]:
    """The commands that are not run, and why."""
    return {row[0]: row[1] for row in exceptions.read(EXCEPTIONS, 2)}


def _commands(page: Path) -> Iterator[str]:
    for language, block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        if language == "console":
            for line in re.findall(r"^\$ (.+)$", block.replace("\\\n", ""), re.MULTILINE):
                yield " ".join(re.split(r"\s#\s", line)[0].split())


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the commands of a page run."""

    folder: Path
    sandbox: Sandbox
    control: SandboxControl
    client: OnePay
    payee: Payee
    endpoint: str
    environment: Mapping[str, str]

    def written_for(self, command: str) -> str:
        """A command with the places and ids of this machine in it."""
        if _AN_ID in command:
            payment = self.client.payments.create(title="Pedido 118", amount=150_000)
            if " watch " in command:
                self.control.pays(payment.id)
            command = command.replace(_AN_ID, payment.id)
        replaced = {
            "curl … |": f"curl -s {self._get()} |" if "curl … |" in command else "",
            "curl -i … |": f"curl -si {self._get()} |" if "curl -i … |" in command else "",
            "--account-id A": f"--account-id {self.payee.account_id}",
            "--customer-id C": f"--customer-id {self.payee.customer_id}",
            "DELIVERY_ID": self._delivery() if "DELIVERY_ID" in command else "",
            "https://shop.example/onepay": self.endpoint,
            "http://127.0.0.1:8000/webhooks/onepay": self.endpoint,
            "http://127.0.0.1:8000/v1": f"{self.sandbox.url}/v1",
            "http://127.0.0.1:8700": self.sandbox.url,
            "--port 8000": "--port 0",
            "payouts approve": "payouts approve --yes",
            "payouts erase": "payouts erase --yes",
            ".venv/bin/nox -s version --": "python scripts/next_version.py",
            ".venv/bin/nox -s version": "python scripts/next_version.py",
            "python3 scripts/start.py tour": "python scripts/tour.py",
            "conformance/state-….jsonl": "$(ls -t conformance/state-*.jsonl | head -1)",
        }
        for there, here in replaced.items():
            command = command.replace(there, here)
        return command

    def _get(self) -> str:
        payment = next(iter(self.client.payments.list()))
        return f'{self.sandbox.url}/v1/payments/{payment.id} -H "Authorization: Bearer $ONEPAY_API_KEY"'

    def _delivery(self) -> str:
        return str(self.control.decide("GET", "/deliveries")["data"][0]["id"])


@contextmanager
def _place(page: str) -> Generator[_Place]:
    """A folder with what the commands of a page need, and a sandbox with a company in it."""
    key = "sk_test_" + re.sub(r"[^a-z]", "", page)
    sandbox = Sandbox()
    with tempfile.TemporaryDirectory() as path, _refusing_endpoint() as endpoint:
        folder = Path(path)
        sandbox.start()
        try:
            url = f"{sandbox.url}/v1"
            with closing(SandboxControl(sandbox, key)) as control, OnePay(key, base_url=url) as client:
                control.deposit(10_000_000)
                payee = register_payee(client)
                payment = client.payments.create(title="Café de origen", amount=150_000, external_id="order-1")
                client.webhooks.create(name="Tienda", url=endpoint, events=["payment.approved"])
                control.pays(payment.id)
                _write_files(folder, payee, client, payment.id)
                environment = {
                    **{name: value for name, value in os.environ.items() if not name.startswith("ONEPAY_")},
                    "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
                    "PYTHONPATH": os.pathsep.join(str(Path(part).resolve()) for part in sys.path if part),
                    "PYTEST_PLUGINS": "onepay_pytest",
                    "ONEPAY_API_KEY": key,
                    "ONEPAY_PUBLIC_KEY": key.replace("sk_", "pk_"),
                    "ONEPAY_BASE_URL": url,
                    "ONEPAY_APPROVAL_KEY": "approval_made_up_for_the_samples_of_the_pages",
                    "ONEPAY_SANDBOX_PORT": "0",
                    "SHOP_PORT": "0",
                }
                yield _Place(folder, sandbox, control, client, payee, endpoint, environment)
        finally:
            sandbox.kill()


def _write_files(folder: Path, payee: Payee, client: OnePay, payment_id: str) -> None:
    """Write the files that the commands of pages name, and the command itself."""
    (folder / "bin").mkdir()
    command = folder / "bin" / "onepay"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m onepay_cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    for name in ("openapi", "generated", "docs", "scripts", ".git"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "contract_tests" / "exceptions").mkdir(parents=True)
    shutil.copy(ROOT / "contract_tests" / "exceptions" / "answered_live.txt", folder / "contract_tests" / "exceptions")
    (folder / "payroll.csv").write_text(
        f"amount;customer_id;account_id\n$400.000;{payee.customer_id};{payee.account_id}\n", encoding="utf-8"
    )
    with (folder / "books.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("Valor", "Pedido", "Fecha"), ("150000", "order-1", "2026-11-03")])
    contract = contracts.load()
    webhook = samples.example(contract, contract.operations["webhooks_create"].raw["requestBody"])
    (folder / "webhook.json").write_text(json.dumps(webhook), encoding="utf-8")
    body = client.with_reply(client.payments.get, payment_id).body.decode()
    (folder / "body.json").write_text(body, encoding="utf-8")
    event = contract.document["webhooks"]["payment.approved"]["post"]["requestBody"]
    (folder / "delivery.json").write_text(json.dumps(samples.example(contract, event)), encoding="utf-8")
    charges = json.dumps(samples.success(contract, contract.operations["charges_list"]))
    (folder / "replies.jsonl.gz").write_bytes(gzip.compress(charges.encode()))
    (folder / "shop.har").write_text(json.dumps(_har(payment_id, body)), encoding="utf-8")
    (folder / "known.txt").write_text("charges_create  status  account-charge-settles\n", encoding="utf-8")
    (folder / "test_shop.py").write_text(_first_python_block(ROOT / "docs" / "testing.md"), encoding="utf-8")


def _har(payment_id: str, body: str) -> object:
    """A conversation as browsers export it: one call of the API, and one of a server on the way."""
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "samples", "version": "1"},
            "entries": [
                {
                    "startedDateTime": "2026-03-02T15:04:05.000Z",
                    "time": 12,
                    "request": {
                        "method": "GET",
                        "url": f"{host}/payments/{payment_id}",
                        "headers": [{"name": "Authorization", "value": "Bearer sk_test_samples"}],
                    },
                    "response": {
                        "status": 200,
                        "headers": [{"name": "Content-Type", "value": "application/json"}],
                        "content": {"mimeType": "application/json", "text": body},
                    },
                }
                for host in ("https://api.onepay.la/v1", "http://10.0.0.5:8080")
            ],
        }
    }


def _first_python_block(page: Path) -> str:
    blocks: list[tuple[str, str]] = _BLOCK.findall(page.read_text(encoding="utf-8"))
    return next(code for language, code in blocks if language == "python")


@contextmanager
def _refusing_endpoint() -> Generator[str]:
    """An endpoint for webhooks that refuses what is not signed, as every real one does."""

    class Refusal(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(401)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the class above
            """Print nothing."""

    with HTTPServer(("127.0.0.1", 0), Refusal) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/onepay"
        finally:
            server.shutdown()
            thread.join()


def _run(page: str, commands: list[str]) -> int:
    """Run the commands of a page in their order, and return how many failed; what serves does so until the last."""
    problems: list[str] = []
    with _place(page) as place, ExitStack() as serving:
        _prepare(place, commands)
        for command in commands:
            written = place.written_for(command)
            if _SERVES.search(command):
                serving.enter_context(_serving(place, written, problems))
            elif problem := _ended(place, written):
                problems.append(f"{command}: {problem}")
            print(f"{page}: {command}", flush=True)
    for problem in problems:
        print(f"{page}: FAILED: {problem}", file=sys.stderr, flush=True)
    return len(problems)


def _prepare(place: _Place, commands: list[str]) -> None:
    """Make what commands of a page take from other pages: a recording, a run of payouts, a snapshot."""
    text = "\n".join(commands)
    first: list[str] = []
    if "recording.jsonl" in text:
        first += ["onepay conformance run --read-only --budget 20", "cp conformance/recordings/*.jsonl recording.jsonl"]
    if "payouts check" not in text and re.search("payouts (purge|erase)|reconcile", text):
        first += [
            "onepay payouts check payroll.csv --run payroll-2026-10 --method ACH",
            "onepay payouts approve payroll-2026-10 --by 'Marta Ruiz' --yes",
            "onepay payouts send payroll-2026-10",
        ]
    for command in first:
        if problem := _ended(place, command):
            raise RuntimeError(f"{command}: {problem}")


def _ended(place: _Place, command: str) -> str:
    """Run a command to its end; what is wrong with how it ended, or nothing."""
    ran = subprocess.run(  # noqa: S603 - the commands of our own pages
        ["bash", "-o", "pipefail", "-c", command],  # noqa: S607 - as people do
        cwd=place.folder,
        env=dict(place.environment),
        input="y\n" * 3,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    fine = _FOUND if _FINDS.search(command) else {0}
    if ran.returncode in fine and "Traceback" not in ran.stderr:
        return ""
    return f"ended with {ran.returncode}\n{ran.stdout[-2_000:]}{ran.stderr[-2_000:]}"


@contextmanager
def _serving(place: _Place, command: str, problems: list[str]) -> Generator[None]:
    """Start a command that serves and wait for its first line; in the end Ctrl-C, after which it may not complain."""
    popen = subprocess.Popen(  # noqa: S603 - as above
        ["bash", "-c", f"exec env {command}"],  # noqa: S607 - as people do
        cwd=place.folder,
        env=dict(place.environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with popen:
        timer = threading.Timer(_SECONDS, popen.kill)
        timer.start()
        first = popen.stdout.readline() if popen.stdout else ""
        try:
            yield
        finally:
            popen.send_signal(signal.SIGINT)
            rest, _ = popen.communicate()
            timer.cancel()
    if not first or popen.returncode not in _INTERRUPTED or "Traceback" in rest:
        problems.append(f"{command}: ended with {popen.returncode}\n{first}{rest[-2_000:]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
