"""Two people who are never paired."""

from django.db import models
from django.db.models import F, Q

from core.records.classification import classified
from core.records.models import Record
from participants.enums import BlockBasis


class PairBlock(Record):
    """`a` and `b`, the smaller key first, are kept apart until a date or for good."""

    a = models.ForeignKey("participants.Person", models.CASCADE, related_name="blocks_as_a")
    b = models.ForeignKey("participants.Person", models.CASCADE, related_name="blocks_as_b")
    basis = models.CharField(max_length=20, choices=BlockBasis)
    until = models.DateField(null=True, blank=True)

    fields_are = classified(retention="employment", sensitive="a b basis until")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["a", "b", "basis"], name="pair_block_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="pair_block_ordered"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
