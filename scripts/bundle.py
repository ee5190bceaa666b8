"""Bundle `openapi/` into `generated/openapi.json`, and name every mistake with its file and line.

python scripts/bundle.py            writes generated/openapi.json, operations.txt, api.md and sandbox.json
python scripts/bundle.py --check    says whether they are current, and writes nothing
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from codegen import files
from onepay_contract.bundling import BundleError, bundle, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMAND: Final = "python scripts/bundle.py"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        written = texts(options.root, bundle(options.root))
    except BundleError as error:
        sys.stderr.write(f"{error}\n{len(error.problems)} problem(s) in {options.root}; nothing was written.\n")
        return 1
    output: Path = options.output
    paths = {output if name == "openapi.json" else output.with_name(name): text for name, text in written.items()}
    return _check(paths) if options.check else _write(paths)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=COMMAND, description="Bundle the description into one document.")
    parser.add_argument("--check", action="store_true", help="only say whether the bundle is current")
    parser.add_argument("--root", type=Path, default=Path("openapi"), help="the description (default: openapi)")
    parser.add_argument("--output", type=Path, default=Path("generated/openapi.json"), help="the file to write")
    return parser


def _check(texts: dict[Path, str]) -> int:
    mismatches = {path: files.mismatch(path, text) for path, text in texts.items()}
    for path, state in mismatches.items():
        if state:
            sys.stderr.write(f"{path} is {state}. Run `{COMMAND}` and commit the result.\n")
    return int(any(mismatches.values()))


def _write(texts: dict[Path, str]) -> int:
    for path, text in texts.items():
        files.write(path, text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
