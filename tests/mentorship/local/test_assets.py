import json
import subprocess
import sys
from pathlib import Path

import pytest

from mentorship.local import assets
from mentorship.local.trouble import Trouble


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(assets, "ROOT", tmp_path)
    monkeypatch.setattr(assets, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(assets, "VENDOR", tmp_path / ".assets" / "vendor")
    lock(tmp_path / "package-lock.json", tabler="new", axe="new")
    return tmp_path


def lock(file: Path, **integrity: str) -> None:
    file.parent.mkdir(exist_ok=True)
    packages: dict[str, dict[str, object]] = {"": {}}
    for name, value in integrity.items():
        packages[f"node_modules/{name}"] = {"integrity": value, "dev": name == "axe"}
    file.write_text(json.dumps({"packages": packages}))


def installed(root: Path, **integrity: str) -> None:
    lock(root / "node_modules" / ".package-lock.json", **integrity)
    for path in assets.USED.values():
        target = root / "node_modules" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"a{color:red}\n/*# sourceMappingURL=tabler.min.css.map */")


def test_what_is_installed_is_compared_by_checksum(root: Path) -> None:
    assert not assets.is_installed(dev=False)
    installed(root, tabler="old", axe="new")
    assert not assets.is_installed(dev=False)
    installed(root, tabler="new")
    assert assets.is_installed(dev=False)
    assert not assets.is_installed(dev=True)
    installed(root, tabler="new", axe="new")
    assert assets.is_installed(dev=True)


def test_the_used_files_are_placed_without_source_maps(root: Path) -> None:
    installed(root, tabler="new", axe="new")
    assert assets.main("dev", "stamp") == 0
    assert sorted(path.name for path in assets.VENDOR.iterdir()) == sorted(assets.USED)
    assert (assets.VENDOR / "tabler.min.css").read_text() == "a{color:red}\n"
    for name in ("demo", "dev"):
        assert (root / ".assets" / f".stamp-{name}").read_text() == "stamp"


def test_placing_alone_leaves_no_stamp(root: Path) -> None:
    installed(root, tabler="new")
    assert assets.main("place") == 0
    assert [path.name for path in (root / ".assets").iterdir()] == ["vendor"]


@pytest.mark.parametrize("status", [0, 1])
def test_npm_installs_from_the_lock(
    root: Path, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_: object) -> "subprocess.CompletedProcess[str]":
        asked.append(command)
        return subprocess.CompletedProcess(command, status, "", "npm error ENOTFOUND")

    monkeypatch.setattr(assets, "npm", lambda: ["npm"])
    monkeypatch.setattr(subprocess, "run", run)
    if status:
        with pytest.raises(Trouble, match=r"(?s)ENOTFOUND.*is there a network\?"):
            assets.fetch(dev=True)
    else:
        assets.fetch(dev=False)
    assert asked[0][:2] == ["npm", "ci"]
    assert ("--omit=dev" in asked[0]) is (status == 0)


def test_trouble_is_said_and_fails(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert assets.main("demo", "stamp") == 1
    assert "install Node.js" in capsys.readouterr().err


def test_npm_comes_from_the_wheel_on_a_machine_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    node, script = assets.npm()
    assert Path(node).is_file()
    assert Path(script).is_file()
    monkeypatch.setattr("shutil.which", lambda name: sys.executable)
    assert assets.npm() == [sys.executable]
