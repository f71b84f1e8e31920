"""What every process of the product begins with."""

import os
import subprocess
import sys

BEGINS = (
    "import mentorship, os, sys; print(os.environ['OPENBLAS_NUM_THREADS'], 'numpy' in sys.modules)"
)


def test_blas_keeps_to_one_thread_and_is_told_before_it_is_loaded() -> None:
    plain = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    for given, found in ({}, "1 False"), ({"OPENBLAS_NUM_THREADS": "3"}, "3 False"):
        command = [sys.executable, "-c", BEGINS]
        done = subprocess.run(
            command, env=plain | given, capture_output=True, text=True, check=False
        )
        assert done.stdout.strip() == found
