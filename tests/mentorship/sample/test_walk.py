"""The walk goes through the services, so its story must hold wherever one looks."""

import re
from collections import Counter
from itertools import accumulate, pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from core.accounts.models import User
from core.audit.models import AuditEntry
from core.outbox.enums import State as Mail
from core.outbox.models import DemoMail, OutboxMessage
from core.privacy.models import Release
from engagements.enums import SessionState
from engagements.models import (
    AgreementSignature,
    Attendance,
    CheckIn,
    ClosingReview,
    Engagement,
    FlashBooking,
    Goal,
    GoalUpdate,
    HandOver,
    MentorCapacity,
    MentorChange,
    PooledRelease,
    Session,
    ThemeInput,
)
from engagements.selectors import metadata
from matching.enums import RunState
from matching.models import MatchRun, MentorRequest, Offer, PinnedPair
from mentorship.demo_signin.roles import roles
from mentorship.sample import removal
from mentorship.sample.scale import SHORT
from mentorship.sample.walk import AlreadyThereError, walk
from participants.models import BusinessFact, Competency, Organisation, Person, Unit
from participants.services.people import create_person, set_manager
from programs.enums import EnrolmentState, Format, Stage
from programs.models import Cohort, Enrolment, Program
from rotations.enums.rotating import LIVE
from rotations.models import (
    CheckpointRating,
    CoachingContract,
    CoachingEngagement,
    CoachSearch,
    DebriefSection,
    Placement,
    RotationSlot,
)

pytestmark = pytest.mark.slow
PLACEHOLDER = re.compile(r"\{\w*\}")


@pytest.fixture
def walked(empty_db, now, settings):
    """A sample organisation with mail in the demo's mailbox."""
    settings.EMAIL_BACKEND = "core.outbox.mailbox.MailboxBackend"
    said: list[int] = []
    found = walk(people_wanted=120, now=now, report=lambda percent, step: said.append(percent))
    assert said == sorted(said)
    return found


def test_the_story_holds_and_can_be_taken_out(walked, now, client: Client) -> None:
    """One walk is dear, so one test looks at all of it, chapter by chapter."""
    _people(walked)
    _cohorts(now)
    _executives(now)
    _tiers()
    _careers()
    _rotations(now)
    _coaching(now)
    _short_conversations(now)
    _formats(now)
    _order_of_things(now)
    _words()
    _mail(now)
    _pages(client)
    with pytest.raises(AlreadyThereError):
        walk(now=now)
    _with_somebody_real(now)
    _without()


def _people(walked) -> None:
    assert walked.people == Person.objects.filter(is_external=False).count()
    assert Person.objects.count() == User.objects.filter(is_sample=True).count()
    assert Person.objects.filter(is_sample=False).count() == 0
    assert Person.objects.filter(manager=None, is_external=False).count() == 1
    for model in (Unit, Competency, Program):
        assert not model.objects.filter(is_sample=False).exists()
    assert Organisation.objects.get().has_sample
    for person in Person.objects.select_related("manager", "function", "site"):
        person.full_clean()
        assert person.manager is None or person.manager.seniority > person.seniority
    assert AuditEntry.objects.filter(action="people.create").exists()  # some joined meanwhile


def _cohorts(now) -> None:
    stages = Counter(Cohort.objects.values_list("program__name", "stage"))
    assert stages == {
        ("Leading Aldermere", Stage.CLOSED): 1,
        ("Leading Aldermere", Stage.RUNNING): 1,
        ("Next Step", Stage.RUNNING): 1,
        ("Next Step", Stage.MATCHING): 1,
        ("First Hundred Days", Stage.MATCHING): 1,
    }
    assert Program.objects.get(published_at=None).name == "Fresh Eyes"
    for running in Cohort.objects.filter(stage=Stage.RUNNING):
        pairs = running.program.tracks.filter(format=Format.ONE_TO_ONE)
        chosen = running.enrolments.filter(track__in=pairs, role="mentee", state="selected")
        met = Engagement.objects.filter(cohort=running, track__in=pairs)
        assert met.count() >= chosen.count() - 2
    runs = MatchRun.objects.filter(cohort__stage=Stage.MATCHING)
    ready = runs.exclude(state=RunState.ASKED).get()
    assert ready.state == RunState.READY
    assert not Enrolment.objects.filter(state=EnrolmentState.APPLIED).exists()
    step = Cohort.objects.get(program__name="Next Step", stage=Stage.RUNNING)
    facts = metadata.pairs([step], now=now)
    assert sum(bool(pair.risk) for pair in facts) >= 2
    assert sum(pair.state == "ended" for pair in facts) == 1
    assert len(metadata.help_requests([step])) == 1


def _tiers() -> None:
    """Whoever mentors over months has a tier, and one of them has still to do its training."""
    mentors = Enrolment.objects.filter(role="mentor", state=EnrolmentState.SELECTED)
    there = mentors.filter(cohort__stage=Stage.MATCHING, cohort__program__name="Next Step")
    assert there.exists()
    assert not there.filter(tier=None).exists()
    trained = Person.objects.filter(training_completions__isnull=False)
    owing = there.filter(tier__training__isnull=False).exclude(person__in=trained)
    assert owing.get().track.name == "Strategic execution"


def _executives(now) -> None:
    """Fourteen months: a cohort is over, with words about it, and one goes on."""
    finished = Cohort.objects.get(program__name="Leading Aldermere", stage=Stage.CLOSED)
    assert (now.date() - finished.starts_on).days > 400
    pairs = Engagement.objects.filter(cohort=finished)
    assert not pairs.filter(ended_at=None).exists()
    reasons = Counter(pairs.values_list("state", "closing_category"))
    assert reasons["ended", "new_partner"] == 1
    assert reasons["ended", "moved"] >= 1
    assert reasons["completed", "goals_reached"] >= 2
    assert ClosingReview.objects.filter(engagement__cohort=finished).count() >= 4
    again = pairs.get(closing_category="new_partner").members.get(role="mentee").person
    assert again.memberships.filter(engagement__state="completed", role="mentee").exists()
    months = Release.objects.filter(scope=str(finished.program_id)).values("period").distinct()
    assert months.count() >= 13


def _careers() -> None:
    """Who has left takes part in nothing any more; a mentor among them has a successor."""
    left = Person.objects.filter(status="left")
    assert left.count() == SHORT.leavers + 2  # a mentee and a mentor among them
    assert not left.filter(user__is_active=True).exists()
    assert not Person.objects.filter(manager__status="left").exists()
    assert not Engagement.objects.filter(members__person__in=left, ended_at=None).exists()
    assert not Enrolment.objects.filter(person__in=left, state=EnrolmentState.SELECTED).exists()
    without = Engagement.objects.filter(
        cohort__stage=Stage.RUNNING, members__person__in=left, members__role="mentor"
    )
    mentees = Person.objects.filter(memberships__engagement__in=without, memberships__role="mentee")
    again = Engagement.objects.filter(state="active", members__role="mentee")
    assert again.filter(members__person__in=mentees, cohort__stage=Stage.RUNNING).exists()
    for fact in BusinessFact.objects.filter(key="promotion").select_related("person"):
        assert fact.person.job_title == fact.text
    assert BusinessFact.objects.filter(key="move").count() == SHORT.movers


def _rotations(now) -> None:
    """Foundation before lead, nobody in two places, and what the three say is there in time."""
    rows = Placement.objects.select_related("slot", "person").order_by("person", "starts_on")
    states = {row.state for row in rows}
    assert "completed" in states
    assert states & {"active", "confirmed"}
    live = [row for row in rows if row.state in LIVE]
    for one, two in pairwise(live):
        if one.person == two.person:
            assert one.ends_on < two.starts_on
            assert (one.slot.stage, two.slot.stage) == ("foundation", "lead")
    for row in rows:
        assert row.slot.host_id not in (row.person_id, row.person.manager_id)
        assert row.slot.offered_at < row.proposed_at < now
    for row in CheckpointRating.objects.select_related("checkpoint__placement"):
        assert abs((row.rated_at.date() - row.checkpoint.due_on).days) <= 3
        assert row.rated_at.date() > row.checkpoint.placement.starts_on
    for row in DebriefSection.objects.select_related("placement"):
        assert row.written_at.date() > row.placement.ends_on
    assert DebriefSection.objects.exclude(shared_with=None).exists()
    for slot in RotationSlot.objects.all():
        assert slot.taken == sum(row.slot_id == slot.pk for row in live) <= slot.capacity


def _coaching(now) -> None:
    """No hour is used twice or beyond its contract."""
    assert Person.objects.filter(is_external=True, coach_profile__isnull=False).count() >= 3
    for contract in CoachingContract.objects.all():
        moves: Counter[Any] = Counter()  # lines of one moment belong together
        for line in contract.entries.all():
            assert contract.starts_on <= line.at.date()
            moves[line.at] += line.minutes
        assert min(accumulate(moves[at] for at in sorted(moves))) >= 0
    for coaching in CoachingEngagement.objects.select_related("engagement", "contract"):
        held = coaching.engagement.sessions.filter(state=SessionState.HELD)
        assert sum(session.minutes for session in held) <= coaching.minutes
        assert all(one.starts_at.date() <= coaching.contract.expires_on for one in held)
        assert all(one.starts_at > coaching.engagement.started_at for one in held)
    assert CoachingEngagement.objects.filter(engagement__sessions__state="held").exists()
    # In so small an organisation nobody may be left who still has to choose.
    assert CoachSearch.objects.exists()


def _short_conversations(now) -> None:
    """Executives have given some, over by now, and some are open; one of them is waited for."""
    seats = FlashBooking.objects.filter(state="booked")
    over = seats.filter(ends_at__lt=now).select_related("engagement")
    assert [row.engagement.state for row in over] == ["completed"] * 4
    assert all(row.mentee_line for row in over)
    assert seats.filter(starts_at__gt=now).count() == 3
    assert FlashBooking.objects.filter(state="waiting").count() == 1


def _formats(now) -> None:
    """A circle, peers, a term of mentors with a first talk, a request, a pin: each waits for somebody."""
    circle = Engagement.objects.get(format=Format.CIRCLE)
    assert circle.members.count() == 5
    came = Attendance.objects.filter(session__engagement=circle)
    assert came.count() == 2 * circle.members.count()
    assert came.filter(came=False).count() == 1
    assert circle.sessions.filter(state=SessionState.PLANNED, starts_at__gt=now).count() == 1
    peers = Engagement.objects.get(format=Format.PEER)
    assert {member.role for member in peers.members.all()} == {"peer"}
    mentee = next(role.person for role in roles() if role.key == "mentee")
    assert peers.members.filter(person=mentee).exists(), "whom one signs in as has a peer"
    asked = Offer.objects.filter(role="peer", proposal__run__track=peers.track)
    assert sorted(asked.values_list("state", flat=True)) == [
        "accepted",
        "accepted",
        "accepted",
        "open",
    ]
    _upwards(mentee)
    change = MentorChange.objects.get()
    assert change.ended.count() == 2
    assert (
        HandOver.objects.exclude(shared_with=None)
        .filter(engagement__in=change.ended.all())
        .exists()
    )
    talk = Offer.objects.get(role="mentee", state="open", proposal__run__track=change.track)
    assert talk.proposal.run.track.first_talk
    request = MentorRequest.objects.get()
    assert request.offer.proposal.offers.get(role="mentor").state == "open"
    pinned = PinnedPair.objects.get(ended_at=None)
    kept = pinned.mentee.cohort.match_runs.first()
    assert kept.proposals.filter(mentee=pinned.mentee, mentor=pinned.mentor).exists()


def _upwards(mentee) -> None:
    """One question of leaders is read and answered, of the other nobody has read a word."""
    pairs = Engagement.objects.filter(format=Format.REVERSE, ended_at=None)
    assert pairs.filter(members__person=mentee, members__role="mentor").count() == 1
    batch = PooledRelease.objects.get()
    assert (pairs.count(), len(batch.words), batch.number) == (12, 12, 12)
    assert batch.words == sorted(batch.words, key=str.casefold)
    assert batch.answer.author.program_roles.filter(role="sponsor").exists()
    waiting = ThemeInput.objects.filter(released_at=None)
    assert waiting.count() == 4
    assert waiting.exclude(theme=batch.theme).filter(author=mentee).exists()


def _order_of_things(now) -> None:
    promoted = set(BusinessFact.objects.filter(key="promotion").values_list("person", flat=True))
    mentoring = Engagement.objects.exclude(format__in=(Format.COACHING, Format.PEER))
    for pair in mentoring.prefetch_related("members__person__user", "sessions"):
        people = {member.role: member.person for member in pair.members.all()}
        upwards = pair.format == Format.REVERSE
        junior, senior = (people[role] for role in sorted(("mentee", "mentor"), reverse=upwards))
        if junior.pk not in promoted:
            assert senior.seniority > junior.seniority
        assert junior.manager_id != senior.pk
        last = pair.ended_at or now
        for session in pair.sessions.all():
            assert session.starts_at > pair.started_at
            assert session.state != SessionState.HELD or session.starts_at < last
            assert session.state != SessionState.PLANNED or not pair.ended_at
            for person in people.values():
                local = session.starts_at.astimezone(person.user.zone)
                assert 9 <= local.hour < 16
                assert local.weekday() < 5
    for step in GoalUpdate.objects.select_related("goal__engagement"):
        pair = step.goal.engagement
        signed = AgreementSignature.objects.filter(agreement__engagement=pair)
        assert signed.order_by("signed_at").last().signed_at < step.at
        assert step.at <= (pair.ended_at or now)
    assert Goal.objects.filter(state="reached").exists()
    for answer in CheckIn.objects.exclude(answered_at=None).select_related("engagement"):
        assert answer.answered_at <= (answer.engagement.ended_at or now)
    for taken in MentorCapacity.objects.all():
        assert 0 <= taken.taken <= taken.limit
    assert not Session.objects.filter(created_at__gt=now).exists()


def _words() -> None:
    """Every text is filled in, and none is about what the person does not work on."""
    ours = [config.label for config in apps.get_app_configs() if "django" not in config.name]
    for model in (model for label in ours for model in apps.get_app_config(label).get_models()):
        names = [
            field.name for field in model._meta.fields
            if isinstance(field, (models.CharField, models.TextField))
            and not isinstance(field, models.JSONField)
        ]  # fmt: skip
        for row in model._default_manager.all() if names else ():
            for name in names:
                text = str(getattr(row, name) or "")
                assert not PLACEHOLDER.search(text), (model, name, text)


def _mail(now) -> None:
    assert not OutboxMessage.objects.filter(state=Mail.PENDING).exists()
    dates = sorted(DemoMail.objects.values_list("created_at", flat=True))
    assert 30 < len(dates) < 600
    assert (now - dates[0]).days <= 21
    assert dates[-1] <= now


def _pages(client: Client) -> None:
    keys = [role.key for role in roles()]
    assert keys == [
        "hr-admin",
        "owner",
        "mentor",
        "mentee",
        "sponsor",
        "line-manager",
        "host",
        "coach",
        "several",
    ]
    # In so small an organisation a director may be line manager, host and mentor at once.
    assert len({role.person.pk for role in roles()}) >= len(keys) - 2
    for key in keys:
        client.post(reverse("demo:enter", args=[key]))
        page = client.get("/")
        assert page.status_code == 200
        assert b"Sample data" in page.content
        told = (page.context[name] for name in ("now_cards", "soon_cards", "calm_cards"))
        assert any(told) or page.context["look_cards"], key


def _with_somebody_real(now) -> None:
    """Somebody real who reports to an invented manager keeps them, and their units."""
    boss = Person.objects.filter(reports__isnull=False, org_roles=None).first()
    real = create_person(by=None, now=now, given_name="Ada", email="ada@example.org")
    set_manager(person=real, manager=boss, by=None, now=now)
    plan = removal.plan()
    assert boss.pk not in plan.people
    assert not plan.organisation
    assert str(boss) in [row.name for row in plan.kept]
    removal.remove(by=None, now=now)
    real.refresh_from_db()
    assert real.manager == boss
    assert Organisation.objects.get().has_sample
    real.delete()
    removal.remove(by=None, now=now)


def _without() -> None:
    for model in (Organisation, Person, User, Program, Engagement, Unit, Competency, MatchRun):
        assert not model.objects.exists(), model
    assert not DemoMail.objects.exists()
