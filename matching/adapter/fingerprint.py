"""Whether anything that a problem is made of has changed, without reading it.

PostgreSQL stamps each version of a row with the transaction and the command that wrote it. Of a set
of rows the number and the sums of these stamps can't come out the same after a change: a new version
always bears a later transaction than the one it replaces, or a later command of the same.
"""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from core.questionnaires.models import Answer, Response
from engagements.models import (
    Engagement,
    EngagementMember,
    MentorCapacity,
    PartnerWish,
    Place,
)
from matching.enums import ProposalState
from matching.models import MatchPolicy, MentorWish, Offer, Proposal
from participants.models import Organisation, PairBlock, Person, PersonCompetency, Profile
from programs.models import (
    Cohort,
    Enrolment,
    Grade,
    MentorTier,
    Track,
    Training,
    TrainingCompletion,
)

_STAMP = (
    "SELECT {place}, count(*), coalesce(sum(a), 0), coalesce(sum(b), 0)"
    " FROM ({rows}) AS stamps(a, b)"
)

Fingerprint = tuple[Any, ...]


def fingerprint(cohort: Cohort, track: Track, policy: MatchPolicy, day: date) -> Fingerprint:
    """Equal as long as `problem_for` would make the same problem; one query for any cohort."""
    parts: list[str] = []
    values: list[Any] = []
    for place, rows in enumerate(_sources(cohort, track)):
        table = connection.ops.quote_name(rows.model._meta.db_table)
        columns = (f"{table}.{name}::text::bigint" for name in ("xmin", "cmin"))
        stamps = [RawSQL(column, ()) for column in columns]  # noqa: S611 - our tables' own names
        sql, params = rows.order_by().values_list(*stamps).query.sql_with_params()
        parts.append(_STAMP.format(place=place, rows=sql))
        values += params
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        found = tuple(sorted(cursor.fetchall()))
    return (str(policy.pk), day, found)


def _sources(cohort: Cohort, track: Track) -> "tuple[QuerySet[Any], ...]":
    """Every table that the adapter reads, narrowed to the people of the cohort's track where each
    has rows of their own.
    """
    here = Enrolment.objects.filter(cohort=cohort, track=track)
    people = here.values("person")
    responses = Response.objects.filter(context_id__in=here.values("pk"))
    members = EngagementMember.objects.filter(person__in=people)
    offered = Proposal.objects.filter(run__cohort=cohort, run__track=track)
    return (
        Enrolment.objects.filter(person__in=people),
        Person.objects.all(),
        Profile.objects.filter(person__in=people),
        PersonCompetency.objects.filter(person__in=people),
        responses,
        Answer.objects.filter(response__in=responses.values("pk")),
        PairBlock.objects.all(),
        Organisation.objects.all(),
        Grade.objects.all(),
        Cohort.objects.all(),
        Track.objects.all(),
        MentorTier.objects.all(),
        Training.objects.all(),
        TrainingCompletion.objects.filter(person__in=people),
        members,
        Engagement.objects.filter(pk__in=members.values("engagement")),
        PartnerWish.objects.filter(engagement__in=members.values("engagement")),
        Place.objects.filter(Q(track=track) | Q(mentor__in=people)),
        MentorCapacity.objects.filter(person__in=people),
        Offer.objects.filter(person__in=people),
        offered.filter(state=ProposalState.OFFERED),
        MentorWish.objects.filter(mentee__in=here.values("pk")),
    )
