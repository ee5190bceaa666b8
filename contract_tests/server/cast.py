"""The people of the contract's examples, as requests that make them."""

from __future__ import annotations

from typing import Any

import people

MARIANA: dict[str, Any] = {**people.MARIANA, "birthdate": "1992-08-14"}
HOTEL: dict[str, Any] = {
    "user_type": "company",
    "first_name": "Hotel Niebla",
    "last_name": "SAS",
    "email": "compras@example.com",
    "phone": "+573000000003",
    "document_type": "NIT",
    "document_number": "901555020-1",
}
