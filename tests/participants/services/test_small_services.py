"""Facts, profiles, competencies, consents, roles and blocks."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from participants.enums import BlockBasis, ConsentPurpose
from participants.models import Consent, PairBlock, Profile
from participants.permissions import is_hr_admin
from participants.selectors.facts import latest_facts
from participants.services.blocks import block_pair, unblock_pair
from participants.services.competencies import set_competencies
from participants.services.consents import has_consent, set_consent
from participants.services.facts import record_fact
from participants.services.people import mark_left
from participants.services.profiles import save_profile
from participants.services.roles import LastAdminError, make_hr_admin, revoke_hr_admin
from tests.world import World


def test_the_newest_fact_known_on_a_day_counts(world: World, now: datetime) -> None:
    person = world.mentee_person
    for day, rating in ((date(2025, 1, 1), 3), (date(2026, 1, 1), 4), (date(2027, 1, 1), 5)):
        record_fact(
            person=person,
            key="performance_rating",
            number=rating,
            as_of=day,
            source="Review",
            by=None,
            now=now,
        )
    known = latest_facts([person], date(2026, 3, 10))[person.pk]
    assert known["performance_rating"] == 4
    assert known["years_at_company"] == Decimal("6.15")
    assert known["business_unit"] == "Trade"
    assert "potential_rating" not in known


def test_competencies_are_replaced_side_by_side(world: World, now: datetime) -> None:
    person = world.mentee_person
    listening, strategy = world.competency_listening, world.competency_strategy
    set_competencies(person=person, wanted=[listening], offered=[strategy], by=None, now=now)
    set_competencies(person=person, wanted=[strategy], by=None, now=now)
    rows = set(person.competencies.values_list("direction", "competency__name"))
    assert rows == {("wanted", "Strategy"), ("offered", "Strategy")}


def test_a_profile_keeps_what_is_not_said(world: World, now: datetime) -> None:
    person = world.mentee_person
    save_profile(person=person, by=None, now=now, headline="Curious", objectives="Lead a team")
    save_profile(person=person, by=None, now=now, headline="Very curious")
    profile = Profile.objects.get(person=person)
    assert (profile.headline, profile.objectives) == ("Very curious", "Lead a team")


def test_consent_is_given_revoked_and_dated(world: World, now: datetime) -> None:
    person, purpose = world.mentee_person, ConsentPurpose.STATISTICS
    for given in (True, True, False, False, True):
        set_consent(person=person, purpose=purpose, given=given, by=None, now=now)
        assert has_consent(person, purpose) is given
    assert Consent.objects.filter(person=person, purpose=purpose).count() == 2


def test_the_last_admin_who_can_sign_in_stays(world: World, now: datetime) -> None:
    first, second = world.hr_admin_person, world.owner_person
    with pytest.raises(LastAdminError):
        revoke_hr_admin(person=first, by=None, now=now)
    make_hr_admin(person=second, by=None, now=now)
    mark_left(person=second, by=None, now=now)
    with pytest.raises(LastAdminError):
        revoke_hr_admin(person=first, by=None, now=now)
    make_hr_admin(person=world.sponsor_person, by=None, now=now)
    revoke_hr_admin(person=first, by=None, now=now)
    assert not is_hr_admin(world.user("hr_admin"))


def test_a_block_is_one_row_whoever_comes_first(world: World, now: datetime) -> None:
    a, b = world.owner_person, world.mentee_person
    facts = {"basis": BlockBasis.DECLARED, "until": None, "by": None, "now": now}
    block = block_pair(a=a, b=b, **facts)
    assert block_pair(a=b, b=a, **facts) == block
    with pytest.raises(ValueError, match="themselves"):
        block_pair(a=a, b=a, **facts)
    unblock_pair(block=block, by=None, now=now)
    assert not PairBlock.objects.filter(pk=block.pk).exists()
