"""The review of a run: what it shows, how one decides, and that it stays small."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching.models import MatchRun, PairDecision, Proposal
from matching.services import runs
from programs.models import Enrolment
from tests.matching.people import cohort, mentee, mentor, pairs, run_now
from tests.world import World


@pytest.fixture
def owner(world: World, client: Client) -> Client:
    client.force_login(world.user("owner"))
    return client


def page(client: Client, name: str, run: MatchRun, **query: str) -> Any:
    return client.get(reverse(f"matching:{name}", args=[run.pk]), query)


def act(client: Client, name: str, pair: Proposal, *, htmx: bool = False, **data: Any) -> Any:
    address = reverse(f"matching:{name}", args=[pair.run_id, pair.mentee_id, pair.mentor_id])
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(address, data, headers=headers)


def filled(world: World, count: int) -> MatchRun:
    into = cohort(world, f"Filled {count}")
    for n in range(count):
        mentor(f"Mo{n} {count}", into, world.track, seniority=6, business_unit=world.unit_care)
        mentee(f"Mi{n} {count}", into, world.track, seniority=3, business_unit=world.unit_trade)
    return run_now(into, world.track, World.NOW)


@pytest.mark.parametrize("name", ["run", "unmatched", "fairness", "rules", "publish"])
def test_a_page_asks_as_much_for_three_as_for_one(world: World, owner: Client, name: str) -> None:
    counts = []
    for count in (1, 3):
        run = filled(world, count)
        with CaptureQueriesContext(connection) as seen:
            assert page(owner, name, run).status_code == 200
        counts.append(len(seen))
    per_mail = 3  # each is rendered as its reader would get it: run, person, pairs
    assert counts[1] - counts[0] == (2 * per_mail if name == "publish" else 0)
    assert counts[0] <= 40, "the frame of a page included"


def test_a_row_says_why_and_what_speaks_against_it(world: World, owner: Client) -> None:
    html = page(owner, "run", filled(world, 1)).content.decode()
    for text in ("3 steps more senior", "From another business unit", "Excellent", "100"):
        assert text in html


def test_a_plain_form_decides_and_comes_back(world: World, owner: Client) -> None:
    pair = world.proposal
    response = act(owner, "lock", pair, seen="1", show="weak")
    assert response.status_code == 302
    assert response["Location"] == (
        reverse("matching:run", args=[pair.run_id]) + f"?show=weak#pair-{pair.mentee_id}"
    )
    assert PairDecision.objects.get(run=pair.run).kind == "lock"


def test_htmx_gets_the_list_alone(world: World, owner: Client) -> None:
    response = act(owner, "veto", world.proposal, htmx=True, seen="1", reason="Neighbours.")
    html = response.content.decode()
    assert "<html" not in html
    assert 'id="pairs"' in html
    assert "Ruled out" in html
    assert 'id="qualities" hx-swap-oob="true"' in html
    assert "Neighbours." not in html, "a reason stays on the page of decisions"
    assert "Neighbours." in page(owner, "rules", world.match_run).content.decode()


def test_who_comes_second_sees_how_it_stands_and_loses_nothing(world: World, owner: Client) -> None:
    one, other = world.match_run.proposals.all()[:2]
    act(owner, "lock", one, seen="1")
    for htmx in (True, False):
        response = act(owner, "veto", other, htmx=htmx, seen="1", reason="My long reason.")
        html = response.content.decode()
        assert response.status_code == 200
        assert "Somebody else has decided something meanwhile" in html
        assert "My long reason." in html
        assert "Kept" in html
        names = (one.mentee.person.name, one.mentor.person.name, world.user("owner").person)
        assert "Kept: {} with {}. ({})".format(*names) in html
    assert PairDecision.objects.filter(run=one.run).count() == 1


def test_reading_anothers_reason_is_noted(world: World, owner: Client) -> None:
    from core.audit.models import ReadLogEntry

    pair = world.proposal
    act(owner, "veto", pair, seen="1", reason="Neighbours.")
    page(owner, "rules", pair.run)
    assert not ReadLogEntry.objects.filter(purpose="matching.vetoes").exists()
    owner.force_login(world.user("hr_admin"))
    page(owner, "rules", pair.run)
    assert ReadLogEntry.objects.get(purpose="matching.vetoes").subject_id == pair.run_id


def test_undo(world: World, owner: Client) -> None:
    pair = world.proposal
    act(owner, "lock", pair, seen="1")
    act(owner, "undo", pair, seen="2")
    assert not PairDecision.objects.filter(run=pair.run, undone_at=None).exists()
    assert act(owner, "undo", pair, seen="3").status_code == 302, "twice is once"


def test_a_reason_too_long_is_kept_and_said(world: World, owner: Client) -> None:
    response = act(owner, "veto", world.proposal, htmx=True, seen="1", reason="x" * 2001)
    assert "That reason is too long" in response.content.decode()
    assert "x" * 2001 in response.content.decode()


def text(response: Any) -> str:
    """What a page says, without its marks."""
    html = response.content.decode()
    return " ".join(re.sub("<[^>]+>", " ", html).replace("&#x27;", "'").split())


def trio(world: World) -> MatchRun:
    """Two mentors with a place each, and Ana, Dee and Eve."""
    into = cohort(world, "Trio")
    for name in ("Bo", "Cy"):
        mentor(name, into, world.track, 1, seniority=6)
    for name in ("Ana", "Dee", "Eve"):
        mentee(name, into, world.track, seniority=3)
    return run_now(into, world.track, World.NOW)


def ordered(run: MatchRun) -> list[Proposal]:
    rows = run.proposals.select_related("mentee__person", "mentor__person")
    return list(rows.order_by("mentee__person__sort_key"))


def test_the_difference_is_told_at_once_with_its_undo(world: World, owner: Client) -> None:
    run = trio(world)
    pair = ordered(run)[0]
    out, by = pair.mentee.person.name, pair.mentor.person.name
    left = run.unmatched.get().enrolment.person.name
    html = text(act(owner, "veto", pair, htmx=True, seen="1"))
    assert f"Ruled out: {out} with {by}." in html
    assert f"{left} gets a mentor: {by}" in html
    assert f"{out} has no mentor any more, after {by}" in html
    html = text(act(owner, "undo", pair, htmx=True, seen="2"))
    assert f"Taken back: {out} with {by}." in html
    assert f"{out} gets a mentor: {by}" in html
    assert pairs(run)[out] == by


def test_without_htmx_the_page_says_it_after_the_way_back(world: World, owner: Client) -> None:
    run = trio(world)
    pair = ordered(run)[0]
    address = reverse("matching:veto", args=[run.pk, pair.mentee_id, pair.mentor_id])
    html = text(owner.post(address, {"seen": "1"}, follow=True))
    said = f"Ruled out: {pair.mentee.person.name} with {pair.mentor.person.name}."
    assert html.count(said) == 2, "as a message, and above the list"


def test_undo_is_offered_step_by_step(world: World, owner: Client) -> None:
    run = trio(world)
    one, other = ordered(run)
    act(owner, "lock", one, seen="1")
    act(owner, "lock", other, seen="2")
    for version in ("3", "4"):
        last = page(owner, "run", run).context["review"].undoable
        address = reverse("matching:undo_step", args=[run.pk, last.pk])
        owner.post(address, {"seen": version}, headers={"HX-Request": "true"})
    assert not PairDecision.objects.filter(run=run, undone_at=None).exists()
    assert page(owner, "run", run).context["review"].undoable is None


def test_what_can_not_be_is_said_beside_the_pair(world: World, owner: Client) -> None:
    run = trio(world)
    one, other = ordered(run)
    act(owner, "reviewed", one)
    address = reverse("matching:lock", args=[run.pk, other.mentee_id, one.mentor_id])
    response = owner.post(address, {"seen": "1"}, headers={"HX-Request": "true"})
    html = response.content.decode()
    row = html[html.index(f'id="pair-{other.mentee_id}"') :]
    names = (one.mentor.person.name, one.mentee.person.name)
    assert "{} has no place left: you have kept or reviewed {} there.".format(*names) in row
    assert pairs(run) == {p.mentee.person.name: p.mentor.person.name for p in (one, other)}


def test_a_place_in_the_list_that_is_no_number_is_no_place(world: World, owner: Client) -> None:
    pair = filled(world, 1).proposals.get()
    for place in ("9" * 5_000, "\u00b2", "-1"):
        response = act(owner, "reviewed", pair, htmx=True, show="kept", place=place)
        assert response.status_code == 200, place


def test_a_place_that_is_taken_can_be_swapped(world: World, owner: Client) -> None:
    run = trio(world)
    one, other = ordered(run)
    assert f"Swap with {other.mentee.person.name}" in text(page(owner, "run", run))
    address = reverse("matching:swap", args=[run.pk, one.mentee_id, other.mentor_id])
    response = owner.post(address, {"seen": "1", "partner": other.mentee_id})
    assert response.status_code == 302
    assert pairs(run)[one.mentee.person.name] == other.mentor.person.name
    assert pairs(run)[other.mentee.person.name] == one.mentor.person.name


def test_next_marks_and_goes_on(world: World, owner: Client) -> None:
    run = trio(world)
    one, other = ordered(run)
    response = act(owner, "reviewed", one, htmx=True)
    assert response.context["focus"] == str(other.mentee_id)
    assert "1 of 2 reviewed" in text(response)
    response = act(owner, "reviewed", other, htmx=True, show="unseen", place="0")
    assert "Every pair is reviewed" in text(response)
    response = act(owner, "undo", one, seen="1")
    response = act(owner, "reviewed", one)
    assert response["Location"].endswith(f"#pair-{other.mentee_id}")


def test_the_keyboard_stays_where_a_filter_has_let_a_pair_go(world: World, owner: Client) -> None:
    run = trio(world)
    one, other = ordered(run)
    response = act(owner, "lock", one, htmx=True, seen="1", show="unseen", place="0")
    assert response.context["focus"] == str(other.mentee_id)


def test_reviewed_pairs_may_move_when_one_says_so(world: World, owner: Client) -> None:
    run = trio(world)
    address = reverse("matching:let_move", args=[run.pk])
    response = owner.post(address, {"seen": "1", "may": "on"}, headers={"HX-Request": "true"})
    assert 'aria-checked="true"' in response.content.decode()
    response = owner.post(address, {"seen": "2"}, headers={"HX-Request": "true"})
    assert 'aria-checked="false"' in response.content.decode()


def test_the_difference_comes_first_after_a_rerun(world: World, owner: Client) -> None:
    run = trio(world)
    pair = ordered(run)[0]
    response = owner.post(reverse("matching:again", args=[run.pk]))
    new = MatchRun.objects.get(previous=run)
    assert response["Location"] == reverse("matching:run", args=[new.pk])
    runs.execute(new.pk, World.NOW)
    assert "The same pairs as before: nobody moved." in text(page(owner, "run", new))
    act(owner, "veto", new.proposals.get(mentee=pair.mentee), seen="1")
    assert "another partner than before" in text(page(owner, "run", new))


def test_a_pair_that_can_not_be_kept_any_more_is_named(world: World, owner: Client) -> None:
    run = trio(world)
    one, other = ordered(run)
    act(owner, "lock", one, seen="1")
    Enrolment.objects.filter(pk=one.mentee_id).update(state="withdrawn")
    act(owner, "lock", other, seen="2")
    shown = text(page(owner, "run", run))
    assert "A pair to be kept is gone: one of them takes no part any more." in shown
    assert "Run again with it" not in shown, "that would not bring them back"


@pytest.mark.parametrize("show", ["all", "unseen", "weak", "kept", "vetoed", "changed", "nonsense"])
def test_every_filter_opens(world: World, owner: Client, show: str) -> None:
    response = page(owner, "run", world.match_run, show=show, q="spring", page="99")
    assert response.status_code == 200


def test_a_filter_leads_to_what_it_found(world: World, owner: Client) -> None:
    """Its count has the focus, and the last decision is behind it; a decision leaves both alone."""
    pair = world.proposal
    act(owner, "lock", pair, seen="1")
    found = {
        show: page(owner, "run", pair.run, show=show, filtered="1").content.decode()
        for show in ("kept", "vetoed", "all")
    }
    total = pair.run.proposals.count()
    for show, words in (
        ("kept", "1 pair fits."),
        ("vetoed", "0 pairs fit."),
        ("all", f"{total} pairs fit."),
    ):
        assert f'id="pairs-found" tabindex="-1" data-focus>{words}' in found[show]
        assert 'id="difference"' not in found[show]
    back = page(owner, "run", pair.run, show="kept").content.decode()
    assert 'id="pairs-found" tabindex="-1">1 pair fits.' in back
    assert 'id="difference"' in back
    assert "pairs-found" not in page(owner, "run", pair.run).content.decode()


def test_nobody_to_match_is_said(world: World, owner: Client) -> None:
    run = run_now(cohort(world), world.track, World.NOW)
    html = page(owner, "run", run).content.decode()
    assert "No mentee waits to be matched." in html
    assert "No pair came about" in html


def test_the_unmatched_hear_why_and_what_would_change_it(world: World, owner: Client) -> None:
    into = cohort(world)
    mentor("Bo", into, world.track, 1, seniority=6)
    for name in ("Ana", "Dee"):
        mentee(name, into, world.track, seniority=3)
    html = page(owner, "unmatched", run_now(into, world.track, World.NOW)).content.decode()
    assert "Every mentor&#x27;s places are taken." in html
    assert "One place more with Bo would match them." in html


def test_a_block_reads_not_available_and_is_not_counted(world: World, owner: Client) -> None:
    from participants.enums import BlockBasis
    from participants.services.blocks import block_pair

    into = cohort(world)
    bo = mentor("Bo", into, world.track, 1, seniority=6)
    ana = mentee("Ana", into, world.track, seniority=3)
    block_pair(
        a=ana.person, b=bo.person, basis=BlockBasis.GRIEVANCE, until=None, by=None, now=World.NOW
    )
    run = run_now(into, world.track, World.NOW)
    html = page(owner, "unmatched", run).content.decode()
    assert "Nobody is available." in html
    for name in ("unmatched", "rules", "run"):
        text = page(owner, name, run).content.decode().lower()
        assert "grievance" not in text
        assert "block" not in text.replace("blockquote", "")
    compare = reverse("matching:compare", args=[run.pk, ana.pk])
    assert owner.get(compare).context["table"].columns == ()


def test_the_comparison_goes_criterion_by_criterion(world: World, owner: Client) -> None:
    pair = world.proposal
    html = owner.get(
        reverse("matching:compare", args=[pair.run_id, pair.mentee_id])
    ).content.decode()
    for text in ("More experienced in the organisation", "5 steps more senior", "Proposed"):
        assert text in html


def test_progress_tells_when_to_stop(world: World, owner: Client) -> None:
    assert page(owner, "progress", world.match_run_under_way).status_code == 200
    assert page(owner, "progress", world.match_run).status_code == 286
    html = page(owner, "run", world.match_run_under_way).content.decode()
    assert "Cancel the run" in html


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_run_that_stopped_says_so(world: World, owner: Client, state: str) -> None:
    MatchRun.objects.filter(pk=world.match_run_under_way.pk).update(state=state, error="worker")
    html = page(owner, "run", world.match_run_under_way).content.decode()
    assert "Nothing was changed." in html
    for name in ("unmatched", "rules"):
        assert page(owner, name, world.match_run_under_way).status_code == 302


def test_starting_twice_leads_to_the_run_that_is(world: World, owner: Client) -> None:
    MatchRun.objects.filter(pk=world.match_run_under_way.pk).update(cohort=world.matching_cohort)
    address = reverse("matching:start", args=[world.matching_cohort.pk, world.track.pk])
    response = owner.post(address, follow=True)
    assert "under way already" in response.content.decode()
    response = owner.post(reverse("matching:again", args=[world.match_run.pk]), follow=True)
    assert "here it is" in response.content.decode()


def told(response: Any) -> dict[str, str]:
    """What the page tells with a decision: which list it shows, and the marks of its rows."""
    html = response.content.decode()
    shown = re.search('data-shown="(.*?)"', html)
    return {
        "shown": shown[1] if shown else "",
        "marks": " ".join(re.findall(r'data-mark="(\w+)"', html)),
    }


def drawn(response: Any) -> list[str]:
    return re.findall(r'<li class="pair[^"]*" id="pair-([\w-]+)"', response.content.decode())


def four(world: World) -> MatchRun:
    """Four mentors with a place each, for four mentees who suit them alike."""
    into = cohort(world, "Four")
    for n in range(4):
        mentor(f"Mo{n}", into, world.track, 1, seniority=6)
        mentee(f"Mi{n}", into, world.track, seniority=3)
    return run_now(into, world.track, World.NOW)


def test_an_answer_draws_what_has_changed_alone(world: World, owner: Client) -> None:
    run = four(world)
    one, *_others, last = ordered(run)
    shows = told(page(owner, "run", run))
    response = act(owner, "reviewed", one, htmx=True, seen="1", **shows)
    assert drawn(response) == [str(one.mentee_id)]
    html = response.content.decode()
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#pairs-head", "outerHTML")
    assert 'hx-swap-oob="true" tabindex="-1"' in html
    assert '<section class="pairs"' not in html
    assert "1 of 4 reviewed" in text(response)
    shows = told(page(owner, "run", run))
    address = reverse("matching:swap", args=[run.pk, one.mentee_id, last.mentor_id])
    data = {"seen": "1", "partner": last.mentee_id, **shows}
    response = owner.post(address, data, headers={"HX-Request": "true"})
    assert {str(one.mentee_id), str(last.mentee_id)} <= set(drawn(response))
    assert 'data-version="2"' in response.content.decode()


def test_what_is_drawn_anew_is_all_that_differs(world: World, owner: Client) -> None:
    """Each row as the whole list draws it after the decision, or as it was before."""
    run = four(world)
    for word, version in (("veto", "1"), ("lock", "2"), ("undo", "3")):
        before = page(owner, "run", run)
        pair = ordered(run)[0]
        response = act(owner, word, pair, htmx=True, seen=version, **told(before))
        after = page(owner, "run", run)
        if "HX-Retarget" not in response:
            assert told(after)["shown"] != told(before)["shown"]
            continue
        stays = set(drawn(after)) - set(drawn(response))
        rows = {name: {row.mark for row in made.context["rows"] if str(row.mentee.pk) in stays}
                for name, made in {"before": before, "after": after}.items()}  # fmt: skip
        assert rows["before"] == rows["after"]


def test_another_list_is_drawn_whole(world: World, owner: Client) -> None:
    run = four(world)
    one = ordered(run)[0]
    shows = told(page(owner, "run", run, show="unseen"))
    response = act(owner, "reviewed", one, htmx=True, show="unseen", place="0", **shows)
    assert "HX-Retarget" not in response
    assert len(drawn(response)) == 3


def test_an_objection_stands_in_its_row_and_the_others_stay(world: World, owner: Client) -> None:
    run = trio(world)
    one, other = ordered(run)
    act(owner, "reviewed", one)
    shows = told(page(owner, "run", run))
    address = reverse("matching:lock", args=[run.pk, other.mentee_id, one.mentor_id])
    response = owner.post(address, {"seen": "1", **shows}, headers={"HX-Request": "true"})
    assert drawn(response) == [str(other.mentee_id)]
    assert "has no place left" in text(response)


def test_an_answer_asks_as_much_in_a_large_run_as_in_a_small(world: World, owner: Client) -> None:
    counts = []
    for count in (7, 14):
        run = filled(world, count)
        shows = told(page(owner, "run", run))
        with CaptureQueriesContext(connection) as seen:
            act(owner, "veto", ordered(run)[0], htmx=True, seen="1", **shows)
        counts.append(len(seen))
    known = 1  # names of those whom the difference has named already are not read again
    assert abs(counts[0] - counts[1]) <= known
