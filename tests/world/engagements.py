"""Two relationships of the test world, each with a bit of everything."""

from datetime import timedelta
from typing import Any

from engagements.models import CheckIn, GoalUpdate
from engagements.services import (
    agreements,
    checkins,
    goals,
    handovers,
    journals,
    learning,
    sessions,
)
from engagements.services.actions import promise
from engagements.services.attendance import note_attendance
from engagements.services.circles import join, leave, start_circle
from engagements.services.engagements import close, start
from engagements.services.partners import say_next
from engagements.services.places import hold_place
from participants.models import Person
from programs.enums import Format, ProgramRoleKind, Stage
from programs.models import Cohort, Program, ProgramRole
from tests.world import World

DAY = timedelta(days=1)


def build(world: World) -> None:
    """A pair in each program, and one that has ended."""
    for prefix in ("", "other_"):
        _pair(world, prefix)
    _ended(world)
    _circle(world)


def _pair(world: World, prefix: str) -> None:
    def named(name: str) -> Any:
        return getattr(world, f"{prefix}{name}")

    def remember(name: str, row: Any) -> Any:
        return world.remember(f"{prefix}{name}", row)

    mentor, mentee = named("mentor_person"), named("mentee_person")
    by = world.user(f"{prefix}mentee")
    begun = World.NOW - 90 * DAY
    engagement = start(
        cohort=named("cohort"),
        track=named("track"),
        mentor=mentor,
        mentee=mentee,
        by=by,
        now=begun,
    )
    remember("engagement", engagement)
    facts = {"engagement": engagement, "by": by}
    agreement = agreements.write(
        **facts, now=begun + DAY, expectations="Come prepared", boundaries="No appraisal",
        confidentiality="All of it", meeting_every_days=21,
    )  # fmt: skip
    remember("agreement", agreement)
    agreements.sign(agreement=agreement, by=by, now=begun + DAY)
    held = sessions.log(
        **facts, starts_at=begun + 5 * DAY, minutes=50, notes="We spoke of listening",
        actions=["Ask three colleagues"], now=begun + 5 * DAY + timedelta(hours=1),
    )  # fmt: skip
    remember("held_session", held)
    remember("action", held.actions.get())
    remember(
        "past_session",
        sessions.plan(
            **facts, starts_at=World.NOW - 7 * DAY, minutes=60, agenda="The reorganisation",
            now=begun + 6 * DAY,
        ),
    )  # fmt: skip
    remember(
        "session",
        sessions.plan(
            **facts, starts_at=World.NOW + 9 * DAY, minutes=60, place="Room 3",
            agenda="The next role", now=World.NOW - DAY,
        ),
    )  # fmt: skip
    goal = goals.set_goal(
        **facts, person=mentee, title="Lead the weekly planning", success="It runs without me",
        competency=world.competency_listening, now=begun + 10 * DAY,
    )  # fmt: skip
    remember("goal", goal)
    step = goals.update_progress(
        goal=goal, progress=40, evidence="Led two of them", by=by, now=World.NOW - 20 * DAY
    )
    remember("goal_step", GoalUpdate.objects.get(pk=step.pk))
    remember("promise", promise(**facts, action="Read the case", now=World.NOW - DAY))
    _learning(world, mentee, goal, remember, by)
    entry = journals.write(author=mentee, text="I was nervous", by=by, now=World.NOW - 3 * DAY)
    remember("entry", entry)
    _check_ins(world, prefix, engagement)


def _learning(world: World, mentee: Any, goal: Any, remember: Any, by: Any) -> None:
    """One planned for the goal and due, one done for no goal, one taken away."""
    facts = {"person": mentee, "by": by, "now": World.NOW - 2 * DAY}
    planned = learning.note(
        **facts, title="A day beside the planners", kind="shadowing", goal=goal,
        planned_on=World.NOW.date() + timedelta(days=3),
    )  # fmt: skip
    remember("learning", planned)
    read = learning.note(
        **facts, title="The book about listening", kind="reading",
        competency=world.competency_listening, done_on=World.NOW.date() - timedelta(days=9),
    )  # fmt: skip
    remember("read_learning", read)
    gone = learning.note(
        **facts, title="A course after all", kind="course", goal=goal,
        planned_on=World.NOW.date() + timedelta(days=30),
    )  # fmt: skip
    remember("removed_learning", learning.remove(item=gone, by=by, now=World.NOW - DAY))


def _check_ins(world: World, prefix: str, engagement: Any) -> None:
    checkins.open_due(engagement=engagement, now=World.NOW)
    mine = CheckIn.objects.get(engagement=engagement, person__user=world.user(f"{prefix}mentee"))
    answer = {"fit": 4, "progress": 3, "comment": "It helps", "wants_help": True}
    checkins.answer(checkin=mine, by=mine.person.user, now=World.NOW, **answer)
    world.remember(f"{prefix}checkin", mine)


def _ended(world: World) -> None:
    """The mentee's earlier relationship, with another mentor and in a track of its own."""
    track = world.program.tracks.create(name="Specialists", exclusive=False)
    world.remember("ended_track", track)
    engagement = start(
        cohort=world.cohort,
        track=track,
        mentor=world.spring_mentor3_enrolment.person,
        mentee=world.mentee_person,
        by=None,
        now=World.NOW - 95 * DAY,
    )
    by = world.user("mentee")
    close(
        engagement=engagement, category="moved", words="It was good while it lasted",
        completed=False, by=by, now=World.NOW - 92 * DAY,
    )  # fmt: skip
    world.remember("ended_engagement", engagement)
    world.remember("review", engagement.reviews.get())
    say_next(
        engagement=engagement, person=world.mentee_person, again=False, seeks=False, by=by,
        now=World.NOW - 91 * DAY,
    )  # fmt: skip
    note = handovers.write(
        engagement=engagement, author=world.mentee_person, text="We spoke of planning", offered=True,
        by=by, now=World.NOW - 91 * DAY,
    )  # fmt: skip
    assert note
    handovers.show(note=note, engagement=world.engagement, by=by, now=World.NOW - 80 * DAY)
    world.remember("hand_over", note)


def _circle(world: World) -> None:
    """A circle led by a host, with another host and three more in it, and one who has left; in a
    program that nobody else knows of yet.
    """
    begun, program = World.NOW - 30 * DAY, Program.objects.create(name="Growing in circles")
    ProgramRole.objects.create(
        program=program, person=world.owner_person, role=ProgramRoleKind.OWNER
    )
    track = program.tracks.create(
        name="Circle", format=Format.CIRCLE, exclusive=False, mentor_capacity=8
    )
    world.remember("circle_track", track)
    cohort = Cohort.objects.create(
        program=program, name="First circles", stage=Stage.MATCHING, stage_since=begun,
        starts_on=begun.date(), ends_on=(begun + 200 * DAY).date(),
    )  # fmt: skip
    world.remember("circle_cohort", cohort)
    leader, by = world.other_host_person, world.user("other_host")
    facts = {"mentor": leader, "track": track, "by": None, "now": begun}
    people = [world.host_person, *(_sitting(n) for n in (1, 2, 3))]
    places = [hold_place(mentee=person, **facts) for person in people]
    circle = start_circle(
        places=places, cohort=cohort, track=track, leader=leader, by=by, now=begun
    )
    world.remember("circle", circle)
    place = hold_place(mentee=world.line_manager_person, **facts)
    gone = join(engagement=circle, place=place, by=None, now=begun + DAY)
    held = sessions.log(
        engagement=circle, starts_at=begun + 5 * DAY, minutes=90, notes="What we each look for",
        by=by, now=begun + 5 * DAY + timedelta(hours=2),
    )  # fmt: skip
    came = [person.pk for person in (leader, *people[:3])]
    note_attendance(session=held, came=came, by=by, now=begun + 6 * DAY)
    world.remember("circle_session", held)
    world.remember("circle_member_gone", leave(member=gone, by=None, now=begun + 9 * DAY))


def _sitting(number: int) -> Person:
    return Person.objects.create(
        email=f"circle{number}@world.test",
        given_name=f"Circle Member {number}",
        family_name="World",
        sort_key=f"world circle member {number}",
    )
