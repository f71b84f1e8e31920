"""People answer questionnaires as persons: who has no account yet may have answers in a file."""

from typing import Any

from core.questionnaires.registries import respondents
from participants.models import Person


def _of(user: Any) -> Any:
    return Person.objects.filter(user=user).values("pk")


def register() -> None:
    """Called once from AppConfig.ready()."""
    respondents.register(Person._meta.label, _of)
