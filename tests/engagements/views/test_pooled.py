"""Input for leaders on its pages: who reads which words, and the ways back."""

from typing import Any

import pytest
from django.test import Client

from engagements.models import LeaderAnswer, ThemeInput
from programs.enums import ProgramRoleKind
from programs.models import ProgramRole
from tests.engagements.helpers import address, signed_in
from tests.world import World

OUT = "We wait for 3 signatures"
WAITS, GONE = "The tool is slow as well", "Meetings on Fridays"
ANSWER = "Two signatures are enough from May on."


def page(who: Client, name: str, *args: Any) -> str:
    return who.get(address(name, *args)).content.decode()


@pytest.fixture
def pages(world: World) -> dict[str, str]:
    """The theme as everybody who knows of it sees it."""
    everybody = ("sponsor", "owner", "hr_admin", "host", "other_host")
    return {who: page(signed_in(world.user(who)), "theme", world.theme.pk) for who in everybody}


def test_the_pool_is_read_by_leaders_only(pages: dict[str, str]) -> None:
    assert {who for who, text in pages.items() if OUT in text} == {"sponsor"}


def test_the_board_reads_it_as_long_as_one_is_on_it(world: World) -> None:
    board = {"program": world.reverse_program, "role": ProgramRoleKind.BOARD_MEMBER}
    seat = ProgramRole.objects.create(person=world.employee_person, **board)
    who, url = signed_in(world.user("employee")), address("theme", world.theme.pk)
    assert OUT in who.get(url).content.decode()
    seat.delete()
    assert who.get(url).status_code == 404


def test_what_waits_is_read_and_counted_for_nobody_else(pages: dict[str, str]) -> None:
    assert {who for who, text in pages.items() if WAITS in text} == {"host"}
    figures = pages["owner"].split("In figures")[1]
    assert [figures.count(f"<dd>{n}</dd>") for n in (1, 11, 12)] == [2, 1, 0]


def test_all_of_them_read_the_answer(pages: dict[str, str]) -> None:
    assert {who for who, text in pages.items() if ANSWER in text} == set(pages)


def test_no_name_and_no_time_stands_by_the_words(world: World, pages: dict[str, str]) -> None:
    main = pages["sponsor"].split("Released on")[1].split("Visible to")[0]
    assert not {"Host", "Junior"} & set(main.replace("<", " ").split())
    assert "2026-03-04" not in main


def test_one_gives_changes_and_takes_back(world: World) -> None:
    theme, who = world.second_theme, signed_in(world.user("host"))
    who.post(address("input_give", theme.pk), {"words": "Too many forms"})
    said = ThemeInput.objects.get(theme=theme, taken_back_at=None)
    assert "Too many forms" in page(who, "theme", theme.pk)
    who.post(address("input_give", theme.pk), {"words": "Forms that nobody reads"})
    said.refresh_from_db()
    assert said.words == "Forms that nobody reads"
    answer = who.post(address("input_take_back", said.pk), follow=True)
    assert "Forms that nobody reads" not in answer.content.decode()
    assert address("input_put_back", said.pk) in answer.content.decode()
    who.post(address("input_put_back", said.pk))
    said.refresh_from_db()
    assert said.waits


def test_what_is_out_is_not_taken_back(world: World) -> None:
    who, said = signed_in(world.user("host")), world.released_input
    answer = who.post(address("input_take_back", said.pk), follow=True)
    assert "can’t be taken back any more" in answer.content.decode()
    said.refresh_from_db()
    assert said.taken_back_at is None


def test_a_closed_question_keeps_what_was_typed(world: World) -> None:
    theme, who = world.second_theme, signed_in(world.user("host"))
    signed_in(world.user("sponsor")).post(address("theme_close", theme.pk))
    answer = who.post(address("input_give", theme.pk), {"words": "Long thoughts"})
    text = answer.content.decode()
    assert "This question is closed" in text
    assert "Long thoughts" in text


def test_a_question_is_asked_answered_and_both_taken_back(world: World) -> None:
    leader = signed_in(world.user("sponsor"))
    leader.post(address("input_answer", world.pooled_release.pk), {"text": "One is enough."})
    given = LeaderAnswer.objects.get()
    assert (given.text, given.author) == ("One is enough.", world.sponsor_person)
    leader.post(address("answer_withdraw", given.pk))
    assert not LeaderAnswer.objects.exists()
    key = "5f0c5b9e-4a3f-4c55-9a08-6b30f9d5a8d1"
    for _ in range(2):
        asked = {"question": "And next year?", "key": key}
        leader.post(address("input_ask", world.reverse_program.pk), asked)
    assert page(leader, "input").count("And next year?") == 1


def test_the_home_page_asks_the_junior_and_tells_both(world: World) -> None:
    home = {who: signed_in(world.user(who)).get("/").content.decode() for who in ("host", "owner")}
    assert "Leaders would like to hear from you" not in home["owner"]
    assert "Input for leaders" in home["host"]


def test_a_leader_is_told_what_is_not_answered(world: World) -> None:
    leader = signed_in(world.user("sponsor"))
    assert "Juniors have told you something" not in leader.get("/").content.decode()
    LeaderAnswer.objects.all().delete()
    assert "Juniors have told you something" in leader.get("/").content.decode()
