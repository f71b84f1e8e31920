"""Who sees which reminders."""

from django.db.models import Q

from core.accounts.models import User


def own(user: User) -> Q:
    """One's own."""
    return Q(recipient=user)
