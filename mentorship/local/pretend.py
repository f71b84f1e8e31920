"""Believable production settings without a secret: for `check --deploy`, and for building images.

python -m mentorship.local.pretend collectstatic --no-input
"""

import os
import sys
from pathlib import Path

VALUES = {
    "MENTORSHIP_ENV": "production",
    "SECRET_KEY": "pretended-" + "kq3vz9w8xj2m5n7p4r6t1y0u" * 3,
    "ALLOWED_HOSTS": "mentorship.example.org",
    "SITE_URL": "https://mentorship.example.org",
    "DATABASE_URL": "postgres://mentorship@localhost/mentorship",
    "REDIS_URL": "redis://localhost:6379/0",
    "CONFIDENTIAL_KEYS": "pretended:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "DEFAULT_FROM_EMAIL": "mentorship@example.org",
    "EMAIL_HOST": "mail.example.org",
}

if __name__ == "__main__":
    manage = Path(__file__).resolve().parents[2] / "manage.py"
    os.execve(  # noqa: S606 - this very interpreter
        sys.executable, [sys.executable, str(manage), *sys.argv[1:]], {**os.environ, **VALUES}
    )  # fmt: skip
