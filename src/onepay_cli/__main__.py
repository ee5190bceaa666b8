"""The entry point of the command `onepay`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from onepay_cli.exits import ExitStatus

_EXTRA = "onepay needs the extra [cli]: pip install 'onepay-client[cli]'\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    try:
        import rich  # noqa: F401, PLC0415 # pyright: ignore[reportUnusedImport] - only whether it is there

        from onepay_cli.app import run  # noqa: PLC0415 - what it imports may be missing
    except ModuleNotFoundError as error:
        if error.name not in ("typer", "rich"):
            raise
        sys.stderr.write(_EXTRA)
        return ExitStatus.WRONG_USE
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
