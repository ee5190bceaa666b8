"""What the sandbox plays: banks, regions, bank days, payers, forced outcomes and faults."""
