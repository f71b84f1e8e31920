"""Pages that list people ask as many questions of the database for many as for a few."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements.services.engagements import start
from matching.cards.runner import of_runner
from matching.models import MatchRun, Offer, PinnedPair, Proposal
from matching.selectors.policies import current
from matching.selectors.prepared import shelf
from matching.services.pins import pin
from matching.views import runs
from participants.forms import picking
from programs.enums import Format
from programs.models import Cohort
from tests.engagements.helpers import signed_in
from tests.matching.people import cohort, mentee, mentor, run_now
from tests.matching.services.test_requests import Setting, ask, make
from tests.world import World


def queries(client: Client, address: str) -> int:
    """How many a page asks that finds nobody read before."""
    shelf.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def more(here: Setting, first: int) -> None:
    """Five pairs more: two of each have asked, one is pinned, and some are free."""
    for number in range(first, first + 5):
        mentors = [mentor(f"Mo{n} {number}", here.cohort, here.ana.track) for n in range(3)]
        mentees = [
            mentee(f"Mi{n} {number}", here.cohort, here.ana.track, account=True) for n in range(4)
        ]
        for who, whom in zip(mentees[:2], mentors[:2], strict=True):
            ask(who, whom, timezone.now())
        pin(mentee=mentees[2], mentor=mentors[2], by=None, now=World.NOW)


def ask_here(world: World, now: datetime, number: int) -> None:
    """A cohort in which two mentees may ask, and have asked nobody."""
    if number == 1:
        make(world, now)
    else:
        here = cohort(world, f"Asking {number}")
        for n in range(2):
            mentee(f"A{number} {n}", here, world.track)


def test_requests_pins_choices_and_the_page_before_a_run(world: World) -> None:
    here = make(world, timezone.now())
    more(here, 0)
    pair, track = here.cohort.pk, here.ana.track.pk
    owner, ana = world.client("owner"), signed_in(here.ana.person.user)  # type: ignore[arg-type]
    pages = [
        (owner, reverse("matching:requests", args=[pair])),
        (owner, reverse("matching:pins", args=[pair, track])),
        (owner, reverse("matching:start", args=[pair, track])),
        (ana, reverse("matching:wishes", args=[here.ana.pk])),
    ]
    for client, address in pages:
        queries(client, address)  # what is asked once in a process
    few = [queries(*each) for each in pages]
    more(here, 5)
    assert [queries(*each) for each in pages] == few


def test_who_is_not_matched_comes_page_by_page(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "A_PAGE", 2)
    here = cohort(world)
    mentor("Bo", here, world.track, seniority=9)
    for name in ("Ana", "Cleo", "Dee", "Eve"):
        mentee(name, here, world.track)
    address = reverse("matching:unmatched", args=[run_now(here, world.track, now).pk])
    owner = world.client("owner")
    first, second = (owner.get(address, {"page": n}).content.decode() for n in (1, 2))
    assert [html.count('class="panel left"') for html in (first, second)] == [2, 1]


def test_too_many_for_a_list_are_pinned_by_name(world: World, monkeypatch) -> None:
    monkeypatch.setattr(picking, "LIST", 1)
    here = make(world, timezone.now())
    address = reverse("matching:pins", args=[here.cohort.pk, here.ana.track.pk])
    owner = world.client("owner")
    html = owner.get(address).content.decode()
    assert "Dee" not in html, "no list of everybody"
    html = owner.post(address, {"mentee": "Nobody Such", "mentor": "Bo"}).content.decode()
    assert "Nobody who can be chosen here has that name or address." in html
    assert 'value="Nobody Such"' in html, "what was typed stays"
    owner.post(address, {"mentee": "ana@match.test", "mentor": "bo"})
    row = PinnedPair.objects.get(mentee=here.ana)
    assert row.mentor == here.bo


def test_the_home_of_who_runs_it_asks_no_more_for_more_cohorts(world: World) -> None:
    now = timezone.now()

    def cohorts(number: int) -> None:
        ask_here(world, now, number)
        names = f"C{number} Mo", f"C{number} Mi"
        changing = cohort(world, f"Changing {number}", mentors_change_on=now.date())
        bo, ana = mentor(names[0], changing, world.track), mentee(names[1], changing, world.track)
        Cohort.objects.filter(pk=changing.pk).update(stage="running")
        facts = {"cohort": changing, "track": world.track, "by": None, "now": now - timedelta(90)}
        start(mentor=bo.person, mentee=ana.person, **facts)  # type: ignore[arg-type]
        circle = world.program.tracks.create(
            name=f"Circle {number}", format=Format.CIRCLE, exclusive=False, mentor_capacity=6
        )
        leads = mentor(f"C{number} Leads", changing, circle, 6)
        facts = {"cohort": changing, "track": circle, "policy": current(world.program)}
        run = MatchRun.objects.create(**facts, beat_at=now, state="published")
        for n in range(3):
            seeks = mentee(f"C{number} Seeks{n}", changing, circle)
            row = Proposal.objects.create(
                run=run, mentor=leads, mentee=seeks, quality=50, state="offered"
            )
            for side, state in ((leads, "accepted"), (seeks, "declined" if n else "open")):
                Offer.objects.create(
                    proposal=row, person=side.person, role=side.role, state=state,
                    opened_at=now, expires_at=now, answered_at=None if state == "open" else now,
                )  # fmt: skip

    request = RequestFactory().get("/")
    request.user = world.user("owner")
    cohorts(1)
    list(of_runner(request))
    with CaptureQueriesContext(connection) as few:
        one = [card.text for card in of_runner(request)]
    cohorts(2)
    cohorts(3)
    with CaptureQueriesContext(connection) as many:
        three = [card.text for card in of_runner(request)]
    assert len(many) == len(few)
    for said in ("1 circle can", "Mentors were to change", "2 people have asked nobody yet."):
        counts = [sum(said in text for text in texts) for texts in (one, three)]
        assert counts == [1, 3], said
