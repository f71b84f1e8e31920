"""The walk goes through the services, so its story must hold wherever one looks."""

import pytest
from django.test import Client
from django.urls import reverse

from core.accounts.models import User
from core.outbox.enums import State as Mail
from core.outbox.models import DemoMail, OutboxMessage
from engagements.enums import SessionState
from engagements.models import AgreementSignature, CheckIn, Engagement, Goal, GoalUpdate, Session
from engagements.selectors import metadata
from matching.enums import RunState
from matching.models import MatchRun
from mentorship.demo_signin.roles import roles
from mentorship.sample import removal
from mentorship.sample.walk import AlreadyThereError, walk
from participants.models import Competency, Organisation, Person, Unit
from participants.services.people import create_person, set_manager
from programs.enums import EnrolmentState, Stage
from programs.models import Cohort, Enrolment, Program

pytestmark = pytest.mark.slow


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
    _order_of_things(now)
    _mail(now)
    _pages(client)
    with pytest.raises(AlreadyThereError):
        walk(now=now)
    _with_somebody_real(now)
    _without()


def _people(walked) -> None:
    assert walked.people == Person.objects.count() == User.objects.filter(is_sample=True).count()
    assert Person.objects.filter(is_sample=False).count() == 0
    assert Person.objects.filter(manager=None).count() == 1
    for model in (Unit, Competency, Program):
        assert not model.objects.filter(is_sample=False).exists()
    assert Organisation.objects.get().has_sample


def _cohorts(now) -> None:
    assert sorted(Cohort.objects.values_list("stage", flat=True)) == [Stage.MATCHING, Stage.RUNNING]
    running = Cohort.objects.get(stage=Stage.RUNNING)
    assert Program.objects.filter(published_at=None).count() == 1
    assert Engagement.objects.filter(cohort=running).count() >= running.places - 2
    ready = MatchRun.objects.get(cohort__stage=Stage.MATCHING)
    assert ready.state == RunState.READY
    assert not Enrolment.objects.filter(state=EnrolmentState.APPLIED).exists()
    facts = metadata.pairs([running], now=now)
    assert sum(bool(pair.risk) for pair in facts) >= 3
    assert sum(pair.state == "ended" for pair in facts) == 1
    assert len(metadata.help_requests([running])) == 1


def _order_of_things(now) -> None:
    for pair in Engagement.objects.prefetch_related("members__person__user", "sessions"):
        people = {member.role: member.person for member in pair.members.all()}
        assert people["mentor"].seniority > people["mentee"].seniority
        assert people["mentee"].manager_id != people["mentor"].pk
        for session in pair.sessions.all():
            assert session.starts_at > pair.started_at
            assert session.state != SessionState.HELD or session.starts_at < now
            for person in people.values():
                local = session.starts_at.astimezone(person.user.zone)
                assert 9 <= local.hour < 16
                assert local.weekday() < 5
    for step in GoalUpdate.objects.select_related("goal"):
        signed = AgreementSignature.objects.filter(agreement__engagement=step.goal.engagement)
        assert signed.order_by("signed_at").last().signed_at < step.at
    assert Goal.objects.filter(state="reached").exists()
    assert CheckIn.objects.exclude(answered_at=None).exists()
    assert not Session.objects.filter(created_at__gt=now).exists()


def _mail(now) -> None:
    assert not OutboxMessage.objects.filter(state=Mail.PENDING).exists()
    dates = sorted(DemoMail.objects.values_list("created_at", flat=True))
    assert 30 < len(dates) < 600
    assert (now - dates[0]).days <= 21
    assert dates[-1] <= now


def _pages(client: Client) -> None:
    keys = [role.key for role in roles()]
    assert keys == ["hr-admin", "owner", "mentor", "mentee", "sponsor", "line-manager", "several"]
    assert len({role.person.pk for role in roles()}) == len(keys)
    for key in keys:
        client.post(reverse("demo:enter", args=[key]))
        page = client.get("/")
        assert page.status_code == 200
        assert b"Sample data" in page.content


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
