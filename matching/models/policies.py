"""What a good match is, in words, version by version."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record
from matching.enums import FormerPairs, MatchMode, QualityFloor, WeakestPairs, Weight


class MatchPolicy(Record):
    """One version of a program's policy: criteria with weights, the hard rules, the order of aims.

    Versions from before there was a choice about the weakest pairs lift them first, as they did.
    """

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="match_policies")
    version = models.PositiveSmallIntegerField(default=1)
    mode = models.CharField(
        _("who has a say"), max_length=10, choices=MatchMode, default=MatchMode.ADMIN
    )
    avoid_reporting_line = models.BooleanField(_("never within a reporting line"), default=True)
    avoid_same_unit = models.BooleanField(_("never within one business unit"), default=False)
    mentor_more_senior = models.BooleanField(_("the mentor is more senior"), default=False)
    quality_floor = models.PositiveSmallIntegerField(
        _("no pair that is less than"), choices=QualityFloor, default=QualityFloor.NONE
    )
    weakest_pairs = models.CharField(
        _("the weakest pairs"),
        max_length=10,
        choices=WeakestPairs,
        default=WeakestPairs.FLOORS,
        db_default=WeakestPairs.FIRST,
    )
    former_pairs = models.CharField(
        _("people who have worked together"),
        max_length=10,
        choices=FormerPairs,
        default=FormerPairs.ANYWHERE,
        db_default=FormerPairs.ANYWHERE,
    )
    answer_days = models.PositiveSmallIntegerField(_("days to answer an offer"), default=7)
    request_days = models.PositiveSmallIntegerField(_("days to ask mentors"), default=14)
    in_use = models.BooleanField(default=True)

    fields_are = classified(
        retention="program",
        internal=(
            "program version mode avoid_reporting_line avoid_same_unit mentor_more_senior"
            " answer_days request_days quality_floor weakest_pairs former_pairs in_use"
        ),
    )

    class Meta:
        ordering = ["program", "-version"]
        verbose_name_plural = "match policies"
        constraints = [
            models.UniqueConstraint(fields=["program", "version"], name="policy_version_once"),
            models.UniqueConstraint(
                fields=["program"], condition=models.Q(in_use=True), name="policy_one_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program} {self.version}"


class PolicyCriterion(Record):
    """How much one criterion counts under a policy."""

    policy = models.ForeignKey(MatchPolicy, models.CASCADE, related_name="criteria")
    key = models.SlugField(max_length=60)
    weight = models.CharField(max_length=10, choices=Weight, default=Weight.HELPFUL)
    position = models.PositiveSmallIntegerField(default=0)

    fields_are = classified(retention="program", internal="policy key weight position")

    class Meta:
        ordering = ["policy", "position", "key"]
        verbose_name_plural = "policy criteria"
        constraints = [
            models.UniqueConstraint(fields=["policy", "key"], name="policy_criterion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.weight}"
