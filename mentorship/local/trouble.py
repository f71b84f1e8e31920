"""Problems with the machine that its owner can solve."""

import shutil
from pathlib import Path


class Trouble(Exception):
    """Something about this machine stands in the way; the text says what, and what to do."""


DISK_FULL = "No space left on device"


def need_space(folder: Path, megabytes: int) -> None:
    """Raises Trouble when the disk under `folder` has fewer megabytes free."""
    free = shutil.disk_usage(folder).free // 1024**2
    if free < megabytes:
        raise Trouble(
            f"The disk is nearly full: {folder} has {free} MB free, {megabytes} MB are needed. "
            "Free some space and start again."
        )


def writable_folder(folder: Path) -> Path:
    """The folder, made if need be. Raises Trouble when this account may not write there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"0")
        probe.unlink()
    except OSError as error:
        raise Trouble(
            f"Cannot write to {folder} ({error.strerror}). If it was made by another account, "
            "use a checkout of your own, or remove that folder with that account."
        ) from error
    return folder
