"""Departments of Colombia with their official numbers, and some of their cities."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption

DEPARTMENTS: Final[dict[int, tuple[str, ...]]] = {
    5: ("Antioquia", "Medellín", "Envigado"),
    8: ("Atlántico", "Barranquilla", "Soledad"),
    11: ("Bogotá D.C.", "Bogotá D.C."),
    13: ("Bolívar", "Cartagena de Indias"),
    15: ("Boyacá", "Tunja", "Villa de Leyva"),
    17: ("Caldas", "Manizales", "Chinchiná"),
    18: ("Caquetá", "Florencia"),
    19: ("Cauca", "Popayán"),
    20: ("Cesar", "Valledupar"),
    23: ("Córdoba", "Montería"),
    25: ("Cundinamarca", "Chía", "Soacha"),
    27: ("Chocó", "Quibdó"),
    41: ("Huila", "Neiva"),
    44: ("La Guajira", "Riohacha"),
    47: ("Magdalena", "Santa Marta"),
    50: ("Meta", "Villavicencio"),
    52: ("Nariño", "Pasto"),
    54: ("Norte de Santander", "Cúcuta"),
    63: ("Quindío", "Armenia", "Salento"),
    66: ("Risaralda", "Pereira"),
    68: ("Santander", "Bucaramanga", "Barichara"),
    70: ("Sucre", "Sincelejo"),
    73: ("Tolima", "Ibagué"),
    76: ("Valle del Cauca", "Cali", "Palmira"),
    81: ("Arauca", "Arauca"),
    85: ("Casanare", "Yopal"),
    86: ("Putumayo", "Mocoa"),
    88: ("San Andrés, Providencia y Santa Catalina", "San Andrés"),
    91: ("Amazonas", "Leticia"),
    94: ("Guainía", "Inírida"),
    95: ("Guaviare", "San José del Guaviare"),
    97: ("Vaupés", "Mitú"),
    99: ("Vichada", "Puerto Carreño"),
}
"""By its number, the name of each department, and then those of the cities that are known."""

ASSUMPTIONS: Final = (
    Assumption(
        "place-numbers",
        "ours",
        "A department has its official number, a city that number and two digits; of the cities some are known.",
        "Programs show numbers, and no page tells which; the contract's example has 17 and 1701.",
    ),
    Assumption(
        "place-name-filter",
        "ours",
        "A filter by name keeps what contains it, in capitals or not.",
        "One program filters by name; whether the whole name has to be given is not known.",
    ),
)


def states_list(call: Call) -> Json:
    """The departments, of which one page holds all."""
    return {"data": with_name(departments(), call.query.get("filter[name]"))}


def departments() -> list[Document]:
    """Every department."""
    return [{"id": number, "name": names[0]} for number, names in DEPARTMENTS.items()]


def with_name(places: list[Document], name: str | None) -> list[Document]:
    """The places whose name contains `name`; all of them without one."""
    wanted = (name or "").casefold()
    return [place for place in places if wanted in place["name"].casefold()]
