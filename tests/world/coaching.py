"""Coaches of the test world, a contract about hours, and a coaching that is under way."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from engagements.services import goals, sessions
from rotations.coaching.services import contracts, notes, pool, privacy, searches
from rotations.coaching.services.starting import begin
from rotations.models import CoachProfile
from tests.world import World

DAY = timedelta(days=1)
HOURS = 60


def build(world: World) -> None:
    """Two coaches in the pool, a coaching for the mentee, and somebody who is choosing."""
    for name in ("coach", "other_coach"):
        world.remember(f"{name}_profile", _coach(world, name))
    pool.set_rate(
        coach=world.coach_profile,
        amount=Decimal("240.00"),
        currency="EUR",
        **_by(world, "hr_admin"),
    )
    contract = contracts.buy(
        program=world.program, coach=world.coach_profile, minutes=10 * HOURS,
        rate=Decimal("240.00"), currency="EUR", starts_on=date(2026, 1, 1),
        expires_on=date(2099, 12, 31), **_by(world, "owner"),
    )  # fmt: skip
    world.remember("contract", contract)
    world.remember("bought_hours", contract.entries.get())
    _coaching(world)
    _choosing(world)


def _by(world: World, subject: str) -> dict[str, Any]:
    return {"by": world.user(subject), "now": World.NOW}


def _coach(world: World, name: str) -> CoachProfile:
    person = getattr(world, f"{name}_person")
    coach = CoachProfile.objects.create(person=person, created_at=World.NOW)
    return pool.describe(
        coach=coach, introduction="I ask and listen.", languages=["en", "de"],
        competencies=[world.competency_listening], by=person.user, now=World.NOW,
    )  # fmt: skip


def _coaching(world: World) -> None:
    coaching = begin(
        enrolment=world.mentee_enrolment, coach=world.coach_person, contract=world.contract,
        minutes=6 * HOURS, by=world.user("coach"), now=World.NOW - 30 * DAY,
    )  # fmt: skip
    world.remember("coaching", coaching)
    world.remember("coaching_engagement", coaching.engagement)
    world.remember("three_way", coaching.three_way_contracts.get())
    by = world.user("mentee")
    facts = {"engagement": coaching.engagement, "by": by}
    held = sessions.log(
        **facts, starts_at=World.NOW - 20 * DAY, minutes=60, now=World.NOW - 20 * DAY + DAY
    )
    world.remember("coached_session", held)
    planned = sessions.plan(
        **facts, starts_at=World.NOW + 12 * DAY, minutes=90, now=World.NOW - DAY
    )
    world.remember("coming_session", planned)
    goal = goals.set_goal(
        **facts, person=world.mentee_person, title="Speak last in meetings", now=World.NOW
    )
    world.remember("coached_goal", goal)
    note = notes.write(
        coaching=coaching, text="Waits for permission", by=world.user("coach"), now=World.NOW
    )
    world.remember("coach_note", note)
    privacy.sign(contract=world.three_way, by=by, now=World.NOW)
    consent = privacy.give_facts(coaching=coaching, until=date(2099, 1, 1), by=by, now=World.NOW)
    world.remember("facts_consent", consent)


def _choosing(world: World) -> None:
    """The mentee chooses once more; the other mentee has chosen and waits for the coach."""
    for prefix in ("", "other_"):
        contract = contracts.buy(
            program=getattr(world, f"{prefix}program"), provider="Coaches & Co",
            minutes=20 * HOURS, rate=Decimal("200.00"), currency="EUR",
            starts_on=date(2026, 1, 1), expires_on=date(2099, 12, 31),
            **_by(world, f"{prefix}owner"),
        )  # fmt: skip
        world.remember(f"{prefix}provider_contract", contract)
        search = searches.open_search(
            enrolment=getattr(world, f"{prefix}mentee_enrolment"), contract=contract,
            minutes=5 * HOURS, **_by(world, f"{prefix}owner"),
        )  # fmt: skip
        world.remember(f"{prefix}search", search)
        proposal = search.proposals.get(coach=world.coach_profile)
        world.remember(f"{prefix}coach_proposal", proposal)
    searches.choose(proposal=world.other_coach_proposal, **_by(world, "other_mentee"))
