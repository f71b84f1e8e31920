"""Reads the project's documentation: its code, the files and labels it names."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


@dataclass(frozen=True)
class Snippet:
    """A fenced block; its first line names the file it would stand in."""

    language: str
    text: str

    @property
    def file(self) -> str:
        """The path in the first line, out of its comment signs."""
        return self.text.split("\n", 1)[0].strip("{#} ")

    @property
    def body(self) -> str:
        """What follows the first line."""
        return self.text.split("\n", 1)[1]


def snippets(path: Path, language: str) -> list[Snippet]:
    """The fenced blocks of one language, in order."""
    found = FENCE.findall(path.read_text())
    return [Snippet(name, text) for name, text in found if name == language]


def prose(path: Path) -> str:
    """The page without its fenced blocks."""
    return FENCE.sub("", path.read_text())


def named_files(path: Path) -> set[str]:
    """What stands in code signs in the prose and looks like a file or folder of ours."""
    tops = {entry.name for entry in ROOT.iterdir()}
    return {
        name
        for name in CODE.findall(prose(path))
        if not set("* <") & set(name) and "/" in name and name.split("/")[0] in tops
    }


def links(path: Path) -> set[str]:
    """Where the page leads to inside the repository, as written."""
    return {target for target in LINK.findall(path.read_text()) if "://" not in target}


def pages() -> list[Path]:
    """Every page of documentation."""
    return sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("**/*.md")])
