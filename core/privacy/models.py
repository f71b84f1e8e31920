"""What was published about groups of people, for good."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from core.crypto.fields import EncryptedJSONField
from core.privacy.cells import Reason
from core.records.classification import classified
from core.records.models import Record


class Published(RuntimeError):
    """What is published stays as it is: nothing here can be changed."""


@dataclass(frozen=True)
class Figure:
    """A cell as published: a number of people and a value, or the reason why neither is given."""

    partition: str
    label: str
    n: int | None = None
    value: Any = None
    reason: Reason | None = None

    @property
    def protected(self) -> bool:
        return self.reason is not None


class Unchangeable(Record):
    """A row that is written once. A database trigger holds bulk updates off as well."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Published(f"{self._meta.verbose_name} {self.pk} is published.")
        super().save(*args, **kwargs)


class Release(Unchangeable):
    """The figures of one metric that one audience sees for one period and scope."""

    metric = models.CharField(max_length=100)
    audience = models.CharField(max_length=100)
    period = models.CharField(max_length=100)
    scope = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField()
    cells = models.JSONField(encoder=DjangoJSONEncoder)

    fields_are = classified(
        retention="program",
        internal="id created_at metric audience period scope released_at cells",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "audience", "period", "scope"], name="one_release_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric}, {self.period}, for {self.audience}"

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures in the order in which they were given."""
        return tuple(Figure(**_with_reason(cell)) for cell in self.cells)


class ReleasedVector(Unchangeable):
    """Who was counted in a released figure: the memory that later releases are checked against.

    Bare person ids without a name or value. They outlive the erasure of a person (the id then
    points to nobody), because forgetting one member would let the others be worked out. They go
    when the release goes, and with it what it protects.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="vectors")
    people = ArrayField(models.UUIDField())

    fields_are = classified(retention="program", internal="id created_at release people")

    def __str__(self) -> str:
        return f"{len(self.people)} people"


class SealedVector(Record):
    """Who was counted in a released figure where belonging to the group is itself the secret.

    The memory of such figures, like `ReleasedVector`, as a list of keys that is encrypted: beside a
    figure about "5 people with a disability", five bare ids would name them. Not Unchangeable, for
    the rotation of keys writes it anew.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="sealed_vectors")
    sealed = EncryptedJSONField()

    fields_are = classified(retention="program", internal="release", confidential="sealed")

    def __str__(self) -> str:
        return str(self.pk)


def _with_reason(cell: dict[str, Any]) -> dict[str, Any]:
    return cell | {"reason": Reason(cell["reason"])} if "reason" in cell else cell
