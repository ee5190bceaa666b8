"""Operations that have no function yet. The list only shrinks, and is empty before the sandbox is published."""

from __future__ import annotations

from typing import Final

NOT_YET_WRITTEN: Final[frozenset[str]] = frozenset(())
