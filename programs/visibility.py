"""Which rows of this room a user may see; other rooms grant more."""

from functools import partial
from typing import Any

from django.db.models import Q

from core.visibility.registry import NOBODY, grant
from participants.permissions import employees, is_hr_admin
from programs.enums import ProgramRoleKind, Stage
from programs.models import Enrolment, ProgramRole

#: Models of a program that whoever may see the program may see as well, and the way to it.
PARTS = {
    "programs.Track": "program",
    "programs.TrackCompetency": "track__program",
    "programs.Milestone": "track__program",
    "programs.EntryCriterion": "track__program",
    "programs.ProgramRole": "program",
    "programs.MentorTier": "program",
    "programs.TierCriterion": "tier__program",
    "programs.Training": "program",
}
#: Those of which readers see only what is out, and who runs the program everything.
DRAFTED = {
    "programs.Charter": ("program", Q(published_at__isnull=False)),
    "programs.CharterGoal": ("charter__program", Q(charter__published_at__isnull=False)),
    "programs.Cohort": ("program", ~Q(stage=Stage.DRAFT)),
}
#: Those that only who runs the program sees, beside the person whom they are about.
RUN = {
    "programs.Enrolment": "cohort__program",
    "programs.EnrolmentChange": "enrolment__cohort__program",
    "programs.MilestoneProgress": "enrolment__cohort__program",
    "programs.StageChange": "cohort__program",
    "programs.TierChange": "enrolment__cohort__program",
    "programs.TrainingCompletion": "training__program",
}


def _hr(user: Any) -> Q:
    return Q(pk__isnull=False) if is_hr_admin(user) else NOBODY


def programs_of(user: Any, *roles: ProgramRoleKind) -> Any:
    """Keys of the programs in which the user has one of the roles (any role without arguments)."""
    rows = ProgramRole.objects.filter(person__user=user)
    return (rows.filter(role__in=roles) if roles else rows).values("program")


def _published_or_mine(user: Any, path: str = "") -> Q:
    prefix = f"{path}__" if path else ""
    out = Q(**{f"{prefix}published_at__isnull": False, f"{prefix}archived_at__isnull": True})
    return (out & employees(user)) | Q(**{f"{prefix}pk__in": programs_of(user)})


def run_by(user: Any, path: str) -> Q:
    """Rows of programs that the user runs, by the way from the row to its program."""
    if is_hr_admin(user):
        return Q(pk__isnull=False)
    return Q(**{f"{path}__in": programs_of(user, ProgramRoleKind.OWNER)})


def _enrolled_in_mine(user: Any) -> Q:
    owned = programs_of(user, ProgramRoleKind.OWNER)
    people = Enrolment.objects.filter(cohort__program__in=owned).values("person")
    return Q(pk__in=people)


def _out(user: Any, path: str, out: Q) -> Q:
    return (_published_or_mine(user, path) & out) | run_by(user, path)


def register() -> None:
    """Called once from AppConfig.ready()."""
    grant("programs.Program", "published or mine", _published_or_mine)
    grant("programs.Program", "hr", _hr)
    for label, path in PARTS.items():
        grant(label, "program", partial(_published_or_mine, path=path))
        grant(label, "hr", _hr)
    for label, (path, out) in DRAFTED.items():
        grant(label, "program", partial(_out, path=path, out=out))
    for label, path in RUN.items():
        grant(label, "owner", partial(run_by, path=path))
    grant("programs.Enrolment", "self", lambda user: Q(person__user=user))
    grant("programs.MilestoneProgress", "self", lambda user: Q(enrolment__person__user=user))
    grant("programs.TierChange", "self", lambda user: Q(enrolment__person__user=user))
    grant("programs.TrainingCompletion", "self", lambda user: Q(person__user=user))
    grant("participants.Person", "program owner", _enrolled_in_mine)
