"""The people of the contract's examples, as requests that make them."""

from __future__ import annotations

from typing import Any

MARIANA: dict[str, Any] = {
    "user_type": "natural",
    "first_name": "Mariana",
    "last_name": "Ospina",
    "email": "mariana@example.com",
    "phone": "+573000000001",
    "document_type": "CC",
    "document_number": "1053800001",
    "birthdate": "1992-08-14",
}
HOTEL: dict[str, Any] = {
    "user_type": "company",
    "first_name": "Hotel Niebla",
    "last_name": "SAS",
    "email": "compras@example.com",
    "phone": "+573000000003",
    "document_type": "NIT",
    "document_number": "901555020-1",
}
