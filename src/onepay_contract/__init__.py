"""Does a server keep the contract? Exchanges, what departs from the contract in them, recordings and reports."""
