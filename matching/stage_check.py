"""What this room says when a cohort takes a step."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.adapter.problem import waiting
from matching.enums import OfferState
from matching.models import Offer
from matching.selectors.pins import of_cohort
from programs import stages
from programs.enums import SEEKING, Format, Stage
from programs.models import Cohort


def unmatched(cohort: Cohort, to: Stage) -> Iterator[stages.Finding]:
    """Before a cohort starts: mentees without a mentor, offers without an answer."""
    if to != Stage.RUNNING or cohort.stage != Stage.MATCHING:
        return
    tracks = cohort.program.tracks.exclude(format=Format.FLASH)  # there people book
    rows = [row for track in tracks for row in waiting(cohort, track)]
    mentees = sum(row.role in SEEKING for row in rows)
    if mentees:
        text = ngettext(
            "%(n)d person has neither a partner nor an offer.",
            "%(n)d people have neither a partner nor an offer.",
            mentees,
        )
        url = reverse("matching:cohort", args=[cohort.pk])
        yield stages.Finding(stages.Weight.WARNING, text % {"n": mentees}, url)
    offers = Offer.objects.filter(proposal__run__cohort=cohort, state=OfferState.OPEN).count()
    if offers:
        text = ngettext(
            "%(n)d offer waits for its answer.", "%(n)d offers wait for their answers.", offers
        )
        url = reverse("matching:board", args=[cohort.pk])
        yield stages.Finding(stages.Weight.WARNING, text % {"n": offers}, url)


def pins(cohort: Cohort, to: Stage) -> Iterator[stages.Finding]:
    """Before people are matched: what stands against the pairs that were pinned."""
    if to not in (Stage.MATCHING, Stage.RUNNING):
        return
    for track, text in of_cohort(cohort, timezone.now()):
        said = _("A pinned pair: %(what)s") % {"what": text}
        url = reverse("matching:pins", args=[cohort.pk, track.pk])
        yield stages.Finding(stages.Weight.WARNING, said, url)


def register() -> None:
    """Called once from AppConfig.ready()."""
    stages.register_check("matching.unmatched", unmatched)
    stages.register_check("matching.pins", pins)
