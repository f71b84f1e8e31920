"""Users and people of the test world."""

from datetime import date, timedelta

from django.utils import timezone

from core.accounts.models import User
from participants.enums import BlockBasis, OrganisationRole, UnitKind
from participants.models import (
    Competency,
    GroupQuestion,
    Invitation,
    Organisation,
    OrgRole,
    Person,
    Unit,
)
from participants.services.blocks import block_pair
from participants.services.groups import ask_the_usual, declare_groups
from participants.services.people import create_person
from tests.permissions.declarations import EMPLOYEES, EXTERNAL
from tests.world import World

MANAGERS = {"mentee": "line_manager", "other_mentee": "other_manager"}


def build(world: World) -> None:
    """The organisation, and one user and person per subject of the permission matrix."""
    world.remember(
        "organisation", Organisation.objects.create(name="Northwind", timezone="Europe/Berlin")
    )
    for name, kind in (("Trade", UnitKind.BUSINESS_UNIT), ("Care", UnitKind.BUSINESS_UNIT)):
        world.remember(f"unit_{name.lower()}", Unit.objects.create(kind=kind, name=name))
    for name in ("Listening", "Negotiation", "Strategy"):
        world.remember(f"competency_{name.lower()}", Competency.objects.create(name=name))
    people = {subject: _person(world, subject) for subject in (*EMPLOYEES.split(), "deactivated")}
    for subject in EXTERNAL.split():
        _outsider(world, subject)
    for report, manager in MANAGERS.items():
        Person.objects.filter(pk=people[report].pk).update(manager=people[manager])
    OrgRole.objects.create(person=people["hr_admin"], role=OrganisationRole.HR_ADMIN)
    _newcomer(world)
    ask_the_usual(by=None, now=World.NOW)
    question = world.remember("group_question", GroupQuestion.objects.get(name="Gender"))
    said = {question.pk: question.options.get(name="Woman").pk}
    told = {"by": people["employee"].user, "now": World.NOW}
    declared = declare_groups(person=people["employee"], choices=said, **told)
    world.remember("declared_groups", declared)
    world.remember(
        "pair_block",
        block_pair(
            a=people["employee"],
            b=people["mentor"],
            basis=BlockBasis.GRIEVANCE,
            until=None,
            by=None,
            now=World.NOW,
        ),
    )


def _newcomer(world: World) -> None:
    """Somebody who was invited and has not answered; the link is still good on the wall clock."""
    person = create_person(
        by=None, now=World.NOW, given_name="New", family_name="Comer", email="new@world.test"
    )
    now = timezone.now()
    world.remember(
        "open_invitation",
        Invitation.objects.create(
            person=person, sent_at=now, expires_at=now + timedelta(days=3650)
        ),
    )


def _outsider(world: World, subject: str) -> Person:
    """Somebody who works elsewhere."""
    email = f"{subject}@world.test"
    given = subject.replace("_", " ").title()
    person = create_person(
        by=None, now=World.NOW, given_name=given, family_name="Elsewhere", email=email,
        timezone="Europe/Lisbon", is_external=True,
        user=User.objects.create_user(email, timezone="Europe/Lisbon"),
    )  # fmt: skip
    return world.remember(f"{subject}_person", person)


def _person(world: World, subject: str) -> Person:
    email = f"{subject}@world.test"
    user = User.objects.create_user(
        email, is_active=subject != "deactivated", timezone="Europe/Berlin"
    )
    given = subject.replace("_", " ").title()
    person = Person.objects.create(
        user=user,
        email=email,
        employee_id=f"W-{subject}",
        given_name=given,
        family_name="World",
        sort_key=f"world {given.lower()}",
        job_title="Analyst",
        grade="5",
        seniority=7 if "mentor" in subject else 4,
        business_unit=world.unit_care if subject.startswith("other") else world.unit_trade,
        started_on=date(2020, 1, 15),
        timezone="Europe/Berlin",
    )
    return world.remember(f"{subject}_person", person)
