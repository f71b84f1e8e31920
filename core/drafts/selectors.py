"""The draft of a form."""

from typing import Any

from core.drafts.models import Draft


def open_draft(user: Any, form: str) -> Draft | None:
    """What this user has begun in that form and neither sent nor thrown away."""
    found: Draft | None = Draft.objects.visible_to(user).filter(form=form, settled_at=None).first()
    return found
