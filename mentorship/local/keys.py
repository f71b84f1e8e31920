"""The demo's own secrets: made once, readable by their owner only."""

import base64
import os
import secrets
from pathlib import Path


def ensure(folder: Path) -> dict[str, str]:
    """Make the keys that are missing; the variables that point the settings to their files."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    material = base64.b64encode(secrets.token_bytes(32)).decode()
    _write_once(folder / "secret_key", secrets.token_urlsafe(50))
    _write_once(folder / "confidential_keys", f"demo:{material}")
    return {
        "SECRET_KEY_FILE": str(folder / "secret_key"),
        "CONFIDENTIAL_KEYS_FILE": str(folder / "confidential_keys"),
    }


def _write_once(file: Path, content: str) -> None:
    if file.exists() and file.stat().st_size:
        return
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        handle.write(content)
