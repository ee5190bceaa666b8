"""Pages for people: the dashboard and the checkout of a payment."""
