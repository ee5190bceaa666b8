"""The words that mean paid, as these tests read the documents, and values that are anything but states."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from onepay_core.json_values import Json

PAID_WORDS: Final = {
    *("approved", "paid", "succeeded", "processed"),
    *("payment.approved", "charge.paid", "charge.succeeded", "cashout.processed", "cashout.completed"),
    "invoice.paid",
}

JSON: Final[st.SearchStrategy[Json]] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.sampled_from(["paid", "approved", "charge.paid", "failed"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["code", "description", "type", "status"]), inner),
    max_leaves=6,
)
