"""Webhooks: which addresses are allowed, and how deliveries are signed, sent and tried again."""
