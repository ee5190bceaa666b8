"""The servers of the contract, one for each host."""

API_SERVER = "https://api.onepay.la/v1"
CARDS_SERVER = "https://cards.onepay.la/v1"
