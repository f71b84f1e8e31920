"""Which account the database server runs as: PostgreSQL refuses to be root."""

import os
import pwd
import shutil
from pathlib import Path

from mentorship.local.trouble import Trouble

NOBODY = "nobody"


def server_account() -> tuple[int, int] | None:
    """User and group id of `nobody` when we are root, else None: the server runs as we do.

    Raises Trouble when root has no such account.
    """
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(NOBODY)
    except KeyError as error:
        raise Trouble(
            "PostgreSQL refuses to run as root, and there is no account “nobody” for it. "
            "Start as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
        ) from error
    return entry.pw_uid, entry.pw_gid


def can_reach(path: Path, account: tuple[int, int]) -> bool:
    """Whether the account may enter every folder on the way to `path` (it may not exist yet)."""
    folders = [folder for folder in (path, *path.parents) if folder.is_dir()]
    return all(_may_enter(folder.stat(), account) for folder in folders)


def _may_enter(stat: os.stat_result, account: tuple[int, int]) -> bool:
    uid, gid = account
    if stat.st_uid == uid:
        return bool(stat.st_mode & 0o100)
    if stat.st_gid == gid:
        return bool(stat.st_mode & 0o010)
    return bool(stat.st_mode & 0o001)


def hand_over(folder: Path, account: tuple[int, int] | None) -> None:
    """Make the folder private, and the account's own."""
    folder.mkdir(parents=True, exist_ok=True)
    if account:
        os.chown(folder, *account)
    folder.chmod(0o700)


def readable_binaries(binaries: Path, account: tuple[int, int] | None, copy_to: Path) -> Path:
    """The bin folder, or a copy of its installation where the account can read it.

    A wheel keeps its libraries in `NAME.libs` beside the package `NAME`; the copy keeps that shape.
    """
    if account is None or can_reach(binaries, account):
        return binaries
    package = binaries.parent.parent
    target = copy_to / package.name
    done, version = copy_to / "copied-from", f"{binaries} {_changed(package)}"
    if not done.exists() or done.read_text() != version:
        shutil.rmtree(copy_to, ignore_errors=True)
        ignore = shutil.ignore_patterns("__pycache__", "include", "doc", "*.a")
        shutil.copytree(package, target, symlinks=True, ignore=ignore)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy_to / libraries.name, symlinks=True)
        _open_to_all(copy_to)
        done.write_text(version)
    return target / binaries.relative_to(package)


def _changed(package: Path) -> int:
    return max(path.stat().st_mtime_ns for path in package.glob("*/bin/*"))


def _open_to_all(folder: Path) -> None:
    """Let everybody read and enter, whatever our umask was."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
    for binary in folder.glob("*/*/bin/*"):
        binary.chmod(0o755)
