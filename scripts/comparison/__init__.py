"""Our checks of a server beside those of schemathesis, on the same planted faults."""
