"""How users are made and found."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

from core.visibility.querysets import VisibleQuerySet

if TYPE_CHECKING:
    from core.accounts.models import User


class UserManager(BaseUserManager.from_queryset(VisibleQuerySet)):  # type: ignore[misc]
    """E-mail addresses are one address whatever their case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A saved user; without a password, one who can only come in by an invitation."""
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        """The user of an address, in any case. Raises DoesNotExist."""
        return self.get(email__iexact=email)
