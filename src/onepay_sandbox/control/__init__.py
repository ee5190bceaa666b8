"""What the operations of the control API do: a module for each tag, a function for each operationId."""
