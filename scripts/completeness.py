"""Completeness of the types of the public surface. Pyright's own report, with 100 % as the bar.

python scripts/completeness.py
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Final

PACKAGES: Final = (
    "onepay_api",
    "onepay_core",
    "onepay_cli",
    "onepay_client",
    "onepay_sandbox",
    "onepay_contract",
    "onepay_conformance",
)
WHOLE: Final = 1.0


def report_on(package: str) -> dict[str, Any]:
    """Pyright's report on the types of a package's public names."""
    command = [sys.executable, "-m", "pyright", "--outputjson", "--ignoreexternal", "--verifytypes", package]
    output = subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603 - our own words
    report: dict[str, Any] = json.loads(output)
    return report


def incomplete(report: dict[str, Any]) -> list[str]:
    """One line for each public name whose type is missing or ambiguous."""
    symbols = report["typeCompleteness"]["symbols"]
    return [symbol["name"] for symbol in symbols if symbol["isExported"] and not symbol["isTypeKnown"]]


def main() -> int:
    """Print the figure of each package; return 1 if one is not complete."""
    complete = True
    for package in PACKAGES:
        report = report_on(package)
        score = report["typeCompleteness"]["completenessScore"]
        print(f"{package}: {score:.1%} of the public names are typed in full")
        print("".join(f"  {name}\n" for name in incomplete(report)), end="")
        complete = complete and score == WHOLE
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
