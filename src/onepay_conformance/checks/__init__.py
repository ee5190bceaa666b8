"""Checks by subject: active checks send requests of their own, history checks read everything that a run has sent."""
