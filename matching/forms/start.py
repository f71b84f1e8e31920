"""Who is to be looked at by a run."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import helper
from engagements.forms.base import KeyedForm
from matching.selectors.before import Before


class StartForm(KeyedForm):
    """The people a run looks at; a choice only where an earlier run's pairs wait to be decided on."""

    NEW, DECIDED, ALL = "new", "decided", "all"
    CHOICES = (
        (NEW, _("Only who has no pair")),
        (DECIDED, _("Everybody, with what you decided")),
        (ALL, _("Everybody from the beginning")),
    )
    who = forms.ChoiceField(
        label=_("Who is looked at?"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        help_text=_(
            "The first leaves every pair that can stay, as reviewed. The second lets other pairs"
            " move. The third forgets all but what you ruled out."
        ),
    )

    def __init__(self, *args: Any, before: Before, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        changed = before.joined or before.left
        self.fields["who"].initial = self.NEW if changed else self.DECIDED
        if not before.last:
            del self.fields["who"]
        self.helper = helper(submit=_("Match them"), cancel_url=cancel_url, guard=False)
