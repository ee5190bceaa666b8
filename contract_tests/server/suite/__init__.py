"""Does a server keep the contract? Everything that is sent to find out, and what comes of it.

`run.run(server, …)` is the whole of it: it makes what it needs by documented calls, sends the cases of each phase
through `sending.Sender`, holds every reply against the contract, asks the probes, and cleans up.
"""
