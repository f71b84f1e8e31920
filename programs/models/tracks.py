"""Tracks: for whom, what is required, and what happens when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record
from programs.enums import Format, Operator, ParticipantRole


class Track(Record):
    """A path through a program with its own criteria, milestones and rhythm."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="tracks")
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    format = models.CharField(max_length=20, choices=Format, default=Format.ONE_TO_ONE)
    exclusive = models.BooleanField(_("one mentor at a time"), default=True)
    mentor_capacity = models.PositiveSmallIntegerField(_("mentees per mentor"), default=1)
    meeting_every_days = models.PositiveSmallIntegerField(_("days between sessions"), default=21)
    checkin_every_days = models.PositiveSmallIntegerField(_("days between check-ins"), default=30)
    #: In a flash track only: how many conversations a mentee may have ahead at once.
    open_bookings = models.PositiveSmallIntegerField(
        _("short conversations booked at once"), default=2, db_default=2
    )
    first_talk = models.BooleanField(_("a first talk before the final yes"), default=False)
    #: In a track of circles only: whoever has no circle of their own leads one with somebody.
    two_lead = models.BooleanField(
        _("a circle may have two mentors"), default=False, db_default=False
    )
    mentor_term_months = models.PositiveSmallIntegerField(
        _("months with one mentor"), null=True, blank=True
    )
    #: Nobody of a tier below it mentors here, nor anybody without one; of mentors alone.
    lowest_tier = models.ForeignKey(
        "programs.MentorTier",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="tracks",
        verbose_name=_("mentors of this tier at least"),
    )
    position = models.PositiveSmallIntegerField(default=0)

    fields_are = classified(
        retention="program",
        public=(
            "program name description format exclusive mentor_capacity meeting_every_days"
            " checkin_every_days open_bookings first_talk two_lead mentor_term_months"
            " lowest_tier position"
        ),
    )

    class Meta:
        ordering = ["program", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="track_name_unique"),
            models.CheckConstraint(
                condition=models.Q(meeting_every_days__gte=1, checkin_every_days__gte=1),
                name="track_cadence_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(mentor_term_months=None) | models.Q(mentor_term_months__gte=1),
                name="track_term_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TrackCompetency(Record):
    """A competency that the track grows."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="track_competencies")
    competency = models.ForeignKey("participants.Competency", models.CASCADE)

    fields_are = classified(retention="program", public="track competency")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track", "competency"], name="track_competency_once"),
        ]

    def __str__(self) -> str:
        return str(self.competency)


class Criterion(Record):
    """A sentence over one fact, such as “years at the company is at least 2”."""

    fact = models.SlugField(max_length=60)
    operator = models.CharField(max_length=10, choices=Operator)
    value = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.fact} {self.operator} {self.value}"


class EntryCriterion(Criterion):
    """What a track asks of whoever takes part in a role."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="criteria")
    role = models.CharField(max_length=10, choices=ParticipantRole, default=ParticipantRole.MENTEE)

    fields_are = classified(retention="program", public="track role fact operator value position")

    class Meta:
        ordering = ["track", "role", "position", "id"]


class Milestone(Record):
    """A step of a track, so many days after a cohort's start."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="milestones")
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    offset_days = models.SmallIntegerField(_("days after the start"))
    optional = models.BooleanField(default=False)

    fields_are = classified(
        retention="program", public="track name description offset_days optional"
    )

    class Meta:
        ordering = ["track", "offset_days", "id"]

    def __str__(self) -> str:
        return self.name
