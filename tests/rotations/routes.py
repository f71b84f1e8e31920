"""Who may do what at the addresses of rotations."""

from collections.abc import Callable
from typing import Any

from tests.permissions.declarations import EMPLOYEES, SIGNED_IN, Access, Route
from tests.world import World

RUNNERS = "hr_admin owner"
EVERYBODY = Access(ok=SIGNED_IN)
#: The program is published: every employee knows of it, few run it.
RUN = Access(
    ok=RUNNERS, forbidden=" ".join(each for each in EMPLOYEES.split() if each not in RUNNERS)
)
THREE = Access(ok="mentee host mentor")
#: The two who agree; the mentor and whoever runs the program know of it.
TWO = Access(ok="mentee host", forbidden=f"mentor {RUNNERS}")
#: While it is a proposal, the mentor knows nothing of it.
ASKED = Access(ok="mentee host", forbidden=RUNNERS)
MENTEE = Access(ok="mentee")
DAYS = {"starts_on": "2099-02-01", "ends_on": "2099-04-30"}


def key(name: str, row: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {name: getattr(world, row).pk}


def details(world: World) -> dict[str, str]:
    return {
        "title": "Shorter queues",
        "function": str(world.function_supply.pk),
        "stage": "foundation",
        "capacity": "2",
        **DAYS,
    }


def wish(world: World) -> dict[str, str]:
    return {"step": "propose", "enrolment": str(world.mentee_enrolment.pk), **DAYS}


def plan(world: World) -> dict[str, str]:
    from django.utils import timezone

    from rotations.adapter import plan_for
    from rotations.views.placing import fingerprint

    return {"seen": fingerprint(plan_for(world.program, now=timezone.now()))}


program = key("program_id", "program")
slot = key("slot_id", "slot")
empty = key("slot_id", "open_slot")
asked = key("slot_id", "asked_slot")
placement = key("placement_id", "placement")
proposed = key("placement_id", "proposed_placement")
past = key("placement_id", "past_placement")
section = key("section_id", "shared_section")

ROUTES = [
    Route("rotations:home", get=EVERYBODY),
    Route("rotations:program", get=RUN, kwargs=program),
    Route(
        "rotations:slot_new",
        get=RUN,
        post=RUN,
        kwargs=program,
        data=lambda world: details(world) | {"host": str(world.host_person.pk)},
    ),
    Route(
        "rotations:slot_own",
        get=Access(ok=EMPLOYEES),
        post=Access(ok=EMPLOYEES),
        kwargs=program,
        data=details,
    ),
    Route("rotations:proposals", get=RUN, post=RUN, kwargs=program, data=plan),
    Route(
        "rotations:proposals_withdraw",
        post=RUN,
        kwargs=lambda world: program(world) | {"batch": world.proposed_placement.batch},
    ),
    Route("rotations:grid", get=RUN, kwargs=program, query="?by=people&from=2026-01"),
    Route(
        "rotations:requirement",
        get=RUN,
        post=RUN,
        kwargs=key("track_id", "track"),
        data=lambda world: {"foundation_count": "1", "lead_count": "1", "functions": "2"},
    ),
    Route("rotations:slot", get=Access(ok=f"mentee host mentor {RUNNERS}"), kwargs=slot),
    Route(
        "rotations:slot_edit",
        get=Access(ok=f"host {RUNNERS}"),
        post=Access(ok=f"host {RUNNERS}"),
        kwargs=asked,
        data=details,
    ),
    Route("rotations:slot_offer", post=Access(ok=f"host {RUNNERS}"), kwargs=asked),
    Route("rotations:slot_withdraw", post=Access(ok=f"host {RUNNERS}"), kwargs=empty),
    Route(
        "rotations:slot_close",
        post=Access(ok=f"host {RUNNERS}", forbidden="mentee mentor"),
        kwargs=slot,
    ),
    Route(
        "rotations:place",
        get=Access(ok=RUNNERS, forbidden="host"),
        post=Access(ok=RUNNERS, forbidden="host"),
        kwargs=empty,
        data=wish,
    ),
    Route(
        "rotations:placement",
        get=Access(ok=f"mentee host mentor {RUNNERS}"),
        kwargs=placement,
    ),
    Route("rotations:placement_confirm", post=ASKED, kwargs=proposed),
    Route(
        "rotations:placement_confirm_for",
        post=Access(ok=RUNNERS, forbidden="host"),
        kwargs=lambda world: {"placement_id": world.silent_placement.pk, "role": "mentee"},
    ),
    Route(
        "rotations:placement_decline",
        get=ASKED,
        post=ASKED,
        kwargs=proposed,
        data=lambda world: {"category": "time", "words": "Not this year"},
    ),
    Route(
        "rotations:placement_withdraw",
        post=Access(ok=RUNNERS, forbidden="mentee host"),
        kwargs=proposed,
    ),
    Route(
        "rotations:placement_cancel",
        post=Access(ok=RUNNERS, forbidden="mentee host mentor"),
        kwargs=placement,
    ),
    Route(
        "rotations:placement_restore",
        post=Access(ok=RUNNERS, forbidden="mentee host"),
        kwargs=key("placement_id", "cancelled_placement"),
    ),
    Route(
        "rotations:debrief",
        get=Access(ok="mentee mentor", forbidden=f"host {RUNNERS}"),
        kwargs=past,
    ),
    Route(
        "rotations:debrief_write",
        get=Access(ok="mentee", forbidden=f"host mentor {RUNNERS}"),
        post=Access(ok="mentee", forbidden=f"host mentor {RUNNERS}"),
        kwargs=past,
        data=lambda world: {"intended": "Learn", "happened": "I learnt"},
    ),
    Route(
        "rotations:debrief_share",
        post=MENTEE,
        kwargs=key("section_id", "debrief_section"),
    ),
    Route(
        "rotations:debrief_unshare",
        post=Access(ok="mentee", forbidden="mentor"),
        kwargs=section,
    ),
    Route(
        "rotations:checkpoint",
        get=THREE,
        post=THREE,
        kwargs=key("checkpoint_id", "open_checkpoint"),
        data=lambda world: {"knowledge": "4", "impact": "3", "note": "They lead the meeting"},
    ),
]
