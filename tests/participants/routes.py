"""Who may do what at the addresses of participants."""

from tests.permissions.declarations import EMPLOYEES, Access, Route
from tests.world import World

HR = Access(ok="hr_admin")
#: The owner of the program that the mentee takes part in, the line manager, the mentee.
SEES_MENTEE = "hr_admin mentee line_manager owner mentor coach sponsor"
NOT_HR = "mentee line_manager owner mentor coach sponsor"


def mentee(world: World) -> dict[str, object]:
    return {"person_id": world.mentee_person.pk}


def join_token(world: World) -> dict[str, object]:
    from participants.services.invitations import token_of

    return {"token": token_of(world.open_invitation)}


ROUTES = [
    Route("participants:list", get=HR),
    Route(
        "participants:new",
        get=HR,
        post=HR,
        data=lambda world: {"given_name": "Ada", "family_name": "Byron"},
    ),
    Route(
        "participants:invite_all",
        get=HR,
        post=HR,
    ),
    Route("participants:profile", get=Access(ok=EMPLOYEES), post=Access(ok=EMPLOYEES)),
    Route(
        "participants:consent",
        post=Access(ok=EMPLOYEES),
        kwargs=lambda world: {"purpose": "statistics"},
        data=lambda world: {"given": "yes"},
    ),
    Route(
        "participants:groups",
        get=Access(ok=EMPLOYEES),
        post=Access(ok=EMPLOYEES),
        data=lambda world: {"consent": "on"},
    ),
    Route("participants:groups_withdraw", post=Access(ok=EMPLOYEES)),
    Route(
        "participants:group_questions",
        get=HR,
        post=HR,
        data=lambda world: {"name": "Caring for others", "options": "Yes\nNo"},
    ),
    Route("participants:group_usual", post=HR),
    Route(
        "participants:group_retire",
        post=HR,
        kwargs=lambda world: {"question_id": world.group_question.pk},
    ),
    Route(
        "participants:join",
        get=Access(public=True),
        post=Access(public=True),
        kwargs=join_token,
        data=lambda world: {"password": "a long pass phrase"},
    ),
    Route(
        "participants:competencies", get=HR, post=HR, data=lambda world: {"name": "Storytelling"}
    ),
    Route(
        "participants:admins",
        get=HR,
        post=HR,
        data=lambda world: {"person": str(world.owner_person.pk)},
    ),
    Route("participants:revoke_admin", post=HR, kwargs=mentee),
    Route(
        "participants:apart",
        get=HR,
        post=HR,
        data=lambda world: {
            "a": str(world.owner_person.pk),
            "b": str(world.mentee_person.pk),
            "basis": "declared",
        },
    ),
    Route("participants:together", post=HR, kwargs=lambda world: {"block_id": world.pair_block.pk}),
    Route("participants:person", get=Access(ok=SEES_MENTEE), kwargs=mentee),
    Route(
        "participants:edit",
        get=Access(ok="hr_admin", forbidden=NOT_HR),
        post=Access(ok="hr_admin", forbidden=NOT_HR),
        kwargs=mentee,
        data=lambda world: {"given_name": "Mina", "family_name": "World"},
    ),
    Route("participants:leave", post=Access(ok="hr_admin", forbidden=NOT_HR), kwargs=mentee),
    Route("participants:return", post=Access(ok="hr_admin", forbidden=NOT_HR), kwargs=mentee),
    Route("participants:invite", post=Access(ok="hr_admin", forbidden=NOT_HR), kwargs=mentee),
]
