"""Dated, sourced facts from the business: what entry criteria are made of."""

from django.db import models

from core.records.classification import classified
from core.records.models import Record


class BusinessFact(Record):
    """One fact about a person at a date, such as a performance rating of 4."""

    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="facts")
    key = models.SlugField(max_length=60)
    number = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    text = models.CharField(max_length=200, blank=True)
    as_of = models.DateField()
    source = models.CharField(max_length=120)

    fields_are = classified(
        retention="employment",
        internal="key as_of source",
        personal="person",
        sensitive="number text",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key", "as_of"], name="fact_once_a_day"),
        ]
        indexes = [models.Index(fields=["key", "person", "-as_of"], name="fact_latest")]

    def __str__(self) -> str:
        return f"{self.person}: {self.key}"
