import sys

import pytest

from mentorship.local import verification
from mentorship.local.verification import Step


def test_a_command_is_well_when_it_says_so() -> None:
    good = verification.run(Step("good", [sys.executable, "-c", "pass"]))
    assert (good.name, good.ok, good.text) == ("good", True, "")
    code = "import os, sys; print(os.environ['EXTRA']); sys.exit(1)"
    bad = verification.run(Step("bad", [sys.executable, "-c", code], environment={"EXTRA": "x"}))
    assert (bad.ok, bad.text) == (False, "x")


@pytest.mark.parametrize("problems", [[], ["one", "two"]])
def test_a_function_is_well_without_problems(problems: list[str]) -> None:
    outcome = verification.run(Step("f", function=lambda: problems))
    assert (outcome.ok, outcome.text) == (not problems, "\n".join(problems))


def test_the_steps_keep_their_order() -> None:
    steps = [Step(name, function=list) for name in "abc"]
    assert [outcome.name for outcome in verification.run_all(steps)] == ["a", "b", "c"]


def test_every_promise_of_the_command_is_kept() -> None:
    words = " ".join(step.name for step in verification.steps())
    for promise in ("mypy", "ruff", "import-linter", "djlint", "djade", "migrations", "lock"):
        assert promise in words
