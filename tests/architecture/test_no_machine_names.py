"""The repository names no registry's host and no machine's folders: it has to work anywhere."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Written in parts, so that this file does not hold what it looks for.
HOSTS = [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com")]
HOSTS += [("yarnpkg", "com"), ("docker", "io"), ("ghcr", "io"), ("astral", "sh")]
FOLDERS = [("", "root", ""), ("", "work", ""), ("", "home", r"\w+"), ("", "Users", r"\w+")]
FOLDERS += [("", "opt", r"\w+", "")]
PATTERN = re.compile(
    "|".join(
        [re.escape(".".join(parts)) for parts in HOSTS]
        + [r"(?<![\w.)}/:-])" + "/".join(parts) for parts in FOLDERS]
    )
)


def tracked() -> list[Path]:
    """The files of the repository; all files where there is no repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_machine() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in PATTERN.finditer(text)]
    assert found == []


@pytest.mark.parametrize("parts", HOSTS)
def test_hosts_are_found(parts: tuple[str, str]) -> None:
    assert PATTERN.search(f"resolved https://registry.{'.'.join(parts)}/tabler")


@pytest.mark.parametrize("path", [("", "root", "x"), ("", "home", "ada"), ("", "opt", "x", "y")])
def test_folders_are_found(path: tuple[str, ...]) -> None:
    assert PATTERN.search(f"# from {'/'.join(path)}")
    assert not PATTERN.search(f"https://example.org{'/'.join(path)}")
