"""Short ways to write a cohort down."""

from matching.engine import Criterion, Importance, Kind, Participant, Problem, Role

SKILLS = Criterion(
    "skills", Kind.OVERLAP, Importance.IMPORTANT, mentee_key="wants", mentor_key="offers"
)


def mentee(name: str, wants: str = "", **more) -> Participant:
    """`wants` in words separated by blanks."""
    return Participant(name, Role.MENTEE, terms={"wants": frozenset(wants.split())}, **more)


def mentor(name: str, offers: str = "", **more) -> Participant:
    return Participant(name, Role.MENTOR, terms={"offers": frozenset(offers.split())}, **more)


def problem(*people: Participant, **more) -> Problem:
    return Problem(people, **{"criteria": (SKILLS,), **more})
