import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from mentorship.local import account, postgres
from mentorship.local.trouble import Trouble

STRANGER = (os.geteuid() + 40_000, os.getegid() + 40_000)


def test_an_ordinary_user_runs_the_server_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert account.server_account() is None


def test_root_needs_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(account, "NOBODY", "no-such-account")
    with pytest.raises(Trouble, match="ordinary user, or set DATABASE_URL"):
        account.server_account()


@pytest.mark.parametrize(
    ("mode", "uid", "gid", "may"),
    [(0o700, 7, 8, True), (0o710, 1, 8, True), (0o711, 1, 1, True), (0o770, 1, 1, False)],
)
def test_who_may_enter(mode: int, uid: int, gid: int, may: bool) -> None:
    stat = SimpleNamespace(st_mode=mode, st_uid=uid, st_gid=gid)
    assert account._may_enter(stat, (7, 8)) is may  # type: ignore[arg-type]


def test_a_closed_folder_on_the_way_counts(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert not account.can_reach(tmp_path / "not" / "there", STRANGER)


def test_binaries_out_of_reach_are_copied_with_their_libraries(tmp_path: Path) -> None:
    wheel, copies = tmp_path / "wheel", tmp_path / "copies"
    (wheel / "pg" / "inst" / "bin").mkdir(parents=True)
    (wheel / "pg" / "inst" / "bin" / "postgres").touch()
    (wheel / "pg.libs").mkdir()
    (wheel / "pg.libs" / "libpq.so").touch()
    wheel.chmod(0o700)
    for _ in range(2):
        found = account.readable_binaries(wheel / "pg" / "inst" / "bin", STRANGER, copies)
        assert found == copies / "pg" / "inst" / "bin"
    assert (found / "postgres").stat().st_mode & 0o777 == 0o755
    assert (copies / "pg.libs" / "libpq.so").exists()
    (wheel / "pg" / "inst" / "bin" / "initdb").touch()
    account.readable_binaries(wheel / "pg" / "inst" / "bin", STRANGER, copies)
    assert (found / "initdb").exists(), "a new version is copied again"


def test_our_own_account_needs_no_copy(tmp_path: Path) -> None:
    assert account.readable_binaries(tmp_path, None, tmp_path / "copies") == tmp_path


def test_a_database_of_another_account_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "postgres"
    home.mkdir()
    with pytest.raises(Trouble, match="was made by an ordinary user"):
        postgres._prepare_home(home, STRANGER)
    monkeypatch.setattr(os, "geteuid", lambda: STRANGER[0])
    with pytest.raises(Trouble, match=r"another account \(root"):
        postgres._prepare_home(home, None)


def test_roots_files_move_where_nobody_can_reach_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setattr(postgres, "server_account", lambda: STRANGER)
    assert postgres.home_of(tmp_path).parent == Path("/var/lib/mentorship-local")
    monkeypatch.setattr(postgres, "server_account", lambda: None)
    assert postgres.home_of(tmp_path) == tmp_path / "postgres"
