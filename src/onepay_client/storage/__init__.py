"""What this package keeps on disk: journals, the webhook deliveries that were handled, and payout runs.

``database`` is the interface, and says how to add tables; ``schema`` has the tables of each version; ``sqlite`` runs
transactions in a file, safely across threads, processes, forks and interrupts. ``docs/decisions/`` says why it is done
this way.
"""
