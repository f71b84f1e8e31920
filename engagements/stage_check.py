"""What this room says when a cohort takes a step."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from engagements.enums import OPEN_STATES
from engagements.models import Engagement
from programs import stages
from programs.enums import Stage
from programs.models import Cohort


def still_open(cohort: Cohort, to: Stage) -> Iterator[stages.Finding]:
    """Before a cohort closes: the relationships that go on."""
    if to != Stage.CLOSED:
        return
    number = Engagement.objects.filter(cohort=cohort, state__in=OPEN_STATES).count()
    if number:
        text = ngettext(
            "%(n)d relationship is still open. It goes on, but nobody is told to end it.",
            "%(n)d relationships are still open. They go on, but nobody is told to end them.",
            number,
        )
        url = reverse("engagements:cohort", args=[cohort.pk])
        yield stages.Finding(stages.Weight.WARNING, text % {"n": number}, url)


def register() -> None:
    """Called once from AppConfig.ready()."""
    stages.register_check("engagements.still_open", still_open)
