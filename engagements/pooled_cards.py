"""What the home page says of input for leaders: asked, answered, ready to be read."""

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.design import cards
from core.design.cards import Card
from engagements import beside
from engagements.models import LeaderAnswer, PooledRelease, Theme
from engagements.selectors import pooled as reads
from engagements.selectors.relationships import Relationship
from engagements.voices import LEADERS
from programs.enums import Format
from programs.permissions import has_role_anywhere

#: How urgent each is, and for how long an answer is news.
READ, ASKED, ANSWERED = 58, 38, 28
NEWS = timedelta(days=21)
ICON = "chat-bubble-bottom-center-text"


def register() -> None:
    """Called once from AppConfig.ready()."""
    cards.register("engagements.input", for_pairs)
    cards.register("engagements.pooled", for_leaders)
    beside.register("input for leaders", beside_pair)


def for_pairs(request: HttpRequest) -> Iterator[Card]:
    """What leaders ask the reader, and what they have answered."""
    if not reads.is_in_reverse(request.user):
        return
    theme = reads.still_to_say(request.user).first()
    if theme:
        yield _asked(theme)
    since = timezone.now() - NEWS
    programs = reads.reverse_members(request.user).values("engagement__cohort__program")
    rows = LeaderAnswer.objects.filter(release__theme__program__in=programs, answered_at__gte=since)
    given = rows.select_related("release__theme").defer("text").first()
    if given:
        yield _answered(given)


def _asked(theme: Theme) -> Card:
    return Card(
        title=_("Leaders would like to hear from you"),
        text=theme.question,
        url=reverse("engagements:theme", args=[theme.pk]),
        action_label=_("Say what you think"),
        urgency=ASKED,
        icon=ICON,
    )


def _answered(given: LeaderAnswer) -> Card:
    theme = given.release.theme
    return Card(
        title=_("Leaders have answered"),
        text=theme.question,
        url=reverse("engagements:theme", args=[theme.pk]),
        action_label=_("Read it"),
        urgency=ANSWERED,
        icon="chat-bubble-left-right",
    )


def for_leaders(request: HttpRequest) -> Iterator[Card]:
    """What has been released and waits for an answer, theme by theme."""
    if not has_role_anywhere(request.user, *LEADERS):
        return
    rows = PooledRelease.objects.visible_to(request.user).filter(answer=None)
    first = rows.select_related("theme").defer("words").first()
    if first:
        yield Card(
            title=_("Juniors have told you something"),
            text=first.theme.question,
            url=reverse("engagements:theme", args=[first.theme_id]),
            action_label=_("Read and answer"),
            urgency=READ,
            icon=ICON,
        )


def beside_pair(one: Relationship) -> Iterator[Card]:
    """Beside a pair in which a junior mentors a senior: where leaders ask and answer."""
    if one.engagement.format == Format.REVERSE:
        yield Card(
            title=_("Input for leaders"),
            text=_("What leaders ask those who mentor upwards, and what they answer."),
            url=reverse("engagements:input"),
            action_label=_("See it"),
            urgency=0,
            icon=ICON,
            tone="quiet",
        )
