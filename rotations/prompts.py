"""The questions of a debrief, in the order of an after-action review; keys are stored."""

from django.utils.translation import gettext_lazy as _

PROMPTS = {
    "intended": _("What did I set out to do?"),
    "happened": _("What happened?"),
    "why": _("Why did it go like that?"),
    "differently": _("What do I do differently from now on?"),
    "lead": _("What does it change in how I lead?"),
}
