"""What the sandbox simulates: bank days, forced outcomes and faults."""
