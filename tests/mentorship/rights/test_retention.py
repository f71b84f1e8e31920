"""What is over its time goes; what is not, stays."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session as SignIn
from django.core.management import call_command

from core.audit.models import AuditEntry
from core.outbox.models import DemoMail
from core.records.classification import Privacy, Retention
from engagements.models import Engagement, Session
from mentorship.rights.retention import ELSEWHERE, PERIODS, due, purge
from mentorship.tasks import purge_what_is_due
from tests.architecture.test_classification import our_models
from tests.world import World

PAGE = Path(__file__).resolve().parents[3] / "docs" / "data-protection.md"
MODELS = our_models()
BY_MODEL = {period.model: period for period in PERIODS}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_short_lived_rows_and_words_of_a_relationship_have_an_end(model: Any) -> None:
    label, kept = model._meta.label, model.fields_are
    if kept.retention == Retention.SHORT:
        assert label in {*BY_MODEL, *ELSEWHERE}
    words = {n for n, level in kept.privacy.items() if level is Privacy.CONFIDENTIAL}
    if kept.retention == Retention.RELATIONSHIP and words:
        emptied = set(BY_MODEL[label].emptied.split())
        assert not emptied or words <= emptied


def test_the_page_shows_the_table() -> None:
    page = PAGE.read_text()
    for period in PERIODS:
        fields = f" ({', '.join(period.emptied.split())})" if period.emptied else ""
        assert f"| {period.model}{fields} | {period.days} | {period.since} |" in page


def end(engagement: Engagement, at: datetime) -> None:
    engagement.state, engagement.ended_at = "completed", at
    engagement.save()


def test_words_of_a_relationship_go_after_two_years(world: World, now: datetime) -> None:
    end(world.engagement, now - timedelta(days=729))
    purge(now=now)
    assert world.held_session.notes == "We spoke of listening"
    purge(now=now + timedelta(days=2))
    assert (world.held_session.notes, world.session.agenda, world.goal.title) == ("", "", "")
    assert world.held_session.state == "held"
    assert Session.objects.get(pk=world.other_held_session.pk).notes == "We spoke of listening"


def test_mails_go_after_a_month(world: World, now: datetime) -> None:
    assert due(now=now + timedelta(days=30))["outbox.DemoMail"] == 0
    assert due(now=now + timedelta(days=31))["outbox.DemoMail"] == 1
    assert purge(now=now + timedelta(days=31))["outbox.DemoMail"] == 1
    assert not DemoMail.objects.exists()


def test_twice_is_once_and_both_leave_a_trace(world: World, now: datetime) -> None:
    later = now + timedelta(days=400)
    assert purge(now=later)
    assert purge(now=later) == {}
    assert AuditEntry.objects.filter(action="retention.purge").count() == 1


def test_old_log_entries_go(world: World, now: datetime) -> None:
    old = AuditEntry.objects.create(
        occurred_at=now - timedelta(days=1096), actor_label="x", action="a.b"
    )
    assert purge(now=now)["audit"] == 1
    assert not AuditEntry.objects.filter(pk=old.pk).exists()


def test_the_command_and_the_task(world: World) -> None:
    DemoMail.objects.update(created_at=datetime.fromisoformat("2020-01-01T00:00:00+00:00"))
    said = StringIO()
    call_command("purge", "--dry-run", stdout=said)
    assert "1  outbox.DemoMail" in said.getvalue()
    assert DemoMail.objects.exists()
    purge_what_is_due()
    assert not DemoMail.objects.exists()


def test_sign_ins_that_have_run_out_are_forgotten(db: None, now: datetime) -> None:
    for key, hours in (("over", 0), ("goes-on", 1)):
        SignIn.objects.create(session_key=key, expire_date=now + timedelta(hours=hours))
    assert purge(now=now)["sessions"] == 1
    assert list(SignIn.objects.filter(session_key__in=["over", "goes-on"])) == [
        SignIn.objects.get(session_key="goes-on")
    ]
