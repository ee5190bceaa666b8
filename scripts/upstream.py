"""Say whether openapi-python-client's own templates are those from which ours were written.

    python scripts/upstream.py            compares, and names what to do
    python scripts/upstream.py --renew    writes the digests of the installed templates

A template of ours replaces one of the generator's. When that one changes, the data that ours is
given may have changed too, and nothing but this says so.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

GENERATOR: Final = "openapi-python-client"
COMMAND: Final = "python scripts/upstream.py"
TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
RECORD: Final = TEMPLATES / "UPSTREAM.txt"
_HEADING: Final = "# Templates of {} {} that ours replace, as sha256. Written by `{} --renew`.\n"


def digests(ours: Path = TEMPLATES) -> dict[str, str]:
    """The sha256 of each installed template that one in the folder `ours` replaces, by name."""
    installed = files(GENERATOR.replace("-", "_")) / "templates"
    replaced = {path.name: installed / path.name for path in sorted(ours.glob("*.jinja"))}
    return {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in replaced.items() if file.is_file()}


def record(digests: Mapping[str, str]) -> str:
    """The text of `UPSTREAM.txt`."""
    heading = _HEADING.format(GENERATOR, version(GENERATOR), COMMAND)
    return heading + "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))


def changes(recorded: str, installed: Mapping[str, str]) -> Iterator[str]:
    """One sentence for each template that is not the one from which ours was written."""
    known = {name: digest for digest, name in map(str.split, _rows(recorded))}
    for name in sorted(known.keys() | installed.keys()):
        if name not in known:
            yield f"{name} replaces a template of {GENERATOR} whose digest is not recorded."
        elif name not in installed:
            yield f"{name} is recorded, but {GENERATOR} has no such template any more, or we no longer replace it."
        elif known[name] != installed[name]:
            yield f"{name} has changed in {GENERATOR} {version(GENERATOR)}."


def advice(sentences: Sequence[str]) -> str:
    """The sentences, and what to do about them."""
    return "\n".join(
        [
            *sentences,
            f"Compare the old and the new {GENERATOR}/templates/ by diff, bring into scripts/templates/ what has",
            f"changed in the data that they are given, run the tests, and then renew the digests: {COMMAND} --renew",
        ]
    )


def main(arguments: Sequence[str] | None = None, path: Path = RECORD) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=f"Compare the templates of {GENERATOR}.")
    parser.add_argument("--renew", action="store_true", help="write the digests of the installed templates")
    if parser.parse_args(arguments).renew:
        path.write_text(record(digests()), encoding="utf-8")
        return 0
    found = list(changes(path.read_text(encoding="utf-8"), digests()))
    if found:
        print(advice(found), file=sys.stderr)
    return int(bool(found))


def _rows(recorded: str) -> Iterator[str]:
    return (line for line in recorded.splitlines() if line and not line.startswith("#"))


if __name__ == "__main__":
    sys.exit(main())
