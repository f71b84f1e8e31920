"""Whether anything that a problem is made of has changed, without reading it.

PostgreSQL stamps each version of a row with the transaction and the command that wrote it. Of a set
of rows the number and the sums of these stamps can't come out the same after a change: a new version
always bears a later transaction than the one it replaces, or a later command of the same.

Transactions are told by their age, which is a plain number where the stamp itself would have to be
written out and read again for each row; and they are taken off the age of the first there can be, so that
the sum stays what it is while time goes on. Commands count only within the transaction that asks, or a
later one: of others there is one version to be seen, and locking a row writes over its command.
"""

from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

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

#: 3 is the first transaction that there can be.
_STAMP = (
    "SELECT {place}, count(*), count(*) * age('3'::xid)::bigint - coalesce(sum(age), 0),"
    " coalesce(sum(command), 0) FROM ({rows}) AS stamps(age, command)"
)
_AGE = "age({table}.xmin)"
_COMMAND = "CASE WHEN age({table}.xmin) > 0 THEN 0 ELSE {table}.cmin::text::bigint END"

Fingerprint = tuple[Any, ...]


def fingerprint(cohort: Cohort, track: Track, policy: MatchPolicy, day: date) -> Fingerprint:
    """Equal as long as `problem_for` would make the same problem; one query for any cohort."""
    sql, values = _asked(cohort.pk, track.pk)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = tuple(sorted(cursor.fetchall()))
    return (str(policy.pk), day, found)


@lru_cache(maxsize=64)
def _asked(cohort: UUID, track: UUID) -> tuple[str, tuple[Any, ...]]:
    """The query of a cohort's track, put together once: that takes a quarter of what it takes itself."""
    parts: list[str] = []
    values: list[Any] = []
    for place, rows in enumerate(_sources(cohort, track)):
        table = connection.ops.quote_name(rows.model._meta.db_table)
        columns = (each.format(table=table) for each in (_AGE, _COMMAND))
        stamps = [RawSQL(column, ()) for column in columns]  # noqa: S611 - our tables' own names
        sql, params = rows.order_by().values_list(*stamps).query.sql_with_params()
        parts.append(_STAMP.format(place=place, rows=sql))
        values += params
    return " UNION ALL ".join(parts), tuple(values)


def _sources(cohort: UUID, track: UUID) -> "tuple[QuerySet[Any], ...]":
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
