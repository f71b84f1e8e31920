"""How hard property tests try: EXAMPLES=all, before a release, for as many examples as are written.

Half of them is what each run of the suite tries, others each time at a desk.
"""

import os

ALL = os.environ.get("EXAMPLES") == "all"


def examples(wanted: int) -> int:
    """So many of the examples that a property wants."""
    return wanted if ALL else max(1, wanted // 2)
