"""The agreement."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import Form, helper
from engagements.forms.base import LONG, area, retype
from engagements.models import Agreement, Engagement
from programs.enums import Format


class AgreementForm(Form):
    """What both promise, as a new version."""

    audiences: ClassVar[dict[str, str]] = {
        "expectations": "agreement.expectations",
        "boundaries": "agreement.boundaries",
        "confidentiality": "agreement.confidentiality",
    }
    expectations = forms.CharField(
        label=gettext_lazy("What we expect of each other"),
        help_text=gettext_lazy("How you prepare, how you give feedback, what you hope for."),
        max_length=LONG,
        widget=area(5),
    )
    boundaries = forms.CharField(
        label=gettext_lazy("What is out of bounds"),
        required=False,
        max_length=LONG,
        widget=area(3),
    )
    confidentiality = forms.CharField(
        label=gettext_lazy("What stays between us"),
        required=False,
        max_length=LONG,
        widget=area(3),
    )
    meeting_every_days = forms.IntegerField(
        label=gettext_lazy("Days between sessions"), min_value=1, max_value=180
    )
    sign = forms.BooleanField(
        label=gettext_lazy("I sign this version now"), required=False, initial=True
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, engagement: Engagement, latest: Agreement | None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = _stored(latest) if latest else _fresh(engagement)
        super().__init__(*args, **kwargs)
        here = reverse("engagements:agreement", args=[engagement.pk])
        self.helper = helper(submit=_("Save as a new version"), cancel_url=here)

    def renew(self, version: int) -> None:
        """Somebody was faster: the next try replaces that version knowingly."""
        retype(self, "seen", str(version))
        self.add_error(
            None,
            _(
                "Somebody else has just saved version %(version)d. Read it in another tab; saving"
                " again puts your words into the version after it."
            )
            % {"version": version},
        )


def _stored(agreement: Agreement) -> dict[str, Any]:
    names = ("expectations", "boundaries", "confidentiality", "meeting_every_days")
    return {name: getattr(agreement, name) for name in names} | {"seen": agreement.version}


def _fresh(engagement: Engagement) -> dict[str, Any]:
    """Words to begin with; easier to change than to invent."""
    two_sides = _(
        "We come prepared and on time. The mentee brings the topics, the mentor listens first"
        " and shares experience. We tell each other openly what helps and what doesn't."
    )
    taking_turns = _(
        "We come prepared and on time. We take turns: in one conversation one of us brings a topic"
        " and the other listens first, in the next it is the other way round. We tell each other"
        " openly what helps and what doesn't."
    )
    return {
        "expectations": taking_turns if engagement.format == Format.PEER else two_sides,
        "boundaries": _("No performance appraisal, no favours in staffing or pay."),
        "confidentiality": _("What we say stays between us, unless we both agree otherwise."),
        "meeting_every_days": engagement.track.meeting_every_days,
        "seen": 0,
    }
