"""Input for leaders: one batch released and answered, words that wait, and some taken back.

In a program of its own, in which a host mentors another one upwards, and eleven more do.
"""

from datetime import timedelta
from typing import Any

from engagements.models import ThemeInput
from engagements.services import pooled
from engagements.services.engagements import start
from participants.models import Person
from programs.enums import Format, ProgramRoleKind, Stage
from programs.models import Cohort, Program, ProgramRole
from tests.world import World

DAY = timedelta(days=1)
OTHERS = 10


def build(world: World) -> None:
    """What is asked, said, read and answered."""
    cohort, track = _program(world)
    senior = world.other_host_person
    facts = {"cohort": cohort, "track": track, "by": None, "now": World.NOW - 40 * DAY}
    juniors = [world.host_person, *(_junior(n) for n in range(1, OTHERS + 1))]
    for junior in juniors:
        start(mentor=junior, mentee=senior, **facts)
    asked = {"program": cohort.program, "by": world.user("sponsor"), "now": World.NOW - 20 * DAY}
    asked["asked_by"] = world.sponsor_person
    theme = pooled.ask(question="What slows your team down?", **asked)
    world.remember("theme", theme)
    for number, junior in enumerate(juniors):
        words = f"We wait for {number} signatures"
        pooled.give(theme=theme, author=junior, words=words, by=None, now=World.NOW - 6 * DAY)
    assert pooled.release_due(now=World.NOW) == 1
    release = world.remember("pooled_release", theme.releases.get())
    answer = {"author": world.sponsor_person, "by": world.user("sponsor"), "now": World.NOW}
    given = pooled.answer(release=release, text="Two signatures are enough from May on.", **answer)
    world.remember("leader_answer", given)
    _more(world, theme, asked)


def _more(world: World, theme: Any, asked: dict[str, Any]) -> None:
    """One that waits, and another that was taken back."""
    mine = {"author": world.host_person, "by": world.user("host"), "now": World.NOW}
    released = ThemeInput.objects.get(theme=theme, author=world.host_person)
    world.remember("released_input", released)
    waiting = pooled.give(theme=theme, words="The tool is slow as well", **mine)
    world.remember("waiting_input", waiting)
    second = pooled.ask(question="What should we stop?", **asked)
    world.remember("second_theme", second)
    said = pooled.give(theme=second, words="Meetings on Fridays", **mine)
    pooled.take_back(said=said, by=world.user("host"), now=World.NOW)
    world.remember("taken_back_input", said)


def _program(world: World) -> tuple[Cohort, Any]:
    begun = World.NOW - 40 * DAY
    program = Program.objects.create(name="Mentoring upwards")
    world.remember("reverse_program", program)
    for role in (ProgramRoleKind.OWNER, ProgramRoleKind.SPONSOR):
        person = getattr(world, f"{role}_person")
        ProgramRole.objects.create(program=program, person=person, role=role)
    track = program.tracks.create(name="Upwards", format=Format.REVERSE, exclusive=False)
    cohort = Cohort.objects.create(
        program=program, name="First upwards", stage=Stage.MATCHING, stage_since=begun,
        starts_on=begun.date(), ends_on=(begun + 200 * DAY).date(),
    )  # fmt: skip
    return world.remember("reverse_cohort", cohort), track


def _junior(number: int) -> Person:
    return Person.objects.create(
        email=f"upwards{number}@world.test",
        given_name=f"Junior {number}",
        family_name="World",
        sort_key=f"world junior {number:02}",
    )
