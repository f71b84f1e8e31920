"""Who may do what at the addresses of matching."""

from datetime import timedelta

from django.utils import timezone

from matching.enums import StepKind
from matching.models import DraftStep
from tests.permissions.declarations import EMPLOYEES, Access, Route
from tests.world import World

RUNS = "hr_admin owner"
OTHERS = " ".join(name for name in EMPLOYEES.split() if name not in RUNS.split())
#: The program is published, so everybody knows its cohorts.
KNOWN = Access(ok=RUNS, forbidden=OTHERS)
HIDDEN = Access(ok=RUNS)
ASKED = Access(ok="mentor")
#: What the button carries: one click and a second one make one run.
KEY = "5f1c1a60-7a2e-4c55-9a53-3c9c4f2a7b11"


def cohort(world: World) -> dict[str, object]:
    return {"cohort_id": world.matching_cohort.pk}


def run(world: World) -> dict[str, object]:
    return {"run_id": world.match_run.pk}


def under_way(world: World) -> dict[str, object]:
    return {"run_id": world.match_run_under_way.pk}


def pair(world: World) -> dict[str, object]:
    proposal = world.proposal
    keys = {"mentee_id": proposal.mentee_id, "mentor_id": proposal.mentor_id}
    return {"run_id": proposal.run_id, **keys}


def seen(world: World) -> dict[str, object]:
    return {"seen": world.match_run.draft.version}


def partner(world: World) -> dict[str, object]:
    return seen(world) | {"partner": world.proposal.mentee_id}


def step(world: World) -> dict[str, object]:
    facts = {"draft": world.match_run.draft, "version": 1}
    made, _new = DraftStep.objects.get_or_create(**facts, defaults={"kind": StepKind.LOOSEN})
    return run(world) | {"step_id": made.pk}


def offer(world: World) -> dict[str, object]:
    return {"offer_id": world.mentor_offer.pk}


def policy(world: World) -> dict[str, object]:
    from matching.selectors.policies import unsaved, weights_of

    row = unsaved(world.program)
    weights = {f"weight_{key}": word for key, word in weights_of(row).items()}
    facts = {
        "seen": row.version,
        "answer_days": 10,
        "request_days": 14,
        "quality_floor": "0",
        "weakest_pairs": "floors",
        "mode": "admin",
        "former_pairs": "program",
    }
    return facts | weights | {"save": "1"}


def chooser(world: World) -> dict[str, object]:
    return {"enrolment_id": world.chooser_enrolment.pk}


def chosen(world: World) -> dict[str, object]:
    return {f"place_{world.winter_mentor1_enrolment.pk}": "1"}


def circle_of_run(world: World) -> dict[str, object]:
    return circle_leader(world) | {"run_id": world.circle_run.pk}


def circle_leader(world: World) -> dict[str, object]:
    return {"leader_id": world.circle_leader_enrolment.pk}


def asked(world: World) -> dict[str, object]:
    enrolment, mentor = world.asker_enrolment, world.free_mentor1_enrolment
    return {"enrolment_id": enrolment.pk, "mentor_id": mentor.pk}


def way(world: World) -> dict[str, object]:
    return {"way_id": world.other_way.pk}


WAITS = Access(ok="mentee", forbidden=RUNS)
ASKER = Access(ok="other_host", forbidden="hr_admin")
ROUTES = [
    Route("matching:circles", get=HIDDEN, kwargs=lambda world: {"run_id": world.circle_run.pk}),
    Route(
        "matching:move",
        post=HIDDEN,
        kwargs=lambda world: {
            "run_id": world.circle_run.pk,
            "mentee_id": world.circle_seeker_enrolment.pk,
        },
        data=lambda world: {"leader": str(world.circle_leader_enrolment.pk)},
    ),
    Route("matching:lead", post=HIDDEN, kwargs=circle_of_run, data=lambda w: {"second": "alone"}),
    Route("matching:circle_begin", post=HIDDEN, kwargs=circle_leader),
    Route("matching:circle_call_off", post=HIDDEN, kwargs=circle_leader),
    Route("matching:cohort", get=KNOWN, kwargs=cohort),
    Route(
        "matching:start",
        get=KNOWN,
        post=KNOWN,
        kwargs=lambda world: cohort(world) | {"track_id": world.track.pk},
        data=lambda world: {"key": KEY},
    ),
    Route(
        "matching:term",
        get=KNOWN,
        post=KNOWN,
        kwargs=lambda world: {"cohort_id": world.cohort.pk, "track_id": world.track.pk},
    ),
    Route(
        "matching:undo_term",
        post=HIDDEN,
        kwargs=lambda world: {"change_id": world.mentor_change.pk},
    ),
    Route(
        "matching:policy",
        get=KNOWN,
        post=KNOWN,
        kwargs=lambda world: {"program_id": world.program.pk},
        data=policy,
    ),
    Route(
        "matching:purposes",
        get=KNOWN,
        post=Access(ok="hr_admin", forbidden=f"owner {OTHERS}"),
        kwargs=lambda world: {"program_id": world.program.pk},
        data=lambda world: {
            "attribute": "Disability",
            "basis": "A positive action plan.",
            "until": (timezone.localdate() + timedelta(days=99)).isoformat(),
        },
    ),
    Route(
        "matching:purpose_end",
        post=Access(ok="hr_admin", forbidden=f"owner {OTHERS}"),
        kwargs=lambda world: {"program_id": world.program.pk, "purpose_id": world.purpose.pk},
    ),
    Route(
        "matching:pins",
        get=KNOWN,
        post=KNOWN,
        kwargs=lambda world: cohort(world) | {"track_id": world.track.pk},
        data=lambda world: {
            "mentee": world.spring_mentee1_enrolment.pk,
            "mentor": world.spring_mentor1_enrolment.pk,
        },
    ),
    Route("matching:unpin", post=HIDDEN, kwargs=lambda world: {"pin_id": world.pin.pk}),
    Route(
        "matching:wishes",
        get=Access(ok="other_host", forbidden="hr_admin other_owner"),
        post=Access(ok="other_host", forbidden="hr_admin other_owner"),
        kwargs=chooser,
        data=chosen,
    ),
    Route(
        "matching:ask",
        get=ASKER,
        post=ASKER,
        kwargs=asked,
        data=lambda world: {"words": "I would like to learn how you run meetings."},
    ),
    Route(
        "matching:take_back",
        post=Access(ok="other_mentee"),
        kwargs=lambda world: {"offer_id": world.asked_offer.pk},
    ),
    Route(
        "matching:requests",
        get=Access(ok="hr_admin"),
        kwargs=lambda world: {"cohort_id": world.asking_cohort.pk},
    ),
    Route("matching:run", get=HIDDEN, kwargs=run),
    Route("matching:progress", get=HIDDEN, kwargs=under_way, page=False),
    Route("matching:cancel", post=HIDDEN, kwargs=under_way),
    Route("matching:again", post=HIDDEN, kwargs=run),
    Route("matching:unmatched", get=HIDDEN, kwargs=run),
    Route(
        "matching:offer_ways",
        post=HIDDEN,
        kwargs=lambda world: {"run_id": world.published_run.pk},
        data=lambda world: {
            "track": world.circle_track.pk,
            "enrolment": world.other_way.enrolment_id,
        },
    ),
    Route(
        "matching:ways_undo",
        post=HIDDEN,
        kwargs=lambda world: {"run_id": world.published_run.pk, "batch": world.other_way.batch},
    ),
    Route("matching:way", get=WAITS, kwargs=way),
    Route("matching:way_yes", post=WAITS, kwargs=way),
    Route("matching:way_no", post=WAITS, kwargs=way),
    Route("matching:way_back", post=WAITS, kwargs=way),
    Route("matching:fairness", get=HIDDEN, kwargs=run),
    Route("matching:fairness_counting", get=HIDDEN, kwargs=run, page=False),
    Route("matching:rules", get=HIDDEN, kwargs=run),
    Route(
        "matching:compare",
        get=HIDDEN,
        kwargs=lambda world: run(world) | {"mentee_id": world.proposal.mentee_id},
    ),
    Route("matching:lock", post=HIDDEN, kwargs=pair, data=seen),
    Route(
        "matching:veto", post=HIDDEN, kwargs=pair, data=lambda w: seen(w) | {"reason": "They know."}
    ),
    Route("matching:undo", post=HIDDEN, kwargs=pair, data=seen),
    Route("matching:swap", post=HIDDEN, kwargs=pair, data=partner),
    Route("matching:reviewed", post=HIDDEN, kwargs=pair),
    Route("matching:undo_step", post=HIDDEN, kwargs=step, data=seen),
    Route("matching:let_move", post=HIDDEN, kwargs=run, data=lambda w: seen(w) | {"may": "on"}),
    Route("matching:publish", get=HIDDEN, post=HIDDEN, kwargs=run),
    Route(
        "matching:withdraw", post=HIDDEN, kwargs=lambda world: {"run_id": world.published_run.pk}
    ),
    Route("matching:board", get=KNOWN, kwargs=lambda world: {"cohort_id": world.offer_cohort.pk}),
    Route(
        "matching:answer_for",
        get=HIDDEN,
        post=HIDDEN,
        kwargs=lambda world: {"proposal_id": world.silent_offer.proposal_id, "role": "mentor"},
        data=lambda world: {"answer": "yes"},
    ),
    Route("matching:mine", get=Access(ok=EMPLOYEES)),
    Route("matching:offer", get=ASKED, kwargs=offer),
    Route("matching:accept", post=ASKED, kwargs=offer),
    Route("matching:talk", get=ASKED, post=ASKED, kwargs=offer, page=False),
    Route("matching:talk_pick", post=ASKED, kwargs=offer),
    Route(
        "matching:decline",
        post=ASKED,
        kwargs=offer,
        data=lambda world: {"category": "time", "words": "Too much on my plate."},
    ),
]
