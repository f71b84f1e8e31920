"""The stored truth of this room. What is shown are releases of core.privacy, never these rows."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.records.classification import classified
from core.records.models import Record


class MetricValue(Record):
    """One person's part of a metric in a month: internal, read only to make a release.

    A person counts once in a program, with the cohort and track that they joined last and the
    unit that they were in when the month was rolled up.
    """

    metric = models.SlugField(max_length=40)
    month = models.DateField()
    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="+")
    cohort = models.ForeignKey("programs.Cohort", models.SET_NULL, null=True, related_name="+")
    track = models.ForeignKey("programs.Track", models.SET_NULL, null=True, related_name="+")
    unit = models.ForeignKey("participants.Unit", models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    numerator = models.DecimalField(max_digits=10, decimal_places=2)
    denominator = models.DecimalField(max_digits=10, decimal_places=2)

    fields_are = classified(
        retention="program",
        internal="metric month program cohort track unit",
        personal="person",
        sensitive="numerator denominator",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "metric", "month", "person"], name="metric_value_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.month:%Y-%m}"


class MetricTarget(Record):
    """What a program wants to reach; without one, the metric's own target holds."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="+")
    metric = models.SlugField(max_length=40)
    value = models.DecimalField(max_digits=6, decimal_places=1)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    set_at = models.DateTimeField()

    fields_are = classified(retention="program", internal="program metric value set_by set_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "metric"], name="metric_target_once"),
        ]

    def __str__(self) -> str:
        return f"{self.metric}: {self.value}"


class RollupState(Record):
    """How far a program's month is: rolled up, and for good once released."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="+")
    month = models.DateField()
    rolled_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(retention="program", internal="program month rolled_at released_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "month"], name="rollup_state_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class StaleFigure(Record):
    """Something happened to a person in a program since the last rollup."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="+")
    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")

    fields_are = classified(retention="short", internal="program", personal="person")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "person"], name="stale_figure_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SettledGroup(Record):
    """Whom a state's last release counted in a group: joiners and leavers wait to be enough.

    Bare ids, like the vectors of a release: forgetting one would let the others be worked out.
    """

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="+")
    metric = models.SlugField(max_length=40)
    partition = models.CharField(max_length=20)
    label = models.CharField(max_length=40, blank=True)
    people = ArrayField(models.UUIDField())

    fields_are = classified(retention="program", internal="program metric partition label people")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "metric", "partition", "label"], name="settled_group_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partition} {self.label}"
