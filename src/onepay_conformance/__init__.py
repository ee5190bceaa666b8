"""Checks whether a server keeps the contract.

`run.run(server, …)` makes the objects that it needs by documented calls, sends the cases of each phase through
`sender.Sender`, judges every reply by the contract, runs the active and the history checks, and cleans up.
"""
