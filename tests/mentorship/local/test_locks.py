import json
import shutil
from pathlib import Path

import pytest

from mentorship.local import locks

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_the_locks_of_this_checkout_fit() -> None:
    assert locks.problems(ROOT) == []


def test_a_dependency_that_is_not_locked(copy: Path) -> None:
    change(copy / "pyproject.toml", '"django~=5.2.0"', '"django>=6"')
    change(copy / "pyproject.toml", '"pytest>=8.3"', '"nose>=1"')
    found = locks.problems(copy)
    assert [line.split(":")[0] for line in found] == [
        f"requirements/{name}.txt" for name in ("app", "demo", "dev", "dev")
    ]
    assert "django>=6 is asked for, 5.2" in found[0]
    assert "nose>=1 is asked for, nothing is locked" in found[3]


@pytest.mark.parametrize(
    "line", ["--index-url mirror", "# via a://b", "Resolved 1 package", "left-pad==1.0"]
)
def test_a_lock_holds_pins_with_hashes_and_no_place(copy: Path, line: str) -> None:
    file = copy / "requirements" / "uv.txt"
    file.write_text(f"{line}\n{file.read_text()}")
    [found] = locks.problems(copy)
    assert found.startswith(f"requirements/uv.txt: has a line that is no pin and no hash: {line!r}")


def test_node_packages(copy: Path) -> None:
    change(copy / "package.json", '"1.6.1"', '"1.6.2"')
    file = copy / "package-lock.json"
    lock = json.loads(file.read_text())
    lock["packages"]["node_modules/axe-core"] = {"resolved": "somewhere"}
    file.write_text(json.dumps(lock))
    assert [line.removeprefix("package-lock.json: ") for line in locks.problems(copy)] == [
        "does not fit dependencies of package.json; run npm install --package-lock-only",
        "node_modules/axe-core names where it came from; .npmrc says how to avoid it",
        "node_modules/axe-core has no checksum",
    ]
