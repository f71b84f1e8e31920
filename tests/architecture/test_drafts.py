"""Each box for a longer text is saved while somebody types, or its form says why not."""

import importlib
import pkgutil
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.db.models import Model
from django.urls import reverse

import core
import engagements
import matching
import mentorship
import metrics
import participants
import programs
import rotations
from core.design.forms import Styled
from core.drafts.models import Draft
from tests.architecture.reading import pages_of
from tests.browser.test_routes import by_room, subject_of
from tests.core.drafts.pages import Areas, Reader, areas
from tests.permissions.declarations import Route
from tests.world import World

pytestmark = pytest.mark.usefixtures("without_contexts", "without_menus")
ROOMS = (core, engagements, matching, mentorship, metrics, participants, programs, rotations)
#: Forms with long fields and no draft; each says why in `without_draft`.
WITHOUT = {
    "core.questionnaires.forms.QuestionnaireForm",
    "matching.forms.review.VetoForm",
    "programs.sign_ups.options.SignUpOptions",
}
#: Boxes that a template draws by itself.
DRAWN_BY_HAND = {("matching:run", "reason"), ("matching:circles", "reason")}
#: Where a draft is typed on one page and its form sent to another.
SENT_ELSEWHERE = {"matching:offer", "programs:selection"}
OFFERED = "and it was not sent"
PAGES = [route for routes in by_room().values() for route in routes]


def classes(kind: type) -> set[type]:
    found = {kind}
    for each in kind.__subclasses__():
        found |= classes(each)
    return found


def long_forms() -> dict[str, Any]:
    """Our form classes with a box for a longer text, by their full name."""
    for room in ROOMS:
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if "forms" in module.name or "options" in module.name or "gallery" in module.name:
                importlib.import_module(module.name)
    return {
        f"{form.__module__}.{form.__qualname__}": form
        for form in classes(forms.BaseForm)
        if form.__module__.partition(".")[0] in {room.__name__ for room in ROOMS}
        and any(isinstance(f.widget, forms.Textarea) for f in getattr(form, "base_fields", {}).values())
    }  # fmt: skip


def test_forms_with_long_fields_have_a_draft_or_a_reason() -> None:
    found = long_forms()
    assert len(found) > 15
    assert [name for name, form in found.items() if not issubclass(form, Styled)] == []
    assert {name for name, form in found.items() if form.without_draft} <= WITHOUT


def test_whoever_has_none_says_why() -> None:
    for name in WITHOUT:
        module, _dot, form = name.rpartition(".")
        assert len(getattr(importlib.import_module(module), form).without_draft) > 20


def reader_of(route: Route, world: World) -> Reader:
    client = world.client(subject_of(route) or "anonymous")
    return Reader(client, reverse(route.name, kwargs=route.kwargs(world)) + route.query)


def boxes(page: Areas) -> set[str]:
    return {name for name, given in page.found.items() if "data-draft" in given}


@pytest.mark.parametrize("room", sorted(by_room()))
def test_each_box_saves_what_is_typed_or_is_drawn_by_hand(room: str, world: World) -> None:
    pages = pages_of(by_room()[room], world)
    silent = {
        (route, name)
        for route, html in pages.items()
        for name, given in areas(html).found.items()
        if "data-draft" not in given and "hx-post" not in given
    }
    assert silent <= DRAWN_BY_HAND


@pytest.mark.parametrize("room", sorted(by_room()))
def test_what_is_typed_is_given_back(room: str, world: World) -> None:
    pages = pages_of(by_room()[room], world)
    Draft.objects.all().delete()
    for route in by_room()[room]:
        if boxes(areas(pages[route.name])):
            with transaction.atomic():
                _type_and_send(route, world)
                transaction.set_rollback(True)


def _type_and_send(route: Route, world: World) -> None:
    reader = reader_of(route, world)
    before = reader.read()
    page = areas(before)
    assert OFFERED not in before, route.name
    said = reader.type(page.ticket(), **dict.fromkeys(boxes(page), "Begun"))
    assert "Draft saved" in said, route.name
    again = reader.read()
    assert again.count(OFFERED) == 1, f"{route.name} does not say that it opens with a draft"
    assert {areas(again).texts[name] for name in boxes(page)} == {"Begun"}
    _send(route, reader, world)


def _send(route: Route, reader: Reader, world: World) -> None:
    """What is declared as a POST that succeeds settles the draft of its page."""
    if route.post is None or subject_of(route) not in route.post.ok.split():
        assert route.name in SENT_ELSEWHERE, route.name
        return
    answer = reader.client.post(reader.address, route.data(world))
    if answer.status_code == 302:
        row: Model | Any = Draft.objects.order_by("updated_at").last()
        assert row.words is None, f"{route.name} was sent, and its draft is still there"
