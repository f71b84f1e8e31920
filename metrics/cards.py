"""What this room says on the home page: to sponsors and boards, how their programs do."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.design import cards
from core.design.cards import Card
from metrics.selectors.scorecard import Scorecard, scorecards
from programs.enums import ProgramRoleKind
from programs.models import Program
from programs.visibility import programs_of


def register() -> None:
    """Called once from AppConfig.ready()."""
    cards.register("metrics.figures", of_sponsor)


def of_sponsor(request: HttpRequest) -> Iterator[Card]:
    """The latest figures of each program that the reader sponsors, or whose board they sit on."""
    mine = programs_of(request.user, ProgramRoleKind.SPONSOR, ProgramRoleKind.BOARD_MEMBER)
    programs = Program.objects.filter(pk__in=mine, published_at__isnull=False, archived_at=None)
    for card in scorecards(programs, request.user, timezone.now()):
        yield _card(card)


def _card(card: Scorecard) -> Card:
    return Card(
        title=card.program.name,
        text=said(card),
        url=reverse("metrics:scorecard", args=[card.program.pk]),
        action_label=_("See the scorecard"),
        urgency=45 if card.is_late else 30,
        icon="chart-bar",
        tone="warning" if card.is_late else "neutral",
    )


def said(card: Scorecard) -> str:
    """How the program does, in a sentence or two."""
    if card.month is None:
        return _("The first figures come on %(day)s.") % {
            "day": date_format(card.next_on, "DATE_FORMAT")
        }
    facts = {
        "month": card.month.label,
        "good": card.on_target,
        "shown": card.shown,
        "due": card.due.label,
    }
    if not card.shown:
        text = _("%(month)s: all figures are protected, because few people take part yet.")
    else:
        text = _("%(month)s: %(good)d of %(shown)d figures on target.")
    if card.is_late:
        text += " " + _("The figures for %(due)s are late.")
    return text % facts
