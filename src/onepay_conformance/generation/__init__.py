"""Cases: drawn from the contract, planned onto requests that a server takes, with what should come of them."""
