"""The script that a newcomer meets first, with interpreters made for the occasion."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ("sh", "cat")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with `run`, the locks, and nothing installed."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copy(ROOT / "run", folder)
    shutil.copy(ROOT / "package-lock.json", folder)
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A PATH that holds a shell and what a test adds."""
    folder = tmp_path / "path"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (folder / tool).symlink_to(found)
    return folder


@pytest.fixture
def python(path: Path) -> Callable[[str, str], None]:
    """Adds an interpreter of that name that does what the shell lines say."""

    def add(name: str, lines: str) -> None:
        (path / name).write_text(f"#!/bin/sh\n{lines}\n")
        (path / name).chmod(0o755)

    return add


def run(
    checkout: Path, path: Path, *arguments: str, **env: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(checkout / "run"), *arguments],
        env={"PATH": str(path), **env}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def real_python(path: Path) -> None:
    (path / "python3").symlink_to(sys.executable)


def test_no_python_at_all(checkout: Path, path: Path) -> None:
    done = run(checkout, path, "demo")
    assert done.returncode == 1
    assert "none of them is installed" in done.stderr
    assert "apt install python3 python3-venv" in done.stderr


def test_every_interpreter_that_was_tried_is_named(
    checkout: Path, path: Path, python: Callable[[str, str], None]
) -> None:
    python("python3", "echo 3.9")
    python("python3.12", "exit 127")
    done = run(checkout, path, "demo")
    assert done.returncode == 1
    assert f"{path}/python3 is 3.9" in done.stderr
    assert f"{path}/python3.12 is not working" in done.stderr


def test_a_usable_one_is_found_behind_an_old_one(
    checkout: Path, path: Path, python: Callable[[str, str], None]
) -> None:
    python("python3", "echo 3.9")
    python("python3.13", 'if [ "$1" = -c ]; then echo 3.13; else echo "chosen: $*"; fi')
    done = run(checkout, path, "demo", "--port", "8001")
    assert done.stdout == f"chosen: {checkout}/run demo --port 8001\n"


def test_one_with_venv_is_preferred(
    checkout: Path, path: Path, python: Callable[[str, str], None]
) -> None:
    answers = 'case "$2" in *ensurepip*) exit 1;; *version*) echo 3.12;; *) echo bare;; esac'
    python("python3", answers)
    assert run(checkout, path, "demo").stdout == "bare\n"
    python("python3.11", 'if [ "$1" = -c ]; then echo 3.11; else echo complete; fi')
    assert run(checkout, path, "demo").stdout == "complete\n"


def test_an_old_interpreter_named_by_hand_is_told(checkout: Path) -> None:
    code = (
        "import runpy, sys; sys.version_info = (3, 9, 2); sys.argv = ['run', 'demo'];"
        f"runpy.run_path({str(checkout / 'run')!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1
    assert "3.11, 3.12 or 3.13 is needed" in done.stderr


@pytest.mark.parametrize(("arguments", "status"), [([], 2), (["dance"], 2), (["--help"], 0)])
def test_usage(checkout: Path, path: Path, arguments: list[str], status: int) -> None:
    real_python(path)
    done = run(checkout, path, *arguments)
    assert done.returncode == status
    assert "Usage: ./run COMMAND" in done.stdout + done.stderr


@pytest.mark.parametrize("command", ["demo", "test"])
def test_production_settings_are_refused(checkout: Path, path: Path, command: str) -> None:
    real_python(path)
    done = run(checkout, path, command, MENTORSHIP_ENV="production")
    assert done.returncode == 1
    assert f"./run {command} refuses to work with production settings" in done.stderr
    assert not (checkout / ".venv").exists()


def load(checkout: Path) -> dict[str, object]:
    import runpy

    return runpy.run_path(str(checkout / "run"))


def test_a_full_disk_is_said_before_anything_is_made(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = load(checkout)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(1, 1, 5))
    with pytest.raises(SystemExit):
        script["prepare_packages"]("demo")  # type: ignore[operator]
    assert "The disk is nearly full: 0 MB are free, 1000 MB are needed." in capsys.readouterr().err
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize(
    ("output", "meaning"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("Failed to establish a new connection: Name or service not known", "is there a network?"),
        ("No matching distribution found for django", "PIP_INDEX_URL"),
    ],
)
def test_what_went_wrong_is_explained(
    checkout: Path, capsys: pytest.CaptureFixture[str], output: str, meaning: str
) -> None:
    with pytest.raises(SystemExit):
        load(checkout)["explain"](output)  # type: ignore[operator]
    assert meaning in capsys.readouterr().err


def test_a_mirror_for_pip_alone_means_pip(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    script = load(checkout)
    script["find_uv"].__globals__["has_pip"] = lambda: True  # type: ignore[attr-defined]
    (path / "uv").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(path))
    monkeypatch.setenv("PIP_INDEX_URL", "mirror")
    assert script["find_uv"]() is None  # type: ignore[operator]
    monkeypatch.setenv("UV_INDEX_URL", "mirror")
    assert script["find_uv"]() == str(path / "uv")  # type: ignore[operator]


QUICK, SLOW = "echo /quick; echo 0.000001", "echo /slow; echo 1000"


@pytest.mark.parametrize(
    ("lines", "chosen"),
    [([], None), ([SLOW], None), (["exit 1", SLOW, QUICK], "/quick"), (["echo 3.9"], None)],
)
def test_a_clearly_quicker_interpreter_is_taken(
    checkout: Path,
    path: Path,
    python: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    lines: list[str],
    chosen: str | None,
) -> None:
    for name, said in zip(("python3", "python3.13", "python3.11"), lines, strict=False):
        python(name, said)
    monkeypatch.setenv("PATH", str(path))
    assert load(checkout)["quickest"]() == (chosen or sys.executable)  # type: ignore[operator]


def test_a_finished_installation_hands_over_at_once(checkout: Path, path: Path) -> None:
    real_python(path)
    script = load(checkout)
    interpreter = checkout / ".venv" / "bin" / "python"
    interpreter.parent.mkdir(parents=True)
    interpreter.write_text(
        '#!/bin/sh\ncase "$1" in -c) exit 0;; *) echo "$MENTORSHIP_ENV $*";; esac'
    )
    interpreter.chmod(0o755)
    for lock in ("app", "demo", "dev"):
        script["stamp"](lock).write_text(script["digest"](lock))  # type: ignore[operator]
    (checkout / "mentorship" / "local").mkdir(parents=True)
    shutil.copy(ROOT / "mentorship" / "local" / "assets.py", checkout / "mentorship" / "local")
    first = run(checkout, path, "test", "-k", "engine")
    assert first.stdout.splitlines()[0].startswith("test -m mentorship.local.assets dev ")
    assert first.stdout.splitlines()[1] == "test -m pytest -n 2 -k engine"
    (checkout / ".assets").mkdir()
    (checkout / ".assets" / ".stamp-demo").write_text(first.stdout.split()[4])
    assert run(checkout, path, "demo", "--fresh").stdout == "demo manage.py demo --fresh\n"
