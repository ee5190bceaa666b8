"""Faults in what is long, manifold or rare: a second share, a second entry, an address with a query, a trial."""

from __future__ import annotations

from typing import Final

from conformance.planted.answers import Answer
from conformance.planted.edits import Object, in_each
from conformance.planted.faults import Call, planted
from onepay_contract.findings import Kind
from onepay_core.json_values import is_array, is_object

_LOST: Final = Kind.VALUE_NOT_KEPT
_ADDRESSES: Final = ("redirect_url", "document_link", "url")


@planted("payments_create charges_create", _LOST)
def the_first_share_alone(call: Call) -> Answer | None:
    """Of several shares only the first is kept."""
    return in_each(call, lambda one: one.update(splits=one["splits"][:1]) if one.get("splits") else None)


@planted("charges_create", _LOST)
def shares_that_change_places(call: Call) -> Answer | None:
    """The first of several shares gets what the last should."""
    return in_each(call, _swap)


@planted("payments_create payments_get", _LOST)
def shares_without_fractions(call: Call) -> Answer | None:
    """Shares are cut to whole numbers."""
    return in_each(call, lambda one: [share.update(split_value=int(share["split_value"])) for share in _shares(one)])


@planted("payments_create payments_get", _LOST)
def names_in_small_letters(call: Call) -> Answer | None:
    """The names of the merchant's own data are put in small letters."""
    return in_each(call, _lower)


@planted("payments_create payments_get", _LOST)
def the_first_entry_alone(call: Call) -> Answer | None:
    """Of the merchant's own data, where they come as a list, only the first are kept."""
    return in_each(call, lambda one: one.update(metadata=one["metadata"][:1]) if is_array(one["metadata"]) else None)


@planted("plans_create", _LOST)
def the_first_text_alone(call: Call) -> Answer | None:
    """Of the texts that were sent with a plan only the first is kept."""
    return in_each(call, lambda one: one.update(metadata=one["metadata"][:1]))


@planted("payments_create webhooks_create", _LOST)
def addresses_without_a_query(call: Call) -> Answer | None:
    """Addresses are cut at the question mark."""
    return in_each(call, _cut)


@planted("plans_create plans_list", _LOST)
def plans_that_never_end(call: Call) -> Answer | None:
    """A plan runs on, however many cycles it was given."""
    return in_each(call, lambda one: one.update(cicles=0))


@planted("subscriptions_create", _LOST)
def subscriptions_that_never_end(call: Call) -> Answer | None:
    """A subscription runs on, however many cycles it was given."""
    return in_each(call, lambda one: one.update(cicles=None))


@planted("subscriptions_create", _LOST)
def trials_that_are_not_granted(call: Call) -> Answer | None:
    """A subscription collects at once, though it was given a trial."""
    return in_each(call, lambda one: one["trial"].update(has_trial=False, trial_days=0))


@planted("plans_create", _LOST)
def trials_of_another_length(call: Call) -> Answer | None:
    """The trial of a plan lasts a month, whatever its days."""
    return in_each(call, lambda one: one["trial"].update(trial_days=30) if one["trial"]["has_trial"] else None)


def _shares(one: Object) -> list[Object]:
    shares: list[Object] = one.get("splits") or []
    return shares


def _swap(one: Object) -> None:
    shares = _shares(one)
    if len(shares) > 1:
        shares[0]["split_value"], shares[-1]["split_value"] = shares[-1]["split_value"], shares[0]["split_value"]


def _lower(one: Object) -> None:
    if is_object(one.get("metadata")):
        one["metadata"] = {name.lower(): value for name, value in one["metadata"].items()}


def _cut(one: Object) -> None:
    for name in _ADDRESSES:
        if one.get(name):
            one[name] = one[name].partition("?")[0]
