"""The contract and its judge: one reader, findings about exchanges, recordings and reports."""
