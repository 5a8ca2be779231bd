"""How properties are checked: the same examples on every machine, and no deadline, since rules compile."""

from hypothesis import settings

settings.register_profile("bar", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("explore", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile("bar")
