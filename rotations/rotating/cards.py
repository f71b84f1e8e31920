"""What rotations ask for, or tell, on the home page."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.design import cards
from core.design.cards import Card
from engagements import beside
from engagements.selectors.membership import roles_in_relationships
from engagements.selectors.relationships import Relationship
from rotations.enums.rotating import PlacementState, SlotState
from rotations.models import Checkpoint, DebriefSection, Placement, RotationSlot
from rotations.selectors import due, mine

#: How urgent each thing is, from 0 to 100.
OVERDUE, ANSWER, DUE, OFFER, MISSING, LOOK_BACK, SHOWN, HERE = 74, 73, 66, 63, 58, 52, 48, 22
ICON = "arrow-path-rounded-square"


def asked(request: HttpRequest) -> Iterator[Card]:
    """What waits for the reader: proposals, slots to offer, checkpoints, a debrief."""
    user, today = request.user, timezone.localdate()
    if not mine.is_in_one(user):
        return
    for placement in mine.to_answer(user):
        yield _to_answer(placement, user)
    drafts = RotationSlot.objects.filter(host__user=user.pk, state=SlotState.DRAFT)
    for slot in drafts.order_by("created_at", "pk"):
        yield _to_offer(slot)
    for checkpoint in due.owed_by(user, today):
        yield _to_rate(checkpoint, today)
    for placement in mine.to_look_back_at(user)[:1]:
        yield _to_look_back(placement)


def _day(day: date) -> str:
    return formats.date_format(day, "j F")


def _to_answer(placement: Placement, user: Any) -> Card:
    is_mentee = placement.person.user_id == user.pk
    title = _("A rotation is proposed to you")
    if not is_mentee:
        title = _("Would you take in %(name)s?") % {"name": placement.person.name}
    words = {"title": placement.slot.title, "day": _day(placement.starts_on)}
    return Card(
        title=title,
        text=_("%(title)s, from %(day)s") % words,
        url=reverse("rotations:placement", args=[placement.pk]),
        action_label=_("Read and answer"),
        urgency=ANSWER,
        icon="question-mark-circle",
    )


def _to_offer(slot: RotationSlot) -> Card:
    return Card(
        title=_("Would you host somebody from another team?"),
        text=_("%(title)s, from %(day)s") % {"title": slot.title, "day": _day(slot.starts_on)},
        url=reverse("rotations:slot", args=[slot.pk]),
        action_label=_("Look at it"),
        urgency=OFFER,
        icon="hand-raised",
    )


def _to_rate(checkpoint: Checkpoint, today: date) -> Card:
    is_late = checkpoint.due_on < today
    said = _("Overdue since %(day)s") if is_late else _("Due on %(day)s")
    title = _("How does it go? %(name)s, %(title)s")
    words = {"name": checkpoint.placement.person.name, "title": checkpoint.placement.slot.title}
    return Card(
        title=title % words,
        text=said % {"day": _day(checkpoint.due_on)},
        url=reverse("rotations:checkpoint", args=[checkpoint.pk]),
        action_label=_("Answer in three minutes"),
        urgency=OVERDUE if is_late else DUE,
        icon="clipboard-document-check",
    )


def _to_look_back(placement: Placement) -> Card:
    return Card(
        title=_("What has your rotation taught you?"),
        text=_("%(title)s. Five questions, for yourself.") % {"title": placement.slot.title},
        url=reverse("rotations:debrief", args=[placement.pk]),
        action_label=_("Look back"),
        urgency=LOOK_BACK,
        icon="book-open",
    )


def around(request: HttpRequest) -> Iterator[Card]:
    """What is going on: who is with me, where I am, what my mentee shows me."""
    user = request.user
    if mine.is_in_one(user):
        yield from _under_way(user)
    if roles_in_relationships(user):  # to whom else would somebody show their thoughts?
        yield from _shown(user)


def _under_way(user: Any) -> Iterator[Card]:
    active = Placement.objects.filter(state=PlacementState.ACTIVE).select_related("slot", "person")
    for placement in active.filter(slot__host__user=user.pk).order_by("ends_on", "pk"):
        yield _here(_("%(name)s is with you"), placement)
    for placement in active.filter(person__user=user.pk).order_by("ends_on", "pk"):
        yield _here(_("You are on rotation: %(title)s"), placement)


def _here(title: str, placement: Placement) -> Card:
    words = {"name": placement.person.name, "title": placement.slot.title}
    return Card(
        title=title % words,
        text=_("Until %(day)s") % {"day": _day(placement.ends_on)},
        url=reverse("rotations:placement", args=[placement.pk]),
        action_label=_("Open it"),
        urgency=HERE,
        icon=ICON,
    )


def _shown(user: Any) -> Iterator[Card]:
    seen = set()
    for section in mine.shown_since_last_session(user):
        if section.placement_id in seen:
            continue
        seen.add(section.placement_id)
        yield Card(
            title=_("%(name)s shows you what a rotation taught them")
            % {"name": section.author.name},
            text=_("For your next session."),
            url=reverse("rotations:debrief", args=[section.placement_id]),
            action_label=_("Read it"),
            urgency=SHOWN,
            icon="book-open",
        )


def beside_relationship(one: Relationship) -> Iterator[Card]:
    """What the partner shows of a rotation, on the page of the relationship."""
    seen = DebriefSection.objects.visible_to(one.me.person.user)
    rows = seen.filter(shared_with=one.engagement).defer("text")
    shown = rows.exclude(author=one.me.person_id).select_related("author", "placement__slot")
    for section in {row.placement_id: row for row in shown.order_by("shared_at", "pk")}.values():
        words = {"name": section.author.name, "title": section.placement.slot.title}
        yield Card(
            title=_("What a rotation taught"),
            text=_("%(name)s shows you thoughts on “%(title)s”.") % words,
            url=reverse("rotations:debrief", args=[section.placement_id]),
            action_label=_("Read it"),
            icon="book-open",
            tone="",
        )


def owned(request: HttpRequest) -> Iterator[Card]:
    """For those who run a program: how many checkpoints are overdue, never what was said."""
    programs = list(mine.programs_with_slots(request.user))
    if not programs:
        return
    late = due.overdue_in(programs, timezone.localdate())
    count = Counter(each.checkpoint.placement.slot.program_id for each in late)
    for program in programs:
        if number := count[program.pk]:
            title = ngettext("%(n)d checkpoint is overdue", "%(n)d checkpoints are overdue", number)
            yield Card(
                title=title % {"n": number},
                text=program.name,
                url=reverse("rotations:program", args=[program.pk]),
                action_label=_("See who is missing"),
                urgency=MISSING,
                icon="exclamation-triangle",
                count=number,
            )


def register() -> None:
    """Called once from AppConfig.ready()."""
    cards.register("rotations.asked", asked)
    cards.register("rotations.around", around)
    cards.register("rotations.owned", owned)
    beside.register("rotations", beside_relationship)
