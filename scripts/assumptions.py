"""Write the list of what the sandbox claims without a document.

    python scripts/assumptions.py            writes contract_tests/exceptions/assumptions.txt anew
    python scripts/assumptions.py --check    only says whether it is current

The claims stand beside the code that makes them true, as `Assumption`s; those whose evidence is a document are
not in the list. All of them are on the page that the sandbox serves at `/_sandbox/`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from onepay_sandbox import registry

ROOT: Final = Path(__file__).resolve().parent.parent
LIST: Final = ROOT / "contract_tests" / "exceptions" / "assumptions.txt"
HEADING: Final = """\
# What the sandbox claims without a document: id, evidence, sentence, reason. `observed` was seen in a program or told
# by one who has seen it, `inferred` follows from what is documented, and `ours` had to be chosen, or is for tests.
# Written by `python scripts/assumptions.py` from the code; a line that comes in needs a reviewer who believes it.
"""


def text() -> str:
    """The list as it should be."""
    claims = [assumption for assumption in registry.assumptions() if assumption.evidence != "documented"]
    return HEADING + "".join(
        f"{assumption.id}  {assumption.evidence}  {assumption.sentence}  {assumption.reason}\n" for assumption in claims
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description="Write the list of what the sandbox claims without a document.")
    parser.add_argument("--check", action="store_true", help="only say whether the list is current")
    if not parser.parse_args(arguments).check:
        LIST.write_text(text(), encoding="utf-8")
        return 0
    current = LIST.exists() and LIST.read_text(encoding="utf-8") == text()
    if not current:
        sys.stderr.write(f"{LIST.name} is out of date. Run `python scripts/assumptions.py` and review its diff.\n")
    return int(not current)


if __name__ == "__main__":
    sys.exit(main())
