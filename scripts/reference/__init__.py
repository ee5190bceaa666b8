"""Pages of the site that are made from the contract: one for each operation and event, and one for all objects."""
