"""Hand-over notes: to whom a mentee or peer may show one, and which belong on a page."""

from typing import Any

from django.db.models import Q, QuerySet

from engagements.enums import OPEN_STATES, MemberRole
from engagements.models import Engagement, HandOver
from engagements.selectors.history import LEARNING
from engagements.selectors.relationships import Relationship
from participants.models import Person
from programs.enums import PAIRED


def mentees_of(engagement: Engagement, author: Person) -> list[Person]:
    """About whose development somebody in a relationship may write: the mentee's; of two peers, the
    other's.
    """
    rows = engagement.members.filter(role__in=LEARNING, left_at=None).select_related("person")
    return [
        member.person
        for member in rows
        if member.role == MemberRole.MENTEE or member.person_id != author.pk
    ]


def may_hand_over(one: Relationship) -> bool:
    """Where it is about one mentee's way for a while, or two peers'; coaches have a space of their own."""
    mentees = [member for member in (one.me, *one.partners) if member.role == MemberRole.MENTEE]
    return one.is_paired and (one.is_among_peers or len(mentees) == 1)


def own_note(one: Relationship) -> HandOver | None:
    """The member's own note about this relationship."""
    return HandOver.objects.filter(engagement=one.engagement, author=one.me.person).first()


def followers(note: HandOver) -> "QuerySet[Engagement]":
    """Later relationships of the one it is about that go on, in the same program: where it may be shown."""
    former = note.engagement
    rows = Engagement.objects.filter(
        members__person=note.mentee_id,
        members__role__in=LEARNING,
        members__left_at=None,
        state__in=OPEN_STATES,
        track__program=former.track.program_id,
        started_at__gt=former.started_at,
    )
    return rows.filter(format__in=PAIRED).exclude(pk=former.pk).distinct()


def notes_on(one: Relationship, user: Any) -> "QuerySet[HandOver]":
    """What this user may read of the notes about this relationship, of those shown in it, and of
    those that the mentee could show in it.
    """
    here, me = one.engagement, one.me.person
    belongs = Q(engagement=here) | Q(shared_with=here)
    if one.is_open and one.me.role in LEARNING:
        belongs |= Q(
            mentee=me,
            offered_at__isnull=False,
            shared_with=None,
            engagement__started_at__lt=here.started_at,
            engagement__track__program=here.cohort.program_id,
        )
    rows = HandOver.objects.visible_to(user).filter(belongs).defer("text")
    found: QuerySet[HandOver] = rows.select_related("author", "mentee")
    return found
