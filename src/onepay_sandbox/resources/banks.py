"""The banks at which accounts can be held: two wallets whose ids are documented, and banks that do not exist."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.resources.pagination import counted, cut, without_nulls

NEQUI: Final = "9957817d-239b-4032-8dca-bc508a76579c"
DAVIPLATA: Final = "9957817d-26b5-456d-bc49-4a8ba1bc021b"
_SIZE: Final = 200

NAMES: Final = {
    NEQUI: "Nequi",
    DAVIPLATA: "Daviplata",
    "21000000-0000-4000-8000-000000000001": "Banco Cordillera",
    "21000000-0000-4000-8000-000000000003": "Banco del Páramo",
    "21000000-0000-4000-8000-000000000004": "Cooperativa La Ceiba",
}

ASSUMPTIONS: Final = (
    Assumption(
        "bank-list",
        "ours",
        "The banks are Nequi and Daviplata with their documented ids, and three banks that do not exist.",
        "The ids of the real banks are not public.",
    ),
    Assumption(
        "unknown-bank",
        "ours",
        "An account at a bank that the list does not hold is taken; the bank is then called Banco de pruebas.",
        "A program that knows the id of a real bank has to work here too.",
    ),
)


def bank(identifier: str) -> Document:
    """The bank of that id, as the contract's `Bank`."""
    return {"id": identifier, "name": NAMES.get(identifier, "Banco de pruebas"), "logo": None}


def page_of_banks(call: Call) -> Json:
    """The page of the banks that the call asks for."""
    return without_nulls(counted(cut(call, [bank(name) for name in NAMES], size=_SIZE)))


def banks_list(call: Call) -> Json:
    """The banks and wallets."""
    return page_of_banks(call)
