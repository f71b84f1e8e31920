"""A run of the engine over a cohort's track, and the draft that humans work on."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.records.classification import classified
from core.records.models import Record
from matching.enums import RunStage, RunState, StepKind


class MatchRun(Record):
    """One computation; its progress and heartbeat are columns, never the queue's.

    `attempt` tells a worker that was thought dead that another has taken over. `previous` is the
    run that this one repeats with what humans decided since. One in the state `asked` was never
    computed: it collects the pairs of a cohort's track for which mentees asked themselves.
    """

    cohort = models.ForeignKey("programs.Cohort", models.CASCADE, related_name="match_runs")
    track = models.ForeignKey("programs.Track", models.CASCADE, related_name="match_runs")
    policy = models.ForeignKey("matching.MatchPolicy", models.PROTECT, related_name="runs")
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followers"
    )
    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=20, choices=RunStage, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    facts = models.JSONField(default=dict)
    error = models.CharField(max_length=200, blank=True)

    fields_are = classified(
        retention="program",
        internal=(
            "cohort track policy previous state attempt stage progress beat_at finished_at"
            " started_by facts error"
        ),
    )

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "track"],
                condition=Q(state__in=["queued", "running"]),
                name="run_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["cohort", "track"],
                condition=Q(state="asked"),
                name="run_one_for_what_is_asked",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class MatchDraft(Record):
    """The state a human decides on; `version` is the optimistic lock.

    `baseline` is what the run proposed, `assignment` the best under all decisions since, and `prices`
    what the last places are worth in it, for the next solve to begin from. Reviewed pairs stay put
    unless `reviewed_may_move`. `alone` are leaders who are to lead without a second, and who it was;
    `seconds` are leaders with the second whom somebody chose for them.
    """

    run = models.OneToOneField(MatchRun, models.CASCADE, related_name="draft")
    version = models.PositiveIntegerField(default=1)
    baseline = models.JSONField(default=dict)
    assignment = models.JSONField(default=dict)
    reviewed_may_move = models.BooleanField(default=False)
    prices = models.BinaryField(default=bytes)
    slots = models.JSONField(default=dict)
    alone = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    seconds = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))

    fields_are = classified(
        retention="program",
        internal="run version baseline assignment reviewed_may_move prices slots alone seconds",
    )

    def __str__(self) -> str:
        return str(self.pk)


class DraftStep(Record):
    """What one press did to a draft: it took it to `version`, and moved these people.

    A move is {mentee, before, after, lost, won, rank}: mentors' keys or "", what the pair before and
    the pair after are worth (0–100, 0 for none), and how many mentors would be better still, from 1.
    """

    draft = models.ForeignKey(MatchDraft, models.CASCADE, related_name="steps")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=6, choices=StepKind)
    mentee = models.ForeignKey(
        "programs.Enrolment", models.CASCADE, null=True, blank=True, related_name="+"
    )
    mentor = models.ForeignKey(
        "programs.Enrolment", models.CASCADE, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    moves = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program", internal="draft version kind mentee mentor by moves undone_at"
    )

    class Meta:
        ordering = ["draft", "-version", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "version"], name="draft_step_per_version"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
