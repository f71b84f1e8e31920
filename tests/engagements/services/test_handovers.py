"""A note for the next mentor is read by whom both its author and the mentee let read it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from engagements.models import Engagement, HandOver
from engagements.services.engagements import close, start
from engagements.services.handovers import NotTheirs, hide, show, write
from participants.models import Person
from tests.engagements.helpers import signed_in
from tests.matching.people import person
from tests.world import World

DAY = timedelta(days=1)


class Way:
    """Ana's first mentor was Bo, now it is Cy; Dee mentors somebody else."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.now = world, now
        names = ("Ana", "Bo", "Cy", "Dee", "Eva")
        self.people: dict[str, Person] = {n: person(n, account=True) for n in names}
        self.first = self.meet("Bo", "Ana", now - 60 * DAY)
        facts = {"words": "", "by": None, "now": now - 10 * DAY, "completed": True}
        close(engagement=self.first, category="time", **facts)
        self.then = self.meet("Cy", "Ana", now - 5 * DAY)
        self.meet("Dee", "Eva", now - 5 * DAY)

    def meet(self, mentor: str, mentee: str, at: datetime) -> Engagement:
        facts = {"cohort": self.world.cohort, "track": self.world.track, "by": None, "now": at}
        return start(mentor=self.people[mentor], mentee=self.people[mentee], **facts)

    def note(self, author: str, text: str = "Begin with planning", offered: bool = True) -> Any:
        who = self.people[author]
        facts = {"engagement": self.first, "by": who.user, "now": self.now}
        return write(author=who, text=text, offered=offered, **facts)

    def show(self, note: HandOver, place: Engagement | None = None) -> HandOver:
        by = self.people["Ana"].user
        return show(note=note, engagement=place or self.then, by=by, now=self.now)

    def readers(self) -> set[str]:
        return {
            name
            for name, who in self.people.items()
            if HandOver.objects.visible_to(who.user).filter(engagement=self.first).exists()
        }


@pytest.fixture
def way(world: World, now: datetime) -> Way:
    return Way(world, now)


def test_a_mentors_note_goes_two_steps_and_comes_back(way: Way) -> None:
    assert way.readers() == set()
    note = way.note("Bo", offered=False)
    assert way.readers() == {"Bo"}
    with pytest.raises(NotTheirs):
        way.show(note)
    note = way.note("Bo")
    assert way.readers() == {"Ana", "Bo"}
    way.show(note)
    assert way.readers() == {"Ana", "Bo", "Cy"}
    hide(note=note, by=None, now=way.now)
    assert way.readers() == {"Ana", "Bo"}
    way.show(note)
    way.note("Bo", offered=False)
    assert way.readers() == {"Bo"}, "the author takes it back from both"


def test_a_mentees_own_note_is_never_for_the_mentor_before(way: Way) -> None:
    note = way.note("Ana", offered=False)
    assert way.readers() == {"Ana"}
    way.show(note)
    assert way.readers() == {"Ana", "Cy"}
    facts = {"words": "", "by": None, "now": way.now, "completed": True}
    close(engagement=way.then, category="time", **facts)
    assert way.readers() == {"Ana"}, "who follows reads it while it goes on"


def test_other_words_need_another_consent(way: Way) -> None:
    note = way.show(way.note("Bo"))
    way.note("Bo", text="Begin with planning ")
    assert way.readers() == {"Ana", "Bo", "Cy"}, "the same words"
    way.note("Bo", text="He is difficult")
    assert way.readers() == {"Ana", "Bo"}
    note.refresh_from_db()
    assert (note.shared_with, note.shared_at) == (None, None)
    assert way.note("Bo", text=" ") is None
    assert way.readers() == set()


def test_it_is_shown_to_who_follows_alone(way: Way) -> None:
    note = way.note("Ana")
    eva = Engagement.objects.get(members__person=way.people["Eva"])
    for place in (way.first, eva):
        with pytest.raises(NotTheirs):
            way.show(note, place)
    with pytest.raises(NotTheirs):
        way.note("Cy")
    HandOver.objects.filter(pk=note.pk).update(offered_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.filter(pk=note.pk).update(shared_with=way.then)


def test_the_pages_lead_from_one_to_the_other(way: Way) -> None:
    Engagement.objects.filter(pk=way.then.pk).update(started_at=timezone.now())
    bo, ana, cy, dee = (signed_in(way.people[n].user) for n in ("Bo", "Ana", "Cy", "Dee"))  # type: ignore[arg-type]
    edit = reverse("engagements:hand_over_edit", args=[way.first.pk])
    bo.post(edit, {"text": "Begin with planning", "offered": "on"})
    note = HandOver.objects.get(engagement=way.first)
    page = reverse("engagements:hand_over", args=[note.pk])
    detail = reverse("engagements:detail", args=[way.then.pk])
    assert page in ana.get(detail).content.decode()
    assert page not in cy.get(detail).content.decode()
    assert (cy.get(page).status_code, dee.get(page).status_code) == (404, 404)
    asks = "A note by Bo for your next mentor"
    assert asks in ana.get(reverse("home")).content.decode()
    shown = ana.post(
        reverse("engagements:hand_over_show", args=[note.pk]), {"engagement": str(way.then.pk)}
    )
    assert shown.status_code == 302
    assert asks not in ana.get(reverse("home")).content.decode()
    assert page in cy.get(detail).content.decode()
    assert "Begin with planning" in cy.get(page).content.decode()
    assert dee.get(page).status_code == 404
    assert bo.post(reverse("engagements:hand_over_hide", args=[note.pk])).status_code == 403
    ana.post(reverse("engagements:hand_over_hide", args=[note.pk]))
    assert cy.get(page).status_code == 404
