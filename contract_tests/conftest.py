"""How thoroughly Hypothesis searches, for all tests.

* `repeatable` is the default: the same examples in every run, so that a red run is red for everybody
  and a green change stays green. It is what CI runs on every change.
* `searching` (`HYPOTHESIS_PROFILE=searching`) draws ten times as many, others in every run;
  it is for a scheduled run, and for whoever has changed a reader or a strategy.

Neither keeps a database of examples, which would make two machines run different tests, nor a
deadline, since a test that shares its core with others is slow now and then and not wrong. Neither
runs the phase that explains: it takes minutes over a reply and names lines of msgspec. Both print
the blob with which `@reproduce_failure` repeats what they found.
"""

from __future__ import annotations

import os

from hypothesis import Phase, settings

settings.register_profile(
    "repeatable",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)
settings.register_profile(
    "searching", settings.get_profile("repeatable"), derandomize=False, max_examples=1000, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
