"""Who may do what at the addresses of coaching."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.permissions.declarations import EMPLOYEES, Access, Route
from tests.world import World

KEY = UUID("6f1f6f5e-0000-4000-8000-0000000000c0")
RUNS_SOME = Access(ok="hr_admin owner other_owner")
HR_ONLY = Access(ok="hr_admin", forbidden="owner other_owner")
COACHES = Access(ok="coach other_coach")
RUNS = Access(ok="hr_admin owner")
#: Those with a coaching, a choice, or a place in the pool.
INVOLVED = Access(ok="coach other_coach mentee other_mentee")
PAIR = Access(ok="coach mentee")
COACH = Access(ok="coach", forbidden="mentee")
COACHEE = Access(ok="mentee", forbidden="coach")
NOTED = Access(ok="coach")
CHOOSES = Access(ok="mentee")
#: The other mentee has chosen the coach: both know of it, the coach answers.
KNOWN = Access(ok="coach other_mentee")
ANSWERS = Access(ok="coach", forbidden="other_mentee")
THREE = "hr_admin owner sponsor"
AGREED = Access(ok=f"coach mentee {THREE}")
OUTSIDE = " ".join(sorted(set(EMPLOYEES.split()) - set(THREE.split())))


def key(name: str, row: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {name: getattr(world, row).pk}


def of_contract(name: str, row: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {
        "contract_id": world.contract.pk if row == "bought_hours" else world.provider_contract.pk,
        name: getattr(world, row).pk,
    }


coach = key("coach_id", "other_coach_profile")
contract = key("contract_id", "contract")
search = key("search_id", "search")
proposal = key("proposal_id", "coach_proposal")
question = key("proposal_id", "other_coach_proposal")
coaching = key("coaching_id", "coaching")
three_way = key("contract_id", "three_way")
note = key("note_id", "coach_note")


def bought(world: World) -> dict[str, Any]:
    return {
        "key": KEY,
        "program": world.program.pk,
        "provider": "Coaches & Co",
        "hours": "10",
        "rate": "200",
        "currency": "EUR",
        "starts_on": "2026-01-01",
        "expires_on": "2026-12-31",
    }


ROUTES = [
    Route("coaching:mine", get=INVOLVED),
    Route(
        "coaching:profile",
        get=COACHES,
        post=COACHES,
        data=lambda world: {"languages": ["en"], "introduction": "I ask."},
    ),
    Route("coaching:pool", get=RUNS_SOME),
    Route(
        "coaching:invite",
        get=RUNS_SOME,
        post=RUNS_SOME,
        data=lambda world: {
            "key": KEY,
            "given_name": "Cleo",
            "family_name": "Coach",
            "email": "cleo@elsewhere.test",
            "timezone": "Europe/Lisbon",
            "languages": ["en"],
        },
    ),
    Route("coaching:coach", get=RUNS_SOME, kwargs=coach),
    Route(
        "coaching:rate",
        get=HR_ONLY,
        post=HR_ONLY,
        kwargs=coach,
        data=lambda world: {"amount": "220", "currency": "EUR"},
    ),
    Route("coaching:leave_pool", post=RUNS_SOME, kwargs=coach),
    Route("coaching:return_to_pool", post=RUNS_SOME, kwargs=coach),
    Route("coaching:contracts", get=RUNS_SOME),
    Route("coaching:contract_new", get=RUNS_SOME, post=RUNS_SOME, data=bought),
    Route("coaching:contract", get=RUNS, kwargs=contract),
    Route(
        "coaching:top_up",
        get=RUNS,
        post=RUNS,
        kwargs=contract,
        data=lambda world: {"key": KEY, "hours": "2.5"},
    ),
    Route(
        "coaching:open",
        get=RUNS,
        post=RUNS,
        kwargs=contract,
        data=lambda world: {"enrolment": world.mentee_enrolment.pk, "hours": "3"},
    ),
    Route("coaching:take_back", post=RUNS, kwargs=of_contract("entry_id", "bought_hours")),
    Route("coaching:close_search", post=RUNS, kwargs=of_contract("search_id", "search")),
    Route("coaching:reopen_search", post=RUNS, kwargs=of_contract("search_id", "search")),
    Route("coaching:search", get=CHOOSES, kwargs=search),
    Route("coaching:choose_again", post=CHOOSES, kwargs=search),
    Route(
        "coaching:call",
        get=CHOOSES,
        post=CHOOSES,
        kwargs=proposal,
        data=lambda world: {"day": "2099-03-20", "time": "10:00", "place": "A link"},
    ),
    Route("coaching:choose", post=CHOOSES, kwargs=proposal),
    Route("coaching:asked", get=KNOWN, kwargs=question),
    Route("coaching:accept", post=ANSWERS, kwargs=question),
    Route("coaching:decline", post=ANSWERS, kwargs=question),
    Route(
        "coaching:oversight",
        get=Access(ok=THREE, forbidden=OUTSIDE),
        kwargs=key("program_id", "program"),
    ),
    Route("coaching:three_way", get=AGREED, kwargs=three_way),
    Route(
        "coaching:decide",
        post=Access(ok="mentee", forbidden=f"coach {THREE}"),
        kwargs=three_way,
        data=lambda world: {"shows_titles": "on"},
    ),
    Route("coaching:sign", post=Access(ok="coach mentee", forbidden=THREE), kwargs=three_way),
    Route(
        "coaching:seen",
        post=Access(ok="hr_admin owner", forbidden="coach mentee sponsor"),
        kwargs=three_way,
    ),
    Route("coaching:note", get=NOTED, post=NOTED, kwargs=note, data=lambda w: {"text": "Later"}),
    Route("coaching:note_delete", post=NOTED, kwargs=note),
    Route("coaching:detail", get=PAIR, kwargs=coaching),
    Route(
        "coaching:notes",
        get=COACH,
        post=COACH,
        kwargs=coaching,
        data=lambda world: {"key": KEY, "text": "Asks first"},
    ),
    Route("coaching:facts", get=PAIR, kwargs=coaching),
    Route(
        "coaching:facts_give",
        post=COACHEE,
        kwargs=coaching,
        data=lambda world: {"until": "2026-12-01"},
    ),
    Route("coaching:facts_revoke", post=COACHEE, kwargs=coaching),
]
