"""What each page of coaching does, and what it says."""

from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from core.audit.models import ReadLogEntry
from participants.models import Person
from participants.services.facts import record_fact
from programs.answers import LANGUAGES
from rotations.models import CoachNote, CoachRate, CoachSearch, FactsConsent
from tests.world import World

KEY = "6f1f6f5e-0000-4000-8000-0000000000cf"


def path(name: str, row: Any = None) -> str:
    return reverse(f"coaching:{name}", args=[row.pk] if row is not None else [])


def words(client: Client, name: str, row: Any = None) -> str:
    """The page's own part."""
    answer = client.get(path(name, row))
    return str(answer.content.decode().partition("<main")[2])


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_coach_invited_twice_by_one_form_is_one(world: World) -> None:
    client = world.client("owner")
    data = {
        "key": KEY, "given_name": "Cleo", "family_name": "Coach", "email": "cleo@elsewhere.test",
        "timezone": "Europe/Lisbon", "languages": ["en"],
    }  # fmt: skip
    places = {client.post(path("invite"), data)["Location"] for _ in range(2)}
    person = Person.objects.get(email="cleo@elsewhere.test")
    assert person.is_external
    assert places == {path("coach", person.coach_profile)}


def test_an_address_of_somebody_who_works_here_is_refused_beside_the_field(world: World) -> None:
    data = {
        "given_name": "M", "family_name": "W", "email": "mentor@world.test",
        "timezone": "UTC", "languages": ["en"],
    }  # fmt: skip
    answer = world.client("owner").post(path("invite"), data)
    assert answer.context["form"].errors["email"] == [
        "Somebody with this address works here. Coaches of the pool come from outside."
    ]
    assert 'value="mentor@world.test"' in answer.content.decode()


def test_taken_out_of_the_pool_and_back(world: World) -> None:
    client, coach = world.client("owner"), world.other_coach_profile
    client.post(path("leave_pool", coach))
    assert "Back into the pool" in words(client, "coach", coach)
    client.post(path("return_to_pool", coach))
    assert "Take out of the pool" in words(client, "coach", coach)


def test_the_rate_is_for_hr(world: World) -> None:
    hr, coach = world.client("hr_admin"), world.other_coach_profile
    hr.post(path("rate", coach), {"amount": "221.50", "currency": "EUR"})
    assert CoachRate.objects.get(coach=coach).amount == 221.50
    assert "221.50 EUR" in words(hr, "coach", coach)
    assert "221" not in words(world.client("owner"), "coach", coach)


def test_what_a_coach_writes_of_themselves_is_what_coachees_read(world: World) -> None:
    facts = {"languages": ["pt"], "introduction": "I walk with you.", "key": KEY}
    world.client("coach").post(path("profile"), facts)
    page = words(world.client("mentee"), "search", world.search)
    assert "I walk with you." in page
    assert str(dict(LANGUAGES)["pt"]) in page


def test_hours_are_added_and_taken_back_again(world: World) -> None:
    client, contract = world.client("owner"), world.contract
    before = contract.entries.aggregate(all=Sum("minutes"))["all"]
    for _ in range(2):  # a double click
        client.post(path("top_up", contract), {"key": KEY, "hours": "2.5"})
    line = contract.entries.get(minutes=150, kind="bought")
    client.post(reverse("coaching:take_back", args=[contract.pk, line.pk]))
    assert contract.entries.aggregate(all=Sum("minutes"))["all"] == before


def test_more_than_the_contract_has_is_not_given(world: World) -> None:
    answer = world.client("owner").post(
        path("open", world.contract), {"enrolment": world.mentee_enrolment.pk, "hours": "99"}
    )
    assert "hours" in answer.context["form"].errors
    assert CoachSearch.objects.filter(contract=world.contract).count() == 0


def test_the_offer_is_withdrawn_and_stands_again(world: World) -> None:
    client, search = world.client("owner"), world.search
    keys = [search.contract_id, search.pk]
    client.post(reverse("coaching:close_search", args=keys))
    assert "This offer was withdrawn." in words(world.client("mentee"), "search", search)
    client.post(reverse("coaching:reopen_search", args=keys))
    assert f"Choose {world.coach_person.name}" in words(world.client("mentee"), "search", search)


def test_who_is_proposed_and_why(world: World) -> None:
    page = words(world.client("mentee"), "search", world.search)
    for coach in (world.coach_person, world.other_coach_person):
        assert f"Choose {coach.name}" in page
    assert page.count("Why we thought of them:") == 2


def test_a_choice_reaches_the_coach_and_can_be_made_again(world: World) -> None:
    mentee, coach = world.client("mentee"), world.client("coach")
    assert path("asked", world.coach_proposal) not in words(coach, "mine")
    mentee.post(path("choose", world.coach_proposal))
    assert path("asked", world.coach_proposal) in words(coach, "mine")
    assert "You have chosen." in words(mentee, "search", world.search)
    mentee.post(path("choose_again", world.search))
    assert path("asked", world.coach_proposal) not in words(coach, "mine")


def test_a_call_is_seen_by_both(world: World) -> None:
    when = {"day": "2099-03-20", "time": "10:00", "place": "A link"}
    mentee = world.client("mentee")
    mentee.post(path("call", world.coach_proposal), when)
    assert "Move the call" in words(mentee, "search", world.search)
    assert path("asked", world.coach_proposal) in words(world.client("coach"), "mine")


def test_a_yes_begins_a_coaching_once(world: World) -> None:
    coach, proposal = world.client("coach"), world.other_coach_proposal
    first = coach.post(path("accept", proposal))
    again = coach.post(path("accept", proposal))
    assert first["Location"].startswith("/coaching/")
    assert world.coach_person.name in words(world.client("other_mentee"), "mine")
    assert said(again)[-1] in (
        "This question is not open any more.",
        "Your coaching has begun. A good first step is to find a time.",
    )
    assert CoachSearch.objects.get(pk=proposal.search_id).state == "started"


def test_a_no_gives_no_reason_and_lets_them_choose_another(world: World) -> None:
    world.client("coach").post(path("decline", world.other_coach_proposal))
    page = words(world.client("other_mentee"), "search", world.other_search)
    assert "Has no time now" in page
    assert f"Choose {world.other_coach_person.name}" in page


def test_what_the_sponsor_sees_is_the_coachees_to_decide(world: World) -> None:
    world.client("mentee").post(path("decide", world.three_way), {"shows_titles": "on"})
    latest = world.coaching.three_way_contracts.first()
    assert (latest.version, latest.shows_titles) == (2, True)
    old = world.client("coach").post(path("sign", world.three_way))
    assert said(old) == ["There is a newer version. Read that one first."]
    world.client("coach").post(path("sign", latest))
    page = words(world.client("sponsor"), "oversight", world.program)
    assert "Signed by both" in page


def test_those_who_pay_say_that_they_have_read_it(world: World) -> None:
    owner = world.client("owner")
    owner.post(path("seen", world.three_way))
    world.three_way.refresh_from_db()
    assert world.three_way.seen_by == world.owner_person
    assert path("seen", world.three_way) not in words(owner, "three_way", world.three_way)


def test_a_coachs_note_is_kept_once_changed_and_gone(world: World) -> None:
    coach = world.client("coach")
    for _ in range(2):
        coach.post(path("notes", world.coaching), {"key": KEY, "text": "Asks first"})
    note = CoachNote.objects.get(pk=KEY)
    coach.post(path("note", note), {"text": "Asks first, then waits"})
    assert "Asks first, then waits" in words(coach, "notes", world.coaching)
    coach.post(path("note_delete", note))
    assert "Asks first" not in words(coach, "notes", world.coaching)


def test_facts_are_read_with_consent_and_the_reading_is_shown(world: World) -> None:
    record_fact(
        person=world.mentee_person, key="performance", as_of=date(2026, 1, 1), number=4,
        source="Review", by=None, now=World.NOW,
    )  # fmt: skip
    coach, mentee = world.client("coach"), world.client("mentee")
    assert "Nobody has read them." in words(mentee, "facts", world.coaching)
    assert "Review" in words(coach, "facts", world.coaching)
    assert ReadLogEntry.objects.filter(purpose="rotations.facts").count() == 1
    assert world.coach_person.name in words(mentee, "facts", world.coaching)
    mentee.post(path("facts_revoke", world.coaching))
    page = words(coach, "facts", world.coaching)
    assert "Not shared with you" in page
    assert "Review" not in page
    assert ReadLogEntry.objects.filter(purpose="rotations.facts").count() == 1


@pytest.mark.parametrize("until", ["2020-01-01", "", "soon"])
def test_consent_needs_a_day_to_come(world: World, until: str) -> None:
    mentee = world.client("mentee")
    mentee.post(path("facts_revoke", world.coaching))
    answer = mentee.post(path("facts_give", world.coaching), {"until": until})
    assert list(answer.context["form"].errors) == ["until"]
    live = FactsConsent.objects.filter(coaching=world.coaching, revoked_at=None)
    assert not live.exists()
