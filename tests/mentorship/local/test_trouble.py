from pathlib import Path

import pytest

from mentorship.local.trouble import Trouble, need_space, writable_folder


def test_space(tmp_path: Path) -> None:
    need_space(tmp_path, 1)
    with pytest.raises(Trouble, match="MB free, 1000000000 MB are needed"):
        need_space(tmp_path, 10**9)


def test_a_folder_to_write_in(tmp_path: Path) -> None:
    assert list(writable_folder(tmp_path / "a" / "b").iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(Trouble, match="Cannot write to"):
        writable_folder(tmp_path / "file")
