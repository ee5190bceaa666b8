"""Amounts as the API prints them for people: thousands parted by points."""

from __future__ import annotations


def pesos(amount: int) -> str:
    """`$150.000`, the form of the concepts page."""
    return f"${bare(amount)}"


def spaced(amount: int) -> str:
    """`$ 150.000`, the form of the payment page."""
    return f"$ {bare(amount)}"


def bare(amount: int) -> str:
    """`150.000`, the form of older pages."""
    return f"{amount:,}".replace(",", ".")
