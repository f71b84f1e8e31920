"""Every text that pages can show: what templates and code mark as translatable."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.architecture.guides import ROOT
from tests.architecture.sources import ROOMS

MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext"}
QUOTED = r"\"([^\"]+)\"|'([^']+)'"
TAGGED = re.compile(rf"{{%\s*translate\s+(?:{QUOTED})")
CALLED = re.compile(rf"\b_\((?:{QUOTED})\)")
BLOCK = re.compile(r"{%\s*blocktranslate.*?%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
VARIABLE = re.compile(r"{{.*?}}|%\(\w+\)[sd]")


@cache
def labels() -> frozenset[str]:
    """All of them, in one spelling: what varies is an ellipsis."""
    return frozenset(spelled(text) for text in (*_in_templates(), *_in_code()))


def spelled(text: str) -> str:
    """One spelling for a text."""
    return " ".join(VARIABLE.sub("…", text).replace("&nbsp;", " ").split())


def _in_templates() -> Iterator[str]:
    for file in (ROOT / "templates").glob("**/*.html"):
        text = file.read_text()
        for pattern in (TAGGED, CALLED):
            yield from (one or other for one, other in pattern.findall(text))
        for block in BLOCK.findall(text):
            yield from re.split(r"{%\s*plural\s*%}", block)


def _in_code() -> Iterator[str]:
    for room in ROOMS:
        for file in (ROOT / room).glob("**/*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
                    yield from (a.value for a in node.args if _is_text(a))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
