"""What this room asks for, or tells, on the home page."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.design import cards
from core.design.cards import Card
from engagements.models import HandOver, Session
from engagements.selectors import metadata, sharing
from engagements.selectors.handovers import followers
from engagements.selectors.learning import Entry, due
from engagements.selectors.relationships import (
    AgreementStanding,
    Relationship,
    relationships_of,
)
from participants.selectors import person_of
from programs.enums import Format, Stage
from programs.models import Cohort
from programs.visibility import run_by

SOON, FAR, LATELY = timedelta(days=2), timedelta(days=9999), timedelta(days=30)
#: How urgent each thing is, from 0 to 100.
LOG, TODAY, HELP, CHECK_IN, SIGN, RISK, PROMISES, LEARN, AHEAD, PLAN, GOALS, TEAM, HANDED = (
    80, 75, 72, 65, 62, 60, 50, 44, 40, 35, 15, 10, 45,
)  # fmt: skip


def mine(request: HttpRequest) -> Iterator[Card]:
    """A member's own."""
    me = person_of(request.user)
    now = timezone.now()
    found = [one for one in relationships_of(me, now=now) if one.is_open] if me else []
    far = now + FAR
    for one in sorted(
        found, key=lambda one: one.next_session.starts_at if one.next_session else far
    ):
        yield from _of_one(one, now)


def _of_one(one: Relationship, now: datetime) -> Iterator[Card]:
    here = reverse("engagements:detail", args=[one.engagement.pk])
    yield from (_to_log(one, session) for session in one.unlogged[:1])
    if one.next_session:
        yield _next(one, one.next_session, now)
    elif not one.unlogged and one.engagement.state == "active" and not one.is_flash:
        yield _to_plan(one)
    if one.check_in:
        yield _check_in(one, one.check_in.pk)
    if not one.is_flash:
        yield from _agreement(one)
    if one.my_promises:
        yield _promises(one, here)
    if one.open_goals:
        yield _goal(one)


def _to_log(one: Relationship, session: Session) -> Card:
    day = formats.date_format(timezone.localtime(session.starts_at), "l j F")
    return Card(
        title=_("Did you meet with %(names)s?") % {"names": one.names},
        text=_("Planned for %(day)s. One tap logs it.") % {"day": day},
        url=reverse("engagements:session", args=[session.pk]),
        action_label=_("Log it"),
        urgency=LOG,
        icon="question-mark-circle",
    )


def _next(one: Relationship, session: Session, now: datetime) -> Card:
    start = timezone.localtime(session.starts_at)
    when = f"{formats.date_format(start, 'l j F')}, {formats.time_format(start)}"
    return Card(
        title=_("You meet with %(names)s") % {"names": one.names},
        text=when,
        url=reverse("engagements:session", args=[session.pk]),
        action_label=_("Prepare"),
        urgency=TODAY if session.starts_at - now < SOON else AHEAD,
        icon="calendar",
    )


def _to_plan(one: Relationship) -> Card:
    return Card(
        title=_("Plan a session with %(names)s") % {"names": one.names},
        text=_("Nothing is in your calendars yet."),
        url=reverse("engagements:plan", args=[one.engagement.pk]),
        action_label=_("Find a time"),
        urgency=PLAN,
        icon="calendar-days",
    )


def _check_in(one: Relationship, checkin: Any) -> Card:
    return Card(
        title=_("How is it going with %(names)s?") % {"names": one.names},
        text=_("Two questions, a minute. Only you see your answer."),
        url=reverse("engagements:checkin", args=[checkin]),
        action_label=_("Answer"),
        urgency=CHECK_IN,
        icon="heart",
    )


def _agreement(one: Relationship) -> Iterator[Card]:
    if one.standing not in (AgreementStanding.NONE, AgreementStanding.MINE):
        return
    is_new = one.standing is AgreementStanding.NONE
    yield Card(
        title=_("Your agreement with %(names)s") % {"names": one.names},
        text=_("Write it together in your first session.")
        if is_new
        else _("It waits for your signature."),
        url=reverse("engagements:agreement", args=[one.engagement.pk]),
        action_label=_("Write it") if is_new else _("Read and sign"),
        urgency=PLAN if is_new else SIGN,
        icon="document-text",
    )


def _promises(one: Relationship, url: str) -> Card:
    number = len(one.my_promises)
    return Card(
        title=_("What you promised %(names)s") % {"names": one.names},
        text=ngettext("%(n)d thing is open.", "%(n)d things are open.", number) % {"n": number},
        url=url,
        action_label=_("See them"),
        urgency=PROMISES,
        icon="hand-raised",
        count=number,
    )


def _goal(one: Relationship) -> Card:
    goal = one.open_goals[0]
    text = _("%(progress)d %% of the way") % {"progress": goal.progress}
    return Card(
        title=goal.title,
        text=f"{text} · {one.names}",
        url=reverse("engagements:goal", args=[goal.pk]),
        action_label=_("Note a step"),
        urgency=GOALS,
        icon="flag",
    )


def learning(request: HttpRequest) -> Iterator[Card]:
    """What a person planned to learn by, when its day comes or has passed."""
    me, today = person_of(request.user), timezone.localdate()
    found = due(me, today) if me else []
    if not found:
        return
    first = found[0]
    entry = Entry(first, today)
    said = _("Was planned for %(day)s") if entry.is_late else _("Planned for %(day)s")
    words = said % {"day": formats.date_format(entry.day, "l j F")}
    yield Card(
        title=first.title,
        text=f"{words} · {first.get_kind_display()}",
        url=reverse("engagements:learning"),
        action_label=_("See your learning"),
        urgency=LEARN,
        icon="book-open",
        count=len(found) if len(found) > 1 else None,
    )


def notes(request: HttpRequest) -> Iterator[Card]:
    """For a mentee with a new mentor, or a peer with a new peer: what the one before has handed over, and
    nobody reads yet.
    """
    me, since = person_of(request.user), timezone.now() - LATELY
    if me is None:
        return
    rows = HandOver.objects.filter(mentee=me, shared_with=None, offered_at__isnull=False)
    rows = rows.exclude(author=me).select_related("author", "engagement__track").defer("text")
    found = [row for row in rows if followers(row).filter(started_at__gte=since).exists()]
    for note in found[:1]:
        title = _("A note by %(name)s for your next mentor")
        if note.engagement.format == Format.PEER:
            title = _("A note by %(name)s for your next peer")
        yield Card(
            title=title % {"name": note.author.name},
            text=_("Read it, and decide whether to show it. Nobody else does."),
            url=reverse("engagements:hand_over", args=[note.pk]),
            action_label=_("Read it"),
            urgency=HANDED,
            icon="arrow-right-circle",
        )


def owned(request: HttpRequest) -> Iterator[Card]:
    """For those who run a program: who asked for help, which pairs went quiet."""
    running = Cohort.objects.filter(stage__in=(Stage.RUNNING, Stage.CLOSING))
    cohorts = list(running.filter(run_by(request.user, "program")).select_related("program"))
    if not cohorts:
        return
    asked = Counter(row.cohort_id for row in metadata.help_requests(cohorts))
    risky = metadata.quiet_pairs(cohorts, now=timezone.now())
    for cohort in cohorts:
        if number := asked[cohort.pk]:
            yield _asked(cohort, number)
        if number := risky[cohort.pk]:
            yield _quiet(cohort, number)


def _asked(cohort: Cohort, number: int) -> Card:
    title = ngettext(
        "%(n)d person would like to hear from you",
        "%(n)d people would like to hear from you",
        number,
    )
    return _around(title % {"n": number}, cohort, _("See who"), HELP, "lifebuoy")


def _quiet(cohort: Cohort, number: int) -> Card:
    title = ngettext("%(n)d pair went quiet", "%(n)d pairs went quiet", number)
    action = _("See which, and why")
    return _around(title % {"n": number}, cohort, action, RISK, "exclamation-triangle")


def _around(title: str, cohort: Cohort, action: str, urgency: int, icon: str) -> Card:
    return Card(
        title=title,
        text=f"{cohort.program.name}, {cohort.name}",
        url=reverse("engagements:cohort", args=[cohort.pk]),
        action_label=action,
        urgency=urgency,
        icon=icon,
    )


def team(request: HttpRequest) -> Iterator[Card]:
    """For line managers: how many of their people show something."""
    if not sharing.has_reports(request.user):
        return
    reports = sharing.team_of(request.user, today=timezone.localdate())
    showing = sum(bool(row.participations or row.goals) for row in reports)
    if showing:
        text = ngettext(
            "%(n)d of your people shows you something.",
            "%(n)d of your people show you something.",
            showing,
        )
        yield Card(
            title=_("What your people take part in"),
            text=text % {"n": showing},
            url=reverse("engagements:team"),
            action_label=_("See it"),
            urgency=TEAM,
            icon="user-group",
        )


def register() -> None:
    """Called once from AppConfig.ready()."""
    cards.register("engagements.mine", mine)
    cards.register("engagements.learning", learning)
    cards.register("engagements.notes", notes)
    cards.register("engagements.owned", owned)
    cards.register("engagements.team", team)
