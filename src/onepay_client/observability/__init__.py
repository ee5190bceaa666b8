"""What a client shows of its calls: observers, log lines, masked bodies, counts of deviations."""
