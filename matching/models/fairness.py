"""What a run's pairs mean for groups of people."""

from django.db import models

from core.records.classification import classified
from core.records.models import Record


class FairnessReport(Record):
    """The figures of a run as its draft stood at `draft_version`; protected ones aren't in it.

    `facts` is a `matching.fairness.Report`. `decided` remembers which groups may be shown, by a
    digest of who is in them, because finding out takes long.

    `declared` is what was told by the groups that people declare, as `core.privacy` has released it: once
    for the run and once when it goes out, and each month while the cohort runs; never who is in one.

    They are counted in the background: `beat_at` is when that was asked for (`progress` 0) or when it last
    was seen at work, and None once nobody waits. Version 0 has no figures yet.
    """

    run = models.OneToOneField("matching.MatchRun", models.CASCADE, related_name="fairness")
    draft_version = models.PositiveIntegerField()
    computed_at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    decided = models.JSONField(default=dict)
    beat_at = models.DateTimeField(null=True, blank=True)
    declared = models.JSONField(default=dict)
    declared_at = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)

    fields_are = classified(
        retention="program",
        internal="run draft_version computed_at facts decided beat_at declared declared_at progress",
    )

    def __str__(self) -> str:
        return str(self.pk)
