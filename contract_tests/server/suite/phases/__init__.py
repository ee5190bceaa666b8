"""What is tried, in the order in which a small budget is best spent."""
