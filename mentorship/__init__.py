"""The top room: settings, addresses, and the pages that compose all others."""

import os

from mentorship.celery import app as celery_app

__all__ = ["celery_app"]

# Read when NumPy is loaded, which is later. Matching has threads of its own, and BLAS's threads inside
# of these wait for each other: looking for candidates takes ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
