"""How a call is sent: the engine without input or output, and what drives it."""
