"""Who comes next: another partner, nobody for now, or the same again."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import Form, helper
from engagements.forms.base import LONG, area
from engagements.models import Engagement, PartnerWish
from engagements.selectors.relationships import Relationship

YES, NO, UNSAID = "yes", "no", ""
SEEKS: dict[bool | None, str] = {True: YES, False: NO, None: UNSAID}


class AnotherForm(Form):
    """A wish for another partner; no reason is asked for."""

    audiences: ClassVar[dict[str, str]] = {"words": "another.words"}
    words = forms.CharField(
        label=gettext_lazy("What do you take with you?"),
        required=False,
        max_length=LONG,
        widget=area(3),
    )

    def __init__(self, *args: Any, engagement: Engagement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = reverse("engagements:detail", args=[engagement.pk])
        submit, cancel = _("Ask for another partner"), _("Go on together")
        self.helper = helper(submit=submit, cancel_url=here, cancel=cancel)


class NextForm(Form):
    """What a member would like after this relationship."""

    seeks = forms.ChoiceField(
        label=gettext_lazy("Would you like another partner?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (YES, gettext_lazy("Yes, look for somebody for me")),
            (NO, gettext_lazy("No, nobody for now")),
            (UNSAID, gettext_lazy("I leave it open")),
        ],
    )
    again = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, one: Relationship, wish: PartnerWish | None, **kwargs: Any
    ) -> None:
        said = {"seeks": SEEKS[wish.seeks], "again": wish.again} if wish else {}
        super().__init__(*args, initial=said, **kwargs)
        if one.is_open:
            del self.fields["seeks"]
        names = {"names": one.names}
        again = self.fields["again"]
        again.label = _("I would like to work with %(names)s again, or stay together") % names
        again.help_text = (
            _(
                "It counts only if %(names)s says the same. Until then nobody sees your answer,"
                " %(names)s and the program team included."
            )
            % names
        )
        here = reverse("engagements:detail", args=[one.engagement.pk])
        self.helper = helper(submit=_("Keep it"), cancel_url=here)

    @property
    def seeks_next(self) -> bool | None:
        """The answer to the first question."""
        said = self.cleaned_data.get("seeks", UNSAID)
        return next(answer for answer, word in SEEKS.items() if word == said)
