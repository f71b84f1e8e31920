"""The settings module, read by processes of their own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mentorship.local import pretend

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = sorted(set(pretend.VALUES) - {"MENTORSHIP_ENV"})
SHOW = (
    "from mentorship import settings as s; import json;"
    "print(json.dumps([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
    "s.DEBUG, s.CELERY_TASK_ALWAYS_EAGER, s.CELERY_BROKER_URL, s.EMAIL_HOST]))"
)


def read(code: str = "import mentorship.settings", **changes: str) -> "subprocess.CompletedProcess":
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**keep, **changes},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def complaints(done: "subprocess.CompletedProcess") -> list[str]:
    assert done.returncode == 1
    return re.findall(r"^  - (.*)$", done.stderr, re.MULTILINE)


def test_production_is_the_default_and_names_everything_it_lacks() -> None:
    assert sorted(complaints(read())) == [f"{name} is not set" for name in REQUIRED]


def test_production_with_everything_is_safe() -> None:
    done = read(SHOW, **pretend.VALUES)
    assert done.stderr == ""
    assert done.stdout == (
        '[true, true, true, false, false, "redis://localhost:6379/0", "mail.example.org"]\n'
    )


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("SITE_URL", "http://plain.example.org", "SITE_URL must begin with https://"),
        ("SECRET_KEY", "short", "SECRET_KEY is shorter than 50 characters"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must name the hosts, not *"),
        ("REDIS_URL", "none", "REDIS_URL must be a redis:// address"),
    ],
)
def test_weak_values_are_refused(name: str, value: str, complaint: str) -> None:
    assert complaints(read(**{**pretend.VALUES, name: value})) == [complaint]


def test_demo_and_tests_need_nothing() -> None:
    for mode in ("demo", "test"):
        assert read(MENTORSHIP_ENV=mode).returncode == 0


def variables_read() -> set[str]:
    """Names that settings.py and gunicorn.py ask the environment for."""
    found: set[str] = set()
    for file in ("settings.py", "environment.py", "gunicorn.py"):
        text = (ROOT / "mentorship" / file).read_text()
        calls = r"(?:environment\.\w+|os\.environ\.get)\(\s*['\"]([A-Z][A-Z_]+)['\"]"
        found |= set(re.findall(calls, text))
    return found


def test_the_example_names_every_variable_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^([A-Z][A-Z_]+)=", example, re.MULTILINE))
    compose = (ROOT / "docker-compose.yml").read_text()
    assert named == variables_read() | set(re.findall(r"\$\{([A-Z_]+)", compose))
    assert set(REQUIRED) <= named
