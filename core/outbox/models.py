"""Messages waiting to be sent, and the mail that the demo shows instead of sending it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.outbox.enums import SETTLED, State
from core.records.classification import classified
from core.records.models import Record

if TYPE_CHECKING:
    from core.accounts.models import User

_PAIRED = (
    Q(state=State.PENDING, claimed_at=None, settled_at=None)
    | Q(state=State.SENDING, claimed_at__isnull=False, settled_at=None)
    | Q(state__in=SETTLED, claimed_at=None, settled_at__isnull=False)
)


class OutboxMessage(Record):
    """One mail to one address: which kind, about which rows. Its words are made when it is sent."""

    kind = models.CharField(max_length=80)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    to_email = models.EmailField(max_length=254, blank=True)
    parameters = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=200, unique=True)
    is_sample = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    not_before = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True)

    fields_are = classified(
        retention="short",
        internal=(
            "kind parameters dedupe_key message_id is_sample state not_before rung_at claimed_at"
            " settled_at attempts last_error"
        ),
        personal="recipient to_email",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="outbox_state_has_its_time", condition=_PAIRED),
            models.CheckConstraint(
                name="outbox_one_address", condition=Q(recipient=None) ^ Q(to_email="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="outbox_open",
                condition=Q(state__in=[State.PENDING, State.SENDING]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def address(self) -> str:
        """Where it goes, as known now."""
        user: User | None = self.recipient
        return user.email if user else self.to_email


class DemoMail(Record):
    """A mail that the demo's mailbox caught."""

    message_id = models.CharField(max_length=200)
    to_email = models.EmailField(max_length=254)
    subject = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    unsubscribe_url = models.URLField(max_length=500, blank=True)

    fields_are = classified(
        retention="short",
        internal="message_id",
        personal="to_email subject text html unsubscribe_url",
    )

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return self.subject


class DemoAttachment(Record):
    """A file of a caught mail."""

    mail = models.ForeignKey(DemoMail, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    mimetype = models.CharField(max_length=120)
    content = models.BinaryField()

    fields_are = classified(retention="short", internal="mail mimetype", personal="name content")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
