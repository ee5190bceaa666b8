"""Allows, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class Allows(Model, kw_only=True):
    """Which payment methods the payer is offered.

    Every switch is optional: older pages print `cards`, `accounts`, `card_extra`, `realtime`, `pse` and
    `transfiya`, newer requests drop `transfiya` and add `wallets`, `full_extra`, `pse_debit` and `breb`,
    and invoices print four. What is offered in the end depends on the company's set-up.

    Attributes:
        cards: Whether cards are offered.
        accounts: Whether debits from bank accounts are offered.
        wallets: Whether wallets such as Nequi and Daviplata are offered.
        card_extra: A switch about cards, whose exact meaning no available page explains.
        realtime: A switch about immediate transfers, whose exact meaning no available page explains.
        pse: Whether PSE, the Colombian online bank transfer, is offered.
        transfiya: Whether Transfiya transfers are offered, in the older set of switches.
        full_extra: A switch of the newer set, whose exact meaning no available page explains.
        pse_debit: A switch of the newer set about PSE, whose exact meaning no available page explains.
        breb: Whether Bre-B, the Colombian immediate payment network, is offered.
    """

    __required_is_documented__: ClassVar[bool] = False

    cards: bool | Unset = UNSET
    """Whether cards are offered."""
    accounts: bool | Unset = UNSET
    """Whether debits from bank accounts are offered."""
    wallets: bool | Unset = UNSET
    """Whether wallets such as Nequi and Daviplata are offered."""
    card_extra: bool | Unset = UNSET
    """A switch about cards, whose exact meaning no available page explains."""
    realtime: bool | Unset = UNSET
    """A switch about immediate transfers, whose exact meaning no available page explains."""
    pse: bool | Unset = UNSET
    """Whether PSE, the Colombian online bank transfer, is offered."""
    transfiya: bool | Unset = UNSET
    """Whether Transfiya transfers are offered, in the older set of switches."""
    full_extra: bool | Unset = UNSET
    """A switch of the newer set, whose exact meaning no available page explains."""
    pse_debit: bool | Unset = UNSET
    """A switch of the newer set about PSE, whose exact meaning no available page explains."""
    breb: bool | Unset = UNSET
    """Whether Bre-B, the Colombian immediate payment network, is offered."""
