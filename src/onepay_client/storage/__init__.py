"""What this package keeps on disk: journals and the webhook deliveries that were handled.

``sqlite`` opens a file and runs transactions in it, safely across threads, processes, forks and interrupts; ``schema``
has the tables of each version of the file. ``docs/decisions/`` says why it is done this way.
"""
