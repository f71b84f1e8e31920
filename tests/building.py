"""`python -m tests.building`: the template databases of the run in TEST_RUN, in a process of its own.

Whoever needs them waits for the same lock, or builds them if this process was not in time.
"""

import gc

import django
from django.db import connections
from django.test.utils import setup_test_environment


def main() -> None:
    """Build what is missing. Looking for garbage would take a quarter of it, and it ends soon."""
    gc.disable()
    django.setup()
    setup_test_environment()
    from tests import databases

    connections.settings["default"]["CONN_MAX_AGE"] = 0
    databases.prepare()
    connections.close_all()


if __name__ == "__main__":
    main()
