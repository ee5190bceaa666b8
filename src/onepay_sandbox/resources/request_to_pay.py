"""Requests to pay, sent to Nequi and Daviplata wallets."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.lives.wallet_requests import ask, asked, confirm_daviplata, confirm_nequi, view


def request_to_pay_create_nequi(call: Call) -> Json:
    """Ask the holder of a Nequi wallet."""
    return ask(call.unit, "nequi", call.body)


def request_to_pay_confirm_nequi(call: Call) -> Json:
    """Let the holder decide in the app; the reply still is pending."""
    charge = asked(call, "nequi")
    confirm_nequi(call.unit, charge)
    return view(call.unit, charge)


def request_to_pay_create_daviplata(call: Call) -> Json:
    """Ask the holder of a Daviplata wallet, who gets a one-time code."""
    return ask(call.unit, "daviplata", call.body)


def request_to_pay_confirm_daviplata(call: Call) -> Json:
    """Let the wallet pay for the holder's code."""
    charge = asked(call, "daviplata")
    confirm_daviplata(call.unit, charge, call.body["otp"])
    return view(call.unit, charge)
