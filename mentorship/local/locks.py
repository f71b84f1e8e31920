"""Whether the lock files still fit what is asked for, and name no machine."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)
LINE = re.compile(
    r"^([A-Za-z0-9._-]+==[^ ;\\]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?| *#.*|)$"
)
# Each lock holds what these parts of pyproject.toml ask for.
PARTS = {"app": (), "demo": ("demo",), "dev": ("demo", "dev")}
REMEDY = "uv pip compile --universal --python-version 3.11 --generate-hashes"


def problems(root: Path) -> list[str]:
    """One line for everything that is wrong with requirements/*.txt and package-lock.json."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    found: list[str] = []
    for name, groups in PARTS.items():
        lock = (root / "requirements" / f"{name}.txt").read_text()
        wanted = [*project["project"]["dependencies"]]
        for group in groups:
            wanted += project["dependency-groups"][group]
        found += [f"requirements/{name}.txt: {said}" for said in _python(lock, wanted)]
    uv = (root / "requirements" / "uv.txt").read_text()
    found += [f"requirements/uv.txt: {said}" for said in _python(uv, ["uv"])]
    found += [f"package-lock.json: {said}" for said in _node(root)]
    return found


def _python(lock: str, wanted: list[str]) -> Iterator[str]:
    strange = [line for line in lock.splitlines() if "://" in line or not LINE.match(line)]
    for line in strange[:1]:
        yield f"has a line that is no pin and no hash: {line!r}; make it anew with {REMEDY}"
    pins = {canonicalize_name(pin["name"]): pin["version"] for pin in PIN.finditer(lock)}
    for line in wanted:
        requirement = Requirement(line)
        version = pins.get(canonicalize_name(requirement.name))
        if version is None or version not in requirement.specifier:
            yield f"{line} is asked for, {version or 'nothing'} is locked; make it anew"


def _node(root: Path) -> Iterator[str]:
    asked: dict[str, Any] = json.loads((root / "package.json").read_text())
    lock: dict[str, Any] = json.loads((root / "package-lock.json").read_text())
    for part in ("dependencies", "devDependencies"):
        if asked.get(part, {}) != lock["packages"][""].get(part, {}):
            yield f"does not fit {part} of package.json; run npm install --package-lock-only"
    for name, entry in lock["packages"].items():
        if "resolved" in entry:
            yield f"{name} names where it came from; .npmrc says how to avoid it"
        if name and "integrity" not in entry:
            yield f"{name} has no checksum"
