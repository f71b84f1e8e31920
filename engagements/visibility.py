"""Which rows of this room a user may see: what is said in a relationship stays with its members.

Owners, HR and line managers read through engagements.selectors.metadata and .sharing, which hand
out facts and shared titles, never rows with texts.
"""

from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q

from core.visibility.registry import NOBODY, grant
from engagements.enums import OPEN_STATES, MemberRole
from engagements.models import EngagementMember, Goal
from engagements.selectors.flash import mentee_enrolments
from engagements.voices import LEADERS
from participants.selectors import person_of
from programs.enums import Format
from programs.visibility import programs_of, run_by

#: Models that belong to the members of a relationship, and the way to it.
SHARED = {
    "engagements.Engagement": "pk",
    "engagements.EngagementMember": "engagement",
    "engagements.Agreement": "engagement",
    "engagements.AgreementSignature": "agreement__engagement",
    "engagements.ActionItem": "engagement",
    "engagements.Goal": "engagement",
}
#: Those that belong to one person, and the way to them.
OWN = {
    "engagements.Goal": "person",
    "engagements.CheckIn": "person",
    "engagements.ClosingReview": "person",
    "engagements.JournalEntry": "author",
    "engagements.HandOver": "author",
    "engagements.MentorCapacity": "person",
    "engagements.Place": "person",
    "engagements.Learning": "person",
    "engagements.EngagementMember": "person",
    "engagements.FlashSlot": "mentor",
    "engagements.FlashBooking": "person",
    "engagements.PartnerWish": "person",
    "engagements.ThemeInput": "author",
}
#: What is about input for a program's leaders, and the way to the program.
ASKED = {
    "engagements.Theme": "program",
    "engagements.LeaderAnswer": "release__theme__program",
}


def engagements_of(user: Any) -> Any:
    """Keys of the relationships in which the user is a member."""
    rows = EngagementMember.objects.filter(person__user=user, left_at=None)
    return rows.values("engagement")


def _shared(user: Any, path: str) -> Q:
    return Q(**{f"{path}__in": engagements_of(user)})


def _own(user: Any, path: str) -> Q:
    return Q(**{f"{path}__user": user})


def _steps(user: Any) -> Q:
    goals = Goal.objects.filter(_own(user, "person") | _shared(user, "engagement"))
    return Q(goal__in=goals.values("pk"))


def _learning_for_goals(user: Any) -> Q:
    """Under a goal, whoever works on it reads what serves it; what was taken away, nobody."""
    return _shared(user, "goal__engagement") & Q(removed_at=None)


def _since_joining(user: Any, path: str, moment: str) -> Q:
    """Rows of the user's relationships; of a circle, what was said since they joined it."""
    mine = EngagementMember.objects.filter(
        engagement=OuterRef(path), person__user=user, left_at=None, joined_at__lte=OuterRef(moment)
    )
    return ~Q(**{f"{path}__format": Format.CIRCLE}) | Q(Exists(mine))


def _sessions(user: Any) -> Q:
    said = _since_joining(user, "engagement", "starts_at")
    return _shared(user, "engagement") & (said | _since_joining(user, "engagement", "created_at"))


def _attendance(user: Any) -> Q:
    said = _since_joining(user, "session__engagement", "session__starts_at")
    return _shared(user, "session__engagement") & said


def _entries(user: Any) -> Q:
    return _shared(user, "shared_with") & _since_joining(user, "shared_with", "shared_at")


def _open_to(user: Any) -> Q:
    """Slots of programs in which the user is a mentee; whether they may book one is asked apart."""
    me = person_of(user)
    if me is None:
        return NOBODY
    programs = mentee_enrolments(me).order_by().values("cohort__program")
    return Q(track__program__in=programs)


def _seats_given(user: Any) -> Q:
    return Q(slot__mentor__user=user)


def _handed_over(user: Any) -> Q:
    """The mentee or peer whom it is about, once the author says so."""
    return Q(mentee__user=user, offered_at__isnull=False)


def _follows(user: Any) -> Q:
    """The mentor or peer who follows, as long as that relationship goes on and the one whom the note is
    about shows it there.
    """
    mentoring = EngagementMember.objects.filter(
        person__user=user,
        role__in=(MemberRole.MENTOR, MemberRole.PEER),
        left_at=None,
        engagement__state__in=OPEN_STATES,
    )
    return Q(shared_with__in=mentoring.values("engagement"), offered_at__isnull=False)


def _partners(user: Any) -> Q:
    members = EngagementMember.objects.filter(engagement__in=engagements_of(user))
    return Q(pk__in=members.values("person"))


def _leads(user: Any, path: str) -> Q:
    """Rows of programs of which the user is a sponsor or on the board."""
    return Q(**{f"{path}__in": programs_of(user, *LEADERS)})


def _reverse_pairs(user: Any, path: str) -> Q:
    """Rows of programs in which the user is of a pair whose junior mentors the senior."""
    mine = EngagementMember.objects.filter(
        person__user=user, left_at=None, engagement__format=Format.REVERSE
    )
    return Q(**{f"{path}__in": mine.values("engagement__cohort__program")})


def register() -> None:
    """Called once from AppConfig.ready()."""
    for label, path in SHARED.items():
        grant(label, "members", partial(_shared, path=path))
    for label, path in OWN.items():
        grant(label, "own", partial(_own, path=path))
    for label, path in ASKED.items():
        grant(label, "leads", partial(_leads, path=path))
        grant(label, "runs", partial(run_by, path=path))
        grant(label, "reverse pairs", partial(_reverse_pairs, path=path))
    grant("engagements.PooledRelease", "leads", partial(_leads, path="theme__program"))
    grant("engagements.MentorChange", "runs", partial(run_by, path="cohort__program"))
    grant("engagements.GoalUpdate", "goal", _steps)
    grant("engagements.Learning", "goal", _learning_for_goals)
    grant("engagements.Session", "members", _sessions)
    grant("engagements.Attendance", "members", _attendance)
    grant("engagements.Attendance", "own", partial(_own, path="person"))
    grant("engagements.JournalEntry", "shared", _entries)
    grant("engagements.FlashSlot", "open to", _open_to)
    grant("engagements.FlashBooking", "mentor", _seats_given)
    grant("engagements.HandOver", "mentee", _handed_over)
    grant("engagements.HandOver", "next mentor", _follows)
    grant("participants.Person", "partner", _partners)
