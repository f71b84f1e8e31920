"""The kinds of question."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ask(models.TextChoices):
    """What a question asks for, and with that the shape of its answer."""

    SHORT = "short", _("Short text")  # str
    LONG = "long", _("Long text")  # str
    SINGLE = "single", _("One choice")  # str, the choice's value
    MULTIPLE = "multiple", _("Several choices")  # list[str]
    SCALE = "scale", _("Scale")  # int from 1
    NUMBER = "number", _("Number")  # int or float
    YES_NO = "yes_no", _("Yes or no")  # bool
    COMPETENCIES = "competencies", _("Competencies")  # list[str], what the provider offers


WORDS = frozenset({Ask.SHORT, Ask.LONG})
