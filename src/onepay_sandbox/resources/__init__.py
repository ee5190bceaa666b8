"""What the operations do: a module for each tag of the contract, a function for each operationId."""
