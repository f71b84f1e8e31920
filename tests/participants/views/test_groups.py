"""Declaring one's groups: voluntary, with consent, for nobody else to read, and gone when withdrawn."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.audit.models import AuditEntry
from mentorship.rights.export import export
from participants.enums import ConsentPurpose
from participants.models import GroupDeclaration, GroupQuestion
from participants.selectors.groups import declared_groups
from participants.services.consents import has_consent
from participants.services.groups import retire_question
from tests.world import World

PAGE = "participants:groups"


@pytest.fixture
def mentee(client: Client, world: World) -> Client:
    client.force_login(world.user("mentee"))
    return client


def chosen(world: World, name: str = "Woman") -> dict[str, str]:
    question = world.group_question
    return {str(question.pk): str(question.options.get(name=name).pk)}


def counted(world: World) -> str:
    key = world.mentee_person.pk
    return declared_groups([key])[str(key)]["Gender"]


def test_what_is_declared_is_kept_encrypted_and_counted(mentee: Client, world: World) -> None:
    page = mentee.get(reverse(PAGE)).content.decode()
    assert page.count("I&#x27;d rather not say") == GroupQuestion.objects.count() == 4
    answer = mentee.post(reverse(PAGE), {**chosen(world), "consent": "on"})
    assert answer["Location"] == reverse(PAGE)
    assert counted(world) == "Woman"
    assert has_consent(world.mentee_person, ConsentPurpose.STATISTICS)
    row = GroupDeclaration.objects.get(person=world.mentee_person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM participants_groupdeclaration t")
        stored = "".join(found for (found,) in cursor.fetchall())
    assert not {str(key) for said in row.choices.items() for key in said} & set(stored.split('"'))
    told = AuditEntry.objects.filter(subject_id=row.pk, actor=world.user("mentee"))
    assert [entry.facts for entry in told] == [{}]
    data = export(world.mentee_person, now=World.NOW)["data"]["participants.GroupDeclaration"]
    assert data[0]["choices"] == chosen(world)


def test_nothing_is_kept_without_consent_and_the_choice_stays_on_the_page(
    mentee: Client, world: World
) -> None:
    answer = mentee.post(reverse(PAGE), chosen(world))
    page = answer.content.decode()
    assert "Without your consent nothing is kept" in page
    assert re.search(rf'value="{chosen(world)[str(world.group_question.pk)]}"[^>]*checked', page)
    assert not GroupDeclaration.objects.filter(person=world.mentee_person).exists()


def test_who_withdraws_is_forgotten_at_once(mentee: Client, world: World) -> None:
    mentee.post(reverse(PAGE), {**chosen(world), "consent": "on"})
    mentee.post(reverse(PAGE), {**chosen(world, "Man"), "consent": "on"})
    assert counted(world) == "Man"
    mentee.post(reverse("participants:groups_withdraw"))
    assert not GroupDeclaration.objects.filter(person=world.mentee_person).exists()
    assert not has_consent(world.mentee_person, ConsentPurpose.STATISTICS)
    assert counted(world) == ""


def test_a_question_that_is_not_asked_is_not_counted(mentee: Client, world: World) -> None:
    mentee.post(reverse(PAGE), {**chosen(world), "consent": "on"})
    row = world.group_question
    retire_question(question=row, retired=True, by=None, now=World.NOW)
    assert "Gender" not in declared_groups([world.mentee_person.pk])[str(world.mentee_person.pk)]
    retire_question(question=row, retired=False, by=None, now=World.NOW)
    assert counted(world) == "Woman"


def test_hr_asks_something_and_sees_no_answers(client: Client, world: World) -> None:
    client.force_login(world.user("hr_admin"))
    address = reverse("participants:group_questions")
    for sent, said in (
        ({"name": "gender", "options": "A"}, "two to twenty answers"),
        ({"name": "Gender", "options": "A\nB"}, "There is a question of that name already."),
    ):
        page = client.post(address, sent).content.decode()
        assert said in page
        assert f'value="{sent["name"]}"' in page
    client.post(address, {"name": "Caring", "options": "Yes\n\nNo \nYes"})
    row = GroupQuestion.objects.get(name="Caring")
    assert list(row.options.values_list("name", flat=True)) == ["Yes", "No"]
