"""A catalogue of faults that a server may have, played in front of the true sandbox."""
