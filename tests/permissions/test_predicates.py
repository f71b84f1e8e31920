"""Each predicate asked directly: what the pages can't show, because they ask something else first."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from core.audit.models import AuditEntry
from core.imports import kinds as import_kinds
from core.imports import permissions as imports
from core.imports.models import ImportBatch
from core.privacy.models import Release
from core.questionnaires import permissions as questionnaires
from core.questionnaires.models import Response
from core.visibility.registry import NOBODY
from engagements import permissions as engagements
from engagements.models import (
    Attendance,
    Engagement,
    Goal,
    GoalUpdate,
    JournalEntry,
    Session,
)
from engagements.services import journals
from matching import permissions as matching
from matching.enums import OfferState
from matching.models import MentorRequest, Offer, Proposal, TalkTime
from metrics import permissions as metrics
from participants import permissions as participants
from participants.models import Person
from programs.models import Program
from rotations.permissions import rotating
from tests.architecture.test_audiences import application
from tests.permissions.declarations import EMPLOYEES, SIGNED_IN
from tests.world import World

NOBODY_AT_ALL = AnonymousUser()  # its key is None, like that of a person without an account


def those(predicate: Any, world: World, *about: Any) -> str:
    """The subjects for whom the predicate holds."""
    return " ".join(who for who in SIGNED_IN.split() if predicate(world.user(who), *about))


def without_account() -> Person:
    return Person.objects.create(given_name="No", family_name="Account", sort_key="account no")


def test_who_people_are(world: World) -> None:
    assert those(participants.is_hr_admin, world) == "hr_admin"
    assert those(participants.is_employee, world) == EMPLOYEES
    assert those(participants.is_self, world, world.mentee_person) == "mentee"
    assert those(participants.manages, world, world.mentee_person) == "line_manager"
    assert those(participants.manages, world, world.mentor_person) == ""


def test_nobody_is_nobody(world: World) -> None:
    person = without_account()
    for predicate in (participants.is_hr_admin, participants.is_employee):
        assert not predicate(NOBODY_AT_ALL)
    assert not participants.is_self(NOBODY_AT_ALL, person)
    assert not engagements.owns_goal(NOBODY_AT_ALL, Goal(person=person))
    theirs: Any = SimpleNamespace(author=person, person=person, mentee=person)
    assert not engagements.wrote(NOBODY_AT_ALL, theirs)
    assert not engagements.learns(NOBODY_AT_ALL, theirs)
    assert not engagements.is_about(NOBODY_AT_ALL, theirs)


def test_an_administrator_who_has_left_administers_nothing(world: World) -> None:
    user = world.user("hr_admin")
    user.is_active = False
    assert not participants.is_hr_admin(user)


def test_what_is_said_in_a_relationship(world: World) -> None:
    assert engagements.is_open(world.engagement)
    assert not engagements.is_open(world.ended_engagement)
    assert engagements.is_open(Engagement(state="paused"))
    assert those(engagements.owns_goal, world, world.goal) == "mentee"
    assert those(engagements.wrote, world, world.entry) == "mentee"


def test_who_leads_a_circle_and_who_may_leave_it(world: World) -> None:
    assert those(engagements.may_name, world, world.circle) == "other_host"
    assert those(engagements.may_name, world, world.engagement) == ""
    assert those(engagements.may_end, world, world.circle) == "other_host"
    assert those(engagements.may_leave, world, world.circle) == "host"


def test_both_read_when_they_could_talk(world: World) -> None:
    pair = {"mentor": world.mentor_enrolment, "mentee": world.mentee_enrolment}
    proposal = Proposal.objects.create(run=world.match_run, quality=50, **pair)
    facts = {"suggested_by": world.mentor_person, "starts_at": World.NOW}
    time = TalkTime.objects.create(proposal=proposal, **facts)
    readers = [
        who
        for who in SIGNED_IN.split()
        if TalkTime.objects.visible_to(world.user(who)).filter(pk=time.pk)
    ]
    assert readers == ["mentor", "mentee"]


def test_the_steps_of_a_goal_of_ones_own(world: World) -> None:
    goal = Goal.objects.create(person=world.mentee_person, title="Alone")
    step = GoalUpdate.objects.create(goal=goal, at=World.NOW, before=0, after=10)
    found = [
        who
        for who in SIGNED_IN.split()
        if GoalUpdate.objects.visible_to(world.user(who)).filter(pk=step.pk)
    ]
    assert found == ["mentee"]


def test_who_matches_and_who_answers(world: World) -> None:
    offer = world.mentor_offer
    assert those(matching.may_match, world, world.match_run) == "hr_admin owner"
    assert those(matching.may_answer, world, offer) == "mentor"
    offer.state = OfferState.WAITING
    assert those(matching.may_answer, world, offer) == ""
    assert those(matching.may_answer_for, world, offer) == ""
    offer.person = without_account()
    assert those(matching.may_answer_for, world, offer) == "hr_admin owner"


@pytest.mark.parametrize(
    ("change", "seen"),
    [({}, True), ({"state": "waiting"}, False), ({"state": "waiting", "opened_at": None}, False)],
)
def test_an_offer_is_seen_when_it_is_ones_turn(world: World, change: dict, seen: bool) -> None:
    Offer.objects.filter(pk=world.mentor_offer.pk).update(**change)
    rows = Offer.objects.visible_to(world.user("mentor"))
    assert rows.filter(pk=world.mentor_offer.pk).exists() is seen


def test_an_offer_withdrawn_before_its_turn_was_never_made(world: World) -> None:
    never = {"state": "withdrawn", "opened_at": None}
    Offer.objects.filter(pk=world.mentor_offer.pk).update(**never)
    rows = Offer.objects.visible_to(world.user("mentor"))
    assert not rows.filter(pk=world.mentor_offer.pk).exists()


def test_who_looks_at_figures(world: World) -> None:
    mine, others = "hr_admin owner sponsor", "other_owner other_sponsor"
    assert those(metrics.oversees_any, world) == "hr_admin owner other_owner sponsor other_sponsor"

    def looks_at(user: Any, program: Program) -> bool:
        return metrics.overseen_by(user).filter(pk=program.pk).exists()

    program = world.program
    assert those(looks_at, world, program) == mine
    assert set(others.split()).isdisjoint(those(looks_at, world, program).split())
    assert those(looks_at, world, world.draft_program) == ""


@pytest.mark.parametrize("subject", ["hr_admin", "owner"])
def test_only_releases_for_the_audience_are_shown(world: World, subject: str) -> None:
    shown = Release.objects.visible_to(world.user(subject))
    row = shown.first()
    row.pk, row._state.adding, row.audience = uuid4(), True, "other"
    row.save()
    assert shown.exists()
    assert not shown.filter(pk=row.pk).exists()


def test_who_does_what_in_rotations(world: World) -> None:
    placement = world.proposed_placement
    slot, person, host = placement.slot, placement.person, placement.slot.host
    theirs = {who for who in SIGNED_IN.split() if rotating.may_answer(world.user(who), placement)}
    assert {world.user(who).pk for who in theirs} == {person.user_id, host.user_id}
    assert not those(rotating.may_debrief, world, placement)
    runners = {who for who in SIGNED_IN.split() if rotating.may_edit_slot(world.user(who), slot)}
    assert {"hr_admin", "owner"} < runners < set(SIGNED_IN.split())
    slot.state = "offered"
    assert those(rotating.may_offer, world, slot) == ""
    slot.state = "asked"
    assert set(those(rotating.may_offer, world, slot).split()) == runners
    silent = world.silent_placement
    for_them = {
        who
        for who in SIGNED_IN.split()
        if rotating.may_answer_for(world.user(who), silent, silent.person)
    }
    assert for_them == {"hr_admin", "owner"}
    assert not rotating.may_answer_for(world.user("owner"), silent, silent.slot.host)
    silent.state = "declined"
    assert not rotating.may_answer_for(world.user("owner"), silent, silent.person)
    agreed = world.past_placement
    assert those(rotating.may_answer, world, agreed) == ""
    debriefing = those(rotating.may_debrief, world, agreed).split()
    assert {world.user(who).pk for who in debriefing} == {agreed.person.user_id}


def test_who_has_left_sees_not_even_themselves(world: World) -> None:
    user = world.user("mentee")
    assert Person.objects.visible_to(user).exists()
    user.is_active = False
    assert not Person.objects.visible_to(user).exists()


def test_everybody_sees_what_they_did_themselves(world: World) -> None:
    shown = AuditEntry.objects.visible_to(world.user("mentee"))
    assert set(shown.values_list("actor__email", flat=True)) == {"mentee@world.test"}


def test_who_imports(world: World) -> None:
    assert those(imports.may_change, world, world.import_uploaded) == "hr_admin"
    assert those(imports.may_start, world) == "hr_admin owner other_owner"


def test_one_kind_of_import_shows_nothing_of_another(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, batch = world.user("employee"), world.import_uploaded
    open_kind = SimpleNamespace(key="other", label="o", sees=lambda user: Q(pk__isnull=False))
    shut_kind = SimpleNamespace(key=batch.kind, label="s", sees=lambda user: NOBODY)
    monkeypatch.setattr(import_kinds, "_kinds", {"o": open_kind, "s": shut_kind})
    assert not ImportBatch.objects.visible_to(user).exists()


def test_who_answers_a_questionnaire(world: World) -> None:
    response = application(world).response
    assert those(questionnaires.may_answer, world, response) == ""
    Response.objects.filter(pk=response.pk).update(state="draft", submitted_at=None)
    response.refresh_from_db()
    assert those(questionnaires.may_answer, world, response) == "mentee"


def test_who_joins_a_circle_reads_what_is_said_from_then_on(world: World) -> None:
    member = world.circle.members.get(person=world.host_person)
    held, facts = world.circle_session, {"by": None, "now": World.NOW}
    entry = journals.write(author=world.other_host_person, text="For all of us", **facts)
    journals.share(entry=entry, engagement=world.circle, **facts)

    def seen(joined_at: datetime) -> list[bool]:
        member.joined_at = joined_at
        member.save(update_fields=["joined_at"])
        doors = (Session, Attendance, JournalEntry)
        rows = [model.objects.visible_to(world.user("host")) for model in doors]
        there = (
            {"pk": held.pk},
            {"session": held, "person": world.other_host_person},
            {"pk": entry.pk},
        )
        return [door.filter(**which).exists() for door, which in zip(rows, there, strict=True)]

    hour = timedelta(hours=1)
    assert seen(held.starts_at - hour) == [True, True, True]
    Session.objects.filter(pk=held.pk).update(created_at=held.starts_at + 2 * hour)
    assert seen(held.starts_at + hour) == [
        True,
        False,
        True,
    ]  # it began before, and was noted since
    assert seen(held.starts_at + 3 * hour) == [False, False, True]
    assert seen(World.NOW + hour) == [False, False, False]
    Session.objects.filter(pk=held.pk).update(starts_at=World.NOW + 2 * hour)
    assert seen(World.NOW + hour) == [True, True, False]  # planned before, held since


def test_a_pair_reads_all_of_it_and_nobody_else_does(world: World) -> None:
    """Since when somebody is in it counts in circles alone."""
    world.engagement.members.update(joined_at=World.NOW + timedelta(days=9))
    Attendance.objects.create(
        session=world.held_session, person=world.mentee_person, came=True, created_at=World.NOW
    )
    for model, about in ((Session, "engagement"), (Attendance, "session__engagement")):
        rows = [
            who
            for who in ("mentor", "mentee", "other_mentor", "owner")
            if model.objects.visible_to(world.user(who)).filter(**{about: world.engagement})
        ]
        assert rows == ["mentor", "mentee"]


def test_a_question_that_was_taken_back_is_the_mentees_alone(world: World) -> None:
    offers = Offer.objects.filter(pk=world.request.offer_id)
    offers.update(person=world.mentor_person)

    def readers() -> str:
        sees = lambda user: MentorRequest.objects.visible_to(user).exists()  # noqa: E731
        return those(sees, world)

    assert readers() == "mentor other_mentee"
    offers.update(state=OfferState.WITHDRAWN)
    assert readers() == "other_mentee"
