"""The user: an address, a language, a clock, and how much mail they want."""

import uuid
from datetime import time
from functools import cache
from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.managers import UserManager
from core.records.classification import classified


@cache
def zone_names() -> frozenset[str]:
    """The IANA time zones; reading them takes a walk through hundreds of files."""
    return frozenset(available_timezones())


def validate_timezone(name: str) -> None:
    """Raises ValidationError for a name that is no IANA time zone."""
    if name not in zone_names():
        raise ValidationError(_("“%(name)s” is not a time zone."), params={"name": name})


class User(AbstractBaseUser):
    """Somebody who can sign in. Who they are at work is the person in participants."""

    class Delivery(models.TextChoices):
        """How reminders arrive."""

        DIGEST = "digest", _("One summary a day")
        SINGLE = "single", _("Each on its own")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="en")
    timezone = models.CharField(max_length=64, default="UTC", validators=[validate_timezone])
    delivery = models.CharField(max_length=10, choices=Delivery, default=Delivery.DIGEST)
    digest_at = models.TimeField(default=time(8))
    quiet_from = models.TimeField(default=time(19))
    quiet_until = models.TimeField(default=time(7))
    weekly_cap = models.PositiveSmallIntegerField(default=5)
    muted_kinds = models.JSONField(default=list, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    fields_are = classified(
        retention="employment",
        internal="is_active is_sample password last_login",
        personal=(
            "email language timezone delivery digest_at quiet_from quiet_until weekly_cap"
            " muted_kinds"
        ),
    )

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.email

    @property
    def zone(self) -> ZoneInfo:
        """The person's own clock."""
        return ZoneInfo(self.timezone)
