"""What somebody may know of their own part, in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.once import once
from programs import stages
from programs.enums import EnrolmentState, Stage
from programs.models import Enrolment

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DECIDED = (EnrolmentState.SELECTED, EnrolmentState.WAITLISTED, EnrolmentState.DECLINED)


@dataclass(frozen=True)
class Standing:
    """Where a participant stands: a word, a sentence, and how it is drawn."""

    word: "_StrPromise"
    text: "_StrPromise"
    tone: str
    icon: str


_STANDINGS = {
    EnrolmentState.INVITED: Standing(
        _("Invited"),
        _("We would like you to take part. Read what it asks of you, then tell us about yourself."),
        "info",
        "envelope",
    ),
    EnrolmentState.STARTED: Standing(
        _("Not handed in yet"),
        _("You have begun to apply. Hand it in before sign-up ends."),
        "warning",
        "pencil-square",
    ),
    EnrolmentState.APPLIED: Standing(
        _("Handed in"),
        _("Your application is with the people who run the program. You will hear from them."),
        "info",
        "paper-airplane",
    ),
    EnrolmentState.SELECTED: Standing(
        _("You have a place"),
        _("You are in. You will hear when a partner has been found for you."),
        "success",
        "check-circle",
    ),
    EnrolmentState.WAITLISTED: Standing(
        _("On the waiting list"),
        _("All places are taken for now. If one becomes free, you may still join."),
        "warning",
        "clock",
    ),
    EnrolmentState.DECLINED: Standing(
        _("Not this time"),
        _("You don't have a place in this group. You are welcome to apply again."),
        "neutral",
        "minus-circle",
    ),
    EnrolmentState.WITHDRAWN: Standing(
        _("Withdrawn"),
        _("You take no part in this group. You can come back while there is room."),
        "neutral",
        "arrow-uturn-left",
    ),
    EnrolmentState.COMPLETED: Standing(
        _("Completed"),
        _("You have been through the whole program. Thank you."),
        "success",
        "trophy",
    ),
}
_RUNNING = Standing(
    _("Taking part"),
    _("The program is under way. Your milestones are below."),
    "success",
    "check-circle",
)
_OVER = Standing(
    _("Sign-up is over"),
    _("You had not handed in an application when sign-up ended."),
    "neutral",
    "minus-circle",
)


def known_state(enrolment: Enrolment) -> EnrolmentState:
    """The state as far as the person knows: a decision counts once they have been told."""
    state = EnrolmentState(enrolment.state)
    told = enrolment.told_at or enrolment.cohort.stage in stages.DECISIONS_KNOWN
    return state if told or state not in DECIDED else EnrolmentState.APPLIED


def standing(enrolment: Enrolment) -> Standing:
    """The state in words for the person; the cohort must be fetched."""
    state, stage = known_state(enrolment), enrolment.cohort.stage
    if state == EnrolmentState.SELECTED and stage in (Stage.RUNNING, Stage.CLOSING):
        return _RUNNING
    unanswered = state in (EnrolmentState.INVITED, EnrolmentState.STARTED)
    if unanswered and stage not in (Stage.DRAFT, *stages.TAKES_APPLICATIONS):
        return _OVER
    return _STANDINGS[state]


def takes_part(user: Any) -> bool:
    """Whether the user is, or was, enrolled anywhere: nothing of a participant waits for others."""
    return once(user, "takes part", lambda: Enrolment.objects.filter(person__user=user).exists())


def enrolments_of(user: Any) -> "QuerySet[Enrolment]":
    """What a user takes part in or applies for, the newest cohort first."""
    rows = Enrolment.objects.filter(person__user=user).exclude(cohort__stage=Stage.DRAFT)
    rows = rows.select_related("cohort__program", "track", "person")
    return rows.order_by("-cohort__starts_on", "role", "id")
