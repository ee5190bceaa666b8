"""Planted mistakes: single edits of the contract and of the code, and who notices them."""
