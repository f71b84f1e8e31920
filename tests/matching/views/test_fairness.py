"""The page about fairness: words first, figures below, nothing about few people."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching.models import FairnessReport, MatchDraft, MatchRun, Proposal
from matching.services import fairness
from tests.matching.crowd import uneven
from tests.matching.peers import Peers
from tests.world import World


@pytest.fixture
def owner(world: World, client: Client) -> Client:
    client.force_login(world.user("owner"))
    return client


def page(client: Client, run: MatchRun) -> Any:
    return client.get(reverse("matching:fairness", args=[run.pk]))


def text(response: Any) -> str:
    """What a reader sees, in one line."""
    html = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.replace("&#x27;", "'"))


def test_what_is_noticeable_comes_first(world: World, owner: Client) -> None:
    shown = text(page(owner, uneven(world, few=0)))
    trade = world.unit_trade.name
    said = (
        f"People from {trade} are matched 50% as often as others"
        " (6 of 12 against 12 of 12; hardly chance: p = 0.014)."
    )
    assert said in shown
    assert shown.index(said) < shown.index("all groups together: p = 0.014")
    assert "Under four fifths:" in shown
    assert "The 2 busiest of 12 mentors guide 4 of 18 mentees." in shown
    assert "The weakest 5 of 18 pairs" in shown
    assert "Nothing counted that is protected" in shown


def test_a_small_group_and_what_would_give_it_away_are_protected(
    world: World, owner: Client
) -> None:
    shown = text(page(owner, uneven(world)))
    assert re.search(r"Protected: (Care|Trade), Works", shown)
    assert "of 2 " not in shown


def test_few_people_are_not_compared(world: World, owner: Client) -> None:
    shown = text(page(owner, world.match_run))
    assert "Too few people to compare" in shown
    assert "Fewer than 5 mentees are in this run" in shown
    assert "Shown from 5 mentors on." in shown


def test_a_run_without_a_result_leads_to_its_progress(world: World, owner: Client) -> None:
    response = page(owner, world.match_run_under_way)
    assert response["Location"] == reverse("matching:run", args=[world.match_run_under_way.pk])


def stale(run: MatchRun) -> None:
    """As after a decision."""
    MatchDraft.objects.filter(run=run).update(version=2)


def counting(client: Client, run: MatchRun) -> Any:
    return client.get(reverse("matching:fairness_counting", args=[run.pk]))


def test_a_run_from_before_there_were_reports_gets_one(
    world: World, owner: Client, django_capture_on_commit_callbacks: Any
) -> None:
    run = uneven(world, few=0)
    FairnessReport.objects.filter(run=run).delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert "The figures of these pairs come in a moment." in text(page(owner, run))
    assert FairnessReport.objects.get(run=run).draft_version == 1
    assert "as often as others" in text(page(owner, run))


def test_no_request_counts(world: World, owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a decision nor the page after it: a worker does."""
    run = uneven(world, few=0)

    def never(*_args: Any) -> Any:
        raise AssertionError("counted in a request")

    monkeypatch.setattr(fairness, "audit", never)
    pair = Proposal.objects.filter(run=run).first()
    assert pair is not None
    address = reverse("matching:veto", args=[run.pk, pair.mentee_id, pair.mentor_id])
    assert owner.post(address, {"seen": "1"}, headers={"HX-Request": "true"}).status_code == 200
    shown = text(page(owner, run))
    assert "Being counted" in shown
    assert "Below are the figures of before." in shown
    assert "as often as others" in shown
    assert counting(owner, run).status_code == 200


def test_the_page_waits_until_they_are_counted(
    world: World, owner: Client, django_capture_on_commit_callbacks: Any
) -> None:
    run = uneven(world, few=0)
    stale(run)
    assert counting(owner, run).status_code == 200
    fairness.count(run.pk, lambda: World.NOW)
    answer = counting(owner, run)
    assert answer.status_code == 286
    assert "See the figures" in answer.content.decode()
    assert "Being counted" not in text(page(owner, run))


def test_who_waits_rings_again_for_a_ring_that_was_lost(
    world: World, owner: Client, django_capture_on_commit_callbacks: Any
) -> None:
    run = uneven(world, few=0)
    stale(run)
    for rings in (1, 0):
        with django_capture_on_commit_callbacks() as rung:
            counting(owner, run)
        assert len(rung) == rings
    rows = FairnessReport.objects.filter(run=run)
    rows.update(beat_at=World.NOW)
    counting(owner, run)
    assert rows.get().beat_at != World.NOW


def test_each_page_of_a_run_leads_there(world: World, owner: Client) -> None:
    address = reverse("matching:fairness", args=[world.match_run.pk])
    for name in ("run", "unmatched", "rules"):
        html = owner.get(reverse(f"matching:{name}", args=[world.match_run.pk])).content.decode()
        assert f'href="{address}"' in html, name
    assert 'aria-current="page"' in page(owner, world.match_run).content.decode()


def test_declared_groups_are_told_with_what_is_held_back(world: World, owner: Client) -> None:
    shown = text(page(owner, world.published_run))
    assert "By what people declare" in shown
    assert "Woman 62% 5 of 8" in shown
    assert "Not declared" in shown
    assert "Nearly everybody, or nearly nobody" in shown
    assert "Nothing can be told" in text(page(owner, world.match_run))


def test_peers_are_nobodys_mentees(world: World, owner: Client, now: datetime) -> None:
    people = Peers(world)
    shown = text(page(owner, people.run(now)))
    assert "Who was taken in" in shown
    assert "mentee" not in shown.lower()
    assert "What mentors carry" not in shown
