"""How thoroughly Hypothesis searches, for all tests.

* `repeatable` is the default: the same examples in every run, so that a red run is red for everybody
  and a green change stays green. It is what CI runs on every change.
* `searching` (`pytest --hypothesis-profile=searching`) draws ten times as many, others in every run;
  it is for a scheduled run, and for whoever has changed a reader or a strategy.

Neither keeps a database of examples, which would make two machines run different tests, nor a
deadline, since a test that shares its core with others is slow now and then and not wrong. Both
print the blob with which `@reproduce_failure` repeats what they found.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, database=None, deadline=None, print_blob=True)
settings.register_profile("searching", database=None, deadline=None, print_blob=True, max_examples=1000)
settings.load_profile("repeatable")
