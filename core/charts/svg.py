"""Elements of an SVG, escaped; and the frame that every chart shares."""

from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

ACCENT = "#3a76c4"
"""Readable on white and on near-black; a style sheet overrides it."""

FONT_SIZE = 14
CHARACTER = 9
"""About how wide a character is, rather too much than too little."""


@dataclass(frozen=True)
class Canvas:
    """A box in pixels which right-to-left readers see mirrored."""

    width: float
    height: float
    rtl: bool

    @classmethod
    def of(cls, width: float, height: float, rtl: bool | None) -> "Canvas":
        """A canvas in the given direction; None takes that of the active language."""
        return cls(width, height, get_language_bidi() if rtl is None else rtl)

    def x(self, start: float, length: float = 0) -> float:
        """Where something `start` from the inline start, `length` long, has its left edge."""
        return self.width - start - length if self.rtl else start


def element(name: str, *children: str, **attributes: object) -> SafeString:
    """`<name …>children</name>`: None is left out, `_` becomes `-`, all is escaped."""
    given = "".join(
        format_html(' {}="{}"', key.rstrip("_").replace("_", "-"), _plain(value))
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(conditional_escape(child) for child in children)
    return mark_safe(f"<{name}{given}>{inner}</{name}>")  # noqa: S308 - escaped just above


def text(canvas: Canvas, content: str, start: float, y: float, **attributes: object) -> SafeString:
    """A text at `start` from the inline start; `text_anchor` follows the direction too."""
    place = {"x": canvas.x(start), "y": y, "fill": "currentColor", "class_": "chart-label"}
    return element("text", content, **(place | attributes))


def frame(
    canvas: Canvas, kind: str, title: str, sentence: str, *children: str, role: str = "group"
) -> SafeString:
    """The `<svg>` with its title, description and accessible name.

    `role` is "group" around points that take the focus, which "img" would hide.
    """
    return element(
        "svg",
        element("title", title),
        element("desc", sentence),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"chart chart-{kind}",
        role=role,
        aria_label=f"{title}. {sentence}",
        viewBox=f"0 0 {_plain(canvas.width)} {_plain(canvas.height)}",
        width=canvas.width,
        height=canvas.height,
        direction="rtl" if canvas.rtl else "ltr",
        font_family="system-ui, sans-serif",
        font_size=FONT_SIZE,
        fill="none",
    )


def focusable(words: str, *children: str, class_: str) -> SafeString:
    """A part of a chart that the keyboard reaches and that says `words`."""
    named = element("title", words)
    return element("g", named, *children, class_=class_, tabindex=0, role="img", aria_label=words)


def width_of(words: str) -> float:
    """About how many pixels a text takes."""
    return CHARACTER * len(words)


def shortened(words: str, room: float) -> str:
    """The text, cut with an ellipsis where it takes more than `room` pixels."""
    fits = max(int(room / CHARACTER), 1)
    return words if len(words) <= fits else words[: fits - 1].rstrip() + "…"


def _plain(value: object) -> object:
    """Numbers to a tenth of a pixel, whatever the locale; anything else as it is."""
    if isinstance(value, int | float):
        return f"{value + 0.0:.1f}".removesuffix(".0")
    return value
