"""Who buys in the benchmarks of the sandbox."""

from __future__ import annotations

from typing import Any, Final

PERSON: Final[dict[str, Any]] = {
    "user_type": "natural",
    "first_name": "Mariana",
    "last_name": "Ospina",
    "email": "mariana@example.com",
    "phone": "+573000000001",
    "document_type": "CC",
    "document_number": "1053800001",
}
