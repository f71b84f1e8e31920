"""What a "visible to" line claims is what the one door does.

Each audience that names a model has a sample here: a row of the shared world with such a text, and
the subject who wrote it. A reader whom the line names must get the row, everybody else must not.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from core.design import audience
from core.design.audience import Reader
from core.records.classification import Privacy
from engagements.models import EngagementMember
from programs.models import Enrolment
from tests.permissions.declarations import SIGNED_IN
from tests.world import World

#: Who stands in which relation to the texts of an author.
AROUND = {
    "mentee": {
        "mentor": Reader.PARTNER,
        "host": Reader.HOST,
        "line_manager": Reader.MANAGER,
        "owner": Reader.OWNER,
        "hr_admin": Reader.HR,
        "sponsor": Reader.SPONSOR,
    },
    "mentor": {"owner": Reader.OWNER, "hr_admin": Reader.HR},
    "coach": {"mentee": Reader.PARTNER, "owner": Reader.OWNER, "sponsor": Reader.SPONSOR},
    "owner": {"hr_admin": Reader.HR},
    "host": {"owner": Reader.OWNER, "hr_admin": Reader.HR, "sponsor": Reader.SPONSOR},
    "sponsor": {
        "owner": Reader.OWNER,
        "hr_admin": Reader.HR,
        "host": Reader.PARTICIPANTS,
        "other_host": Reader.PARTICIPANTS,
    },
    "hr_admin": {"owner": Reader.OWNER},
}
Sample = Callable[[World], Any]


def remembered(name: str) -> Sample:
    return lambda world: getattr(world, name)


def profile(world: World) -> Any:
    from participants.services.profiles import save_profile

    return save_profile(
        person=world.mentee_person, by=None, now=World.NOW, objectives="Grow", adjustments="Light"
    )


def groups(world: World) -> Any:
    from participants.services.groups import declare_groups

    person, asked = world.mentee_person, world.group_question
    said = {asked.pk: asked.options.all()[0].pk}
    return declare_groups(person=person, choices=said, by=person.user, now=World.NOW)


def application(world: World) -> Any:
    """A text in an application that was handed in."""
    from core.questionnaires.models import Answer, Response
    from core.questionnaires.services.answering import save_answer, start
    from core.questionnaires.services.defining import define, publish
    from programs import questions

    told = {"by": None, "now": World.NOW}
    items = questions.items_of("mentee")
    drafted = define(
        key="test.audience", kind=questions.KIND, title="Applying", items=items, **told
    )
    asked = publish(questionnaire=drafted, **told)
    mine = {"respondent": world.mentee_person, "context": world.mentee_enrolment}
    response = start(questionnaire=asked, **mine, **told)
    save_answer(response=response, key="objectives", value="Grow", **told)
    Response.objects.filter(pk=response.pk).update(
        state=Response.State.SUBMITTED, submitted_at=World.NOW
    )
    return Answer.objects.get(response=response, question__key="objectives")


def declined_offer(world: World) -> Any:
    from matching.services.offers import decline

    offer, by = world.mentor_offer, world.user("mentor")
    return decline(offer=offer, category="fit", words="Not now.", by=by, now=World.NOW)


def ruled_out(world: World) -> Any:
    from matching.services.review import veto

    pair, by = world.proposal, world.user("owner")
    facts = {"mentor": pair.mentor, "mentee": pair.mentee, "by": by, "now": World.NOW}
    return veto(run=pair.run, reason="They know each other.", **facts)


def asked(world: World) -> Any:
    """A word of the mentee to the mentor, in a program in which they have not met yet."""
    from matching.services.requests import ask

    facts = {"cohort": world.asking_cohort, "track": world.asking_track, "state": "selected"}
    facts |= {"applied_at": World.NOW, "decided_at": World.NOW}
    rows = {
        role: Enrolment.objects.create(person=getattr(world, f"{role}_person"), role=role, **facts)
        for role in ("mentor", "mentee")
    }
    EngagementMember.objects.filter(person=world.mentee_person).delete()
    return ask(words="I hear you listen.", by=None, now=World.NOW, **rows).request


def tier_of_the_mentor(world: World) -> Any:
    return world.mentor_enrolment.tier_changes.get()


def training_of_the_mentor(world: World) -> Any:
    return world.training.completions.get()


#: The audience: a row with such a text, and whose words they are.
SAMPLES: dict[str, tuple[Sample, str]] = {
    "programs.tier": (tier_of_the_mentor, "mentor"),
    "programs.training": (training_of_the_mentor, "mentor"),
    "session.agenda": (remembered("session"), "mentee"),
    "session.notes": (remembered("held_session"), "mentee"),
    "agreement.expectations": (remembered("agreement"), "mentee"),
    "agreement.boundaries": (remembered("agreement"), "mentee"),
    "agreement.confidentiality": (remembered("agreement"), "mentee"),
    "action.text": (remembered("action"), "mentee"),
    "goal.title": (remembered("goal"), "mentee"),
    "goal.success": (remembered("goal"), "mentee"),
    "goal.evidence": (remembered("goal_step"), "mentee"),
    "learning.title": (remembered("learning"), "mentee"),
    "journal.text": (remembered("entry"), "mentee"),
    "checkin.comment": (remembered("checkin"), "mentee"),
    "flash.mentee_line": (remembered("over_booking"), "mentee"),
    "flash.mentor_line": (remembered("over_booking"), "mentee"),
    "handover.text": (remembered("hand_over"), "mentee"),
    "input.words": (remembered("waiting_input"), "host"),
    "pooled.words": (remembered("pooled_release"), "host"),
    "answer.text": (remembered("leader_answer"), "sponsor"),
    "another.words": (remembered("review"), "mentee"),
    "closing.words": (remembered("review"), "mentee"),
    "draft.words": (remembered("draft"), "mentee"),
    "profile.objectives": (profile, "mentee"),
    "profile.adjustments": (profile, "mentee"),
    "matching.purpose": (remembered("purpose"), "hr_admin"),
    "groups.choices": (groups, "mentee"),
    "programs.application": (application, "mentee"),
    "matching.decline": (declined_offer, "mentor"),
    "matching.veto": (ruled_out, "owner"),
    "matching.request": (asked, "mentee"),
    "rotations.checkpoint_note": (remembered("rating"), "mentee"),
    "rotations.debrief": (remembered("debrief_section"), "mentee"),
    "rotations.refusal": (remembered("refusal"), "mentee"),
    "coaching.note": (remembered("coach_note"), "coach"),
    "programs.decision": (remembered("mentee_enrolment"), "mentee"),
}


def claims() -> list[str]:
    return sorted(key for key, claim in audience.declared().items() if claim.model)


@pytest.mark.parametrize("key", claims())
def test_a_claim_is_what_the_door_does(key: str, world: World) -> None:
    sample, author = SAMPLES[key]
    claim = audience.named(key)
    row = sample(world)
    assert row._meta.label_lower == claim.model
    assert getattr(row, claim.field), "a sample without the text proves nothing"
    visible = type(row).objects
    relations = {author: Reader.AUTHOR, **AROUND[author]}
    got = {
        subject: visible.visible_to(world.user(subject)).filter(pk=row.pk).exists()
        for subject in SIGNED_IN.split()
    }
    named = {subject: relations.get(subject) in claim.readers for subject in SIGNED_IN.split()}
    assert got == named


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if hasattr(m, "fields_are")], ids=lambda m: m.__name__
)
def test_every_confidential_text_of_a_room_says_who_reads_it(model: Any) -> None:
    if model._meta.app_label not in ("participants", "engagements", "matching", "rotations"):
        return
    confidential = {
        name for name, level in model.fields_are.privacy.items() if level is Privacy.CONFIDENTIAL
    }
    said = {
        claim.field
        for claim in audience.declared().values()
        if claim.model == model._meta.label_lower
    }
    assert confidential - said == set()
