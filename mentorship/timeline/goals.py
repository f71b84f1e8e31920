"""The goals under which a timeline gathers: those of which the reader may know the title."""

from django.db.models import Q
from django.urls import reverse

from engagements.enums import GoalState
from engagements.models import Goal
from mentorship.timeline.parts import Theme
from mentorship.timeline.reader import Reader
from programs.enums import Format


def themes(reader: Reader) -> list[Theme]:
    """The person's goals in the order in which they were set."""
    mine = set(
        Goal.objects.visible_to(reader.user)
        .filter(person=reader.person)
        .values_list("pk", flat=True)
    )
    known = Q(pk__in=mine) | Q(title_shared=True, engagement__cohort__program__in=reader.runs) & ~Q(
        engagement__format=Format.COACHING
    )
    shown = {goal.id for facts in reader.paid_for.values() for goal in facts.goals}
    known |= Q(pk__in=shown)
    if reader.is_manager:
        known |= Q(manager_until__gte=reader.today)
    rows = Goal.objects.filter(known, person=reader.person).select_related("competency")
    return [
        _theme(row, opens=row.pk in mine)
        for row in rows.defer("success").order_by("created_at", "id")
    ]


def _theme(goal: Goal, *, opens: bool) -> Theme:
    return Theme(
        id=goal.pk,
        title=goal.title,
        competency=goal.competency.name if goal.competency else "",
        competency_id=goal.competency_id,
        progress=goal.progress,
        state=goal.state,
        state_label=GoalState(goal.state).label,
        due_on=goal.due_on,
        url=reverse("engagements:goal", args=[goal.pk]) if opens else "",
    )
