"""Nothing protected counts unless a lawful purpose is in effect; what people declare never does."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from matching import criteria
from matching.models import LawfulPurpose, MatchPolicy
from matching.selectors.fairness import about_criteria
from matching.selectors.purposes import in_effect
from matching.services import policies
from matching.services.purposes import end_purpose, record_purpose
from tests.matching.routes import policy as posted
from tests.world import World


@pytest.fixture
def protected(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue in which a criterion looks at something protected."""
    monkeypatch.setattr("matching.selectors.purposes.is_protected", lambda name: name == "reach")


def save(world: World) -> MatchPolicy:
    weights = criteria.first_weights()
    told = {"by": None, "now": World.NOW, "rules": policies.Rules(answer_days=9)}
    return policies.save(program=world.program, weights=weights, **told)  # type: ignore[arg-type]


def recorded(world: World, until: date) -> LawfulPurpose:
    facts: dict[str, Any] = {"attribute": "Within reach", "basis": "A law", "until": until}
    by = world.user("hr_admin")
    return record_purpose(program=world.program, by=by, now=World.NOW, **facts)


def test_a_protected_criterion_needs_a_purpose_that_holds(world: World, protected: None) -> None:
    with pytest.raises(policies.Unlawful):
        save(world)
    recorded(world, World.NOW.date() - timedelta(days=1))
    with pytest.raises(policies.Unlawful):
        save(world)
    purpose = recorded(world, World.NOW.date())
    assert save(world).in_use
    end_purpose(purpose=purpose, by=None, now=World.NOW)
    with pytest.raises(policies.Unlawful):
        save(world)


def test_the_page_refuses_it_in_words_and_keeps_what_was_chosen(
    world: World, client: Client, protected: None
) -> None:
    client.force_login(world.user("owner"))
    address = reverse("matching:policy", args=[world.program.pk])
    page = client.post(address, posted(world) | {"answer_days": "13"}).content.decode()
    assert "“Within reach” is protected. HR must record a lawful purpose" in page
    assert 'value="13"' in page


def test_what_people_declare_is_refused_with_a_purpose_too(world: World, client: Client) -> None:
    client.force_login(world.user("owner"))
    address = reverse("matching:policy", args=[world.program.pk])
    versions = MatchPolicy.objects.count()
    sent = posted(world) | {f"weight_{world.group_question.pk}": "must", "answer_days": "13"}
    page = client.post(address, sent).content.decode()
    assert "they gave it for the audit alone" in page
    assert MatchPolicy.objects.count() == versions
    assert "Positive action plan of 2026" in client.get(address).content.decode()


def test_the_audit_says_what_is_recorded(world: World, protected: None) -> None:
    run = world.match_run
    run.facts["criteria"] = ["reach"]
    recorded(world, World.NOW.date())
    known = list(in_effect(world.program, World.NOW.date()))
    said = [line.text for line in about_criteria(run, known)]
    assert said[0].startswith("Within reach counted, which is protected. A lawful purpose is")
    assert said[0].endswith(": A law")
    assert said[1].startswith("A lawful purpose is recorded for Gender until")


def test_one_is_live_at_a_time_and_what_ended_comes_back(world: World, client: Client) -> None:
    facts = {"attribute": "Gender", "basis": "x", "until": World.NOW.date()}
    with pytest.raises(IntegrityError), transaction.atomic():
        LawfulPurpose.objects.create(program=world.program, recorded_at=World.NOW, **facts)
    client.force_login(world.user("hr_admin"))
    address = reverse("matching:purpose_end", args=[world.program.pk, world.purpose.pk])
    live = []
    for _press in range(2):
        client.post(address)
        live.append(LawfulPurpose.objects.get(pk=world.purpose.pk).ended_at is None)
    assert live == [False, True]


def test_a_purpose_without_an_end_is_none(world: World, client: Client) -> None:
    client.force_login(world.user("hr_admin"))
    address = reverse("matching:purposes", args=[world.program.pk])
    sent = {"attribute": "Age", "basis": "A law", "until": "2999-01-01"}
    page = client.post(address, sent).content.decode()
    assert "within three years" in page
    assert ">A law</textarea>" in page.replace("\nA law", "A law")
    assert not LawfulPurpose.objects.filter(attribute="Age").exists()
