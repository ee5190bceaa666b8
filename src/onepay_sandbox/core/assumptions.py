"""What the sandbox claims of the API, beside the code that behaves so, and how each claim is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Evidence: TypeAlias = Literal["documented", "observed", "inferred", "ours"]
"""How a behaviour is known; `ours` means that the sandbox had to choose, or offers it for tests."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One sentence about how the API behaves, how it is known, and why it is believed."""

    id: str
    evidence: Evidence
    sentence: str
    reason: str
