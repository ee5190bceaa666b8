"""From the contract to the package: openapi-python-client with our templates, and what it has to be told."""
