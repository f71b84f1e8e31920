"""The gallery: each piece of the design system, drawn beside the template code that draws it.

An example is a file of templates/design/examples; its first line says what the piece is for.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.charts import Bar, Bars, Lane, Line, Mark, Periods, Point, Stretch
from core.design import audience, live
from core.design.forms import Form, helper
from core.design.messages import undoable

EXAMPLES = Path(settings.ROOT) / "templates/design/examples"
audience.declare(
    "design.example",
    "You and Ana Ortiz can read this. Your program’s owner sees that it exists, not what it says.",
    readers="author partner",
    metadata="owner hr",
)


TREND = Line(
    title="Sessions held a month",
    points=(Point("January", 31), Point("February", 38), Point("March", None), Point("April", 52)),
    target=40,
)
TRACKS = Bars(
    title="Sessions held by track",
    bars=(Bar("Leading", 86), Bar("Specialists", 71), Bar("New managers", None)),
    target=80,
    unit="%",
)

WAY = Periods(
    title="A year",
    lanes=(
        Lane(
            "Mentoring",
            (Stretch("With Ana Ortiz", date(2026, 1, 12)),),
            tuple(Mark("Met", date(2026, month, 14)) for month in (2, 3, 4)),
            said="met 3 times",
        ),
        Lane("Rotations", (Stretch("Customer care", date(2026, 6, 1), date(2026, 8, 30), True),)),
    ),
    first=date(2026, 1, 1),
    last=date(2026, 9, 30),
    today=date(2026, 5, 4),
)


@dataclass(frozen=True)
class Example:
    """One piece: its name, what it is for, its code, its picture."""

    key: str
    title: str
    purpose: str
    source: str
    drawn: str


class ExampleForm(Form):
    """One field of each kind."""

    audiences: ClassVar[dict[str, str]] = {"notes": "design.example"}
    title = forms.CharField(help_text="A few words that you both will recognise.")
    kind = forms.ChoiceField(choices=[("", "Choose one"), ("a", "Video call"), ("b", "In person")])
    day = forms.DateField(initial=datetime(2026, 3, 12, tzinfo=UTC))
    start = forms.TimeField(required=False)
    reminder = forms.EmailField(required=False, label="Also tell")
    mood = forms.ChoiceField(
        label="How did it go?",
        widget=forms.RadioSelect,
        choices=[("1", "It helped"), ("2", "It was fine"), ("3", "It didn’t help")],
    )
    topics = forms.MultipleChoiceField(
        required=False,
        help_text="Pick any that came up.",
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("1", "Leading a team"),
            ("2", "Career plans"),
            ("3", "A difficult talk"),
        ],
    )
    notes = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), required=False)
    agree = forms.BooleanField(label="We both agreed to this")
    helper = helper(submit="Save the session", cancel_url="/design/")


class FilterForm(forms.Form):
    """Fields for the filter bar."""

    track = forms.ChoiceField(required=False, choices=[("", "All tracks"), ("lead", "Leading")])


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """All pieces on one page."""
    facts = _facts(request)
    examples = [_drawn(path, facts, request) for path in sorted(EXAMPLES.glob("*.html"))]
    return render(request, "design/gallery.html", {"examples": examples})


@require_http_methods(["GET", "HEAD", "POST"])
def form_page(request: HttpRequest) -> HttpResponse:
    """A page with a form, which answers as a real one would."""
    form = ExampleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        undoable(request, "Session saved.", reverse("design:gallery_nothing"))
        return redirect("design:gallery")
    return render(request, "design/form.html", {"form": form})


@require_POST
def nothing(request: HttpRequest) -> HttpResponse:
    """Where the gallery's buttons post to."""
    messages.info(request, "This is the gallery: nothing has happened.")
    return redirect("design:gallery")


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """A task that is done when it is first asked."""
    return live.progress(
        request,
        value=240,
        maximum=240,
        text="Rows imported",
        done=True,
        next_url=reverse("design:gallery"),
        next_label="See them",
    )


def _drawn(path: Path, facts: dict[str, Any], request: HttpRequest) -> Example:
    heading, _, source = path.read_text().partition("\n")
    title, _, purpose = heading.removeprefix("{#").removesuffix("#}").strip().partition(": ")
    drawn = render_to_string(f"design/examples/{path.name}", facts, request)
    return Example(path.stem, title, purpose[:1].upper() + purpose[1:], source.strip(), drawn)


def _facts(request: HttpRequest) -> dict[str, Any]:
    here = reverse("design:gallery")
    people = [
        ("Ana Ortiz", "Procurement", "Leading", 5, "success", "Active"),
        ("Jonas Weber", "Data platform", "Leading", 2, "warning", "Quiet"),
        (
            "Mei-Ling Chen-Papadopoulos",
            "Customer operations",
            "Specialists",
            0,
            "danger",
            "Stalled",
        ),
    ]
    names = ("name", "unit", "track", "sessions", "tone", "state")
    return {
        "rows": [dict(zip(names, person, strict=True)) for person in people],
        "page_obj": Paginator(range(75), 25).page(2),
        "steps": [("Upload", here), ("Columns", here), "Preview", "Import"],
        "tabs_items": [
            ("goals", "Goals", here, 3),
            ("sessions", "Sessions", here, 5),
            ("agreement", "Agreement", here),
        ],
        "tasks": [
            {"label": "Name your organisation", "done": True},
            {
                "label": "Bring in your people",
                "url": here,
                "note": "From a spreadsheet, a few minutes.",
            },
            {
                "label": "Publish a program",
                "blocked": True,
                "note": "Needs people first.",
            },
        ],
        "trend": TREND,
        "tracks": TRACKS,
        "way": WAY,
        "moment": datetime(2026, 3, 12, 14, 30, tzinfo=UTC),
        "filter_form": FilterForm(request.GET),
        "here": here,
        "nothing": reverse("design:gallery_nothing"),
        "polled": reverse("design:gallery_progress"),
    }
