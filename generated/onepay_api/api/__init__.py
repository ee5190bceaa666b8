"""One module for each tag of the contract: its resource classes, and a record of each operation."""
