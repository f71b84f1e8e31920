"""Who may do what at the addresses of programs."""

from typing import Any
from uuid import UUID

from tests.permissions.declarations import EMPLOYEES, Access, Route
from tests.world import World

#: The program is published: everybody may read it, few may run it.
RUNNERS = "hr_admin owner"
READERS = " ".join(sorted(set(EMPLOYEES.split()) - {"hr_admin", "owner"}))
RUN = Access(ok=RUNNERS, forbidden=READERS)
EVERYBODY = Access(ok=EMPLOYEES)
HR = Access(ok="hr_admin")
#: Whose enrolment it is; those who select see it elsewhere.
MENTEE = Access(ok="mentee", forbidden=RUNNERS)
KEY = UUID("6f1f6f5e-0000-4000-8000-000000000001")


def program(world: World) -> dict[str, Any]:
    return {"program_id": world.program.pk}


def track(world: World) -> dict[str, Any]:
    return {"track_id": world.track.pk}


def cohort(world: World) -> dict[str, Any]:
    return {"cohort_id": world.open_cohort.pk}


def taking_part(world: World) -> dict[str, Any]:
    return {"enrolment_id": world.mentee_enrolment.pk}


def begun(world: World) -> dict[str, Any]:
    return {"enrolment_id": world.begun_enrolment.pk}


def step(world: World) -> dict[str, Any]:
    return taking_part(world) | {"milestone_id": world.milestone.pk}


def tier(world: World) -> dict[str, Any]:
    return {"tier_id": world.peer_guide.pk}


def training(world: World) -> dict[str, Any]:
    return {"training_id": world.training.pk}


def mentors(world: World) -> dict[str, Any]:
    return {"cohort_id": world.cohort.pk}


def ticked(world: World) -> dict[str, Any]:
    return {"enrolment": [world.mentor_enrolment.pk], "confirmed": "1"}


def owner_role(world: World) -> dict[str, Any]:
    from programs.models import ProgramRole

    role = ProgramRole.objects.get(program=world.program, role="sponsor")
    return program(world) | {"role_id": role.pk}


ROUTES = [
    Route("programs:catalogue", get=EVERYBODY),
    Route("programs:page", get=EVERYBODY, kwargs=program),
    Route(
        "programs:charter_version",
        get=EVERYBODY,
        kwargs=lambda world: program(world) | {"version": 1},
    ),
    Route(
        "programs:apply",
        post=EVERYBODY,
        kwargs=lambda world: cohort(world) | track(world) | {"role": "mentee"},
    ),
    Route("programs:enrolment", get=MENTEE, kwargs=taking_part),
    Route(
        "programs:answer",
        get=MENTEE,
        post=MENTEE,
        kwargs=lambda world: begun(world) | {"step": 1},
        data=lambda world: {"leave": "1", "answer-capacity": "2"},
    ),
    Route(
        "programs:autosave",
        post=MENTEE,
        kwargs=begun,
        data=lambda world: {"question": "answer-capacity", "answer-capacity": "2"},
    ),
    Route("programs:take_back", post=MENTEE, kwargs=begun),
    Route("programs:withdraw", post=MENTEE, kwargs=begun),
    Route("programs:rejoin", post=MENTEE, kwargs=begun),
    Route("programs:reach", post=MENTEE, kwargs=step),
    Route("programs:unreach", post=MENTEE, kwargs=step),
    Route("programs:manage", get=Access(ok="hr_admin owner other_owner")),
    Route("programs:templates", get=HR),
    Route(
        "programs:create",
        get=HR,
        post=HR,
        kwargs=lambda world: {"template": "peer"},
        data=lambda world: {"name": "Peers", "owner": world.owner_person.pk, "key": KEY},
    ),
    Route("programs:workbench", get=RUN, kwargs=program),
    Route(
        "programs:rename",
        get=RUN,
        post=RUN,
        kwargs=program,
        data=lambda world: {"name": "Leading", "summary": ""},
    ),
    Route("programs:publish", post=RUN, kwargs=program),
    Route("programs:unpublish", post=RUN, kwargs=program),
    Route(
        "programs:roles",
        get=RUN,
        post=RUN,
        kwargs=program,
        data=lambda world: {"person": world.employee_person.pk, "role": "board_member"},
    ),
    Route("programs:remove_role", post=RUN, kwargs=owner_role),
    Route(
        "programs:charter",
        get=RUN,
        post=RUN,
        kwargs=program,
        data=lambda world: {
            "purpose": "Grow",
            "commitment": "An hour a month",
            "goals-TOTAL_FORMS": "1",
            "goals-INITIAL_FORMS": "0",
            "goals-0-title": "Reach it",
        },
    ),
    Route("programs:charter_publish", post=RUN, kwargs=program),
    Route("programs:charter_discard", post=RUN, kwargs=program),
    Route("programs:tracks", get=RUN, kwargs=program),
    Route(
        "programs:track_new",
        get=RUN,
        post=RUN,
        kwargs=program,
        data=lambda world: {
            "key": KEY,
            "name": "Fresh",
            "format": "peer",
            "mentor_capacity": "1",
            "meeting_every_days": "14",
            "checkin_every_days": "30",
        },
    ),
    Route(
        "programs:cohort_new",
        get=RUN,
        post=RUN,
        kwargs=program,
        data=lambda world: {
            "key": KEY,
            "name": "Winter",
            "starts_on": "2027-01-01",
            "ends_on": "2027-06-01",
        },
    ),
    Route(
        "programs:track",
        get=RUN,
        post=RUN,
        kwargs=track,
        data=lambda world: {
            "name": "People",
            "format": "one_to_one",
            "mentor_capacity": "1",
            "meeting_every_days": "14",
            "checkin_every_days": "30",
        },
    ),
    Route("programs:track_delete", post=RUN, kwargs=track),
    Route(
        "programs:criteria",
        get=RUN,
        post=RUN,
        kwargs=track,
        data=lambda world: {
            "role": "mentee",
            "fact": "seniority",
            "operator": "at_least",
            "value": "2",
        },
    ),
    Route(
        "programs:criteria_count",
        get=RUN,
        kwargs=track,
        query="?role=mentee&fact=seniority&operator=at_least&value=2",
        page=False,
    ),
    Route(
        "programs:criterion_remove",
        post=RUN,
        kwargs=lambda world: track(world) | {"criterion_id": world.criterion.pk},
    ),
    Route(
        "programs:milestones",
        get=RUN,
        post=RUN,
        kwargs=track,
        data=lambda world: {"key": KEY, "name": "Halfway", "offset_days": "90"},
    ),
    Route(
        "programs:milestone",
        get=RUN,
        post=RUN,
        kwargs=lambda world: track(world) | {"milestone_id": world.milestone.pk},
        data=lambda world: {"name": "Halfway", "offset_days": "90"},
    ),
    Route(
        "programs:milestone_delete",
        post=RUN,
        kwargs=lambda world: track(world) | {"milestone_id": world.milestone.pk},
    ),
    Route("programs:cohort", get=RUN, kwargs=cohort),
    Route(
        "programs:cohort_edit",
        get=RUN,
        post=RUN,
        kwargs=cohort,
        data=lambda world: {
            "name": "Summer",
            "starts_on": "2026-06-01",
            "ends_on": "2026-12-01",
        },
    ),
    Route(
        "programs:stage",
        get=RUN,
        post=RUN,
        kwargs=lambda world: cohort(world) | {"to": "selecting"},
        data=lambda world: {"expected": "open", "reason": "Enough"},
    ),
    Route(
        "programs:invite",
        get=RUN,
        post=RUN,
        kwargs=cohort,
        data=lambda world: {
            "track": world.track.pk,
            "role": "mentee",
            "people": [world.employee_person.pk],
        },
    ),
    Route("programs:selection", get=RUN, kwargs=cohort),
    Route(
        "programs:decide",
        post=RUN,
        kwargs=cohort,
        data=lambda world: {
            "enrolment": [world.applied_enrolment.pk],
            "state": "selected",
            "reason": "Fits",
            "confirmed": "1",
        },
    ),
    Route("programs:undo", post=RUN, kwargs=lambda world: cohort(world) | {"batch": KEY}),
    Route(
        "programs:application",
        get=Access(ok=RUNNERS),
        post=Access(ok=RUNNERS),
        kwargs=lambda world: {"enrolment_id": world.applied_enrolment.pk},
        data=lambda world: {"state": "selected", "reason": "Fits"},
    ),
    Route("programs:tiers", get=RUN, kwargs=program),
    Route("programs:tiers_usual", post=RUN, kwargs=program),
    Route(
        "programs:tier_new",
        get=RUN,
        post=RUN,
        kwargs=program,
        data=lambda world: {"key": KEY, "name": "Guide", "hours_a_month": "2"},
    ),
    Route(
        "programs:tier",
        get=RUN,
        post=RUN,
        kwargs=tier,
        data=lambda world: {"name": "Peer", "most_mentees": "2"},
    ),
    Route("programs:tier_delete", post=RUN, kwargs=tier),
    Route("programs:tier_higher", post=RUN, kwargs=tier),
    Route("programs:tier_lower", post=RUN, kwargs=tier),
    Route(
        "programs:tier_criteria",
        get=RUN,
        post=RUN,
        kwargs=lambda world: {"tier_id": world.senior_guide.pk},
        data=lambda world: {"fact": "seniority", "operator": "at_least", "value": "2"},
    ),
    Route(
        "programs:tier_criteria_count",
        get=RUN,
        kwargs=tier,
        query="?fact=seniority&operator=at_least&value=2",
        page=False,
    ),
    Route(
        "programs:tier_criterion_remove",
        post=RUN,
        kwargs=lambda world: {
            "tier_id": world.senior_guide.pk,
            "criterion_id": world.tier_criterion.pk,
        },
    ),
    Route(
        "programs:training_new",
        get=RUN,
        post=RUN,
        kwargs=program,
        data=lambda world: {"key": KEY, "name": "Refresher"},
    ),
    Route(
        "programs:training",
        get=RUN,
        post=RUN,
        kwargs=training,
        data=lambda world: {"name": "Mentor training", "valid_months": "12"},
    ),
    Route("programs:training_delete", post=RUN, kwargs=training),
    Route("programs:mentors", get=RUN, kwargs=mentors),
    Route(
        "programs:mentors_tier",
        post=RUN,
        kwargs=mentors,
        data=lambda world: ticked(world) | {"tier": "none", "reason": "Wants less"},
    ),
    Route(
        "programs:mentors_tier_undo", post=RUN, kwargs=lambda world: mentors(world) | {"batch": KEY}
    ),
    Route(
        "programs:mentors_training",
        post=RUN,
        kwargs=mentors,
        data=lambda world: (
            ticked(world) | {"training": world.training.pk, "completed_on": "2026-02-01"}
        ),
    ),
    Route(
        "programs:mentors_training_undo",
        post=RUN,
        kwargs=lambda world: mentors(world) | training(world) | {"batch": KEY},
    ),
]
