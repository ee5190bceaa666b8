"""The phases of a run, in the order in which a small budget is best spent."""
