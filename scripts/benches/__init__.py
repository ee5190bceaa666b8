"""What `bench.py` measures: one module per question, and what they share in `timing`, `figures` and `payments`."""
